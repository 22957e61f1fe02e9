"""Hidden rows leave no trace: each page is the same, to the byte, where it is and where it is not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from initiatives.models import (
    Actor,
    CaptureLink,
    Challenge,
    Evidence,
    Figure,
    FollowUp,
    Initiative,
    InitiativeLink,
    Invitation,
    Judgement,
    Loss,
    MeaningAnswer,
    MembershipRequest,
    NextBite,
    Objection,
    Photo,
    PilotCheck,
    Recognition,
    ScalingMeaning,
    SignalDismissal,
    SmallWin,
    Snapshot,
    User,
    Wall,
    Window,
    WinLink,
    Wish,
    WishLink,
    WishPair,
)
from tests.access import pages, policy
from tests.access.asking import masked, undone
from tests.test_canaries import read_and_searched


def hidden(scene, actor: str, kind: str) -> list:
    """The rows of a kind of which every text is unknown to the actor, but a win whose words are gone from a row that stays."""
    texts: dict[str, list[bool]] = {}
    for secret in scene.secrets.values():
        if secret.kind == kind:
            known = policy.may_know(actor, kind, secret.state, secret.text)
            texts.setdefault(secret.state, []).append(known)
    stays = {state for state in policy.TAKEN_BACK if policy.suffices(actor, "win", state, "r")}
    return [
        scene.row(kind, state).pk for state, known in texts.items() if not any(known) and state not in stays
    ]


OF_THE_MIRROR = {
    Objection: "objection",
    WishPair: "pair",
    Wish: "wish",
    Actor: "actor",
    Window: "window",
    NextBite: "bite",
    Figure: "figure",
    ScalingMeaning: "meaning",
    Evidence: "evidence",
    FollowUp: "follow_up",
    SignalDismissal: "dismissal",
}
OF_ANOTHER_TEAM = {Wish: "other_wish", Actor: "other_actor", Window: "other_window", NextBite: "other_bite"}
# more people know that there are walls, judgements and losses than may read their texts: see `silence`


def silence(scene, actor: str) -> None:
    """Take out the words that the actor may not read, from rows that they may know of."""
    if actor not in policy.INSIDE:
        Wall.objects.update(note="")
        Judgement.objects.update(comment="")
        Judgement.objects.filter(is_first_hand=False).update(on_behalf_of="iemand")
        MeaningAnswer.objects.all().delete()
        WishLink.objects.exclude(pk=scene.row("wish_link", "usable").pk).delete()
        remove_snapshots()
    if actor not in policy.OTHER_INSIDE:
        PilotCheck.objects.filter(pk=scene.row("other_pilot", "public").pk).delete()
    if not policy.suffices(actor, "pilot", "usable", "w"):
        PilotCheck.objects.exclude(pk=scene.row("pilot", "usable").pk).delete()
    if actor not in policy.IN_THE_TEAM:
        Actor.objects.update(stance=None)
        Recognition.objects.all().delete()
    if actor not in policy.OTHER_INSIDE:
        Wall.objects.filter(pk=scene.row("other_wall", "public").pk).update(note="")
    if actor in policy.OUTSIDE:
        Wall.objects.all().delete()
    Loss.objects.filter(pk__in=hidden(scene, actor, "loss")).update(note="", severity=None)


def remove_snapshots() -> None:
    """Remove the snapshots, which the database refuses: its trigger is off meanwhile, and all of it is undone."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
        cursor.execute("alter table initiatives_snapshot disable trigger user")
    Snapshot.objects.all().delete()


def take_away(scene, actor: str) -> int:
    """Remove all that the actor may not know. Out: how many rows there were."""
    gone = [
        (Photo, hidden(scene, actor, "photo") + hidden(scene, actor, "other_photo")),
        *((model, hidden(scene, actor, kind)) for model, kind in OF_THE_MIRROR.items()),
        *((model, hidden(scene, actor, kind)) for model, kind in OF_ANOTHER_TEAM.items()),
        (WinLink, hidden(scene, actor, "link") + hidden(scene, actor, "tie")),
        (InitiativeLink, hidden(scene, actor, "belonging")),
        (MembershipRequest, hidden(scene, actor, "request")),
        (Invitation, hidden(scene, actor, "invitation")),
        (
            SmallWin,
            hidden(scene, actor, "win")
            + hidden(scene, actor, "other_win")
            + hidden(scene, actor, "rivals_win"),
        ),
        (
            CaptureLink,
            set(hidden(scene, actor, "capture")) - {scene.row("capture", "usable").pk},
        ),  # its word is known
        (Initiative, hidden(scene, actor, "initiative") + hidden(scene, actor, "rivals")),
        (Challenge, hidden(scene, actor, "challenge")),  # it is known by the initiatives that are gone now
    ]
    if not policy.may_know(actor, "win", "confirmed_team", "admin_note"):
        LogEntry.objects.all().delete()
    silence(scene, actor)
    keep_asking(scene, actor)
    for model, keys in gone:
        rows = model.objects.filter(pk__in=keys)
        if model is SmallWin:
            told = rows.exclude(
                withdrawn_at__isnull=False, withdrawn_by=None
            )  # not what its teller took back
            told.update(capture_link=None, told_as=None, logged_by=scene.users["former"])
        if model is CaptureLink:
            keys = list(rows.filter(wins__isnull=True).values_list("pk", flat=True))
        model.objects.filter(pk__in=keys).delete()
    rename_strangers(scene, actor)
    return sum(len(keys) for _model, keys in gone)


def keep_asking(scene, actor: str) -> None:
    """Who keeps the questions at /beheer/ knows one of which they know no initiative. Without any, everybody would know it."""
    question, asking = scene.row("challenge", "of_unpublished"), scene.row("initiative", "unpublished")
    is_kept = not hidden(scene, actor, "challenge")
    if is_kept and asking.pk in hidden(scene, actor, "initiative"):
        another = Initiative.objects.create(programme=asking.programme, title="Een plan", slug="een-plan")
        another.challenges.add(question)


def rename_strangers(scene, actor: str) -> None:
    strangers = [
        user.pk
        for who, user in scene.users.items()
        if not policy.may_know(actor, "user", who, "display_name")
    ]
    User.objects.filter(pk__in=strangers).update(display_name=Concat(Value("Ander "), F("pk")))


def different(there: dict, without: dict) -> str:
    """The addresses with another answer, apart from parts that differ each time."""
    return "\n".join(path[0] for path, page in there.items() if masked(page) != masked(without[path]))


@pytest.mark.parametrize("actor", pages.READERS)
def test_a_page_is_the_same_with_and_without_what_is_hidden(scene, actor, caplog):
    there = read_and_searched(scene, actor, caplog)
    with undone():
        taken = take_away(scene, actor)
        without = dict(pages.read(scene, actor))
    assert different(there, without) == ""
    assert len(there) > 60
    assert taken


def test_the_comparison_sees_a_difference_of_one_win(scene):
    """A win that the reader may see is missed at once, wherever it is listed or counted: the proof above can fail."""
    there = lists(scene, "network")
    with undone():
        WinLink.objects.all().delete()
        SmallWin.objects.filter(pk=scene.row("win", "logged_network").pk).update(
            withdrawn_at=F("logged_at"), withdrawn_by=F("logged_by")
        )
        assert len(different(there, lists(scene, "network")).splitlines()) > 6


LISTS = ("home", "network:dashboard", "wins:index", "initiatives:index")


def lists(scene, actor: str) -> dict:
    """The pages without a filter that list wins or count them."""
    paths = [reverse(name) for name in LISTS]
    paths += [
        row.get_absolute_url()
        for kind in ("city", "partner", "initiative")
        for row in scene.rows[kind].values()
    ]
    asked = ((path, scene.sessions[actor].ask("GET", path)) for path in paths)
    return {(path,): answer for path, answer in asked}
