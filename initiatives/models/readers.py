"""Somebody who reads what an initiative says of itself, and somebody who looks at the network of a programme."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.functional import cached_property

from initiatives.models.initiatives import Initiative
from initiatives.models.partnerships import Partnership
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Partner, Programme
from initiatives.models.rights import HangingQuerySet, any_way, keeps_all, keys_of
from initiatives.models.wins import SmallWin


@dataclass(frozen=True)
class Reader:
    """A user who reads about one initiative. A view makes one; reports ask it for the rows that they may show.

    Each right is looked up when it is asked, once.
    """

    user: User | AnonymousUser
    initiative: Initiative

    @cached_property
    def is_inside(self) -> bool:
        """Works on it: the team, the coordinators of its cities, the staff of its programme."""
        return Initiative.objects.editable_by(self.user).contains(self.initiative)

    @cached_property
    def answers_for_it(self) -> bool:
        """The team and the staff of the programme: no coordinators."""
        return Initiative.objects.worked_on_by(self.user).contains(self.initiative)

    @cached_property
    def is_in_the_team(self) -> bool:
        return Initiative.objects.of_team(self.user).contains(self.initiative)

    @cached_property
    def manages_it(self) -> bool:
        """Lets people in and out."""
        return Initiative.objects.managed_by(self.user).contains(self.initiative)

    @property
    def wins(self) -> models.QuerySet:
        """Those of the initiative that count and that the reader may know."""
        return self.sees_here(SmallWin).standing()

    def sees(self, model: type[models.Model]) -> models.QuerySet:
        """Rows of this table that the reader may know, wherever they are."""
        return model.objects.visible_to(self.user)

    def sees_here(self, model: type[models.Model]) -> models.QuerySet:
        """Those of them that hang on the initiative."""
        rows = self.sees(model)
        return rows.filter(**{rows.hangs_on: self.initiative})


@dataclass(frozen=True)
class ForReader:
    """A page about an initiative, as one reader may know it."""

    reader: Reader

    @property
    def initiative(self) -> Initiative:
        return self.reader.initiative


@dataclass(frozen=True)
class Onlooker:
    """A user who looks at the network of one programme. Every request has one; the reports of the network ask it for rows.

    `programme`: None where the site has no other, so that nothing needs to be left out. `is_main`: it is the one that the site
    is for, which also has the cities and the partners of which no initiative is known.
    """

    user: User | AnonymousUser
    programme: Programme | None = None
    is_main: bool = True

    @classmethod
    def among(cls, programmes: list[Programme], here: Programme, user) -> "Onlooker":
        """In: the programmes from which the user may choose, the main one first."""
        if len(programmes) < 2:
            return cls(user)
        return cls(user, here, is_main=here == programmes[0])

    @classmethod
    def around(cls, reader: Reader) -> "Onlooker":
        """The reader of an initiative, in the network around it. One query."""
        return cls.among(programmes_for(reader.user), reader.initiative.programme, reader.user)

    @property
    def as_visitor(self) -> "Onlooker":
        """Somebody without an account who looks at the same network."""
        return replace(self, user=AnonymousUser())

    @property
    def initiatives(self) -> models.QuerySet:
        return self._here(Initiative.objects.visible_to(self.user), "programme")

    @property
    def wins(self) -> models.QuerySet:
        """Those that count and that the user may know."""
        return self.sees(SmallWin).standing()

    @property
    def partners(self) -> models.QuerySet:
        return self._of_its_initiatives(
            Partner.objects.visible_to(self.user), Partnership.objects.order_by(), "partner"
        )

    @property
    def cities(self) -> models.QuerySet:
        return self._of_its_initiatives(City.objects.all(), Initiative.cities.through.objects, "city")

    @property
    def challenges(self) -> models.QuerySet:
        return self._of_its_initiatives(
            Challenge.objects.visible_to(self.user), Initiative.challenges.through.objects, "challenge"
        )

    def sees(self, model: type[models.Model]) -> models.QuerySet:
        """Rows of this table that the user may know and that hang on an initiative of the programme."""
        rows = model.objects.visible_to(self.user)
        way = rows.hangs_on if isinstance(rows, HangingQuerySet) else "initiative"
        return self._here(rows, f"{way}__programme")

    def _here(self, rows: models.QuerySet, way: str) -> models.QuerySet:
        return rows.filter(**{way: self.programme}) if self.programme else rows

    def _of_its_initiatives(
        self, rows: models.QuerySet, ties: models.QuerySet, column: str
    ) -> models.QuerySet:
        """The rows that are tied to an initiative of the programme; in the main one also those that no other programme has.

        In: `ties`, the table between the rows and the initiatives, and its column that names the row.
        """
        if not self.programme:
            return rows
        here = Q(pk__in=self._tied(ties, self.initiatives, column))
        if not self.is_main:
            return rows.filter(here)
        elsewhere = Initiative.objects.visible_to(self.user).exclude(programme=self.programme)
        return rows.filter(here | ~Q(pk__in=self._tied(ties, elsewhere, column)))

    def _tied(self, ties: models.QuerySet, initiatives: models.QuerySet, column: str) -> models.QuerySet:
        return ties.filter(initiative__in=initiatives.order_by().values("pk")).values(column)


def known_initiatives(user) -> models.QuerySet:
    """The initiatives that are visible to this user, in no order. Nearly every page asks it more than once: its SQL is written once."""
    return Initiative.objects.order_by().filter(pk__in=keys_of(Initiative, "visible_to", user))


def programmes_for(user) -> list[Programme]:
    """The programme that the site is for, and the others that this user works for or knows an initiative of. One query."""
    known = Exists(known_initiatives(user).filter(programme=OuterRef("pk")))
    theirs = any_way(user, lambda user: Q(pk__in=user.roles.order_by().values("programme")))
    is_known = Case(When(known | theirs | Q(Value(keeps_all(user))), then=True), default=False)
    rows = Programme.objects.in_order().annotate(is_known=is_known)
    return [programme for number, programme in enumerate(rows) if number == 0 or programme.is_known]
