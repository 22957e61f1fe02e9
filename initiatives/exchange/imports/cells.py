"""Fields that read the text of a cell. What they say of it is a sentence that stands at the cell.

A column of text is read by the field in which people type it (`forms/columns.py`); here stands what a cell says in another way than a form.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.exports.columns import BETWEEN
from initiatives.forms.choices import WordField
from initiatives.forms.dates import FAR_AHEAD, FUTURE, check_year
from initiatives.forms.texts import Cleaned, TextField
from initiatives.lenses import Precision
from initiatives.names import letters
from initiatives.periods import as_written, stretch

LANGUAGES = ("nl", "en")
ITEMS = re.compile(r"\s*(?:[|;\n]|,\s)\s*")  # between the items of a cell: ours, and what people write
YES, NO = ("ja", "j", "yes", "y", "x", "waar", "true", "1"), ("nee", "n", "no", "onwaar", "false", "0")
NO_DAY = _("Dit lezen we niet als datum. Schrijf bijvoorbeeld 3-2-2022, februari 2022 of 2022.")
WHOLE_DAY = _("Hier hoort een hele dag, bijvoorbeeld 31-12-2022.")
UNKNOWN_WORD = _("“%(word)s” kennen we niet. Kies uit: %(words)s.")
NOT_YES_OR_NO = _("Schrijf ja of nee.")
NAME_TOO_LONG = _("Een naam heeft hoogstens %(most)s tekens.")
UNKNOWN = _("“%(name)s” kennen we hier niet.")
SEVERAL = _("“%(name)s” zijn er meer: %(known)s. Schrijf de webnaam.")


class WordCell(WordField):
    """One of a few words: its code, or what it is called in either language."""

    def __init__(self, label, words, **options):
        super().__init__(label, words, required=False, **options)
        self.words, self.codes = words, {}
        for language in LANGUAGES:
            with translation.override(language):
                self.codes |= {letters(str(word.label)): word.value for word in words}
        self.codes |= {letters(word.value): word.value for word in words}

    def to_python(self, value) -> str:
        return self.codes.get(letters(value or ""), value or "")

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            said = ", ".join(str(word.label) for word in self.words)
            raise ValidationError(UNKNOWN_WORD, params={"word": value, "words": said})


class YesCell(Cleaned, forms.CharField):
    """Yes or no; None where nothing stands."""

    def to_python(self, value) -> bool | None:
        typed = letters(super().to_python(value) or "")
        if not typed:
            return None
        if typed not in YES + NO:
            raise ValidationError(NOT_YES_OR_NO)
        return typed in YES

    def validate(self, value: bool | None) -> None:
        """No is an answer, too."""


def _day_in(typed: str) -> tuple[dt.date, str]:
    """The day that somebody wrote, and how precisely. Raises ValidationError for none, or one of another age."""
    try:
        day, precision = as_written(typed)
    except ValueError as fault:
        raise ValidationError(NO_DAY) from fault
    check_year(day.year, last=timezone.localdate().year + FAR_AHEAD)
    return day, precision


class RememberedCell(Cleaned, forms.CharField):
    """A day that has been and how precisely it is known, as a pair; None where nothing stands."""

    def to_python(self, value) -> tuple[dt.date, str] | None:
        typed = super().to_python(value)
        if not typed:
            return None
        day, precision = _day_in(typed)
        if stretch(day, precision).first_day > timezone.localdate():
            raise ValidationError(FUTURE)
        return day, precision


class DayCell(Cleaned, forms.CharField):
    """A whole day, which may be to come: rounded up or down, it would say what nobody said."""

    def to_python(self, value) -> dt.date | None:
        typed = super().to_python(value)
        if not typed:
            return None
        day, precision = _day_in(typed)
        if precision != Precision.DAY:
            raise ValidationError(WHOLE_DAY)
        return day


class SourcesCell(TextField):
    """One source a line, as a form keeps them."""

    def to_python(self, value) -> str:
        lines = re.split(r"\n| \| | ; ", super().to_python(value))
        return "\n".join(line.strip() for line in lines if line.strip())


class NamesCell(TextField):
    """Names as they are typed, each once; an empty list where nothing stands."""

    def __init__(self, *, longest: int, **options):
        super().__init__(required=False, **options)
        self.longest = longest

    def to_python(self, value) -> list[str]:
        items = ITEMS.split(super().to_python(value))
        return list({letters(item) or item: " ".join(item.split()) for item in items if item}.values())

    def validate(self, value: list[str]) -> None:
        """None is fine."""
        if any(len(name) > self.longest for name in value):
            raise ValidationError(NAME_TOO_LONG, params={"most": self.longest})


class NamedRows:
    """Rows by what people call them: their web name, their name and other names."""

    def __init__(self):
        self.by_slug: dict[str, Model] = {}
        self.by_name: dict[str, list[Model]] = defaultdict(list)

    @classmethod
    def of(cls, rows: Iterable[Model], *columns: str) -> "NamedRows":
        named = cls()
        for row in rows:
            named.add(row, *(getattr(row, column) for column in columns))
        return named

    def add(self, row: Model, *names: str) -> None:
        self.by_slug[row.slug] = row
        for key in {letters(name) for name in names if name}:
            self.by_name[key].append(row)

    def called(self, typed: str) -> list[Model]:
        """The rows of this web name or name: none, one, or several of one name."""
        if row := self.by_slug.get(typed.strip()):
            return [row]
        return self.by_name.get(letters(typed), []) if letters(typed) else []

    def one(self, typed: str) -> Model:
        """The only row of this name. Raises ValidationError where there is none, and where there are several."""
        found = self.called(typed)
        if not found:
            raise ValidationError(UNKNOWN, params={"name": typed})
        if len(found) > 1:
            known = ", ".join(row.slug for row in found)
            raise ValidationError(SEVERAL, params={"name": typed, "known": known})
        return found[0]


class RowCell(Cleaned, forms.CharField):
    """One row of ours by its name; None where nothing stands, or one of the words that say so."""

    known: NamedRows

    def __init__(self, *, nothing: str = "", **options):
        super().__init__(required=False, **options)
        self.nothing = nothing

    def to_python(self, value) -> Model | None:
        typed = super().to_python(value)
        if not typed or letters(typed) == letters(str(self.nothing)) != "":
            return None
        return self.known.one(typed)


class RowsCell(Cleaned, forms.CharField):
    """Several rows of ours by their names."""

    known: NamedRows

    def __init__(self, *, nothing: str = "", **options):
        super().__init__(required=False, **options)
        self.nothing = nothing

    def to_python(self, value) -> list[Model]:
        typed = super().to_python(value) or ""
        if letters(typed) == letters(str(self.nothing)):
            return []
        if BETWEEN not in typed and len(self.known.called(typed)) == 1:
            return self.known.called(typed)  # a name with a comma in it
        return list(dict.fromkeys(self.known.one(item) for item in ITEMS.split(typed) if item))

    def validate(self, value: list[Model]) -> None:
        """None is fine."""
