"""Rights after any series of events: they follow from the present facts, in the code and in a model of ten lines."""

from contextlib import nullcontext
from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.lenses import Audience, MembershipRole, RoleKind
from initiatives.models import Initiative, Invitation, Membership, SmallWin, User
from tests import factories
from tests.access.asking import Asker, undone

PEOPLE = ("anna", "bram", "carla", "staff")
CITIES = ("north", "south")
PLANS = ("one", "two")
WINS = {"first": "one", "second": "one", "third": "two"}  # and of which plan they are


@dataclass
class Truth:
    """The model: all facts that decide rights, as plain data."""

    team: dict = field(default_factory=dict)  # (who, plan): role
    city: dict = field(default_factory=dict)  # plan: city
    coordinates: dict = field(default_factory=dict)  # who: city
    published: set = field(default_factory=set)
    audience: dict = field(default_factory=dict)  # plan: audience
    gone: set = field(default_factory=set)  # wins withdrawn
    merged: set = field(default_factory=set)
    confirmed: set = field(default_factory=set)
    barred: set = field(default_factory=set)  # people who cannot log in

    def inside(self, who, plan) -> bool:
        coordinates = who in self.coordinates and self.coordinates[who] == self.city[plan]
        return who not in self.barred and ((who, plan) in self.team or coordinates or who == "staff")

    def reads(self, who, win) -> bool:
        plan, stands = WINS[win], win not in self.gone | self.merged
        if who and self.inside(who, plan):
            return True
        if not stands or plan not in self.published:
            return False
        if who and who not in self.barred:
            return True
        return self.audience[plan] == "public" and win in self.confirmed

    def edits(self, who, win) -> bool:
        plan = WINS[win]
        works = (who, plan) in self.team or who == "staff"
        stands = win not in self.gone | self.merged
        return who not in self.barred and (works or (self.inside(who, plan) and stands))

    def leads(self, plan) -> set:
        return {who for (who, its), role in self.team.items() if its == plan and role == "lead"}

    def would_lose_its_lead(self, who, plan) -> bool:
        others = {name for (name, its) in self.team if its == plan} - {who}
        return self.leads(plan) == {who} and bool(others)


class Site:
    """The same facts in the database."""

    def __init__(self, truth: Truth):
        self.truth = truth
        programme = factories.create_programme()
        self.cities = {name: factories.create_city() for name in CITIES}
        self.people = {name: factories.create_user() for name in PEOPLE}
        self.people["staff"].roles.create(kind=RoleKind.PROGRAMME_STAFF, programme=programme)
        self.plans = {
            plan: factories.create_initiative(programme=programme, city=self.cities["north"], published=False)
            for plan in PLANS
        }
        self.wins = {
            win: factories.create_win(initiative=self.plans[plan], by=self.people["carla"], confirmed=False)
            for win, plan in WINS.items()
        }
        truth.city = dict.fromkeys(PLANS, "north")
        truth.audience = dict.fromkeys(PLANS, "public")
        self.askers = {None: Asker()} | {name: Asker(user) for name, user in self.people.items()}

    def user(self, who) -> User:
        return User.objects.get(pk=self.people[who].pk)

    def win(self, win) -> SmallWin:
        return SmallWin.objects.get(pk=self.wins[win].pk)

    def plan(self, plan) -> Initiative:
        return Initiative.objects.get(pk=self.plans[plan].pk)


# --- What can happen --------------------------------------------------------------------------
def join(site, truth, who, plan, win, city):
    if (who, plan) not in truth.team and who not in truth.barred:
        invitation, _word = Invitation.objects.invite(
            site.people[who].email, to=site.plan(plan), role=MembershipRole.MEMBER, by=site.user("staff")
        )
        invitation.accept(by=site.user(who))
        truth.team[who, plan] = "member"


def leave(site, truth, who, plan, win, city):
    if (who, plan) in truth.team:
        place = Membership.objects.get(user=site.people[who], initiative=site.plans[plan])
        with pytest.raises(ValidationError) if truth.would_lose_its_lead(who, plan) else nullcontext():
            place.end(by=place.user)
        if not truth.would_lose_its_lead(who, plan):
            del truth.team[who, plan]


def promote(site, truth, who, plan, win, city):
    _give(site, truth, who, plan, "lead")


def demote(site, truth, who, plan, win, city):
    _give(site, truth, who, plan, "member")


def _give(site, truth, who, plan, role):
    if (who, plan) in truth.team:
        place = Membership.objects.get(user=site.people[who], initiative=site.plans[plan])
        refused = role == "member" and truth.would_lose_its_lead(who, plan)
        with pytest.raises(ValidationError) if refused else nullcontext():
            place.give(MembershipRole(role))
        truth.team[who, plan] = truth.team[who, plan] if refused else role


def move(site, truth, who, plan, win, city):
    site.plan(plan).cities.set([site.cities[city]])
    truth.city[plan] = city


def coordinate(site, truth, who, plan, win, city):
    if who != "staff":
        site.people[who].roles.all().delete()
        site.people[who].roles.create(kind=RoleKind.COORDINATOR, city=site.cities[city])
        truth.coordinates[who] = city


def stop_coordinating(site, truth, who, plan, win, city):
    if who != "staff":
        site.people[who].roles.all().delete()
        truth.coordinates.pop(who, None)


def publish(site, truth, who, plan, win, city):
    site.plan(plan).publish(by=site.user("staff"))
    truth.published.add(plan)


def unpublish(site, truth, who, plan, win, city):
    site.plan(plan).unpublish()
    truth.published.discard(plan)


def for_the_network(site, truth, who, plan, win, city):
    Initiative.objects.filter(pk=site.plans[plan].pk).update(audience=Audience.NETWORK)
    truth.audience[plan] = "network"


def withdraw(site, truth, who, plan, win, city):
    site.win(win).withdraw(by=site.user("staff"))
    truth.gone.add(win)


def restore(site, truth, who, plan, win, city):
    site.win(win).restore()
    truth.gone.discard(win)


def confirm(site, truth, who, plan, win, city):
    site.win(win).confirm(by=site.user("staff"))
    truth.confirmed.add(win)


def merge(site, truth, who, plan, win, city):
    other = {"first": "second", "second": "first", "third": None}[win]
    if other and not {win, other} & (truth.gone | truth.merged):
        site.win(win).merge_into(site.win(other), by=site.user("staff"))
        truth.merged.add(win)


def bar(site, truth, who, plan, win, city):
    if who != "staff":
        User.objects.filter(pk=site.people[who].pk).update(is_active=False)
        truth.barred.add(who)


STEPS = (
    join, leave, promote, demote, move, coordinate, stop_coordinating, publish, unpublish, for_the_network,
    withdraw, restore, confirm, merge, bar,
)  # fmt: skip
MOMENTS = st.tuples(
    st.sampled_from(STEPS), st.sampled_from(PEOPLE), st.sampled_from(PLANS), st.sampled_from([*WINS]),
    st.sampled_from(CITIES),
)  # fmt: skip


def agree(site: Site, truth: Truth) -> None:
    """Everybody and every win, as the QuerySets say."""
    for name in PEOPLE:
        user = site.user(name)
        reads = set(SmallWin.objects.visible_to(user).values_list("pk", flat=True))
        edits = set(SmallWin.objects.editable_by(user).values_list("pk", flat=True))
        assert reads == {site.wins[each].pk for each in WINS if truth.reads(name, each)}, name
        assert edits == {site.wins[each].pk for each in WINS if truth.edits(name, each)}, name


def agrees_by_request(site: Site, truth: Truth, who, win) -> None:
    """The answers of the site: the page of a win and its form, in sessions that were open all the time."""
    reads = truth.reads(None if who in truth.barred else who, win)
    page = site.askers[who].ask("HEAD", reverse("wins:detail", args=[site.wins[win].pk]))
    assert page.status == (200 if reads else 404), (who, win)
    if who and who not in truth.barred:
        form = site.askers[who].ask("HEAD", reverse("telling:edit", args=[site.wins[win].pk]))
        assert form.status == (200 if truth.edits(who, win) else 404), (who, win)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(MOMENTS, min_size=6, max_size=20))
def test_rights_follow_from_what_is_true_now(db, moments):
    with undone():
        truth = Truth()
        site = Site(truth)
        for step, *who_and_what in moments:
            step(site, truth, *who_and_what)
            agree(site, truth)
        for who in (moments[-1][1], None):
            agrees_by_request(site, truth, who, moments[-1][3])
