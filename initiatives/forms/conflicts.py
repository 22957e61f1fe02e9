"""Two people change the same thing at once: nobody writes over what they have not seen.

A form carries a mark of each part as it was when the form was opened. Where only the other person
changed a part, theirs stays. Where both did, in different words, the form comes back with both and
one chooses. Saving locks the row first (the view does), so that what is compared is what stands there.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.models import AuditEntry

THEIRS = "theirs"
_REFUSED = object()  # what was typed is no answer yet


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


def mark(value: tuple) -> str:
    """Short, and different for another value; the order of a set is no difference."""
    plain = [str(sorted(item) if isinstance(item, list) else getattr(item, "pk", item)) for item in value]
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:10]


class BothKeptForm(forms.Form):
    """A form about `row`. `parts` names the columns of each part that one answers as a whole."""

    version = forms.CharField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    parts: dict[str, tuple[str, ...]] = {}
    sentence_of_clash = gettext_lazy(
        "Iemand anders veranderde dit terwijl jij typte. Kies wat er blijft staan."
    )

    def __init__(self, data=None, *args, row: Model | None, reader, **options):
        self.row, self.reader = row, reader
        self.clashes: list[Clash] = []
        self.has_conflict = False
        self.taken_over: list[str] = []
        super().__init__(data.copy() if data is not None else None, *args, **options)
        self.initial = {**self.initial, "version": self.version_now()}
        self.fields["version"].is_part = True

    # --- what a form says of its parts -------------------------------------------------------------
    def stored(self, part: str) -> tuple:
        """What stands there now."""
        return tuple(getattr(self.row, column) for column in self.parts[part])

    def typed(self, part: str, cleaned: dict) -> tuple:
        """What was typed, as it would be stored. KeyError where it is no answer yet."""
        return tuple(cleaned[column] for column in self.parts[part])

    def fields_of(self, part: str) -> tuple[str, ...]:
        return (part,)

    def shown(self, part: str) -> dict:
        """What stands there now, as the fields of the form show it."""
        return {name: self.initial.get(name) for name in self.fields_of(part)}

    def worded(self, part: str, value: tuple) -> str:
        """A value of this part in words."""
        return ", ".join(str(item) for item in value)

    def as_typed(self, part: str) -> str:
        """What was typed and is no answer yet."""
        return self.data.get(part, "")

    def label_of(self, part: str) -> str:
        return str(self.fields[part].label)

    # --- three-way ---------------------------------------------------------------------------------
    def version_now(self) -> str:
        return self.version_of(self.stored) if self.row else ""

    def version_of(self, stood: Callable[[str], tuple]) -> str:
        """A mark of each part. In: what stood there, by part."""
        return " ".join(f"{part}:{mark(stood(part))}" for part in self.parts)

    def meet(self, cleaned: dict) -> dict:
        """Compare with what others did meanwhile. The last thing `clean` does."""
        sent = self.data.get("version", "")
        if not (self.row and sent):
            return cleaned
        was = dict(word.split(":", 1) for word in sent.split() if ":" in word)
        for part in self.parts:
            self._meet(part, was.get(part), cleaned)
        if self.has_conflict:
            self.add_error(None, self.sentence_of_clash)
        if self.errors:
            self._give_back()
        return cleaned

    def _meet(self, part: str, was: str | None, cleaned: dict) -> None:
        wants_theirs = self.data.get(f"keep_{part}") == THEIRS
        now, mine = self.stored(part), self._typed_or_refused(part, cleaned)
        mine_is = was if wants_theirs else None if mine is _REFUSED else mark(mine)
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
        """What stands there now, as `cleaned_data` holds it."""
        return dict(zip(self.parts[part], self.stored(part), strict=True))

    def _clash(self, part: str, now: object, mine: object, wants_theirs: bool) -> Clash:
        words = self.as_typed(part) if mine is _REFUSED else self.worded(part, mine)
        return Clash(part, self.label_of(part), self.worded(part, now), words, wants_theirs)

    def _give_back(self) -> None:
        """The form comes back: seen now is what stands there now, and what others did stands in it."""
        self.data["version"] = self.version_now()
        for part in self.taken_over:
            if f"keep_{part}" not in self.data:
                _fill(self.data, self.shown(part))
        entries = AuditEntry.objects.visible_to(self.reader).of_row(self.row)
        last = entries.last_of_each(column for part in self.parts.values() for column in part)
        self.clashes = [self._with_its_writer(clash, last) for clash in self.clashes]

    def _with_its_writer(self, clash: Clash, last: dict[str, AuditEntry]) -> Clash:
        entries = [last[column] for column in self.parts[clash.part] if column in last]
        if not entries:
            return clash
        entry = max(entries, key=lambda entry: entry.pk)
        return replace(clash, who=entry.who, at=entry.at)

    @property
    def sentence_of_what_stayed(self) -> str:
        """What somebody else wrote meanwhile and stays as it is; empty where nobody did."""
        if not self.taken_over:
            return ""
        parts = ", ".join(f"“{self.label_of(part)}”" for part in self.taken_over)
        return _(
            "Iemand anders veranderde intussen %(parts)s. Dat blijft staan zoals diegene het schreef."
        ) % {"parts": capfirst(parts)}


def _fill(data: QueryDict, values: dict) -> None:
    for name, value in values.items():
        if isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name] = "" if value is None else value
