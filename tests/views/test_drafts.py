"""Drafts: kept without a required field, told or thrown away later."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.forms.asking import QUESTIONS
from initiatives.lenses import Audience, Precision
from initiatives.models import SmallWin, acting
from tests.factories import create_initiative, create_user

TELL, DRAFTS = reverse("telling:tell"), reverse("telling:drafts")
KEEP = {"concept": "ja"}


def opened(client, draft) -> dict:
    """The data of a draft's form when nothing is changed."""
    form = client.get(TELL, {"concept": draft.pk}).context["form"]
    return {field.name: str(field.value()) for field in form if field.value() is not None}


def address(draft) -> str:
    return f"{TELL}?bewaar=ja&concept={draft.pk}"


def keep(by, **details) -> SmallWin:
    return SmallWin.objects.keep_draft(by=by, submission_id=uuid.uuid4(), **details)


def test_a_draft_needs_nothing_at_all(member, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    assertRedirects(member.post(TELL, KEEP), DRAFTS)
    draft = SmallWin.objects.get()
    assert (draft.state, draft.title, draft.occurred_on, draft.initiative) == ("draft", "", None, None)
    page = member.get(draft.get_absolute_url())
    assertContains(page, "nog zonder woorden")
    assertContains(page, "nog geen initiatief")
    assertContains(page, "Alleen jij leest dit")


@pytest.mark.parametrize(
    "day, kept",
    [
        ({"when": "roughly", "year": "2019", "stretch": "month-5"}, (dt.date(2019, 5, 1), Precision.MONTH)),
        ({"when": "other", "occurred_on": "2024-03-07"}, (dt.date(2024, 3, 7), Precision.DAY)),
        ({"when": "other", "occurred_on": "gisterochtend"}, (None, Precision.DAY)),
        ({"when": "other", "occurred_on": "2999-01-01"}, (None, Precision.DAY)),
        ({"when": "roughly", "year": ""}, (None, Precision.DAY)),
        ({"when": "roughly", "year": "12"}, (None, Precision.DAY)),
        ({}, (None, Precision.DAY)),
    ],
)
def test_a_draft_keeps_a_date_that_makes_sense(member, initiative, day, kept):
    typed = {"title": "Half verhaal", "initiative": initiative.slug} | day
    assertRedirects(member.post(TELL, typed | KEEP), DRAFTS)
    draft = SmallWin.objects.get()
    assert (draft.occurred_on, draft.precision) == kept
    assert (draft.title, draft.initiative) == ("Half verhaal", initiative)


def test_words_that_do_not_fit_are_not_cut(member):
    assertContains(member.post(TELL, KEEP | {"title": "x" * 281}), "x" * 281, status_code=422)
    assert not SmallWin.objects.exists()


def test_somebody_elses_initiative_is_no_initiative(member):
    elsewhere = create_initiative()
    member.post(TELL, KEEP | {"title": "Half", "initiative": elsewhere.slug})
    assert SmallWin.objects.get().initiative is None


def test_the_same_draft_twice_is_one(member):
    form = KEEP | {"title": "Half", "submission_id": str(uuid.uuid4())}
    member.post(TELL, form)
    member.post(TELL, form | {"title": "Driekwart"})
    assert SmallWin.objects.get().title == "Driekwart"


def test_a_draft_does_not_count_and_nobody_else_reads_it(client, initiative, team_member, outsider):
    draft = keep(team_member, initiative=initiative, title="Zeldzaam woord")
    client.force_login(outsider)
    for page in (reverse("wins:index"), initiative.get_absolute_url(), reverse("home"), DRAFTS):
        assertNotContains(client.get(page), "Zeldzaam woord")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(TELL, {"concept": draft.pk}).status_code == 404


def test_mine_and_those_of_my_teams_stand_together(client, initiative, team_member, lead, programme_staff):
    keep(lead, initiative=initiative, title="Van een collega")
    keep(team_member, title="Zonder initiatief")
    keep(lead, title="Van de collega alleen")
    client.force_login(team_member)
    page = client.get(DRAFTS)
    for title in ("Van een collega", "Zonder initiatief"):
        assertContains(page, title)
    assertNotContains(page, "Van de collega alleen")
    client.force_login(programme_staff)
    assertContains(client.get(DRAFTS), "Er zijn geen concepten.")


def test_a_draft_opens_as_it_was_and_is_told(member, initiative, team_member):
    draft = keep(team_member, initiative=initiative, title="Half", occurred_on=dt.date(2024, 3, 7))
    page = member.get(TELL, {"concept": draft.pk})
    assertContains(page, "Half")
    assertContains(page, "Vertel het")
    told = member.post(address(draft), opened(member, draft) | {"title": "Helemaal"})
    assert told.headers["Location"].startswith(f"{draft.get_absolute_url()}vraag/")
    draft.refresh_from_db()
    assert (draft.state, draft.title, draft.occurred_on) == ("logged", "Helemaal", dt.date(2024, 3, 7))
    assert SmallWin.objects.count() == 1


def test_telling_a_draft_asks_what_it_needs(member, initiative, team_member):
    draft = keep(team_member, initiative=initiative)
    page = member.post(address(draft), opened(member, draft) | {"when": "", "title": ""})
    assertContains(page, "Vertel in één zin wat er gelukt is.", status_code=422)
    assertContains(page, "Kies wanneer het was.", status_code=422)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_colleague_tells_it_and_is_its_teller(client, initiative, team_member, lead):
    draft = keep(team_member, initiative=initiative, title="Half", occurred_on=dt.date(2024, 3, 7))
    client.force_login(lead)
    client.post(address(draft), opened(client, draft))
    draft.refresh_from_db()
    assert (draft.state, draft.logged_by) == ("logged", lead)


def test_a_draft_that_was_told_meanwhile_keeps_both_texts(member, initiative, team_member, lead):
    draft = keep(team_member, initiative=initiative, title="Half", occurred_on=dt.date(2024, 3, 7))
    typed = opened(member, draft) | {"title": "Mijn woorden"}
    draft.log(by=lead, title="Hun woorden")
    page = member.post(address(draft), typed)
    for words in ("Mijn woorden", "Hun woorden", "Dit concept is intussen verteld"):
        assertContains(page, words, status_code=409)
    draft.refresh_from_db()
    assert draft.title == "Hun woorden"
    assertRedirects(member.get(TELL, {"concept": draft.pk}), draft.get_absolute_url())


def test_two_people_in_one_draft_see_both_texts(member, initiative, team_member, lead):
    draft = keep(team_member, initiative=initiative, title="Half")
    typed = opened(member, draft) | {"title": "Mijn woorden"}
    draft.keep(title="Hun woorden")
    page = member.post(address(draft), typed | KEEP)
    for words in ("Mijn woorden", "Hun woorden", "Dit staat er nu", "Dit typte jij"):
        assertContains(page, words, status_code=409)
    again = typed | KEEP | {"version": page.context["form"]["version"].value(), "keep_title": "theirs"}
    assertRedirects(member.post(address(draft), again), DRAFTS)
    draft.refresh_from_db()
    assert draft.title == "Hun woorden"


@pytest.mark.parametrize("key", ["niets", "0", "5e7a0c3e-0000-4000-8000-000000000000"])
def test_a_draft_that_is_not_there_is_not_there(member, key):
    assert member.get(TELL, {"concept": key}).status_code == 404
    assert member.post(f"{TELL}?concept={key}", {"title": "x"}).status_code == 404


def test_throwing_away_asks_first(member, team_member):
    draft = keep(team_member, title="Half")
    page = reverse("telling:discard", args=[draft.pk])
    assertContains(member.get(page), "Gooi je dit concept weg?")
    assert SmallWin.objects.exists()
    assertRedirects(member.post(page), DRAFTS)
    assert not SmallWin.objects.exists()


def test_a_told_win_cannot_be_thrown_away(member, initiative, team_member):
    draft = keep(team_member, initiative=initiative, title="Half", occurred_on=timezone.localdate())
    draft.log(by=team_member)
    assert member.post(reverse("telling:discard", args=[draft.pk])).status_code == 404
    assert SmallWin.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "coordinator", "visitor"])
def test_nobody_else_opens_or_throws_away_a_draft(client, request, initiative, team_member, who):
    draft = keep(team_member, initiative=initiative, title="Half")
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    for page in (f"{TELL}?concept={draft.pk}", reverse("telling:discard", args=[draft.pk])):
        assert client.get(page).status_code in (404, 302)
        assert client.post(page, {"title": "Gekaapt"}).status_code in (404, 302)
    assert SmallWin.objects.get().title == "Half"


def test_a_coordinator_goes_on_with_a_draft_of_their_own(client, initiative, coordinator):
    draft = keep(coordinator, initiative=initiative, title="Half", occurred_on=dt.date(2024, 3, 7))
    client.force_login(coordinator)
    assertContains(client.get(DRAFTS), "Half")
    client.post(address(draft), opened(client, draft))
    draft.refresh_from_db()
    assert draft.state == "logged"


def test_a_member_who_left_the_team_reads_their_draft_no_more(client, initiative, team_member):
    draft = keep(team_member, initiative=initiative, title="Half")
    team_member.memberships.get().delete()
    client.force_login(team_member)
    assertNotContains(client.get(DRAFTS), "Half")
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_home_says_how_many_drafts_wait(member, team_member):
    assertNotContains(member.get(reverse("home")), "nog niet vertelde")
    keep(team_member, title="Half")
    assertContains(member.get(reverse("home")), "Je hebt 1 concept dat je nog niet vertelde")


@pytest.mark.parametrize("step", QUESTIONS)
def test_questions_come_after_telling(member, team_member, step):
    draft = keep(team_member, title="Half")
    assert member.get(reverse("telling:ask", args=[draft.pk, step])).status_code == 404
    assert member.get(reverse("telling:edit", args=[draft.pk])).status_code == 404


def test_a_draft_kept_again_by_itself_hears_that_it_worked(member):
    answer = member.post(TELL, KEEP | {"title": "Half"}, headers={"X-Draft": "1"})
    assert answer.status_code == 201


def test_the_list_of_drafts_costs_the_same_however_long(client, initiative, django_assert_num_queries):
    author = create_user(member_of=initiative)
    client.force_login(author)
    for _ in range(12):
        keep(author, initiative=initiative, title="Half")
    with django_assert_num_queries(5):  # session, user, roles, drafts, programme
        client.get(DRAFTS)


# --- an old form, with the number of its draft ---------------------------------------------------


@pytest.fixture
def old_form(member, initiative):
    """A form that kept a draft; the browser still has it, and goes back to it."""
    form = {"title": "Mijn woorden", "occurred_on": "2024-03-07", "initiative": initiative.slug}
    form |= {"submission_id": str(uuid.uuid4()), "version": ""}
    member.post(TELL, form | KEEP)
    return form


def rewritten_by(colleague, draft, **words) -> None:
    with acting(colleague):
        draft.keep(**words)


@pytest.mark.parametrize("button", [KEEP, {}])
def test_back_to_a_form_whose_draft_nobody_else_touched_just_works(member, old_form, button):
    member.post(TELL, old_form | KEEP | {"title": "Nog eens gezegd"})
    assert member.post(TELL, old_form | button | {"title": "Beter gezegd"}).status_code == 302
    assert SmallWin.objects.get().title == "Beter gezegd"


@pytest.mark.parametrize("button", [KEEP, {}])
def test_back_and_save_writes_over_no_words_of_a_colleague(member, lead, old_form, button):
    rewritten_by(lead, SmallWin.objects.get(), title="Woorden van de collega")
    page = member.post(TELL, old_form | button | {"title": "Andere woorden"})
    for words in ("Woorden van de collega", "Andere woorden", "Dit staat er nu"):
        assertContains(page, words, status_code=409)
    assert SmallWin.objects.get().title == "Woorden van de collega"

    again = {"version": page.context["form"]["version"].value(), "keep_title": "theirs"}
    assert member.post(TELL, old_form | button | again).status_code == 302
    assert SmallWin.objects.get().title == "Woorden van de collega"


def test_the_same_form_once_more_keeps_the_words_of_a_colleague(member, lead, old_form):
    rewritten_by(lead, SmallWin.objects.get(), title="Woorden van de collega")
    assert member.post(TELL, old_form | KEEP).status_code == 302
    assert SmallWin.objects.get().title == "Woorden van de collega"


def test_a_draft_of_somebody_else_is_compared_as_a_whole(member, team_member, initiative):
    draft = keep(team_member, initiative=initiative, title="Ongelezen")
    form = {"title": "Mijn woorden", "initiative": initiative.slug, "submission_id": str(draft.submission_id)}
    assertContains(member.post(TELL, form | KEEP), "Ongelezen", status_code=409)


def test_back_to_a_form_whose_draft_a_colleague_told_tells_no_second_one(member, lead, old_form):
    SmallWin.objects.get().log(by=lead, title="Verteld door de collega")
    for button in (KEEP, {}):
        page = member.post(TELL, old_form | button)
        assertContains(page, "Dit concept is intussen verteld", status_code=409)
    assert SmallWin.objects.get().title == "Verteld door de collega"


@pytest.mark.parametrize("button", [KEEP, {}])
@pytest.mark.parametrize("is_told", [False, True])
def test_the_old_form_of_a_member_who_left_reaches_nothing_there(
    member, initiative, team_member, lead, old_form, button, is_told
):
    """They work on another team by now, or on none: what they send is new, and the old words stay unread."""
    mine = SmallWin.objects.get()
    rewritten_by(lead, mine, title="Geheim van het team")
    if is_told:
        mine.log(by=team_member, audience=Audience.TEAM)
    team_member.memberships.get().delete()
    other = create_initiative()
    other.memberships.create(user=team_member)
    for _ in range(2):  # sent twice it is one win
        page = member.post(
            TELL, old_form | {"title": "Elders", "initiative": other.slug} | button, follow=True
        )
        assert page.status_code == 200
        assertNotContains(page, "Geheim van het team")
    mine.refresh_from_db()
    assert (mine.title, mine.initiative, mine.state == "draft") == (
        "Geheim van het team",
        initiative,
        not is_told,
    )
    assert other.wins.get().title == "Elders"
    assert SmallWin.objects.count() == 2


def test_a_draft_of_nowhere_takes_no_draft_out_of_its_team(member, initiative, team_member, lead, old_form):
    rewritten_by(lead, SmallWin.objects.get(), title="Geheim van het team")
    team_member.memberships.get().delete()
    member.post(TELL, KEEP | {"submission_id": old_form["submission_id"]})
    assert initiative.wins.get().title == "Geheim van het team"
    empty = SmallWin.objects.get(initiative=None)
    assertNotContains(member.get(reverse("wins:history", args=[empty.pk])), "Geheim van het team")
