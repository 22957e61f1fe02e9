"""The A4 of a city: the latest of each initiative, what was lost, where teams are stuck, and who may read it."""

import datetime as dt

import pytest

from initiatives.lenses import Audience
from initiatives.models import Appeal, Challenge, Onlooker
from initiatives.reports.story.city_sheets import FACT, WINS_ON_SHEET, city_sheet
from initiatives.reports.story.fitting import SCALES
from initiatives.reports.story.spans import Span, span_asked
from tests.factories import create_city, create_initiative, create_partner, create_user, create_win
from tests.factories_outside import create_wall, create_window
from tests.factories_profile import create_loss

EVER = Span()
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def city():
    return create_city(name="Leiden")


def on_sheet(city, user, span=EVER):
    return city_sheet(city, Onlooker(user), span=span, day=TODAY)


def facts(report) -> dict[str, str]:
    return {fact.heading: fact.said for fact in report.facts}


def appeal(initiative, *, stuck="", asked="", audience=Audience.PUBLIC) -> None:
    Appeal.objects.create(
        initiative=initiative, stuck=stuck, asked=asked, audience=audience, written_by=create_user()
    )


def test_each_initiative_gives_its_latest_win_the_newest_first(city, visitor):
    for year in range(2019, 2025):
        lab = create_initiative(city=city)
        for month in (1, 6):
            create_win(initiative=lab, title=f"{year}, {month}", occurred_on=dt.date(year, month, 1))
    report = on_sheet(city, visitor)
    assert [win.title for win in report.picks] == [f"{year}, 6" for year in (2024, 2023, 2022, 2021)]
    assert (len(report.picks), report.total) == (WINS_ON_SHEET, 12)


def test_a_span_chooses_the_wins_and_the_losses(city, visitor):
    lab = create_initiative(city=city)
    for year in (2024, 2026):
        win = create_win(initiative=lab, title=f"In {year}", occurred_on=dt.date(year, 2, 1))
        create_loss(win=win, title=f"Weg in {year}", sources="krant", seen_on=dt.date(year, 2, 1))
    span = span_asked({"van": "2024-01-01", "tot": "2024-12-31"})
    report = on_sheet(city, visitor, span)
    assert [win.title for win in report.picks] == ["In 2024"]
    assert "Weg in 2024" in facts(report)["Keerzijde"] and "2026" not in facts(report)["Keerzijde"]


def test_no_loss_is_no_claim_that_nothing_was_lost(city, visitor):
    create_loss(initiative=create_initiative(city=city), audience=Audience.NETWORK)
    assert "Dat zegt niet dat er niets verloren ging" in facts(on_sheet(city, visitor))["Keerzijde"]


def test_a_team_says_where_it_is_stuck_and_else_its_walls_do_for_the_network(city, visitor, outsider):
    lab = create_initiative(city=city, title="Lab")
    create_wall(initiative=lab, name="rooster vol")
    assert "Hier lopen teams op vast" not in facts(on_sheet(city, visitor))
    report = on_sheet(city, outsider)
    assert (facts(report)["Hier lopen teams op vast"], report.is_for_everyone) == ("Rooster vol", False)
    appeal(lab, stuck="De zaal is te duur.", asked="Mogen we in het stadhuis?")
    report = on_sheet(city, visitor)
    assert facts(report)["Hier lopen teams op vast"] == "De zaal is te duur. (Lab)"
    assert facts(report)["Wat teams vragen"] == "Mogen we in het stadhuis? (Lab)"
    assert report.is_for_everyone


def test_the_network_reads_open_windows_and_the_sheet_says_that_not_everyone_does(city, visitor, outsider):
    create_window(city=city, title="De nieuwe wethouder")
    create_window(city=city, title="Al dicht", closes_on=dt.date(2025, 1, 1))
    assert "Kansen die nu open staan" not in facts(on_sheet(city, visitor))
    report = on_sheet(city, outsider)
    assert facts(report)["Kansen die nu open staan"] == "De nieuwe wethouder (staat open)"
    assert "niet iedereen op de site" in report.account


def test_the_source_line_says_who_told(city, visitor):
    lab = create_initiative(city=city)
    create_win(initiative=lab)
    assert "Bron: wat de teams vertelden." in on_sheet(city, visitor).account
    create_win(initiative=lab, dataset_key="een", sources="krant")
    assert "bij 1 small win openbare bronnen" in on_sheet(city, visitor).account


def test_far_too_much_is_cut_so_that_it_fits(city, outsider):
    report = on_sheet(fill(city), outsider)
    assert report.scale in SCALES
    assert all(len(fact.said) <= FACT + 20 for fact in report.facts)
    assert len(report.facts) == 6


@pytest.mark.parametrize("many", [1, 6])
def test_the_number_of_queries_does_not_grow(city, outsider, django_assert_num_queries, many):
    fill(city, many)
    with django_assert_num_queries(14):
        report = on_sheet(city, outsider)
        assert report.scale and report.account and report.facts


WORDS = "Studenten, bewoners en docenten leren samen in de wijk, ook als het even tegenzit. "


def fill(city, many=12):
    """Everything as long as it may be, and more of it than fits."""
    for n in range(many):
        lab = create_initiative(
            city=city, title=(WORDS * 3)[:200].strip(), partner=create_partner(name=f"Stichting {n} {WORDS}")
        )
        question = Challenge.objects.create(title=(f"{n} {WORDS}" * 3)[:200], slug=f"vraag-{city.pk}-{n}")
        lab.challenges.add(question)
        create_win(initiative=lab, title=(WORDS * 4)[:280])
        create_loss(initiative=lab, title=(WORDS * 4)[:280], sources="krant", note=WORDS)
        appeal(lab, stuck=(WORDS * 4)[:280], asked=(WORDS * 5)[:400])
        create_window(initiative=lab, title=(WORDS * 2)[:160])
        create_wall(initiative=lab, name=(WORDS * 2)[:120])
    return city
