"""A reader of an initiative: their rights there, and the rows that they know. (models/readers.py)"""

import pytest

from initiatives.models import ForReader, Loss, Reader, SmallWin, Wish
from tests.factories import create_initiative, create_win
from tests.factories_facets import create_loss
from tests.factories_wishes import create_wish

RIGHTS = ("is_inside", "answers_for_it", "is_in_the_team", "manages_it")


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        ("team_member", {"is_inside", "answers_for_it", "is_in_the_team"}),
        ("lead", set(RIGHTS)),
        ("coordinator", {"is_inside", "manages_it"}),
        ("programme_staff", {"is_inside", "answers_for_it", "manages_it"}),
        ("outsider", set()),
        ("visitor", set()),
    ],
)
def test_each_reader_has_the_rights_of_their_role(request, initiative, who, rights):
    reader = Reader(request.getfixturevalue(who), initiative)
    assert {right for right in RIGHTS if getattr(reader, right)} == rights
    assert ForReader(reader).initiative == initiative


def test_a_right_is_looked_up_once(team_member, initiative, django_assert_num_queries):
    reader = Reader(team_member, initiative)
    with django_assert_num_queries(1):
        assert reader.is_inside
        assert reader.is_inside


def test_a_reader_sees_here_only_rows_of_this_initiative(team_member, initiative):
    here = create_win(initiative=initiative)
    there = create_win(initiative=create_initiative(), confirmed=True)
    reader = Reader(team_member, initiative)
    assert set(reader.sees(SmallWin)) == {here, there}
    assert set(reader.sees_here(SmallWin)) == set(reader.wins) == {here}


def test_a_reader_also_sees_rows_that_hang_on_a_win(team_member, outsider, initiative):
    wish, loss = create_wish(initiative=initiative), create_loss(create_win(initiative=initiative))
    create_wish(initiative=create_initiative())
    reader = Reader(team_member, initiative)
    assert (reader.sees_here(Wish).get(), reader.sees_here(Loss).get()) == (wish, loss)
    assert not Reader(outsider, initiative).sees_here(Wish).exists()
