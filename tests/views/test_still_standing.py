"""A win that still stands a year later has its mark, and who looked is said."""

import datetime as dt

from tests.factories import create_win
from tests.factories_profile import create_follow_up, create_lasting_win


def test_a_win_that_still_stands_after_a_year_has_a_ring_and_the_words(client, initiative, team_member):
    plain = create_win(initiative=initiative, by=team_member)
    lasting = create_lasting_win(initiative=initiative, by=team_member)
    page = client.get(f"{initiative.get_absolute_url()}kronkelpad/").content.decode()
    assert page.count('<circle class="path__lasts"') == 2  # the stone, and the legend
    items = {
        win: page.partition(f'<li id="win-{win.pk}"')[2].partition("</li>")[0] for win in (plain, lasting)
    }
    assert "staat na een jaar nog" in items[lasting] and "staat na een jaar nog" not in items[plain]


def test_the_page_of_a_win_says_whether_the_team_itself_looked(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2024, 10, 1))
    create_follow_up(win).rewrite(told_by=team_member)
    create_follow_up(win, days=500)
    page = client.get(win.get_absolute_url()).content.decode()
    assert "gekeken op 5 november 2025, door het team zelf" in page
    assert "gekeken op 13 februari 2026, door iemand buiten het team" in page
