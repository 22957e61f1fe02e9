import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from initiatives.models import Initiative
from tests.factories import create_city, create_initiative, create_partner, create_programme, create_user


def test_an_initiative_without_a_partner_is_not_published(programme_staff):
    alone = create_initiative(published=False)
    alone.partnerships.all().delete()
    with pytest.raises(ValidationError, match="partner"):
        alone.publish(by=programme_staff)
    assert not Initiative.objects.published().exists() or alone not in Initiative.objects.published()


def test_publishing_remembers_who_and_taking_offline_forgets_both(programme_staff):
    draft = create_initiative(published=False)
    draft.publish(by=programme_staff)
    draft.refresh_from_db()
    assert draft.published_by == programme_staff
    draft.unpublish()
    draft.refresh_from_db()
    assert (draft.published_at, draft.published_by) == (None, None)


def test_a_draft_is_for_those_who_work_on_it(visitor):
    city, programme = create_city(), create_programme()
    draft = create_initiative(published=False, city=city, programme=programme)
    readers = {
        "team_member": create_user(member_of=draft),
        "coordinator": create_user(coordinates=city),
        "programme_staff": create_user(staff_of=programme),
    }
    others = [create_user(), create_user(coordinates=create_city()), create_user(staff_of=create_programme())]
    assert all(Initiative.objects.visible_to(user).contains(draft) for user in readers.values())
    assert not any(Initiative.objects.visible_to(user).contains(draft) for user in [*others, visitor])


def test_everyone_sees_a_published_initiative_and_outsiders_do_not_edit_it(initiative, outsider, visitor):
    for reader in (outsider, visitor):
        assert Initiative.objects.visible_to(reader).contains(initiative)
        assert not Initiative.objects.editable_by(reader).contains(initiative)


@pytest.mark.parametrize("audience, readers", [("team", 0), ("network", 1), ("public", 2)])
def test_a_published_initiative_is_for_its_audience(initiative, outsider, visitor, audience, readers):
    Initiative.objects.update(audience=audience)
    assert sum(Initiative.objects.visible_to(who).exists() for who in (outsider, visitor)) == readers


def test_leaving_the_team_ends_the_right_to_edit(initiative, team_member):
    assert Initiative.objects.editable_by(team_member).contains(initiative)
    team_member.memberships.all().delete()
    assert not Initiative.objects.editable_by(team_member).contains(initiative)


def test_someone_with_two_roles_sees_an_initiative_once(initiative, team_member):
    team_member.roles.create(kind="coordinator", city=initiative.cities.get())
    assert Initiative.objects.editable_by(team_member).count() == 1


def test_a_partner_takes_part_once_at_a_time_and_may_come_back(initiative):
    partner = create_partner()
    first = initiative.partnerships.create(partner=partner)
    first.until = dt.date(2023, 1, 1)
    first.save()
    initiative.partnerships.create(partner=partner)
    assert initiative.partnerships.filter(partner=partner).count() == 2
    with pytest.raises(IntegrityError, match="one_open_partnership_a_pair"):
        initiative.partnerships.create(partner=partner)


@pytest.mark.parametrize(
    "rule, change",
    [
        ("initiative_stage_known", {"stage": "famous"}),
        ("initiative_curriculum_known", {"curriculum": "sometimes"}),
        (
            "initiative_ends_after_it_starts",
            {"started_on": dt.date(2024, 1, 1), "ended_on": dt.date(2023, 1, 1)},
        ),
        ("initiative_published_together", {"published_by": None}),
    ],
)
def test_the_database_refuses(initiative, rule, change):
    with pytest.raises(IntegrityError, match=rule):
        Initiative.objects.filter(pk=initiative.pk).update(**change)
