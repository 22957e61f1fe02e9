"""The words in the address bar: what they choose, and that nothing else gets through."""

import datetime as dt
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.lenses import Audience, Direction, Level, Mechanism, PartnerKind, ScalingType
from initiatives.models import Challenge, Initiative, Onlooker, Partner
from initiatives.periods import silent_since
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.filter.words import MOST, WORDS
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_theme,
    create_win,
    read_by_editors,
)


def chosen(query: str, user) -> set[str]:
    return {win.title for win in WinFilter(QueryDict(query), onlooker=Onlooker(user)).wins()}


def found(query: str, user) -> set[str]:
    return {
        initiative.title for initiative in WinFilter(QueryDict(query), onlooker=Onlooker(user)).initiatives()
    }


@pytest.fixture
def two(visitor):
    """Two initiatives that differ in everything that a filter may ask for, a win each."""
    groningen, utrecht = create_city(name="Groningen", slug="groningen"), create_city(slug="utrecht")
    wijs = create_initiative(
        title="WIJS", slug="wijs", city=groningen, partner=create_partner(kind=PartnerKind.MUNICIPALITY)
    )
    lab = create_initiative(title="Lab", slug="lab", city=utrecht)
    wijs.themes.add(create_theme(name="wonen"))
    first = create_win(
        initiative=wijs,
        title="eerst",
        occurred_on=dt.date(2022, 10, 1),
        types=[ScalingType.GROWTH],
        directions=[Direction.OUT],
        level=Level.LOCAL,
    )
    create_win(initiative=lab, title="dan", occurred_on=dt.date(2024, 1, 9), types=[], level="unknown")
    return wijs, lab, first


def test_each_word_about_an_initiative_chooses_wins_and_initiatives_alike(visitor, two):
    wijs, _lab, _first = two
    words = {
        "stad": "groningen",
        "thema": wijs.themes.get().slug,
        "partner": wijs.partners.get().slug,
        "partnersoort": PartnerKind.MUNICIPALITY,
        "initiatief": "wijs",
    }
    for word, value in words.items():
        assert chosen(f"{word}={value}", visitor) == {"eerst"}, word
        assert found(f"{word}={value}", visitor) == {"WIJS"}, word


@pytest.mark.parametrize(
    "query, titles",
    [
        ("", {"eerst", "dan"}),
        ("type=growth", {"eerst"}),
        ("type=geen", {"dan"}),
        ("type=unknown", set()),
        ("richting=out", {"eerst"}),
        ("richting=open", {"dan"}),
        ("niveau=local", {"eerst"}),
        ("niveau=unknown", {"dan"}),
        ("niveau=open", set()),
        ("periode=2022-2023", {"eerst"}),
        ("periode=2022-2023..2023-2024", {"eerst", "dan"}),
        ("periode=2022-10-01..2022-10-01", {"eerst"}),
        ("periode=2022-10-02..2024-01-09", {"dan"}),
        ("van=2022-10-01&tot=2024-01-08", {"eerst"}),
        ("periode=2022-2023&van=2024-01-01", {"dan"}),
        ("periode=zonder-datum", set()),
        ("q=eerst", {"eerst"}),
        ("type=growth&niveau=local&stad=groningen", {"eerst"}),
        ("type=growth&stad=utrecht", set()),
    ],
)
def test_words_about_wins(visitor, two, query, titles):
    assert chosen(query, visitor) == titles


def test_words_about_wins_choose_the_initiatives_that_have_such_a_win(visitor, two):
    assert found("type=growth", visitor) == {"WIJS"}
    assert found("", visitor) == {"WIJS", "Lab"}


def test_wins_are_filtered_by_whose_reading_counts(visitor, initiative):
    create_win(initiative=initiative, title="niemand")
    read_by_editors(create_win(initiative=initiative, title="redactie"), types=[ScalingType.GROWTH])
    create_win(initiative=initiative, title="team", types=["unknown"])
    both = create_win(initiative=initiative, title="allebei", types=[])
    read_by_editors(both, types=[ScalingType.GROWTH], level=Level.LOCAL)
    assert chosen("duiding=open", visitor) == {"niemand"}
    assert chosen("duiding=team", visitor) == {"team"}
    assert chosen("duiding=redactie", visitor) == {"redactie", "allebei"}


def test_linked_means_linked_to_a_win_that_the_reader_may_know(visitor, initiative, team_member):
    hidden = create_win(initiative=initiative, title="geheim", audience=Audience.TEAM)
    known = create_win(initiative=initiative, title="bekend", occurred_on=dt.date(2026, 3, 2))
    create_link(earlier=hidden, later=known, mechanism=Mechanism.LEARNING)
    assert chosen("verbonden=ja", team_member) == {"geheim", "bekend"}
    assert chosen("mechanisme=learning", team_member) == {"bekend"}
    assert chosen("verbonden=ja", visitor) == set()
    assert chosen("verbonden=nee", visitor) == {"bekend"}
    assert chosen("mechanisme=learning", visitor) == set()


def test_hidden_rows_are_no_choice_and_no_answer(visitor, team_member, initiative):
    secret = create_initiative(
        title="Nog niet", slug="nog-niet", city=create_city(slug="stil"), published=False
    )
    create_win(initiative=secret, title="geheim")
    for query in ("initiatief=nog-niet", "stad=stil", f"partner={secret.partners.get().slug}"):
        asked = WinFilter(QueryDict(query), onlooker=Onlooker(visitor))
        assert asked.words == {}, query
        assert len(asked.problems) == 1, query
    assert "stil" not in dict(WinFilter(QueryDict(), onlooker=Onlooker(visitor)).choices("stad"))


GARBAGE = ["x", "' or 1=1 --", "2023-2025", "9999-10000", "{}", "%", "😀" * 50, "a" * 5000, "-1", "..", "[]"]


@pytest.mark.parametrize("word", [name for name in WORDS if name != "q"])
def test_an_unknown_word_is_left_out_with_a_sentence(visitor, word):
    win = create_win()
    for garbage in GARBAGE:
        data = QueryDict(mutable=True)
        data[word] = garbage
        asked = WinFilter(data, onlooker=Onlooker(visitor))
        assert asked.words == {}
        assert len(asked.problems) == 1
        assert "telt niet mee" in asked.problems[0]
        assert list(asked.wins()) == [win]


@pytest.mark.parametrize(
    "q",
    [
        "'",
        '"',
        '"half',
        "a & b",
        "!",
        ":*",
        "x':*",
        "\\",
        "(((",
        "-",
        "or",
        "wijk or",
        "-wijk",
        "%%",
        "é",
        "of de",
    ],
)
def test_no_search_ever_fails(visitor, q):
    create_win(title="De wijktafel")
    data = QueryDict(mutable=True)
    data["q"] = q
    assert len(WinFilter(data, onlooker=Onlooker(visitor)).wins()) in (0, 1)


@pytest.mark.parametrize(
    "q, is_found",
    [
        ("wijktafel", True),
        ("wijktafels", True),
        ("wijk", True),  # the last word may be unfinished
        ("wijk cooperatie", False),  # but not the one before it
        ("cooperatie", True),
        ("coöperatie", True),
        ("coöp", True),
        ("studenten", True),
        ('"open wijktafel"', True),
        ('"wijktafel open"', False),
        ("wijktafel -student", False),
        ("iets or wijktafel", True),
        ("de", True),  # no word is too common to be searched
    ],
)
def test_search_in_dutch(visitor, q, is_found):
    create_win(title="Open wijktafel met de coöperatie", description="Een student hielp mee.")
    data = QueryDict(mutable=True)
    data["q"] = q
    assert WinFilter(data, onlooker=Onlooker(visitor)).wins().exists() == is_found


def test_an_address_says_the_same_words_again(visitor, two):
    asked = WinFilter(QueryDict("stad=groningen&type=growth&niveau=&onzin=1"), onlooker=Onlooker(visitor))
    assert parse_qs(urlsplit(asked.url()).query) == {"stad": ["groningen"], "type": ["growth"]}
    changed = asked.url("network:dashboard", type=None, niveau=Level.LOCAL)
    assert changed == "/netwerk/?stad=groningen&niveau=local"


def test_each_active_word_can_be_taken_away(visitor, two):
    asked = WinFilter(QueryDict("stad=groningen&type=growth"), onlooker=Onlooker(visitor))
    assert [(chip.label, chip.value, chip.href) for chip in asked.chips] == [
        ("Stad", "Groningen", "/small-wins/?type=growth"),
        ("Hoe schaalt het", "groei", "/small-wins/?stad=groningen"),
    ]


def published(initiative, *, on: dt.date) -> None:
    noon = timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
    type(initiative).objects.filter(pk=initiative.pk).update(published_at=noon)


def test_silent_is_where_nothing_happened_and_nothing_was_told(outsider):
    long_ago = silent_since() - dt.timedelta(days=400)
    happened = create_win(initiative=create_initiative(title="gebeurde iets"), occurred_on=silent_since())
    create_win(initiative=create_initiative(title="vertelde iets"), occurred_on=long_ago)
    loaded = create_win(initiative=create_initiative(title="ingeladen"), occurred_on=long_ago)
    type(loaded).objects.filter(pk=loaded.pk).update(dataset_key="ingeladen")
    create_initiative(title="pas begonnen")
    published(create_initiative(title="nog niets"), on=silent_since() - dt.timedelta(days=1))
    published(create_initiative(title="een half jaar bezig"), on=silent_since())
    create_initiative(title="niet gepubliceerd", published=False)
    stopped = create_win(initiative=create_initiative(title="gestopt"), occurred_on=long_ago)
    type(stopped).objects.filter(pk=stopped.pk).update(dataset_key="gestopt")
    type(stopped.initiative).objects.filter(pk=stopped.initiative.pk).update(ended_on=long_ago)
    assert happened.occurred_on == silent_since()
    assert found("status=stil", outsider) == {"ingeladen", "nog niets"}
    assert len(chosen("status=stil", outsider)) == 1


@pytest.mark.parametrize("size", [1, 6])
def test_choices_take_a_fixed_number_of_queries(visitor, django_assert_num_queries, size):
    for _ in range(size):
        create_win(initiative=create_initiative())
    asked = WinFilter(QueryDict("type=growth"), onlooker=Onlooker(visitor))
    with django_assert_num_queries(3):  # cities, themes, the first day
        assert [asked.choices(name) for name in WORDS]


def test_national_is_what_has_no_city(visitor):
    create_win(initiative=create_initiative(title="ergens"))
    national = create_initiative(title="landelijk")
    national.cities.clear()
    create_win(initiative=national, title="overal")
    assert found("stad=landelijk", visitor) == {"landelijk"}
    assert chosen("stad=landelijk", visitor) == {"overal"}


def test_the_state_of_a_ray_chooses_initiatives_and_their_wins(outsider, two):
    create_initiative(title="Leeg")
    assert found("toestand=growth.signal", outsider) == {"WIJS"}
    assert found("toestand=growth.no_data", outsider) == {"Leeg"}
    assert found("toestand=growth.too_little", outsider) == {"Lab"}
    assert chosen("toestand=growth.signal", outsider) == {"eerst"}
    assert found("toestand=growth.signal&periode=2023-2024", outsider) == set()
    assert found("toestand=growth.seen_more_often", outsider) == set()


def test_a_page_may_leave_words_to_other_pages(visitor, two):
    asked = WinFilter(QueryDict("stad=groningen&type=growth"), onlooker=Onlooker(visitor), only=("stad",))
    assert asked.words == {"stad": "groningen"}
    assert asked.problems == [
        "Hoe schaalt het?: hierop filteren kan op deze pagina niet. Dit deel van het filter telt niet mee."
    ]


# ------------------------------------------------------------------ several values of one word
def rows(query: str, user) -> tuple[list, list]:
    """The wins and the initiatives of an address, sorted, each as often as it is found."""
    asked = WinFilter(QueryDict(query), onlooker=Onlooker(user))
    assert asked.problems == [], query
    return sorted(asked.wins().values_list("pk", flat=True)), sorted(
        asked.initiatives().values_list("pk", flat=True)
    )


OFFERED_WHEN_ASKED = {"partner": Partner, "erbij": Partner, "vraagstuk": Challenge, "initiatief": Initiative}


def codes_of(name: str, user) -> list[str]:
    if name in OFFERED_WHEN_ASKED:
        asked = QueryDict(mutable=True)
        asked.setlist(
            name, OFFERED_WHEN_ASKED[name].objects.order_by("pk").values_list("slug", flat=True)[:MOST]
        )
        return list(WinFilter(asked, onlooker=Onlooker(user)).values(name))
    offered = WinFilter(QueryDict(), onlooker=Onlooker(user)).choices(name)
    return [str(code) for code, _label in offered if code]


def test_several_values_of_a_word_find_what_each_finds_and_nothing_twice(outsider):
    load_dataset(DATA)
    wrong = []
    for name in (name for name, word in WORDS.items() if word.takes > 1):
        alone = {code: rows(f"{name}={code}", outsider) for code in codes_of(name, outsider)[:4]}
        for first, second in combinations(alone, 2):
            both = zip(alone[first], alone[second], strict=True)
            expected = tuple(sorted({*of_first, *of_second}) for of_first, of_second in both)
            if rows(f"{name}={first}&{name}={second}", outsider) != expected:
                wrong.append((name, first, second))
    assert wrong == []


def test_an_initiative_of_two_chosen_cities_is_found_once(visitor, two):
    wijs, lab, _first = two
    wijs.cities.add(*lab.cities.all())
    assert rows("stad=groningen&stad=utrecht&stad=landelijk", visitor) == rows("", visitor)


def test_words_among_each_other_narrow(visitor, two):
    both = "stad=groningen&stad=utrecht"
    assert chosen(both, visitor) == {"eerst", "dan"}
    assert chosen(f"{both}&type=growth&type=replication", visitor) == {"eerst"}
    assert found(f"{both}&niveau=unknown", visitor) == {"Lab"}


def test_several_values_are_said_again_in_the_address_and_taken_away_alone(visitor, two):
    asked = WinFilter(
        QueryDict("stad=groningen&stad=utrecht&stad=groningen&type=growth"), onlooker=Onlooker(visitor)
    )
    assert asked.words == {"stad": ("groningen", "utrecht"), "type": "growth"}
    assert asked.url() == "/small-wins/?stad=groningen&stad=utrecht&type=growth"
    assert [chip.href for chip in asked.chips] == [
        "/small-wins/?stad=utrecht&type=growth",
        "/small-wins/?stad=groningen&type=growth",
        "/small-wins/?stad=groningen&stad=utrecht",
    ]


def test_of_several_values_only_the_unknown_one_is_left_out(visitor, two):
    asked = WinFilter(QueryDict("stad=groningen&stad=atlantis"), onlooker=Onlooker(visitor))
    assert asked.words == {"stad": "groningen"}
    assert asked.problems == ["Stad: “atlantis” kennen we hier niet. Dit deel van het filter telt niet mee."]


def test_a_word_takes_twenty_values_and_says_so(visitor):
    slugs = [create_initiative(city=create_city()).cities.get().slug for _ in range(MOST + 1)]
    data = QueryDict(mutable=True)
    data.setlist("stad", slugs)
    asked = WinFilter(data, onlooker=Onlooker(visitor))
    assert asked.values("stad") == tuple(slugs[:MOST])
    assert "meer dan 20 tegelijk lezen we niet" in asked.problems[0]


def test_a_word_that_says_one_thing_at_a_time_is_the_last_one(visitor, two):
    asked = WinFilter(
        QueryDict("periode=2022-2023&periode=2023-2024&q=dan&q=eerst"), onlooker=Onlooker(visitor)
    )
    assert asked.words == {"q": "eerst", "periode": "2023-2024"}


def test_two_days_are_said_again_as_one_word(visitor, two):
    asked = WinFilter(
        QueryDict("periode=&van=2022-03-01&tot=2022-10-31&stad=groningen"), onlooker=Onlooker(visitor)
    )
    assert asked.url() == "/small-wins/?stad=groningen&periode=2022-03-01..2022-10-31"
    assert [chip.value for chip in asked.chips][-1] == "1 maart 2022 – 31 oktober 2022"
    wrong = WinFilter(QueryDict("van=2022-10-31&tot=2022-03-01"), onlooker=Onlooker(visitor))
    assert wrong.words == {}
    assert "“2022-10-31..2022-03-01” kennen we hier niet" in wrong.problems[0]


def test_a_win_of_a_month_lies_in_the_days_that_hold_its_middle(visitor, initiative):
    create_win(initiative=initiative, title="mei", occurred_on=dt.date(2024, 5, 1), precision="month")
    assert chosen("periode=2024-05-10..2024-05-20", visitor) == {"mei"}
    assert chosen("periode=2024-05-01..2024-05-10", visitor) == set()
    assert chosen("periode=2024-05-20..2024-06-30", visitor) == set()
