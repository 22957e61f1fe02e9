"""A suggestion says why; nearness alone suggests nothing, and nothing is linked by itself."""

import datetime as dt

import pytest

from initiatives.lenses import LinkAnswer, WallStatus
from initiatives.models import Reader, WallMove, WinLink
from initiatives.reports.flywheel.suggestions import AT_MOST, loose_wins
from tests.factories import create_link, create_partner, create_user, create_win
from tests.factories_outside import create_wall


@pytest.fixture
def told(initiative, team_member):
    def tell(title: str, day: int = 1, **details):
        day = dt.date(2026, 3, 1) + dt.timedelta(days=day)
        return create_win(initiative=initiative, by=team_member, title=title, occurred_on=day, **details)

    return tell


@pytest.fixture
def suggested(initiative, team_member):
    def of(win):
        reader = Reader(team_member, initiative)
        return next(each for each in loose_wins(reader, reader.wins) if each.win == win).suggestions

    return of


def test_days_alone_suggest_nothing(told, suggested):
    told("Een boom geplant")
    assert suggested(told("Het geld is binnen", 2)) == ()


def test_the_same_partner_wall_and_words_are_reasons_in_words(initiative, team_member, told, suggested):
    one, other = told("Het buurtcafé ging open"), told("Ook maandag is het buurtcafé open", 31)
    partner = create_partner(name="Hanzehogeschool")
    one.partners.add(partner)
    other.partners.add(partner)
    wall = create_wall(initiative=initiative, name="Rooster")
    for win in (one, other):
        WallMove.objects.create(wall=wall, win=win, effect=WallStatus.BYPASSED, told_by=team_member)
    (suggestion,) = suggested(other)
    assert suggestion.why == (
        "bij allebei was Hanzehogeschool; dezelfde muur: Rooster; allebei over “buurtcafé”; 30 dagen ertussen"
    )
    assert (suggestion.earlier, suggestion.later, suggestion.is_back) == (one, other, True)
    (suggestion,) = suggested(one)
    assert (suggestion.earlier, suggestion.later, suggestion.is_back) == (one, other, False)
    assert not WinLink.objects.exists()


def test_a_word_that_nearly_all_of_them_have_says_nothing(told, suggested):
    for n in range(12):
        told(f"Studenten deden iets, keer {n}", n)
    assert suggested(told("Studenten kwamen terug", 20)) == ()


def test_most_reasons_come_first_and_a_few_at_most(told, suggested):
    partner = create_partner()
    words = ("moestuin", "wijktafel", "buurtcafé", "leerlijn", "rooster")
    wins = [told(f"Over {word}", n) for n, word in enumerate(words)]
    last = told(f"Alles samen: {', '.join(words)}", 30)
    for win in (wins[0], last):
        win.partners.add(partner)
    found = suggested(last)
    assert [each.other for each in found] == [wins[0], wins[4], wins[3]]  # then the nearest
    assert len(found) == AT_MOST


def test_a_link_that_was_told_or_taken_back_is_not_suggested_again(told, suggested, team_member):
    one, other = told("De moestuin begon"), told("De moestuin groeide", 5)
    assert suggested(other)
    create_link(earlier=one, later=other).decline(by=team_member)
    assert suggested(other) == ()


def test_a_team_that_said_nothing_came_before_is_not_asked_by_a_suggestion(told, suggested):
    told("De moestuin begon")
    other = told("De moestuin groeide", 5)
    other.say(came_from=LinkAnswer.NONE)
    assert suggested(other) == ()


def test_a_win_without_a_date_is_suggested_nowhere(initiative, team_member, told, suggested):
    one = told("De moestuin begon")
    create_win(
        initiative=initiative, by=team_member, title="De moestuin ooit", occurred_on=None, sources="een krant"
    )
    assert suggested(one) == ()


def test_a_reader_who_may_not_change_a_win_gets_none(initiative, told):
    told("De moestuin begon")
    told("De moestuin groeide", 3)
    reader = Reader(create_user(), initiative)
    assert loose_wins(reader, reader.wins) == []
