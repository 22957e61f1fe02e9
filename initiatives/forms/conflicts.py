"""Two people change one row at once. Neither overwrites words that they have not seen.

A form about a row carries a mark of what stood there when it was opened. Where only the other person changed
a part, theirs stays. Where both did, in different words, the form comes back with both and one chooses.
The view holds the row first, so that what is compared is what stands there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.lenses import Precision
from initiatives.marks import READ, as_version, mark, marks_in, value_of
from initiatives.models import AuditEntry
from initiatives.periods import in_words

THEIRS = "theirs"
_REFUSED = object()  # the typed text is no valid answer yet


class MarkField(forms.CharField):
    """The mark of the words that were read. It never counts as a changed field."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})
    is_part = True

    def __init__(self):
        super().__init__(required=False, label=gettext_lazy("zoals je het zag"))

    def has_changed(self, initial, data) -> bool:
        return False


class MarkedForm(forms.Form):
    """A form about `row`. Its sender must have read the present values of the columns in `reads`; without a mark, none."""

    version = MarkField()

    reads: tuple[str, ...] = ()
    sentence_of_unread = gettext_lazy(
        "Iemand anders veranderde hier net iets aan. Lees eerst wat er nu staat."
    )

    def __init__(self, data=None, *args, row: Model | None, **options):
        self.row, self.has_conflict, self._is_compared = row, False, False
        super().__init__(data.copy() if data is not None else None, *args, **options)

    def get_initial_for_field(self, field, field_name):
        return (
            self.version_now()
            if field_name == "version"
            else super().get_initial_for_field(field, field_name)
        )

    def version_now(self) -> str:
        return "" if self.row is None else as_version(self.marks_now())

    def marks_now(self) -> dict[str, str]:
        """A mark of what stands there now; of more than one thing, each under its own name."""
        return self.marks_to_read()

    def marks_to_read(self) -> dict[str, str]:
        return {READ: mark(value_of(self.row, column) for column in self.reads)} if self.reads else {}

    @property
    def says_the_same(self) -> bool:
        """True when the row already holds what was sent: the same button pressed twice."""
        return False

    @property
    def sent_version(self) -> str:
        return self.data.get(self.add_prefix("version"), "")

    def meet(self, cleaned: dict) -> dict:
        """Compare with what others did meanwhile. Called by itself; sooner where checks follow on the outcome."""
        self._is_compared = True
        if self.row is not None:
            self.compare(marks_in(self.sent_version), cleaned)
        return cleaned

    def is_unread(self, was: dict[str, str]) -> bool:
        """Whether something else stands there than one read. In: the marks that were sent."""
        return any(was.get(name) != now for name, now in self.marks_to_read().items())

    def compare(self, was: dict[str, str], cleaned: dict) -> None:
        if self.is_unread(was) and not self.says_the_same:
            self.has_conflict = True
            self.add_error(None, self.sentence_of_unread)

    def _post_clean(self) -> None:
        """Compares after the fields were checked, before the row is filled."""
        if not self._is_compared:
            self.meet(self.cleaned_data)
        if self.errors:
            self.give_back()
        super()._post_clean()

    def give_back(self) -> None:
        """The form comes back: what stands there now is seen now, and saving again is a choice."""
        self.data[self.add_prefix("version")] = self.version_now()


@dataclass(frozen=True)
class Clash:
    """One part that two people changed, each in their own words."""

    part: str
    label: str
    theirs: str
    mine: str
    keeps_theirs: bool
    who: str = ""
    at: dt.datetime | None = None

    @property
    def name(self) -> str:
        return f"keep_{self.part}"


class BothKeptForm(MarkedForm):
    """A form that writes in `row`. `parts` names the columns of each part that one answers as a whole."""

    parts: dict[str, tuple[str, ...]] = {}
    sentence_of_clash = gettext_lazy(
        "Iemand anders veranderde dit terwijl jij typte. Kies wat er blijft staan."
    )

    def __init__(self, data=None, *args, row: Model | None, by, **options):
        self.by = by
        self.clashes: list[Clash] = []
        self.taken_over: list[str] = []
        super().__init__(data, *args, row=row, **options)

    # --- what a form says of its parts -------------------------------------------------------------
    def stored(self, part: str) -> tuple:
        """The present value."""
        return tuple(value_of(self.row, column) for column in self.parts[part])

    def typed(self, part: str, cleaned: dict) -> tuple:
        """The typed value, as it would be stored. KeyError where it is no answer yet."""
        return tuple(cleaned[column] for column in self.parts[part])

    def fields_of(self, part: str) -> tuple[str, ...]:
        return tuple(column for column in self.parts[part] if column in self.fields) or (part,)

    def shown(self, part: str) -> dict:
        """The present value, as the fields of the form show it."""
        return {name: self.initial.get(name) for name in self.fields_of(part)}

    def worded(self, part: str, value: tuple) -> str:
        """A value of this part in words: of several columns each on a line, with its label."""
        if len(value) == 1:
            return in_its_words(self.fields[part], value[0])
        fields = [self.fields[column] for column in self.parts[part]]
        said = [(field.label, in_its_words(field, each)) for field, each in zip(fields, value, strict=True)]
        return "\n".join(f"{label} {words}" for label, words in said if words)

    def as_typed(self, part: str) -> str:
        """The typed text of a part that is no answer yet."""
        return " ".join(filter(None, (self.data.get(name, "") for name in self.fields_of(part))))

    def label_of(self, part: str) -> str:
        return str(self.fields[part].label)

    # --- three-way ---------------------------------------------------------------------------------
    def marks_now(self) -> dict[str, str]:
        return self.marks_to_read() | self.marks_of(self.stored)

    def marks_of(self, stood: Callable[[str], tuple]) -> dict[str, str]:
        """A mark of each part. In: what stood there, by part."""
        return {part: mark(stood(part)) for part in self.parts}

    def compare(self, was: dict[str, str], cleaned: dict) -> None:
        super().compare(was, cleaned)
        for part in self.parts if self.sent_version else ():  # without a mark it writes (decision 0080)
            if set(self.fields_of(part)) <= set(self.fields):
                self._meet(part, was.get(part), cleaned)
        if self.has_conflict and not self.non_field_errors():
            self.add_error(None, self.sentence_of_clash)

    def _meet(self, part: str, was: str | None, cleaned: dict) -> None:
        wants_theirs = self.data.get(f"keep_{part}") == THEIRS
        now, mine = self.stored(part), self._typed_or_refused(part, cleaned)
        mine_is = was if wants_theirs else mine if mine is _REFUSED else mark(mine)
        is_clash = not wants_theirs and mark(now) not in (was, mine_is) and mine_is != was
        self.has_conflict |= is_clash
        if is_clash or f"keep_{part}" in self.data:
            self.clashes.append(self._clash(part, now, mine, wants_theirs))
        if wants_theirs or (mine_is == was and mark(now) != was):
            self._take_over(part, cleaned, is_news=mark(now) != was)

    def _typed_or_refused(self, part: str, cleaned: dict) -> object:
        if any(name in self.errors for name in self.fields_of(part)):
            return _REFUSED
        try:
            return self.typed(part, cleaned)
        except KeyError:
            return _REFUSED

    def _take_over(self, part: str, cleaned: dict, *, is_news: bool) -> None:
        for name in self.fields_of(part):
            self._errors.pop(name, None)
        cleaned |= self.as_cleaned(part)
        if is_news:
            self.taken_over.append(part)

    def as_cleaned(self, part: str) -> dict:
        """The present values, as `cleaned_data` holds them."""
        return dict(zip(self.parts[part], self.stored(part), strict=True))

    def _clash(self, part: str, now: object, mine: object, wants_theirs: bool) -> Clash:
        words = self.as_typed(part) if mine is _REFUSED else self.worded(part, mine)
        return Clash(part, self.label_of(part), self.worded(part, now), words, wants_theirs)

    def give_back(self) -> None:
        """Also: fill the fields with the changes of others, and name the author with each clash."""
        super().give_back()
        for part in self.taken_over:
            if f"keep_{part}" not in self.data:
                _fill(self.data, self.shown(part))
        if self.clashes:
            columns = [column for clash in self.clashes for column in self._written_down(clash.part)]
            last = AuditEntry.objects.visible_to(self.by).of_row(self.row).last_of_each(columns)
            self.clashes = [self._with_its_writer(clash, last) for clash in self.clashes]

    def _written_down(self, part: str) -> list[str]:
        """The columns under which the audit keeps a part; a foreign key has its number there."""
        return [name for column in self.parts[part] for name in (column, f"{column}_id")]

    def _with_its_writer(self, clash: Clash, last: dict[str, AuditEntry]) -> Clash:
        entries = [last[column] for column in self._written_down(clash.part) if column in last]
        if not entries:
            return clash
        entry = max(entries, key=lambda entry: entry.pk)
        return replace(clash, who=entry.who, at=entry.at)

    @property
    def sentence_of_what_stayed(self) -> str:
        """A sentence about the parts of somebody else that stay; empty where there are none."""
        if not self.taken_over:
            return ""
        parts = ", ".join(f"“{self.label_of(part)}”" for part in self.taken_over)
        return _(
            "Iemand anders veranderde intussen %(parts)s. Dat blijft staan zoals diegene het schreef."
        ) % {"parts": capfirst(parts)}


def in_its_words(field: forms.Field, value) -> str:
    """A value as people read it, with the labels of its field."""
    match value:
        case None | "":
            return ""
        case list() | QuerySet():
            return ", ".join(in_its_words(field, each) for each in value)
        case bool():
            return _("ja") if value else _("nee")
        case dt.date():
            return in_words(value, Precision.DAY)
        case Decimal():
            return number_format(value, use_l10n=True)
        case Model():
            return str(value)
    return str(dict(flatten_choices(getattr(field, "choices", ()))).get(value, value))


def _fill(data: QueryDict, values: dict) -> None:
    for name, value in values.items():
        if isinstance(value, list):
            data.setlist(name, [getattr(item, "pk", item) for item in value])
        else:
            data[name] = "" if value is None else getattr(value, "pk", value)
