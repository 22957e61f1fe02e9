"""Numbers as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from initiatives.forms.numbers import NO_DEGREES, DegreesField, NumberField, read_degrees, read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4", "4"),
        ("1200", "1200"),
        ("1.200", "1200"),
        ("1 200", "1200"),
        ("1,200", "1200"),
        ("1.200.000", "1200000"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("2,50", "2.50"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, meant):
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["veel", "1.2.3", "1,2345", "-4", "1e5", "4 projecten", "1.200,1.200", ""])
def test_other_text_is_no_number(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize("typed", ["0", "0,00", "10000000000"])
def test_nothing_and_far_too_much_are_refused(typed):
    with pytest.raises(ValidationError):
        NumberField().clean(typed)


def test_silence_is_no_number():
    assert NumberField(required=False).clean("") is None


@given(st.decimals(min_value="0.01", max_value="999999999", places=2))
def test_a_number_that_the_form_shows_is_read_again(number):
    assert read_number(NumberField().prepare_value(number)) == number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("52,08", 52.08), ("52.08", 52.08), (" 5 ", 5.0), ("-68,3", -68.3)),
        *(("\u221268.3", -68.3), ("+4,5", 4.5), ("4,889690", 4.88969)),
    ],
)
def test_degrees_are_read_with_a_comma_and_with_a_dot(typed, meant):
    assert read_degrees(typed) == meant
    assert not DegreesField().has_changed(meant, typed)


@pytest.mark.parametrize(
    "typed", ["52.08, 4.31", "52°5'", "1.052,08", "nan", "inf", "1e1", "52,", "91", "52,08 N", "٥٢"]
)
def test_text_that_is_no_degrees_is_refused_in_one_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        DegreesField(most=90).clean(typed)
    assert refused.value.messages == [str(NO_DEGREES)]
