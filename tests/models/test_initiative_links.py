"""How initiatives belong to others: said at both ends, by who may know both, and never in a circle."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.lenses import InitiativeTie
from initiatives.models import Initiative, InitiativeLink
from tests.factories import create_initiative, create_user


def tie(initiative: Initiative, kind: InitiativeTie, other: Initiative, **told) -> InitiativeLink:
    """A tie that both teams stand behind."""
    by = create_user()
    said = {"told_by": by, "confirmed_at": timezone.now(), "confirmed_by": by}
    return InitiativeLink.objects.create(initiative=initiative, kind=kind, other=other, **said, **told)


@pytest.mark.parametrize("kind", [InitiativeTie.PART_OF, InitiativeTie.GREW_OUT_OF])
def test_nothing_belongs_to_itself_along_whatever_way(kind):
    first, second, third = (create_initiative() for _ in range(3))
    tie(first, kind, second)
    tie(second, kind, third)
    with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
        tie(third, kind, first)
    with pytest.raises(IntegrityError, match="initiative_link_joins_two"), transaction.atomic():
        tie(first, kind, first)
    tie(first, InitiativeTie.TOGETHER_WITH, third)
    InitiativeLink.objects.filter(initiative=second).update(
        declined_at=timezone.now(), declined_by=create_user()
    )
    tie(third, kind, first)
    with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
        InitiativeLink.objects.update(declined_at=None, declined_by=None)


def test_two_initiatives_belong_once_in_a_way_whichever_end_says_it():
    first, second = create_initiative(), create_initiative()
    tie(first, InitiativeTie.TOGETHER_WITH, second)
    with pytest.raises(IntegrityError, match="two_initiatives_belong_once_in_a_way"):
        tie(second, InitiativeTie.TOGETHER_WITH, first)


def test_a_tie_is_known_to_who_may_know_both_ends(visitor):
    shown, hidden = create_initiative(), create_initiative(published=False)
    tie(shown, InitiativeTie.PART_OF, hidden)
    tie(hidden, InitiativeTie.GREW_OUT_OF, shown)
    assert not InitiativeLink.objects.visible_to(visitor).exists()


@pytest.mark.parametrize(("here", "words"), [(0, "Hoort bij"), (1, "Hierbij hoort")])
def test_the_page_of_either_end_says_how_it_belongs_to_the_other(client, here, words):
    ends = create_initiative(title="De wijktafel"), create_initiative(title="Het grote geheel")
    tie(ends[0], InitiativeTie.PART_OF, ends[1])
    page = client.get(ends[here].get_absolute_url()).text
    _way, _heading, rest = page.partition(f"<dt>{words}</dt>")
    assert rest and ends[1 - here].title in rest[:400]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "verteld door het team"),
        ({"since": 2019}, "sinds 2019, verteld door het team"),
        ({"kind": InitiativeTie.GREW_OUT_OF, "since": 2019}, "in 2019, verteld door het team"),
        ({"basis": "stated", "sources": "het verslag"}, "staat in de bron: het verslag"),
        ({"basis": "inferred"}, "afgeleid door de redactie"),
    ],
)
def test_a_tie_says_since_when_and_who_says_so(told, words):
    kind = told.pop("kind", InitiativeTie.PART_OF)
    assert tie(create_initiative(), kind, create_initiative(), **told).grounds == words


def test_a_source_on_the_web_is_a_link_to_it():
    address = {"basis": "stated", "sources": "https://www.agendastad.nl/een/pagina/"}
    told = tie(create_initiative(), InitiativeTie.PART_OF, create_initiative(), **address)
    assert told.grounds.endswith('<a href="https://www.agendastad.nl/een/pagina/">agendastad.nl</a>')
