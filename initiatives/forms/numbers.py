"""Numbers as people write them: 1200, 1.200 or 1 200, and 2,5 or 2.5; counts; and the degrees of a place."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import Cleaned

_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<by>[.,\s])\d{3})(?:(?P=by)\d{3})*)(?:(?!(?P=by))[.,](?P<part>\d{1,2}))?"
)
_PLAIN = re.compile(r"(?P<whole>\d+)(?:[.,](?P<part>\d{1,2}))?")
MOST = Decimal(1_000_000_000)
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?")
NO_DEGREES = _("Dit lezen we niet als graden. Schrijf bijvoorbeeld 52,08 of 52.08.")
NO_NUMBER = _("Dit lezen we niet als getal. Schrijf bijvoorbeeld 1200 of 2,5.")


class NumberField(Cleaned, forms.CharField):
    """Gives a Decimal of two places at most, or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value) -> Decimal | None:
        text = super().to_python(value)
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise ValidationError(NO_NUMBER, code="invalid")
        return number

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value <= 0:
            raise ValidationError(_("Schrijf een getal groter dan nul."), code="too_small")
        if value is not None and value > MOST:
            raise ValidationError(_("Dit getal is te groot."), code="too_large")

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return number_format(value, 0 if whole else 2, use_l10n=True, force_grouping=True)
        return value


class CountField(NumberField):
    """Gives an int: how many there are. Nought is a number, too."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def validate(self, value: Decimal | None) -> None:
        if value:
            super().validate(value)
        elif value is None:
            forms.Field.validate(self, value)
        if value is not None and value != value.to_integral_value():
            raise ValidationError(_("Schrijf een heel getal, zonder iets achter de komma."), code="invalid")

    def clean(self, value) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)

    def prepare_value(self, value):
        return super().prepare_value(Decimal(value) if isinstance(value, int) else value)


def read_number(text: str) -> Decimal | None:
    """In: what somebody typed. Three figures after a dot or comma are thousands, one or two are a part."""
    found = _GROUPED.fullmatch(text.strip()) or _PLAIN.fullmatch(text.strip())
    if not found:
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{whole}.{found['part'] or 0}")


class DegreesField(Cleaned, forms.CharField):
    """Gives a float, or None: half of the place of something on earth. In: the `most` degrees, on both sides of nought."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most: int = 180, **options):
        super().__init__(**options)
        self.most = most

    def to_python(self, value) -> float | None:
        text = super().to_python(value)
        if not text:
            return None
        degrees = read_degrees(text)
        if degrees is None or abs(degrees) > self.most:
            raise ValidationError(NO_DEGREES, code="invalid")
        return degrees

    def prepare_value(self, value):
        return number_format(value, use_l10n=True) if isinstance(value, float) else value


def read_degrees(text: str) -> float | None:
    """In: what somebody typed, with a comma or a dot before the parts, and a minus of any kind."""
    signs = text.strip().replace("\u2212", "-").replace("\u2013", "-")
    return float(signs.replace(",", ".")) if _DEGREES.fullmatch(signs) else None
