"""What is invented and what is real stay apart: nothing ties the one to the other (decision 0246)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from initiatives.lenses import Audience, InitiativeTie, MembershipRole
from initiatives.models import Initiative, InitiativeLink, Introduction, Programme, SmallWin
from tests.factories import create_initiative, create_link, create_programme, create_user, create_win
from tests.factories_outside import create_wall


@pytest.fixture
def invented(initiative):
    programme = create_programme(name="Voorbeeld")
    Programme.objects.filter(pk=programme.pk).update(is_example=True)
    return create_initiative(programme=programme, title="Bedacht")


def tie(one, other):
    return InitiativeLink.objects.create(
        initiative=one, kind=InitiativeTie.PART_OF, other=other, told_by=create_user()
    )


def link(one, other):
    return create_link(earlier=create_win(initiative=one), later=create_win(initiative=other))


def introduce(one, other):
    for each in (one, other):
        create_user(lead_of=each)
    topic = create_wall(initiative=one).topic
    return Introduction.objects.propose(one, other, topic=topic, why="Zelfde muur", by=create_user())


def move_a_win(one, other):
    SmallWin.objects.filter(pk=create_win(initiative=one).pk).update(initiative=other)


def move_it(one, other):
    Initiative.objects.filter(pk=one.pk).update(programme=other.programme)


@pytest.mark.parametrize("joins", [tie, link, introduce, move_a_win, move_it])
def test_the_database_ties_nothing_invented_to_what_is_real(initiative, invented, joins):
    for one, other in ((initiative, invented), (invented, initiative)):
        with pytest.raises(IntegrityError, match="invented"), transaction.atomic():
            joins(one, other)
    joins(initiative, create_initiative(programme=create_programme(name="Nog een")))


def test_somebody_in_both_finds_only_what_is_as_real_to_link_to(client, initiative, invented):
    person = create_user(member_of=initiative)
    invented.memberships.create(user=person, role=MembershipRole.LEAD)
    create_win(initiative=invented, title="Koffie bedacht", audience=Audience.PUBLIC)
    create_win(initiative=create_initiative(), title="Koffie echt", audience=Audience.PUBLIC)
    win = create_win(initiative=initiative, by=person)
    client.force_login(person)
    page = client.get(reverse("ties:ask", args=[win.pk, "leidde-tot"]), {"q": "koffie"}).text
    assert "Koffie echt" in page
    assert "Koffie bedacht" not in page


def test_a_lead_of_both_is_not_asked_to_introduce_what_is_invented(client, initiative, invented):
    person = create_user(lead_of=initiative)
    invented.memberships.create(user=person, role=MembershipRole.LEAD)
    for each in (initiative, invented):
        create_wall(initiative=each, name="Geen lokaal")
    client.force_login(person)
    assert "Bedacht" not in client.get(reverse("introductions:propose", args=[initiative.slug])).text
