"""Wishes, pairs and a partner's own address: what the database holds, who reads it, what comes through."""

import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from initiatives.lenses import Per, WishRelation, WishUnit
from initiatives.models import AuditEntry, Partnership, Wish, WishLink, WishPair, acting
from initiatives.models.guests import TooMany
from initiatives.models.wishes import MOST_A_DAY
from tests.factories import create_initiative, create_user, create_win
from tests.factories_wishes import (
    create_pair,
    create_partnership,
    create_wish,
    create_wish_link,
    days_ago,
)

INSIDE = ["team_member", "lead", "coordinator", "programme_staff"]


@pytest.fixture
def partnership(initiative):
    return initiative.partnerships.get()


@pytest.fixture
def link(partnership):
    return create_wish_link(partnership)


def say(link, statement="Meer tijd", **words):
    return Wish.objects.say_through(link, submission_id=uuid.uuid4(), statement=statement, **words)


# --- what the database holds ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "details"),
    [
        ("wish_says_something", {"statement": ""}),
        ("wish_kind_known", {"kind": "money"}),
        ("wish_unit_known", {"quantity": Decimal(4), "unit": "cows"}),
        ("wish_per_known", {"per": "century"}),
        ("wish_priority_known", {"priority": "1"}),
        ("wish_quantity_together", {"quantity": Decimal(4)}),
        ("wish_quantity_together", {"unit": WishUnit.PROJECTS}),
        ("wish_counts_something", {"quantity": Decimal(0), "unit": WishUnit.PROJECTS, "per": Per.YEAR}),
        ("wish_ends_after_it_starts", {"valid_from": days_ago(0), "valid_until": days_ago(1)}),
    ],
)
def test_the_database_refuses_a_wish(initiative, rule, details):
    with pytest.raises(IntegrityError, match=rule):
        create_wish(initiative=initiative, **details)


@pytest.mark.parametrize(
    ("rule", "details"),
    [
        ("wish_pair_relation_known", {"relation": "love"}),
        ("wish_pair_agreement_has_words", {"first_agreed_on": days_ago(0)}),
        ("wish_pair_agreement_has_words", {"review_on": days_ago(0)}),
    ],
)
def test_the_database_refuses_a_pair(initiative, rule, details):
    first, second = create_wish(initiative=initiative), create_wish(initiative=initiative)
    with pytest.raises(IntegrityError, match=rule):
        create_pair(first, second, **details)


def test_two_wishes_make_one_pair_whatever_their_order(initiative):
    first, second = create_wish(initiative=initiative), create_wish(initiative=initiative)
    pair = create_pair(first, second)
    with pytest.raises(IntegrityError, match="each_wish_pair_once"), transaction.atomic():
        create_pair(second, first)
    with pytest.raises(IntegrityError, match="wish_pair_in_one_order"):
        WishPair.objects.create(first=pair.second, second=pair.first, told_by=create_user())


def test_a_pair_is_of_one_initiative(initiative):
    pair = WishPair(
        first=create_wish(initiative=initiative), second=create_wish(initiative=create_initiative())
    )
    with pytest.raises(ValidationError, match="hetzelfde initiatief"):
        pair.clean()


# --- who reads it -----------------------------------------------------------------------------
@pytest.mark.parametrize("who", INSIDE)
def test_those_who_work_on_it_read_wishes_pairs_and_addresses(initiative, request, who, link):
    reader = request.getfixturevalue(who)
    pair = create_pair(create_wish(initiative=initiative), create_wish(initiative=initiative))
    assert Wish.objects.visible_to(reader).count() == 2
    assert Wish.objects.editable_by(reader).count() == 2
    assert list(WishPair.objects.editable_by(reader)) == [pair]
    assert list(WishLink.objects.editable_by(reader)) == [link]


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_others_read_nothing_of_it(initiative, request, who, link):
    reader = request.getfixturevalue(who)
    create_pair(create_wish(initiative=initiative), create_wish(initiative=initiative))
    for rows in (Wish.objects, WishPair.objects, WishLink.objects):
        assert not rows.visible_to(reader).exists()
        assert not rows.editable_by(reader).exists()


def test_the_audit_says_that_words_changed_and_not_into_what(initiative):
    wish = create_wish(initiative=initiative, statement="Stil houden")
    (entry,) = AuditEntry.objects.filter(table="initiatives_wish", row=str(wish.pk))
    assert entry.changes["statement"] == []


# --- a tension --------------------------------------------------------------------------------
def test_a_tension_is_open_until_both_partners_said_yes(initiative):
    pair = create_pair(create_wish(initiative=initiative), create_wish(initiative=initiative))
    for words in (
        {},
        {"agreement": "Meer wijken"},
        {"agreement": "Meer wijken", "first_agreed_on": days_ago(1)},
    ):
        WishPair.objects.update(**words)
        pair.refresh_from_db()
        assert pair.is_open
    WishPair.objects.update(second_agreed_on=days_ago(0))
    pair.refresh_from_db()
    assert pair.is_agreed
    assert not pair.is_open


@pytest.mark.parametrize("relation", [WishRelation.REINFORCE, WishRelation.NEUTRAL, WishRelation.UNKNOWN])
def test_a_pair_without_tension_is_not_open(initiative, relation):
    first, second = create_wish(initiative=initiative), create_wish(initiative=initiative)
    assert not create_pair(first, second, relation=relation).is_open


# --- wins -------------------------------------------------------------------------------------
def test_wins_that_were_not_on_the_page_keep_their_ties(initiative):
    wish = create_wish(initiative=initiative)
    shown, hidden, new = (create_win(initiative=initiative, title=t) for t in "abc")
    wish.wins.set([shown, hidden])
    wish.serve([new], among=[shown, new])
    assert set(wish.wins.all()) == {hidden, new}


# --- a partner's own address ------------------------------------------------------------------
def test_a_partner_writes_its_own_wish(link):
    wish, is_new = say(link)
    assert is_new
    assert (wish.partnership, wish.is_first_hand, wish.stated_by) == (link.partnership, True, None)


def test_the_same_form_is_one_wish(link):
    number = uuid.uuid4()
    first = Wish.objects.say_through(link, submission_id=number, statement="Meer tijd")
    again = Wish.objects.say_through(link, submission_id=number, statement="Meer tijd")
    assert (first[1], again) == (True, (first[0], False))


def test_the_same_words_a_moment_later_are_one_wish(link):
    assert say(link)[0] == say(link)[0]
    Wish.objects.update(stated_at=timezone.now() - dt.timedelta(hours=2))
    link.refresh_from_db()
    WishLink.objects.update(created_at=timezone.now() - dt.timedelta(days=1))
    assert say(link)[1]


def test_the_number_of_a_wish_of_somebody_else_opens_nothing(initiative, link):
    other = create_wish(initiative=initiative, statement="Van een ander")
    wish, is_new = Wish.objects.say_through(link, submission_id=other.pk, statement="Meer tijd")
    other.refresh_from_db()
    assert (is_new, other.statement) == (True, "Van een ander")
    assert wish.pk != other.pk


def test_a_partner_sees_what_it_wrote_through_this_address_and_nothing_else(initiative, link):
    mine, _ = say(link)
    create_wish(partnership=link.partnership, stated_by=create_user(), is_first_hand=True)
    create_wish(partnership=link.partnership)
    create_wish(initiative=initiative, is_first_hand=True)
    assert list(Wish.objects.given_through(link)) == [mine]


def test_a_new_address_stops_the_one_before_and_shows_nothing_of_it(link, team_member):
    say(link)
    new = WishLink.objects.make(link.partnership, by=team_member)
    with pytest.raises(WishLink.DoesNotExist):
        say(link)
    assert not Wish.objects.given_through(new).exists()
    assert list(link.partnership.wish_links.usable()) == [new]


def test_thirty_wishes_a_day(link):
    for n in range(MOST_A_DAY):
        say(link, f"Wens {n}")
    with pytest.raises(TooMany):
        say(link, "Nog een")
    Wish.objects.update(stated_at=timezone.now() - dt.timedelta(hours=25))
    WishLink.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    link.refresh_from_db()
    assert say(link, "Nog een")[1]


@pytest.mark.parametrize("stop", ["revoked", "expired", "left"])
def test_an_address_that_stopped_takes_nothing(link, team_member, stop):
    if stop == "revoked":
        link.revoke(by=team_member)
    elif stop == "expired":
        WishLink.objects.update(expires_at=timezone.now())
    else:
        link.partnership.until = days_ago(1)
        link.partnership.save()
    assert not WishLink.objects.behind(link.token).exists()
    with pytest.raises(WishLink.DoesNotExist):
        say(link)
    assert not Wish.objects.exists()


def test_a_wish_through_a_link_names_nobody_also_when_logged_in(link, team_member):
    with acting(team_member):
        wish, _ = say(link)
    (entry,) = AuditEntry.objects.filter(table="initiatives_wish", row=str(wish.pk))
    assert entry.actor is None


def test_only_the_digest_of_an_address_is_stored(link):
    assert link.token not in str(vars(link))
    assert link.is_readable
    link.token_digest = "0" * 64
    assert not link.is_readable


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_the_same_moment_write_one_wish():
    initiative = create_initiative()
    link = create_wish_link(initiative.partnerships.get())
    number, found = uuid.uuid4(), []

    def send():
        found.append(Wish.objects.say_through(link, submission_id=number, statement="Meer tijd"))
        connection.close()

    phones = [threading.Thread(target=send) for _ in range(4)]
    [phone.start() for phone in phones]
    [phone.join() for phone in phones]
    assert Wish.objects.count() == 1
    assert sorted(is_new for _wish, is_new in found) == [False, False, False, True]


def test_whether_a_wish_holds_today(initiative):
    assert create_wish(initiative=initiative).is_active
    assert create_wish(initiative=initiative, valid_from=days_ago(1), valid_until=days_ago(0)).is_active
    assert not create_wish(initiative=initiative, valid_until=days_ago(1)).is_active
    assert not create_wish(initiative=initiative, valid_from=days_ago(-1)).is_active


def test_a_wish_is_served_by_wins_of_its_own_initiative(initiative):
    wish = create_wish(initiative=initiative)
    with pytest.raises(IntegrityError), transaction.atomic():
        wish.wins.add(create_win())
    wish.wins.add(create_win(initiative=initiative))
    elsewhere = create_partnership(create_initiative())
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.update(partnership=elsewhere)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=wish.partnership_id).update(initiative=elsewhere.initiative)
