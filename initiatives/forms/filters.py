"""The fields that a page shows of a filter."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms

from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.filter.words import LONGEST, WORDS


class FilterForm(forms.Form):
    """These words of a filter as fields. The filter has left out words that may not be chosen."""

    def __init__(self, chosen: WinFilter, names: Collection[str]):
        super().__init__(chosen.given, auto_id="filter-%s", use_required_attribute=False)
        for name in names:
            self.fields[name] = _field(name, chosen)


def _field(name: str, chosen: WinFilter) -> forms.Field:
    label, choices = WORDS[name].label, chosen.choices(name)
    if choices:
        return forms.ChoiceField(label=label, choices=choices, required=False)
    search = {"type": "search", "enterkeyhint": "search", "autocomplete": "off"}
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, widget=forms.TextInput(attrs=search)
    )


SEARCH = "q"  # the word that has a box of its own


@dataclass(frozen=True)
class Bar:
    """The fields that a page shows, and the words that its form takes along unseen."""

    fields: list[forms.BoundField]
    kept: dict[str, str]
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
        kept={
            **{name: word for name, word in chosen.words.items() if name not in shown},
            **chosen.beside,
        },
        active=len(({*shown} - {SEARCH}) & chosen.words.keys()),
    )
