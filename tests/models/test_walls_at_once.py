"""Two people move one wall at one moment, each over a connection of their own (decision 0173)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import WallStatus
from initiatives.models import SmallWin, Wall
from tests.factories import create_win
from tests.factories_outside import create_wall
from tests.test_sending import while_another_saves

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wall_is_held_after_the_win_that_moves_it(client, initiative, team_member):
    """Whoever holds the win meanwhile finds the wall free; the other way round each would wait for the other."""
    win, wall = create_win(initiative=initiative, by=team_member), create_wall(initiative=initiative)
    client.force_login(team_member)
    address, free = reverse("outside:move_wall", args=[wall.pk]), []
    answer = while_another_saves(
        lambda: SmallWin.objects.select_for_update(no_key=True).get(pk=win.pk),
        lambda: client.post(address, {"win": str(win.pk), "effect": "bypassed"}),
        lambda: free.extend(Wall.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=wall.pk)),
    )
    assert free == [wall]
    assert answer.status_code == 302


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_win_that_goes_or_comes_back_keeps_the_move_that_another_makes_meanwhile(
    initiative, team_member, comes_back
):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative, by=team_member)
    later = create_win(initiative=initiative, by=team_member, occurred_on=timezone.localdate())
    wall.moved_by(win, WallStatus.BREACHED, by=team_member)
    if comes_back:
        win.withdraw(by=team_member)
    while_another_saves(
        lambda: wall.moved_by(later, WallStatus.BYPASSED, by=team_member),
        win.restore if comes_back else lambda: win.withdraw(by=team_member),
    )
    wall.refresh_from_db()
    assert (wall.status, wall.ended_on) == (WallStatus.BYPASSED, later.occurred_on)


def test_a_move_taken_back_meanwhile_moves_nothing_as_its_win_goes(initiative, team_member):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative, by=team_member)
    move = wall.moved_by(win, WallStatus.BREACHED, by=team_member)

    def take_it_back_and_say_by_hand() -> None:
        move.take_back()
        wall.become(WallStatus.BREACHED)

    while_another_saves(take_it_back_and_say_by_hand, lambda: win.withdraw(by=team_member))
    wall.refresh_from_db()
    assert wall.status == WallStatus.BREACHED
