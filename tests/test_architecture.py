"""The staircase of docs/architecture.md: a module uses modules of lower steps only."""

import ast
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = "initiatives"
PROJECT = "scaling"

STAIRCASE = [
    {"lenses"},
    {"names"},
    {
        "periods",
        "htmx",
        "glyphs",
        "links",
        "marks",
        "photos",
        "sending",
        "tokens",
        "language",
        "secrecy",
        "sentences",
        "paragraphs",
        "municipalities",
        "signs",
    },  # small tools: none needs another
    {"models"},
    {"reports"},
    {"forms"},
    {"exchange"},
    {"views"},
    {"urls"},
]
MODELS = [
    "columns",
    "fields",
    "names",
    "moments",
    "rights",
    "places",
    "people",
    "guests",
    "initiatives",
    "agreements",
    "initiative_links",
    "figures",
    "partnerships",
    "teams",
    "wins",
    "readers",
    "audit",
    "evidence",
    "checks",
    "wishes",
    "ambitions",
    "objections",
    "paradox",
    "outside",
    "windows",
    "introductions",
    "challenge_proposals",
    "profiles",
    "imports",
    "letters",
    "merging",
    "follows",
    "week_mail",
    "still",
    "reminders",
]  # lowest first
ROOMS = {  # the rooms of the reports, each with the rooms that it may use
    "counting": set(),
    "mirror": set(),
    "team": set(),
    "filter": {"counting"},
    "win": {"counting", "team"},
    "profile": {"counting", "team"},
    "signals": {"mirror"},
    "network": {"counting", "mirror", "team"},
    "story": {"counting", "mirror", "network", "profile"},
    "challenges": {"counting", "filter", "mirror"},
    "partners": {"counting", "filter", "mirror"},
    "flywheel": {"counting", "network", "profile"},
    "digest": {"mirror", "network"},
    "sharing": {"counting", "network"},
}
WINS = [
    "searching",
    "conditions",
    "rules",
    "columns",
    "states",
    "lists",
    "readings",
    "answers",
    "attachments",
    "telling",
    "curating",
    "merging",
    "opening",
    "taking_back",
    "small_wins",
    "links",
    "photos",
]  # the chapters of one model, lowest first
PLUGGED_IN = {"admin", "migrations", "management", "templatetags", "apps"}  # Django finds these

STEP_OF = {name: step for step, names in enumerate(STAIRCASE) for name in names}
FROM_LOW_TO_HIGH = list(pairwise(sorted(STEP_OF, key=lambda name: (STEP_OF[name], name))))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for top in (APP, PROJECT) for path in sorted((ROOT / top).rglob("*.py"))}


def imports_in(source: str, module: str, *, package: bool = False) -> set[str]:
    """Dotted names of our own modules that `module` imports, also inside its functions."""
    found = set()
    here = module.split(".") if package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            origin = ".".join(filter(None, [base, node.module or ""]))
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                found.add(inner if inner in MODULES else origin)
    return {name for name in found if name.split(".")[0] in (APP, PROJECT, "tests")}


def part(module: str, depth: int = 1) -> str:
    return ([*module.split("."), "", ""])[depth]


def objection(importer: str, imported: str) -> str | None:
    """Why `importer` may not import `imported`; None when it may."""
    if imported.split(".")[0] == "tests":
        return "the code does not know its tests"
    if importer.split(".")[0] == PROJECT:
        return None
    if imported.split(".")[0] == PROJECT:
        return "the app does not know the project it stands in"
    mine, theirs = part(importer), part(imported)
    if mine == theirs:
        return neighbours(importer, imported)
    if theirs in PLUGGED_IN:
        return "what Django plugs in is imported by nobody"
    if mine not in PLUGGED_IN and STEP_OF[mine] <= STEP_OF[theirs]:
        return "it stands on the same step or a higher one"
    return None


def neighbours(importer: str, imported: str) -> str | None:
    mine, theirs = part(importer, 2), part(imported, 2)
    package = part(importer)
    if package == "models" and mine == theirs == "wins":
        return chapters(part(importer, 3), part(imported, 3))
    if not mine or mine == theirs:
        return None
    if package == "views":
        return "views do not import each other"
    if package == "models" and (not theirs or MODELS.index(mine) <= MODELS.index(theirs)):
        return "models have a staircase of their own"
    if package == "reports" and theirs not in ROOMS.get(mine, ()):
        return "this room of the reports does not stand on that one"
    return None


def chapters(mine: str, theirs: str) -> str | None:
    if mine and (not theirs or WINS.index(mine) <= WINS.index(theirs)):
        return "the chapters of a win have a staircase of their own"
    return None


def own_imports(module: str) -> set[str]:
    path = MODULES[module]
    return imports_in(path.read_text(), module, package=path.name == "__init__.py")


def test_every_module_has_a_step():
    parts = {part(module) for module in MODULES if module.startswith(f"{APP}.")}
    assert parts - set(STEP_OF) - PLUGGED_IN == set()


def test_every_model_module_has_a_step():
    parts = {part(module, 2) for module in MODULES if module.startswith(f"{APP}.models.")}
    assert parts == set(MODELS)


def test_every_room_stands_on_the_rooms_that_it_names():
    used: dict[str, set[str]] = {}
    for module in MODULES:
        if module.startswith(f"{APP}.reports."):
            theirs = {part(name, 2) for name in own_imports(module) if part(name) == "reports"}
            used.setdefault(part(module, 2), set()).update(theirs - {part(module, 2)})
    assert used == ROOMS


def test_every_chapter_of_a_win_has_a_step():
    parts = {part(module, 3) for module in MODULES if module.startswith(f"{APP}.models.wins.")}
    assert parts == set(WINS)


def test_everybody_imports_from_lower_steps_only():
    complaints = [
        f"{module} imports {imported}: {why}"
        for module in MODULES
        for imported in sorted(own_imports(module))
        if (why := objection(module, imported))
    ]
    assert complaints == []


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter({module: own_imports(module) - {module} for module in MODULES}).prepare()


def test_every_class_has_a_name_of_its_own():
    """One name, one meaning: docs/words.md. Django asks for the names `Meta` and `Command`."""
    sources = [
        path.read_text() for path in sorted((ROOT / APP).rglob("*.py")) if "migrations" not in path.parts
    ]
    assert names_given_twice(sources) == []


def test_the_guard_of_class_names_bites():
    assert names_given_twice(
        ["class Step:\n    class Meta: ...", "class Step(Words): ...\nclass Other: ..."]
    ) == ["Step"]


def names_given_twice(sources: list[str]) -> list[str]:
    """Names of top-level classes that stand in more than one of these modules."""
    names = [
        node.name for source in sources for node in ast.parse(source).body if isinstance(node, ast.ClassDef)
    ]
    return sorted({name for name in names if names.count(name) > 1} - {"Command"})


def test_foreign_keys_name_the_model_itself():
    named_by_string = [
        f"{module} line {node.lineno}"
        for module, path in MODULES.items()
        if module.startswith(f"{APP}.models.")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("ForeignKey", "OneToOneField", "ManyToManyField")
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value != "self"
    ]
    assert named_by_string == []


def test_the_guard_objects_to_an_import_from_above():
    allowed = [two for two in FROM_LOW_TO_HIGH if not objection(*(f"{APP}.{name}" for name in two))]
    assert allowed == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("initiatives.reports.profile.page", "from initiatives.views import pages"),
        ("initiatives.reports.profile.page", "def late():\n    from initiatives.views.pages import about"),
        ("initiatives.reports.counting.tally", "from initiatives.reports.profile.page import Profile"),
        ("initiatives.reports.win.page", "from initiatives.reports.story import sheets"),
        ("initiatives.forms.capture", "from initiatives.exchange.dataset import SOURCE"),
        ("initiatives.models.people", "from initiatives.models.wins import SmallWin"),
        ("initiatives.models.people", "from initiatives.models import SmallWin"),
        ("initiatives.models.people", "from .wins import SmallWin"),
        ("initiatives.models.wins.lists", "from initiatives.models.wins.links import WinLink"),
        ("initiatives.models.wins.lists", "from initiatives.models.wins import WinLink"),
        ("initiatives.views.pages", "from initiatives.views import network"),
        ("initiatives.views.pages", "import initiatives.templatetags.languages"),
        ("initiatives.htmx", "from initiatives import links"),
        ("initiatives.views.pages", "from scaling import settings"),
        ("initiatives.views.pages", "from tests import factories"),
    ],
)
def test_the_guard_bites(module, source):
    assert any(objection(module, imported) for imported in imports_in(source, module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("initiatives.views.pages", "from initiatives.models import SmallWin"),
        ("initiatives.reports.profile.page", "from initiatives.reports.counting.tally import Tally"),
        ("initiatives.models.wins", "from initiatives.models.people import User"),
        ("initiatives.models.wins.links", "from initiatives.models.wins.small_wins import SmallWin"),
        ("initiatives.admin.wins", "from initiatives.forms import x\nfrom initiatives.admin import site"),
        ("scaling.urls", "from initiatives import urls"),
    ],
)
def test_the_guard_lets_pass_what_is_right(module, source):
    assert not any(objection(module, imported) for imported in imports_in(source, module))
