"""Every text has its English: none missing, none left over, none doubtful, and compiled."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES"
NO_GETTEXT = "Install gettext (its xgettext finds the texts in the code), or run `make test`, which does."


def key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ENGLISH / "django.po"))


@pytest.fixture(scope="module")
def in_the_code(tmp_path_factory) -> set[tuple[str | None, str, str]]:
    """The messages that Django's own makemessages finds, in a copy, so that a test changes nothing."""
    if shutil.which("xgettext") is None:
        pytest.fail(NO_GETTEXT)
    copy = tmp_path_factory.mktemp("texts")
    for folder in ("initiatives", "scaling", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--keep-pot", "--no-location"],
        cwd=copy,
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {key(entry) for entry in polib.pofile(str(copy / "locale/django.pot"))}


def test_every_text_has_its_english(catalogue, in_the_code):
    translated = {key(entry) for entry in catalogue if entry.translated()}
    assert sorted(str(text) for text in in_the_code - translated) == []


def test_no_english_is_left_of_a_text_that_is_gone(catalogue, in_the_code):
    assert sorted(str(key(entry)) for entry in catalogue if key(entry) not in in_the_code) == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_gettext_can_read_the_catalogue():
    if shutil.which("msgfmt") is None:
        pytest.fail(NO_GETTEXT)
    command = ["msgfmt", "--check-format", "--output-file", os.devnull, str(ENGLISH / "django.po")]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_no_translation_is_in_doubt(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w[^>]*>")


def holes(text: str) -> Counter:
    """The parts of a text that come from the code, and its markup: the same in every language."""
    return Counter(HOLES.findall(re.sub(r' lang="\w+"', "", text)))


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    if entry.msgid_plural:
        return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    return [(entry.msgid, entry.msgstr)]


def test_a_translation_takes_in_what_the_text_takes_in(catalogue):
    different = [
        dutch for entry in catalogue for dutch, english in pairs(entry) if holes(dutch) != holes(english)
    ]
    assert different == []


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("%(n)s wins", "%(m)s wins"),
        ("%(n)s van %(total)s", "%(n)s"),
        ("{total} wins", "all wins"),
        ('<a href="%(url)s">hier</a>', '<a href="%(url)s">here'),
    ],
)
def test_the_guard_of_what_a_text_takes_in_bites(dutch, english):
    assert holes(dutch) != holes(english)


def test_the_compiled_catalogue_is_in_step(catalogue):
    compiled = polib.mofile(str(ENGLISH / "django.mo"))
    texts = {key(entry): entry.msgstr or entry.msgstr_plural for entry in catalogue}
    assert {key(entry): entry.msgstr or entry.msgstr_plural for entry in compiled} == texts


def test_no_compiled_catalogue_is_kept():
    """Every command makes them (docs/decisions/0039-translations-are-compiled-here.md)."""
    kept = subprocess.run(["git", "ls-files", "*.mo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert kept.stdout == ""


# ------------------------------------------------------------------ words that the house style avoids
def avoided(table: int) -> re.Pattern[str]:
    """The words in the first column of a table of docs/style.md: 0 is the Dutch one, 1 the English."""
    style = (ROOT / "docs/style.md").read_text()
    rows = style.split("| not | but |\n|---|---|\n")[1:][table].split("\n\n")[0].splitlines()
    words = [word for row in rows for word in row.split("|")[1].strip().split(", ")]
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


DUTCH_AVOIDED, ENGLISH_AVOIDED = avoided(0), avoided(1)


def test_no_text_uses_a_word_that_the_house_style_avoids(catalogue):
    both = [pair for entry in catalogue for pair in pairs(entry)]
    readme = (ROOT / "README.md").read_text().splitlines()
    assert [
        dutch for dutch in [*(dutch for dutch, _english in both), *readme] if DUTCH_AVOIDED.search(dutch)
    ] == []
    assert [english for _dutch, english in both if ENGLISH_AVOIDED.search(english)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Klopt de duiding?",
        "12 winsten",
        "Dit hangt aan één small win.",
        "Na te kijken?",
        "Het hapje is op",
        "Een raam",
    ],
)
def test_the_guard_of_avoided_words_bites(text):
    assert DUTCH_AVOIDED.search(text)


def test_the_guard_of_avoided_words_leaves_others_alone():
    assert not DUTCH_AVOIDED.search(
        "Duidelijk is: de small win hangt niet samen met de winstreek en het raamwerk."
    )
    assert ENGLISH_AVOIDED.search("found good by: everybody")


# ------------------------------------------------------------------ Django's own Dutch says "u"
FORMAL = re.compile(r"\b(u|uw)\b", re.IGNORECASE)
OF_DEVELOPERS = ("DEBUG=True", "Referrer-Policy")  # texts of pages that no reader meets


def formal_texts(catalogues: list[polib.POFile]) -> list[str]:
    """The texts that say "u" to a reader, and that our own Dutch does not replace. In: catalogues, ours last."""
    said = {key(entry): dutch for each in catalogues for entry in each for _english, dutch in pairs(entry)}
    meets = {english: dutch for (_context, english, _plural), dutch in said.items()}
    return [
        english
        for english, dutch in meets.items()
        if FORMAL.search(dutch) and not any(word in english for word in OF_DEVELOPERS)
    ]


@pytest.fixture(scope="module")
def dutch_of_django() -> list[polib.POFile]:
    import django

    folders = [Path(django.__file__).parent / part for part in ("conf", "contrib/admin", "contrib/auth")]
    return [polib.pofile(str(folder / "locale/nl/LC_MESSAGES/django.po")) for folder in folders]


@pytest.fixture(scope="module")
def our_dutch() -> polib.POFile:
    return polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po"))


def test_no_text_of_django_says_u_here(dutch_of_django, our_dutch):
    assert len(formal_texts(dutch_of_django)) > 20
    assert formal_texts([*dutch_of_django, our_dutch]) == []


def test_our_dutch_replaces_what_django_says_and_takes_in_nothing_else(dutch_of_django, our_dutch):
    theirs = {key(entry): entry for each in dutch_of_django for entry in each}
    assert [entry.msgid for entry in our_dutch if key(entry) not in theirs] == []
    assert [
        dutch for entry in our_dutch for english, dutch in pairs(entry) if holes(dutch) - holes(english)
    ] == []
