"""One's own account: what one decides, what is kept of one, and the end of it."""

import io
import json
import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import BooleanField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, Digest
from initiatives.models import Invitation, Loss, MembershipRequest, Photo, SmallWin, User, acting
from initiatives.models.columns import fields_of
from tests.factories import create_initiative, create_link, create_user, create_win
from tests.factories_facets import create_judgement
from tests.factories_wishes import create_wish

pytestmark = pytest.mark.usefixtures("fresh_limits")

MINE = "/mijn/"
PASSWORD = "een heel lang wachtwoord"


@pytest.fixture
def me(client, initiative):
    user = create_user(member_of=initiative, email="roos@voorbeeld.example")
    user.display_name = "Roos"
    user.save()
    client.force_login(user)
    return user


def typed(**changes) -> dict:
    return {"display_name": "Roos", "language": "nl", "digest": "weekly", **changes}


# --- What one decides -------------------------------------------------------------------------
def test_a_visitor_has_no_account(client):
    for name in ("index", "export", "delete"):
        assert client.get(reverse(f"mine:{name}")).headers["Location"].startswith("/accounts/login/")


def test_a_name_a_language_and_post(client, me, settings):
    answer = client.post(MINE, typed(display_name="  Roos \n de Vries ", language="en", digest="never"))
    assertRedirects(answer, MINE)
    me.refresh_from_db()
    assert (me.display_name, me.language, me.digest) == ("Roos de Vries", "en", Digest.NEVER)
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assertContains(client.get(MINE), '<html lang="en">')


def test_the_cookie_is_that_of_the_switch(client, me, settings):
    ours = client.post(MINE, typed(language="en")).cookies[settings.LANGUAGE_COOKIE_NAME]
    switch = client.post("/taal/", {"language": "en"}).cookies[settings.LANGUAGE_COOKIE_NAME]
    assert ours.OutputString() == switch.OutputString()


@pytest.mark.parametrize("changes", [{"display_name": " "}, {"language": "fr"}, {"digest": "hourly"}])
def test_a_form_with_a_mistake_changes_nothing(client, me, changes):
    answer = client.post(MINE, typed(**changes))
    assertContains(answer, "Dit kan nog niet zo", status_code=422)
    me.refresh_from_db()
    assert (me.display_name, me.language, me.digest) == ("Roos", "nl", Digest.WEEKLY)


def test_other_fields_that_are_sent_change_nothing(client, me):
    client.post(
        MINE, typed(is_superuser="on", is_active="", email="x@voorbeeld.example", anonymised_at="2020-01-01")
    )
    me.refresh_from_db()
    assert (me.is_superuser, me.is_active, me.email, me.anonymised_at) == (
        False,
        True,
        "roos@voorbeeld.example",
        None,
    )


def test_it_says_when_the_weekly_post_comes_and_what_no_also_stops(client, me):
    assertContains(
        client.get(MINE), "Op maandag, in één mail. Kies je nooit, dan mailen we je ook niet over dagen"
    )


def test_it_says_what_one_may_do(client, me, initiative):
    me.roles.create(kind="coordinator", city=initiative.cities.get())
    elsewhere = create_initiative(title="Nog een team")
    MembershipRequest.objects.ask(elsewhere, by=me)
    page = client.get(MINE)
    for words in (initiative.title, "Teamlid.", f"Kwartiermaker · {initiative.cities.get()}", "Nog een team"):
        assertContains(page, words)
    for name in ("mine:export", "mine:delete", "account_email", "mfa_index"):
        assertContains(page, reverse(name))


# --- What is kept of one ----------------------------------------------------------------------
def kept(client) -> dict:
    return json.loads(client.get(reverse("mine:export")).content)


def test_it_is_a_file_that_no_cache_keeps(client, me):
    answer = client.get(reverse("mine:export"))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="vliegwiel-2')
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.post(reverse("mine:export")).status_code == 405


def a_photo() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (6, 4), "teal").save(file, "JPEG")
    return SimpleUploadedFile("x.jpg", file.getvalue())


def test_all_of_ones_own_is_in_it(client, me, initiative, lead, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with acting(me):
        win = create_win(initiative=initiative, by=me, title="De wethouder", description="Zij bleef een uur")
        draft = SmallWin.objects.keep_draft(by=me, submission_id=uuid.uuid4(), title="Nog niet af")
        create_link(earlier=create_win(initiative=initiative), later=win)
        win.add_photo(a_photo(), by=me, photo_id=uuid.uuid4(), alt_text="Een volle zaal")
    Invitation.objects.invite("me@oud.example", to=initiative, role="lead", by=lead)[0].accept(by=me)
    MembershipRequest.objects.ask(create_initiative(), by=me, note="Ik geef les")
    data = kept(client)
    assert data["account"]["email"] == "roos@voorbeeld.example"
    assert data["teams"] == [{"initiative": initiative.title, "slug": initiative.slug, "role": "lead"}]
    told = {row["id"]: row for row in data["wins"]}
    assert told[str(win.pk)]["description"] == "Zij bleef een uur"
    assert (told[str(draft.pk)]["title"], told[str(draft.pk)]["state"]) == ("Nog niet af", "draft")
    assert data["ties"][0]["later_id"] == str(win.pk)
    assert data["photos"][0]["alt_text"] == "Een volle zaal"
    assert data["asked_to_join"][0]["note"] == "Ik geef les"
    assert data["invitations_accepted"][0]["email"] == "me@oud.example"
    assert {"initiatives_smallwin", "initiatives_photo"} <= {row["table"] for row in data["changes"]}


def test_the_file_holds_nothing_of_others(client, me, initiative, lead):
    me.memberships.update(role="lead")
    Invitation.objects.invite("ander@voorbeeld.example", to=initiative, role="member", by=me)
    MembershipRequest.objects.ask(initiative, by=create_user(), note="Kanarie")
    create_win(initiative=initiative, title="Van een ander")
    text = client.get(reverse("mine:export")).content.decode()
    assert json.loads(text)["invitations_sent"][0]["role"] == "member"
    for secret in ("ander@voorbeeld.example", "Kanarie", "Van een ander", lead.email, lead.display_name):
        assert secret not in text


def test_a_row_that_one_sees_no_more_is_in_it_with_ones_own_words_only(client, me, initiative, lead):
    with acting(me):
        win = create_win(initiative=initiative, by=me, title="Zo schreef ik het", audience=Audience.TEAM)
    with acting(lead):
        SmallWin.objects.filter(pk=win.pk).update(title="Geheim van het team")
    initiative.unpublish()
    me.memberships.get().end(by=me)
    text = client.get(reverse("mine:export")).content.decode()
    (told,) = json.loads(text)["wins"]
    assert not told["seen"]
    assert told["initiative"] is None
    assert told["written"][0]["title"] == "Zo schreef ik het"
    assert "Geheim" not in text
    assert initiative.title not in text


def test_an_answer_that_others_changed_is_not_in_it_once_one_has_left(client, me, initiative, lead):
    with acting(me):
        loss = Loss.objects.create(
            initiative=initiative,
            told_by=me,
            kind="time",
            borne_by="teacher",
            severity="light",
            audience="team",
        )
    with acting(lead):
        Loss.objects.filter(pk=loss.pk).update(severity="heavy")
    assert kept(client)["losses"][0]["severity"] == "heavy"
    me.memberships.get().end(by=me)
    (row,) = kept(client)["losses"]
    assert "severity" not in row
    assert row["written"][0]["severity"] == "light"


def yes_or_no() -> dict[str, str]:
    """Every column of own data that somebody answers with yes or no: its part."""
    from initiatives.exchange.own_data import SAID, WRITTEN

    models = {seen(AnonymousUser()).model: part for part, seen in WRITTEN.items()} | {SmallWin: "wins"}
    return {
        f"{model._meta.model_name}.{field.name}": part
        for model, part in models.items()
        for field in fields_of(model, *SAID)
        if isinstance(field, BooleanField)
    }


def test_no_is_an_answer_also_once_one_has_left(client, me, initiative):
    with acting(me):
        win = create_win(initiative=initiative, by=me, audience=Audience.TEAM)
        create_judgement(win, by=me, on_behalf_of="twee mensen")
        create_wish(initiative=initiative, stated_by=me, is_first_hand=False)
        Photo.objects.create(win=win, image="photos/x.jpg", width=1, height=1, added_by=me)
    initiative.unpublish()
    me.memberships.get().end(by=me)
    data = kept(client)
    missing = [
        column
        for column, part in yes_or_no().items()
        for row in data[part] or [{"written": []}]
        if [True for words in row["written"] if words.get(column.split(".")[1]) is False] == []
    ]
    assert yes_or_no()
    assert missing == []


def test_none_of_these_is_an_answer_and_an_answer_taken_back_is_none(client, me, initiative):
    with acting(me):
        win = create_win(initiative=initiative, by=me, audience=Audience.TEAM, directions=[], level="local")
        SmallWin.objects.filter(pk=win.pk).update(level=None, title="Anders")
    initiative.unpublish()
    me.memberships.get().end(by=me)
    first, second = kept(client)["wins"][0]["written"]
    assert (first["directions"], first["level"]) == ([], "local")
    assert set(second) == {"at", "title"}


def naming_a_person() -> set[str]:
    """Every column of ours or of a package that names a person."""
    return {
        f"{field.model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is User
    }


def test_every_column_that_names_a_person_is_in_it_or_left_out_for_a_reason(client, me):
    from initiatives.exchange.own_data import LEFT_OUT, named_in, told_in

    known = [*told_in(), *named_in(), *LEFT_OUT]
    assert len(known) == len(set(known))
    assert naming_a_person() == set(known)
    assert set(told_in().values()) <= set(kept(client))
    assert all(LEFT_OUT.values())


def test_the_guard_of_those_columns_sees_the_hidden_ones():
    assert {"initiatives.invitation.revoked_by", "mfa.authenticator.user"} <= naming_a_person()


def test_each_part_of_it_is_described(client, me):
    from pathlib import Path

    described = (Path(__file__).parents[2] / "docs/own-data.md").read_text()
    assert [part for part in kept(client) if f"`{part}`" not in described] == []


def test_it_asks_as_much_of_the_database_with_more_of_everything(client, me, initiative):
    def asked_with(more: int) -> int:
        for _ in range(more):
            create_win(initiative=initiative, by=me)
            MembershipRequest.objects.ask(create_initiative(), by=me)
        with CaptureQueriesContext(connection) as queries:
            kept(client)
        return len(queries)

    assert asked_with(1) == asked_with(4)


# --- The end of it ----------------------------------------------------------------------------
DELETE = "/mijn/verwijderen/"


def test_the_page_before_says_what_goes_and_what_stays(client, me):
    page = client.get(DELETE)
    for words in ("Dit verdwijnt meteen", "Dit blijft", "verteld door iemand die niet meer meedoet"):
        assertContains(page, words)
    assertNotContains(page, "de enige trekker")


def test_it_warns_a_lead_who_leaves_a_team_without_one(client, me, initiative):
    me.memberships.update(role="lead")
    assertNotContains(client.get(DELETE), "de enige trekker")
    create_user(member_of=initiative)
    assertContains(client.get(DELETE), "Je bent hier de enige trekker.")
    create_user(lead_of=initiative)
    assertNotContains(client.get(DELETE), "de enige trekker")


def test_without_a_tick_nothing_goes(client, me):
    assertContains(client.post(DELETE), "Zet een vinkje als je het zeker weet.", status_code=422)
    assert User.objects.get(pk=me.pk).email


def test_an_account_goes_and_its_wins_stay(client, me, initiative):
    elsewhere = Client()
    elsewhere.force_login(me)
    win = create_win(initiative=initiative, by=me)
    answer = client.post(DELETE, {"sure": "on"}, follow=True)
    assertRedirects(answer, "/mijn/verwijderd/")
    assertContains(answer, "Je account is weg")
    assert "_auth_user_id" not in client.session
    assert elsewhere.get(MINE).status_code == 302
    me.refresh_from_db()
    assert (me.email, me.display_name, me.is_active) == (None, "", False)
    assert not initiative.memberships.filter(user=me).exists()
    assert SmallWin.objects.get(pk=win.pk).logged_by == me
    assert create_user(email="roos@voorbeeld.example")


def test_the_last_superuser_reads_why_they_stay(client, me):
    User.objects.filter(pk=me.pk).update(is_superuser=True)
    answer = client.post(DELETE, {"sure": "on"})
    assertContains(answer, "Je bent de laatste beheerder.", status_code=422)
    assert client.get(MINE).status_code == 200


def test_an_open_session_alone_deletes_nothing(client, me, settings):
    """Types the password again; then the form that was sent goes on."""
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    me.set_password(PASSWORD)
    me.save()
    client.force_login(me)
    assert client.get(DELETE).status_code == 200
    answer = client.post(DELETE, {"sure": "on"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=me.pk).email
    client.post(answer.headers["Location"], {"password": "een ander wachtwoord", "next": DELETE})
    assert User.objects.get(pk=me.pk).email
    client.post(answer.headers["Location"], {"password": PASSWORD, "next": DELETE})
    assert User.objects.get(pk=me.pk).email is None


def test_the_page_after_is_for_everyone(client):
    assertContains(client.get("/mijn/verwijderd/"), "Je naam en je adres zijn gewist.")
