"""Who told something without an account takes it back, also after the team took it on: no word of it is left anywhere."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg.sql import SQL, Identifier, Literal
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.lenses import Audience, WinState
from initiatives.models import AuditEntry, Photo, SmallWin, acting
from initiatives.models.columns import Kind, names_of
from tests.factories import create_capture_link, create_win, tell_through

SECRET = "kwikstaartje"


ANYWHERE = SQL("select {name} where exists (select from {table} whole where whole::text ilike {word})")


def tables_with(word: str) -> list[str]:
    """The tables of the database that hold this word anywhere."""
    of_each = [
        ANYWHERE.format(name=Literal(name), table=Identifier(name), word=Literal(f"%{word}%"))
        for name in connection.introspection.table_names()
    ]
    with connection.cursor() as cursor:
        cursor.execute(SQL(" union all ").join(of_each))
        return sorted(name for (name,) in cursor.fetchall())


@pytest.fixture
def told(initiative, team_member, programme_staff):
    """Taken on, written anew, with a photo and a link, public; its words are in every column that has words."""
    win = tell_through(
        create_capture_link(initiative=initiative), title=SECRET, told_as="student", teller_opens=True
    )
    with acting(team_member):
        win.take_on(by=team_member)
        win.rewrite(
            **{name: f"{name} {SECRET}" for name in names_of(SmallWin, Kind.WORDS) if name != "reply"}
        )
        win.show_to(Audience.PUBLIC)
        Photo.objects.create(
            win=win, image="photos/x.jpg", width=1, height=1, added_by=team_member, alt_text=SECRET
        )
        win.grew_from(create_win(initiative=initiative, by=team_member), by=team_member, how=f"Door {SECRET}")
    with acting(programme_staff):
        win.ask(by=programme_staff, question=f"Wat is een {SECRET}?")
    with acting(team_member):
        win.reply_with(f"Een {SECRET} is een vogel.", by=team_member)
    with acting(programme_staff):
        win.confirm(by=programme_staff)
    to_another = create_win(initiative=initiative, by=team_member).grew_from(win, by=team_member)
    for row in (win, win.earlier_links.get(), to_another):
        LogEntry.objects.log_actions(programme_staff.pk, [row], CHANGE, "")
    return win


def test_no_word_is_left_in_the_database_and_the_row_stays(told, initiative, team_member, programme_staff):
    double = create_win(initiative=initiative, title="Hetzelfde, van ons", audience=told.audience)
    double.merge_into(SmallWin.objects.get(pk=told.pk), by=programme_staff)
    assert {"initiatives_smallwin", "initiatives_auditentry", "django_admin_log"} <= set(tables_with(SECRET))
    before = AuditEntry.objects.count()
    told.take_back()
    told.take_back()
    assert tables_with(SECRET) == []
    assert AuditEntry.objects.count() > before
    left = SmallWin.objects.get(pk=told.pk)
    assert (left.state, left.initiative, left.stands, left.taken_on_by) == (
        WinState.WITHDRAWN, initiative, False, team_member,
    )  # fmt: skip
    assert str(left) == "ingetrokken door wie het vertelde"
    double.refresh_from_db()
    assert double.stands


def test_no_word_of_a_link_is_left_that_went_along_in_a_merge_or_began_at_it(
    told, initiative, team_member, programme_staff
):
    first, second = (
        create_win(initiative=initiative, title=title, audience=told.audience, by=team_member)
        for title in ("Hetzelfde, van ons", "Nog eens, van ons")
    )
    create_win(initiative=initiative, by=team_member).grew_from(told, by=team_member, how=f"Na {SECRET}")
    told.merge_into(first, by=programme_staff)
    first.merge_into(second, by=programme_staff)
    assert second.links.filter(how__contains=SECRET).count() == 2
    SmallWin.objects.get(pk=told.pk).take_back()
    assert tables_with(SECRET) == []


def test_staff_have_no_title_in_the_notes_of_a_merge(client, told, initiative, programme_staff):
    stays = create_win(initiative=initiative, title="Hetzelfde, van ons", audience=told.audience)
    client.force_login(programme_staff)
    client.post(reverse("admin:initiatives_smallwin_merge", args=[told.pk]), {"met": stays.pk})
    SmallWin.objects.get(pk=told.pk, merged_into=stays).take_back()
    assert "django_admin_log" not in tables_with(SECRET)


def test_pages_say_who_took_it_back_and_nobody_writes_in_it_again(client, told, team_member, initiative):
    told.take_back()
    for page in (reverse("home"), reverse("wins:index") + f"?q={SECRET}", initiative.get_absolute_url()):
        assertNotContains(Client().get(page), told.title)
    assert Client().get(told.get_absolute_url()).status_code == 404
    client.force_login(team_member)
    assertContains(client.get(told.get_absolute_url()), "Wie dit vertelde, trok het in op")
    assertNotContains(client.get(reverse("wins:history", args=[told.pk])), SECRET)
    assertNotContains(client.get(reverse("mine:export")), SECRET)
    for name in ("edit", "withdraw"):
        assert client.get(reverse(f"telling:{name}", args=[told.pk])).status_code == 404
    assert client.post(reverse("telling:restore", args=[told.pk])).status_code == 404
    for news in ({"title": "Toch weer"}, {"withdrawn_at": None}, {"audience": "public"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SmallWin.objects.filter(pk=told.pk).update(**news)


@pytest.mark.parametrize(
    "news", [{"changes": {}}, {"action": "DELETE"}, {"changes": {"title": ["", "Iets anders"]}}]
)
def test_the_audit_lets_go_of_nothing_else(told, news):
    told.take_back()
    for entries in (
        AuditEntry.objects.filter(win=told.pk, action="INSERT"),
        AuditEntry.objects.exclude(win=told.pk),
    ):
        entry = entries.filter(action="INSERT").order_by("pk").first()
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(**news)
