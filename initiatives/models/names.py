"""Columns by which names are found and sorted; the database makes them with `migrations/sql/names_are_compared.sql`.

Each list of names is sorted by a `…_sort`, each search in names asks a `…_key`: `name_key__holds=typed` (decision 0217).
Migrations import from here; nothing in this module moves.
"""

from django.db import models
from django.db.models import F, Func, Lookup

from initiatives.names import folded

MOST_WORDS = 20


def typed_words(typed: str) -> list[str]:
    """The words to look for one by one, where each may stand in another column: each once, the first twenty.

    Signs alone are no word: who types nothing else asks nothing.
    """
    return [word for word in dict.fromkeys(typed.split()) if folded(word)][:MOST_WORDS]


class KeyField(models.TextField):
    """A text that is compared and sorted sign by sign, whatever the collation of the server."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"db_collation": "C"} | options)


class NameKey(Func):
    """The words of one or more columns without accents, capitals and signs, and the same without blanks."""

    function, arg_joiner, output_field = "name_key", " || ' ' || ", KeyField()


class TextKey(NameKey):
    """The words of longer texts."""

    function = "text_key"


class NameSorting(Func):
    """What a Dutch reader sorts a name by."""

    function, arity, output_field = "name_sorting", 1, KeyField()


def key_of(*columns: str, key: type[Func] = NameKey) -> models.GeneratedField:
    """The column in which a search for names looks: every word of these columns."""
    return models.GeneratedField(expression=key(*map(F, columns)), output_field=KeyField(), db_persist=True)


def sort_of(column: str) -> models.GeneratedField:
    """The column by which a list is sorted."""
    return models.GeneratedField(expression=NameSorting(F(column)), output_field=KeyField(), db_persist=True)


class AskedOfAKey(Lookup):
    """A question about a key: `asks`, with the key and what somebody typed, as it was typed."""

    prepare_rhs = False
    asks = ""

    def as_sql(self, compiler, connection):
        key, key_params = self.process_lhs(compiler, connection)
        typed, typed_params = self.process_rhs(compiler, connection)
        return self.asks.format(key=key, typed=f"{typed}::text"), (*key_params, *typed_params)


@KeyField.register_lookup
class Holds(AskedOfAKey):
    """Every typed word stands in it, in any order, also as a part of a longer one; or it is the name. Nothing typed: True."""

    lookup_name, asks = "holds", "name_holds({key}, {typed})"


@KeyField.register_lookup
class HoldsWhole(AskedOfAKey):
    """Every typed word stands in it as a whole word, in any order. Nothing typed: True."""

    lookup_name = "holds_whole"
    asks = "(string_to_array(split_part({key}, E'\\n', 1), ' ') @> string_to_array(name_words({typed}), ' '))"


@KeyField.register_lookup
class NamedAlike(AskedOfAKey):
    """It is the same name, but for its blanks. Nothing typed but signs: False."""

    lookup_name = "named"
    asks = "(split_part({key}, E'\\n', 2) = nullif(replace(name_words({typed}), ' ', ''), ''))"
