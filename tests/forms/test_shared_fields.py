"""Every day, word, name and longer text is asked for by one shared field."""

import importlib
import pkgutil

import pytest
from django import forms
from django.conf import settings
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

import initiatives.forms
from initiatives.forms.dates import DayField
from initiatives.forms.texts import Cleaned, MailField, TextField
from scaling.accounts import as_ours

for module in pkgutil.iter_modules(initiatives.forms.__path__):
    importlib.import_module(f"initiatives.forms.{module.name}")


def every_form() -> set[type[forms.BaseForm]]:
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {
            form for form in below if form.__module__.startswith(("initiatives.forms", "initiatives.admin"))
        }
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


# Its cells go one by one through the fields in which people type the same.
A_WHOLE_TABLE = {"initiatives.admin.import_forms.BringForm.pasted"}


def loose(found) -> list[str]:
    return [
        name
        for name, field in found
        if not isinstance(field, (TextField, Cleaned)) and not field.widget.is_hidden and not is_secret(field)
    ]


def is_secret(field: forms.Field) -> bool:
    """Every sign of a password counts."""
    return isinstance(field.widget, forms.PasswordInput)


def fields_of_the_administration():
    """Every field for what is typed in the administration, as its forms make it."""
    for model, screen in site._registry.items():
        for column in model._meta.fields:
            if isinstance(column, (models.CharField, models.TextField)) and not column.choices:
                yield f"{model.__name__}.{column.name}", screen.formfield_for_dbfield(column, None)


def fields_of_accounts():
    for path in [*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()]:
        form = import_string(path)
        for name, field in form.base_fields.items():
            yield f"{path}.{name}", as_ours(field)


def test_all_that_is_typed_is_cleaned_and_counted_in_the_same_way():
    typed = [*fields(forms.CharField), *fields_of_the_administration(), *fields_of_accounts()]
    found = loose((name, field) for name, field in typed if isinstance(field, forms.CharField))
    assert set(found) == A_WHOLE_TABLE
    assert loose([("careless", forms.CharField())]) == ["careless"]


@pytest.mark.parametrize(
    "typed",
    [
        "proef@voorbeeld.example\u200b",
        "\u00a0proef@voor\u00adbeeld.example\u2060",
        "Proef@Voorbeeld.Example ",
        "ｐｒｏｅｆ＠ｖｏｏｒｂｅｅｌｄ．ｅｘａｍｐｌｅ",
        "proef\u200d@voorbeeld.example",
        "proef@voorbeeld.example\ufe0f",
    ],
)
def test_a_mail_address_is_the_same_however_it_was_typed_or_pasted(typed):
    assert MailField().clean(typed) == "proef@voorbeeld.example"


@pytest.mark.parametrize(
    "typed", ["\u200b", "\u200d\u200d", "\u0301", "\ufe0f", "\u00ad \u2060", "\U000e0041"]
)
def test_signs_that_nobody_sees_are_no_text(typed):
    assert TextField(required=False).clean(typed) == MailField(required=False).clean(typed) == ""
    with pytest.raises(ValidationError):
        TextField().clean(typed)


def test_no_text_is_without_end():
    assert [name for name, field in fields(TextField) if not field.max_length] == []


def test_unseen_signs_and_edges_go_everywhere():
    for _name, field in fields(TextField):
        assert field.to_python("  Een\u200b\xad\u2060\x00 naam ") == "Een naam"
