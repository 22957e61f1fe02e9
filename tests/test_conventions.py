"""Names that belong together stay together, and what the house rules forbid stays out."""

import ast
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

from initiatives import urls
from initiatives.lenses.answers import ANSWERS
from initiatives.lenses.words import Words

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted(path for top in ("initiatives", "scaling") for path in (ROOT / top).rglob("*.py"))
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ------------------------------------------------------------------ one name, four places
VIEWS = {path.stem for path in (ROOT / "initiatives/views").glob("*.py")} - {"__init__"}
WITHOUT_A_VIEW = {
    "account",
    "allauth",
    "mfa",
    "socialaccount",
    "admin",
    "django",
    "forms",
    "frame",
    "registration",
}  # others render these
PAGES = [
    path
    for path in TEMPLATES
    if path.parent != ROOT / "templates"
    and not path.name.startswith("_")
    and path.relative_to(ROOT / "templates").parts[0] not in WITHOUT_A_VIEW
]
PARTIALS = [path for path in TEMPLATES if path.name.startswith("_")]


def has_its_view(page: Path) -> bool:
    """True where the page of a template has its view: `templates/wins/detail.html` and `detail` in `views/wins.py`."""
    name = page.parent.name
    return name in VIEWS and hasattr(import_module(f"initiatives.views.{name}"), page.stem)


def test_a_page_is_named_after_its_view():
    assert [short(page) for page in PAGES if not has_its_view(page)] == []


@pytest.mark.parametrize("name", ["wins/nowhere.html", "nowhere/detail.html"])
def test_the_guard_of_pages_bites(name):
    assert has_its_view(ROOT / "templates/wins/detail.html")
    assert not has_its_view(ROOT / "templates" / name)


def named_patterns(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace, pattern
        else:
            yield from named_patterns(pattern.url_patterns, pattern.namespace or namespace)


def test_an_address_is_named_after_its_view():
    for namespace, pattern in named_patterns(get_resolver(urls.__name__).url_patterns):
        view = pattern.callback
        assert pattern.name == view.__name__
        assert not namespace or view.__module__ == f"initiatives.views.{namespace}"


def test_views_have_tests_of_the_same_name():
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests/views").glob("test_*.py")}
    assert VIEWS - tested == set()


def test_every_partial_is_used():
    everything = "\n".join(path.read_text() for path in TEMPLATES + CODE)
    unused = [
        short(path) for path in PARTIALS if path.relative_to(ROOT / "templates").as_posix() not in everything
    ]
    assert unused == []


def test_a_module_says_what_it_is_about():
    nothing_said = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers",
                    "misc", "service", "services", "base", "lib", "tools"}  # fmt: skip
    assert [short(path) for path in CODE if path.stem in nothing_said] == []


LOCKING = re.compile(r"from functools import [^\n]*\bcached_property\b|functools\.cached_property")


def test_no_property_is_computed_under_a_lock():
    """That of functools has one lock for all threads until Python 3.12: who waits for the database holds up everybody."""
    assert [short(path) for path in CODE if LOCKING.search(path.read_text())] == []
    assert LOCKING.search("from functools import cache, cached_property")


def without_a_subject(source: str) -> list[str]:
    """Names of tests that begin with a question word, so that a reader has to look for the subject."""
    return re.findall(r"def (test_(?:what|whatever|who|whoever|whom|whose|of_whom|as_far)_\w+)", source)


def test_a_test_is_named_by_a_sentence_with_its_subject_first():
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    assert tests
    assert [name for path in tests for name in without_a_subject(path.read_text())] == []


def test_the_guard_of_names_of_tests_bites():
    bad = "def test_who" + "_left_reads_nothing(): pass"
    assert without_a_subject(bad) == ["test_who_left_reads_nothing"]


# ------------------------------------------------------------------ markup
def tags(template: str) -> list[str]:
    """The opening tags, with Django's own tags and comments taken out of them."""
    html = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    return re.findall(r"<[a-zA-Z][^<>]*>", html)


def attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): double or single
        for name, double, single in re.findall(r"""\s([\w:-]+)(?:=(?:"([^"]*)"|'([^']*)'))?""", tag)
    }


REQUESTS = {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"}


def markup_objection(tag: str) -> str | None:
    """Why the house rules forbid this tag; None when they do not."""
    has = attributes(tag)
    name = re.match(r"<([\w-]+)", tag)[1].lower()
    htmx = {attribute for attribute in has if attribute.startswith("hx-")}
    if "style" in has or name == "style":
        return "style belongs in a stylesheet"
    if name == "script" and "src" not in has:
        return "a script belongs in a file"
    if any(re.match(r"on[a-z]+$", attribute) for attribute in has) or any("hx-on" in key for key in has):
        return "behaviour belongs in a script"
    if any(value.strip().startswith(("js:", "javascript:")) for value in has.values()) or "hx-vars" in has:
        return "an attribute holds no code"
    if "[" in has.get("hx-trigger", ""):
        return "a trigger filter is code"
    if htmx - {"hx-headers"} and not htmx & REQUESTS:
        return "htmx attributes stand on the element that asks, nothing is inherited"
    if htmx & REQUESTS and "hx-target" not in has:
        return "who asks says where the answer goes"
    if "hx-boost" in has:
        return "plain links are fast enough"
    if name == "form" and not ("action" in has and "method" in has) and has.get("method") != "dialog":
        return "a form works without script: it has a method and an action"
    return None


def complaints(template: str) -> list[str]:
    return [f"{why}: {tag}" for tag in tags(template) if (why := markup_objection(tag))]


def test_markup_keeps_the_house_rules():
    found = {short(path): complaints(path.read_text()) for path in TEMPLATES}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<button hx-on::after-request="go()" hx-get="/" hx-target="#x">',
        '<a hx-get="/" hx-target="#x" hx-vals=\'js:{a: 1}\'>',
        '<a href="javascript:go()">',
        '<a hx-get="/" hx-target="#x" hx-trigger="click[ctrlKey]">',
        '<div hx-target="#x"><a href="/">',
        '<a hx-get="/">',
        '<div hx-boost="true" hx-get="/" hx-target="#x">',
        '<form method="post">',
        '<p {% if a > b %}class="x"{% endif %} style="{{ colour }}">',
    ],
)
def test_the_markup_guard_bites(bad):
    assert complaints(bad)


@pytest.mark.parametrize(
    "good",
    [
        '<script type="module" src="{% static "js/app.js" %}"></script>',
        '<form method="get" action="/" hx-get="/" hx-target="#x" hx-push-url="true">',
        '<form method="dialog">',
        '<body hx-headers=\'{"X-CSRFToken": "{{ csrf_token }}"}\'>',
        '<a href="{% url "home" %}" {% if a > b %}aria-current="page"{% endif %}>',
    ],
)
def test_the_markup_guard_lets_pass_what_is_right(good):
    assert complaints(good) == []


# ------------------------------------------------------------------ what a template leaves to reports
COMPARED = re.compile(
    r"{%-?\s*(?:if|elif|ifequal|ifnotequal)\s(?:[^%]|%(?!}))*?(?:[=!]=|\sin\s|\bis\b(?! (?:not )?None)).*?%}"
)
OLD_WORD = re.compile(r"{%-?\s*if(?:not)?equal\b")
# Others hand these over, in words of their own.
WORDS_OF_OTHERS = {
    "account/email_change.html": "allauth gives the new address beside the user's",
    "allauth/elements/button.html": "allauth tells what a button is by its tags",
    "allauth/elements/field.html": "allauth tells what a field is by the type of its input",
    "forms/field.html": "Django tells what a field is by the type of its widget",
    "socialaccount/connections.html": "allauth gives a list of accounts; one needs no choice",
    "socialaccount/login.html": "allauth tells what is going on by a word",
}
WIDEST = 160


def comparisons(template: str) -> list[str]:
    """Comparisons in a template. The report, the model or the form must make them."""
    return [found[0] for found in COMPARED.finditer(template)] + OLD_WORD.findall(template)


# A sign between two facts, of which one may not be there: before the first words of a block, or after its last.
GLUED = re.compile(
    r"{%-?\s*(?:if|elif|else|for|empty)\b(?:[^%]|%(?!}))*%}\s*[,;:.·()–—]"
    r"|[,;:·(–—]\s*{%-?\s*(?:elif|else|empty|endif|endfor)\b(?:[^%]|%(?!}))*%}"
)


def glued(template: str) -> list[str]:
    """Where a template joins facts: the report joins them (`sentences.joined`), or gives a list for `|join`."""
    return [" ".join(found[0].split()) for found in GLUED.finditer(template)]


def cut(template: str) -> list[int]:
    """The numbers of the lines that end in the middle of a tag which does not begin its line."""
    said = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", lambda found: "-" * len(found[0]), template)
    return [
        number
        for number, line in enumerate(said.splitlines(), 1)
        if (found := re.search(r"<[a-zA-Z][^<>]*$", line)) and line[: found.start()].strip()
    ]


def shown_remarks(source: str) -> list[int]:
    """The lines on which a remark begins that does not end there."""
    return [n for n, line in enumerate(source.splitlines(), start=1) if line.count("{#") > line.count("#}")]


def too_wide(template: str) -> list[int]:
    """The numbers of the lines that are too long."""
    return [number for number, line in enumerate(template.splitlines(), 1) if len(line) > WIDEST]


def test_no_template_compares_a_code():
    found = {
        path.relative_to(ROOT / "templates").as_posix(): comparisons(path.read_text()) for path in TEMPLATES
    }
    assert {name: codes for name, codes in found.items() if codes and name not in WORDS_OF_OTHERS} == {}
    assert {name for name in WORDS_OF_OTHERS if not found[name]} == set()


def test_no_template_glues_facts_together():
    assert {short(path): found for path in TEMPLATES if (found := glued(path.read_text()))} == {}


def test_a_tag_that_needs_two_lines_begins_its_line():
    assert {short(path): lines for path in TEMPLATES if (lines := cut(path.read_text()))} == {}


def test_no_template_has_a_line_of_more_than_160_characters():
    assert {short(path): lines for path in TEMPLATES if (lines := too_wide(path.read_text()))} == {}


def test_a_remark_in_a_template_ends_on_its_line():
    """Django shows a remark of two lines to everybody."""
    assert {short(path): lines for path in TEMPLATES if (lines := shown_remarks(path.read_text()))} == {}
    assert shown_remarks("<p>\n{# one\n two #}") == [2]


def test_the_guards_of_templates_bite():
    for bad in (
        '{% if win.state == "confirmed" %}',
        "{% if a and pick.why != pick.FIRST %}",
        '{% elif "concept" in request.GET %}',
        "{% if row.kind==kind %}",
        '{% ifequal here "home" %}',
    ):
        assert comparisons(bad), bad
    for good in (
        "{% if win.is_confirmed and n > 1 %}",
        "{% if asked is not None %}",
        "{% for a in b %}{% if c %}",
    ):
        assert comparisons(good) == [], good
    for bad in (
        "{{ day }}{% if who %}, {{ who }}{% endif %}",
        "{% for a in b %}{{ a }}{% if not forloop.last %} · {% endif %}{% endfor %}",
        "{% for a in b %}{{ a }}{% if forloop.last %}.{% else %}; {% endif %}{% endfor %}",
        "{% for city in cities %},\n  {{ city }}{% empty %}{{ nowhere }}{% endfor %}",
        "{% if how %}{{ how }}, {% endif %}{{ basis }}",
        "{{ name }}{% if kind %} ({{ kind }}){% endif %}",
    ):
        assert glued(bad), bad
    for good in (
        '{{ days|join:", " }}, {{ where }}{% if more %} <a>{{ more }}</a>.{% endif %}',
        '{% if a %}{% translate "Ja:" %}{% else %}{% translate "Nee:" %}{% endif %} {{ why }}',
    ):
        assert glued(good) == [], good
    assert cut('<p>Lees <a\n  href="/">dit</a></p>') == cut('<b>ja</b><a class="x"\n  href="/">') == [1]
    assert cut('<a class="x"\n  href="{% url "home" %}">{{ a }} < {{ b }}</a>') == []
    assert too_wide("x" * 160 + "\n" + "x" * 161) == [2]


# ------------------------------------------------------------------ looks
def test_every_stylesheet_is_imported_and_every_import_exists():
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (ROOT / "static/css/app.css").read_text()))
    present = {path.relative_to(ROOT / "static/css").as_posix() for path in STYLES} - {"app.css"}
    admin_only = {name for name in present if name.startswith("admin")}  # linked by the admin's own pages
    assert imported - present == set()
    assert present - imported - admin_only == set()


OF_HTMX = {"htmx-indicator", "htmx-request"}


def styled(style: str) -> set[str]:
    """The classes in its selectors."""
    selectors = re.sub(r"/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", "", style, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def unnamed(style: str, pages: str) -> set[str]:
    """Classes that no page, script or picture uses, whole ("card") or put together ("square--{n}")."""
    known = set(re.findall(r"[\w-]+", pages)) | OF_HTMX
    return {
        name
        for name in styled(style) - known
        if not any(name[: joint.end()] + "{" in pages for joint in re.finditer(r"[-_]+", name))
    }


def test_a_stylesheet_styles_only_what_there_is():
    pages = "\n".join(path.read_text() for path in [*TEMPLATES, *CODE, *SCRIPTS])
    ours = [path for path in STYLES if not path.name.startswith("admin")]  # Django names the columns there
    assert {short(path): names for path in ours if (names := unnamed(path.read_text(), pages))} == {}


def test_the_guard_of_styles_bites():
    style = (
        ".card, .card:is(.is-wide) > .lost { color: red } .square--3 {} @media print { .gone { top: 1.em } }"
    )
    assert unnamed(style, '<p class="card is-wide square--{{ n }}">') == {"lost", "gone"}


NAMED = "white|black|red|green|blue|yellow|orange|purple|gr[ae]y|silver|gold|navy|teal|brown|pink|beige|ivory"
COLOUR = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|[:\s,(](?:{NAMED})\b(?!-)", re.I
)


def colours(style: str) -> list[str]:
    values = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", style, flags=re.DOTALL)
    declarations = re.findall(r"[\w-]+\s*:\s*([^;{}]+)[;}]", values)
    return [value.strip() for value in declarations if COLOUR.search(f" {value}")]


def test_only_the_tokens_name_a_colour():
    found = {short(path): colours(path.read_text()) for path in STYLES if path.name != "tokens.css"}
    assert {path: named for path, named in found.items() if named} == {}


@pytest.mark.parametrize(
    "bad", ["#fff", "#0a3b43", "1px solid rgb(0 0 0)", "white", "0 0 2px black", "oklch(1 0 0)"]
)
def test_the_colour_guard_bites(bad):
    assert colours(f"p {{ color: {bad}; }}")


@pytest.mark.parametrize(
    "good", ["var(--vw-ink)", "currentcolor", "transparent", "CanvasText", "white-space"]
)
def test_the_colour_guard_lets_pass_what_is_right(good):
    assert colours(f"p {{ color: {good}; }}") == []


PAINTED = re.compile(r"""\b(?:fill|stroke)=["'](?!none|currentcolor|transparent|context-)[a-z#]""", re.I)


def test_pictures_take_their_colours_from_the_stylesheet():
    assert [short(path) for path in TEMPLATES + CODE if PAINTED.search(path.read_text())] == []
    assert PAINTED.search('<path fill="#fff">') and PAINTED.search("<path stroke='red'>")
    assert not PAINTED.search('<path fill="none" stroke="currentcolor">')


SCRIPT_COLUMNS = 120
BEHAVIOURS = 19  # each is one thing more that a page without JavaScript does otherwise


def behaviours(script: str) -> set[str]:
    """The data attributes by which a script finds what is its own."""
    return set(re.findall(r"\[(data-[a-z-]+)", script))


def test_the_scripts_do_no_more_than_a_few_things():
    assert len(set().union(*(behaviours(path.read_text()) for path in SCRIPTS))) <= BEHAVIOURS


def test_that_counts_what_scripts_look_for():
    script = 'page.querySelector("form[data-one]"); page.querySelectorAll("[data-two=x]"); // [data-one]'
    assert behaviours(script) == {"data-one", "data-two"}


def unasked(scripts: list[str], pages: str) -> set[str]:
    return {name for script in scripts for name in behaviours(script) if name not in pages}


def test_a_page_asks_for_everything_that_a_script_does():
    pages = "".join(path.read_text() for path in [*TEMPLATES, *CODE])
    assert unasked([path.read_text() for path in SCRIPTS], pages) == set()
    assert unasked(['"[data-nobody]"'], pages) == {"data-nobody"}


def untidy(name: str, script: str) -> list[str]:
    """A script says first what it is for; its lines fit on a screen."""
    lines = script.splitlines()
    long = [f"{name} line {n}" for n, line in enumerate(lines, 1) if len(line) > SCRIPT_COLUMNS]
    return [*([] if script.startswith("/* ") else [f"{name} says not what it is for"]), *long]


def test_the_scripts_read_like_the_rest():
    assert [each for path in SCRIPTS for each in untidy(short(path), path.read_text())] == []
    assert len(untidy("x.js", "let x;\n" + "y" * 121)) == 2


# ------------------------------------------------------------------ code
UNESCAPED = re.compile(
    r"\bmark_safe\b|\bSafeString\((?![\"\'])|\|\s*safe\b|\bsafeseq\b|autoescape off|__html__|allow_tags"
)


def test_nothing_reaches_a_page_unescaped():
    loose = {short(path) for path in TEMPLATES + CODE if UNESCAPED.search(path.read_text())}
    assert loose == set()


@pytest.mark.parametrize(
    "bad", ["{{ title|safe }}", "{{ title | safe }}", "mark_safe(title)", "{% autoescape off %}"]
)
def test_the_guard_against_unescaped_text_bites(bad):
    assert UNESCAPED.search(bad)


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def length(function: ast.FunctionDef) -> int:
    """Lines of the body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_a_view_is_short():
    paths = {module: ROOT / f"initiatives/views/{module}.py" for module in VIEWS}
    assert [
        f"{module}.{function.name}"
        for module, path in paths.items()
        for function in functions(path)
        if length(function) > 20
    ] == []


def test_the_length_of_a_function_is_that_of_its_body():
    (function,) = ast.parse('def long():\n    """Said."""\n    x = 1\n\n    return x\n').body
    assert length(function) == 3


def test_a_function_is_usually_very_short():
    lengths = sorted(
        length(function) for path in CODE if "migrations" not in path.parts for function in functions(path)
    )
    assert lengths[len(lengths) // 2] <= 6


# ------------------------------------------------------------------ nothing grows too long
LONGEST = {"module": 500, "class": 300, "function": 40}  # lines; migrations apart


def too_long(name: str, source: str) -> list[str]:
    """The module, its classes and its functions that are longer than their bound."""
    tree = ast.parse(source)
    parts = [("module", name, len(source.splitlines()))]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            parts.append(("class", f"{name}: {node.name}", node.end_lineno - node.lineno + 1))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts.append(("function", f"{name}: {node.name}", length(node)))
    return [f"{what}: {lines} lines" for kind, what, lines in parts if lines > LONGEST[kind]]


def test_no_module_class_or_function_is_too_long():
    code = [path for path in CODE if "migrations" not in path.parts]
    assert [each for path in code for each in too_long(short(path), path.read_text())] == []


def test_the_guard_of_length_bites():
    line = "    x = 1\n"
    assert too_long("a", "def f():\n" + line * 41) == ["a: f: 41 lines"]
    assert too_long("a", "class A:\n" + line * 300) == ["a: A: 301 lines"]
    assert too_long("a", "x = 1\n" * 501) == ["a: 501 lines"]
    assert not too_long("a", "class A:\n" + line * 299 + "def f():\n" + line * 40)


def repeats_the_name(name: str, docstring: str) -> bool:
    def words(text):
        return {word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower())}

    return words(docstring) - {"the", "a", "an", "return", "get", "of", "this", ""} <= words(name)


def test_a_docstring_says_more_than_the_name():
    empty = [
        f"{short(path)}: {node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and (docstring := ast.get_docstring(node)) is not None
        and repeats_the_name(node.name, docstring)
    ]
    assert empty == []


def test_the_docstring_guard_bites():
    assert repeats_the_name("get_visible_wins", "Get the visible wins.")
    assert not repeats_the_name("visible_wins", "What the reader may know about.")


def asked_by_views() -> set[tuple[str, str]]:
    """The functions that views import from reports, each with its module."""
    return {
        (node.module.removeprefix("initiatives."), alias.name)
        for path in (ROOT / "initiatives/views").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("initiatives.reports.")
        for alias in node.names
    }


def test_a_report_says_what_goes_in_and_comes_out():
    asked = asked_by_views()
    silent = [
        f"{short(path)}: {node.name}"
        for path in sorted((ROOT / "initiatives/reports").rglob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and (".".join(path.relative_to(ROOT / "initiatives").with_suffix("").parts), node.name) in asked
        and not ast.get_docstring(node)
    ]
    assert asked
    assert silent == []


def taken_apart(source: str) -> list[str]:
    """Functions that take an initiative and a user apart, where a Reader holds both."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and {"initiative", "user"} <= {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
    ]


def test_an_initiative_and_who_reads_it_go_together():
    apart = {short(path): found for path in CODE if (found := taken_apart(path.read_text()))}
    assert apart == {}
    assert taken_apart("def story(initiative, *, user, may_edit): ...") == ["story"]
    assert taken_apart("def story(reader): ...") == []


# Codes that are no ordinary words elsewhere; they are written in lenses/ and nowhere else.
CODES = {"growth", "replication", "circulation", "institutionalisation", "energizing", "bandwagon",
         "robustness", "still_standing", "not_observed", "too_little", "deliberately_not"}  # fmt: skip


def codes_in(source: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CODES
    }


def test_a_code_is_spelled_in_the_lenses_only():
    elsewhere = [path for path in CODE if not {"lenses", "migrations"} & set(path.parts)]
    assert {short(path): codes for path in elsewhere if (codes := codes_in(path.read_text()))} == {}


ALSO_CALLED = {"level": "EvidenceLevel"}  # how far it is shown
VOCABULARIES = {words.__name__ for words in Words.__subclasses__()}


def strange_words(source: str) -> set[str]:
    """Comparisons of an answer with a word of another vocabulary: right only while both codes are spelled alike."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Attribute)
            and node.left.attr in ANSWERS
        ):
            named = [
                part
                for side in node.comparators
                for part in ast.walk(side)
                if isinstance(part, ast.Attribute)
            ]
            words = {part.value.id for part in named if isinstance(part.value, ast.Name)}
            own = {ANSWERS[node.left.attr].words.__name__, ALSO_CALLED.get(node.left.attr)}
            found |= {f"{node.left.attr} with {other}" for other in words & VOCABULARIES - own}
    return found


def test_an_answer_is_compared_with_its_own_words():
    assert {short(path): found for path in CODE if (found := strange_words(path.read_text()))} == {}


def test_the_guard_of_answers_bites():
    assert strange_words("win.company_answer == LinkAnswer.NONE") == {"company_answer with LinkAnswer"}
    assert strange_words("win.company_answer in (CompanyAnswer.NOBODY, LinkAnswer.UNKNOWN)")
    assert not strange_words("win.company_answer == CompanyAnswer.NOBODY and win.depth == Depth.BETTER")


def test_the_guard_of_codes_bites():
    assert codes_in('wins.filter(types__contains=["growth"])') == {"growth"}


# ------------------------------------------------------------------ everything that is kept
def kept_files() -> list[Path]:
    """The files under version control; all own files where the code came without its history."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    hidden = {".git", ".venv", "var", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.parts)]


PRIVATE = re.compile(
    r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+)/\w"  # a folder of somebody's machine
    r"|^\s*-{1,2}(?:i|index-url|extra-index-url|find-links)[ =]"  # a package registry
    r"|pypi\.org/simple|pythonhosted\.org|registry\.npmjs",
    re.MULTILINE,
)
FOLDERS = ["/" + "/".join(parts) for parts in (("work", "a"), ("root", "a"), ("home", "a"), ("Users", "a"))]
BINARY = {".png", ".jpg", ".woff2", ".ico", ".webp", ".gz"}


def test_no_file_names_a_private_machine_or_a_registry():
    texts = [path for path in kept_files() if path.suffix not in BINARY and path != Path(__file__).resolve()]
    assert [short(path) for path in texts if PRIVATE.search(path.read_text(errors="replace"))] == []


@pytest.mark.parametrize(
    "bad",
    [
        *(f"see {folder}/x" for folder in FOLDERS),
        "--index-url https://example.org",
        "https://pypi.org/simple/",
    ],
)
def test_the_guard_of_private_places_bites(bad):
    assert PRIVATE.search(bad)


@pytest.mark.parametrize(
    "good",
    [f"https://example.org{FOLDERS[0]}", f"docs{FOLDERS[0]}", "python -i", FOLDERS[2].removesuffix("a")],
)
def test_the_guard_of_private_places_lets_pass_what_is_right(good):
    assert not PRIVATE.search(good)
