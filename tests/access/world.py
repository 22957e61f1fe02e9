"""A small network in which a row stands in every state, and everybody of the policy takes part.

Every text that some actor may not see holds a secret word of its own, so that a leak is found wherever it
turns up. The words are kept here, with the row and the text they belong to.
"""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from io import BytesIO

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from initiatives.lenses import Audience, LinkBasis, MembershipRole
from initiatives.models import (
    Actor,
    Ambition,
    Appeal,
    CaptureLink,
    Challenge,
    ChallengeProposal,
    Evidence,
    EvidenceCheck,
    Figure,
    FollowUp,
    Initiative,
    InitiativeLink,
    Introduction,
    Invitation,
    Judgement,
    Letter,
    Loss,
    MeaningAnswer,
    Membership,
    MembershipRequest,
    NextBite,
    Objection,
    Partner,
    Photo,
    PilotCheck,
    PilotRespondent,
    Recognition,
    ScalingMeaning,
    SignalDismissal,
    SmallWin,
    StillQuestion,
    StillWord,
    User,
    Wall,
    WallMove,
    WallTopic,
    Window,
    WinLink,
    Wish,
    WishLink,
    WishPair,
    acting,
)
from initiatives.models.challenge_proposals import SENDER_LASTS
from initiatives.models.columns import Kind, columns_of, names_of
from initiatives.models.letters import word_to_stop
from initiatives.reports.profile.snapshots import take_snapshot
from initiatives.tokens import digest
from tests import factories
from tests.access.asking import Asker
from tests.access.policy import ACTORS
from tests.exchange.imports.bringing import bring, go_on

START = "zq"  # the start of every secret word: no other word on the site begins so
LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels: no stemming, no word of a language
DAY = dt.date(2026, 3, 1)


# Every table in which people of the site write. The tables that are curated at /beheer/ have names of their own.
WRITTEN_BY_PEOPLE = [
    model
    for model in apps.get_app_config("initiatives").get_models()
    if columns_of(model).author
    or model in (Initiative, Membership, PilotRespondent, Recognition, User, WallTopic)
]


@dataclass(frozen=True)
class Secret:
    """A word, and in which text of which row it stands."""

    word: str
    kind: str
    state: str
    text: str


@dataclass
class World:
    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, Asker] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)  # kind to state to row
    secrets: dict[str, Secret] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[tuple, list] = field(
        default_factory=dict
    )  # that follow from the policy, by actor and part
    letters: random.Random = field(default_factory=lambda: random.Random(3))

    def secret(self, kind: str, state: str, text: str) -> str:
        word = START + "".join(self.letters.choices(LETTERS, k=10))
        self.secrets[word] = Secret(word, kind, state, text)
        return word

    def texts(self, kind: str, state: str, *names: str) -> dict[str, str]:
        return {name: f"Over {self.secret(kind, state, name)} gesproken" for name in names}

    def put(self, kind: str, state: str, row):
        self.rows.setdefault(kind, {})[state] = row
        return row

    def row(self, kind: str, state: str):
        return self.rows[kind][state]


def below_its_programme(world: "World", actor: str, row) -> str:
    """The name below which a row of the other programme stands, for who knows an initiative there; empty for all else."""
    knows_it = actor in ("rival", "superuser") and row == world.row("city", "theirs")
    return f"/{world.row('programme', 'theirs').slug}" if knows_it else ""


def build() -> World:
    """Make the whole world, each row after the rows that it needs."""
    world = World()
    with acting(None):
        _places(world)
        _people(world)
        _initiatives(world)
        _teams(world)
        _wins(world)
        _links(world)
        _photos(world)
        _taken_back(world)
        _ways_in(world)
        _elsewhere(world)
        mirror(world)
        _noted(world)
        _proposed(world)
        _sent_in(world)
        _letters(world)
        _brought(world)
        _sessions_open(world)
        _rights_end(world)
    return world


def _places(world: World) -> None:
    world.put("programme", "ours", factories.create_programme(name="City Deal Een"))
    world.put("programme", "theirs", factories.create_programme(name="City Deal Twee"))
    for name in ("ours", "other", "theirs", "unused"):
        world.put("city", name, factories.create_city(name=f"Stad {name}"))
    world.put("partner", "used", factories.create_partner(name="Hogeschool Aan Zee"))
    world.put("partner", "unused", factories.create_partner(name="Buurtbedrijf Los"))
    for name in ("used", "unused"):
        world.put("theme", name, factories.create_theme(name=f"thema {name}"))
        world.put(
            "challenge", name, Challenge.objects.create(title=f"Hoe dan {name}?", slug=f"hoe-dan-{name}")
        )


def _person(world: World, name: str, **roles) -> User:
    word = world.secret("user", name, "display_name")
    address = f"{world.secret('user', name, 'email')}@voorbeeld.example"
    user = factories.create_user(email=address, **roles)
    user.display_name = f"Mens {word}"
    user.save()
    world.users[name] = user
    return world.put("user", name, user)


def _people(world: World) -> None:
    ours, theirs = world.row("programme", "ours"), world.row("programme", "theirs")
    for name in ("network", "other", "member", "lead", "former", "invited", "uninvited"):
        _person(world, name)
    _person(world, "coordinator", coordinates=world.row("city", "ours"))
    _person(world, "elsewhere", coordinates=world.row("city", "other"))
    _person(world, "staff", staff_of=ours)
    _person(world, "rival", staff_of=theirs)
    _person(world, "deactivated", staff_of=ours)
    _person(world, "superuser")
    User.objects.filter(pk=world.users["superuser"].pk).update(is_superuser=True)
    world.users["superuser"].refresh_from_db()
    _person(world, "hidden_one")  # in a team of another programme, unknown to our people


def _initiative(world: World, state: str, *, programme="ours", city="ours", kind="initiative", **details):
    word = world.secret(kind, state, "slug")
    texts = world.texts(
        kind, state, "title", "title_en", "summary", "summary_en", "dream", "dream_en", "sources"
    )
    shown = details.pop("published", True)
    row = Initiative.objects.create(
        programme=world.row("programme", programme),
        slug=f"plan-{word}",
        published_at=timezone.now() if shown else None,
        published_by=world.users["staff"] if shown else None,
        **texts,
        **details,
    )
    row.cities.add(world.row("city", city))
    row.themes.add(world.row("theme", "used"))
    row.challenges.add(world.row("challenge", "used"))
    row.partnerships.create(partner=world.row("partner", "used"))
    return world.put(kind, state, row)


def _initiatives(world: World) -> None:
    _initiative(world, "public")
    _initiative(world, "network", audience=Audience.NETWORK)
    _initiative(world, "unpublished", published=False)
    now, lead, staff = timezone.now(), world.users["lead"], world.users["staff"]
    why = f"Want {world.secret('proposal', 'declined', 'why_declined')}"
    no = {"declined_at": now, "declined_by": staff, "why_declined": why}
    for state, answer in (("declined", no), ("waiting", {})):
        proposed = {"proposed_at": now, "proposed_by": lead}
        _initiative(world, state, kind="proposal", published=False, **proposed, **answer)


def _teams(world: World) -> None:
    for row in world.rows["proposal"].values():
        row.memberships.create(user=world.users["member"])
        row.memberships.create(user=world.users["lead"], role=MembershipRole.LEAD)
    for state, row in world.rows["initiative"].items():
        for name in ("member", "former"):
            world.put("membership", f"{name}_{state}", row.memberships.create(user=world.users[name]))
        row.memberships.create(user=world.users["lead"], role=MembershipRole.LEAD)
        row.memberships.create(user=world.users["deactivated"], role=MembershipRole.LEAD)


WORDS = ("title", "title_en", "description", "description_en", "changed_for", "sources")
READ_OTHERWISE = {"logged_team", "confirmed_public", "merged"}  # by the team than by the editors


def _win(
    world: World, state: str, *, kind="win", initiative="public", by="former", of="initiative", **details
):
    if state in READ_OTHERWISE:
        details |= {"level": "local", "editor_level": "vertical"}
    row = SmallWin(
        initiative=world.row(of, initiative) if initiative else None,
        logged_by=world.users[by] if by else None,
        occurred_on=details.pop("occurred_on", DAY),
        editor_types=["growth", "replication"],  # several of both: then one asks which went which way
        editor_directions=["up", "out"],
        editor_read_at=timezone.now(),
        editor_read_by=world.users["staff"],
        **world.texts(kind, state, *WORDS),
        **details,
    )
    row.save()
    return world.put(kind, state, row)


def _confirmed(world: World) -> dict:
    return {"confirmed_at": timezone.now(), "confirmed_by": world.users["staff"]}


def _withdrawn(world: World, kind: str, state: str) -> dict:
    return {
        "withdrawn_at": timezone.now(),
        "withdrawn_by": world.users["lead"],
        "withdrawal_reason": f"Want {world.secret(kind, state, 'withdrawal_reason')}",
    }


def _asked(world: World, kind: str, state: str) -> dict:
    return {
        "returned_at": timezone.now(),
        "returned_by": world.users["staff"],
        "question": f"Wie was {world.secret(kind, state, 'question')}?",
    }


def _replied(world: World, kind: str, state: str) -> dict:
    return {
        "question": f"Wie was {world.secret(kind, state, 'question')}?",
        "replied_at": timezone.now(),
        "replied_by": world.users["member"],
        "reply": f"Dat was {world.secret(kind, state, 'reply')}.",
    }


def _wins(world: World) -> None:
    link = _capture_link(world, "usable")
    link_only = {"by": None, "capture_link": link, "told_as": "student"}
    seen = _confirmed(world)
    _win(world, "draft", drafted_at=timezone.now())
    _win(world, "loose", drafted_at=timezone.now(), initiative=None, by="member")
    _with_a_receipt(world, "waiting", _win(world, "waiting", **link_only))
    refused = _win(world, "refused", **link_only, **_withdrawn(world, "win", "refused"))
    _with_a_receipt(world, "refused", refused)
    for audience in Audience:
        replied = _replied(world, "win", "logged_network") if audience == Audience.NETWORK else {}
        _win(world, f"logged_{audience.value}", audience=audience, **replied)
        _win(world, f"confirmed_{audience.value}", audience=audience, **seen)
    _win(world, "returned_public", audience=Audience.PUBLIC, **_asked(world, "win", "returned_public"))
    _win(world, "withdrawn", audience=Audience.PUBLIC, **seen, **_withdrawn(world, "win", "withdrawn"))
    _win(
        world,
        "merged",
        audience=Audience.PUBLIC,
        merged_at=timezone.now(),
        merged_by=world.users["staff"],
        merged_into=world.row("win", "confirmed_public"),
    )
    for state in ("unpublished", "network"):
        _win(world, f"in_{state}", initiative=state, audience=Audience.PUBLIC, **seen)


def _with_a_receipt(world: World, state: str, win: SmallWin) -> None:
    win.receipt_digest = digest(win.receipt)
    win.save()
    world.tokens.setdefault("receipt", {})[state] = win.receipt


def _tie(world: World, state: str, earlier: SmallWin, later: SmallWin) -> WinLink:
    return world.put(
        "link",
        state,
        WinLink.objects.create(
            earlier=earlier,
            later=later,
            mechanism="learning",
            mechanism_basis=LinkBasis.TEAM,
            how=f"Door {world.secret('link', state, 'how')}",
            basis=LinkBasis.TEAM,
            told_by=world.users["former"],
            confirmed_at=timezone.now(),
            confirmed_by=world.users["staff"],
        ),
    )


def _links(world: World) -> None:
    first = _win(world, "first", kind="also", audience=Audience.PUBLIC, **_confirmed(world))
    _tie(world, "seen", first, world.row("win", "confirmed_public"))
    _tie(world, "half", first, world.row("win", "logged_team"))


def _jpeg() -> bytes:
    file = BytesIO()
    Image.new("RGB", (24, 16), "teal").save(file, "JPEG")
    return file.getvalue()


def _photo(world: World, state: str, win: SmallWin, *, words=True, agreed=True) -> Photo:
    """A photo whose bytes end with a secret word."""
    content = _jpeg() + f"Over {world.secret('photo', state, 'pixels')}".encode()
    alt = world.texts("photo", state, "alt_text")["alt_text"] if words else ""
    return world.put("photo", state, _keep_photo(world, win, content, alt, agreed))


def _keep_photo(world: World, win: SmallWin, content: bytes, alt: str, agreed: bool) -> Photo:
    image = ContentFile(content, name="photo.jpg")
    by = win.logged_by or world.users["former"]
    return win.add_photo(image, by=by, photo_id=uuid.uuid4(), alt_text=alt, people_agreed=agreed)


PHOTO_OF = ("draft", "waiting", "logged_team", "logged_network", "withdrawn", "in_unpublished")


def _photos(world: World) -> None:
    win = world.row("win", "confirmed_public")
    _photo(world, "public", win)
    _photo(world, "wordless", win, words=False)
    _photo(world, "unasked", win, agreed=False)
    for state in PHOTO_OF:
        _photo(world, f"of_{state}", world.row("win", state))


def _taken_back(world: World) -> None:
    """Told without an account and taken back by its teller, after the team took it on and before."""
    link = {"by": None, "capture_link": world.row("capture", "usable"), "told_as": "student"}
    taken_on = {"taken_on_at": timezone.now(), "taken_on_by": world.users["lead"]}
    for state, details in (("taken_back", taken_on), ("never_taken_on", {})):
        win = _win(world, state, **link, **details, **_replied(world, "win", state))
        _with_a_receipt(world, state, win)
        alt = f"Over {world.secret('win', state, 'alt_text')}"
        pixels = f"Over {world.secret('win', state, 'pixels')}".encode()
        _keep_photo(world, win, _jpeg() + pixels, alt, agreed=True)
        how = f"Door {world.secret('win', state, 'how')}"
        win.grew_from(world.row("also", "first"), by=world.users["former"], mechanism="learning", how=how)
        note = f"Vraag gesteld: {world.secret('win', state, 'admin_note')}"
        LogEntry.objects.log_actions(world.users["staff"].pk, [win], CHANGE, note)
        win.take_back()


def _capture_link(
    world: World, state: str, *, kind="capture", of="initiative", initiative="public", **details
):
    link = CaptureLink.objects.create(
        initiative=world.row(of, initiative),
        place=f"Bij {world.secret(kind, state, 'place')}",
        created_by=world.users["former"],
        **details,
    )
    world.tokens.setdefault(kind, {})[state] = link.token
    return world.put(kind, state, link)


def _invitation(
    world: World,
    state: str,
    *,
    by="lead",
    email="",
    kind="invitation",
    of="initiative",
    initiative="public",
    **details,
):
    address = email or f"{world.secret(kind, state, 'email')}@elders.example"
    row, token = Invitation.objects.invite(
        address, to=world.row(of, initiative), role=MembershipRole.MEMBER, by=world.users[by]
    )
    Invitation.objects.filter(pk=row.pk).update(**details)
    row.refresh_from_db()
    world.tokens.setdefault(kind, {})[state] = token
    return world.put(kind, state, row)


def _ways_in(world: World) -> None:
    now, long_ago = timezone.now(), timezone.now() - dt.timedelta(days=1)
    _capture_link(world, "revoked", revoked_at=now, revoked_by=world.users["lead"])
    _capture_link(world, "expired", expires_at=long_ago)
    _invitation(world, "waiting", email=world.users["invited"].email)
    _invitation(world, "expired", email=world.users["uninvited"].email, expires_at=long_ago)
    _invitation(world, "revoked", revoked_at=now, revoked_by=world.users["lead"])
    _invitation(world, "accepted", accepted_at=now, accepted_by=world.users["member"])
    _invitation(world, "orphan", by="deactivated")  # its sender may no longer let people in
    note = f"Ik doe {world.secret('request', 'waiting', 'note')}"
    request = MembershipRequest.objects.create(
        initiative=world.row("initiative", "public"), user=world.users["network"], note=note
    )
    world.put("request", "waiting", request)
    declined = MembershipRequest.objects.create(
        initiative=world.row("initiative", "public"),
        user=world.users["elsewhere"],
        note=f"Ik deed {world.secret('request', 'declined', 'note')}",
        declined_at=now,
        declined_by=world.users["lead"],
    )
    world.put("request", "declined", declined)


def _elsewhere(world: World) -> None:
    """Another team of the programme, and another programme with its own secrets."""
    _initiative(world, "public", kind="other", city="other")
    other = world.row("other", "public")
    other.memberships.create(user=world.users["other"], role=MembershipRole.LEAD)
    seen = _confirmed(world)
    _win(world, "public", kind="other_win", of="other", by="other", audience=Audience.PUBLIC, **seen)
    theirs_alone = _win(world, "team", kind="other_win", of="other", by="other", audience=Audience.TEAM)
    _photo_of_other(world, theirs_alone)
    _tie(world, "foreign", theirs_alone, world.row("win", "confirmed_public"))
    _ask(world, "to_us", world.row("other_win", "public"), world.row("win", "confirmed_public"), by="other")
    _ask(world, "by_us", world.row("also", "first"), world.row("other_win", "public"), by="former")
    _tied_initiatives(world)
    _initiative(world, "hidden", kind="rivals", programme="theirs", city="theirs", published=False)
    world.row("rivals", "hidden").memberships.create(user=world.users["hidden_one"])
    _win(
        world,
        "hidden",
        kind="rivals_win",
        of="rivals",
        initiative="hidden",
        by="hidden_one",
        audience=Audience.TEAM,
    )


def _ask(world: World, state: str, earlier: SmallWin, later: SmallWin, *, by: str) -> WinLink:
    """A link about which one team asks the other, of the later win."""
    link = WinLink(
        earlier=earlier,
        later=later,
        how=f"Door {world.secret('tie', state, 'how')}",
        asked=later.initiative,
        told_by=world.users[by],
    )
    link.save()
    return world.put("tie", state, link)


def _belong(world: World, state: str, initiative: Initiative, kind: str, other: Initiative, **said) -> None:
    """A tie between two initiatives, which both stand behind unless one of them is asked."""
    now = {} if "asked" in said else {"confirmed_at": timezone.now(), "confirmed_by": said["told_by"]}
    words = world.texts("belonging", state, *names_of(InitiativeLink, Kind.WORDS))
    ends = {"initiative": initiative, "kind": kind, "other": other}
    world.put("belonging", state, InitiativeLink.objects.create(**ends, **words, **now, **said))


def _tied_initiatives(world: World) -> None:
    ours, other, users = world.row("initiative", "public"), world.row("other", "public"), world.users
    _belong(world, "public", ours, "together_with", other, told_by=users["member"])
    _belong(world, "half", world.row("initiative", "unpublished"), "part_of", ours, told_by=users["member"])
    _belong(world, "to_us", other, "grew_out_of", ours, told_by=users["other"], asked=ours)
    network = world.row("initiative", "network")
    _belong(world, "by_us", network, "part_of", other, told_by=users["former"], asked=other)


def _photo_of_other(world: World, win: SmallWin) -> None:
    content = _jpeg() + f"Over {world.secret('other_photo', 'team', 'pixels')}".encode()
    world.put("other_photo", "team", _keep_photo(world, win, content, "", False))


def mirror(world: World) -> None:
    """Rows in which initiatives say something of themselves: wishes, ambitions, the world around them, and what is known of wins."""
    for state, initiative in world.rows["initiative"].items():
        _wishes_of(world, state, initiative)
        _walls_of(world, state, initiative)
        world.put("figure", state, _figure_of(world, state, initiative))
    _figure_of(world, "rivals", world.row("rivals", "hidden"))
    for state in ("public", "unpublished"):
        initiative = world.row("initiative", state)
        _meant_by(world, state, initiative)
        _around(world, state, initiative)
        _bitten(world, state, initiative)
    title = world.texts("window", "of_city", "title")["title"]
    _window(world, "of_city", title, city=world.row("city", "ours"))
    world.put("kept_city", "ours", world.row("city", "ours"))
    world.put("kept_city", "unused", world.row("city", "unused"))
    _words_for_guests(world)
    _known_of_wins(world)
    _objected(world)
    _lost(world)
    _mirror_elsewhere(world)
    first, second = sorted(
        (world.row("initiative", each) for each in ("public", "network")), key=lambda row: row.pk
    )
    between = {"first": first, "second": second, "topic": world.row("topic", "public")}
    why = world.texts("introduction", "open", "why")
    proposed = Introduction.objects.create(**between, **why, proposed_by=world.users["staff"])
    world.put("introduction", "open", proposed)
    for state in ("public", "unpublished"):
        snapshot = take_snapshot(world.row("initiative", state), by=world.users["lead"])
        world.put("snapshot", state, snapshot)


def _mirror_elsewhere(world: World) -> None:
    """The rows of another team: a wall of the same name as ours, and what only they know."""
    other, by = world.row("other", "public"), world.users["other"]
    of = other.partnerships.get()

    def words(kind: str, name: str) -> dict:
        return world.texts(kind, "public", name)

    wish = Wish.objects.create(partnership=of, stated_by=by, **words("other_wish", "statement"))
    world.put("other_wish", "public", wish)
    said = {"world": "outside", "stance": "against", "added_by": by}
    actor = Actor.objects.create(initiative=other, **said, **words("other_actor", "label"))
    world.put("other_actor", "public", actor)
    named = {"topic": world.row("topic", "public"), "kind": "rules", "added_by": by}
    wall = Wall.objects.create(initiative=other, **named, **words("other_wall", "note"))
    world.put("other_wall", "public", wall)
    check = PilotCheck.objects.create(initiative=other, created_by=by)
    world.put("other_pilot", "public", check)
    meaning = ScalingMeaning.objects.create(
        initiative=other, written_by=by, text="Voor hen is dat samen eten."
    )
    world.put("other_meaning", "public", meaning)
    bite = NextBite.objects.create(initiative=other, set_by=by, **words("other_bite", "text"))
    world.put("other_bite", "public", bite)
    title = words("other_window", "title")["title"]
    world.put("other_window", "public", _window(world, "of_other", title, initiative=other))


def _wishes_of(world: World, state: str, initiative: Initiative) -> None:
    member, of = world.users["member"], initiative.partnerships.get()
    first, second = (
        world.put(
            "wish",
            name,
            Wish.objects.create(partnership=of, stated_by=member, **world.texts("wish", name, "statement")),
        )
        for name in (state, f"{state}_second")
    )
    third = world.texts("wish", f"{state}_third", "statement")  # without a pair yet
    world.put("wish", f"{state}_third", Wish.objects.create(partnership=of, stated_by=member, **third))
    low, high = sorted((first, second), key=lambda wish: str(wish.pk))
    words = world.texts("pair", state, *names_of(WishPair, Kind.WORDS))
    pair = WishPair.objects.create(first=low, second=high, relation="tension", told_by=member, **words)
    world.put("pair", state, pair)


def _walls_of(world: World, state: str, initiative: Initiative) -> None:
    member = world.users["member"]
    if state == "network":  # the same wall as that of the public initiative
        topic = world.row("topic", "public")
    else:
        name = f"Muur {world.secret('topic', state, 'slug')}"
        topic = world.put("topic", state, WallTopic.objects.named(name, programme=initiative.programme))
    note = world.texts("wall", state, "note")
    wall = Wall.objects.create(initiative=initiative, topic=topic, kind="rules", added_by=member, **note)
    world.put("wall", state, wall)
    if state == "unpublished":  # and one that others run into, too
        shared = {"topic": world.row("topic", "public"), "kind": "rules", "added_by": member}
        Wall.objects.create(initiative=initiative, **shared)


def _meant_by(world: World, state: str, initiative: Initiative) -> None:
    """Choices, the meaning of scaling, and a partner's view of it."""
    member, of = world.users["member"], initiative.partnerships.get()
    reason = world.texts("ambition", state, "reason")
    chosen = Ambition.objects.create(
        initiative=initiative, ray="growth", choice="not", decided_by=member, **reason
    )
    world.put("ambition", state, chosen)
    text = world.texts("meaning", state, "text")
    meaning = ScalingMeaning.objects.create(initiative=initiative, written_by=member, **text)
    world.put("meaning", state, meaning)
    asked = world.texts("appeal", state, "stuck", "asked")
    world.put("appeal", state, Appeal.objects.create(initiative=initiative, written_by=member, **asked))
    note = world.texts("partnership", state, "note")
    MeaningAnswer.objects.create(meaning=meaning, partnership=of, answer="partly", said_by=member, **note)
    world.put("partnership", state, of)


def _around(world: World, state: str, initiative: Initiative) -> None:
    """Actors around it, a wall that a win moved, and a window."""
    member = world.users["member"]
    words = world.texts("actor", state, "label", "need")
    actor = Actor.objects.create(
        initiative=initiative, world="outside", stance="against", role="decides", added_by=member, **words
    )
    world.put("actor", state, actor)
    wall, win = world.row("wall", state), world.row("win", MOVED_BY[state])
    world.put("move", state, WallMove.objects.create(wall=wall, win=win, effect="breached", told_by=member))
    wall.actors.add(actor)
    _window(world, state, world.texts("window", state, "title")["title"], initiative=initiative)


MOVED_BY = {"public": "confirmed_public", "unpublished": "in_unpublished"}


def _window(world: World, state: str, title: str, **of) -> Window:
    row = Window.objects.create(title=title, kind="money", opens_on=DAY, added_by=world.users["member"], **of)
    return world.put("window", state, row)


def _figure_of(world: World, state: str, initiative: Initiative) -> Figure:
    words = {} if state == "rivals" else world.texts("figure", state, *names_of(Figure, Kind.WORDS))
    counted = {"year": 2019, "measure": "students", "quantity": 120, "added_by": world.users["member"]}
    return Figure.objects.create(initiative=initiative, **counted, **({"source": "onszelf"} | words))


def _bitten(world: World, state: str, initiative: Initiative) -> None:
    """A next bite; and at the public initiative one that is eaten."""
    member = world.users["member"]
    for name, eaten in ((state, {}), ("eaten", {"done_at": timezone.now(), "done_by": member})):
        if name == state or state == "public":
            text = world.texts("bite", name, "text")
            row = NextBite.objects.create(initiative=initiative, set_by=member, **text, **eaten)
            world.put("bite", name, row)


def _words_for_guests(world: World) -> None:
    """Addresses with which partners write wishes, and people answer a round."""
    now, lead = timezone.now(), world.users["lead"]
    ended = {
        "usable": {},
        "expired": {"expires_at": now - dt.timedelta(days=1)},
        "revoked": {"revoked_at": now, "revoked_by": lead},
        "unpublished": {},
    }
    for state, details in ended.items():
        of = world.row("initiative", "unpublished" if state == "unpublished" else "public")
        link = WishLink.objects.create(partnership=of.partnerships.get(), created_by=lead, **details)
        check = PilotCheck.objects.create(initiative=of, created_by=lead, **details)
        if state == "usable":
            check.recognitions.create(items=[4, 6])
        for kind, row in (("wish_link", link), ("pilot", check)):
            world.put(kind, state, row)
            world.tokens.setdefault(kind, {})[state] = row.token
    question = StillQuestion.objects.create(initiative=world.row("initiative", "public"))
    word = StillWord.objects.create(question=question, user=lead)
    world.put("still", "usable", word)
    world.tokens["still"] = {"usable": word.token}
    world.put("mail", "usable", lead)
    world.tokens["mail"] = {"usable": word_to_stop(lead.pk, "tie")}


def _known_of_wins(world: World) -> None:
    member, lead = world.users["member"], world.users["lead"]
    of = {"public": "confirmed_public", "network": "logged_network", "unpublished": "in_unpublished"}
    for state, name in of.items():
        win = world.row("win", name)
        text = world.texts("evidence", state, "text")
        text["url"] = f"https://voorbeeld.example/{world.secret('evidence', state, 'url')}"
        shown = Evidence.objects.create(
            win=win, kind="document", independence="partner", added_by=member, **text
        )
        world.put("evidence", state, shown)
        saw = world.secret("evidence", state, "shows")
        EvidenceCheck.objects.create(
            evidence=shown, independence="partner", shows=saw, checked_by=world.users["staff"]
        )
        note = world.texts("follow_up", state, "note")
        looked_on = DAY + dt.timedelta(days=30)
        looked = FollowUp.objects.create(
            win=win, still_stands="yes", told_by=lead, checked_on=looked_on, **note
        )
        world.put("follow_up", state, looked)
        if state != "network":
            words = world.texts("judgement", state, "comment", "on_behalf_of")
            said = {"perspective": "resident", "verdict": "positive", "is_first_hand": False}
            world.put("judgement", state, Judgement.objects.create(win=win, said_by=lead, **said, **words))
    comment = world.texts("judgement", "first_hand", "comment")
    own = {"perspective": "resident", "verdict": "negative", "said_by": member}
    first_hand = Judgement.objects.create(win=world.row("win", "confirmed_public"), **own, **comment)
    world.put("judgement", "first_hand", first_hand)


def _objected(world: World) -> None:
    """A partner says of something in its name that it is not so; and small wins at which it was, one of them for the team."""
    of_the_win = {"win": world.row("win", "confirmed_public")}
    said = {state: {"wish": world.row("wish", state)} for state in ("public", "unpublished")}
    for state, about in (said | {"public_win": of_the_win}).items():
        of = world.row("initiative", "unpublished" if state == "unpublished" else "public").partnerships.get()
        words = world.texts("objection", state, "words")
        world.put("objection", state, Objection.objects.create(partnership=of, **about, **words))
    for name in ("logged_network", "logged_team", "confirmed_public"):
        world.row("win", name).partners.add(world.row("partner", "used"))


def _lost(world: World) -> None:
    """Losses for everybody; the heavy ones make one ask a question, and one of each two is put aside."""
    now = timezone.now()
    for state, told_at in (("public", now - dt.timedelta(days=100)), ("unpublished", now)):
        initiative = world.row("initiative", state)
        names = {"public": ("team", "aside"), "unpublished": ("unpublished", "unpublished_aside")}[state]
        for name, group in zip(names, ("teacher", "student"), strict=True):
            heavy = {"severity": "heavy", "told_at": told_at, "seen_on": now.date() - dt.timedelta(days=200)}
            _loss(world, name, initiative=initiative, borne_by=group, audience=Audience.TEAM, **heavy)
        world.put("question", state, initiative)
        words = world.texts("dismissal", state, "reason")
        about = {"rule": "loss_open", "about": "student", "days": 30, "by": world.users["member"]}
        aside = SignalDismissal.objects.put_aside(initiative=initiative, **about, **words)
        world.put("dismissal", state, aside)
    win = world.row("win", "confirmed_public")
    for audience in (Audience.NETWORK, Audience.PUBLIC):
        of = {"initiative": win.initiative, "win": win, "borne_by": "resident"}
        _loss(world, audience.value, audience=audience, seen_on=DAY, **of)
    of["win"] = world.row("win", "logged_team")
    _loss(world, "of_hidden", audience=Audience.PUBLIC, seen_on=DAY, **of)
    of["win"] = world.row("win", "taken_back")
    _loss(world, "of_taken_back", audience=Audience.PUBLIC, seen_on=DAY, **of)


def _loss(world: World, state: str, **details) -> None:
    note = world.texts("loss", state, "title", "title_en", "note", "note_en", "sources")
    world.put(
        "loss", state, Loss.objects.create(kind="time", told_by=world.users["member"], **note, **details)
    )


def _noted(world: World) -> None:
    """Acts of curators in the history of the admin, and an older text in the audit."""
    win = world.row("win", "confirmed_team")
    words = f"Vraag gesteld: {world.secret('win', 'confirmed_team', 'admin_note')}"
    LogEntry.objects.log_actions(world.users["staff"].pk, [win], CHANGE, words)
    now = win.description
    win.description = f"Eerst {world.secret('win', 'confirmed_team', 'older_description')}"
    win.save()
    win.description = now
    win.save()


def _proposed(world: World) -> None:
    """A partner that the team of a public initiative proposed, and that was there at a win that everyone reads."""
    name = f"Buurtbedrijf {world.secret('partner', 'waiting', 'name')}"
    member = world.users["member"]
    partner = Partner.objects.propose(name, "residents", city=world.row("city", "ours"), by=member)
    world.row("initiative", "public").partnerships.create(partner=world.put("partner", "waiting", partner))
    world.row("win", "confirmed_public").partners.add(partner)


def _sent_in(world: World) -> None:
    """A question of an initiative that is not published, and questions that people sent in without an account."""
    words = world.texts("challenge", "of_unpublished", *names_of(Challenge, Kind.WORDS))
    words |= {"slug": f"vraag-{world.secret('challenge', 'of_unpublished', 'slug')}"}
    hidden = Challenge.objects.create(**words)
    world.row("initiative", "unpublished").challenges.add(world.put("challenge", "of_unpublished", hidden))
    for state, programme in (
        ("waiting", "ours"),
        ("declined", "ours"),
        ("old", "ours"),
        ("rivals", "theirs"),
    ):
        of = {"programme": world.row("programme", programme), "city": world.row("city", "ours")}
        asked = world.texts("challengeproposal", state, "question", "sender")
        row = ChallengeProposal.objects.create(**of, **asked)
        world.put("challengeproposal", state, row)
    a_term_ago = timezone.now() - SENDER_LASTS  # nothing erased it yet
    ChallengeProposal.objects.filter(pk=world.row("challengeproposal", "old").pk).update(sent_at=a_term_ago)
    declined = world.row("challengeproposal", "declined")
    why = f"Want {world.secret('challengeproposal', 'declined', 'why')}"
    declined.decline(why, by=world.users["staff"])


def _letters(world: World) -> None:
    """Letters about each programme, of which one waits with its words."""
    for state, whose in (("waiting", "ours"), ("sent", "ours"), ("rivals", "theirs")):
        words = world.texts("letter", state, "subject", "body")
        address = f"{world.secret('letter', state, 'to')}@voorbeeld.example"
        row = Letter.objects.create(
            kind="welcome", programme=world.row("programme", whose), language="nl", to=address, **words
        )
        world.put("letter", state, row)
    world.row("letter", "sent").went()


def _brought(world: World) -> None:
    """Tables that the staff brought: one that they look at, and one that was read in."""
    for state, house in (("shown", "Huis aan de kade"), ("written", "Huis van de buurt")):
        kind, file = (world.secret("import", state, text) for text in ("cell", "file_name"))
        text = f"Naam;Soort\n{house};netwerk\nKroeg;Over {kind}\n"
        batch = bring("partners", text, world.users["staff"])
        batch.file_name = f"{file}.csv"
        batch.save()
        world.put("import", state, batch)
    go_on(world.row("import", "written"))


def _sessions_open(world: World) -> None:
    nobody = Asker()  # actors without a login share one session
    for name in ACTORS:
        world.sessions[name] = Asker(world.users[name]) if name in world.users else nobody


def _rights_end(world: World) -> None:
    """End the rights of some actors after their sessions began."""
    world.users["former"].memberships.all().delete()
    User.objects.filter(pk=world.users["deactivated"].pk).update(is_active=False)
