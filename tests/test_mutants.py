"""The proof has teeth: take one guard away, and it fails."""

import pytest

from initiatives.admin.screens import CurationAdmin
from initiatives.models import CaptureLink, Initiative, Invitation, Photo, SmallWin, WinLink
from initiatives.models.wins import as_typed
from initiatives.reports import stream
from initiatives.tokens import digest
from tests.access import pages
from tests.access.asking import masked
from tests.access.questions import questions
from tests.test_access import complaint
from tests.test_canaries import denied


def rows_of(model) -> type:
    """The class of its QuerySet, in which the rules live."""
    return type(model.objects.all())


def complaints(scene, actor: str, part: str, name: str) -> list[str]:
    """What the proof says about one address, when one person asks."""
    asker = scene.sessions[actor]
    asker.of_nothing.clear()
    asked = [question for question in questions(scene, actor, part) if question.name == name]
    assert asked
    return [words for question in asked if (words := complaint(asker, question))]


def betrayals(scene, actor: str, looked, at_most: int = 40) -> list[str]:
    """Where looking for a hidden word is not as looking for no word."""
    asker = scene.sessions[actor]
    return [
        path
        for path, nothing, words in list(looked)[:at_most]
        if masked(asker.ask("GET", path), *words) != masked(asker.ask("GET", nothing), *words)
    ]


# Which guard goes, by what, and where the proof must notice.
MUTANTS = {
    "the end of a membership": (
        lambda patch, scene: patch(rows_of(Initiative), "of_team", of_who_ever_was(scene)),
        ("former", "site", "telling:edit"),
    ),
    "the right to change, for the right to read": (
        lambda patch, scene: patch(rows_of(SmallWin), "editable_by", rows_of(SmallWin).visible_to),
        ("network", "site", "telling:edit"),
    ),
    "whether the other end of a link may be known": (
        lambda patch, scene: patch(rows_of(WinLink), "visible_to", everything),
        ("member", "site", "telling:untie"),
    ),
    "who may see a photo": (
        lambda patch, scene: patch(rows_of(Photo), "visible_to", everything),
        ("visitor", "site", "photos:show"),
    ),
    "who may see a win": (
        lambda patch, scene: patch(rows_of(SmallWin), "visible_to", everything),
        ("visitor", "site", "wins:detail"),
    ),
    "the expiry of an invitation": (
        lambda patch, scene: patch(
            rows_of(Invitation),
            "behind",
            lambda self, token: self.waiting().filter(token_digest=digest(token)),
        ),
        ("uninvited", "site", "invitations:accept"),
    ),
    "whether an invitation is backed": (
        lambda patch, scene: patch(Invitation, "is_backed", True),
        ("invited", "site", "invitations:accept"),
    ),
    "who confirms": (
        lambda patch, scene: patch(
            rows_of(SmallWin), "confirmable_by", lambda self, user: self.editable_by(user).standing()
        ),
        ("member", "site", "curating:confirm"),
    ),
    "the revoking of a link": (
        lambda patch, scene: patch(rows_of(CaptureLink), "usable", lambda self: self),
        ("cut", "site", "capture:tell"),
    ),
    "whose receipt it is": (
        lambda patch, scene: patch(
            rows_of(SmallWin), "receipt", lambda self, token: self.filter(receipt_digest__isnull=False)[:1]
        ),
        ("teller", "site", "capture:receipt"),
    ),
    "who lets people in": (
        lambda patch, scene: patch(rows_of(Initiative), "managed_by", rows_of(Initiative).editable_by),
        ("member", "site", "teams:invite"),
    ),
}


def everything(self, user):
    return self


def of_who_ever_was(scene):
    """Rights as they were when the session began."""
    then = [
        row.initiative_id for state, row in scene.rows["membership"].items() if state.startswith("former")
    ]
    return lambda self, user: self.filter(pk__in=then) if user == scene.users["former"] else self.none()


@pytest.mark.parametrize("guard", MUTANTS)
def test_the_policy_is_broken_without(scene, monkeypatch, guard):
    take_away, where = MUTANTS[guard]
    assert complaints(scene, *where) == []
    take_away(monkeypatch.setattr, scene)
    assert complaints(scene, *where) != []


def test_a_search_in_everything_is_noticed(scene, monkeypatch):
    words = [word for word in denied(scene, "visitor") if scene.secrets[word].kind == "win"]
    looked = list(pages.searches("visitor", words, []))
    assert betrayals(scene, "visitor", looked, 4) == []
    unscoped = lambda self, words: SmallWin.objects.filter(search=as_typed(words), stands=True)  # noqa: E731
    monkeypatch.setattr(rows_of(SmallWin), "matching", unscoped)
    assert betrayals(scene, "visitor", looked, 4) != []


def test_a_hidden_place_in_the_stream_is_noticed(scene, monkeypatch):
    looked = [places for places in pages.places_to_choose(scene, "visitor") if "?na=" in places[0]]
    assert betrayals(scene, "visitor", looked) == []
    monkeypatch.setattr(stream, "place_of", lambda text, user: SmallWin.objects.filter(pk=text).first())
    assert betrayals(scene, "visitor", looked) != []


def test_a_chooser_without_reach_is_noticed(scene, monkeypatch):
    words = [word for word in denied(scene, "rival") if scene.secrets[word].text == "title"]
    looked = [found for found in pages.searches("rival", words, words) if "autocomplete" in found[0]]
    assert betrayals(scene, "rival", looked, 60) == []
    all_of_them = lambda self, request: self.model.objects.order_by("pk")  # noqa: E731
    monkeypatch.setattr(CurationAdmin, "choices_for", all_of_them)
    assert betrayals(scene, "rival", looked, 60) != []
