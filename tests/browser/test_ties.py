"""Two teams and one link: one team finds the other's win and asks, the other says yes with one tap."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from initiatives.models import WinLink
from tests.factories import create_initiative, create_user, create_win


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_team_asks_and_the_other_one_says_yes(page, login, faults, javascript, transactional_db):
    ours, theirs = create_initiative(title="Ruimte in de kerk"), create_initiative(title="Stadslab Koffie")
    me, neighbour = create_user(member_of=ours), create_user(member_of=theirs)
    win = create_win(initiative=ours, by=me, title="De kerk ging open", occurred_on=dt.date(2026, 3, 1))
    create_win(initiative=theirs, by=neighbour, title="Koffie op dinsdag", occurred_on=dt.date(2026, 2, 1))

    login(page, me)
    page.goto(win.get_absolute_url())
    page.get_by_role("link", name="Dit kwam door hun small win").click()
    page.get_by_label("Welk woord staat erin").fill("koffie")
    page.get_by_role("main").get_by_role("button", name="Zoek").click()
    page.get_by_label("Koffie op dinsdag").check()
    if javascript:
        assert faults(page) == []
    page.get_by_role("button", name="Vraag het andere team").click()
    expect(page.get_by_text("Wacht op Stadslab Koffie. Tot die tijd")).to_be_visible()
    if javascript:
        assert faults(page) == []

    login(page, neighbour)
    page.goto("/")
    page.get_by_role("link", name="verbindt zijn small win met een van Stadslab Koffie").click()
    expect(page.get_by_role("heading", name="Een ander team vraagt")).to_be_visible()
    if javascript:
        assert faults(page) == []
    page.get_by_role("button", name="Ja, dat klopt").click()
    expect(page.get_by_text("Dit telt nu mee bij jullie allebei.")).to_be_visible()
    page.goto(win.get_absolute_url())
    expect(page.get_by_role("heading", name="Kwam voort uit")).to_be_visible()
    assert WinLink.objects.agreed().get().confirmed_by == neighbour
