"""A small network in which a row stands in every state, and everybody of the policy takes part.

Every text that somebody might not be allowed to see holds a word of its own, so that it is found wherever it
turns up. The words are kept here, with whose they are.
"""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from io import BytesIO

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from initiatives.lenses import Audience, LinkBasis, MembershipRole
from initiatives.models import (
    CaptureLink,
    Challenge,
    Initiative,
    Invitation,
    MembershipRequest,
    Photo,
    SmallWin,
    User,
    WinLink,
    acting,
)
from initiatives.tokens import digest
from tests import factories
from tests.access.asking import Asker
from tests.access.policy import ACTORS

START = "zq"  # of every secret word: nothing else on the site begins so
LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels: no stemming, no word of a language
DAY = dt.date(2026, 3, 1)


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


def build() -> World:
    """Everything, in the order in which it leans on each other."""
    world = World()
    with acting(None):
        _places(world)
        _people(world)
        _initiatives(world)
        _teams(world)
        _wins(world)
        _links(world)
        _photos(world)
        _ways_in(world)
        _elsewhere(world)
        _noted(world)
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
    _person(world, "hidden_one")  # in a team of another programme; nobody of ours knows them


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


def _teams(world: World) -> None:
    for state, row in world.rows["initiative"].items():
        for name in ("member", "former"):
            world.put("membership", f"{name}_{state}", row.memberships.create(user=world.users[name]))
        row.memberships.create(user=world.users["lead"], role=MembershipRole.LEAD)
        row.memberships.create(user=world.users["deactivated"], role=MembershipRole.LEAD)


WORDS = ("title", "title_en", "description", "description_en", "sources")


def _win(
    world: World, state: str, *, kind="win", initiative="public", by="former", of="initiative", **details
):
    row = SmallWin(
        initiative=world.row(of, initiative) if initiative else None,
        logged_by=world.users[by] if by else None,
        occurred_on=details.pop("occurred_on", DAY),
        editor_types=["growth"],
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


def _wins(world: World) -> None:
    link = _capture_link(world, "usable")
    link_only = {"by": None, "capture_link": link, "told_as": "student"}
    seen = _confirmed(world)
    _win(world, "draft", drafted_at=timezone.now())
    _win(world, "loose", drafted_at=timezone.now(), initiative=None, by="member")
    waiting = _win(world, "waiting", **link_only)
    waiting.receipt_digest = digest(waiting.receipt)
    waiting.save()
    world.tokens["receipt"] = {"waiting": waiting.receipt}
    refused = _win(world, "refused", **link_only, **_withdrawn(world, "win", "refused"))
    refused.receipt_digest = digest(refused.receipt)
    refused.save()
    world.tokens["receipt"]["refused"] = refused.receipt
    for audience in Audience:
        _win(world, f"logged_{audience.value}", audience=audience)
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


def _tie(world: World, state: str, earlier: SmallWin, later: SmallWin) -> WinLink:
    return world.put(
        "link",
        state,
        WinLink.objects.create(
            earlier=earlier,
            later=later,
            mechanism="learning",
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
    """The bytes end with a word: whoever gets the file gets the word."""
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
    _invitation(world, "orphan", by="deactivated")  # whoever sent it may no longer let people in
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


def _photo_of_other(world: World, win: SmallWin) -> None:
    content = _jpeg() + f"Over {world.secret('other_photo', 'team', 'pixels')}".encode()
    world.put("other_photo", "team", _keep_photo(world, win, content, "", False))


def _noted(world: World) -> None:
    """What curators did, in the history that the admin keeps; and an older text in the audit."""
    win = world.row("win", "confirmed_team")
    words = f"Vraag gesteld: {world.secret('win', 'confirmed_team', 'admin_note')}"
    LogEntry.objects.log_actions(world.users["staff"].pk, [win], CHANGE, words)
    now = win.description
    win.description = f"Eerst {world.secret('win', 'confirmed_team', 'older_description')}"
    win.save()
    win.description = now
    win.save()


def _sessions_open(world: World) -> None:
    for name in ACTORS:
        world.sessions[name] = Asker(world.users.get(name))


def _rights_end(world: World) -> None:
    """After their sessions began."""
    world.users["former"].memberships.all().delete()
    User.objects.filter(pk=world.users["deactivated"].pk).update(is_active=False)
