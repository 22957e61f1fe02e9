"""A form changes what it asks about, whatever else is sent along; and chooses nothing that is not there for its sender."""

import pytest
from django.db import models
from django.urls import reverse

from initiatives.models import AuditEntry, Initiative, Invitation, Membership, Photo, SmallWin, User, WinLink
from tests.access.questions import NOBODY, WHEN, Question, questions

# Whose form, and which columns it may change. What follows from a change by itself is named, too.
FORMS = {
    "telling:tell": ("member", "smallwin: *"),  # a new row: its own test
    "telling:ask": ("member", "smallwin: types directions"),
    "telling:edit": (
        "member",
        "smallwin: title title_en description description_en occurred_on precision audience returned_at "
        "returned_by_id question",
    ),
    "telling:accept": ("member", "smallwin: types directions level"),
    "telling:withdraw": ("member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    "telling:restore": ("member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    "telling:put_back": ("member", "smallwin: title title_en description description_en"),
    "photos:describe": ("member", "photo: alt_text people_agreed"),
    "curating:confirm": (
        "coordinator",
        "smallwin: confirmed_at confirmed_by_id returned_at returned_by_id question",
    ),
    "curating:ask": (
        "coordinator",
        "smallwin: confirmed_at confirmed_by_id returned_at returned_by_id question",
    ),
    "teams:give": ("lead", "membership: role"),
    "arrivals:claim": ("member", "smallwin: claimed_at claimed_by_id"),
    "arrivals:take_on": (
        "member",
        "smallwin: taken_on_at taken_on_by_id withdrawn_at withdrawn_by_id withdrawal_reason",
    ),
    "arrivals:refuse": ("member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    "posters:revoke": ("member", "capturelink: revoked_at revoked_by_id"),
    "teams:revoke": ("lead", "invitation: revoked_at revoked_by_id"),
    "teams:decline": ("lead", "membershiprequest: declined_at declined_by_id"),
    "mine:index": ("member", "user: display_name language digest"),
}
MODELS = (SmallWin, Photo, WinLink, Initiative, Membership, Invitation, User)


def everything_else(scene, sent: dict) -> dict:
    """A value for every column there is, that would be worth something to somebody."""
    other, now = scene.users["other"].pk, "2020-01-01 12:00"
    worth = {
        models.BooleanField: "on",
        models.DateTimeField: now,
        models.DateField: "2020-01-01",
        models.ForeignKey: str(other),
        models.EmailField: "gekaapt@elders.example",
        models.UUIDField: str(NOBODY),
    }
    junk = {}
    for model in MODELS:
        for field in model._meta.concrete_fields:
            value = next((value for kind, value in worth.items() if isinstance(field, kind)), "gekaapt")
            junk |= {field.name: value, field.attname: value}
    junk |= {
        "audience": "public",
        "is_superuser": "on",
        "is_active": "on",
        "initiative": scene.row("other", "public").slug,
    }
    junk |= {
        "role": "lead",
        "kind": "programme_staff",
        "types": "growth",
        "directions": "unknown",
        "level": "local",
    }
    return junk | sent


def written(scene, actor: str, question: Question, data: dict) -> dict[str, set]:
    """Which columns of which tables change when this form is sent."""
    found: dict[str, set] = {}
    last = AuditEntry.objects.latest("pk").pk

    def look() -> None:
        for entry in AuditEntry.objects.filter(pk__gt=last):
            found.setdefault(entry.table.removeprefix("initiatives_"), set()).update(entry.changes)

    scene.sessions[actor].ask("POST", question.path, data, and_then=look)
    return found


@pytest.mark.parametrize("name", [name for name in FORMS if name != "telling:tell"])
def test_a_form_changes_its_own_fields_only(scene, name):
    actor, allowed = FORMS[name]
    table, columns = allowed.split(": ")
    saving = [
        q for q in questions(scene, actor, "site") if (q.name, q.method, q.expected) == (name, "POST", "done")
    ]
    assert saving
    for question in saving[:2] if name != "mine:index" else saving:
        found = written(scene, actor, question, everything_else(scene, question.data))
        assert found, question
        assert set(found) == {table}, question
        assert found[table] <= set(columns.split()), question


def test_a_new_win_is_its_tellers_and_in_no_state_but_told(scene):
    told = {"title": "Iets nieuws", "initiative": scene.row("initiative", "public").slug, **WHEN}
    sent = everything_else(scene, told) | {"submission_id": "11111111-1111-4111-8111-111111111111"}
    rows = []
    scene.sessions["member"].ask(
        "POST",
        "/small-wins/nieuw/",
        sent,
        and_then=lambda: rows.extend(SmallWin.objects.filter(title="Iets nieuws")),
    )
    (win,) = rows
    assert win.logged_by == scene.users["member"]
    assert win.initiative == scene.row("initiative", "public")
    assert (win.state, win.audience) == ("logged", "network")
    assert (win.editor_types, win.confirmed_by, win.taken_on_by, win.dataset_key) == (None, None, None, None)


def foreign(scene) -> dict[str, tuple[str, str, dict]]:
    """Somebody, a form of theirs, and in it or in its address the number of what is not theirs."""
    win, theirs = scene.row("win", "logged_team"), scene.row("other_win", "team")
    ours, other = scene.row("initiative", "public"), scene.row("other", "public")
    invitation, request = scene.row("invitation", "waiting"), scene.row("request", "waiting")
    their_place = other.memberships.get()
    came_from = reverse("telling:ask", args=[win.pk, "mogelijk"])
    return {
        "an earlier win of another team": ("member", came_from, {"earlier": str(theirs.pk)}),
        "a draft of others": (
            "network",
            f"/small-wins/nieuw/?concept={scene.row('win', 'draft').pk}",
            {"initiative": ours.slug, "title": "x", **WHEN},
        ),
        "a link of another team": (
            "other",
            reverse("posters:revoke", args=[other.slug, scene.row("capture", "usable").pk]),
            {},
        ),
        "what came in at another team": (
            "other",
            reverse("arrivals:take_on", args=[other.slug, scene.row("win", "waiting").pk]),
            {},
        ),
        "a hidden initiative": (
            "member",
            "/small-wins/nieuw/",
            {"initiative": other.slug, "title": "x", **WHEN},
        ),
        "a member of another team": (
            "lead",
            reverse("teams:give", args=[ours.slug, their_place.pk]),
            {"role": "lead"},
        ),
        "a member of another team, to leave": (
            "lead",
            reverse("teams:remove", args=[ours.slug, their_place.pk]),
            {},
        ),
        "an invitation under another team": (
            "other",
            reverse("teams:revoke", args=[other.slug, invitation.pk]),
            {},
        ),
        "a request under another team": ("other", reverse("teams:accept", args=[other.slug, request.pk]), {}),
        "the history of another win": (
            "member",
            reverse("telling:put_back", args=[win.pk, AuditEntry.objects.of_row(theirs).last().pk]),
            {},
        ),
        "a win of another initiative, to merge with": (
            "staff",
            reverse("admin:initiatives_smallwin_merge", args=[win.pk]),
            {"met": str(theirs.pk)},
        ),
        "a team of another programme": (
            "rival",
            "/beheer/initiatives/membership/add/",
            {"initiative": ours.pk, "user": scene.users["rival"].pk, "role": "lead"},
        ),
        "a programme of others": (
            "rival",
            "/beheer/initiatives/role/add/",
            {"user": scene.users["rival"].pk, "kind": "programme_staff", "programme": ours.programme_id},
        ),
        "a link between wins of others": (
            "rival",
            "/beheer/initiatives/winlink/add/",
            {"earlier": str(theirs.pk), "later": str(win.pk), "basis": "team"},
        ),
    }


NAMES = (
    "a draft of others", "a link of another team", "what came in at another team",
    "an earlier win of another team", "a hidden initiative", "a member of another team",
    "a member of another team, to leave", "an invitation under another team", "a request under another team",
    "the history of another win", "a win of another initiative, to merge with", "a team of another programme",
    "a programme of others", "a link between wins of others",
)  # fmt: skip


@pytest.mark.parametrize("what", NAMES)
def test_what_is_not_theirs_is_refused_and_changes_nothing(scene, what):
    actor, path, data = foreign(scene)[what]
    answer = scene.sessions[actor].ask("POST", path, data)
    assert answer.status in (200, 404, 422)
    assert not answer.changed
