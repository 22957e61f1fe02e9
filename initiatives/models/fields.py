"""How a word from `lenses` is kept in a column, and the rule that holds it there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import UNKNOWN

CODE_LENGTH = 32


def code_field(label, words, **options) -> models.CharField:
    """One word from a vocabulary. Where it may be NULL, NULL means: not asked or not answered."""
    return models.CharField(label, max_length=CODE_LENGTH, choices=words, **options)


def sources_field() -> models.TextField:
    """Where it can be read, one web address or description a line."""
    return models.TextField(_("bronnen"), blank=True, help_text=_("Eén bron per regel."))


def known_code(table: str, column: str, words, *, or_unknown: bool = False):
    """The database refuses a code outside the vocabulary; NULL passes."""
    codes = [*words.values, *([UNKNOWN] if or_unknown else [])]
    return models.CheckConstraint(
        name=f"{table}_{column}_known",
        condition=Q(**{f"{column}__in": codes}) | Q(**{f"{column}__isnull": True}),
        violation_error_message=_("Dit woord kennen we niet."),
    )


def code_set(label, words, **options) -> ArrayField:
    """A set of words. NULL: silence. Empty: "none of these". {unknown}: "I don't know"."""
    item = models.CharField(max_length=CODE_LENGTH, choices=[*words.choices, (UNKNOWN, _("weet ik niet"))])
    return ArrayField(item, verbose_name=label, null=True, blank=True, **options)


def known_set(table: str, column: str, words) -> models.CheckConstraint:
    """Only known words, or "don't know" by itself."""
    return models.CheckConstraint(
        name=f"{table}_{column}_known",
        condition=Q(**{f"{column}__contained_by": list(words.values)})
        | Q(**{column: [UNKNOWN]})
        | Q(**{f"{column}__isnull": True}),
        violation_error_message=_("Dit woord kennen we niet."),
    )


def together(table: str, name: str, *columns: str) -> models.CheckConstraint:
    """Who and when go together: all of the columns are filled, or none is."""
    return models.CheckConstraint(
        name=f"{table}_{name}_together",
        condition=Q(**{f"{column}__isnull": True for column in columns})
        | Q(**{f"{column}__isnull": False for column in columns}),
        violation_error_message=_("Wie en wanneer horen bij elkaar."),
    )
