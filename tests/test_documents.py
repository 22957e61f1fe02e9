"""The documents are true of the code."""

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pytest

from initiatives.reports.counting.cells import Thresholds
from initiatives.reports.signals.limits import Limits

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
NAMING = {".py", ".sql", ".html", ".css", ".js", ".in"}  # suffixes of files that may name a decision


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def missing_links(text: str, folder: Path) -> list[str]:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    return [link for link in links if "://" not in link and not (folder / link).exists()]


def test_a_document_links_to_what_is_there():
    found = {document: missing_links(document.read_text(), document.parent) for document in DOCUMENTS}
    assert {document.name: links for document, links in found.items() if links} == {}


def test_the_guard_of_links_bites():
    text = "[a](README.md) [b](nowhere.md#there) [c](https://example.org/nowhere.md)"
    assert missing_links(text, ROOT) == ["nowhere.md"]


def test_both_readmes_say_the_same_things_in_the_same_order():
    dutch, english = (ROOT / "README.md").read_text(), (ROOT / "README.en.md").read_text()
    assert headings(dutch) == headings(english)
    assert re.findall(r"^make \w+", dutch, re.MULTILINE) == re.findall(r"^make \w+", english, re.MULTILINE)


def test_the_commands_of_the_readme_exist():
    promised = set(re.findall(r"\bmake ([a-z]+)\b", (ROOT / "README.md").read_text()))
    assert promised - set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) == set()


def test_the_readmes_list_the_logins_of_the_demo():
    from initiatives.management.commands.demo_logins import CAST

    for name in ("README.md", "README.en.md"):
        text = (ROOT / name).read_text()
        assert [who for who in CAST if f"`{who}@vliegwiel.example`" not in text] == []


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f'softwareVersion: "{version}"' in (ROOT / "publiccode.yml").read_text()
    assert re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_catalogues_accept_the_descriptions():
    text = (ROOT / "publiccode.yml").read_text()
    short = re.findall(r"shortDescription: (.+)", text)
    long = re.findall(r"longDescription: >\n((?: {6}.+\n)+)", text)
    assert len(short) == len(long) == 2
    assert all(len(words) <= 150 for words in short)
    assert all(150 <= len(" ".join(words.split())) <= 10_000 for words in long)


def test_the_licence_is_the_one_that_is_named():
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text().splitlines()[0]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "EUPL-1.2"
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text()


def test_the_index_lists_every_decision():
    listed = re.findall(
        r"^- \[\d{4}\]\((.+?)\)", (ROOT / "docs/decisions/README.md").read_text(), re.MULTILINE
    )
    assert listed == [decision.name for decision in DECISIONS]


def test_every_decision_that_is_mentioned_exists():
    there = {decision.name[:4] for decision in DECISIONS}
    missing = {
        path.relative_to(ROOT).as_posix(): gone
        for path in mentioning()
        if (gone := sorted(set(mentioned(path.read_text())) - there))
    }
    assert missing == {}


@pytest.mark.parametrize(
    "text",
    ["(decision 9999)", "see docs/decisions/9999-gone.md", "[9999](9999-gone.md)", "decisions 0001 and 9999"],
)
def test_the_guard_of_decisions_bites(text):
    assert "9999" in mentioned(text)


def mentioning() -> Iterator[Path]:
    """Everything of ours in which a decision may be named, but for this test."""
    yield from DOCUMENTS
    for folder in ("initiatives", "scaling", "templates", "static", "tests", "requirements"):
        files = (path for path in (ROOT / folder).rglob("*") if path.suffix in NAMING)
        yield from (path for path in files if path != Path(__file__))


def mentioned(text: str) -> list[str]:
    """The numbers of decisions that a text names."""
    found = re.findall(r"\bdecisions?(?:/| )(\d{4}(?:(?:, | and )\d{4})*)|\[(\d{4})\]\(", text)
    return [number for pair in found for number in re.findall(r"\d{4}", " ".join(pair))]


@pytest.mark.parametrize(
    ("setting", "numbers"),
    [("SIGNAL_LIMITS", Limits()), ("PROFILE_THRESHOLDS", Thresholds())],
    ids=["signals", "profile"],
)
def test_every_limit_stands_in_the_manual_with_its_default(setting, numbers):
    manual = (ROOT / "docs/running.md").read_text().split(f"| in `{setting}` |")[1].split("\n\n")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|", manual, re.MULTILINE))
    assert told == {name: str(number) for name, number in asdict(numbers).items()}


def test_the_list_of_words_is_that_of_the_lenses():
    """`PYTHONPATH=. python docs/list_words.py` writes it anew."""
    words = load_script("docs/list_words.py")
    assert words.TARGET.read_text().partition(words.MARK)[2] == words.listed().removeprefix(words.MARK)


def test_the_words_of_the_house_are_in_the_code():
    table = (ROOT / "docs/words.md").read_text().partition("## The vocabularies")[0]
    rows = (
        line.split(" | ")
        for line in table.splitlines()
        if line.startswith("| ") and "| in code |" not in line
    )
    named = {name for row in rows for name in re.findall(r"`([\w./]+)`", row[4])}
    code = "\n".join(sources())
    missing = [name for name in named if not is_in_the_code(name, code)]
    assert named
    assert sorted(missing) == []


@pytest.mark.parametrize(
    "name", ["models/gone.py", "GoneAway", "SmallWin.gone_away", "GoneAway.stands", "reports/gone/"]
)
def test_the_guard_of_words_bites(name):
    assert not is_in_the_code(name, "class SmallWin(Model):\n    stands = True\n")


def is_in_the_code(name: str, code: str) -> bool:
    """A path in the app, or the name of a class, a function, a column or a constant, with what it belongs to."""
    if "/" in name or name.endswith(".py"):
        return (ROOT / "initiatives" / name).exists()
    return all(
        re.search(rf"^\s*(?:class|def) {part}\b|^\s*{part}\b.*?[:=] ", code, re.MULTILINE)
        for part in name.split(".")
    )


def sources() -> Iterator[str]:
    return (
        path.read_text() for path in (ROOT / "initiatives").rglob("*.py") if "migrations" not in path.parts
    )


def without_a_test(rules: str) -> list[str]:
    """The rows of the tables that name no test."""
    heads = r"\| (?:rule|state|question) \||\|---"
    rows = [line for line in rules.splitlines() if line.startswith("|") and not re.match(heads, line)]
    return [row for row in rows if not re.search(r"`test_\w+`", row)]


def test_every_rule_names_tests_that_are_there():
    rules = (ROOT / "docs/rules.md").read_text()
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)
    }
    assert sorted(set(re.findall(r"`(test_\w+)`", rules)) - there) == []
    assert without_a_test(rules) == []


def test_the_guard_of_rules_bites():
    table = "| rule | test |\n|---|---|\n| It counts | `test_it_counts` |\n| It stays | `tests/test_all.py` |"
    assert without_a_test(table) == ["| It stays | `tests/test_all.py` |"]


def load_script(path: str) -> ModuleType:
    """A script of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script
