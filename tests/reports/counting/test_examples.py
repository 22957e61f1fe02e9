"""Invented rows of the demo say so wherever they count."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.lenses import Audience
from initiatives.models import Reader
from initiatives.reports.counting.examples import EXAMPLE, rests_on_examples
from tests.factories import create_win
from tests.factories_facets import create_evidence, create_follow_up, create_judgement, create_loss

SAID = "bedacht voor deze demo"


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, confirmed=True)


def invented(initiative, user) -> bool:
    reader = Reader(user, initiative)
    return rests_on_examples(reader, reader.wins)


@pytest.mark.parametrize(
    "add",
    [
        lambda win: create_evidence(win, text=f"{EXAMPLE} de raad nam het op."),
        lambda win: create_follow_up(win, note=f"{EXAMPLE} het staat er nog."),
        lambda win: create_judgement(win, comment=f"{EXAMPLE} een student vindt het goed."),
        lambda win: create_loss(win, note=f"{EXAMPLE} het kostte avonden.", audience=Audience.PUBLIC),
    ],
)
def test_a_profile_that_counts_something_invented_says_so(client, initiative, win, add):
    page = initiative.get_absolute_url()
    assertNotContains(client.get(page), SAID)
    add(win)
    assertContains(client.get(page), SAID)
    assertContains(client.get(f"{page}a4/"), "Een deel is een voorbeeld")


def test_a_hidden_example_is_not_hinted_at(initiative, win, visitor, team_member):
    create_loss(win, note=f"{EXAMPLE} alleen voor het team.", audience=Audience.TEAM)
    assert (invented(initiative, visitor), invented(initiative, team_member)) == (False, True)


def test_outside_a_demo_such_a_text_is_just_a_text(
    initiative, win, visitor, settings, django_assert_num_queries
):
    create_evidence(win, text=f"{EXAMPLE} de raad nam het op.")
    settings.DEMO = False
    with django_assert_num_queries(0):
        assert not invented(initiative, visitor)
