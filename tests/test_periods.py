import datetime as dt

import pytest

from initiatives.periods import Period, academic_years, stretch


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


@pytest.mark.parametrize("text", ["2023-2024", "2021-2022..2023-2024"])
def test_a_period_reads_what_it_wrote(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2023", "2023-2025", "2024-2023", "2023-2024..2021-2022", "2023-2024..", "1023-1024", "9998-9999"],
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
