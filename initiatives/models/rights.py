"""Rights to see and change rows. `Initiative.objects` and `SmallWin.objects` say them; rows that hang on those follow."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

from initiatives.lenses import Audience

NOTHING = Q(pk__in=[])  # the database is not asked


def may_come_in(user) -> bool:
    """Logged in, and not shut out since."""
    return user.is_authenticated and user.is_active


def keeps_all(user) -> bool:
    return may_come_in(user) and user.is_superuser


def own(user, column: str) -> Q:
    """Rows in which this column names the user; none for a visitor, who is nobody in particular."""
    return Q(**{column: user}) if may_come_in(user) else NOTHING


def any_way(user, *ways: Callable[..., Q]) -> Q:
    """The rows that are the user's in one of these ways; a visitor has none."""
    return reduce(or_, (way(user) for way in ways)) if may_come_in(user) else NOTHING


def reaching(user) -> Q:
    """Rows whose audience includes this user."""
    reach = [Audience.NETWORK, Audience.PUBLIC] if may_come_in(user) else [Audience.PUBLIC]
    return Q(audience__in=reach)


class HangingQuerySet(models.QuerySet):
    """Rows that hang on a row of another table, which says who reads and who changes them.

    `hangs_on`: the way to that row. `read_by` and `changed_by`: words of the QuerySet over there.
    """

    hangs_on = ""
    read_by = "visible_to"
    changed_by = "editable_by"

    def visible_to(self, user):
        return self.filter(self.hanging_on(self.read_by, user))

    def editable_by(self, user):
        return self.filter(self.hanging_on(self.changed_by, user))

    def hanging_on(self, word: str, user) -> Q:
        """The condition that the row hangs on a row that this user gets from the other table.

        In: `word`, the name of a method of the other QuerySet.
        """
        return Q(**{f"{self.hangs_on}__in": keys_of(self._there, word, user)})

    def over_there(self) -> models.QuerySet:
        """All rows that these may hang on."""
        return self._there.objects.order_by()

    @property
    def _there(self) -> type[models.Model]:
        there = self.model
        for name in self.hangs_on.split(LOOKUP_SEP):
            there = there._meta.get_field(name).related_model
        return there


def keys_of(model: type[models.Model], word: str, user) -> "Keys":
    """The keys of the rows that this user gets by this word, as a condition; built once for a user object."""
    key = (model, word, user.is_active, user.is_superuser)
    built = vars(user).setdefault("_conditions", {})
    if key not in built:
        built[key] = Keys(getattr(model.objects, word)(user))
    return built[key]


class Keys(models.Expression):
    """The keys of rows, as SQL that is written once, however many conditions of a page have it.

    A page asks some ten tables for the same rows. Django would build and write such a subquery anew for each, which takes
    longer than the database takes to answer it. It refers to nothing around it, so it is the same everywhere.
    """

    def __init__(self, rows: models.QuerySet):
        super().__init__()
        self.rows, self.written = rows.order_by().values("pk"), None

    def resolve_expression(self, *where, **how):
        return self

    def relabeled_clone(self, aliases):
        return self

    def get_group_by_cols(self):
        return []

    def as_sql(self, compiler, connection):
        if self.written is None:
            sql, params = self.rows.query.get_compiler(connection=connection).as_sql()
            self.written = f"({sql})", tuple(params)
        return self.written


class OfAnInitiativeQuerySet(HangingQuerySet):
    hangs_on = "initiative"


class OfAWinQuerySet(HangingQuerySet):
    hangs_on = "win"
