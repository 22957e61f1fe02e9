"""The form field of a column for which no form has a question of its own: for the administration, and for what is loaded."""

from django import forms
from django.db import models

from initiatives.forms.dates import DayField
from initiatives.forms.numbers import DegreesField
from initiatives.forms.texts import MailField, NameField, TextField, WebAddressField, WebNameField
from initiatives.forms.widgets import Day

FIELDS = {
    models.CharField: {"form_class": NameField},
    models.DateField: {"form_class": DayField, "widget": Day, "may_come": True},
    models.EmailField: {"form_class": MailField},
    models.SlugField: {"form_class": WebNameField},
    models.FloatField: {"form_class": DegreesField},
    models.TextField: {"form_class": TextField, "widget": forms.Textarea(attrs={"rows": 4})},
    models.URLField: {"form_class": WebAddressField, "widget": forms.URLInput, "assume_scheme": "https"},
}


def field_for(model: type[models.Model], name: str, **options) -> forms.Field:
    """The field of this column of the model."""
    column = model._meta.get_field(name)
    ours = next((FIELDS[kind] for kind in type(column).__mro__ if kind in FIELDS), {})
    return column.formfield(**ours, **options)
