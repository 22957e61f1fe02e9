"""Choices, what scaling means, next bites: what the database holds and who reads it."""

import pytest
from django.db import IntegrityError

from initiatives.lenses import Agreement, Choice
from initiatives.models import Ambition, MeaningAnswer, NextBite, ScalingMeaning
from tests.factories import create_initiative
from tests.factories_wishes import create_ambition, create_meaning


def test_deliberately_not_needs_a_reason(initiative):
    with pytest.raises(IntegrityError, match="ambition_not_has_a_reason"):
        create_ambition(initiative, choice=Choice.NOT)


@pytest.mark.parametrize(
    ("rule", "details"),
    [("ambition_ray_known", {"ray": "sideways"}), ("ambition_choice_known", {"choice": "maybe"})],
)
def test_the_database_refuses_a_choice(initiative, rule, details):
    with pytest.raises(IntegrityError, match=rule):
        create_ambition(initiative, **details)


@pytest.mark.parametrize("who", ["team_member", "coordinator", "programme_staff", "outsider", "visitor"])
def test_readers_of_the_initiative_read_its_choices(initiative, request, who):
    choice = create_ambition(initiative)
    create_ambition(create_initiative(published=False))
    assert choice in Ambition.objects.visible_to(request.getfixturevalue(who))
    if who in ("outsider", "visitor"):
        assert Ambition.objects.visible_to(request.getfixturevalue(who)).count() == 1
        assert not Ambition.objects.editable_by(request.getfixturevalue(who)).exists()


def test_the_network_reads_what_scaling_means_and_nobody_else_who_agrees(
    initiative, team_member, outsider, visitor
):
    meaning = create_meaning(initiative)
    said = MeaningAnswer.objects.create(
        meaning=meaning,
        partnership=initiative.partnerships.get(),
        answer=Agreement.DISAGREES,
        said_by=team_member,
    )
    assert list(ScalingMeaning.objects.visible_to(outsider)) == [meaning]
    assert not ScalingMeaning.objects.visible_to(visitor).exists()
    assert list(MeaningAnswer.objects.visible_to(team_member)) == [said]
    assert not MeaningAnswer.objects.visible_to(outsider).exists()


def test_one_answer_a_partner(initiative, team_member):
    meaning, row = create_meaning(initiative), initiative.partnerships.get()
    MeaningAnswer.objects.create(
        meaning=meaning, partnership=row, answer=Agreement.AGREES, said_by=team_member
    )
    with pytest.raises(IntegrityError, match="one_answer_a_partner"):
        MeaningAnswer.objects.create(
            meaning=meaning, partnership=row, answer=Agreement.PARTLY, said_by=team_member
        )


def test_a_bite_is_eaten_and_perhaps_a_win(initiative, team_member):
    bite = NextBite.objects.create(initiative=initiative, text="Bel de opleiding", set_by=team_member)
    assert list(NextBite.objects.waiting()) == [bite]
    bite.finish(by=team_member)
    assert not NextBite.objects.waiting().exists()
