"""Names are compared and sorted one way: by the database, and the same by Python."""

import random
import re
import unicodedata
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.models import City, Partner
from initiatives.names import APOSTROPHES, folded, letters, sorting
from tests.factories import create_city, create_partner

pytestmark = pytest.mark.django_db

# Letters of Europe and signs that names have; no sign that Unicode did not know yet when PostgreSQL 16 came out.
ALPHABET = st.sampled_from(
    [
        sign
        for number in (
            *range(0x20, 0x7F),
            *range(0xA0, 0x530),
            *range(0x1E00, 0x2070),
            *range(0xFB00, 0xFB07),
            0x1F6B2,
        )
        if unicodedata.category(sign := chr(number)) != "Cn"
    ]
)
TEXTS = st.text(ALPHABET, max_size=30)
WORDS = st.lists(
    st.text(st.sampled_from("aeijnstzéöÅØłßœĳñ2'"), min_size=1, max_size=8), min_size=1, max_size=4
)
DASHES, BLANKS = "-‐‑–—−", " \u00a0\u2009\u202f\t"


def database_says(function: str, *texts: str):
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}({', '.join(['%s'] * len(texts))})", texts)
        return cursor.fetchone()[0]


def is_found(name: str, typed: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select name_holds(name_key(%s), %s)", [name, typed])
        return cursor.fetchone()[0]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_python_and_the_database_fold_and_sort_a_name_the_same(name):
    assert (database_says("name_words", name), database_says("name_sorting", name)) == (
        folded(name),
        sorting(name),
    )


def changed(words: list[str], chance: random.Random) -> str:
    """The same name as somebody else types it: other accents, capitals, apostrophes, dashes, blanks, and order of words."""
    words = chance.sample(words, len(words))
    apart = "".join(chance.sample(DASHES + BLANKS, chance.randint(1, 3)))
    name = apart.join(words).replace("'", chance.choice(APOSTROPHES))
    name = chance.choice([str.upper, str.lower, str.title, str])(name)
    form = chance.choice(["NFC", "NFD", "NFKC"])
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
    unseen = chance.choice(["", "\u00ad", "\u200b", "\u2060"])
    return unseen + chance.choice([bare, unicodedata.normalize(form, name)]) + unseen


@settings(max_examples=300, deadline=None)
@given(WORDS, st.randoms(use_true_random=False))
def test_a_name_finds_itself_however_it_is_typed(words, chance):
    name = " ".join(words)
    typed = changed(words, chance)
    assert is_found(name, typed), (name, typed)
    assert sorted(folded(typed).split()) == sorted(folded(name).split())


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Coöperatie Élan", "elan COOPERATIE"),
        ("'s-Hertogenbosch", "’s-hertogenbosch"),
        ("'s-Hertogenbosch", "s hertogenbosch"),
        ("’s-Hertogenbosch", "shertogenbosch"),
        ("Hanzehogeschool", "hanze hogeschool"),
        ("Hanze\u00a0Hogeschool", "hanzehogeschool"),
        ("Samen mbo/hbo–studenten", "hbo studenten"),
        ("Rad\u00adboud", "radboud"),
        ("Kompagniet Ærø", "aero"),
        ("Straße", "STRASSE"),
        ("Zaanstad", "aans"),
        ("IJsselstein", "\u0132sselstein"),
    ],
)
def test_a_name_is_found(name, typed):
    assert is_found(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"), [("Co-op", "Coop"), ("'t IJ", "'tIJ"), ("R&D lab", "R&Dlab"), ("3-D", "3D")]
)
def test_a_short_name_is_found_without_its_signs(name, typed):
    assert is_found(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("De haven", "eh"), ("Élan", "elans"), ("Utrecht", "trecht urk"), ("50% meer", "5_% ere")],
)
def test_another_name_is_not_found(name, typed):
    assert not is_found(name, typed)


def test_a_question_of_signs_alone_asks_nothing_and_names_nothing():
    create_partner(name="Élan")
    create_partner(name="★")
    assert Partner.objects.filter(name_key__holds="… & \u0301 %").count() == 2
    assert not Partner.objects.filter(name_key__named="★").exists()


def test_the_same_name_is_found_but_for_its_blanks():
    create_partner(name="Hanzehogeschool")
    assert Partner.objects.filter(name_key__named="HANZE-hogeschool").count() == 1
    assert not Partner.objects.filter(name_key__named="Hanze").exists()
    assert letters("Hanze hogeschool") == letters("Hanzehogeschool")


@pytest.mark.parametrize("typed", ["groeien", "is", "Wijs", "wijs GROEIEN", "…"])
def test_a_whole_word_is_found_wherever_it_stands(typed):
    partner = create_partner(name="Groeien is wijs")
    create_partner(name="Onderwijs in wijken en groeiende huisjes")
    assert partner in Partner.objects.filter(name_key__holds_whole=typed)
    assert Partner.objects.filter(name_key__holds_whole=typed).count() == (2 if typed == "…" else 1)


def test_names_are_sorted_as_a_dutch_reader_does():
    in_order = [
        "bblthk",
        "Ede",
        "Élan",
        "Elburg",
        "’t Gooi",
        "'s-Hertogenbosch",
        "mboRijnland",
        "Wijk 2",
        "Wijk 10",
    ]
    for name in reversed(in_order):
        create_city(name=name)
    assert list(City.objects.values_list("name", flat=True)) == in_order
    assert sorted(in_order, key=sorting) == in_order


# ------------------------------------------------------------------ everywhere
ROOT = Path(__file__).resolve().parent.parent / "initiatives"
NAME = r"(?:\w+__)?(?:name|title|display_name|label)"
BARE = [  # a name of signs alone has no key: what is called `name` in a method may be compared as it is
    re.compile(rf"\b{NAME}(?:_en)?__(?:icontains|contains|istartswith|iexact)\b(?!=name\))"),
    re.compile(rf"order(?:_by\(|ing ?= ?\[)[^)\]]*[\"']-?{NAME}[\"']"),
    re.compile(rf"search_fields = \[[^\]]*[\"']{NAME}[\"']"),
    re.compile(r"key=lambda [^:]+: (?!.*sorting\().*\.(?:name|title)\b(?:\.lower\(\)|\.casefold\(\))?[,)]"),
]
SEARCHED_OTHERWISE = {
    "admin/wins.py",
    "admin/links.py",
}  # by the words of a win; Django wants `search_fields` for the box


def bare_names(source: str) -> list[str]:
    """Where names are compared or sorted by exact signs."""
    return [found[0] for pattern in BARE for found in pattern.finditer(source)]


def test_no_name_is_compared_or_sorted_by_exact_signs():
    sources = {str(path.relative_to(ROOT)): path.read_text() for path in sorted(ROOT.rglob("*.py"))}
    found = {
        path: bare
        for path, source in sources.items()
        if "migrations" not in path and path not in SEARCHED_OTHERWISE and (bare := bare_names(source))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "Partner.objects.filter(name__icontains=words)",
        'rows.order_by("partner__name", "pk")',
        'ordering = ["title"]',
        'search_fields = ["name", "code"]',
        "sorted(cities, key=lambda city: city.name)",
    ],
)
def test_the_guard_of_bare_names_bites(source):
    assert bare_names(source)


@pytest.mark.parametrize("signs", [range(0xFB50, 0xFE00), range(0x10000, 0x10FFFF, 977), range(0x30, 0x3A)])
def test_a_name_of_any_signs_fits_in_the_index_of_its_list(signs):
    known = [chr(number) for number in signs if unicodedata.category(chr(number)) != "Cn"]
    words = random.Random(1).choices(known, k=80)
    assert create_partner(name=" ".join(words)).pk
