"""The fields that a page shows of a filter."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.dates import DayField
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.filter.words import LONGEST, WORDS

FEW = 2  # so many choices stand in a list of which one is taken


class FilterForm(forms.Form):
    """These words of a filter as fields. The filter has left out words that may not be chosen."""

    def __init__(self, chosen: WinFilter, names: Collection[str]):
        fields = {name: _field(name, chosen) for name in names}
        said = {
            name: values if _is_several(fields.get(name)) else values[0]
            for name, values in chosen.given.items()
        }
        super().__init__(said, auto_id="filter-%s", use_required_attribute=False)
        self.fields |= fields


def _is_several(field: forms.Field | None) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


def _field(name: str, chosen: WinFilter) -> forms.Field:
    """Boxes to tick where several values may stand beside each other; a list for one thing at a time, and for few."""
    label, choices, takes = WORDS[name].label, chosen.choices(name), WORDS[name].takes
    said = [(code, text) for code, text in choices if code]
    if takes > 1 and (len(said) > FEW or len(chosen.values(name)) > 1):
        return Boxes(label=label, choices=said, required=False, everything=WORDS[name].everything)
    if choices:
        return forms.ChoiceField(label=label, choices=choices, required=False)
    search = {"type": "search", "enterkeyhint": "search", "autocomplete": "off"}
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, widget=forms.TextInput(attrs=search)
    )


class Boxes(forms.MultipleChoiceField):
    """Values of one word beside each other. `everything`: what it says when none is ticked."""

    def __init__(self, *, everything, **options):
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)
        self.everything = everything


class DaysForm(forms.Form):
    """From and to, for a period that no list offers. Empty each time: the list shows what was chosen."""

    van = DayField(label=_("Van"), required=False, may_come=True)
    tot = DayField(label=_("Tot en met"), required=False, may_come=True)


SEARCH = "q"  # the word that has a box of its own


@dataclass(frozen=True)
class Bar:
    """The fields that a page shows, and the words that its form takes along unseen."""

    fields: list[forms.BoundField]
    kept: list[tuple[str, str]]
    days: list[forms.BoundField]  # from and to, where the bar has a period
    active: int  # how many of the shown fields, the search box aside, hold a word

    @property
    def search(self) -> forms.BoundField | None:
        return next((field for field in self.fields if field.name == SEARCH), None)

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self.fields if field.name != SEARCH]


def bar(chosen: WinFilter, *names: str) -> Bar:
    """The form with these words. A choice that offers nothing to choose from is left out."""
    shown = [name for name in names if not WORDS[name].offers or len(chosen.choices(name)) > 2]
    return Bar(
        fields=list(FilterForm(chosen, shown)),
        kept=[
            *((name, value) for name, value in chosen.pairs if name not in shown),
            *chosen.beside.items(),
        ],
        days=list(DaysForm(auto_id="filter-%s")) if "periode" in shown else [],
        active=len(({*shown} - {SEARCH}) & chosen.words.keys()),
    )
