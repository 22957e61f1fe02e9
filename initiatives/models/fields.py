"""How a word from `lenses` is kept in a column, and the rule that holds it there.

Migrations import from here; nothing in this module moves (decision 0148).
"""

from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact, GreaterThan
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    ANSWERED,
    ANSWERS,
    DONT_KNOW,
    NONE_OF_THESE,
    OPEN,
    UNKNOWN,
    CodedAnswer,
    Crossing,
    Direction,
    Level,
    ScalingType,
    ends_of,
)

CODE_LENGTH = 32


def code_field(label, words, **options) -> models.CharField:
    """One word from a vocabulary. Where it may be NULL, NULL means: not asked or not answered."""
    return models.CharField(label, max_length=CODE_LENGTH, choices=words, **options)


def sources_field() -> models.TextField:
    """A field for sources, one web address or description a line."""
    return models.TextField(_("bronnen"), blank=True, help_text=_("Eén bron per regel."))


def known_code(table: str, column: str, words, *, or_unknown: bool = False):
    """The database refuses a code outside the vocabulary; NULL passes."""
    codes = list(dict.fromkeys([*words.values, *([UNKNOWN] if or_unknown else [])]))
    return models.CheckConstraint(
        name=f"{table}_{column}_known",
        condition=Q(**{f"{column}__in": codes}) | Q(**{f"{column}__isnull": True}),
        violation_error_message=_("Dit woord kennen we niet."),
    )


def code_set(label, words, **options) -> ArrayField:
    """A set of words. NULL: silence. Empty: "none of these". {unknown}: "I don't know"."""
    item = models.CharField(max_length=CODE_LENGTH, choices=[*words.choices, (UNKNOWN, DONT_KNOW)])
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


def answer_column(name: str) -> models.Field:
    """The column for the team's answer of this name; NULL is silence."""
    answer = ANSWERS[name]
    if answer.many:
        return code_set(answer.question, answer.words)
    return code_field(answer.question, answer.choices, null=True, blank=True)


def editors_column(name: str) -> models.Field:
    """The column for the editors' reading beside it."""
    answer = ANSWERS[name]
    label = format_lazy(_("{question} (redactie)"), question=answer.question)
    if answer.many:
        return code_set(label, answer.words)
    return code_field(label, answer.words, null=True, blank=True)


def known_answers(table: str) -> Iterator[models.CheckConstraint]:
    """The rule of each answer's column, and of the editors' beside it."""
    for answer in ANSWERS.values():
        columns = [answer.name, *([answer.editors_name] if answer.editors else [])]
        for column in columns:
            if answer.many:
                yield known_set(table, column, answer.words)
            else:
                yield known_code(table, column, answer.words, or_unknown=column == answer.name)


def holds(answer: CodedAnswer, code: str, *, of: str = "") -> Q:
    """Wins of which the answer that counts is this code, or one that is no word: none of these, open, answered.

    `of`: the way from a row to its win, as in `win__`.
    """
    column = f"{of}{answer.counted_name}"
    dont_know = Q(**{column: [UNKNOWN] if answer.many else UNKNOWN})
    if answer.words is Crossing:
        return crosses(code, of=of)
    if code == OPEN:
        return Q(**{f"{column}__isnull": True})
    if code == ANSWERED:
        return Q(**{f"{column}__isnull": False}) & ~dont_know
    if answer.many:
        return Q(**{column: []} if code == NONE_OF_THESE else {f"{column}__contains": [code]})
    return Q(**{column: code})


def crosses(crossing: str, *, of: str = "") -> Q:
    """Wins of which somebody said that this type went this direction; OPEN: of two and more of both, without a word of which.

    The same rule as in the matrix: the database keeps it in the reading of each win.
    """
    reading = F(f"{of}reading")
    if crossing != OPEN:
        return Q(GreaterThan(reading.bitand(CROSSING_BIT.get(crossing, 0)), 0))
    of_both = (Q(GreaterThan(reading.bitand(words), 0)) for words in (ANY_TYPE, ANY_DIRECTION))
    return reduce(and_, of_both, Q(Exact(reading.bitand(ANY_CROSSING), 0)))


WHO_AND_WHEN = _("Wie en wanneer horen bij elkaar.")
WHAT_WHO_AND_WHEN = _("Wat, door wie en wanneer horen bij elkaar.")


def together(table: str, name: str, *columns: str, says: str | Promise = "") -> models.CheckConstraint:
    """A constraint: all of the columns are filled, or none is. So who and when go together, and with a third one what; `says` what else does."""
    usual = WHO_AND_WHEN if len(columns) == 2 else WHAT_WHO_AND_WHEN
    return models.CheckConstraint(
        name=f"{table}_{name}_together",
        condition=Q(**{f"{column}__isnull": True for column in columns})
        | Q(**{f"{column}__isnull": False for column in columns}),
        violation_error_message=says or usual,
    )


def no_fixed_word(table: str, words: tuple[str, ...]) -> models.CheckConstraint:
    """The web name is none of the words that stand in its place in an address of the site (`urls.py`)."""
    return models.CheckConstraint(
        name=f"{table}_web_name_is_no_address",
        condition=~Q(slug__in=words),
        violation_error_message=_("Deze webnaam is een adres van de site zelf. Kies een andere."),
    )


class DayInAmsterdam(models.Func):
    """The calendar day of a moment where the network lives, whatever the server's time zone."""

    template = "((%(expressions)s) AT TIME ZONE 'Europe/Amsterdam')::date"
    output_field = models.DateField()


# ------------------------------------------------------------------ a whole reading in one column
# The meaning of each bit. A new word needs a migration that makes the column anew.
_TYPES = (*ScalingType.values, UNKNOWN)
_DIRECTIONS = (*Direction.values, UNKNOWN)
_LEVELS = (*Level.values, UNKNOWN)
_WORDS = (*_TYPES, *_DIRECTIONS, *_LEVELS)

WORD_BIT = {
    word: 1 << bit for bit, word in enumerate(_WORDS) if word != UNKNOWN
}  # the bit of a type, direction or level
# A question is known when its first bit is set and its second, "don't know", is not.
TYPES_KNOWN = (1 << len(_WORDS), 1 << len(_TYPES) - 1)
DIRECTIONS_KNOWN = (1 << len(_WORDS) + 1, 1 << len(_TYPES) + len(_DIRECTIONS) - 1)


CROSSINGS_FROM = len(_WORDS) + 5  # the bit of the first crossing, after those that say who answered
CROSSING_BIT = {crossing: 1 << CROSSINGS_FROM + place for place, crossing in enumerate(Crossing.values)}
ANY_TYPE = sum(WORD_BIT[word] for word in ScalingType.values)
ANY_DIRECTION = sum(WORD_BIT[word] for word in Direction.values)
ANY_CROSSING = sum(CROSSING_BIT.values())


class ReadingCode(models.Func):
    """One number for the three readings that count, and for whether the team gave them.

    Takes the columns types, editor_types, directions, editor_directions, level, editor_level.
    Comparing and fetching one small column is what makes counting a hundred thousand wins fast.
    """

    arity = 6
    output_field = models.IntegerField()

    def as_sql(self, compiler, connection, **context):
        columns = (compiler.compile(column)[0] for column in self.source_expressions)
        bits = (
            f"case when {what} then {1 << bit} else 0 end" for bit, what in enumerate(self.says(*columns))
        )
        return f"({' + '.join(bits)})", []

    def says(self, team_types, types, team_directions, directions, team_level, level) -> list[str]:
        """What each bit says, as a condition."""
        types = f"coalesce({team_types}, {types})"
        directions = f"coalesce({team_directions}, {directions})"
        return [
            *(f"'{word}' = any({types})" for word in _TYPES),
            *(f"'{word}' = any({directions})" for word in _DIRECTIONS),
            *(f"'{word}' = coalesce({team_level}, {level})" for word in _LEVELS),
            *(
                f"{answer} is not null"
                for answer in (types, directions, team_types, team_directions, team_level)
            ),
        ]


class CrossedReadingCode(ReadingCode):
    """The same number, and in it the crossings that somebody said (theory §3): the rule of the matrix.

    Takes two more columns: pairs, editor_pairs. One type goes in all directions of the win, and one direction is
    that of all its types; of two and more of both, only the pairs that were said.
    """

    arity = 8

    def says(self, *columns: str) -> list[str]:
        team_types, types, team_directions, directions, _team_level, _level, team_pairs, pairs = columns
        types = f"coalesce({team_types}, {types})"
        directions = f"coalesce({team_directions}, {directions})"
        by_itself = f"cardinality({types}) = 1 or cardinality({directions}) = 1"
        return [
            *super().says(*columns[:6]),
            *(
                f"'{kind}' = any({types}) and '{way}' = any({directions})"
                f" and ({by_itself} or '{kind}>{way}' = any(coalesce({team_pairs}, {pairs})))"
                for kind, way in map(ends_of, Crossing.values)
            ),
        ]


def reading_of(code: int) -> tuple[tuple | None, tuple | None, str | None, bool, bool, bool, tuple]:
    """Back from the number: types and directions (None: nobody answered), the level, whether the team
    itself answered each of the three questions, and the crossings that were said."""
    said = [word if code >> bit & 1 else "" for bit, word in enumerate(_WORDS)]
    types, directions, team_types, team_directions, team_level = (
        bool(code >> len(_WORDS) + bit & 1) for bit in range(5)
    )
    first, second = len(_TYPES), len(_TYPES) + len(_DIRECTIONS)
    return (
        tuple(filter(None, said[:first])) if types else None,
        tuple(filter(None, said[first:second])) if directions else None,
        next(filter(None, said[second:]), None),
        team_types,
        team_directions,
        team_level,
        tuple(crossing for crossing, bit in CROSSING_BIT.items() if code & bit),
    )
