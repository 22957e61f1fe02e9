"""The houses of the outside world: who lives where, on which floor, and of whom one asks where they are."""

from itertools import product

import pytest

from initiatives.glyphs import Gable
from initiatives.lenses import PartnerKind, PartnershipRole, Position, World
from initiatives.models import Actor, Reader
from initiatives.reports.mirror.houses import Dweller, Dwelling, homes, places_of
from initiatives.reports.mirror.outside import outside_world, street_of
from tests.factories import create_initiative, create_partner, create_user
from tests.factories_outside import create_actor, create_wall

SCHOOL = ("executive_board", "programme_director", "study_programme", "teacher", "researcher", "student")


@pytest.fixture
def school(initiative):
    """The university that leads the initiative."""
    row = initiative.partnerships.get()
    row.role = PartnershipRole.LEAD
    row.save()
    row.partner.kind, row.partner.name = PartnerKind.UNIVERSITY, "Universiteit"
    row.partner.save()
    return row.partner


@pytest.fixture
def town(initiative):
    partner = create_partner(name="Gemeente", kind=PartnerKind.MUNICIPALITY)
    initiative.partnerships.create(partner=partner)
    return partner


def street(initiative, *actors):
    return homes(map(Dweller, actors), places_of(initiative))


def floors(home) -> list[tuple]:
    return [(floor.position, [one.actor.called for one in floor.people]) for floor in home.floors]


# ------------------------------------------------------------------ who lives where
def test_a_house_has_the_floors_of_its_kind_from_top_to_bottom(initiative, school):
    teacher, board = (
        create_actor(initiative=initiative, world=World.OWN, position=place)
        for place in ("teacher", "executive_board")
    )
    (home,) = street(initiative, teacher, board)
    assert (home.place.name, home.place.gable) == ("Universiteit", Gable.STEP)
    assert [position for position, _people in floors(home)] == list(SCHOOL)
    assert dict(floors(home))["executive_board"] == [board.label]
    assert dict(floors(home))["student"] == []


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"world": World.OWN, "label": "Docententeam"}, ("Universiteit", "floor")),
        (
            {"world": World.PARTNER, "position": Position.ALDERMAN},
            ("Een partner, nog niet gezegd welke", "floor"),
        ),
        ({"world": World.OUTSIDE, "label": "Stadslabs"}, ("Stadslabs", "whole")),
        ({"world": World.OUTSIDE, "position": Position.RESIDENT}, ("Bewoners", "floor")),
        ({"world": World.OWN, "position": Position.RESIDENTS_GROUP}, ("Bewoners", "floor")),
    ],
)
def test_an_actor_without_a_partner_lives_where_its_world_says(initiative, school, said, where):
    (home,) = street(initiative, create_actor(initiative=initiative, **{"label": "", **said}))
    assert (home.place.name, "whole" if home.whole else "floor") == where


def test_a_partner_itself_is_the_house_and_somebody_in_it_is_on_a_floor(initiative, school, town):
    whole = create_actor(initiative=initiative, partner=town, world=World.PARTNER)
    whole.label = ""
    somebody = create_actor(initiative=initiative, partner=town, world=World.OUTSIDE, label="Wijkteam")
    odd = create_actor(initiative=initiative, partner=town, position=Position.STUDENT)
    (home,) = street(initiative, whole, somebody, odd)
    assert [one.actor for one in home.whole] == [whole]
    assert floors(home) == [
        (Position.ALDERMAN, []),
        (Position.CIVIL_SERVANT, []),
        (Position.STUDENT, [odd.label]),
        (None, ["Wijkteam"]),
    ]
    assert home.floors[-1].name == "Nog op geen verdieping"


def test_a_partner_that_left_keeps_its_house(initiative, school):
    gone = create_partner(name="Corporatie", kind=PartnerKind.HOUSING_CORPORATION)
    (home,) = street(initiative, create_actor(initiative=initiative, partner=gone, label="Wijkbeheerder"))
    assert home.place.partner == gone


def test_where_two_lead_our_own_is_neither(initiative, school, town):
    initiative.partnerships.filter(partner=town).update(role=PartnershipRole.LEAD)
    (home,) = street(initiative, create_actor(initiative=initiative, world=World.OWN))
    assert (home.place.name, home.place.floors) == ("Onze eigen organisatie", ())


def test_everybody_stands_in_one_house_once(initiative):
    partners = [create_partner(kind=kind) for kind in PartnerKind]
    actors = [
        Actor(initiative=initiative, label=f"{n}", world=world, position=position, partner=partner)
        for n, (world, position, partner) in enumerate(product(World, [*Position, None], [*partners, None]))
    ]
    people = [
        one.actor
        for home in street(initiative, *actors)
        for one in (*home.whole, *(one for floor in home.floors for one in floor.people))
    ]
    assert sorted(people, key=str) == sorted(actors, key=str)


@pytest.mark.parametrize(
    ("kind", "world", "gable"),
    [
        (PartnerKind.UNIVERSITY, World.OWN, Gable.STEP),
        (PartnerKind.UNIVERSITY, World.PARTNER, Gable.NECK),
        (PartnerKind.MUNICIPALITY, World.PARTNER, Gable.BELL),
        (PartnerKind.MUNICIPALITY, World.OWN, Gable.BELL),
        (PartnerKind.RESIDENTS, World.OUTSIDE, Gable.POINT),
        (PartnerKind.FUNDER, World.OUTSIDE, Gable.CORNICE),
        (None, World.OWN, Gable.STEP),
        (None, World.OUTSIDE, Gable.CORNICE),
    ],
)
def test_the_kind_of_party_gives_the_gable(kind, world, gable):
    assert Dwelling("x", "x", world, create_partner(kind=kind) if kind else None).gable == gable


# ------------------------------------------------------------------ who is not there yet
def asked(user, initiative) -> dict[str, list[str]]:
    report = outside_world(Reader(user, initiative))
    return {question.words: [label for label, _url in question.ways] for question in report.missing}


def test_the_team_is_asked_for_each_place_where_nobody_is(team_member, initiative, school, town):
    create_actor(initiative=initiative, world=World.OWN, position=Position.TEACHER)
    create_actor(initiative=initiative, partner=town, position=Position.ALDERMAN)
    create_actor(initiative=initiative, partner=town, position=Position.CIVIL_SERVANT)
    corporation = create_partner(kind=PartnerKind.HOUSING_CORPORATION)
    initiative.partnerships.create(partner=corporation)
    rest = ["college van bestuur (CvB)", "opleidingsdirecteur", "opleiding", "onderzoeker", "student"]
    assert asked(team_member, initiative) == {
        "Wie van Universiteit hoort hier nog bij?": rest,
        "Er staat geen bewoner bij. Welke bewoners horen hierbij?": ["bewonersgroep", "bewoner"],
    }


@pytest.mark.parametrize("by", ["resident", "group"])
def test_nobody_is_asked_for_residents_who_are_there(team_member, initiative, school, by):
    if by == "resident":
        create_actor(initiative=initiative, position=Position.RESIDENT)
    else:
        group = create_partner(kind=PartnerKind.RESIDENTS)
        initiative.partnerships.create(partner=group)
        create_actor(initiative=initiative, partner=group, world=World.PARTNER)
    assert not [words for words in asked(team_member, initiative) if "bewoner" in words]


def test_a_team_that_drew_nothing_is_asked_for_nobody(team_member, initiative, school):
    create_wall(initiative=initiative)
    assert asked(team_member, initiative) == {}


@pytest.mark.parametrize("who", ["coordinator", "programme_staff", "outsider"])
def test_nobody_else_reads_who_is_not_there(request, initiative, school, who):
    create_actor(initiative=initiative, world=World.OWN, by=create_user())
    assert asked(request.getfixturevalue(who), initiative) == {}


@pytest.mark.parametrize("number", [2, 8])
def test_the_street_asks_as_often_for_many_as_for_few(team_member, number, django_assert_num_queries):
    initiative = create_initiative()
    initiative.memberships.create(user=team_member)
    for _ in range(number):
        partner = create_partner(kind=PartnerKind.UNIVERSITY)
        initiative.partnerships.create(partner=partner)
        create_actor(initiative=initiative, partner=partner)
    reader = Reader(team_member, initiative)
    with django_assert_num_queries(2):
        street_of(reader)
