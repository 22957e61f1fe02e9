import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import PartnerAlias
from tests.factories import create_initiative, create_partner, create_win


@pytest.fixture
def partner():
    return create_partner(name="Hogeschool van de Stad")


def test_a_partner_shows_what_it_takes_part_in_and_with_whom(client, partner):
    lab = create_initiative(title="Leren met de stad", partner=partner)
    lab.partnerships.create(partner=create_partner(name="Wijkvereniging West"))
    page = client.get(partner.get_absolute_url()).text
    assert "Leren met de stad" in page
    assert "Wijkvereniging West" in page


def test_an_ended_partnership_stays_in_the_past(client, partner):
    lab = create_initiative(partner=partner)
    lab.partnerships.create(partner=create_partner())
    lab.partnerships.filter(partner=partner).update(until=dt.date(2023, 7, 1))
    report = client.get(partner.get_absolute_url()).context["report"]
    assert [item.line.initiative for item in report.before] == [lab]
    assert (report.now, report.colleagues) == ([], [])


def test_on_its_last_day_a_partner_still_takes_part(client, partner):
    lab = create_initiative(partner=partner)
    colleague = lab.partnerships.create(partner=create_partner()).partner
    lab.partnerships.update(until=timezone.localdate())
    report = client.get(partner.get_absolute_url()).context["report"]
    assert [item.line.initiative for item in report.now] == [lab]
    assert [other.partner for other in report.colleagues] == [colleague]


def test_hidden_initiatives_betray_no_colleagues(client, partner):
    draft = create_initiative(partner=partner, published=False)
    draft.partnerships.create(partner=create_partner())
    report = client.get(partner.get_absolute_url()).context["report"]
    assert (report.now, report.colleagues) == ([], [])


def test_colleagues_come_with_how_many_initiatives_they_share(client, partner):
    often, once = create_partner(), create_partner()
    for others in ([often, once], [often]):
        lab = create_initiative(partner=partner)
        for other in others:
            lab.partnerships.create(partner=other)
    report = client.get(partner.get_absolute_url()).context["report"]
    assert [(item.partner, item.together) for item in report.colleagues] == [(often, 2), (once, 1)]


def test_a_number_opens_the_wins_that_it_counts(client, partner):
    create_win()
    create_win(initiative=create_initiative(partner=partner))
    report = client.get(partner.get_absolute_url()).context["report"]
    assert report.wins == 1 == client.get(report.wins_href).text.count('id="win-')


@pytest.mark.parametrize("words", ["hogeschool van", "HvdS"])
def test_a_partner_is_found_by_name_and_by_its_other_names(client, partner, words):
    PartnerAlias.objects.create(partner=partner, name="HvdS")
    create_partner(name="Gemeente Anders")
    page = client.get(reverse("partners:index"), {"q": words}).text
    assert partner.name in page
    assert "Gemeente Anders" not in page


def test_a_name_that_nobody_has_gets_a_sentence(client, partner):
    assert "Geen partner heet" in client.get(reverse("partners:index"), {"q": "qqq"}).text


@pytest.mark.parametrize("many", [2, 12])
def test_the_number_of_queries_does_not_grow(client, partner, django_assert_num_queries, many):
    for _ in range(many):
        lab = create_initiative(partner=partner)
        lab.partnerships.create(partner=create_partner())
        create_win(initiative=lab)
    with django_assert_num_queries(9):
        client.get(partner.get_absolute_url())
    with django_assert_num_queries(2):
        client.get(reverse("partners:index"))
