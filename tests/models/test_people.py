import pytest
from django.db import IntegrityError

from initiatives.lenses import RoleKind
from initiatives.models import PartnerAlias, User
from tests.factories import create_city, create_partner, create_programme, create_user


def test_one_account_per_address_whatever_the_capitals():
    create_user(email="Roos@Voorbeeld.example")
    with pytest.raises(IntegrityError):
        User.objects.create(email="roos@VOORBEELD.example", display_name="Nog een Roos")


def test_the_door_of_the_admin_opens_for_programme_staff_only(programme_staff, coordinator, lead):
    assert programme_staff.is_staff
    assert not coordinator.is_staff
    assert not lead.is_staff


def test_programme_staff_that_left_are_not_let_in(programme_staff):
    programme_staff.is_active = False
    assert not programme_staff.is_staff


@pytest.mark.parametrize(
    "kind, scope",
    [
        (RoleKind.PROGRAMME_STAFF, {}),
        (RoleKind.PROGRAMME_STAFF, {"city": True}),
        (RoleKind.PROGRAMME_STAFF, {"city": True, "programme": True}),
        (RoleKind.COORDINATOR, {"programme": True}),
    ],
)
def test_a_role_has_exactly_its_own_scope(kind, scope):
    places = {"city": create_city, "programme": create_programme}
    with pytest.raises(IntegrityError, match="role_has_exactly_its_own_scope"):
        create_user().roles.create(kind=kind, **{name: places[name]() for name in scope})


def test_a_role_is_given_once():
    city = create_city()
    user = create_user(coordinates=city)
    with pytest.raises(IntegrityError, match="each_role_once"):
        user.roles.create(kind=RoleKind.COORDINATOR, city=city)


def test_an_alias_points_at_one_partner():
    PartnerAlias.objects.create(partner=create_partner(), name="HvA")
    with pytest.raises(IntegrityError, match="alias_points_at_one_partner"):
        PartnerAlias.objects.create(partner=create_partner(), name="hva")
