"""What is hidden leaves no trace: each page is the same, to the byte, where it is and where it is not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import F, Value
from django.db.models.functions import Concat

from initiatives.models import (
    CaptureLink,
    Initiative,
    Invitation,
    MembershipRequest,
    Photo,
    SmallWin,
    User,
    WinLink,
)
from tests.access import pages, policy
from tests.access.asking import masked, undone


def read_all(scene, actor: str) -> dict:
    """Every page the actor can read, without what differs each time."""
    asker = scene.sessions[actor]
    return {
        (path, *headers): masked(asker.ask("GET", path, **headers))
        for of in (pages.of_site, pages.of_admin)
        for path, headers in of(scene, actor)
    }


def hidden(scene, actor: str, kind: str) -> list:
    """The rows of a kind of which every text is unknown to the actor."""
    texts: dict[str, list[bool]] = {}
    for secret in scene.secrets.values():
        if secret.kind == kind:
            known = policy.may_know(actor, kind, secret.state, secret.text)
            texts.setdefault(secret.state, []).append(known)
    return [scene.row(kind, state).pk for state, known in texts.items() if not any(known)]


def take_away(scene, actor: str) -> int:
    """Remove all that the actor may not know. Out: how many rows there were."""
    gone = [
        (Photo, hidden(scene, actor, "photo") + hidden(scene, actor, "other_photo")),
        (WinLink, hidden(scene, actor, "link")),
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
    ]
    if not policy.may_know(actor, "win", "confirmed_team", "admin_note"):
        LogEntry.objects.all().delete()
    for model, keys in gone:
        rows = model.objects.filter(pk__in=keys)
        if model is SmallWin:
            rows.update(capture_link=None, told_as=None, logged_by=scene.users["former"])
        if model is CaptureLink:
            keys = list(rows.filter(wins__isnull=True).values_list("pk", flat=True))
        model.objects.filter(pk__in=keys).delete()
    rename_strangers(scene, actor)
    return sum(len(keys) for _model, keys in gone)


def rename_strangers(scene, actor: str) -> None:
    strangers = [
        user.pk
        for who, user in scene.users.items()
        if not policy.may_know(actor, "user", who, "display_name")
    ]
    User.objects.filter(pk__in=strangers).update(display_name=Concat(Value("Ander "), F("pk")))


@pytest.mark.parametrize("actor", pages.READERS)
def test_a_page_is_the_same_with_and_without_what_is_hidden(scene, actor):
    there = read_all(scene, actor)
    with undone():
        taken = take_away(scene, actor)
        without = read_all(scene, actor)
    assert [path for path, page in there.items() if page != without[path]] == []
    assert len(there) > 60
    assert taken


def test_the_comparison_sees_a_difference_of_one_win(scene):
    """A win that the reader may see is missed at once: the proof above can fail."""
    there = read_all(scene, "network")
    with undone():
        WinLink.objects.all().delete()
        SmallWin.objects.filter(pk=scene.row("win", "logged_network").pk).update(
            withdrawn_at=F("logged_at"), withdrawn_by=F("logged_by")
        )
        without = read_all(scene, "network")
    assert len([path for path, page in there.items() if page != without[path]]) > 10
