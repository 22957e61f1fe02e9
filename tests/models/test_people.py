from contextlib import suppress
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from initiatives.lenses import RoleKind
from initiatives.models import (
    Initiative,
    Invitation,
    Membership,
    MembershipRequest,
    PartnerAlias,
    Role,
    SmallWin,
    User,
)
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_programme,
    create_user,
    create_win,
)


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


# --- An account that goes ---------------------------------------------------------------------
NAME, ADDRESS = "Kanariepiet Vogelaar", "kanariepiet@voorbeeld.example"


def texts_of_the_database() -> dict[str, str]:
    """Every column of every table that can hold words, and all its words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' "
            "and (data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea'))"
        )
        columns, found = cursor.fetchall(), {}
        for table, column in columns:
            cursor.execute(f'select string_agg("{column}"::text, chr(10)) from "{table}"')  # noqa: S608 our own names
            found[f"{table}.{column}"] = cursor.fetchone()[0] or ""
    found["what is in sessions"] = str([session.get_decoded() for session in Session.objects.all()])
    return found


def holding(word: str) -> list[str]:
    return [column for column, text in texts_of_the_database().items() if word.lower() in text.lower()]


@pytest.fixture
def well_known(initiative, lead, programme_staff, client):
    """Somebody whose name and address stand wherever they can."""
    user = create_user(email=ADDRESS, member_of=initiative, coordinates=initiative.cities.get())
    user.display_name = NAME
    user.set_password("een heel lang wachtwoord")
    user.save()
    user.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    SocialAccount.objects.create(
        user=user, provider="oidc", uid="1", extra_data={"name": NAME, "email": ADDRESS}
    )
    elsewhere = create_initiative()
    boss = create_user(lead_of=elsewhere)
    Invitation.objects.invite(ADDRESS, to=elsewhere, role="member", by=boss)
    invitation, _ = Invitation.objects.invite("k@oud.example", to=create_led(), role="member", by=led_by())
    invitation.accept(by=user)
    MembershipRequest.objects.ask(create_initiative(), by=user, note=f"Ik ben {NAME}")
    create_win(initiative=initiative, by=user)
    for row in (user, user.memberships.first()):
        LogEntry.objects.log_actions(programme_staff.pk, [row], CHANGE, "")
    client.post("/accounts/login/", {"login": ADDRESS, "password": "een heel lang wachtwoord"})
    assert client.get("/mijn/").status_code == 200
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def create_led():
    initiative = create_initiative()
    create_user(lead_of=initiative)
    return initiative


def led_by():
    return Initiative.objects.latest("pk").memberships.get().user


def test_a_name_and_an_address_are_gone_from_every_table(well_known):
    assert len(holding(ADDRESS)) > 3  # else the search finds nothing
    assert len(holding(NAME)) > 3
    well_known.anonymise()
    assert (holding(ADDRESS), holding(NAME), holding("k@oud.example")) == ([], [], [])


def test_an_earlier_name_is_gone_too_also_from_a_team_they_left(well_known, programme_staff, initiative):
    left = Initiative.objects.latest("pk").memberships.create(user=well_known)
    LogEntry.objects.log_actions(programme_staff.pk, [left], CHANGE, "")
    left.delete()
    well_known.choose(display_name="Iemand Anders", language="nl", digest="never")
    assert "django_admin_log.object_repr" in holding(NAME)
    well_known.anonymise()
    assert holding(NAME) == []


def test_a_code_that_was_asked_and_never_used_is_gone(well_known):
    Client().post("/accounts/login/code/", {"email": ADDRESS})
    another = Client()
    another.post("/accounts/login/code/", {"email": "anders@voorbeeld.example"})
    assert "what is in sessions" in holding(ADDRESS)
    well_known.anonymise()
    assert holding(ADDRESS) == []
    assert "anders@voorbeeld.example" in str(another.session.items())


@pytest.mark.parametrize("may_come_in", [True, False])
def test_a_draft_that_only_they_could_read_is_gone_and_one_of_a_team_stays(
    well_known, initiative, may_come_in
):
    well_known.is_active = may_come_in
    own = SmallWin.objects.create(logged_by=well_known, drafted_at=timezone.now(), title="Alleen van mij")
    of_the_team = SmallWin.objects.create(
        logged_by=well_known, drafted_at=timezone.now(), initiative=initiative
    )
    of_another = SmallWin.objects.create(logged_by=create_user(), drafted_at=timezone.now())
    well_known.anonymise()
    assert set(SmallWin.objects.drafts()) == {of_the_team, of_another}
    assert own not in SmallWin.objects.all()


def test_all_that_let_them_in_is_gone(well_known, client):
    well_known.anonymise()
    assert client.get("/mijn/").status_code == 302
    for rows in (EmailAddress, Authenticator, SocialAccount, Membership, Role, MembershipRequest):
        assert not rows.objects.filter(user=well_known).exists()
    well_known.refresh_from_db()
    assert not well_known.has_usable_password()
    assert (well_known.is_active, well_known.is_superuser, well_known.email) == (False, False, None)
    assert well_known.anonymised_at
    answer = client.post("/accounts/login/", {"login": ADDRESS, "password": "een heel lang wachtwoord"})
    assert answer.status_code == 200


def test_wins_of_a_deleted_account_stay_told_by_somebody(well_known, client, programme_staff):
    well_known.anonymise()
    win = SmallWin.objects.get(logged_by=well_known)
    assert str(win.teller) == "iemand die niet meer meedoet"


def test_the_address_is_free_again(well_known):
    well_known.anonymise()
    again = create_user(email=ADDRESS)
    again.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    assert again.pk != well_known.pk


def test_others_stay_logged_in_and_keep_what_is_theirs(well_known, outsider):
    browser = Client()
    browser.force_login(outsider)
    invitation, _ = Invitation.objects.invite(
        "x@voorbeeld.example", to=create_led(), role="member", by=led_by()
    )
    well_known.anonymise()
    assert browser.get("/mijn/").status_code == 200
    assert Invitation.objects.get() == invitation


def test_the_last_superuser_stays(outsider):
    keeper = User.objects.create_superuser("a@voorbeeld.example", display_name="A")
    with pytest.raises(ValidationError, match="laatste beheerder"):
        keeper.anonymise()
    keeper.refresh_from_db()
    assert keeper.email
    User.objects.create_superuser("b@voorbeeld.example", display_name="B")
    keeper.anonymise()
    assert keeper.email is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_last_superusers_who_go_at_the_same_moment_leave_one(round_):
    keepers = [
        User.objects.create_superuser(f"{n}@voorbeeld.example", display_name=f"Beheer {n}") for n in range(2)
    ]
    start = Barrier(2)

    def go(keeper):
        start.wait()
        with suppress(ValidationError):
            keeper.anonymise()
        connection.close()

    threads = [Thread(target=go, args=[keeper]) for keeper in keepers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
