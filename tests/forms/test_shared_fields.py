"""Every day, word, name and longer text is asked for by one shared field."""

import importlib
import pkgutil

import pytest
from django import forms
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db import models

import initiatives.forms
from initiatives.forms.dates import DayField
from initiatives.forms.numbers import NumberField
from initiatives.forms.texts import TextField

for module in pkgutil.iter_modules(initiatives.forms.__path__):
    importlib.import_module(f"initiatives.forms.{module.name}")

ADDRESSES = (forms.EmailField, forms.URLField)  # these have a form of their own, and no unseen signs


def every_form() -> set[type[forms.BaseForm]]:
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {form for form in below if form.__module__.startswith("initiatives.forms")}
    return found


def fields(kind: type[forms.Field]):
    """Every field of this kind: the name that one finds it by, and the field."""
    for form in every_form():
        for name, field in form.base_fields.items():
            if isinstance(field, kind):
                yield f"{form.__module__}.{form.__name__}.{name}", field


def days_of_the_administration():
    for model, screen in site._registry.items():
        for column in model._meta.fields:
            if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
                yield f"{model.__name__}.{column.name}", screen.formfield_for_dbfield(column, None)


def refusal(field: forms.Field, day: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(day)
    return " ".join(refused.value.messages)


def test_every_day_is_asked_in_the_same_way():
    days = [*fields(forms.DateField), *days_of_the_administration()]
    assert len(days) > 15
    assert [name for name, field in days if not isinstance(field, DayField)] == []


@pytest.mark.parametrize("year", ["1823", "0024", "1899"])
def test_every_day_refuses_a_year_of_long_ago_in_the_same_words(year):
    said = {
        refusal(field, f"{year}-05-17") for _name, field in [*fields(DayField), *days_of_the_administration()]
    }
    assert said == {f"Klopt het jaar {int(year)}? Kies een jaar vanaf 1900."}


def test_no_day_lies_centuries_ahead():
    for _name, field in fields(DayField):
        said = refusal(field, "2999-05-17")
        assert (
            ("tot en met" in said)
            if field.may_come
            else (said == "Deze dag moet nog komen. Kies vandaag of eerder.")
        )


def loose(found) -> list[str]:
    return [
        name
        for name, field in found
        if not isinstance(field, (TextField, NumberField, *ADDRESSES)) and not field.widget.is_hidden
    ]


def test_all_that_is_typed_is_cleaned_and_counted_in_the_same_way():
    assert loose(fields(forms.CharField)) == []
    assert loose([("careless", forms.CharField())]) == ["careless"]


def test_no_text_is_without_end():
    assert [name for name, field in fields(TextField) if not field.max_length] == []


def test_unseen_signs_and_edges_go_everywhere():
    for _name, field in fields(TextField):
        assert field.to_python("  Een\u200b\x00 naam ") == "Een naam"
