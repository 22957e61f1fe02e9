"""The history of a win, for people who know it from inside."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, Level, Mechanism, Precision, ScalingType
from initiatives.models import AuditEntry, CaptureLink, Photo, SmallWin, acting
from initiatives.reports.win.history import PER_PAGE, _is_shown, columns_of, history_of_win, models_by_table
from tests.factories import create_initiative, create_user, create_win
from tests.factories_facets import create_follow_up


def page_of(win) -> str:
    return reverse("wins:history", args=[win.pk])


@pytest.fixture
def member(client, team_member):
    team_member.display_name = "Teamlid Tom"
    team_member.save()
    client.force_login(team_member)
    return client


@pytest.fixture
def win(initiative, team_member):
    with acting(team_member):
        return create_win(initiative=initiative, by=team_member, title="De eerste woorden", confirmed=False)


@pytest.mark.parametrize("who", ["team_member", "lead", "coordinator", "programme_staff"])
def test_people_inside_read_the_history_of_a_win(client, request, win, who):
    client.force_login(request.getfixturevalue(who))
    assertContains(client.get(win.get_absolute_url()), page_of(win))
    assertContains(client.get(page_of(win)), "De eerste woorden")


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_others_do_not(client, request, win, who):
    win.confirm(by=create_user())
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    assertNotContains(client.get(win.get_absolute_url()), page_of(win))
    assert client.get(page_of(win)).status_code == (404 if reader.is_authenticated else 302)


def test_rights_that_ended_end_here_too(client, win, team_member):
    client.force_login(team_member)
    team_member.memberships.get().delete()
    assert client.get(page_of(win)).status_code == 404


def test_changes_stand_in_the_words_of_the_interface(member, win, team_member):
    with acting(team_member):
        win.rewrite(
            title="Beter gezegd",
            audience=Audience.TEAM,
            types=[ScalingType.GROWTH],
            level=Level.VERTICAL,
            occurred_on=dt.date(2019, 5, 1),
            precision=Precision.MONTH,
        )
    page = member.get(page_of(win))
    for words in (
        "Teamlid Tom",
        '<del lang="nl">De eerste woorden</del>',
        "Beter gezegd",
        "Wat is er gelukt?",
        "<del>iedereen</del>",
        "verticaal",
        "1 maart 2026",
        "mei 2019",
    ):
        assertContains(page, words)
    for code in ("vertical<", "precision", "occurred_on", "growth<"):
        assertNotContains(page, code)


def test_every_column_that_a_history_shows_has_words():
    """Its own, or those of the rows that it points at; never the name of a column."""
    fields = [field for model in models_by_table().values() for field in columns_of(model).values()]
    shown = [field for field in fields if _is_shown(field) and not field.related_model]
    assert len(shown) > 100
    assert [str(field) for field in shown if not isinstance(field.verbose_name, Promise)] == []


@pytest.mark.parametrize(
    "do, words",
    [
        (lambda win, by: win.confirm(by=by), ["Bevestigd."]),
        (lambda win, by: win.ask(by=by, question="Wie was erbij?"), ["Vraag gesteld aan het team.", "Wie was erbij?"]),
        (lambda win, by: win.withdraw(by=by, reason="Dubbel"), ["Ingetrokken.", "Dubbel"]),
        (lambda win, by: (win.withdraw(by=by), win.restore()), ["Teruggezet."]),
        (lambda win, by: (win.ask(by=by, question="Wie?"), win.answer()), ["Vraag beantwoord."]),
        (lambda win, by: win.merge_into(SmallWin.objects.get(title="Ervoor"), by=by), ["Samengevoegd met een andere small win."]),
        (lambda win, by: win.grew_from(SmallWin.objects.get(title="Ervoor"), by=by, mechanism=Mechanism.LEARNING), ["Verbonden: kwam voort uit “Ervoor”.", "leren door te doen"]),
        (lambda win, by: Photo.objects.create(win=win, image="photos/x.jpg", width=1, height=1, added_by=by, alt_text="Een brug"), ["Foto toegevoegd.", "Een brug"]),
        (lambda win, by: win.partners.add(win.initiative.partnerships.get().partner), ["Small win en partner aan elkaar gekoppeld."]),
        (lambda win, by: create_follow_up(win), ["Terugblik toegevoegd."]),
    ],
)  # fmt: skip
def test_each_step_has_its_sentence(member, win, programme_staff, do, words):
    create_win(initiative=win.initiative, title="Ervoor")
    with acting(programme_staff):
        do(win, programme_staff)
    page = member.get(page_of(win))
    for word in [*words, str(programme_staff)]:
        assertContains(page, word)


def test_a_link_that_is_gone_keeps_its_name(member, win, team_member, initiative):
    earlier = create_win(initiative=initiative, title="Ervoor")
    link = win.grew_from(earlier, by=team_member)
    link.take_back(by=team_member)
    assertContains(member.get(page_of(win)), "Verband weggehaald met “Ervoor”.")


def test_the_history_says_nothing_of_a_win_that_one_may_not_read(member, win, team_member):
    hidden = create_win(initiative=create_initiative(published=False), title="Geheime win")
    win.grew_from(hidden, by=team_member)
    page = member.get(page_of(win))
    assertNotContains(page, "Geheime win")
    assertNotContains(page, "Verbonden: kwam voort uit")


def test_the_history_says_how_somebody_came_in_without_logging_in(member, win, initiative, team_member):
    with acting(None):
        win.rewrite(title="Door een opdracht")
    assertContains(member.get(page_of(win)), "het systeem")

    link = CaptureLink.objects.create(initiative=initiative, created_by=team_member)
    told, _new = SmallWin.objects.tell_through(
        link,
        submission_id=uuid.uuid4(),
        title="Via de poster",
        occurred_on=dt.date(2026, 3, 1),
        told_as="student",
    )
    assertContains(member.get(page_of(told)), "zonder account")
    assertContains(member.get(page_of(told)), "Student")


def test_somebody_who_left_for_good_has_no_name(member, win, initiative):
    gone = create_user(member_of=initiative)
    gone.display_name = "Verdwenen Vera"
    gone.save()
    with acting(gone):
        win.rewrite(title="Nog één keer")
    gone.anonymise()
    page = member.get(page_of(win))
    assertContains(page, "iemand die niet meer meedoet")
    assertNotContains(page, "Verdwenen Vera")


def test_an_old_text_comes_back_as_a_new_version(member, win, team_member):
    with acting(team_member):
        win.rewrite(title="Beter gezegd", description="Met uitleg")
    told = history_of_win(win, user=team_member)
    first = next(event for event in told.events if event.texts)
    assert first.texts["title"] == "De eerste woorden"
    put_back = reverse("telling:put_back", args=[win.pk, first.id])
    assertContains(member.get(page_of(win)), put_back)

    assert member.get(put_back).status_code == 405
    assertRedirects(member.post(put_back, {"version": told.version}), page_of(win))
    win.refresh_from_db()
    assert (win.title, win.description) == ("De eerste woorden", "")
    page = member.get(page_of(win))
    assertContains(page, "Met uitleg")  # one press brings the replaced text back
    again = next(event for event in history_of_win(win, user=team_member).events if event.texts)
    assert again.texts["title"] == "Beter gezegd"


def test_putting_back_does_not_write_over_what_one_has_not_seen(member, win, team_member):
    win.rewrite(title="Beter gezegd")
    told = history_of_win(win, user=team_member)
    first = next(event for event in told.events if event.texts)
    win.rewrite(title="Van een ander")
    put_back = reverse("telling:put_back", args=[win.pk, first.id])
    for version in (told.version, "", "onzin"):
        page = member.post(put_back, {"version": version}, follow=True)
        assertContains(page, "Iemand anders veranderde de tekst net.")
    win.refresh_from_db()
    assert win.title == "Van een ander"


def test_only_who_may_edit_puts_back_and_only_what_was_this_wins(client, member, win, initiative, outsider):
    other = create_win(initiative=initiative, title="Een ander verhaal")
    entry = AuditEntry.objects.about_win(other).last()
    mark = history_of_win(win, user=create_user(member_of=initiative)).version
    address = reverse("telling:put_back", args=[win.pk, entry.pk])
    assert member.post(address, {"version": mark}).status_code == 404
    client.force_login(outsider)
    own = AuditEntry.objects.about_win(win).last()
    assert (
        client.post(reverse("telling:put_back", args=[win.pk, own.pk]), {"version": mark}).status_code == 404
    )


def test_the_words_of_long_ago_are_as_they_were_then(win, team_member):
    for number in range(PER_PAGE + 10):
        win.rewrite(title=f"Versie {number}", description=f"Uitleg {number // 2}")
    first = history_of_win(win, user=team_member)
    second = history_of_win(win, user=team_member, after=str(first.older))
    found = {}
    for page in (first, second):
        assert page.events
    for entry in AuditEntry.objects.about_win(win):
        texts = history_of_win(win, user=team_member, after=str(entry.pk + 1)).events[0].texts
        if texts:
            found[entry.changes["title"][1]] = texts
    assert found["Versie 7"]["description"] == "Uitleg 3"
    assert found["De eerste woorden"]["description"] == ""
    assert second.older is None


@pytest.mark.parametrize("after", ["x", "-1", "0", "9" * 30, "١٢"])
def test_a_made_up_page_is_a_page(member, win, after):
    assert member.get(page_of(win), {"na": after}).status_code == 200


@pytest.mark.parametrize(
    "table, changes",
    [
        ("initiatives_smallwin", {"a_column_of_once": ["x", "Geheim"], "types": ["no list", ["code_of_once"]]}),
        ("initiatives_smallwin", {"occurred_on": ["31 februari", None], "audience": [None, "boss"]}),
        ("initiatives_smallwin", {"initiative_id": [None, 10**17], "level": {"odd": 1}, "confirmed_at": ["x", 7]}),
        ("initiatives_winlink", {"earlier_id": [None, "5e7a0c3e-0000-4000-8000-000000000000"]}),
        ("initiatives_photo", {"win_id": ["5e7a0c3e-0000-4000-8000-000000000000", None]}),
        ("a_table_of_once", {"name": ["Geheim", None]}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("action", ["INSERT", "UPDATE", "DELETE"])
def test_columns_and_tables_of_another_time_never_break_it(member, win, table, changes, action):
    AuditEntry.objects.create(
        at=win.logged_at, action=action, table=table, row="12", win=win.pk, changes=changes
    )
    page = member.get(page_of(win))
    assert page.status_code == 200
    assertNotContains(page, "Geheim")


def test_a_merged_draft_or_withdrawn_win_has_a_history_too(member, win, initiative, team_member):
    draft = SmallWin.objects.keep_draft(by=team_member, submission_id=uuid.uuid4(), title="Half")
    win.withdraw(by=team_member)
    for each in (draft, win):
        assert member.get(page_of(each)).status_code == 200
    assertContains(member.get(page_of(draft)), "Als concept begonnen.")


def test_it_costs_the_same_however_long(member, win, initiative, team_member, django_assert_max_num_queries):
    for number in range(70):
        win.rewrite(title=f"Versie {number}")
        win.grew_from(create_win(initiative=initiative, title=f"Ervoor {number}"), by=team_member)
    assert AuditEntry.objects.about_win(win).count() > 2 * PER_PAGE
    page = member.get(page_of(win))
    for address in (page_of(win), f"{page_of(win)}?na={page.context['history'].older}"):
        with django_assert_max_num_queries(11):
            # session, user, roles, win; entries, words of then, may edit, links, wins, initiatives
            member.get(address)


def test_reading_a_history_changes_nothing(member, win):
    before = AuditEntry.objects.count()
    member.get(page_of(win))
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from initiatives_auditentry")
        assert cursor.fetchone() == (before,)
