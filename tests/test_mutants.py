"""The proof of access fails when any one guard is taken away."""

import pytest
from django.db.models import Q
from django.urls import reverse

from initiatives.admin.screens import CurationAdmin
from initiatives.lenses import Audience
from initiatives.models import (
    CaptureLink,
    ImportBatch,
    Initiative,
    Invitation,
    Judgement,
    Loss,
    Photo,
    SmallWin,
    Wall,
    WinLink,
    Wish,
    WishLink,
    initiatives,
)
from initiatives.models.wins.searching import matches
from initiatives.reports.mirror import paradox
from initiatives.reports.network import stream
from initiatives.reports.signals import page as signals_page
from initiatives.tokens import digest
from tests.access import pages
from tests.access.asking import masked, undone
from tests.access.questions import questions
from tests.test_access import complaint
from tests.test_canaries import denied
from tests.test_non_interference import take_away


def rows_of(model) -> type:
    """The class of its QuerySet, in which the rules live."""
    return type(model.objects.all())


def complaints(scene, actor: str, part: str, name: str) -> list[str]:
    """The verdict of the proof about one address, for one person."""
    asker = scene.sessions[actor]
    asker.of_nothing.clear()
    asked = [question for question in questions(scene, actor, part) if question.name == name]
    assert asked
    return [words for question in asked if (words := complaint(asker, question))]


def betrayals(scene, actor: str, looked, at_most: int = 40) -> list[str]:
    """The places where a search for a hidden word differs from one for no word."""
    asker = scene.sessions[actor]
    return [
        path
        for path, nothing, words in list(looked)[:at_most]
        if masked(asker.ask("GET", path), *words) != masked(asker.ask("GET", nothing), *words)
    ]


# Which guard goes, by what, and where the proof must notice.
MUTANTS = {
    "the end of a membership": (
        lambda patch, scene: patch(initiatives, "_in_the_team", of_who_ever_was(scene)),
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
    "whose table it is that was brought": (
        lambda patch, scene: patch(rows_of(ImportBatch), "visible_to", everything),
        ("superuser", "admin", "admin:import_preview"),
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
    "whose addresses for partners they are": (
        lambda patch, scene: patch(rows_of(WishLink), "editable_by", everything),
        ("network", "site", "wishes:revoke"),
    ),
    "the end of an address for a partner": (
        lambda patch, scene: patch(rows_of(WishLink), "usable", lambda self: self),
        ("visitor", "site", "wishes:say"),
    ),
    "whose wishes they are": (
        lambda patch, scene: patch(rows_of(Wish), "editable_by", everything),
        ("other", "site", "wishes:show"),
    ),
    "that a coordinator reads no pilot paradox": (
        lambda patch, scene: patch(rows_of(Initiative), "worked_on_by", rows_of(Initiative).editable_by),
        ("coordinator", "site", "paradox:index"),
    ),
    "the two weeks in which a question is the team's": (
        lambda patch, scene: patch(signals_page, "as_known_on", lambda facts, day: facts),
        ("staff", "site", "signals:show"),
    ),
    "whose own judgement it is": (
        lambda patch, scene: patch(
            rows_of(Judgement),
            "editable_by",
            lambda self, user: self.filter(win__in=SmallWin.objects.editable_by(user).values("pk")),
        ),
        ("lead", "site", "additions:edit/oordelen"),
    ),
    "that visitors read no walls": (
        lambda patch, scene: patch(rows_of(Wall), "visible_to", everything),
        ("visitor", "site", "walls:shared"),
    ),
}


def everything(self, user):
    return self


def of_who_ever_was(scene):
    """Rights as they were when the session began."""
    then = [
        row.initiative_id for state, row in scene.rows["membership"].items() if state.startswith("former")
    ]
    return lambda user: Q(pk__in=then if user == scene.users["former"] else [])


# Which guard goes, by what, who reads, and on which page what is hidden must leave a trace then.
TRACES = {
    "how an actor stands towards it": (
        lambda patch: patch(
            rows_of(Initiative), "known_in_the_team_to", lambda self, user: self.editable_by(user)
        ),
        ("coordinator", "outside:index", ["public"]),
    ),
    "who may see a loss": (
        lambda patch: patch(rows_of(Loss), "visible_to", everything),
        ("network", "initiatives:losses", ["public"]),
    ),
    "a loss of a hidden win": (
        lambda patch: patch(
            rows_of(Loss), "visible_to", lambda self, user: self.filter(audience=Audience.PUBLIC)
        ),
        ("visitor", "initiatives:profile", ["public"]),
    ),
    "whose wall is counted": (
        lambda patch: patch(rows_of(Wall), "visible_to", everything),
        ("network", "network:walls", []),
    ),
}


@pytest.mark.parametrize("guard", TRACES)
def test_a_hidden_row_leaves_a_trace_without_its_guard(scene, monkeypatch, guard):
    let_go, where = TRACES[guard]
    there, without = with_and_without(scene, *where)
    assert there == without
    let_go(monkeypatch.setattr)
    there, without = with_and_without(scene, *where)
    assert there != without


def with_and_without(scene, actor: str, name: str, of: list[str]) -> tuple:
    """A page, and the same page after all rows that the reader may not know are removed."""
    path = reverse(name, args=[scene.row("initiative", state).slug for state in of])
    there = masked(scene.sessions[actor].ask("GET", path))
    with undone():
        take_away(scene, actor)
        return there, masked(scene.sessions[actor].ask("GET", path))


def test_showing_one_persons_answer_is_noticed(scene, monkeypatch):
    """With two people one could tell whose answer it is, so the page says only that they answered."""
    assert answered_by_two(scene, "3") == answered_by_two(scene, "0")
    monkeypatch.setattr(paradox, "FEWEST", 1)
    assert answered_by_two(scene, "3") != answered_by_two(scene, "0")


def answered_by_two(scene, code: str) -> tuple:
    """The page of the team when two people gave this answer."""
    check = scene.row("pilot", "usable")
    path = reverse("paradox:index", args=[check.initiative.slug])
    with undone():
        check.initiative.pilot_checks.exclude(pk=check.pk).delete()
        for number, perspective in enumerate(("teacher", "student")):
            words = {
                "submission_id": f"00000000-0000-4000-8000-00000000000{number}",
                "perspective": perspective,
            }
            check.take(**words, answers={(1, "A"): code})
        return masked(scene.sessions["member"].ask("GET", path))


@pytest.mark.parametrize("guard", MUTANTS)
def test_the_policy_is_broken_without(scene, monkeypatch, guard):
    take_away, where = MUTANTS[guard]
    assert complaints(scene, *where) == []
    take_away(monkeypatch.setattr, scene)
    assert complaints(scene, *where) != []


def test_a_search_in_everything_is_noticed(scene, monkeypatch):
    words = [word for word in denied(scene, "visitor") if scene.secrets[word].kind == "win"]
    looked = list(pages.searches("visitor", words, []))
    assert betrayals(scene, "visitor", looked, 6) == []
    unscoped = lambda self, words: SmallWin.objects.filter(matches(words), stands=True)  # noqa: E731
    monkeypatch.setattr(rows_of(SmallWin), "matching", unscoped)
    assert betrayals(scene, "visitor", looked, 6) != []


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
