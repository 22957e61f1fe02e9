import datetime as dt

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from initiatives.periods import Period, academic_years, as_written, as_years, from_to, in_words, stretch


@pytest.mark.parametrize(
    "day, year",
    [
        (dt.date(2023, 8, 31), "2022-2023"),
        (dt.date(2023, 9, 1), "2023-2024"),
        (dt.date(2024, 2, 29), "2023-2024"),
    ],
)
def test_an_academic_year_starts_in_september(day, year):
    assert str(Period.academic_year(day)) == year


@pytest.mark.parametrize(
    "text", ["2023-2024", "2021-2022..2023-2024", "2024-03-01..2024-06-30", "2024-02-29..2024-02-29"]
)
def test_a_period_reads_what_it_wrote(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-2025",
        "2024-2023",
        "2023-2024..2021-2022",
        "2023-2024..",
        "1023-1024",
        "9998-9999",
        "2024-06-30..2024-03-01",
        "2024-03-01..",
        "..2024-03-01",
        "2024-02-30..2024-03-01",
        "1899-12-31..2024-01-01",
        "2024-03-01..2024-2025",
        "2023-09-01..2024-08-31",
        "2024-3-1..2024-06-30",
    ],
)
def test_a_period_that_makes_no_sense_is_refused(text):
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_the_years_of_a_longer_period():
    assert [str(year) for year in Period.parse("2021-2022..2023-2024").years] == [
        "2021-2022",
        "2022-2023",
        "2023-2024",
    ]


def test_academic_years_come_newest_first():
    years = academic_years(dt.date(2021, 12, 1), dt.date(2023, 9, 1))
    assert [str(year) for year in years] == ["2023-2024", "2022-2023", "2021-2022"]


@pytest.mark.parametrize(
    "precision, first, last",
    [
        ("day", dt.date(2024, 2, 17), dt.date(2024, 2, 17)),
        ("month", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("quarter", dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        ("year", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_a_date_remembered_roughly_means_a_stretch_of_days(precision, first, last):
    assert stretch(dt.date(2024, 2, 17), precision) == Period(first, last)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)), st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
)
def test_any_two_days_in_order_are_a_period_with_one_word(one, other):
    period = Period(min(one, other), max(one, other))
    assert Period.parse(str(period)) == period
    assert from_to(str(period.first_day), str(period.last_day)) == str(period)


@pytest.mark.parametrize("first, last", [("2024-06-30", "2024-03-01"), ("gisteren", ""), ("", "1850-01-01")])
def test_days_that_are_no_stretch_are_no_word(first, last):
    assert Period.asked(from_to(first, last)) is None


def test_an_open_end_is_the_first_day_there_is_or_today():
    today = timezone.localdate()
    assert from_to("2019-05-02", "") == f"2019-05-02..{today}"
    assert from_to("", "2019-05-02") == "1900-01-01..2019-05-02"


def test_whole_academic_years_are_called_by_their_years():
    assert from_to("2021-09-01", "2024-08-31") == "2021-2022..2023-2024"
    assert as_years("2021-2022..2023-2024") == "2021-2022 – 2023-2024"
    assert as_years("2024-03-01..2024-06-30") == "1 maart 2024 – 30 juni 2024"


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("3-2-2022", "2022-02-03", "day"),
        ("3/2/22", "2022-02-03", "day"),
        ("03.02.1999", "1999-02-03", "day"),
        ("3 feb 2022", "2022-02-03", "day"),
        ("3 feb. 2022", "2022-02-03", "day"),
        ("February 3, 2022", "2022-02-03", "day"),
        ("2022-02-03", "2022-02-03", "day"),
        ("2022-02-03 00:00:00", "2022-02-03", "day"),
        ("44595", "2022-02-03", "day"),
        ("1/2/85", "1985-02-01", "day"),
        ("februari 2022", "2022-02-01", "month"),
        ("Mrt  2022", "2022-03-01", "month"),
        ("2022-02", "2022-02-01", "month"),
        ("2-2022", "2022-02-01", "month"),
        ("najaar 2021", "2021-10-01", "quarter"),
        ("Voorjaar 2021", "2021-04-01", "quarter"),
        ("Q2 2021", "2021-04-01", "quarter"),
        ("kwartaal 2 van 2021", "2021-04-01", "quarter"),
        ("2e kwartaal 2021", "2021-04-01", "quarter"),
        ("2022", "2022-01-01", "year"),
        ("2021-2022", "2021-01-01", "year"),
        ("studiejaar 2021-2022", "2021-01-01", "year"),
        ("2021/22", "2021-01-01", "year"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, day, precision):
    assert as_written(typed) == (dt.date.fromisoformat(day), precision)


@pytest.mark.parametrize(
    "typed", ["", "31-2-2022", "winter 2021", "ooit", "2021-2023", "12345", "3-13-2022", "x 2022", "Q5 2021"]
)
def test_words_that_are_no_date_are_not_made_into_one(typed):
    with pytest.raises(ValueError, match="not a date"):
        as_written(typed)


@pytest.mark.parametrize("precision", ["day", "month", "quarter", "year"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_date_as_a_page_says_it_is_read_back_as_that_date(precision, language):
    day = dt.date(2022, 4, 1 if precision != "day" else 17)
    day = day.replace(month=1) if precision == "year" else day
    with translation.override(language):
        assert as_written(in_words(day, precision)) == (day, precision)
