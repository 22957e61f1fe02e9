"""Strands and chains are worked out of a plain list of (earlier, later), and so can be counted again."""

import datetime as dt
import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from initiatives.reports.counting.chains import branches, longest_chain, strands

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30)


def running_forward(pairs) -> list[tuple[int, int]]:
    return [tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]]


def longest_counted_plainly(links) -> int:
    """From the last win back: how many stand on the longest way. Every link runs to a higher number."""
    reach = dict.fromkeys(range(13), 1)
    for earlier in range(12, -1, -1):
        reach[earlier] = 1 + max((reach[b] for a, b in links if a == earlier), default=0)
    return max(reach.values()) if links else 0


@given(PAIRS, st.integers())
def test_the_longest_chain_is_the_longest_way(pairs, seed):
    links = running_forward(pairs)
    chain = longest_chain(links)
    assert all(step in links for step in itertools.pairwise(chain))
    assert len(chain) == longest_counted_plainly(links)
    random.Random(seed).shuffle(links)
    assert longest_chain(links) == chain


def test_a_chain_of_years_does_not_tire():
    assert len(longest_chain((n, n + 1) for n in range(5000))) == 5001


@given(PAIRS)
def test_strands_hold_each_link_once_and_share_no_win(pairs):
    links = running_forward(pairs)
    found = strands(links)
    assert sorted(link for strand in found for link in strand.links) == sorted(set(links))
    wins = [key for strand in found for key in strand.wins]
    assert sorted(wins) == sorted({key for link in links for key in link})
    for strand in found:
        assert len(strand.chain) == longest_counted_plainly(strand.links)
        assert set(itertools.pairwise(strand.chain)) <= set(strand.links)


def test_of_equal_chains_it_is_the_one_whose_last_win_is_newest():
    day = {key: dt.date(2020 + key, 1, 1) for key in range(10)}
    assert longest_chain([(1, 2), (1, 3)], day) == [1, 3]
    assert longest_chain([(1, 2), (1, 3)], {**day, 3: dt.date(2000, 1, 1)}) == [1, 2]
    assert longest_chain([(1, 4), (2, 4)], day) == [1, 4]  # of the same last win, the one that began first
    apart = [(1, 9), (4, 5), (6, 7)]
    assert [strand.chain for strand in strands(apart, day)] == [(1, 9), (6, 7), (4, 5)]
    assert [strand.chain for strand in strands(apart, {**day, 9: dt.date.min})][-1] == (1, 9)


def test_wins_that_hang_together_by_a_detour_are_one_strand():
    found = strands([(1, 3), (2, 3), (4, 5)])
    assert [(sorted(strand.wins), strand.chain) for strand in found] == [
        ([1, 2, 3], (1, 3)),
        ([4, 5], (4, 5)),
    ]


def every_turn(found):
    for branch in found:
        for turn in branch:
            yield turn
            yield from every_turn(turn.aside)


@given(PAIRS)
def test_a_nested_list_names_each_win_and_each_link_once(pairs):
    for strand in strands(running_forward(pairs)):
        found = branches(strand, {key: key for key in range(13)})
        turns = list(every_turn(found))
        assert sorted(turn.key for turn in turns) == sorted(strand.wins)
        said = [(before, turn.key) for turn in turns for before in (turn.before, *turn.also_from)]
        assert sorted(link for link in said if link[0] is not None) == sorted(strand.links)
        ahead = [(turn.key, later) for turn in turns for later in turn.also_to]
        assert sorted(ahead) == sorted((before, turn.key) for turn in turns for before in turn.also_from)
        assert tuple(turn.key for turn in found[0]) == strand.chain


def test_a_huge_strand_is_shown_as_far_as_its_longest_chain_fits():
    strand = strands([*itertools.pairwise(range(100)), *((0, key) for key in range(100, 200))])[0]
    assert len(strand.wins) == 200
    assert strand.up_to(40).chain == tuple(range(40))
    assert strand.up_to(200) == strand
