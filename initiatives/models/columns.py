"""The kind of each column: words somebody typed, an answer somebody chose, a person, or a value that no form sets.

Most of it follows from the field; a model says the rest in its `columns`. The triggers of the audit, one's own data, the
history, what a teller takes back and the tests of access read it from here (decision 0149).
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models


class Kind(Enum):
    KEY = auto()  # names the row
    TIE = auto()  # points at another row
    PERSON = auto()  # names somebody
    WORDS = auto()  # somebody typed it
    ANSWER = auto()  # somebody chose it: a code, a day, a number, yes or no
    STATE = auto()  # set by what happens to the row, never by a form
    DERIVED = auto()  # follows from other columns, or says nothing of what somebody did


@dataclass(frozen=True)
class Columns:
    """The part of the kinds that does not follow from the fields: names of fields, with spaces between them.

    `words`: what somebody types. `private`: words that fewer people read than the audit. `unspoken`: other columns of which
    the audit keeps the name alone. `author`: whose row it is. The others are kinds of `Kind`.
    """

    words: str = ""
    private: str = ""
    unspoken: str = ""
    answers: str = ""
    state: str = ""
    derived: str = ""
    author: str = ""

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kind of each field that is named."""
        named = {
            Kind.WORDS: f"{self.words} {self.private}",
            Kind.ANSWER: self.answers,
            Kind.STATE: self.state,
            Kind.DERIVED: self.derived,
        }
        return {name: kind for kind, names in named.items() for name in names.split()}

    @property
    def quiet(self) -> set[str]:
        """Columns of which the audit keeps the name and not the value."""
        return {*self.private.split(), *self.unspoken.split()}


# Tables of packages in which people are written down: the audit watches these, too.
OF_PACKAGES = {
    "account.EmailAddress": Columns(private="email"),
    "mfa.Authenticator": Columns(derived="last_used_at", unspoken="data"),
    "socialaccount.SocialAccount": Columns(derived="last_login", unspoken="uid extra_data"),
}
CHOSEN = (
    ArrayField,
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.FloatField,
    models.IntegerField,
)


def columns_of(model: type[models.Model]) -> Columns:
    """The `columns` of a model; for a model of a package, ours."""
    return getattr(model, "columns", None) or OF_PACKAGES.get(model._meta.label) or Columns()


def kind_of(field: models.Field) -> Kind | None:
    """The kind of this column; None where neither the field nor the model says one."""
    if said := columns_of(field.model).kinds.get(field.name):
        return said
    if field.primary_key:
        return Kind.KEY
    if field.generated or getattr(field, "auto_now", False):
        return Kind.DERIVED
    if field.related_model:
        is_person = field.related_model._meta.label == settings.AUTH_USER_MODEL
        return Kind.PERSON if is_person else Kind.TIE
    if not field.editable or isinstance(field, models.FileField):
        return Kind.STATE
    return Kind.ANSWER if field.choices or isinstance(field, CHOSEN) else None


@cache
def fields_of(model: type[models.Model], *kinds: Kind) -> tuple[models.Field, ...]:
    """The fields of these kinds, in the order of the model."""
    return tuple(field for field in model._meta.concrete_fields if kind_of(field) in kinds)


def names_of(model: type[models.Model], *kinds: Kind) -> tuple[str, ...]:
    """Names of the fields of these kinds."""
    return tuple(field.name for field in fields_of(model, *kinds))


def quiet_in(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The fields of which the audit keeps the name alone."""
    return tuple(field for field in model._meta.concrete_fields if field.name in columns_of(model).quiet)


def is_author(field: models.Field) -> bool:
    """The column says whose row it is."""
    return field.name == columns_of(field.model).author


def is_key(model: type[models.Model], typed: object) -> bool:
    """True for what could be the key of a row of this model; the rest was made up."""
    try:
        model._meta.pk.to_python(typed)
    except ValidationError:
        return False
    return True
