"""Every question to the site that follows from the policy: an actor, an address, a row and its state."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.urls import reverse
from django.utils import timezone

from initiatives.forms.curating import READ_FIRST, mark_of
from initiatives.marks import as_read
from initiatives.models import (
    Actor,
    AuditEntry,
    CaptureLink,
    ChallengeProposal,
    EvidenceCheck,
    Follow,
    ImportBatch,
    Initiative,
    InitiativeLink,
    Introduction,
    Invitation,
    Judgement,
    Loss,
    MailOff,
    Membership,
    MembershipRequest,
    Merge,
    NextBite,
    Objection,
    Photo,
    Programme,
    SaidApart,
    SmallWin,
    StillQuestion,
    User,
    Wall,
    WallMove,
    Window,
    WinLink,
    Wish,
    WishLink,
    WishPair,
)
from initiatives.reports.win.facets import BOTH_READINGS
from initiatives.reports.win.history import TEXTS
from tests.access import policy
from tests.access.asking import Asker
from tests.access.sheets import marks_on
from tests.access.world import World, below_its_programme
from tests.exchange.imports.bringing import digest_of

MAIN = ("GET", "POST")
METHODS = (*MAIN, "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
# Django answers HEAD with the page of GET, and a view says which methods it knows before it looks who asks for what. So the
# other methods are asked by one of each kind of people, about one state; and so is a method that the policy refuses.
ALL_WAYS = {"visitor", "member", "staff"}
NOBODY = uuid.UUID("00000000-0000-4000-8000-000000000000")
NO_NUMBER = 999_999_999


@dataclass(frozen=True)
class Question:
    """`nowhere`: the same address, of a row that does not exist. `echoed`: words of both that may come back.

    `may_save`: the form is sent from its page, with the marks that stand there.
    """

    name: str
    method: str
    expected: str
    path: str
    nowhere: str = ""
    data: dict = field(default_factory=dict)
    no_data: dict | None = None  # the form that chooses what does not exist; without it, the same form
    echoed: tuple[str, ...] = ()
    meant: Callable[[], bool] = bool  # asked after saving: was it what was meant?
    state: str = ""
    may_save: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name} ({self.state or '-'})"

    @property
    def key(self) -> tuple:
        """A key that is equal for equal questions."""
        return self.name, self.method, self.path, repr(self.data), self.expected

    def sent_by(self, asker: Asker) -> dict:
        """The form as somebody sends it who has seen its page: without its marks nobody confirms or agrees."""
        if not self.may_save:
            return self.data
        page = asker.look(self.path)
        return (marks_on(self.path, page.body.decode()) if page.status == 200 else {}) | self.data


def questions(world: World, actor: str, part: str) -> list[Question]:
    """All questions, made once: changes by a question are undone, so that the questions stay the same."""
    if (actor, part) not in world.questions:
        ask = {"site": of_site, "accounts": of_accounts, "admin": of_admin}[part]
        world.questions[actor, part] = list(ask(world, actor))
    return world.questions[actor, part]


def to_read(world: World, actor: str, names) -> Iterator[Question]:
    """The questions on the pages of the site that this person reads."""
    for name in names:
        kind = policy.SITE_PAGES[name]["row"]
        for state, row in world.rows[kind].items():
            if (
                state in policy.RIGHTS.get(kind, world.rows[kind])
                and policy.on_site(actor, name, "GET", state) == "200"
            ):
                yield _on_site(world, actor, name, "GET", "200", kind, state, row)


# --- the site ---------------------------------------------------------------------------------
def of_site(world: World, actor: str, *, only: tuple[str, ...] = ()) -> Iterator[Question]:
    """In: the methods to ask by; those that are of use where none are given."""
    for name, page in policy.SITE_PAGES.items():
        kind = page["row"].lstrip("?")
        for number, (state, row) in enumerate(world.rows.get(kind, {"": None}).items()):
            if kind in policy.RIGHTS and state not in policy.RIGHTS[kind]:
                continue
            if name == "capture:receipt" and state not in world.tokens["receipt"]:
                continue  # only what came through a link has one
            for method in only or _ways(actor, number):
                expected = policy.on_site(actor, name, method, state)
                if expected != "405" or number == 0:
                    yield _on_site(world, actor, name, method, expected, kind, state, row)


def _ways(actor: str, number: int) -> tuple[str, ...]:
    return METHODS if actor in ALL_WAYS and number == 0 else MAIN


def _on_site(
    world: World, actor: str, name: str, method: str, expected: str, kind: str, state: str, row
) -> Question:
    words = _address_words(world, name, kind, state, row)
    nothing = {word: _nothing_like(value) for word, value in words.items()}
    data, no_data, meant = _form_for(name, row) if method == "POST" else ({}, None, bool)
    if name == "telling:tell":
        way = {"GET": "?initiatief={}", "HEAD": "?initiatief={}"}.get(method, "")
        path, nowhere = (reverse(name) + way.format(slug) for slug in (row.slug, _nothing_like(row.slug)))
        echoed = (row.slug, _nothing_like(row.slug))
    else:
        about = "?over=teacher" if kind == "question" else ""
        below = "" if name.startswith("api:") else below_its_programme(world, actor, row)
        path, nowhere = (
            f"{below}{reverse(name.split('/')[0], kwargs=each)}{about}" for each in (words, nothing)
        )
        echoed = tuple(map(str, [*words.values(), *nothing.values()]))
    if expected == "done" and state in policy.STILL.get(name, "").split():
        expected = "still"
    may_save = expected in MAY_SAVE and method == "POST"
    return Question(name, method, expected, path, nowhere, data, no_data, echoed, meant, state, may_save)


MAY_SAVE = {"done", "still"}


WHOSE_WORD = {
    "invitations:accept": "invitation",
    "capture:tell": "capture",
    "capture:receipt": "receipt",
    "wishes:say": "wish_link",
    "objections:stands": "wish_link",
    "paradox:answer": "pilot",
    "still:answer": "still",
    "mail:stop": "mail",
    "paradox:thanks": "pilot",
    "paradox:shared": "pilot",
}
# The other words of an address, which are no secret: the same for what does not exist.
WORDS_THERE = {
    "exports:table": {"what": "small-wins", "form": "csv"},
    "exports:graph": {"what": "netwerk", "form": "graphml"},
    "telling:ask": {"step": "lens"},
    "telling:take_over": {"name": "level"},
    "ties:ask": {"way": "kwam-door"},
    "ambitions:choose": {"ray": "growth"},
    "initiatives:place": {"ray": "growth", "level": "local"},
    "stories:between": {"key": "deel"},
    "signals:show": {"rule": "loss_open"},
    "signals:dismiss": {"rule": "loss_open"},
    "paradox:turn": {"number": 1},
}
KNOWN_WORDS = {
    "lens",
    "kwam-door",
    "level",
    "growth",
    "local",
    "loss_open",
    "oordelen",
    "verliezen",
    "bewijs",
    "terugblikken",
}
OF_AN_INITIATIVE = {"wish", "pair", "objection", "wish_link", "pilot", "snapshot", "dismissal"}


def _address_words(world: World, name: str, kind: str, state: str, row) -> dict:
    if kind == "." or name == "telling:tell":
        return WORDS_THERE.get(name, {})
    if name in WHOSE_WORD:
        return {"token": world.tokens[WHOSE_WORD[name]][state]}
    if kind in ("invitation", "request", "membership", "capture") or (
        name.startswith("arrivals:") and kind == "win"
    ):
        slug = row.initiative.slug if row.initiative_id else "zonder-initiatief"
        return {"slug": slug, "pk": row.pk}
    if kind == "link":
        return {"pk": row.later_id, "earlier": row.earlier_id}
    if kind in OF_AN_INITIATIVE:
        return {"slug": _initiative_of(row).slug, "pk": row.pk} | WORDS_THERE.get(name, {})
    if kind == "partnership":
        key = "pk" if name == "partnerships:edit" else "partnership"
        return {"slug": row.initiative.slug, key: row.pk}
    words = {"slug": row.slug} if kind in WITH_A_SLUG else {"pk": row.pk}
    if "/" in name:
        return words | {"name": name.split("/")[1]}
    if name == "telling:put_back":
        entries = AuditEntry.objects.of_row(row)
        rewritten = entries.filter(action="UPDATE", changes__has_key="description").last()
        return words | {"entry": (rewritten or entries.last()).pk}
    return words | WORDS_THERE.get(name, {})


WITH_A_SLUG = {"initiative", "proposal", "city", "partner", "challenge", "question", "topic", "kept_city"}


def _initiative_of(row):
    """The initiative of a row of the mirror, through its partnership or its wishes."""
    for step in ("first", "partnership", "initiative"):
        row = getattr(row, step, row)
    return row


def _nothing_like(value):
    """A word of the same length that occurs nowhere."""
    if isinstance(value, uuid.UUID):
        return NOBODY
    if isinstance(value, int):
        return int("9" * len(str(value)))
    return value if value in KNOWN_WORDS else "x" * len(value)


def waiting_at(initiative) -> str:
    """A win that was told there without an account, and that waits; empty where none does."""
    waiting = SmallWin.objects.waiting_for_the_team().filter(initiative=initiative).order_by("logged_at")
    return "".join(str(win.pk) for win in waiting[:1])


def unconfirmed_in(city) -> SmallWin | None:
    """The first win in this city that waits to be confirmed."""
    wins = SmallWin.objects.standing().to_confirm().filter(initiative__cities=city)
    return wins.first_told_first().first()


def _as_shown(win: SmallWin | None) -> dict:
    """The tick of a win, and the mark of what the page shows of it."""
    return {"win": str(win.pk), mark_of(win): as_read(win, READ_FIRST)} if win else {"win": str(NOBODY)}


def wall_elsewhere(initiative) -> str:
    """What a form sends for a wall of this initiative at one that nobody proposed to put in touch with it."""
    met = Introduction.objects.values_list("first", "second")
    shared = Wall.objects.filter(topic__walls__initiative=initiative, initiative__published_at__isnull=False)
    walls = shared.exclude(initiative__in={initiative.pk, *(pk for pair in met for pk in pair)})
    found = walls.values_list("initiative", "topic").first()
    return "{}-muur-{}".format(*found) if found else ""


WHEN = {"when": "other", "occurred_on": "2026-03-02"}


def _form_for(name: str, row) -> tuple[dict, dict | None, Callable[[], bool]]:
    """The data to send, the same data with rows that do not exist, and a check that it was saved as meant."""

    def now(**condition) -> Callable[[], bool]:
        return lambda: SmallWin.objects.filter(pk=row.pk, **condition).exists()

    def gone() -> bool:
        return not type(row).objects.filter(pk=row.pk).exists()

    def there(model, **condition) -> Callable[[], bool]:
        return lambda: model.objects.filter(**condition).exists()

    forms = {
        "telling:tell": lambda: (
            (form := {"title": "Een nieuwe stap", "submission_id": str(NOBODY), **WHEN},)
            and (
                {**form, "initiative": row.slug},
                {**form, "initiative": _nothing_like(row.slug)},
                lambda: SmallWin.objects.filter(title="Een nieuwe stap", initiative=row).exists(),
            )
        ),
        "telling:ask": lambda: ({"types": "replication"}, None, now(types=["replication"])),
        "telling:edit": lambda: (
            {"title": "Anders gezegd", "audience": "team", **WHEN},
            None,
            now(title="Anders gezegd", audience="team"),
        ),
        "telling:accept": lambda: ({}, None, now(types=["growth", "replication"])),
        "telling:withdraw": lambda: ({"reason": "dubbel"}, None, now(withdrawn_at__isnull=False)),
        "telling:restore": lambda: ({}, None, now(withdrawn_at__isnull=True)),
        "telling:untie": lambda: ({}, None, gone),
        "telling:discard": lambda: ({}, None, gone),
        "telling:put_back": lambda: (
            {"version": as_read(row, TEXTS)},
            None,
            now(description__startswith="Eerst "),
        ),
        "telling:keep_reading": lambda: (
            {"version": as_read(row, BOTH_READINGS)},
            None,
            now(reading_kept_at__isnull=False, level=row.level),
        ),
        "telling:take_over": lambda: (
            {"version": as_read(row, BOTH_READINGS)},
            None,
            now(level=row.editor_level, types=row.types),
        ),
        "queues:read": lambda: (  # the team's own reading, or that of the editors
            {"types": "replication"},
            None,
            lambda: now(types=["replication"])() or now(editor_types=["replication"])(),
        ),
        "queues:cross": lambda: (
            {"pairs": "growth>out"},
            None,
            lambda: now(pairs=["growth>out"])() or now(editor_pairs=["growth>out"])(),
        ),
        "cities:confirm": lambda: (
            _as_shown(waits := unconfirmed_in(row)),
            None,
            lambda: waits is not None and unconfirmed_in(row) != waits,
        ),
        "curating:confirm": lambda: ({}, None, now(confirmed_at__isnull=False, returned_at__isnull=True)),
        "introductions:propose": lambda: (
            {"shared": wall_elsewhere(row), "why": "Zij weten dit"},
            {"shared": NOBODY, "why": "Zij weten dit"},
            lambda: Introduction.objects.filter(why="Zij weten dit").exists(),
        ),
        "introductions:answer": lambda: (
            {"answer": "ja"},
            None,
            there(Introduction, pk=row.pk, first_agreed_at__isnull=False),
        ),
        "curating:check": lambda: (
            {"independence": "outside", "shows": "De brief"},
            None,
            there(EvidenceCheck, evidence=row, shows="De brief"),
        ),
        "curating:reply": lambda: ({"reply": "Wij drieën."}, None, now(reply="Wij drieën.")),
        "curating:ask": lambda: ({"question": "Wie was erbij?"}, None, now(question="Wie was erbij?")),
        "teams:invite": lambda: (
            {"email": "nieuw@elders.example", "role": "lead"},
            None,
            there(Invitation, email="nieuw@elders.example", role="lead", initiative=row),
        ),
        "teams:resend": lambda: ({}, None, there(Invitation, pk=row.pk, revoked_at__isnull=False)),
        "teams:revoke": lambda: ({}, None, there(Invitation, pk=row.pk, revoked_at__isnull=False)),
        "teams:give": lambda: ({"role": "lead"}, None, there(Membership, pk=row.pk, role="lead")),
        "teams:remove": lambda: ({}, None, gone),
        "teams:leave": lambda: ({}, None, lambda: True),
        "teams:ask": lambda: (
            {"note": "Ik ben er"},
            None,
            there(MembershipRequest, note="Ik ben er", initiative=row),
        ),
        "teams:take_back": lambda: ({}, None, lambda: row.membership_requests.waiting().count() == 0),
        "teams:accept": lambda: (
            {},
            None,
            lambda: gone() and row.initiative.memberships.filter(user=row.user_id).exists(),
        ),
        "teams:decline": lambda: ({}, None, there(MembershipRequest, pk=row.pk, declined_at__isnull=False)),
        "invitations:accept": lambda: ({}, None, there(Invitation, pk=row.pk, accepted_at__isnull=False)),
        "capture:tell": lambda: (
            {"title": "Zonder account", "submission_id": str(NOBODY), **WHEN},
            None,
            there(SmallWin, title="Zonder account", capture_link=row, logged_by=None, taken_on_at=None),
        ),
        "capture:receipt": lambda: ({}, None, now(title="", initiative=None)),
        "openings:choose": lambda: ({"answer": "nee"}, None, there(type(row), pk=row.pk, opens_wins=False)),
        "posters:index": lambda: (
            {"place": "Bij de koffie", "lasts": "30", "number": str(NOBODY)},
            None,
            there(CaptureLink, place="Bij de koffie", initiative=row),
        ),
        "posters:revoke": lambda: ({}, None, there(CaptureLink, pk=row.pk, revoked_at__isnull=False)),
        "arrivals:take_on_several": lambda: (
            {"win": waiting_at(row)},
            None,
            lambda: not SmallWin.objects.waiting_for_the_team().filter(initiative=row).exists(),
        ),
        "arrivals:claim": lambda: ({}, None, now(claimed_at__isnull=False)),
        "arrivals:take_on": lambda: ({}, None, now(taken_on_at__isnull=False, withdrawn_at=None)),
        "arrivals:refuse": lambda: ({"reason": "Niet hier"}, None, now(withdrawal_reason="Niet hier")),
        "mine:index": lambda: (
            {"display_name": "Anders", "language": "nl", "digest": "never"},
            None,
            there(User, display_name="Anders", digest="never"),
        ),
        "photos:describe": lambda: (
            {"alt_text": "Een bank"},
            None,
            lambda: Photo.objects.filter(pk=row.pk, alt_text="Een bank", people_agreed=False).exists(),
        ),
        "photos:remove": lambda: ({}, None, gone),
    }
    if name in forms:
        return forms[name]()
    return _form_of_the_mirror(name, row) or ({}, None, bool)


LOSS = {"kind": "money", "borne_by": "student", "audience": "team", "seen_on": "2026-03-02"}
SHOWN = {"kind": "figure", "independence": "outside", "text": "Anders"}
WALL = {"kind": "money", "status": "active"}
COUNTED = {
    "measure": "projects",
    "year": "2020",
    "exactness": "about",
    "quantity": "1.200",
    "source": "Anders",
}
NUMBERED = {"number": str(NOBODY)}


def _form_of_the_mirror(name: str, row) -> tuple[dict, None, Callable[[], bool]] | None:
    """A form that is accepted, and whether it was saved as meant."""
    today = timezone.localdate().isoformat()
    looked = {"still_stands": "partly", "checked_on": today, "note": "Anders"}

    def now(**condition) -> Callable[[], bool]:
        return lambda: type(row).objects.filter(pk=row.pk, **condition).exists()

    def there(rows, **condition) -> Callable[[], bool]:
        return lambda: rows.filter(**condition).exists()

    def one_more(rows) -> Callable[[], bool]:
        before = rows.count()
        return lambda: rows.count() == before + 1

    def gone() -> bool:
        return not type(row).objects.filter(pk=row.pk).exists()

    def chosen(rows) -> str:
        """The first of the rows of this initiative, in the order in which lists show them."""
        found = rows.first()
        return str(found.pk) if found else ""

    def not_yet_paired(initiative) -> list[Wish]:
        """The first two wishes without a pair. The database keeps the two of a pair in the order of their keys."""
        paired = set(WishPair.objects.values_list("first", "second"))
        couples = (
            sorted(two, key=lambda wish: wish.pk) for two in combinations(Wish.objects.of(initiative), 2)
        )
        return next((two for two in couples if (two[0].pk, two[1].pk) not in paired), [])

    def win_beside(win: SmallWin) -> str:
        """A standing win of our team that nothing led to yet: the one about which staff asked, or for that one another."""
        asked = SmallWin.objects.filter(stands=True, returned_at__isnull=False).exclude(pk=win.pk)
        told = SmallWin.objects.filter(
            stands=True, audience="network", confirmed_at=None, initiative=win.initiative
        )
        keys = [
            *asked.order_by("pk").values_list("pk", flat=True),
            *told.order_by("pk").values_list("pk", flat=True),
        ]
        return str(keys[0])

    def win_elsewhere(win: SmallWin) -> str:
        """A standing win of another initiative of our team."""
        team = Membership.objects.filter(initiative=win.initiative_id).values("user")
        ours = Membership.objects.filter(user__in=team).values("initiative")
        told = SmallWin.objects.filter(stands=True, initiative__in=ours)
        told = told.exclude(initiative=win.initiative_id).order_by("initiative", "logged_at")
        return str([*told.values_list("pk", flat=True), NOBODY][0])

    def initiative_beside(initiative: Initiative) -> str:
        """Another initiative of our team."""
        team = Membership.objects.filter(initiative=initiative).values("user")
        ours = Membership.objects.filter(user__in=team).exclude(initiative=initiative).order_by("initiative")
        return str([*ours.values_list("initiative", flat=True), NO_NUMBER][0])

    def win_of(initiative) -> SmallWin:
        return initiative.wins.filter(stands=True).latest("logged_at")

    forms = {
        "initiatives:propose": lambda: (
            {
                "title": "Anders",
                "summary": "Iets",
                "city": "landelijk",
                "programme": str(Programme.objects.get(name="City Deal Een").pk),
            },
            there(Initiative.objects, title="Anders", published_at=None),
        ),
        "initiatives:propose_again": lambda: (
            {"title": "Anders", "summary": "Anders", "when": "not_known"},
            now(title="Anders", declined_at=None),
        ),
        "following:initiative": lambda: ({}, there(Follow.objects, initiative=row)),
        "following:challenge": lambda: ({}, there(Follow.objects, challenge=row)),
        "following:city": lambda: ({}, there(Follow.objects, city=row)),
        "initiatives:put_aside": lambda: ({}, now(aside_at__isnull=False)),
        "initiatives:edit": lambda: (
            {"title": "Anders", "when": "not_known"},
            now(title="Anders", started_on=None),
        ),
        "partnerships:add": lambda: (
            {"partner_name": "Iets anders", "partner_kind": "residents", "partner_role": "funder"},
            there(row.partnerships, partner__name="Iets anders", role="funder"),
        ),
        "partnerships:edit": lambda: ({"role": "funder"}, now(role="funder")),
        "ambitions:dream": lambda: ({"dream": "Anders"}, now(dream="Anders")),
        "stories:appeal": lambda: (
            {"asked": "Anders", "audience": "team"},
            there(row.appeals, asked="Anders", audience="team"),
        ),
        "ambitions:mean": lambda: ({"text": "Anders"}, there(row.meanings, text="Anders")),
        "ambitions:agree": lambda: ({"answer": "agrees"}, there(row.meaning_answers, answer="agrees")),
        "ambitions:choose": lambda: (
            {"choice": "later", "decided_on": "2026-03-02"},
            there(row.ambitions, ray="growth", choice="later"),
        ),
        "signals:dismiss": lambda: (
            {"reason": "Later", "days": "30"},
            there(row.dismissals, about="teacher", reason="Later"),
        ),
        "signals:bring_back": lambda: ({}, now(ended_at__isnull=False)),
        "wishes:add": lambda: (
            {"partnership": chosen(row.partnerships), "statement": "Anders", "hand": "behalf"},
            there(Wish.objects.of(row), statement="Anders", is_first_hand=False),
        ),
        "wishes:links": lambda: (
            {"partnership": chosen(row.partnerships)},
            one_more(WishLink.objects.filter(partnership__initiative=row)),
        ),
        "wishes:revoke": lambda: ({}, now(revoked_at__isnull=False)),
        "wishes:pair": lambda: (
            (
                {"first": str(two[1].pk), "second": str(two[0].pk), "relation": "tension"},
                lambda: WishPair.objects.filter(first=two[0], second=two[1], relation="tension").exists(),
            )
            if (two := not_yet_paired(row))
            else ({}, bool)
        ),
        "wishes:bridge": lambda: (
            {"relation": "conflict", "related_on": "2026-03-02"},
            now(relation="conflict"),
        ),
        "wishes:edit": lambda: (
            {"partnership": str(row.partnership_id), "statement": "Anders", "hand": "first"},
            now(statement="Anders", is_first_hand=True),
        ),
        "wishes:serve": lambda: (
            {"wins": [str(win_of(row.partnership.initiative).pk)]},
            now(wins=win_of(row.partnership.initiative)),
        ),
        "wishes:remove": lambda: ({}, gone),
        "wishes:of_win": lambda: (
            {"wishes": [chosen(Wish.objects.of(row.initiative))]},
            there(row.wishes),
        ),
        "wishes:say": lambda: (
            {"statement": "Van ons", "submission_id": str(NOBODY)},
            there(Wish.objects, pk=NOBODY, statement="Van ons", partnership=row.partnership, stated_by=None),
        ),
        "objections:stands": lambda: (
            {"about": f"partnership-{row.partnership_id}", "submission_id": str(NOBODY)},
            there(Objection.objects, pk=NOBODY, partnership=row.partnership, wish=None, settled_by=None),
        ),
        "objections:settle": lambda: ({}, now(settled_at__isnull=False)),
        "mail:choose": lambda: ({"kinds": ["tie"]}, there(MailOff.objects, kind="week")),
        "mail:stop": lambda: ({}, there(MailOff.objects, user=row, kind="tie")),
        "still:answer": lambda: (
            {"antwoord": "klopt"},
            there(StillQuestion.objects, pk=row.question_id, answer="klopt"),
        ),
        "paradox:start": lambda: ({"taken_on": today}, one_more(row.pilot_checks)),
        "paradox:revoke": lambda: ({}, now(revoked_at__isnull=False)),
        "paradox:remove": lambda: ({}, gone),
        "paradox:turn": lambda: (
            {"into": "bite"},
            one_more(NextBite.objects.filter(initiative=row.initiative)),
        ),
        "paradox:answer": lambda: (
            {"perspective": "teacher", "1A": "3", "submission_id": str(NOBODY)},
            there(row.respondents, submission_id=NOBODY, perspective="teacher"),
        ),
        "paradox:thanks": lambda: (
            {"items": ["6"], "submission_id": str(NOBODY)},
            there(row.recognitions, submission_id=NOBODY, items=[6]),
        ),
        "snapshots:take": lambda: ({"periode": "2023-2024"}, one_more(row.snapshots)),
        "additions:add/oordelen": lambda: (
            {"whose": "mine", "perspective": "student", "verdict": "positive", **NUMBERED},
            there(Judgement.objects, pk=NOBODY, win=row, is_first_hand=True),
        ),
        "additions:add/verliezen": lambda: ({**LOSS, **NUMBERED}, there(row.losses, pk=NOBODY)),
        "additions:add/bewijs": lambda: ({**SHOWN, **NUMBERED}, there(row.evidence, pk=NOBODY)),
        "additions:add/terugblikken": lambda: ({**looked, **NUMBERED}, there(row.follow_ups, pk=NOBODY)),
        "additions:add_loss": lambda: (
            {**LOSS, **NUMBERED},
            there(Loss.objects, pk=NOBODY, initiative=row, win=None),
        ),
        "additions:edit/oordelen": lambda: (
            {"perspective": "resident", "verdict": "mixed"}
            | ({} if row.is_first_hand else {"on_behalf_of": "twee mensen"}),
            now(verdict="mixed"),
        ),
        "additions:edit/verliezen": lambda: ({**LOSS, "status": "accepted"}, now(status="accepted")),
        "additions:edit/bewijs": lambda: (SHOWN, now(text="Anders")),
        "additions:edit/terugblikken": lambda: (looked, now(note="Anders")),
        "additions:remove/oordelen": lambda: ({}, gone),
        "additions:remove/verliezen": lambda: ({}, gone),
        "additions:remove/bewijs": lambda: ({}, gone),
        "additions:remove/terugblikken": lambda: ({}, gone),
        "outside:add_actor": lambda: (
            {"label": "Anders", "world": "outside"},
            there(Actor.objects, initiative=row, label="Anders"),
        ),
        "outside:big": lambda: (
            {"label": "Anders", "where": "outside"},
            there(Actor.objects, initiative=row, label="Anders"),
        ),
        "outside:add_wall": lambda: (
            {"name": "Heel iets nieuws", **WALL},
            there(Wall.objects, initiative=row, topic__name="Heel iets nieuws"),
        ),
        "outside:add_window": lambda: (
            {"title": "Anders", "kind": "money"},
            there(Window.objects, initiative=row, title="Anders"),
        ),
        "outside:add_city_window": lambda: (
            {"title": "Anders", "kind": "money"},
            there(Window.objects, city=row, title="Anders"),
        ),
        "outside:edit_actor": lambda: ({"label": "Anders", "world": "outside"}, now(label="Anders")),
        "outside:remove_actor": lambda: ({}, gone),
        "outside:edit_wall": lambda: ({"name": row.topic.name, **WALL}, now(kind="money")),
        "outside:remove_wall": lambda: ({}, gone),
        "outside:move_wall": lambda: (
            {"win": str(win_of(row.initiative).pk), "effect": "bypassed"},
            there(row.moves, win=win_of(row.initiative), effect="bypassed"),
        ),
        "outside:undo_move": lambda: ({}, gone),
        "outside:edit_window": lambda: ({"title": "Anders", "kind": "money"}, now(title="Anders")),
        "outside:remove_window": lambda: ({}, gone),
        "telling:lead_to": lambda: (
            {"later": win_beside(row), "how": "Anders"},
            there(WinLink.objects, earlier=row, later=win_beside(row), how="Anders"),
        ),
        "flywheels:tie": lambda: (
            {"later": win_beside(row)},
            there(WinLink.objects, earlier=row, later=win_beside(row), mechanism=None),
        ),
        "ties:ask": lambda: (
            {"other": (other := win_elsewhere(row)), "how": "Anders"},
            there(WinLink.objects, earlier=other, later=row, how="Anders", asked=None),
        ),
        **dict.fromkeys(("ties:agree", "belonging:agree"), lambda: ({}, now(confirmed_at__isnull=False))),
        **dict.fromkeys(("ties:decline", "belonging:decline"), lambda: ({}, now(declined_at__isnull=False))),
        **dict.fromkeys(("ties:take_back", "belonging:take_back"), lambda: ({}, gone)),
        "belonging:add": lambda: (
            {"other": (other := initiative_beside(row)), "kind": "samen-met"},
            there(InitiativeLink.objects, initiative=row, other=other, asked=None),
        ),
        "walls:of_win": lambda: (
            {"wall": chosen(Wall.objects.filter(initiative=row.initiative)), "effect": "bypassed"},
            there(WallMove.objects, win=row, effect="bypassed"),
        ),
        "challenges:propose": lambda: (
            {"question": "Wie plant de bomen?", "city": "landelijk", "sender": "Anders"},
            there(ChallengeProposal.objects, question="Wie plant de bomen?", city=None, sender="Anders"),
        ),
        "challenges:choose": lambda: (
            {"other_challenge": "Wie plant de bomen?"},
            there(row.challenges, title="Wie plant de bomen?"),
        ),
        "figures:add": lambda: (
            {**COUNTED, **NUMBERED},
            there(row.figures, pk=NOBODY, quantity=1200, source="Anders"),
        ),
        "figures:edit": lambda: (COUNTED, now(quantity=1200, source="Anders")),
        "figures:remove": lambda: ({}, gone),
        "bites:add": lambda: ({"text": "Anders"}, there(row.bites, text="Anders")),
        "bites:edit": lambda: ({"text": "Anders"}, now(text="Anders")),
        "bites:finish": lambda: ({}, now(done_at__isnull=False)),
        "bites:remove": lambda: ({}, gone),
    }
    if name not in forms:
        return None
    data, meant = forms[name]()
    return data, None, meant


# --- accounts ---------------------------------------------------------------------------------
WORDS = {
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-abc"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}


def of_accounts(world: World, actor: str) -> Iterator[Question]:
    for name in policy.ACCOUNT_PAGES:
        path = reverse(name, kwargs=WORDS.get(name))
        for method in _ways(actor, 0):
            yield Question(name, method, policy.in_accounts(actor, name, method), path)


# --- the admin --------------------------------------------------------------------------------
def of_admin(world: World, actor: str) -> Iterator[Question]:
    for name in policy.ADMIN_PAGES:
        path = "/beheer/nergens/" if name == "admin:" else reverse(name)
        for method in _ways(actor, 0):
            yield Question(name, method, policy.in_admin(actor, name, method), path)
    for model, states in policy.MODELS.items():
        yield from _of_model(world, actor, model, list(states))
    for step in policy.STEPS:
        yield from _of_step(world, actor, step)
    yield from _of_merging(world, actor)
    yield from _of_joining(world, actor)
    yield from _of_declining(world, actor)
    yield from _of_answering(world, actor)
    yield from _of_importing(world, actor)


def _few(actor: str, states: list[str]) -> list[str]:
    """The states to ask about. One is enough at the door of the admin, which does not look at the row."""
    return states if actor in policy.CURATORS else states[:1]


def _of_model(world: World, actor: str, model: str, states: list[str]) -> Iterator[Question]:
    for page in policy.MODEL_PAGES:
        name = f"admin:initiatives_{model}_{page}"
        with_row = page not in ("changelist", "add")
        for number, state in enumerate(_few(actor, states) if with_row else [""]):
            row = admin_row(world, model, state) if with_row else None
            for method in _ways(actor, number):
                expected = policy.in_admin_of(actor, model, page, method, state)
                yield _in_admin(world, actor, name, model, page, method, expected, state, row)


def admin_row(world: World, model: str, state: str):
    """The row of the database behind a line of ADMIN_ROWS."""
    if model == "smallwin":
        return world.row("rivals_win", "hidden") if state == "rivals" else world.row("win", state)
    if model == "winlink":
        return world.row("link", state)
    if model == "initiativelink":
        return world.row("belonging", state)
    if model == "role":
        return world.users[state].roles.get()
    if model == "auditentry":
        about = {
            "of_win": ("win", "confirmed_team"),
            "rivals": ("rivals_win", "hidden"),
            "of_person": ("user", "network"),
            "of_actor": ("actor", "public"),
            "of_pilot": ("pilot", "usable"),
            "of_dismissal": ("dismissal", "unpublished"),
            "of_partner": ("partner", "used"),
            "of_waiting": ("partner", "waiting"),
        }
        return AuditEntry.objects.of_row(world.row(*about[state])).first()
    if (model, state) == ("initiative", "declined"):
        return world.row("proposal", state)
    if model in ("initiative", "partnership", "membership", "figure"):
        initiative = world.row("rivals", "hidden") if state == "rivals" else world.row("initiative", state)
        if model == "initiative":
            return initiative
        if model == "figure":
            return initiative.figures.get()
        rows = initiative.partnerships if model == "partnership" else initiative.memberships
        return rows.order_by("pk").first()
    return world.row(model, state)


def _in_admin(world, actor, name, model, page, method, expected, state, row) -> Question:
    if row is None:
        return Question(name, method, expected, reverse(name))
    nothing = NOBODY if model in ("smallwin", "figure", "challengeproposal", "letter") else NO_NUMBER
    path, nowhere = reverse(name, args=[row.pk]), reverse(name, args=[nothing])
    data, meant = {}, bool
    may_save = method == "POST" and page == "change" and expected in MAY_SAVE
    if method == "POST" and page == "delete":
        data = {"post": "yes"}
        meant = lambda: not type(row).objects.filter(pk=row.pk).exists()  # noqa: E731
    elif method == "POST" and page == "change":
        data, condition = saved_in_admin(model, row)
        meant = lambda: type(row).objects.filter(pk=row.pk, **condition).exists()  # noqa: E731
    echoed = (str(row.pk), str(nothing))
    return Question(name, method, expected, path, nowhere, data, None, echoed, meant, state, may_save)


def saved_in_admin(model: str, row) -> tuple[dict, dict]:
    """A form that the screen accepts, and the values of the row afterwards."""
    named = {"name": "Anders", "slug": getattr(row, "slug", "")}
    titled = {"title": "Anders", "slug": getattr(row, "slug", "")}
    forms = {
        "smallwin": ({"editor_level": "local"}, {"editor_level": "local"}),
        "winlink": (
            {"mechanism": "energizing", "mechanism_basis": "team", "basis": "stated"},
            {"mechanism": "energizing", "mechanism_basis": "team", "basis": "stated"},
        ),
        "initiativelink": ({"since": "2019", "basis": "stated"}, {"since": 2019, "basis": "stated"}),
        "initiative": (
            {**titled, "programme": getattr(row, "programme_id", ""), "started_precision": "day"},
            {"title": "Anders"},
        ),
        "partnership": ({"role": "lead"}, {"role": "lead"}),
        "membership": ({"role": "lead"}, {"role": "lead"}),
        "figure": (COUNTED, {"quantity": 1200, "source": "Anders"}),
        "partner": ({**named, "kind": "university"}, {"name": "Anders"}),
        "challenge": (titled, {"title": "Anders"}),
        "challengeproposal": ({}, {}),
        "letter": ({}, {}),
        "theme": (named, {"name": "Anders"}),
        "city": (
            {
                **named,
                "code": "GM9999",
                "province": "Utrecht",
                "latitude": "52",
                "longitude": "5",
            },
            {"name": "Anders"},
        ),
        "programme": (named, {"name": "Anders"}),
        "user": (
            {
                "display_name": "Anders",
                "email": "anders@voorbeeld.example",
                "language": "nl",
                "is_active": "on",
            },
            {"display_name": "Anders"},
        ),
        "role": ({}, {}),
        "auditentry": ({}, {}),
    }
    data, condition = forms[model]
    return {**data, "_save": "1"}, condition


def _of_step(world: World, actor: str, step: str) -> Iterator[Question]:
    name = f"admin:initiatives_smallwin_{step}"
    for state in _few(actor, list(policy.MODELS["smallwin"])):
        row = admin_row(world, "smallwin", state)
        path, nowhere = (f"{reverse(name)}?win={key}" for key in (row.pk, NOBODY))
        for method in _ways(actor, int(state != "draft")):
            expected = policy.at_step(actor, step, method, state)
            data = {"words": "Waarom?"} if method == "POST" else {}
            yield Question(
                name,
                method,
                expected,
                path,
                nowhere,
                data,
                None,
                (str(row.pk), str(NOBODY)),
                lambda: True,
                state,
                method == "POST" and expected in MAY_SAVE,
            )


def _of_merging(world: World, actor: str) -> Iterator[Question]:
    name = "admin:initiatives_smallwin_merge"
    stays = world.row("also", "first")
    for state in _few(actor, list(policy.MODELS["smallwin"])):
        row = admin_row(world, "smallwin", state)
        path, nowhere = (reverse(name, args=[key]) for key in (row.pk, NOBODY))
        for method in _ways(actor, int(state != "draft")):
            yield Question(
                name,
                method,
                policy.at_merging(actor, method, state),
                path,
                nowhere,
                {"met": str(stays.pk)} if method == "POST" else {},
                None,
                (str(row.pk), str(NOBODY)),
                lambda row=row: SmallWin.objects.filter(pk=row.pk, merged_into=stays).exists(),
                state,
            )


def _of_joining(world: World, actor: str) -> Iterator[Question]:
    for model, page in ((each, page) for each in policy.JOINED for page in policy.pages_of_joining(each)):
        name = f"admin:initiatives_{model}_{page}"
        for number, state in enumerate(_few(actor, list(policy.MODELS[model]))):
            row, other = admin_row(world, model, state), _into(world, actor, model, state)
            of = (NO_NUMBER,) if page == "unmerge" else ()
            path, nowhere = (reverse(name, args=[key, *of]) for key in (row.pk, NO_NUMBER))
            pair = sorted((row.pk, other.pk))
            done = {
                "merge": Merge.objects.filter(kind=model, gone=row.pk, kept=other.pk),
                "apart": SaidApart.objects.filter(kind=model, first=pair[0], second=pair[1]),
                "unmerge": Merge.objects.none(),
                "split": Merge.objects.filter(kind=model, kept=row.pk, is_split=True),
            }[page]
            for method in _ways(actor, number):
                yield Question(
                    name,
                    method,
                    policy.at_joining(actor, model, page, method, state),
                    path,
                    nowhere,
                    {"met": str(other.pk), "name": "Een tweede"} if method == "POST" else {},
                    None,
                    (str(row.pk), str(NO_NUMBER)),
                    done.all().exists,
                    state,
                )


def _into(world: World, actor: str, model: str, state: str):
    """A row into which this one may go."""
    others = [each for each in policy.JOINED[model] if each != state]
    may = [each for each in others if actor in policy.CURATORS and policy.may_join(actor, model, each)]
    return admin_row(world, model, (may or others)[0])


def _of_declining(world: World, actor: str) -> Iterator[Question]:
    name = "admin:initiatives_initiative_decline"
    for state in _few(actor, list(policy.RIGHTS["proposal"])):
        row = world.row("proposal", state)
        path, nowhere = (reverse(name, args=[key]) for key in (row.pk, NO_NUMBER))
        for method in _ways(actor, int(state != "waiting")):
            expected = policy.at_declining(actor, method, state)
            data = {"why": "Dit is er al."} if method == "POST" else {}
            yield Question(
                name,
                method,
                expected,
                path,
                nowhere,
                data,
                None,
                (str(row.pk), str(NO_NUMBER)),
                lambda row=row: Initiative.objects.filter(pk=row.pk, why_declined="Dit is er al.").exists(),
                state,
                method == "POST" and expected in MAY_SAVE,
            )


def _of_answering(world: World, actor: str) -> Iterator[Question]:
    name = "admin:initiatives_challengeproposal_answer"
    for state in _few(actor, list(policy.MODELS["challengeproposal"])):
        row = world.row("challengeproposal", state)
        path, nowhere = (reverse(name, args=[key]) for key in (row.pk, NOBODY))
        for method in _ways(actor, int(state != "waiting")):
            expected = policy.at_answering(actor, method, state)
            data = {"answer": "declined", "why": "Dit is iets anders."} if method == "POST" else {}
            yield Question(
                name,
                method,
                expected,
                path,
                nowhere,
                data,
                None,
                (str(row.pk), str(NOBODY)),
                ChallengeProposal.objects.filter(pk=row.pk, why="Dit is iets anders.", sender="").exists,
                state,
                method == "POST" and expected in MAY_SAVE,
            )


def _of_importing(world: World, actor: str) -> Iterator[Question]:
    template = reverse("admin:import_template", args=["partners"])
    for method in _ways(actor, 0):
        yield Question("admin:import_template", method, policy.at_template(actor, method), template)
    for page in policy.IMPORT_PAGES:
        for number, state in enumerate(_few(actor, ["shown", "written"])):
            for method in _ways(actor, number):
                yield _about_import(world, actor, page, method, state)


def _about_import(world: World, actor: str, page: str, method: str, state: str) -> Question:
    batch, name = world.row("import", state), f"admin:{page}"
    form = ["csv"] if page == "import_left" else []
    path, nowhere = (reverse(name, args=[key, *form]) for key in (batch.pk, NOBODY))
    expected = policy.at_import(actor, page, method, state)
    data, meant = {}, bool
    if method == "POST" and page == "import_columns":
        data = {"heading_row": "1", "column_0": "name", "column_1": ""}
        meant = ImportBatch.objects.filter(pk=batch.pk, mapping=["name", ""]).exists
    elif method == "POST" and page == "import_preview":
        data = {"digest": digest_of(batch)}
        meant = ImportBatch.objects.filter(pk=batch.pk, n_new=1, written_by__isnull=False).exists
    elif method == "POST":
        meant = ImportBatch.objects.filter(pk=batch.pk, undone_at__isnull=False).exists
    echoed = (str(batch.pk), str(NOBODY))
    saves = method == "POST" and expected in MAY_SAVE
    return Question(name, method, expected, path, nowhere, data, None, echoed, meant, state, saves)
