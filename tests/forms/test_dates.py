"""When it was, as exactly as somebody remembers."""

import datetime as dt

import pytest
from django.utils import timezone

from initiatives.forms.dates import NOT_KNOWN, OTHER_DAY, ROUGHLY, WhenForm, when_initial
from initiatives.lenses import Precision

DAY, MONTH, QUARTER, YEAR = Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR


def answer(**data) -> tuple:
    form = WhenForm(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["occurred_on"], form.cleaned_data["precision"]


def sentences(**data) -> list[str]:
    return [sentence for errors in WhenForm(data).errors.values() for sentence in errors]


@pytest.mark.parametrize(
    "data, expected",
    [
        ({"when": "other", "occurred_on": "2019-05-17"}, (dt.date(2019, 5, 17), DAY)),
        ({"when": "other", "occurred_on": "17-5-2019"}, (dt.date(2019, 5, 17), DAY)),
        ({"when": "other", "occurred_on": "17/05/2019"}, (dt.date(2019, 5, 17), DAY)),
        ({"when": "roughly", "year": "2019"}, (dt.date(2019, 1, 1), YEAR)),
        ({"when": "roughly", "stretch": "year", "year": "2019"}, (dt.date(2019, 1, 1), YEAR)),
        ({"when": "roughly", "stretch": "month-12", "year": "2019"}, (dt.date(2019, 12, 1), MONTH)),
        ({"when": "roughly", "stretch": "quarter-10", "year": "2019"}, (dt.date(2019, 10, 1), QUARTER)),
    ],
)
def test_an_answer_gives_its_day_and_precision(data, expected):
    assert answer(**data) == expected


@pytest.mark.parametrize(
    "data, meant",
    [
        ({"occurred_on": "2019-05-17"}, (dt.date(2019, 5, 17), DAY)),
        ({"year": "2019"}, (dt.date(2019, 1, 1), YEAR)),
        ({"year": "2019", "stretch": "month-5"}, (dt.date(2019, 5, 1), MONTH)),
        ({"when": "2019-05-17"}, (dt.date(2019, 5, 17), DAY)),
    ],
)
def test_a_plain_request_needs_no_chip(data, meant):
    assert answer(**data) == meant


def test_the_chip_that_is_on_decides_over_what_stands_behind_another():
    today = timezone.localdate()
    hidden = {"occurred_on": "2019-05-17", "year": "2018", "stretch": "month-3"}
    assert answer(when=today.isoformat(), **hidden) == (today, DAY)
    assert answer(when=ROUGHLY, **hidden) == (dt.date(2018, 3, 1), MONTH)


def test_this_month_and_this_year_have_begun():
    today = timezone.localdate()
    year = str(today.year)
    assert answer(when=ROUGHLY, year=year)[1] == YEAR
    assert answer(when=ROUGHLY, year=year, stretch=f"month-{today.month}")[1] == MONTH


@pytest.mark.parametrize(
    "data, sentence",
    [
        ({}, "Kies wanneer het was."),
        ({"when": "other"}, "Kies de dag."),
        (
            {"when": "other", "occurred_on": "31-31-2019"},
            "Dit is geen dag die we kennen. Schrijf bijvoorbeeld 17-2-2022.",
        ),
        (
            {"when": "other", "occurred_on": "2999-01-01"},
            "Deze dag moet nog komen. Kies vandaag of eerder.",
        ),
        (
            {"when": "2999-01-01"},
            "Deze dag moet nog komen. Kies vandaag of eerder.",
        ),
        ({"when": "other", "occurred_on": "0019-05-17"}, "Klopt het jaar 19? Kies een jaar vanaf 1900."),
        ({"when": "roughly"}, "Schrijf in welk jaar het was."),
        ({"when": "roughly", "year": "vorig jaar"}, "Schrijf het jaar in vier cijfers, bijvoorbeeld 2019."),
        ({"when": "roughly", "year": "19"}, "Klopt het jaar 19? Kies een jaar vanaf 1900."),
        ({"when": "roughly", "year": "99999"}, "Klopt het jaar 99999? Kies een jaar vanaf 1900."),
        ({"when": "roughly", "year": "2999"}, "Deze tijd moet nog komen. Een small win is al gebeurd."),
        (
            {"when": "roughly", "year": "2019", "stretch": "month-13"},
            "Deze maand kennen we niet. Kies er een uit de lijst.",
        ),
        ({"when": "not_known"}, "Dit antwoord kennen we niet. Kies wanneer het was."),
        ({"when": "gisteren"}, "Dit antwoord kennen we niet. Kies wanneer het was."),
    ],
)
def test_an_impossible_date_gets_one_sentence(data, sentence):
    assert sentences(**data) == [sentence]


def test_a_date_may_be_left_open_where_the_form_allows_it():
    form = WhenForm({"when": NOT_KNOWN}, may_be_unknown=True)
    assert form.is_valid()
    assert form.cleaned_data["occurred_on"] is None


@pytest.mark.parametrize(
    "day, precision, chip",
    [
        (None, DAY, NOT_KNOWN),
        (dt.date(2019, 5, 17), DAY, OTHER_DAY),
        (dt.date(2019, 5, 1), MONTH, ROUGHLY),
        (dt.date(2019, 4, 1), QUARTER, ROUGHLY),
        (dt.date(2019, 1, 1), YEAR, ROUGHLY),
    ],
)
def test_an_earlier_answer_comes_back_as_it_was(day, precision, chip):
    initial = when_initial(day, precision)
    assert initial["when"] == chip
    data = {name: str(value) for name, value in initial.items()}
    form = WhenForm(data, may_be_unknown=True)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["occurred_on"], form.cleaned_data["precision"]) == (day, precision)


def test_the_day_itself_comes_back_as_today():
    today = timezone.localdate()
    assert when_initial(today, DAY)["when"] == today.isoformat()
