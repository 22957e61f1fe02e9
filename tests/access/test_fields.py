"""A form changes only the columns it asks about, whatever else is sent, and chooses no row that is hidden from its sender."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field as of

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from initiatives.models import (
    Actor,
    AuditEntry,
    CaptureLink,
    Evidence,
    Initiative,
    Introduction,
    Judgement,
    Letter,
    MeaningAnswer,
    PilotCheck,
    PilotRespondent,
    ScalingMeaning,
    SmallWin,
    StillQuestion,
    User,
    Wall,
    Wish,
    WishPair,
)
from initiatives.models.columns import Kind, fields_of
from tests.access import policy
from tests.access.asking import undone
from tests.access.questions import NOBODY, WHEN, Question, questions
from tests.access.world import WRITTEN_BY_PEOPLE

# The sender of each form, and the columns it may change. Columns that follow from a change are named, too.
# + before a table: it makes a row of it, with these columns out of the form.  - before a table: it takes one away.
WISH = "statement kind quantity unit per priority"
FIGURE = "measure year exactness quantity source note note_en"
LOSS = "kind borne_by severity note audience seen_on"
WINDOW = "title kind opens_on closes_on level"
WALL = "kind level cause status since ended_on note"
ACTOR = "label world position level role takes_part need checked_on"
BRIDGE = (
    "relation reason related_on agreement first_gives second_gives first_agreed_on second_agreed_on review_on"
)
TOLD_BY_MAIL = {"letter"}  # of what a form did; no form fills one in
FORMS = [
    ("telling:ask", "member", "smallwin: types directions"),
    (
        "telling:edit",
        "member",
        "smallwin: title title_en description description_en changed_for occurred_on precision audience returned_at "
        "returned_by_id question",
    ),
    ("telling:accept", "member", "smallwin: types directions level"),
    ("queues:read", "member", "smallwin: types directions level"),
    ("queues:cross", "member", "smallwin: pairs"),
    ("telling:keep_reading", "member", "smallwin: reading_kept_at"),
    ("telling:take_over", "member", "smallwin: level"),
    ("telling:withdraw", "member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    ("telling:restore", "member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    ("telling:put_back", "member", "smallwin: title title_en description description_en changed_for"),
    ("photos:describe", "member", "photo: alt_text people_agreed"),
    (
        "curating:confirm",
        "coordinator",
        "smallwin: confirmed_at confirmed_by_id returned_at returned_by_id question",
    ),
    (
        "curating:ask",
        "coordinator",
        "smallwin: confirmed_at confirmed_by_id returned_at returned_by_id question",
    ),
    (
        "cities:confirm",
        "coordinator",
        "smallwin: confirmed_at confirmed_by_id returned_at returned_by_id question",
    ),
    ("introductions:propose", "lead", "+introduction: first_id second_id why"),
    ("following:initiative", "network", "+follow:"),
    ("following:challenge", "network", "+follow:"),
    ("following:city", "network", "+follow:"),
    (
        "introductions:answer",
        "lead",
        "introduction: first_agreed_at first_answered_at first_answered_by_id "
        "second_agreed_at second_answered_at second_answered_by_id; +introduced: introduction_id",
    ),
    ("curating:check", "coordinator", "+evidencecheck: independence shows evidence_id"),
    ("curating:reply", "member", "smallwin: returned_at returned_by_id replied_at replied_by_id reply"),
    ("teams:give", "lead", "membership: role"),
    ("openings:choose", "member", "initiative: opens_wins opened_at opened_by_id"),
    ("arrivals:claim", "member", "smallwin: claimed_at claimed_by_id"),
    (
        "arrivals:take_on",
        "member",
        "smallwin: taken_on_at taken_on_by_id withdrawn_at withdrawn_by_id withdrawal_reason",
    ),
    ("arrivals:refuse", "member", "smallwin: withdrawn_at withdrawn_by_id withdrawal_reason"),
    ("posters:revoke", "member", "capturelink: revoked_at revoked_by_id"),
    ("teams:revoke", "lead", "invitation: revoked_at revoked_by_id"),
    ("teams:decline", "lead", "membershiprequest: declined_at declined_by_id"),
    ("mine:index", "member", "user: display_name language digest"),
    ("mail:choose", "member", "+mailoff: kind"),
    ("mail:stop", "visitor", "+mailoff: kind"),
    # the mirror
    (
        "initiatives:edit",
        "lead",
        "initiative: title title_en summary summary_en stage curriculum started_on started_precision ended_on; "
        "-initiative_cities; -initiative_themes; -initiative_challenges; +challenge: title",
    ),
    (
        "initiatives:propose_again",
        "member",
        "initiative: title title_en summary summary_en stage curriculum started_on started_precision ended_on "
        "proposed_at proposed_by_id declined_at declined_by_id why_declined; "
        "-initiative_cities; -initiative_themes; -initiative_challenges; +challenge: title",
    ),
    ("partnerships:add", "member", "+partner: name kind; +partnership: role since"),
    ("partnerships:edit", "member", "partnership: role since until"),
    ("ambitions:dream", "member", "initiative: dream dream_en"),
    ("stories:appeal", "member", "+appeal: stuck asked audience"),
    ("ambitions:mean", "member", "+scalingmeaning: text"),
    ("ambitions:agree", "member", "meaninganswer: answer note said_by_id said_at"),
    ("ambitions:choose", "member", "+ambition: choice reason decided_on"),
    ("signals:dismiss", "member", "+signaldismissal: reason"),
    ("signals:bring_back", "member", "signaldismissal: ended_at ended_by_id"),
    ("wishes:add", "member", f"+wish: {WISH} partnership_id is_first_hand valid_from valid_until"),
    ("wishes:links", "member", "+wishlink: partnership_id; wishlink: revoked_at revoked_by_id"),
    ("wishes:revoke", "member", "wishlink: revoked_at revoked_by_id"),
    ("wishes:pair", "member", "+wishpair: relation reason"),
    ("wishes:bridge", "member", f"wishpair: {BRIDGE}"),
    ("wishes:edit", "member", f"wish: {WISH} is_first_hand valid_from valid_until"),
    ("wishes:serve", "member", "+wish_wins:"),
    ("wishes:of_win", "coordinator", "+wish_wins:"),
    ("wishes:say", "visitor", f"+wish: {WISH} is_first_hand"),
    ("objections:stands", "visitor", "+objection: words"),
    ("objections:settle", "member", "objection: settled_at settled_by_id"),
    ("still:answer", "visitor", "stillquestion: answer answered_at answered_by_id; stillword: used_at"),
    ("paradox:start", "member", "+pilotcheck: taken_on"),
    ("paradox:revoke", "member", "pilotcheck: revoked_at revoked_by_id"),
    ("paradox:turn", "member", "+nextbite:"),
    (
        "paradox:answer",
        "visitor",
        "+pilotrespondent: perspective submission_id; +pilotanswer: item side value special",
    ),
    ("paradox:thanks", "visitor", "+recognition: items submission_id"),
    ("snapshots:take", "coordinator", "+snapshot: period"),
    ("additions:add/oordelen", "member", "+judgement: perspective verdict comment"),
    ("additions:add/oordelen", "network", "+judgement: perspective verdict comment"),
    ("additions:add/verliezen", "member", f"+loss: {LOSS}; smallwin: loss_answer"),
    ("additions:add/bewijs", "member", "+evidence: kind independence text url"),
    ("additions:add/terugblikken", "member", "+followup: still_stands checked_on shock note"),
    ("additions:add_loss", "member", f"+loss: {LOSS}"),
    ("additions:edit/oordelen", "member", "judgement: perspective verdict on_behalf_of comment said_at"),
    ("additions:edit/verliezen", "member", f"loss: status {LOSS}"),
    ("additions:edit/bewijs", "member", "evidence: kind independence text url; -evidencecheck"),
    ("additions:edit/terugblikken", "member", "followup: still_stands checked_on shock note"),
    ("outside:big", "member", "+actor: label world position"),
    ("outside:add_actor", "member", f"+actor: {ACTOR} stance"),
    ("outside:add_actor", "coordinator", f"+actor: {ACTOR}"),  # stance is for the team alone
    ("outside:edit_actor", "member", f"actor: {ACTOR} stance"),
    ("outside:edit_actor", "staff", f"actor: {ACTOR}"),
    ("outside:add_wall", "member", f"+wall: {WALL}; +walltopic: name"),
    ("outside:edit_wall", "member", f"wall: {WALL}; -wall_actors"),
    ("outside:add_window", "member", f"+window: {WINDOW}"),
    ("outside:add_city_window", "coordinator", f"+window: {WINDOW}"),
    ("outside:edit_window", "member", f"window: {WINDOW}"),
    (
        "outside:move_wall",
        "member",
        "+wallmove: effect; wallmove: effect told_at told_by_id; wall: status ended_on",
    ),
    ("outside:undo_move", "member", "-wallmove; wall: status ended_on"),
    (
        "walls:of_win",
        "coordinator",
        "+wallmove: effect; wallmove: effect told_at told_by_id; wall: status ended_on",
    ),
    # the next question takes away who sent in one half a year ago
    (
        "challenges:propose",
        "visitor",
        "+challengeproposal: question sender city_id; challengeproposal: sender",
    ),
    ("challenges:choose", "member", "-initiative_challenges; +initiative_challenges:; +challenge: title"),
    ("figures:add", "member", f"+figure: {FIGURE}"),
    ("figures:edit", "member", f"figure: {FIGURE}"),
    ("belonging:add", "member", "+initiativelink: kind since note sources"),
    ("bites:add", "member", "+nextbite: text"),
    ("bites:edit", "member", "nextbite: text"),
    ("bites:finish", "member", "nextbite: done_at done_by_id"),
]
# Fields of a form that would refuse what is somebody else's (see below), left empty so that the rest is looked at.
LEFT_EMPTY = {
    "outside:add_actor": {"partner": ""},
    "outside:edit_actor": {"partner": ""},
    "bites:finish": {"win": ""},
    "ambitions:agree": {"meaning": ""},
    "additions:add/oordelen": {"on_behalf_of": ""},
    "belonging:add": {"year": ""},  # a year, out of a list
}
LONG_AGO = 2020  # the year of every day that is sent along


def worth(scene, field: models.Field) -> object:
    """A value that this column accepts and that a cheat would want. It is the same each time."""
    known = scene.__dict__.setdefault("worth", {})
    if field not in known:
        known[field] = _worth(scene, field)
    return known[field]


def _worth(scene, field: models.Field) -> object:
    if isinstance(field, models.ForeignKey):
        return str(foreign_key(scene, field.related_model))
    if field.choices:
        return next(code for code, _label in [*field.flatchoices][::-1] if code != field.default)
    values = {
        models.BooleanField: "on",
        models.DateTimeField: f"{LONG_AGO}-01-01 12:00",
        models.DateField: f"{LONG_AGO}-01-01",
        models.EmailField: "gekaapt@elders.example",
        models.URLField: "https://gekaapt.example",
        models.UUIDField: str(NOBODY),
        models.PositiveSmallIntegerField: "7",
        models.DecimalField: "7",
    }
    return next((value for kind, value in values.items() if isinstance(field, kind)), "gekaapt")


def foreign_key(scene, model: type[models.Model]) -> object:
    """The number of somebody else's row."""
    other = {
        Initiative: scene.row("other", "public"),
        SmallWin: scene.row("other_win", "team"),
        User: scene.users["other"],
        Wish: scene.row("other_wish", "public"),
        Wall: scene.row("other_wall", "public"),
        Actor: scene.row("other_actor", "public"),
        PilotCheck: scene.row("other_pilot", "public"),
        ScalingMeaning: scene.row("other_meaning", "public"),
        CaptureLink: scene.row("capture", "revoked"),
        Evidence: scene.row("evidence", "network"),
        Introduction: scene.row("introduction", "open"),
        Judgement: scene.row("judgement", "unpublished"),
        MeaningAnswer: MeaningAnswer.objects.order_by("said_at").last(),
        StillQuestion: StillQuestion.objects.order_by("asked_at").last(),
        Letter: scene.row("letter", "rivals"),
        WishPair: scene.row("pair", "unpublished"),
        PilotRespondent: PilotRespondent.objects.order_by("answered_at").last(),
    }
    # The last of the others is never a row of ours: numbers count up, and of these no question makes or meets one.
    row = other[model] if model in other else model._base_manager.order_by("pk").last()
    return row.pk if row else NOBODY


def everything_else(scene, sent: dict, tables: list[str] = ()) -> dict:
    """A value for every column of every table. Where two tables share a name, the form's own table decides."""
    own = [apps.get_model("initiatives", table) for table in tables if "_" not in table]
    junk = {}
    for model in [*WRITTEN_BY_PEOPLE, *own]:
        for field in model._meta.concrete_fields:
            value = worth(scene, field)
            junk |= {field.name: value, field.attname: value}
    junk |= {
        "audience": "public",
        "is_superuser": "on",
        "is_active": "on",
        "initiative": scene.row("other", "public").slug,
        "role": "lead",
        "types": "growth",
        "directions": "unknown",
        "level": "local",
    } | {field.name: worth(scene, field) for model in own for field in model._meta.fields if field.choices}
    if PilotCheck not in own:
        del junk["version"]  # elsewhere the mark of what stood in the form
    return junk | sent


def taken_over(scene, row: models.Model) -> set[str]:
    """The columns of a row that hold what was sent along."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.attname for field in fields if _holds(scene, field, getattr(row, field.attname))}


def _holds(scene, field: models.Field, value: object) -> bool:
    if isinstance(value, dt.date):
        return value.year == LONG_AGO
    if isinstance(field, models.BooleanField):
        return value is True and field.default is not True
    return value is not None and str(value) == str(worth(scene, field))


@dataclass
class Written:
    """The effect of a form on a table: the changed columns, and the rows that hold what was sent along."""

    changed: set = of(default_factory=set)
    holds: set = of(default_factory=set)


def written(scene, actor: str, question: Question, data: dict) -> dict[str, Written]:
    """The effect of this form on each table; + for a new row, - for one that goes."""
    found: dict[str, Written] = defaultdict(Written)
    last = AuditEntry.objects.latest("pk").pk

    def look() -> None:
        for entry in AuditEntry.objects.filter(pk__gt=last).exclude(table__startswith="account"):
            table = entry.table.removeprefix("initiatives_")
            told = found[{"INSERT": "+", "DELETE": "-"}.get(entry.action, "") + table]
            told.changed |= set(entry.changes)
            if "_" not in table and entry.action != "DELETE":
                row = apps.get_model("initiatives", table)._base_manager.get(pk=entry.row)
                told.holds |= taken_over(scene, row) & set(entry.changes)

    scene.sessions[actor].ask("POST", question.path, data, and_then=look)
    return dict(found)


def guarded(table: str) -> set[str]:
    """The columns that no form sets: moments, authors and derived ones. A form does send its own number."""
    if "_" in table:
        return set()  # a table between two others
    model = apps.get_model("initiatives", table.lstrip("+-"))
    ours = fields_of(model, Kind.PERSON, Kind.STATE, Kind.DERIVED)
    return {field.attname for field in ours if field.name != "submission_id"}


@pytest.mark.parametrize(("name", "actor", "allowed"), FORMS, ids=[f"{row[0]}-{row[1]}" for row in FORMS])
def test_a_form_changes_its_own_fields_only(scene, name, actor, allowed):
    parts = dict(part.strip().partition(":")[::2] for part in allowed.split(";"))
    columns = {table: set(names.split()) for table, names in parts.items()}
    tables = [table.lstrip("+-") for table in columns]
    saving = [
        q for q in questions(scene, actor, "site") if (q.name, q.method, q.expected) == (name, "POST", "done")
    ]
    assert saving
    for question in saving[:2] if name != "mine:index" else saving:
        sent = LEFT_EMPTY.get(name, {}) | question.sent_by(scene.sessions[actor])
        found = written(scene, actor, question, everything_else(scene, sent, tables))
        found = {table: did for table, did in found.items() if table.lstrip("+") not in TOLD_BY_MAIL}
        assert found, question
        assert set(found) <= set(columns), question
        for table, did in found.items():
            assert did.holds <= columns[table] - guarded(table), question
            assert table[0] in "+-" or did.changed <= columns[table], question


def test_every_form_of_the_mirror_has_a_row():
    """Except forms that only ask yes or no, or before they take something away: they have nothing to fill in."""
    bare = ("remove", "agree", "decline", "take_back")
    forms = {name for name, page in policy.MIRROR_PAGES.items() if page["POST"] != "405"}
    without = forms - {row[0] for row in FORMS}
    assert {name for name in without if not name.partition(":")[2].startswith(bare)} == set()


def test_a_new_win_is_its_tellers_and_in_no_state_but_told(scene):
    where = scene.row("initiative", "public").slug
    told = {"title": "Iets nieuws", "initiative": where, "audience": "network", **WHEN}
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
    """An actor, a form of theirs, and the number of a foreign row in its data or its address."""
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


def foreign_to_the_mirror(scene) -> dict[str, tuple[str, str, dict]]:
    """The forms about rows of an initiative: wishes, ambitions, walls and the like."""
    ours, hers, other = (
        scene.row("initiative", "public"),
        scene.row("initiative", "unpublished"),  # another one of the same team
        scene.row("other", "public"),
    )

    def mine(kind: str, state: str = "public"):
        return scene.row(kind, state).pk

    def theirs(kind: str):
        return scene.row(f"other_{kind}", "public").pk

    win, their_win, her_win = (
        mine("win", "confirmed_public"),
        scene.row("other_win", "team").pk,
        mine("win", "in_unpublished"),
    )
    wall = {"name": "Heel iets nieuws", "kind": "money", "status": "active"}
    window, wish = {"title": "x", "kind": "money"}, {"statement": "x", "hand": "behalf"}
    pair, actor = {"relation": "tension"}, {"label": "x", "world": "outside"}
    their_partnership, her_partnership = other.partnerships.get().pk, hers.partnerships.get().pk
    chosen_here = ours.partnerships.get(partner=mine("partner", "used")).pk
    unused, moved = {"partner": mine("partner", "unused")}, {"effect": "breached"}
    cases = {
        "a wish of another team in a pair": (
            "wishes:pair", [ours.slug], pair | {"first": mine("wish"), "second": theirs("wish")},
        ),
        "a wish of another initiative of one's own in a pair": (
            "wishes:pair", [ours.slug], pair | {"first": mine("wish"), "second": mine("wish", "unpublished")},
        ),
        "a pair under another initiative": (
            "wishes:bridge", [hers.slug, mine("pair")], pair | {"related_on": "2026-03-02"},
        ),
        "a wish of a partner of another team": (
            "wishes:add", [ours.slug], wish | {"partnership": their_partnership},
        ),
        "a wish given to a partner of another initiative": (
            "wishes:edit", [ours.slug, mine("wish")], wish | {"partnership": her_partnership},
        ),
        "a wish of another team, to change": (
            "wishes:edit", [ours.slug, theirs("wish")], wish | {"partnership": chosen_here},
        ),
        "a wish of another team, to take away": ("wishes:remove", [ours.slug, theirs("wish")], {}),
        "an address for a partner of another team": (
            "wishes:links", [ours.slug], {"partnership": their_partnership},
        ),
        "an address of another initiative, to stop": (
            "wishes:revoke", [hers.slug, mine("wish_link", "usable")], {},
        ),
        "a win of another team that serves our wish": (
            "wishes:serve", [ours.slug, mine("wish")], {"wins": [str(their_win)], "shown": [str(their_win)]},
        ),
        "a win of another initiative of one's own that serves our wish": (
            "wishes:serve", [ours.slug, mine("wish")], {"wins": [str(her_win)], "shown": [str(her_win)]},
        ),
        "a wish of another team that our win serves": (
            "wishes:of_win", [win], {"wishes": [str(theirs("wish"))]},
        ),
        "a wish of another initiative of one's own that our win serves": (
            "wishes:of_win", [win], {"wishes": [str(mine("wish", "unpublished"))]},
        ),
        "what a partner of another team says of our meaning": (
            "ambitions:agree", [ours.slug, their_partnership], {"answer": "agrees"},
        ),
        "a wall of another team that our win moved": (
            "walls:of_win", [win], moved | {"wall": str(theirs("wall"))},
        ),
        "a wall of another initiative of one's own that our win moved": (
            "walls:of_win", [win], moved | {"wall": str(mine("wall", "unpublished"))},
        ),
        "a win of another team that moved our wall": (
            "outside:move_wall", [mine("wall")], moved | {"win": str(their_win)},
        ),
        "a win of another initiative of one's own that moved our wall": (
            "outside:move_wall", [mine("wall")], moved | {"win": str(her_win)},
        ),
        "a wall of another team, to change": ("outside:edit_wall", [theirs("wall")], wall),
        "our wall at the house of an actor of another team": (
            "outside:edit_wall", [mine("wall")], wall | {"actors": [str(theirs("actor"))]},
        ),
        "our wall at the house of an actor of another initiative of one's own": (
            "outside:edit_wall", [mine("wall")], wall | {"actors": [str(mine("actor", "unpublished"))]},
        ),
        "our window at the house of an actor of another team": (
            "outside:edit_window", [mine("window")], window | {"actors": [str(theirs("actor"))]},
        ),
        "our window used by a win of another team": (
            "outside:edit_window", [mine("window")], window | {"used_by": str(their_win)},
        ),
        "our window used by a win of another initiative of one's own": (
            "outside:edit_window", [mine("window")], window | {"used_by": str(her_win)},
        ),
        "a window of another team, to change": ("outside:edit_window", [theirs("window")], window),
        "an actor who is a partner that does not take part": (
            "outside:add_actor", [ours.slug], actor | unused,
        ),
        "our actor who becomes a partner that does not take part": (
            "outside:edit_actor", [mine("actor")], actor | unused,
        ),
        "an actor of another team, to change": ("outside:edit_actor", [theirs("actor")], actor),
        "a bite of another team, to eat": ("bites:finish", [theirs("bite")], {}),
        "a win of another team that our bite became": (
            "bites:finish", [mine("bite")], {"win": str(their_win)},
        ),
        "a win of another initiative of one's own that our bite became": (
            "bites:finish", [mine("bite")], {"win": str(her_win)},
        ),
        "what a partner of another initiative said, to look at": (
            "objections:settle", [hers.slug, mine("objection")], {},
        ),
        "a round of another team, to stop": ("paradox:revoke", [ours.slug, theirs("pilot")], {}),
        "a round of another team, to take away": ("paradox:remove", [ours.slug, theirs("pilot")], {}),
        "a round of another initiative, to make a bite of": (
            "paradox:turn", [hers.slug, mine("pilot", "usable"), 1], {"into": "bite"},
        ),
        "a question of another initiative, to bring back": (
            "signals:bring_back", [hers.slug, mine("dismissal")], {},
        ),
    }  # fmt: skip
    return {what: ("member", reverse(name, args=of), data) for what, (name, of, data) in cases.items()}


NAMES = (
    "a draft of others", "a link of another team", "what came in at another team",
    "an earlier win of another team", "a hidden initiative", "a member of another team",
    "a member of another team, to leave", "an invitation under another team", "a request under another team",
    "the history of another win", "a win of another initiative, to merge with", "a team of another programme",
    "a programme of others", "a link between wins of others",
)  # fmt: skip


@pytest.mark.parametrize("what", NAMES)
def test_a_row_of_somebody_else_is_refused_and_changes_nothing(scene, what):
    actor, path, data = foreign(scene)[what]
    answer = scene.sessions[actor].ask("POST", path, data)
    assert answer.status in (200, 404, 422)
    assert not answer.changed


def test_a_row_of_another_initiative_is_refused_and_changes_nothing(scene):
    """`tests/test_access.py` shows that each of these forms is accepted with rows of one's own."""
    wrong = []
    for what, (actor, path, data) in foreign_to_the_mirror(scene).items():
        answer = scene.sessions[actor].ask("POST", path, data)
        if answer.status not in (404, 422) or answer.changed:
            wrong.append(f"{what}: {answer.status}{' and it changed something' if answer.changed else ''}")
    assert "\n".join(wrong) == ""


def test_a_number_that_somebody_else_used_opens_nothing(scene):
    """The number of somebody else's row, sent along, gives a row of one's own, or nothing."""
    win, taken = scene.row("win", "confirmed_public"), scene.row("loss", "team")
    sent = {"kind": "money", "borne_by": "student", "audience": "network", "seen_on": "2026-03-02"}
    for who in ("lead", "coordinator"):
        with undone():
            path = reverse("additions:add", kwargs={"pk": win.pk, "name": "verliezen"})
            answer = scene.sessions[who].ask(
                "POST", path, sent | {"number": str(taken.pk)}, and_then=same(taken)
            )
            assert answer.status == 302


def same(row):
    """Look whether the row is as it was."""

    def look() -> None:
        now = type(row).objects.get(pk=row.pk)
        assert (now.kind, now.audience, now.told_by_id) == (row.kind, row.audience, row.told_by_id)

    return look
