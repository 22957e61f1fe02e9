"""Telling a small win: once, in three fields, without ever losing a word."""

import datetime as dt
import re
import threading
import uuid
from functools import partial
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import (
    NONE_OF_THESE,
    UNKNOWN,
    Audience,
    Grade,
    LinkAnswer,
    LinkBasis,
    Perspective,
    Precision,
    ScalingType,
    Verdict,
    WinState,
)
from initiatives.links import on_path
from initiatives.models import SmallWin, WinLink
from initiatives.models.evidence import grade_of
from initiatives.sending import SHELF
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_user,
    create_win,
    read_by_editors,
)
from tests.factories_facets import create_follow_up

TELL = "/small-wins/nieuw/"
PASSWORD = "een lang genoeg woord"


@pytest.fixture
def form(initiative):
    """The three fields, as a page sends them."""
    return {
        "title": "De wethouder kwam langs",
        "occurred_on": "2024-03-07",
        "initiative": initiative.slug,
        "submission_id": str(uuid.uuid4()),
    }


def question(win: SmallWin, step: str, *, just_told: bool = False) -> str:
    return reverse("telling:ask", args=[win.pk, step]) + ("?verteld=ja" if just_told else "")


def moment(monkeypatch, text: str) -> None:
    """Let it be this moment."""
    now = dt.datetime.fromisoformat(text)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


# --- three fields -----------------------------------------------------------------------------


def test_a_team_member_tells_a_win_in_three_fields(client, form, initiative, team_member):
    client.force_login(team_member)
    response = client.post(TELL, form)

    win = initiative.wins.get()
    assertRedirects(response, question(win, "verandering", just_told=True))
    assert (win.title, win.occurred_on, win.precision) == (form["title"], dt.date(2024, 3, 7), Precision.DAY)
    assert (win.logged_by, win.state, win.types, win.came_from) == (team_member, WinState.LOGGED, None, None)


def test_after_saving_it_says_so_and_the_draft_may_go(client, form, team_member):
    client.force_login(team_member)
    page = client.post(TELL, form, follow=True)

    assertContains(page, "<title>Staat erop", html=False)
    assertContains(page, '<h1 tabindex="-1" autofocus>Staat erop</h1>')
    assertContains(page, "Dit kwam erbij")
    assertContains(page, '<h2 class="question__first">Wat veranderde er, en voor wie?</h2>')
    assertContains(page, f'data-draft-done="tell-win" data-draft-id="{form["submission_id"]}"')
    assertContains(page, "Nog 9 vragen, je mag ze allemaal overslaan")


def test_opening_the_question_later_wipes_no_draft(client, initiative, team_member):
    client.force_login(team_member)
    page = client.get(question(create_win(initiative=initiative), "verandering"))
    assertNotContains(page, "data-draft-done")


@pytest.mark.parametrize("who", ["team_member", "lead", "coordinator", "programme_staff"])
def test_people_inside_tell_wins(client, form, initiative, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.post(TELL, form).status_code == 302
    assert initiative.wins.count() == 1


def test_somebody_without_a_team_hears_what_to_do(client, outsider, initiative):
    client.force_login(outsider)
    page = client.get(TELL)
    assertContains(page, "Je zit nog niet in een team")
    assertContains(page, reverse("initiatives:index"))
    assertNotContains(page, 'name="title"')


def test_a_member_who_just_left_keeps_the_text(client, form, outsider, initiative):
    client.force_login(outsider)
    response = client.post(TELL, form)
    assertContains(response, form["title"], status_code=422)
    assert not SmallWin.objects.exists()


def test_a_win_cannot_move_past_a_look_back(member, win):
    create_follow_up(win, checked_on=dt.date(2024, 12, 1))
    sentence = "Op 1 december 2024 keek iemand of dit nog staat. Dan kan het niet later gebeurd zijn."
    typed = edit_form(member, win) | {"title": "Andere woorden", "when": "other", "occurred_on": "2024-12-02"}
    response = member.post(reverse("telling:edit", args=[win.pk]), typed)
    assertContains(response, sentence, status_code=422)
    assertContains(response, "Andere woorden", status_code=422)
    on_the_day = typed | {"occurred_on": "2024-12-01"}
    assert member.post(reverse("telling:edit", args=[win.pk]), on_the_day).status_code == 302


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"title": ""}, "Vertel in één zin wat er gelukt is."),
        ({"title": " \n\u200b "}, "Vertel in één zin wat er gelukt is."),
        ({"title": "x" * 281}, "Dit is 281 tekens lang. Er passen er 280."),
        ({"occurred_on": ""}, "Kies wanneer het was."),
        ({"occurred_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"occurred_on": "31-31-2020"}, "Dit is geen dag die we kennen."),
        ({"occurred_on": "0024-03-07"}, "Klopt het jaar 24?"),
        ({"when": "someday"}, "Dit antwoord kennen we niet."),
        ({"initiative": ""}, "Kies bij welk initiatief het hoort."),
        ({"initiative": "bestaat-niet"}, "Dit initiatief kennen we niet"),
        ({"initiative": "1' or 1=1"}, "Dit initiatief kennen we niet"),
    ],
)
def test_a_refusal_is_a_sentence_and_the_text_stays(client, form, initiative, team_member, change, sentence):
    create_initiative().memberships.create(user=team_member)  # so that there is something to choose
    client.force_login(team_member)
    response = client.post(TELL, form | change)

    assertContains(response, sentence, status_code=422)
    assertContains(response, (form | change)["title"].strip(" \n\u200b"), status_code=422)
    assertContains(response, form["submission_id"], status_code=422)
    assertContains(response, "data-draft-fresh", status_code=422)
    assert not SmallWin.objects.exists()


def test_a_title_of_several_lines_becomes_one(client, form, initiative, team_member):
    client.force_login(team_member)
    client.post(TELL, form | {"title": "  Eén\r\nsleutel\u202e,  twee\tdeuren 👩‍🎓 "})
    assert initiative.wins.get().title == "Eén sleutel, twee deuren 👩‍🎓"


def test_280_is_not_too_long(client, form, initiative, team_member):
    client.force_login(team_member)
    client.post(TELL, form | {"title": "é" * 280})
    assert len(initiative.wins.get().title) == 280


# --- which initiative -------------------------------------------------------------------------


def test_with_one_initiative_there_is_nothing_to_choose(client, initiative, team_member):
    client.force_login(team_member)
    page = client.get(TELL)
    assertContains(
        page, f'<input type="hidden" name="initiative" value="{initiative.slug}" id="id_initiative">'
    )
    assertContains(page, f"Bij <strong>{initiative.title}</strong>")


def test_a_few_initiatives_are_one_tap_each(client, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    client.force_login(team_member)
    assertContains(client.get(TELL), 'type="radio" name="initiative"', count=2)


def test_many_initiatives_are_grouped_by_city(client, programme_staff, initiative):
    two_cities = create_initiative(title="Overal", city=create_city(name="Breda"))
    two_cities.cities.add(create_city(name="Assen"))
    for _ in range(10):
        create_initiative()
    nowhere = create_initiative(title="Heel het land")
    nowhere.cities.clear()
    client.force_login(programme_staff)
    page = client.get(TELL)

    assertContains(page, '<optgroup label="Landelijk">')
    for city in ("Assen", "Breda"):
        assert re.search(f'<optgroup label="{city}">\\s*<option value="{two_cities.slug}">Overal', page.text)


def test_the_address_presets_the_initiative(client, initiative, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    client.force_login(team_member)
    page = client.get(TELL, {"initiatief": other.slug})
    assert page.context["form"]["initiative"].value() == other.slug
    assertContains(page, f'value="{other.slug}" required id="id_initiative_1" checked', html=False)


def test_a_hidden_initiative_is_as_absent(client, team_member):
    hidden = create_initiative(published=False)
    client.force_login(team_member)
    pages = [client.get(TELL, {"initiatief": slug}) for slug in (hidden.slug, "bestaat-niet-x")]
    assert anonymous(pages[0]).replace(hidden.slug, "bestaat-niet-x") == anonymous(pages[1])
    assertContains(pages[0], "Dit initiatief kennen we niet")


def test_telling_for_a_hidden_initiative_is_as_for_an_absent_one(client, form, team_member):
    hidden = create_initiative(published=False)
    client.force_login(team_member)
    pages = [client.post(TELL, form | {"initiative": slug}) for slug in (hidden.slug, "bestaat-niet-x")]
    assert anonymous(pages[0]).replace(hidden.slug, "bestaat-niet-x") == anonymous(pages[1])
    assert not hidden.wins.exists()


def anonymous(response) -> str:
    """The page without what is new at every rendering."""
    return re.sub(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=")[A-Za-z0-9]{64}(?=")', "#", response.text)


# --- exactly one ------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_win_and_one_answer(client, form, initiative, team_member):
    client.force_login(team_member)
    first, again = client.post(TELL, form), client.post(TELL, form)
    assert first.headers["Location"] == again.headers["Location"]
    assert initiative.wins.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_many_sides_at_once_is_one_win(form, initiative, team_member):
    gate, answers = threading.Barrier(5, timeout=30), []
    known = Client()
    known.force_login(team_member)

    def send():
        browser = Client()
        browser.cookies = known.cookies
        gate.wait()
        answers.append(browser.post(TELL, form).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    win = initiative.wins.get()
    assert answers == [question(win, "verandering", just_told=True)] * 5


def test_back_and_other_words_loses_neither(client, form, initiative, team_member):
    client.force_login(team_member)
    client.post(TELL, form)
    response = client.post(TELL, form | {"title": "Een heel ander verhaal"})

    assertContains(response, "Dit vertelde je net al", status_code=409)
    assertContains(response, "Een heel ander verhaal", status_code=409)
    assertContains(response, reverse("telling:edit", args=[initiative.wins.get().pk]), status_code=409)
    assert [win.title for win in initiative.wins.all()] == [form["title"]]

    number = response.context["form"]["submission_id"].value()
    client.post(TELL, form | {"title": "Een heel ander verhaal", "submission_id": str(number)})
    assert initiative.wins.count() == 2


def test_the_same_words_under_a_new_number_are_the_same_win(client, form, initiative, team_member):
    """Some browsers go back to the text they remember on a page they ask for again."""
    client.force_login(team_member)
    first = client.post(TELL, form)
    again = client.post(TELL, form | {"submission_id": str(uuid.uuid4())})
    assert first.headers["Location"] == again.headers["Location"]

    client.post(TELL, form | {"submission_id": str(uuid.uuid4()), "occurred_on": "2024-03-08"})
    SmallWin.objects.update(logged_at=timezone.now() - dt.timedelta(days=1))
    client.post(TELL, form | {"submission_id": str(uuid.uuid4())})
    assert initiative.wins.count() == 3


@pytest.mark.parametrize("number", ["", "geen nummer"])
def test_a_form_without_its_number_is_still_told(client, form, initiative, team_member, number):
    client.force_login(team_member)
    client.post(TELL, form | {"submission_id": number})
    assert initiative.wins.count() == 1


def test_every_page_has_a_number_of_its_own(client, team_member):
    client.force_login(team_member)
    numbers = {client.get(TELL).context["form"]["submission_id"].value() for _ in range(2)}
    assert len(numbers) == 2


# --- a draft that sends itself ----------------------------------------------------------------

DRAFT = {"X-Draft": "1"}


def test_a_draft_hears_in_one_number_what_became_of_it(client, form, initiative, team_member):
    client.force_login(team_member)
    assert client.post(TELL, form, headers=DRAFT).status_code == 201
    assert client.post(TELL, form, headers=DRAFT).status_code == 201
    assert initiative.wins.count() == 1


def test_a_refused_draft_hears_so_and_stays_where_it_is(client, form, initiative, team_member):
    client.force_login(team_member)
    assert client.post(TELL, form | {"occurred_on": "2999-01-01"}, headers=DRAFT).status_code == 422
    client.post(TELL, form)
    assert client.post(TELL, form | {"title": "Nog een zin"}, headers=DRAFT).status_code == 422
    assert initiative.wins.count() == 1


def test_a_draft_of_somebody_who_is_logged_out_stays_where_it_is(client, form):
    response = client.post(TELL, form, headers=DRAFT)
    assert response.status_code == 403
    assert not SmallWin.objects.exists()
    assert SHELF not in client.session


# --- logged out while typing ------------------------------------------------------------------


def log_in(client, user, address: str):
    return client.post(address, {"login": user.email, "password": PASSWORD}, follow=True)


@pytest.fixture
def somebody(initiative):
    return create_user(member_of=initiative, password=PASSWORD)


def test_an_expired_login_loses_no_word(client, form, somebody, initiative):
    typed = form | {"title": "Getypt & bewaard", "typed_by": str(somebody.pk)}
    sent = client.post(TELL, typed)
    assert urlsplit(sent.headers["Location"]).path == reverse("account_login")
    page = log_in(client, somebody, sent.headers["Location"])

    assert page.request["PATH_INFO"] == TELL
    assertContains(page, "Je was even uitgelogd. Wat je typte staat er nog.")
    back = page.context["form"]
    assert (back["title"].value(), back["when"].value()) == ("Getypt & bewaard", "other")
    assert back["submission_id"].value() == form["submission_id"]

    client.post(TELL, typed)
    assert initiative.wins.get().title == "Getypt & bewaard"
    assertNotContains(client.get(TELL), "Getypt")


def test_the_same_by_htmx_moves_the_window(client, form, somebody):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{TELL}"}
    sent = client.post(TELL, form, headers=headers)
    assert sent.headers["HX-Redirect"] == f"{reverse('account_login')}?next={TELL}"
    assertContains(log_in(client, somebody, sent.headers["HX-Redirect"]), form["title"])


def test_the_next_person_on_this_computer_gets_nothing(client, form, somebody, initiative):
    sent = client.post(TELL, form | {"typed_by": str(somebody.pk)})
    other = create_user(member_of=initiative, password=PASSWORD)
    assertNotContains(log_in(client, other, sent.headers["Location"]), form["title"])


def test_typed_words_do_not_wait_for_ever(client, form, somebody, monkeypatch):
    sent = client.post(TELL, form)
    monkeypatch.setattr("initiatives.sending.SECONDS", -1)
    assertNotContains(log_in(client, somebody, sent.headers["Location"]), form["title"])


def test_no_token_and_no_flood_waits_in_the_session(client, form):
    client.post(TELL, form | {"csrfmiddlewaretoken": "geheim"})
    assert "csrfmiddlewaretoken" not in client.session[SHELF][0]["texts"]
    fresh = Client()
    fresh.post(TELL, form | {"title": "x" * 30_000})
    assert SHELF not in fresh.session


def test_an_expired_login_keeps_an_edit_too(client, somebody, initiative):
    address = reverse("telling:edit", args=[create_win(initiative=initiative).pk])
    sent = client.post(address, {"title": "Beter gezegd", "description": "Lang verhaal"})
    page = log_in(client, somebody, sent.headers["Location"])
    assertContains(page, "Lang verhaal")


# --- the calendar of Amsterdam ----------------------------------------------------------------


@pytest.mark.parametrize(
    "utc, today, yesterday",
    [
        ("2025-12-31T23:30+00:00", "2026-01-01", "2025-12-31"),
        ("2026-03-28T23:30+00:00", "2026-03-29", "2026-03-28"),  # the night the clock goes forward
        ("2026-10-25T00:30+00:00", "2026-10-25", "2026-10-24"),  # the hour that comes twice
        ("2026-10-25T22:59+00:00", "2026-10-25", "2026-10-24"),
        ("2024-02-29T12:00+00:00", "2024-02-29", "2024-02-28"),
    ],
)
def test_today_is_a_day_in_amsterdam(
    client, form, initiative, team_member, monkeypatch, utc, today, yesterday
):
    client.force_login(team_member)
    moment(monkeypatch, utc)
    page = client.get(TELL)
    assertContains(page, f'type="radio" name="when" value="{today}"')
    assertContains(page, f'type="radio" name="when" value="{yesterday}"')
    assert page.context["form"]["when"].value() == today

    client.post(TELL, form | {"when": today, "occurred_on": ""})
    assert initiative.wins.get().occurred_on == dt.date.fromisoformat(today)
    tomorrow = dt.date.fromisoformat(today) + dt.timedelta(days=1)
    late = client.post(TELL, form | {"occurred_on": tomorrow.isoformat(), "submission_id": ""})
    assertContains(late, "Deze dag moet nog komen.", status_code=422)


def test_a_form_of_yesterday_still_means_yesterday(client, form, initiative, team_member):
    day = timezone.localdate() - dt.timedelta(days=4)
    client.force_login(team_member)
    client.post(TELL, form | {"when": day.isoformat(), "occurred_on": ""})
    assert initiative.wins.get().occurred_on == day


# --- eight answers in one sitting -------------------------------------------------------------


def test_eight_answers_in_one_sitting_make_a_small_win(member, team_member, initiative, form):
    """And one line stays a signal: nothing else was said of it."""
    told = member.post(TELL, form)
    win = initiative.wins.get()
    grade = partial(grade_now, win)
    assert grade() == Grade.SIGNAL

    answers = {
        "verandering": {
            "description": "De zaal is nu van de wijk.",
            "changed_for": "Bewoners van twee straten",
        },
        "oordeel": {
            "whose": "for_somebody",
            "on_behalf_of": "twee bewoners",
            "perspective": Perspective.RESIDENT,
            "verdict": Verdict.POSITIVE,
        },
        "mogelijk": {},  # there is nothing earlier
        "verlies": {"loss_answer": "nothing_seen"},
        "erbij": {"partners": ["geen"]},
        "gebeurd": {"concrete": "yes", "completed": "yes"},
        "diepte": {"depth": "different"},
        "lens": {"types": ["geen"], "directions": ["deep", "out"]},
        "niveau": {"level": "local"},
    }
    address, asked = told["Location"], []
    while "/vraag/" in address:
        step = address.split("/vraag/")[1].split("/")[0]
        asked.append(step)
        address = member.post(address, answers[step])["Location"]
    assert asked == list(answers)
    assert grade() == Grade.SMALL_WIN
    win.refresh_from_db()
    assert (win.changed_for, win.types, win.crossings) == ("Bewoners van twee straten", [], ())
    assert (win.judgements.get().is_first_hand, win.judgements.get().said_by) == (False, team_member)
    page = member.get(win.get_absolute_url())
    for words in "De zaal is nu van de wijk.", "Bewoners van twee straten":
        assertContains(page, words)


def grade_now(win: SmallWin) -> str:
    now = SmallWin.objects.get(pk=win.pk)
    return grade_of(now, is_judged_good=now.judgements.filter(verdict=Verdict.POSITIVE).exists())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"verdict": "positive"}, "Kies wie dit vindt."),
        ({"whose": "mine", "verdict": "positive"}, "Kies vanuit welke rol."),
        ({"whose": "mine", "perspective": "team"}, "Kies of het goed is."),
        ({"whose": "for_somebody", "perspective": "resident", "verdict": "positive"}, "Schrijf namens wie"),
    ],
)
def test_half_a_judgement_is_asked_on(member, win, answer, sentence):
    assertContains(member.post(question(win, "oordeel"), answer), sentence, status_code=422)
    assert not win.judgements.exists()


def test_no_judgement_and_the_same_one_twice_are_no_more_than_that(member, win):
    assert member.post(question(win, "oordeel"), {}).status_code == 302
    assert not win.judgements.exists()
    page = member.get(question(win, "oordeel"))
    assertNotContains(page, "checked")  # nothing is chosen for anybody
    number = re.search(r'name="number" value="([^"]+)"', page.text)[1]
    answer = {"number": number, "whose": "mine", "perspective": "teacher", "verdict": "mixed"}
    for _time in range(2):
        assert member.post(question(win, "oordeel"), answer).status_code == 302
    assert win.judgements.get().is_first_hand
    assertContains(member.get(question(win, "oordeel")), "docent: goed en niet goed")


@pytest.mark.parametrize(
    ("name", "step", "answer", "changed"),
    [
        (
            "judgements",
            "oordeel",
            {"whose": "mine", "perspective": "teacher", "verdict": "mixed"},
            {"perspective": "team"},
        ),
        (
            "losses",
            "verlies",
            {"loss_answer": "something", "kind": "time", "borne_by": "teacher", "audience": "network"},
            {"borne_by": "resident"},
        ),
    ],
)
def test_words_that_somebody_changed_after_going_back_are_no_less_kept(
    member, win, name, step, answer, changed
):
    """The number of the form is the same; the second time it says something else."""
    answer = {"number": uuid.uuid4(), **answer}
    for words in (answer, answer, answer | changed):
        assert member.post(question(win, step), words).status_code == 302
    assert getattr(win, name).count() == 2


def test_a_win_of_several_of_both_asks_which_went_which_way(member, win):
    lens = question(win, "lens", just_told=True)
    one = {"types": ["growth"], "directions": ["out", "deep"]}
    assertRedirects(member.post(lens, one), question(win, "niveau", just_told=True))
    both = {"types": ["growth", "replication"], "directions": ["out", "deep"]}
    pairs = question(win, "combinatie", just_told=True)
    assertRedirects(member.post(lens, both), pairs)
    offered = re.findall(r'name="pairs" value="([^"]+)"', member.get(pairs).text)
    assert [unescape(each) for each in offered] == [
        *(f"{kind}>{way}" for kind in both["types"] for way in both["directions"]),
        UNKNOWN,
    ]
    assert member.post(pairs, {"pairs": ["circulation>up"]}).status_code == 422
    member.post(pairs, {"pairs": ["growth>deep"]})
    win.refresh_from_db()
    assert (win.pairs, win.crossings) == (["growth>deep"], ("growth>deep",))
    after = member.get(question(win, "niveau", just_told=True))
    assertContains(after, "Groei (dieper): die gaan zelden samen. Klopt dit?")
    assert SmallWin.objects.get().types == both["types"]  # it asks, and changes nothing


def test_beside_the_level_stands_what_helps_to_choose_it(member, win):
    page = member.get(question(win, "niveau"))
    for words in (
        "Wat is er in de praktijk anders voor student, docent of bewoner?",
        "Van wie leerden we, en wie leert van ons?",
        "Zijn bestuurders en sleutelpersonen aangehaakt?",
    ):
        assertContains(page, words)
    assert member.post(question(win, "niveau"), {"level": "horizontal"}).status_code == 302  # never refused


# --- the way through the questions ------------------------------------------------------------

# The win first, and where it stands in the rose last (theory §7a).
STEPS = ["verandering", "oordeel", "mogelijk", "verlies", "erbij", "gebeurd", "diepte", "lens", "niveau"]


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, title="Deze", occurred_on=dt.date(2024, 6, 1))


def test_at_the_end_the_place_that_moved_is_lit_and_said(member, win):
    member.post(question(win, "lens", just_told=True), {"types": "growth"})
    member.post(question(win, "niveau", just_told=True), {"level": "local"})
    page = member.get(reverse("telling:told", args=[win.pk]))
    assertContains(page, "Deze staat bij: groei, lokaal.")
    assert page.text.count('class="lit"') == 1
    assertContains(page, "Er staat nu 1 small win.")


def test_every_question_can_be_skipped_to_what_it_changed(member, win):
    words = []
    for step, following in zip(STEPS, [*STEPS[1:], None], strict=True):
        page = member.get(question(win, step, just_told=True))
        skip = (
            question(win, following, just_told=True) if following else reverse("telling:told", args=[win.pk])
        )
        assertContains(page, f'href="{skip}">Sla over</a>')
        stands = on_path(win.initiative.slug, win.pk)
        assertContains(page, f'href="{stands}">Klaar, naar het kronkelpad</a>')
        assertContains(member.get(stands.partition("#")[0]), f'id="win-{win.pk}"')
        words += re.findall(r"Nog \d vragen|Laatste vraag", page.text)
    assert words == [*(f"Nog {left} vragen" for left in range(9, 1, -1)), "Laatste vraag"]


def test_an_answer_leads_to_the_next_question(member, win):
    answer = member.post(question(win, "diepte", just_told=True), {"depth": "better"})
    assertRedirects(answer, question(win, "lens", just_told=True))


def test_changing_an_answer_later_leads_back_to_the_win(member, win):
    answer = member.post(question(win, "niveau"), {"level": "local"})
    assertRedirects(answer, win.get_absolute_url())
    assertNotContains(member.get(question(win, "niveau")), "Sla over")


@pytest.mark.parametrize("step", [*STEPS, "bestaat-niet"])
@pytest.mark.parametrize("who", ["outsider", "team_member"])
def test_questions_are_for_the_team(client, win, step, who, request):
    client.force_login(request.getfixturevalue(who))
    expected = 200 if who == "team_member" and step in STEPS else 404
    assert client.get(question(win, step)).status_code == expected
    if who == "outsider":
        assert client.post(question(win, step), {"level": "local"}).status_code == 404


@pytest.mark.parametrize(
    "step, answer, field, stored",
    [
        ("mogelijk", {"earlier": "none"}, "came_from", LinkAnswer.NONE),
        ("mogelijk", {"earlier": "unknown"}, "came_from", LinkAnswer.UNKNOWN),
        ("lens", {"types": ["growth", "circulation"]}, "types", ["circulation", "growth"]),
        ("lens", {"types": ["geen"]}, "types", []),
        ("lens", {"types": ["unknown"]}, "types", [UNKNOWN]),
        ("lens", {"directions": ["up"]}, "directions", ["up"]),
        ("lens", {"directions": ["geen"]}, "directions", []),
        ("niveau", {"level": "vertical"}, "level", "vertical"),
        ("niveau", {"level": "unknown"}, "level", UNKNOWN),
        ("diepte", {"depth": "rethink"}, "depth", "rethink"),
        ("diepte", {"depth": "unknown"}, "depth", UNKNOWN),
    ],
)
def test_each_answer_is_kept_shown_and_taken_back(member, win, step, answer, field, stored):
    """None of these, don't know and silence are three things, also on the way back."""
    member.post(question(win, step), answer)
    win.refresh_from_db()
    assert sorted(getattr(win, field)) == sorted(stored)

    again = member.get(question(win, step))
    for code in next(iter(answer.values())) if step == "lens" else answer.values():
        assert re.search(f'value="{code}"[^>]* checked', again.text)

    member.post(question(win, step), answer | {"clear": "1"})
    win.refresh_from_db()
    assert getattr(win, field) is None


@pytest.mark.parametrize("step", ["mogelijk", "lens", "niveau", "diepte"])
def test_an_empty_answer_is_silence(member, win, step):
    SmallWin.objects.update(types=["growth"], directions=[], level="local", depth="better", came_from="none")
    member.post(question(win, step), {})
    win.refresh_from_db()
    fields = {
        "mogelijk": ["came_from"],
        "lens": ["types", "directions"],
        "niveau": ["level"],
        "diepte": ["depth"],
    }
    silent = [name for names in fields.values() for name in names if getattr(win, name) is None]
    assert silent == fields[step]


@pytest.mark.parametrize(
    "step, answer, sentence",
    [
        ("mogelijk", {"earlier": "gisteren"}, "Deze small win kennen we niet bij dit initiatief."),
        ("mogelijk", {"earlier": str(uuid.uuid4())}, "Deze small win kennen we niet bij dit initiatief."),
        ("mogelijk", {"earlier": "none", "mechanism": "magic"}, "Dit antwoord kennen we niet."),
        ("mogelijk", {"mechanism": "learning"}, "Kies ook welke eerdere small win hielp"),
        ("mogelijk", {"how": "Vanzelf"}, "Kies ook welke eerdere small win hielp"),
        ("lens", {"types": ["scaling up"]}, "Dit antwoord kennen we niet."),
        ("lens", {"types": ["growth", "geen"]}, "Je koos “Groei” én “Geen van de vier”. Die gaan niet samen"),
        ("lens", {"types": ["unknown", "geen"]}, "Die gaan niet samen"),
        ("lens", {"directions": ["up", "unknown"]}, "Je koos “Hoger” én “Weet ik niet”. Die gaan niet samen"),
        ("niveau", {"level": "national"}, "Dit antwoord kennen we niet."),
        ("diepte", {"depth": "4"}, "Dit antwoord kennen we niet."),
    ],
)
def test_an_impossible_answer_gets_a_sentence(member, win, step, answer, sentence):
    response = member.post(question(win, step), answer)
    assertContains(response, sentence, status_code=422)
    unchanged = SmallWin.objects.get()
    assert (unchanged.types, unchanged.directions, unchanged.level, unchanged.depth) == (
        None,
        None,
        None,
        None,
    )
    assert unchanged.came_from is None


def test_no_answer_ticks_or_hints_another(member, win):
    def directions():
        """The question about directions, as it stands on the page."""
        page = member.get(question(win, "lens")).text
        return page[
            page.index('name="directions"') : page.index("</fieldset>", page.index('name="directions"'))
        ]

    before = directions()
    for types in ScalingType, [NONE_OF_THESE]:
        member.post(question(win, "lens"), {"types": types})
        assert directions() == before  # whatever the types are, also none of the four
        win.refresh_from_db()
        assert (win.counted_directions, win.level) == (None, None)


def test_the_types_stand_from_rare_to_common(member, win):
    order = re.findall(r'name="types" value="(\w+)"', member.get(question(win, "lens")).text)
    assert order == ["institutionalisation", "replication", "circulation", "growth", "geen", "unknown"]


def test_the_rose_shows_what_was_answered_before(member, win):
    SmallWin.objects.update(types=["growth"], level="local", directions=[UNKNOWN])
    assertContains(member.get(question(win, "diepte")), "answer-rose has-growth has-local")
    assertContains(member.get(question(win, "niveau")), "answer-rose has-growth")
    assertNotContains(member.get(question(win, "lens")), "has-growth")


def test_two_questions_answered_at_once_keep_both(member, win):
    """Each question writes its own columns only."""
    stale = SmallWin.objects.get(pk=win.pk)
    member.post(question(win, "niveau"), {"level": "local"})
    stale.say(came_from=LinkAnswer.NONE)
    win.refresh_from_db()
    assert (win.level, win.came_from) == ("local", LinkAnswer.NONE)


# --- what made this possible ------------------------------------------------------------------


def test_a_tapped_win_becomes_the_step_before(member, win, initiative, team_member):
    earlier = create_win(initiative=initiative, title="Eerst dit", occurred_on=dt.date(2024, 1, 1))
    SmallWin.objects.filter(pk=win.pk).update(came_from="none")
    answer = {"earlier": str(earlier.pk), "mechanism": "learning", "how": "Wij zagen wat hielp"}
    member.post(question(win, "mogelijk"), answer)

    link = WinLink.objects.agreed().get()
    assert (link.earlier, link.later, link.mechanism, link.how) == (earlier, win, "learning", answer["how"])
    assert (link.told_by, link.confirmed_by, link.basis) == (team_member, team_member, LinkBasis.TEAM)
    win.refresh_from_db()
    assert win.came_from is None
    page = member.get(question(win, "mogelijk"))
    assertContains(page, "Kwam voort uit")
    assertNotContains(page, 'value="none"')


def test_the_same_link_sent_twice_is_one_link(member, win, initiative):
    earlier = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    for mechanism in ("learning", "coupling"):
        member.post(question(win, "mogelijk"), {"earlier": str(earlier.pk), "mechanism": mechanism})
    assert WinLink.objects.get().mechanism == "coupling"


def test_a_link_that_would_close_a_circle_names_the_chain(member, win, initiative):
    same_day = {"initiative": initiative, "occurred_on": win.occurred_on}
    middle, last = create_win(title="Midden", **same_day), create_win(title="Laatst", **same_day)
    create_link(earlier=win, later=middle)
    create_link(earlier=middle, later=last)
    response = member.post(question(win, "mogelijk"), {"earlier": str(last.pk)})

    assertContains(response, "Zo ontstaat een kringetje: Deze → Midden → Laatst.", status_code=422)
    assert re.search(f'value="{last.pk}"[^>]* checked', response.text)
    assert WinLink.objects.count() == 2


def test_a_later_win_cannot_come_before(member, win, initiative):
    later = create_win(initiative=initiative, title="Pas later", occurred_on=dt.date(2024, 7, 1))
    assertNotContains(member.get(question(win, "mogelijk")), "Pas later")
    response = member.post(question(win, "mogelijk"), {"earlier": str(later.pk)})
    assertContains(response, "“Pas later” was later dan “Deze”", status_code=422)


@pytest.mark.parametrize("kind", ["elsewhere", "hidden", "withdrawn", "itself"])
def test_a_win_that_is_not_the_teams_is_as_absent(member, win, initiative, team_member, kind):
    other = {
        "elsewhere": lambda: create_win(occurred_on=dt.date(2024, 1, 1)),
        "hidden": lambda: create_win(initiative=create_initiative(published=False)),
        "withdrawn": lambda: create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1)),
        "itself": lambda: win,
    }[kind]()
    if kind == "withdrawn":
        other.withdraw(by=team_member)
    response = member.post(question(win, "mogelijk"), {"earlier": str(other.pk)})

    assertContains(response, "Deze small win kennen we niet bij dit initiatief.", status_code=422)
    assert not WinLink.objects.exists()


def test_six_earlier_wins_show_and_the_others_wait_behind_one_tap(member, win, initiative):
    for month in range(1, 6):
        for day in (1, 2):
            create_win(
                initiative=initiative, title=f"Win {month}-{day}", occurred_on=dt.date(2024, month, day)
            )
    page = member.get(question(win, "mogelijk"))
    before, after = page.text.split("Meer eerdere small wins")
    assert re.findall(r"Win \d-\d", before) == [
        "Win 5-2",
        "Win 5-1",
        "Win 4-2",
        "Win 4-1",
        "Win 3-2",
        "Win 3-1",
    ]
    assert len(re.findall(r"Win \d-\d", after)) == 4


def test_earlier_wins_can_be_searched(member, win, initiative):
    for n in range(40):
        create_win(initiative=initiative, title=f"Stap {n}", occurred_on=dt.date(2023, 1, 1))
    create_win(initiative=initiative, title="De sleutels van de kerk", occurred_on=dt.date(2020, 1, 1))
    assertNotContains(member.get(question(win, "mogelijk")), "De sleutels")
    for words in ("sleutel", "kerk sleutels", "leutel"):
        assertContains(member.get(question(win, "mogelijk"), {"q": words}), "De sleutels van de kerk")
    assertContains(member.get(question(win, "mogelijk"), {"q": "olifant"}), "Niets gevonden met “olifant”.")


def test_a_win_found_by_searching_can_be_tapped(member, win, initiative):
    for n in range(40):
        create_win(initiative=initiative, title=f"Stap {n}", occurred_on=dt.date(2023, 1, 1))
    old = create_win(initiative=initiative, occurred_on=dt.date(2020, 1, 1))
    member.post(f"{question(win, 'mogelijk')}?q=wethouder", {"earlier": str(old.pk)})
    assert WinLink.objects.get().earlier == old


def test_the_first_win_of_an_initiative_has_none_before_it(member, win):
    assertContains(
        member.get(question(win, "mogelijk")), "Er staat nog geen eerdere small win bij dit initiatief."
    )


def test_a_link_can_be_taken_back(member, win, initiative):
    earlier = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    create_link(earlier=earlier, later=win)
    response = member.post(reverse("telling:untie", args=[win.pk, earlier.pk]))
    assertRedirects(response, question(win, "mogelijk"))
    assert not WinLink.objects.exists()


def test_a_link_of_a_source_stays_known_as_declined(member, win, initiative, team_member):
    """Loading the data set again must not bring it back; the team may."""
    earlier = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    link = create_link(earlier=earlier, later=win)
    WinLink.objects.update(basis=LinkBasis.STATED)
    member.post(reverse("telling:untie", args=[win.pk, earlier.pk]))
    link.refresh_from_db()
    assert link.declined_by == team_member
    assert not WinLink.objects.agreed().exists()

    member.post(question(win, "mogelijk"), {"earlier": str(earlier.pk)})
    assert WinLink.objects.agreed().get() == link


def test_an_outsider_cannot_take_a_link_back(client, outsider, win, initiative):
    earlier = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    create_link(earlier=earlier, later=win)
    client.force_login(outsider)
    assert client.post(reverse("telling:untie", args=[win.pk, earlier.pk])).status_code == 404
    assert WinLink.objects.agreed().exists()


def test_a_link_to_a_hidden_win_of_another_team_is_not_there(member, initiative):
    win = create_win(initiative=initiative)
    theirs = create_win(initiative=create_initiative(), audience=Audience.TEAM)
    create_link(earlier=theirs, later=win)
    assert member.post(reverse("telling:untie", args=[win.pk, theirs.pk])).status_code == 404
    assert WinLink.objects.agreed().count() == 1


# --- the editors' reading ---------------------------------------------------------------------


def test_the_editors_reading_is_shown_as_a_question(member, win):
    read_by_editors(win, types=["growth"], directions=["out"], level="local")
    assertContains(member.get(question(win, "lens")), "<strong>groei, breder</strong>. Klopt dit?")
    assertContains(member.get(question(win, "niveau")), "<strong>lokaal</strong>. Klopt dit?")
    SmallWin.objects.update(types=[], directions=["up"], level="local")
    for step in ("lens", "niveau"):
        assertNotContains(member.get(question(win, step)), "Ingedeeld door de redactie")


def test_agreeing_takes_one_tap(member, win):
    read_by_editors(win, types=["growth"], directions=[], level="local")
    address = reverse("telling:accept", args=[win.pk])
    assertContains(member.get(address), "<strong>groei, geen van de drie, lokaal</strong>")
    win.refresh_from_db()
    assert win.types is None  # looking is not agreeing

    shown = shown_reading(member, address)
    assertRedirects(member.post(address, shown), win.get_absolute_url())
    assert own_reading(win) == (["growth"], [], "local")
    assertContains(member.get(address), "Hier is niets te bevestigen")
    assertRedirects(member.post(address, shown), win.get_absolute_url())  # a second tap


def test_one_agrees_with_what_the_page_showed_and_no_more(member, win):
    read_by_editors(win, types=["growth"], directions=["out"], level="local")
    shown = shown_reading(member, question(win, "niveau"))
    assert member.post(reverse("telling:accept", args=[win.pk]), shown).status_code == 302
    assert own_reading(win) == (None, None, "local")


@pytest.mark.parametrize(
    "meanwhile",
    [{"editor_level": "vertical"}, {"editor_level": None}, {"level": "horizontal"}],
    ids=["the editors read it otherwise", "the editors took it back", "the team answered otherwise"],
)
def test_nobody_agrees_with_a_reading_that_they_did_not_see(member, win, meanwhile):
    read_by_editors(win, types=["growth"], level="local")
    address = reverse("telling:accept", args=[win.pk])
    shown = shown_reading(member, address)
    SmallWin.objects.update(**meanwhile)
    page = member.post(address, shown)
    assertContains(page, "Iemand deelde deze small win net anders in.", status_code=409)
    assert own_reading(win) == (None, None, meanwhile.get("level"))

    again = {"version": page.context["form"]["version"].value()}  # of what stands there now
    assert member.post(address, again).status_code == 302
    assert own_reading(win)[0] == ["growth"]


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "read:0"}, {"version": "title:0"}])
def test_without_the_mark_of_what_one_saw_one_agrees_with_nothing(member, win, sent):
    read_by_editors(win, types=["growth"])
    page = member.post(reverse("telling:accept", args=[win.pk]), sent)
    assertContains(page, "<strong>groei</strong>", status_code=409)
    assert own_reading(win) == (None, None, None)


def shown_reading(client, address: str) -> dict:
    """The data that the button under the editors' reading sends."""
    context = client.get(address).context
    return {"version": context["agreement"]["version"].value()}


def own_reading(win: SmallWin) -> tuple:
    win.refresh_from_db()
    return win.types, win.directions, win.level


def test_an_outsider_cannot_agree(client, outsider, win):
    read_by_editors(win, types=["growth"])
    client.force_login(outsider)
    assert client.post(reverse("telling:accept", args=[win.pk])).status_code == 404


# --- changing the words -----------------------------------------------------------------------


def edit_form(client, win) -> dict:
    """The data of the page's form when nothing is changed."""
    form = client.get(reverse("telling:edit", args=[win.pk])).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: str(value) for name, value in values.items() if value is not None}


def test_the_words_can_be_changed(member, win):
    change = {
        "title": "Beter gezegd",
        "description": "Regel één\r\n\r\nRegel twee",
        "when": "roughly",
        "stretch": "month-5",
        "year": "2023",
        "audience": Audience.TEAM,
        "title_en": "Better said",
        "description_en": "One",
    }
    response = member.post(reverse("telling:edit", args=[win.pk]), edit_form(member, win) | change)
    assertRedirects(response, win.get_absolute_url())
    win.refresh_from_db()
    assert (win.title, win.description) == ("Beter gezegd", "Regel één\n\nRegel twee")
    assert (win.occurred_on, win.precision) == (dt.date(2023, 5, 1), Precision.MONTH)
    assert (win.audience, win.title_en, win.description_en) == (Audience.TEAM, "Better said", "One")


@pytest.mark.parametrize(
    "day, precision",
    [
        (dt.date(2019, 1, 1), Precision.YEAR),
        (dt.date(2019, 4, 1), Precision.QUARTER),
        (dt.date(2019, 5, 1), Precision.MONTH),
        (dt.date(2019, 5, 3), Precision.DAY),
        (None, Precision.DAY),
    ],
)
def test_saving_without_a_change_changes_nothing(member, win, day, precision):
    sources = "https://voorbeeld.example"
    SmallWin.objects.update(occurred_on=day, precision=precision, sources=sources)
    assert member.post(reverse("telling:edit", args=[win.pk]), edit_form(member, win)).status_code == 302
    win.refresh_from_db()
    assert (win.occurred_on, win.precision) == (day, precision)


def test_only_a_win_with_a_source_may_lack_a_date(member, win):
    response = member.post(
        reverse("telling:edit", args=[win.pk]), edit_form(member, win) | {"when": "not_known"}
    )
    assertContains(response, "Dit antwoord kennen we niet.", status_code=422)


def test_a_question_of_the_programme_is_answered_by_saving(member, win, programme_staff):
    win.ask(by=programme_staff, question="Hoeveel studenten waren er?")
    page = member.get(reverse("telling:edit", args=[win.pk]))
    assertContains(page, "Hoeveel studenten waren er?")
    member.post(reverse("telling:edit", args=[win.pk]), edit_form(member, win) | {"description": "Twaalf."})
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


def test_words_that_came_in_meanwhile_are_not_written_over(member, win):
    typed = edit_form(member, win) | {"title": "Mijn woorden"}
    SmallWin.objects.update(title="Hun woorden")
    response = member.post(reverse("telling:edit", args=[win.pk]), typed)

    assertContains(response, "Iemand anders veranderde deze small win", status_code=409)
    assertContains(response, "Hun woorden", status_code=409)
    assertContains(response, "Mijn woorden", status_code=409)
    win.refresh_from_db()
    assert win.title == "Hun woorden"

    seen = {"version": response.context["form"]["version"].value()}
    assert member.post(reverse("telling:edit", args=[win.pk]), typed | seen).status_code == 302
    win.refresh_from_db()
    assert win.title == "Mijn woorden"


def test_an_answer_in_another_window_is_no_conflict(member, win):
    typed = edit_form(member, win) | {"title": "Mijn woorden"}
    member.post(question(win, "niveau"), {"level": "local"})
    assert member.post(reverse("telling:edit", args=[win.pk]), typed).status_code == 302
    win.refresh_from_db()
    assert (win.title, win.level) == ("Mijn woorden", "local")


@pytest.mark.parametrize(
    "day, sentence",
    [
        ("2023-12-31", "Dit kwam voort uit “Ervoor”, en dat was later: 1 januari 2024."),
        ("2025-01-01", "Hieruit kwam “Erna” voort, en dat was eerder: 1 december 2024."),
    ],
)
def test_a_win_cannot_move_past_its_neighbours(member, win, initiative, day, sentence):
    before = create_win(initiative=initiative, title="Ervoor", occurred_on=dt.date(2024, 1, 1))
    after = create_win(initiative=initiative, title="Erna", occurred_on=dt.date(2024, 12, 1))
    create_link(earlier=before, later=win)
    create_link(earlier=win, later=after)
    change = {"when": "other", "occurred_on": day}
    response = member.post(reverse("telling:edit", args=[win.pk]), edit_form(member, win) | change)
    assertContains(response, sentence, status_code=422)
    assertContains(response, f'value="{day}"', status_code=422)


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"title": ""}, "Vertel in één zin wat er gelukt is."),
        ({"description": "x" * 5001}, "Dit is 5001 tekens lang. Er passen er 5000."),
        ({"audience": "boss"}, "Dit antwoord kennen we niet."),
        ({"title_en": "x" * 281}, "Dit is 281 tekens lang."),
    ],
)
def test_a_refused_change_stays_in_the_form(member, win, change, sentence):
    typed = edit_form(member, win) | {"description": "Mijn lange verhaal"} | change
    response = member.post(reverse("telling:edit", args=[win.pk]), typed)
    assertContains(response, sentence, status_code=422)
    assertContains(response, typed["description"], status_code=422)


def test_only_the_named_fields_can_be_written(member, win, outsider):
    extra = {"types": "growth", "confirmed_at": "2024-01-01", "logged_by": outsider.pk, "initiative": "x"}
    before = (win.confirmed_at, win.logged_by, win.initiative_id)
    member.post(reverse("telling:edit", args=[win.pk]), edit_form(member, win) | extra)
    win.refresh_from_db()
    assert (win.types, win.confirmed_at, win.logged_by, win.initiative_id) == (None, *before)


@pytest.mark.parametrize("name", ["edit", "withdraw", "accept"])
def test_the_words_of_a_team_are_the_teams(client, win, outsider, name):
    client.force_login(outsider)
    address = reverse(f"telling:{name}", args=[win.pk])
    assert client.get(address).status_code == client.post(address).status_code == 404


# --- taking it back ---------------------------------------------------------------------------


def test_withdrawing_asks_first_and_can_be_undone(member, win, team_member):
    address = reverse("telling:withdraw", args=[win.pk])
    assertContains(member.get(address), "Trek je deze small win in?")
    win.refresh_from_db()
    assert win.withdrawn_at is None

    page = member.post(address, {"reason": "Het was een ander team"}, follow=True)
    win.refresh_from_db()
    assert (win.withdrawn_by, win.withdrawal_reason) == (team_member, "Het was een ander team")
    assertContains(page, "Terugzetten")

    assertRedirects(member.post(reverse("telling:restore", args=[win.pk])), win.get_absolute_url())
    win.refresh_from_db()
    assert win.withdrawn_at is None


def test_a_reason_is_not_asked_for(member, win):
    member.post(reverse("telling:withdraw", args=[win.pk]))
    win.refresh_from_db()
    assert win.withdrawn_at


@pytest.mark.parametrize("name", ["restore", "withdraw"])
def test_an_outsider_cannot_take_back_nor_put_back(client, outsider, win, team_member, name):
    if name == "restore":
        win.withdraw(by=team_member)
    before = SmallWin.objects.get().withdrawn_at
    client.force_login(outsider)
    assert client.post(reverse(f"telling:{name}", args=[win.pk])).status_code == 404
    assert SmallWin.objects.get().withdrawn_at == before


@pytest.mark.parametrize("name", ["restore"])
def test_looking_changes_nothing(member, win, name):
    assert member.get(reverse(f"telling:{name}", args=[win.pk])).status_code == 405


# --- what it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("initiatives", [1, 30])
def test_the_form_costs_the_same_for_one_team_and_for_thirty(
    client, programme_staff, initiatives, django_assert_num_queries
):
    for _ in range(initiatives):
        create_initiative()
    client.force_login(programme_staff)
    client.get(TELL)
    with django_assert_num_queries(6):  # session, user, roles; initiatives, cities; programme
        client.get(TELL)


@pytest.mark.parametrize("wins", [1, 40])
@pytest.mark.parametrize(
    "step, queries", [("mogelijk", 7), ("lens", 5), ("niveau", 5), ("diepte", 5), ("foto", 6)]
)
def test_a_question_costs_the_same_after_many_wins(
    member, win, initiative, wins, step, queries, django_assert_num_queries
):
    for _ in range(wins):
        create_win(initiative=initiative, occurred_on=dt.date(2023, 1, 1))
    with django_assert_num_queries(
        queries
    ):  # session, user, roles, win; links, earlier wins; photos; programme
        member.get(question(win, step))


# --- type first, log in then ------------------------------------------------------------------
def typed_by_a_visitor(client, **also) -> str:
    """A visitor opens the page, types and sends. Out: the page behind the login."""
    page = f"{TELL}?initiatief={also.pop('initiatief')}" if "initiatief" in also else TELL
    assertContains(client.get(page), "Verder: inloggen")
    typed = {"typed_first": "ja", "title": "De sleutel is er", "when": "2024-03-07", **also}
    answer = client.post(TELL, typed, headers={"referer": f"http://testserver{page}"})
    assert answer.url.startswith("/accounts/login/?next=")
    return page


def test_a_visitor_types_first_and_finds_it_back_after_logging_in(client, initiative, team_member):
    page = typed_by_a_visitor(client)
    assert not SmallWin.objects.exists()
    client.force_login(team_member)
    back = client.get(page)
    assertContains(back, "De sleutel is er")
    assertContains(back, "Druk nu op Bewaar")
    assert back.context["form"].errors == {}


def test_a_visitor_of_two_teams_still_has_to_choose_unless_the_address_did(client, initiative, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    page = typed_by_a_visitor(client, initiatief=other.slug)
    client.force_login(team_member)
    assert client.get(page).context["form"].cleaned_data["initiative"] == other


def test_a_draft_is_no_page_for_a_visitor(client, initiative):
    draft = create_win(initiative=initiative, title="Nog niet verteld", drafted_at=timezone.now())
    answer = client.get(f"{TELL}?concept={draft.pk}")
    assert answer.url.startswith("/accounts/login/")
