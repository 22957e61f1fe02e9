"""How initiatives belong to others: said at both ends, by who may know both, and never in a circle."""

import pytest
from django.db import IntegrityError, transaction

from initiatives.lenses import InitiativeTie
from initiatives.models import Initiative, InitiativeLink
from tests.factories import create_initiative, create_user


def tie(initiative: Initiative, kind: InitiativeTie, other: Initiative) -> InitiativeLink:
    return InitiativeLink.objects.create(initiative=initiative, kind=kind, other=other, told_by=create_user())


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
