"""A partner says of something in its name that it is not so: once at a time, of one thing, at its own initiative."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.lenses import Agreement
from initiatives.models import AuditEntry, MeaningAnswer, Objection, Partnership, Wish, WishLink, acting
from initiatives.models.guests import TooMany
from initiatives.models.merging.doing import merge
from initiatives.models.merging.kinds import KINDS
from initiatives.models.objections import MOST_A_DAY, THINGS, by_thing
from tests.factories import create_initiative, create_user, create_win
from tests.factories_facets import create_judgement
from tests.factories_wishes import (
    create_meaning,
    create_pair,
    create_partnership,
    create_wish,
    create_wish_link,
)


@pytest.fixture
def partnership(initiative):
    return create_partnership(initiative, name="Wijkcentrum De Brug")


@pytest.fixture
def link(partnership):
    return create_wish_link(partnership)


def things_of(partnership) -> dict:
    """One of everything that stands in the name of this partner."""
    win = create_win(initiative=partnership.initiative)
    wish = create_wish(partnership=partnership)
    meaning = create_meaning(partnership.initiative)
    said = {"answer": Agreement.AGREES, "said_by": create_user()}
    return {
        "wish": wish,
        "answer": MeaningAnswer.objects.create(meaning=meaning, partnership=partnership, **said),
        "pair": create_pair(wish, create_wish(partnership=partnership)),
        "win": win,
        "judgement": create_judgement(win, on_behalf_of=partnership.partner.name),
    }


def say(link, thing, words="Wij waren er niet", number=None) -> tuple[Objection, bool]:
    return Objection.objects.say_through(link, thing, submission_id=number or uuid.uuid4(), words=words)


def refused(constraint: str, act) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert refusal.value.__cause__.diag.constraint_name == constraint


# --- what the database holds ------------------------------------------------------------------
def test_it_is_about_one_thing_at_most(partnership):
    things = things_of(partnership)
    assert set(things) == set(THINGS)
    for column, thing in things.items():
        assert Objection.objects.create(partnership=partnership, **{column: thing}).thing == thing
    assert Objection.objects.create(partnership=partnership).thing == partnership
    two = {"wish": things["wish"], "win": things["win"]}
    refused(
        "objection_is_about_one_thing_at_most",
        lambda: Objection.objects.create(partnership=partnership, **two),
    )


@pytest.mark.parametrize("column", ["wish", "win", None])
def test_one_to_a_thing_waits_and_a_settled_one_makes_room(partnership, column):
    about = {column: things_of(partnership)[column]} if column else {}
    first = Objection.objects.create(partnership=partnership, **about)
    refused(
        "one_objection_to_a_thing_waits", lambda: Objection.objects.create(partnership=partnership, **about)
    )
    first.settle(by=create_user())
    Objection.objects.create(partnership=partnership, **about)


def test_looking_and_its_moment_go_together(partnership):
    row = Objection.objects.create(partnership=partnership)
    for half in ({"settled_at": timezone.now()}, {"settled_by": create_user()}):
        refused(
            "objection_settled_together", lambda half=half: Objection.objects.filter(pk=row.pk).update(**half)
        )


@pytest.mark.parametrize("column", THINGS)
def test_it_is_about_something_of_its_own_initiative(partnership, column):
    elsewhere = things_of(create_partnership(create_initiative(), name="Ver weg"))[column]
    about = {column: elsewhere}
    refused(
        "objection_is_of_its_initiative", lambda: Objection.objects.create(partnership=partnership, **about)
    )


@pytest.mark.parametrize("column", ["win", "judgement"])
def test_a_win_with_one_does_not_go_to_another_initiative(partnership, column):
    things, other = things_of(partnership), create_initiative()
    Objection.objects.create(partnership=partnership, **{column: things[column]})
    win = things["win"]
    refused(
        "win_takes_nothing_elsewhere", lambda: type(win).objects.filter(pk=win.pk).update(initiative=other)
    )


@pytest.mark.parametrize("column", THINGS)
def test_it_goes_with_what_it_is_about(partnership, column):
    thing = things_of(partnership)[column]
    Objection.objects.create(partnership=partnership, **{column: thing})
    thing.delete()
    assert not Objection.objects.exists()


# --- said through the link --------------------------------------------------------------------
def test_it_names_no_account_and_the_audit_keeps_no_words(link, team_member):
    with acting(team_member):
        said, is_new = say(link, link.partnership)
    assert is_new
    entry = AuditEntry.objects.of_row(said).get()
    assert (entry.actor, entry.changes["words"]) == (None, [])


def test_sent_twice_is_one_also_after_somebody_looked(link):
    wish, number = create_wish(partnership=link.partnership), uuid.uuid4()
    said, _is_this = say(link, wish, number=number)
    assert say(link, wish, number=number) == (said, True)
    said.settle(by=create_user())
    assert say(link, wish, number=number) == (said, True)
    assert say(link, wish)[0] != said
    assert Objection.objects.count() == 2


def test_other_words_wait_until_the_first_are_taken_back(link):
    said, _is_this = say(link, link.partnership, "Pas sinds mei")
    assert say(link, link.partnership, "Pas sinds juni") == (said, False)
    Objection.objects.take_back_through(link, said.pk)
    assert say(link, link.partnership, "Pas sinds juni")[1]
    assert [row.words for row in Objection.objects.all()] == ["Pas sinds juni"]


def test_nothing_that_somebody_looked_at_or_another_said_is_taken_back(link, initiative):
    said, _is_this = say(link, link.partnership)
    other = create_wish_link(create_partnership(initiative, name="Een ander"))
    Objection.objects.take_back_through(other, said.pk)
    said.settle(by=create_user())
    Objection.objects.take_back_through(link, said.pk)
    assert Objection.objects.get() == said


def test_only_the_first_who_looked_is_written_down(link):
    said, first = say(link, link.partnership)[0], create_user()
    said.settle(by=first)
    said.settle(by=create_user())
    assert Objection.objects.get().settled_by == first


def test_so_many_a_day_go_through_one_link(link):
    for _ in range(MOST_A_DAY):
        Objection.objects.create(partnership=link.partnership, wish=create_wish(partnership=link.partnership))
    with pytest.raises(TooMany):
        say(link, link.partnership)


@pytest.mark.parametrize("gone", ["link", "thing"])
def test_a_link_or_a_thing_that_went_a_moment_ago_is_not_there(link, gone):
    wish = create_wish(partnership=link.partnership)
    if gone == "link":
        link.revoke(by=create_user())
    else:
        Wish.objects.filter(pk=wish.pk).delete()
    with pytest.raises(WishLink.DoesNotExist if gone == "link" else Wish.DoesNotExist):
        say(link, wish)


@pytest.mark.parametrize("when", ["both wait", "one is settled"])
def test_two_to_one_thing_that_wait_become_one_where_a_partner_is_another(partnership, when):
    there = create_partnership(partnership.initiative, name="De Brug")
    win = create_win(initiative=partnership.initiative)
    _here, kept = (Objection.objects.create(partnership=each, win=win) for each in (partnership, there))
    if when == "one is settled":
        kept.settle(by=create_user())
    merge(KINDS["partner"], partnership.partner, there.partner, chosen=(), by=create_user())
    assert Objection.objects.count() == (1 if when == "both wait" else 2)


def test_a_partner_that_went_a_moment_ago_says_nothing(partnership, link):
    Partnership.objects.filter(pk=partnership.pk).delete()
    with pytest.raises(Partnership.DoesNotExist):
        say(link, partnership)


# --- who knows of it --------------------------------------------------------------------------
def test_those_who_work_on_it_know_of_it_and_nobody_else(
    link, team_member, coordinator, programme_staff, outsider
):
    say(link, link.partnership)
    for who, knows in ((team_member, True), (coordinator, True), (programme_staff, True), (outsider, False)):
        assert Objection.objects.visible_to(who).exists() is knows
        assert Objection.objects.editable_by(who).exists() is knows


def test_a_thing_is_found_with_what_was_said_of_it(partnership):
    things = things_of(partnership)
    made = {
        column: Objection.objects.create(partnership=partnership, **{column: thing})
        for column, thing in things.items()
    }
    bare = Objection.objects.create(partnership=partnership)
    found = by_thing(Objection.objects.with_things())
    assert {column: found[thing] for column, thing in things.items()} == {c: [row] for c, row in made.items()}
    assert found[partnership] == [bare]
    assert list(Objection.objects.about(things["win"])) == [made["win"]]
    assert list(Objection.objects.about(partnership)) == [bare]


def test_it_goes_along_when_wins_merge_and_when_a_partner_turns_out_to_be_another(partnership, team_member):
    win, stays = (create_win(initiative=partnership.initiative) for _ in range(2))
    said = Objection.objects.create(partnership=partnership, win=win)
    win.merge_into(stays, by=team_member)
    said.refresh_from_db()
    assert said.win == stays
    there = create_partnership(partnership.initiative, name="De Brug")
    merge(KINDS["partner"], partnership.partner, there.partner, chosen=(), by=create_user())
    said.refresh_from_db()
    assert said.partnership == there
