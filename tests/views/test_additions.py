"""Judgements, losses, evidence and looks back: who adds, changes and takes away what, and what a refusal says."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, LossAnswer, LossStatus, Perspective, Verdict
from initiatives.models import Evidence, FollowUp, Judgement, Loss, acting
from initiatives.reports.win.history import history_of_win
from tests.factories import create_initiative, create_user, create_win, read_by_editors
from tests.factories_facets import create_evidence, create_follow_up, create_judgement, create_loss

JUDGEMENT = {"perspective": "resident", "verdict": "positive", "comment": "Eindelijk"}
LOSS = {"kind": "time", "borne_by": "teacher", "audience": "network", "seen_on": "2026-03-02"}
EVIDENCE = {"kind": "link", "independence": "outside", "url": "https://krant.example/stuk"}
FOLLOW_UP = {"still_stands": "yes", "checked_on": "2026-06-01", "shock": "money"}
FILLED = {"oordelen": JUDGEMENT, "verliezen": LOSS, "bewijs": EVIDENCE, "terugblikken": FOLLOW_UP}
MODELS = {"oordelen": Judgement, "verliezen": Loss, "bewijs": Evidence, "terugblikken": FollowUp}
FACTORIES = {
    "oordelen": lambda win: create_judgement(win, on_behalf_of="twee bewoners"),
    "verliezen": create_loss,
    "bewijs": create_evidence,
    "terugblikken": create_follow_up,
}
INSIDERS = ["team_member", "lead", "coordinator", "programme_staff"]
names = pytest.mark.parametrize("name", list(FILLED))


@pytest.fixture
def win(initiative):
    return create_win(initiative=initiative, occurred_on=dt.date(2026, 3, 1))


def new(win, name: str) -> str:
    return reverse("additions:add", args=[win.pk, name])


def one(row, name: str, what: str = "edit") -> str:
    return reverse(f"additions:{what}", args=[name, row.pk])


def sent(name: str, **words) -> dict:
    """The data of a form of the team."""
    whose = {"whose": "mine"} if name == "oordelen" else {}
    return {"number": str(uuid.uuid4()), **whose, **FILLED[name], **words}


# --- to add -----------------------------------------------------------------------------------
@names
@pytest.mark.parametrize("who", INSIDERS)
def test_those_who_work_on_it_add_all_four(client, request, win, name, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(new(win, name)).status_code == 200
    answer = client.post(new(win, name), sent(name))
    assert answer.status_code == 302
    assert answer.url.startswith(win.get_absolute_url())
    assert MODELS[name].objects.get().win == win


@names
def test_others_of_the_network_only_judge(client, outsider, win, name):
    client.force_login(outsider)
    expected = (200, 302) if name == "oordelen" else (404, 404)
    found = client.get(new(win, name)).status_code, client.post(new(win, name), sent(name)).status_code
    assert found == expected


@names
def test_a_visitor_is_asked_to_log_in(client, win, name):
    assert client.post(new(win, name), sent(name)).url.startswith(reverse("account_login"))
    assert not MODELS[name].objects.exists()


@names
def test_nothing_is_added_to_what_does_not_stand_or_is_not_seen(client, outsider, team_member, win, name):
    client.force_login(outsider)
    win.rewrite(audience=Audience.TEAM)
    assert client.post(new(win, name), sent(name)).status_code == 404
    client.force_login(team_member)
    win.withdraw(by=team_member)
    assert client.post(new(win, name), sent(name)).status_code == 404


@names
def test_the_same_form_twice_is_one_row(member, win, name):
    words = sent(name)
    assert [member.post(new(win, name), words).status_code for _ in range(2)] == [302, 302]
    assert MODELS[name].objects.count() == 1


def test_an_unknown_kind_of_addition_is_no_page(member, win):
    assert member.get(new(win, "taarten")).status_code == 404


# --- a judgement ------------------------------------------------------------------------------
def test_an_outsider_judges_first_hand_and_never_as_the_team(client, outsider, win):
    client.force_login(outsider)
    page = client.get(new(win, "oordelen"))
    assertNotContains(page, "Namens wie?")
    assertNotContains(page, 'value="team"')
    refused = client.post(new(win, "oordelen"), sent("oordelen", perspective="team"))
    assert refused.status_code == 422
    client.post(new(win, "oordelen"), sent("oordelen", whose="for_somebody", on_behalf_of="de wijk"))
    judgement = Judgement.objects.get()
    assert (judgement.is_first_hand, judgement.on_behalf_of, judgement.said_by) == (True, "", outsider)


def test_the_team_writes_down_what_others_said(member, win, team_member):
    words = sent("oordelen", whose="for_somebody", on_behalf_of="twee bewoners")
    member.post(new(win, "oordelen"), words)
    judgement = Judgement.objects.get()
    assert (judgement.is_first_hand, judgement.on_behalf_of) == (False, "twee bewoners")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"whose": "for_somebody"}, "Schrijf namens wie je dit zegt."),
        ({"whose": "mine", "on_behalf_of": "de wijk"}, "Je koos dat jij dit vindt."),
        ({"whose": ""}, "Kies er een."),
        ({"perspective": ""}, "Kies er een."),
        ({"verdict": "fantastic"}, "Dit antwoord kennen we niet."),
        ({"comment": "x" * 1001}, "Dit is 1001 tekens lang."),
    ],
)
def test_a_refused_judgement_keeps_what_was_typed(member, win, words, sentence):
    page = member.post(new(win, "oordelen"), sent("oordelen", **words))
    assertContains(page, sentence, status_code=422)
    assertContains(page, words.get("comment", "Eindelijk"), status_code=422)
    assert not Judgement.objects.exists()


def test_a_second_judgement_from_one_position_is_refused_with_a_way_to_change_the_first(
    member, win, team_member
):
    create_judgement(win, by=team_member)
    page = member.post(new(win, "oordelen"), sent("oordelen"))
    assertContains(page, "Dit oordeel heb je al gegeven. Je kunt het aanpassen.", status_code=422)


def test_one_changes_and_takes_back_ones_own(client, outsider, win):
    client.force_login(outsider)
    judgement = create_judgement(win, by=outsider)
    client.post(one(judgement, "oordelen"), sent("oordelen", verdict="mixed"))
    judgement.refresh_from_db()
    assert judgement.verdict == Verdict.MIXED
    assertContains(client.get(one(judgement, "oordelen", "remove")), "Haal je dit oordeel weg?")
    assert Judgement.objects.exists()  # looking takes nothing away
    client.post(one(judgement, "oordelen", "remove"))
    assert not Judgement.objects.exists()


def test_the_team_takes_no_judgement_of_somebody_else_away(member, win):
    judgement = create_judgement(win, by=create_user())
    for what in ("edit", "remove"):
        assert member.post(one(judgement, "oordelen", what), sent("oordelen")).status_code == 404
    assert Judgement.objects.exists()


# --- to change and take away, by the team -----------------------------------------------------
@names
@pytest.mark.parametrize("who", [*INSIDERS, "outsider"])
def test_people_change_their_own_and_others_find_nothing(client, request, win, name, who):
    row = FACTORIES[name](win)
    client.force_login(request.getfixturevalue(who))
    expected = 404 if who == "outsider" else 200
    assert client.get(one(row, name)).status_code == expected
    assert client.get(one(row, name, "remove")).status_code == expected
    assert client.post(one(row, name, "remove")).status_code == (404 if who == "outsider" else 302)


def test_a_loss_gets_another_status(member, win):
    loss = create_loss(win)
    page = member.post(one(loss, "verliezen"), sent("verliezen", status="softened", note="Er is nu hulp"))
    assertRedirects(page, f"{win.get_absolute_url()}#losses")
    loss.refresh_from_db()
    assert (loss.status, loss.note, loss.severity) == (LossStatus.SOFTENED, "Er is nu hulp", None)
    assertContains(member.get(win.get_absolute_url()), "Verzacht")


def test_two_people_change_one_loss_and_the_second_sees_both(member, win, team_member):
    loss = create_loss(win, note="Eerst")
    form = member.get(one(loss, "verliezen")).context["form"]
    typed = {field.name: str(field.value() or "") for field in form} | {"note": "Mijn woorden"}
    with acting(create_user()):
        loss.rewrite(note="Hun woorden")
    page = member.post(one(loss, "verliezen"), typed)
    for words in ("Hun woorden", "Mijn woorden", 'name="keep_note"'):
        assertContains(page, words, status_code=409)
    loss.refresh_from_db()
    assert loss.note == "Hun woorden"


@pytest.mark.parametrize("who", [*INSIDERS, "outsider"])
def test_a_loss_of_an_initiative_needs_no_win(client, request, initiative, who):
    client.force_login(request.getfixturevalue(who))
    address = reverse("additions:add_loss", args=[initiative.slug])
    answer = client.post(address, sent("verliezen"))
    if who == "outsider":
        assert answer.status_code == 404
        return
    assertRedirects(answer, f"{initiative.get_absolute_url()}#losses")
    loss = Loss.objects.get()
    assert (loss.initiative, loss.win) == (initiative, None)
    assert client.get(one(loss, "verliezen")).status_code == 200
    client.post(one(loss, "verliezen", "remove"))
    assert not Loss.objects.exists()


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("verliezen", {"kind": ""}, "Kies er een."),
        ("verliezen", {"seen_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ("bewijs", {"url": ""}, "Schrijf wat er te zien is, of vul het webadres in."),
        (
            "bewijs",
            {"url": "http://krant.example"},
            "Dit is geen webadres dat we kennen. Het begint met https://.",
        ),
        ("bewijs", {"url": "javascript:alert(1)"}, "https://"),
        ("terugblikken", {"checked_on": "2026-02-28"}, "Toen was het nog niet gebeurd."),
        ("terugblikken", {"checked_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ("terugblikken", {"checked_on": "gisteren"}, "Dit is geen dag die we kennen."),
        ("terugblikken", {"still_stands": ""}, "Kies er een."),
    ],
)
def test_an_impossible_answer_gets_a_sentence_and_keeps_the_rest(member, win, name, words, sentence):
    page = member.post(new(win, name), sent(name, **words))
    assertContains(page, sentence, status_code=422)
    assertContains(page, " checked", status_code=422)
    assert not MODELS[name].objects.exists()


def test_one_looks_back_once_a_day(member, win, team_member):
    create_follow_up(win, by=team_member)
    page = member.post(new(win, "terugblikken"), sent("terugblikken"))
    assertContains(page, "Je keek die dag al.", status_code=422)


# --- on the page of the win -------------------------------------------------------------------
def test_a_visitor_reads_answers_and_no_unasked_questions(client, win):
    page = client.get(win.get_absolute_url())
    for heading in ("Hoe ver het gaat", "Wie vindt dit goed?", "Wat ging er verloren?", "Staat het nog?"):
        assertNotContains(page, heading)
    win.rewrite(concrete="yes", completed="yes", depth="different")
    create_judgement(win, comment="Geheim", on_behalf_of="Truus")
    page = client.get(win.get_absolute_url())
    for words in (
        "Small win: het is gebeurd en af",
        "Een oordeel: 1 van een bewoner, opgeschreven door het team.",
    ):
        assertContains(page, words)
    for words in ("Geheim", "Truus", "niet gevraagd", "Voeg een oordeel toe"):
        assertNotContains(page, words)


def test_the_team_is_invited_to_what_was_not_asked(member, win):
    page = member.get(win.get_absolute_url())
    for words in (
        "Verteld",
        "niet gevraagd",
        "Niet gevraagd.",
        "Er staat nog geen oordeel bij.",
        "Nog niemand keek terug.",
    ):
        assertContains(page, words)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Niet gevraagd."),
        (LossAnswer.NOTHING_SEEN, "Gekeken, niets gezien."),
        (LossAnswer.UNKNOWN, "Weet ik niet."),
    ],
)
def test_not_asked_nothing_seen_and_not_known_are_different_words(member, win, answer, words):
    win.say(loss_answer=answer)
    assertContains(member.get(win.get_absolute_url()), words)


def test_comments_are_for_the_team_and_for_whoever_wrote_them(client, win, outsider, team_member):
    create_judgement(win, by=outsider, comment="Alleen voor jullie")
    for reader, count in ((team_member, 1), (outsider, 1), (create_user(), 0)):
        client.force_login(reader)
        assertContains(client.get(win.get_absolute_url()), "Alleen voor jullie", count=count)


def test_a_loss_for_the_network_is_no_secret_and_its_words_are(client, win, outsider):
    create_loss(win, note="De docent werkte in het weekend")
    create_loss(win, note="Alleen voor ons", audience=Audience.TEAM)
    page = client.get(win.get_absolute_url())
    assertContains(page, "Er is ook een keerzijde. Die leest alleen wie inlogt.")
    assertNotContains(page, "weekend")
    client.force_login(outsider)
    page = client.get(win.get_absolute_url())
    assertContains(page, "De docent werkte in het weekend")
    assertNotContains(page, "Alleen voor ons")


def test_a_loss_for_the_team_alone_leaves_no_trace(client, win):
    before = client.get(win.get_absolute_url()).content
    create_loss(win, audience=Audience.TEAM)
    assert client.get(win.get_absolute_url()).content == before


@pytest.mark.parametrize("rows", [1, 6])
def test_a_page_of_a_win_takes_a_fixed_number_of_queries(
    client, team_member, win, django_assert_num_queries, rows
):
    for n in range(rows):
        create_judgement(win, by=create_user())
        create_loss(win)
        create_evidence(win)
        create_follow_up(win, checked_on=dt.date(2026, 4, 1 + n))
        win.partners.add(win.initiative.partnerships.get().partner)
    with django_assert_num_queries(14):
        client.get(win.get_absolute_url())
    client.force_login(team_member)
    # and who reads it, what may be confirmed, whether a link waits, walls, wishes and what partners say is not so; no losses are hidden
    with django_assert_num_queries(21):
        client.get(win.get_absolute_url())


# --- two readings -----------------------------------------------------------------------------
@pytest.fixture
def read_otherwise(win):
    win.rewrite(types=["growth"])
    return read_by_editors(win, types=["circulation"])


def seen(client, win) -> dict:
    return {"version": client.get(win.get_absolute_url()).context["page"].facets.version}


def test_another_reading_is_a_question_to_the_team_and_to_nobody_else(
    client, member, read_otherwise, outsider
):
    question = "Jullie zeggen groei, de redactie leest circulatie."
    assertContains(member.get(read_otherwise.get_absolute_url()), question)
    client.force_login(outsider)
    assertNotContains(client.get(read_otherwise.get_absolute_url()), question)


def test_the_team_keeps_its_own_and_both_stay(member, read_otherwise):
    member.post(reverse("telling:keep_reading", args=[read_otherwise.pk]), seen(member, read_otherwise))
    read_otherwise.refresh_from_db()
    assert (read_otherwise.types, read_otherwise.editor_types) == (["growth"], ["circulation"])
    assertNotContains(member.get(read_otherwise.get_absolute_url()), "Wat past beter?")


def test_the_team_takes_the_other_over(member, read_otherwise):
    address = reverse("telling:take_over", args=[read_otherwise.pk, "types"])
    member.post(address, seen(member, read_otherwise))
    read_otherwise.refresh_from_db()
    assert read_otherwise.types == ["circulation"]


@pytest.mark.parametrize("address", ["keep_reading", "take_over"])
def test_nobody_agrees_with_what_they_have_not_seen(member, read_otherwise, address):
    before = seen(member, read_otherwise)
    read_by_editors(read_otherwise, types=["replication"])
    args = [read_otherwise.pk, *(["types"] if address == "take_over" else [])]
    page = member.post(reverse(f"telling:{address}", args=args), before, follow=True)
    assertContains(page, "Iemand deelde deze small win net anders in.")
    read_otherwise.refresh_from_db()
    assert (read_otherwise.types, read_otherwise.reading_kept_at) == (["growth"], None)


def test_only_the_team_answers_and_never_by_looking(client, outsider, read_otherwise):
    address = reverse("telling:keep_reading", args=[read_otherwise.pk])
    client.force_login(outsider)
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405


# --- the history ------------------------------------------------------------------------------
def said(win, reader) -> str:
    return "\n".join(
        " ".join(
            [
                *event.did,
                *(f"{c.label}: {c.before}>{c.after}{'(stil)' * c.is_unspoken}" for c in event.changes),
            ]
        )
        for event in history_of_win(win, user=reader).events
    )


def test_the_history_says_it_in_words_and_keeps_quiet_what_is_personal(win, team_member):
    create_judgement(win, on_behalf_of="Truus", comment="Geheim")
    create_loss(win, note="Minder tijd")
    create_evidence(win)
    create_follow_up(win)
    win.say_who_was_there([win.initiative.partnerships.get().partner], None)
    told = said(win, team_member)
    for words in (
        "Oordeel toegevoegd.",
        "Verlies toegevoegd.",
        "Bewijs toegevoegd.",
        "Terugblik toegevoegd.",
    ):
        assert words in told
    for words in (
        "Vanuit welke rol?: >bewoner",
        "Wat ging er verloren?: >tijd of werkdruk",
        "Namens wie?: >(stil)",
    ):
        assert words in told
    assert f"Partner: >{win.partners.get().name}" in told
    assert "Small win en partner aan elkaar gekoppeld." in told
    for words in ("Truus", "Geheim", "said_by", "Iets anders"):
        assert words not in told


def test_a_loss_of_another_initiative_is_not_changed_through_mine(member):
    other = create_loss(create_win(initiative=create_initiative()))
    assert member.post(one(other, "verliezen"), sent("verliezen")).status_code == 404
    assert other.borne_by == Perspective.TEACHER
