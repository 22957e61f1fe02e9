"""Full-text search: what is kept of a win, and what somebody typed.

Both go through one function of the database that takes words apart (migrations/sql/words_of_wins.sql, decision 0219).
"""

import re

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Field, Func, Value

from initiatives.signs import UNSEEN

LONGEST = 500  # signs of a question that are read
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PARTS = re.compile(r'(?P<no>-?)(?:"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+))')
_OR = "or"


class TsQuery(Field):
    """A question to the index of words."""

    def db_type(self, connection) -> str:
        return "tsquery"


def text_to_search() -> Func:
    """The words of title and description in both languages' texts, and of who is better off."""
    texts = "title", "title_en", "description", "description_en", "changed_for"
    return Func(*texts, function="searched_win", output_field=SearchVectorField())


def matches(words: str) -> Func:
    """Whether a win answers what somebody typed."""
    return Func(
        F("search"),
        as_typed(words),
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def as_typed(words: str) -> Func:
    """The question behind what somebody typed; its last word may be the start of a longer one.

    As people type in a search box: "words together", -without, one or other. It finds nothing where only signs were typed.
    """
    parts = list(_PARTS.finditer(UNSEEN.sub("", words)[:LONGEST].translate(_QUOTES)))
    sides: list[list[Func]] = [[]]
    for number, part in enumerate(parts, 1):
        is_last = number == len(parts)
        if _is_or(part) and sides[-1] and not is_last:
            sides.append([])
        else:
            sides[-1].append(_asked(part, goes_on=is_last))
    return _joined(" || ", [_joined(" && ", side) for side in sides if side] or [_searched("")])


def _is_or(part: re.Match) -> bool:
    return not part["no"] and (part["word"] or "").lower() == _OR


def _asked(part: re.Match, *, goes_on: bool) -> Func:
    """What one part asks. Words in quotation marks go on where the last mark is not typed yet."""
    if part["quoted"] is None:
        asked = _searched(part["word"], goes_on=goes_on and not part["no"])
    else:
        asked = _searched(part["quoted"], is_quoted=True, goes_on=not part[0].endswith('"') or part[0] == '"')
    return Func(asked, template="(!! %(expressions)s)", output_field=TsQuery()) if part["no"] else asked


def _searched(typed: str, *, is_quoted: bool = False, goes_on: bool = False) -> Func:
    return Func(
        Value(typed), Value(is_quoted), Value(goes_on), function="searched_part", output_field=TsQuery()
    )


def _joined(sign: str, questions: list[Func]) -> Func:
    return Func(*questions, template="(%(expressions)s)", arg_joiner=sign, output_field=TsQuery())
