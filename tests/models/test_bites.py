"""The next bite: who reads it, how it is eaten, and what the database holds. (models/ambitions.py)"""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.models import NextBite
from tests.factories import create_user, create_win
from tests.factories_outside import create_bite


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("team_member", True, True),
        ("coordinator", True, True),
        ("programme_staff", True, True),
        ("outsider", True, False),
        ("visitor", False, False),
    ],
)
def test_a_bite_is_for_the_network(request, initiative, who, sees, edits):
    bite, reader = create_bite(initiative=initiative), request.getfixturevalue(who)
    assert NextBite.objects.visible_to(reader).contains(bite) is sees
    assert NextBite.objects.editable_by(reader).contains(bite) is edits


def test_a_bite_is_eaten_once_and_may_become_a_win_later(initiative):
    bite, first, second = create_bite(initiative=initiative), create_user(), create_user()
    bite.finish(by=first)
    eaten = bite.done_at
    win = create_win(initiative=initiative)
    bite.finish(by=second, win=win)
    bite.refresh_from_db()
    assert (bite.done_by, bite.done_at, bite.win) == (first, eaten, win)
    assert list(NextBite.objects.done()) == [bite]
    assert not NextBite.objects.waiting().exists()


def test_a_bite_does_not_become_somebody_elses_win(initiative):
    with pytest.raises(ValidationError):
        create_bite(initiative=initiative).finish(by=create_user(), win=create_win())


def test_a_finished_bite_stays(initiative):
    bite = create_bite(initiative=initiative)
    bite.finish(by=create_user())
    bite.remove()
    assert NextBite.objects.get() == bite


def test_the_latest_bite_is_the_next_one(initiative):
    create_bite(initiative=initiative)
    latest = create_bite(initiative=initiative)
    assert NextBite.objects.waiting().first() == latest


@pytest.mark.parametrize("half", [{"text": ""}, {"done_at": timezone.now()}])
def test_the_database_refuses_half_a_bite(half):
    bite = create_bite()
    with pytest.raises(IntegrityError), transaction.atomic():
        NextBite.objects.filter(pk=bite.pk).update(**half)
