from django.contrib.auth.models import AnonymousUser

from initiatives.lenses import CellState, Direction, Level, Mechanism, Robustness, ScalingType, explained
from initiatives.models import Onlooker
from initiatives.reports.counting.cells import Thresholds
from initiatives.reports.network.vocabulary import rule_of, vocabulary_for
from tests import factories


def test_every_word_has_its_explanation():
    assert set(explained.TYPES) == set(ScalingType)
    assert set(explained.DIRECTIONS) == set(Direction)
    assert set(explained.LEVELS) == set(Level)
    assert set(explained.MECHANISMS) == {*set(Mechanism) - {Mechanism.UNKNOWN}, *Robustness}


def test_no_two_words_have_the_same_place_on_the_page():
    texts = [*explained.TYPES.values(), *explained.DIRECTIONS.values(), *explained.LEVELS.values()]
    anchors = [text.anchor for text in [*texts, *explained.MECHANISMS.values()]]
    assert len(anchors) == len(set(anchors))


def test_the_rules_say_the_numbers_by_which_cells_are_judged():
    rule = rule_of(CellState.NOT_OBSERVED, Thresholds(known=7))
    assert "minstens 7 small wins" in rule
    assert "minstens 3 van de 5" in rule


def test_every_state_has_a_rule_without_loose_ends():
    for state in CellState:
        assert "%" not in rule_of(state, Thresholds())


def test_it_asks_three_questions_however_many_wins_there_are(django_assert_num_queries):
    for key in ("moz-375", "br-ovpas", "wijs-impuls"):
        factories.create_win(dataset_key=key)
    with django_assert_num_queries(3):
        vocabulary_for(Onlooker(AnonymousUser()))
