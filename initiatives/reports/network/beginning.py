"""The first four steps of a network of one's own, from an empty database. All of it follows from the rows."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import MembershipRole
from initiatives.models import City, Initiative, Programme
from initiatives.models.places import names_apart

# The name of the page of each step, what it is called and what it asks.
STEPS = (
    ("programme", _("Het programma"), _("Hoe heet het, en wie zit erachter?")),
    ("city", _("De stad"), _("Waar gebeurt het? Eén naam is genoeg.")),
    ("initiative", _("Het initiatief"), _("Wat doen jullie, en met wie?")),
    ("lead", _("De trekker"), _("Nodig uit wie de eerste small win vertelt.")),
)


@dataclass(frozen=True)
class FirstStep:
    """One of the four. `is_next` is the first that is not done."""

    number: int
    page: str
    name: str
    asks: str
    is_done: bool
    is_next: bool

    @property
    def href(self) -> str:
        return reverse(f"begin:{self.page}")

    @property
    def title(self) -> str:
        """Where somebody is: "Stap 2 van 4: De stad"."""
        return format_lazy(
            _("Stap {number} van {all}: {name}"), number=self.number, all=len(STEPS), name=self.name
        )


@dataclass(frozen=True)
class Beginning:
    """How far a network is. At most one initiative: who has two has begun."""

    programme: Programme
    cities: list[City]
    initiative: Initiative | None

    @cached_property
    def steps(self) -> list[FirstStep]:
        done = [self.programme.pk is not None, bool(self.cities), self.initiative is not None, False]
        first = done.index(False)
        return [
            FirstStep(number, *STEPS[number - 1], is_done=is_done, is_next=number - 1 == first)
            for number, is_done in enumerate(done, 1)
        ]

    @property
    def city_names(self) -> list[str]:
        """The cities by name, with the province where two have the same."""
        return list(names_apart(self.cities).values())

    @property
    def next(self) -> FirstStep:
        return next(step for step in self.steps if step.is_next)

    @property
    def may_be_put_aside(self) -> bool:
        """There is a programme to keep that on."""
        return self.programme.pk is not None

    def at(self, page: str) -> FirstStep:
        """The step of this page."""
        return next(step for step in self.steps if step.page == page)


def beginning(user) -> Beginning | None:
    """How far the network is, for a superuser. None for everybody else, and as soon as it has begun.

    It has begun with a second initiative, with somebody who leads or is asked to lead the first, or when a
    superuser says so.
    """
    if not (user.is_active and user.is_superuser):
        return None
    programme = Programme.objects.of_the_site()
    initiatives = list(Initiative.objects.order_by("pk")[:2])
    if programme.begun_at or len(initiatives) > 1 or any(has_a_lead(each) for each in initiatives):
        return None
    return Beginning(programme, list(City.objects.all()), next(iter(initiatives), None))


def has_a_lead(initiative: Initiative) -> bool:
    """Somebody leads it, or is invited to."""
    lead = {"role": MembershipRole.LEAD}
    return (
        initiative.memberships.filter(**lead).exists()
        or initiative.invitations.waiting().filter(**lead).exists()
    )
