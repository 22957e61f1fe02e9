"""Where partners stand in the picture: kept, stable, and no trace of what is hidden."""

from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from initiatives.models import Initiative, Partner
from initiatives.reports.partners.layout import lay_out, places_for, tied_partners
from tests.factories import create_initiative, create_partner, create_user


def places() -> dict:
    return {pk: (x, y) for pk, x, y in Partner.objects.placed().order_by().values_list("pk", "x", "y")}


def together(*partners, **details) -> Initiative:
    lab = create_initiative(partner=partners[0], **details)
    for partner in partners[1:]:
        lab.partnerships.create(partner=partner)
    return lab


def test_every_tied_partner_gets_a_place_of_its_own():
    partners = [create_partner() for _ in range(5)]
    together(*partners[:3])
    together(*partners[3:])
    call_command("lay_out_partners", stdout=StringIO())
    assert places().keys() == {partner.pk for partner in partners}
    assert len({*places().values()}) == 5


def test_the_same_network_gives_the_same_places():
    pairs = [(partner, lab) for lab in range(6) for partner in range(lab, lab + 4)]
    assert places_for(tied_partners(pairs), {}) == places_for(tied_partners(pairs), {})


def test_parts_that_nothing_ties_stand_apart():
    found = places_for(tied_partners([(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)]), {})
    large, small = ([found[each] for each in part] for part in ((1, 2, 3), (4, 5)))
    assert any(max(at[axis] for at in large) < min(at[axis] for at in small) for axis in (0, 1))


def test_hidden_rows_give_no_place_and_a_partner_without_ties_loses_it():
    school, street = create_partner(), create_partner()
    lab = together(school, street, published=False)
    assert lay_out() == 0
    lab.published_at, lab.published_by = timezone.now(), create_user()
    lab.save()
    assert lay_out() == 2
    lab.partnerships.filter(partner=street).delete()
    assert lay_out() == len(places()) == 0


def test_edges_count_the_initiatives_in_which_two_meet():
    graph = tied_partners([(1, 1), (2, 1), (1, 2), (2, 2), (3, 2)])
    assert {frozenset((a, b)): n for a, b, n in graph.edges(data="weight")} == {
        frozenset((1, 2)): 2,
        frozenset((1, 3)): 1,
        frozenset((2, 3)): 1,
    }
