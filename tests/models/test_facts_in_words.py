"""The facts of a win or a link in one line: what is missing leaves no sign behind, and what people wrote is escaped."""

import datetime as dt

import pytest
from django.utils.html import strip_tags

from initiatives.lenses import LinkBasis, Mechanism
from initiatives.models import SmallWin
from tests.factories import create_initiative, create_link, create_user, create_win

WORKED = str(Mechanism.COUPLING.label)


@pytest.fixture
def link(initiative):
    earlier = create_win(
        initiative=initiative, title="<b>Bankje</b>", occurred_on=dt.date(2024, 1, 1), precision="year"
    )
    return create_link(earlier=earlier, later=create_win(initiative=initiative))


@pytest.mark.parametrize(
    "mechanism, how, account",
    [
        (None, "", "Dat het volgde: verteld door het team; hoe: niet gezegd"),
        (None, "Via Fatima", "Dat het volgde: verteld door het team. Via Fatima"),
        (Mechanism.COUPLING, "", f"{WORKED.capitalize()}, verteld door het team"),
        (Mechanism.COUPLING, "Via Fatima", f"{WORKED.capitalize()}, verteld door het team. Via Fatima"),
    ],
)
def test_a_link_says_what_is_known_of_it(link, mechanism, how, account):
    link.mechanism, link.how = mechanism, how
    link.mechanism_basis = mechanism and link.basis
    assert link.account == account
    assert strip_tags(link.how_it_came) == f"&lt;b&gt;Bankje&lt;/b&gt;, 2024. {account}"


def test_a_link_names_the_initiative_of_its_other_end_only_if_that_is_another_one(link, initiative):
    assert strip_tags(link.later_said) == "De wethouder kwam langs"
    link.later.initiative = create_initiative(title="De Brug")
    link.mechanism, link.mechanism_basis = Mechanism.COUPLING, LinkBasis.TEAM
    assert strip_tags(link.later_said) == f"De wethouder kwam langs bij De Brug ({WORKED})"


def test_a_line_escapes_what_people_wrote(link, visitor):
    win = SmallWin.objects.for_list(visitor).get(pk=link.later_id)
    (before,) = win.came_out_of
    assert "&lt;b&gt;Bankje&lt;/b&gt;</a>" in before and "<b>" not in before


def test_a_draft_says_that_it_has_no_initiative_yet():
    draft = SmallWin(title="Bankje", logged_by=create_user())
    assert strip_tags(draft.when_and_whose) == "zonder datum, nog geen initiatief"
