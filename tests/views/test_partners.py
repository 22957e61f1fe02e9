import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from initiatives.links import free_slug
from initiatives.models import Initiative, Partner, PartnerAlias
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
    assert (report.now, report.ties, len(report.past_ties)) == ([], [], 1)


def test_on_its_last_day_a_partner_still_takes_part(client, partner):
    lab = create_initiative(partner=partner)
    colleague = lab.partnerships.create(partner=create_partner()).partner
    lab.partnerships.update(until=timezone.localdate())
    report = client.get(partner.get_absolute_url()).context["report"]
    assert [item.line.initiative for item in report.now] == [lab]
    assert [tie.other for tie in report.ties] == [colleague]


def test_hidden_initiatives_betray_no_colleagues(client, partner):
    draft = create_initiative(partner=partner, published=False)
    draft.partnerships.create(partner=create_partner())
    report = client.get(partner.get_absolute_url()).context["report"]
    assert (report.now, report.ties, report.past_ties) == ([], [], [])


def test_colleagues_come_with_how_many_initiatives_they_share(client, partner):
    often, once = create_partner(), create_partner()
    for others in ([often, once], [often]):
        lab = create_initiative(partner=partner)
        for other in others:
            lab.partnerships.create(partner=other)
    report = client.get(partner.get_absolute_url()).context["report"]
    assert [(tie.other, tie.row.initiatives) for tie in report.ties] == [(often, 2), (once, 1)]


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
    with django_assert_num_queries(12):
        client.get(partner.get_absolute_url())
    with django_assert_num_queries(2):
        client.get(reverse("partners:index"))


# --- web names ----------------------------------------------------------------------------------
def addresses(resolver=None, before: str = "") -> list[list[str]]:
    """Every address of the site, in its parts."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        found += addresses(each, route) if hasattr(each, "url_patterns") else [route.split("/")]
    return found


def words_beside(model) -> set[str]:
    """The fixed words that stand in an address where a row of this model has its web name."""
    *start, _name = model(slug="een-webnaam").get_absolute_url().strip("/").split("/")
    here = (
        parts[len(start)] for parts in addresses() if parts[: len(start)] == start and parts[len(start) :]
    )
    return {part for part in here if part and "<" not in part}


def test_no_row_has_a_web_name_that_is_an_address_of_the_site():
    named = [
        model
        for model in apps.get_app_config("initiatives").get_models()
        if hasattr(model, "slug") and hasattr(model, "get_absolute_url")
    ]
    assert {Initiative, Partner} <= set(named)
    wrong = {model.__name__: words_beside(model) - {*getattr(model, "reserved", ())} for model in named}
    assert {name: words for name, words in wrong.items() if words} == {}
    assert words_beside(Partner) == {"lijkt-op"}


def test_a_partner_that_is_called_as_an_address_gets_another_web_name(db):
    assert free_slug(Partner, "Lijkt op") == "lijkt-op-2"
    with pytest.raises(IntegrityError, match="partner_web_name_is_no_address"), transaction.atomic():
        Partner.objects.create(name="Lijkt op", slug="lijkt-op", kind="residents")
