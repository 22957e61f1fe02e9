"""The room of the partners: it opens on one of them, and every way to look at it is an address."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.reports.partners.drawing import FEW_DOTS, FEW_LINES, MOST_DOTS
from tests.factories import create_city, create_initiative, create_partner, create_win

PAGE = reverse("partner_network:index")


def work_together(*partners, **details):
    lab = create_initiative(partner=partners[0], **details)
    for partner in partners[1:]:
        lab.partnerships.create(partner=partner)
    return lab


@pytest.fixture
def school():
    """Hanze works with two others, one of them twice."""
    school, street, bank = (create_partner(name=name) for name in ("Hanze", "Straat", "Bank"))
    work_together(school, street, bank)
    work_together(school, street)
    work_together(create_partner(name="Ver weg"), create_partner(name="Nog verder"))
    return school


def report(client, query: str = ""):
    return client.get(f"{PAGE}?{query}").context["report"]


def names(report) -> list[str]:
    return [line.partner.name for line in report.table.lines]


def test_it_opens_on_the_partner_with_most_initiatives_and_says_why(client, school):
    page = client.get(PAGE)
    found = page.context["report"]
    assert found.neighbours.partner == school
    assert "We beginnen bij een partner met 2 initiatieven" in page.text
    assert {dot.name for dot in found.picture.dots} == {"Hanze", "Straat", "Bank"}


def test_each_tie_is_a_sentence_whose_number_opens_its_initiatives(client, school):
    tie = report(client).neighbours.ties[0]
    assert tie.other.name == "Straat"
    opened = client.get(tie.initiatives_href)
    assert opened.context["report"].total == tie.row.initiatives == 2


def test_another_partner_is_asked_for_by_its_web_name(client, school):
    page = report(client, f"partner={create_partner(name='Alleen').slug}")
    assert page.neighbours.partner == school  # who works with nobody here is not in the network
    far = report(client, f"partner={school.initiatives.first().partners.get(name='Bank').slug}")
    assert far.neighbours.partner.name == "Bank"
    assert far.neighbours.why == ""


def test_a_choice_of_city_shows_all_its_partners_and_so_does_everything(client, school):
    city = create_city(slug="ede")
    work_together(create_partner(name="Ede"), create_partner(name="Ook Ede"), city=city)
    here = report(client, "stad=ede")
    assert here.neighbours is None
    assert {dot.name for dot in here.picture.dots} == {"Ede", "Ook Ede"}
    assert report(client, "toon=alles").total == 7


@pytest.mark.parametrize("order", ["naam", "-naam"])
def test_the_table_sorts_by_an_address_and_says_how(client, school, order):
    page = client.get(f"{PAGE}?toon=alles&volgorde={order}")
    found = names(page.context["report"])
    assert found == sorted(found, reverse=order.startswith("-"))
    said = "descending" if order.startswith("-") else "ascending"
    assert page.text.count(f'aria-sort="{said}"') == page.text.count("aria-sort") == 1


def test_words_that_nobody_knows_are_left_out(client, school):
    page = client.get(f"{PAGE}?volgorde=onzin&moment=gisteren&partner=niemand&pagina=x&verder=y")
    assert page.status_code == 200
    assert page.context["report"].neighbours.partner == school


def test_a_half_year_counts_who_was_there_then(client):
    school, street, later = (create_partner() for _ in range(3))
    lab = work_together(school, street, later)
    lab.partnerships.filter(partner=school).update(since=dt.date(2014, 9, 1))
    lab.partnerships.filter(partner=street).update(since=dt.date(2015, 9, 1), until=dt.date(2017, 8, 31))
    lab.partnerships.filter(partner=later).update(since=dt.date(2020, 9, 1))
    moments = {
        code: report(client, f"moment={code}").moment for code in ("2015-06", "2016-06", "2018-06", "2021-06")
    }
    assert {code: (m.partners, m.ties, m.stopped) for code, m in moments.items()} == {
        "2015-06": (1, 0, 0),
        "2016-06": (2, 1, 0),
        "2018-06": (1, 0, 1),
        "2021-06": (2, 1, 1),
    }
    assert "moment=2015-12" in moments["2016-06"].before_url
    assert "moment=2016-12" in moments["2016-06"].after_url
    assert client.get(moments["2016-06"].now_url).context["report"].moment.partners == 2


def test_the_slider_stands_at_the_half_year_and_its_number_asks_for_the_same_day(client, school):
    school.partnerships.update(since=dt.date(2014, 9, 1))
    by_name, by_number = (client.get(f"{PAGE}?moment={code}") for code in ("2015-06", "4030"))
    assert by_name.context["report"].moment.sentence == by_number.context["report"].moment.sentence
    assert "Op 30 juni 2015" in by_number.text
    assert 'value="4030" aria-valuetext="eind juni 2015"' in by_name.text
    assert f'name="partner" value="{school.slug}"' in by_name.text  # the one in the middle stays there


def test_the_end_of_the_slider_is_now_and_so_is_all_that_is_to_come(client, school):
    school.partnerships.update(since=dt.date(2014, 9, 1))
    now = report(client).moment
    assert now.stop == now.stops[-1]
    assert [report(client, f"moment={code}").moment.is_past for code in (now.stop[0], "2199-06")] == [
        False
    ] * 2


def test_one_partner_alone_gets_no_drawing_and_no_sentence_about_others(client):
    create_initiative(partner=create_partner(name="Alleen"))
    page = client.get(PAGE).text
    assert "Rond Alleen" in page
    assert not [
        words
        for words in ('class="network"', "Wie houdt het bij elkaar?", "geen andere er meer")
        if words in page
    ]


def test_the_legend_names_only_lines_that_are_drawn(client, school):
    assert [step for step, _words in report(client).line_legend] == [1, 2]


def test_a_number_of_the_past_is_only_counted(client, school):
    school.partnerships.update(since=dt.date(2014, 9, 1))
    assert [line.initiatives_href for line in report(client, "moment=2015-06").table.lines] == [""]


def test_a_partner_that_holds_two_parts_together_is_named(client):
    school, left, right = (create_partner(name=name) for name in ("Spil", "Links", "Rechts"))
    work_together(school, left)
    work_together(school, right)
    page = client.get(f"{PAGE}?toon=alles").text
    assert "valt 1 partner los van de rest" in page
    assert "vallen in" not in page


def test_only_so_many_are_drawn_and_all_are_in_the_table(client):
    partners = [create_partner() for _ in range(MOST_DOTS + 5)]
    work_together(*partners)
    found = report(client, "toon=alles")
    assert (len(found.picture.dots), found.total) == (FEW_DOTS, MOST_DOTS + 5)
    assert len(found.picture.lines) == FEW_LINES
    assert f"nog {MOST_DOTS + 5 - FEW_DOTS} staan in de tabel" in found.left_out


def test_an_empty_network_says_so(client):
    assert "Er staan nog geen partners in." in client.get(PAGE).text


@pytest.mark.parametrize("query", ["", "toon=alles", "moment=2024-06"])
def test_more_partners_ask_no_more_queries(client, school, query):
    client.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}?{query}")
        return len(asked)

    def grow() -> None:
        lab = work_together(school, create_partner(city=create_city()), city=create_city())
        create_win(initiative=lab).partners.add(school)

    grow()
    before = queries()
    grow()
    grow()
    assert queries() == before
