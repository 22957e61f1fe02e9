"""Somebody who reads what an initiative says of itself."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db import models

from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
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
