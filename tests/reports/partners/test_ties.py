"""How long two partners have worked together, and what is said of it."""

import datetime as dt

import pytest

from initiatives.lenses import TieDepth
from initiatives.models import Partner
from initiatives.reports.partners.involvement import SharedRow
from initiatives.reports.partners.ties import PartnerTie

TODAY = dt.date(2026, 11, 30)


def tie(*, initiatives=1, wins=0, since=None, seen=None, started=None, is_open=True) -> PartnerTie:
    row = SharedRow(1, 2, initiatives, wins, is_open, since, seen or (since and TODAY), started)
    return PartnerTie(Partner(name="Hanzehogeschool"), Partner(name="gemeente Groningen"), row, TODAY)


@pytest.mark.parametrize(
    ("known", "depth"),
    [
        ({}, None),  # nothing says since when
        ({"initiatives": 2}, TieDepth.RETURNING),  # in another initiative, whenever
        ({"since": dt.date(2026, 9, 1)}, TieDepth.ONCE),
        ({"since": dt.date(2026, 8, 31)}, TieDepth.RETURNING),  # an academic year earlier
        ({"since": dt.date(2022, 9, 1), "seen": dt.date(2022, 10, 1)}, TieDepth.ONCE),
        ({"since": dt.date(2020, 9, 1), "seen": dt.date(2022, 8, 31)}, TieDepth.RETURNING),
        ({"since": dt.date(2020, 9, 1), "seen": dt.date(2022, 9, 1)}, TieDepth.LONGER),
        ({"since": dt.date(2023, 9, 1)}, TieDepth.LONGER),  # the fourth year
        ({"since": dt.date(2022, 9, 1)}, TieDepth.LASTING),  # the fifth
        ({"since": dt.date(2010, 9, 1), "seen": dt.date(2022, 9, 1)}, TieDepth.LONGER),  # not any more
    ],
)
def test_four_words_say_how_long_two_work_together(known, depth):
    assert tie(**known).depth == depth


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"initiatives": 6, "since": dt.date(2014, 9, 1)}, "6 initiatieven, sinds 2014"),
        ({"initiatives": 6, "started": dt.date(2014, 9, 1)}, "6 initiatieven, het eerste begon in 2014"),
        ({"started": dt.date(2014, 9, 1)}, "1 initiatief, begonnen in 2014"),
        ({}, "1 initiatief"),
        ({"wins": 2}, "1 initiatief, samen bij 2 small wins"),
        ({"is_open": False}, "1 initiatief, nu niet meer"),
    ],
)
def test_a_tie_is_a_sentence_that_says_no_more_than_is_known(known, sentence):
    assert tie(**known).sentence == f"Hanzehogeschool en gemeente Groningen: {sentence}"
