"""Coming into a team: what the database holds, who may let in, and who gets in of all who try."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from initiatives.lenses import MembershipRole
from initiatives.models import Initiative, Invitation, Membership, MembershipRequest, User
from initiatives.models.teams import (
    MOST_ASKED,
    MOST_INVITED,
    MOST_INVITED_TO_PROPOSALS,
    MOST_LETTERS,
    who_manages,
)
from tests.factories import create_city, create_initiative, create_partner, create_programme, create_user

NEW = "nieuw@voorbeeld.example"


@pytest.fixture
def invited(initiative, lead):
    """An invitation and the word in its address."""
    return invite(initiative, lead)


def invite(initiative, by, *, email: str = NEW, role=MembershipRole.MEMBER) -> tuple[Invitation, str]:
    return Invitation.objects.invite(email, to=initiative, role=role, by=by)


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=Now() - dt.timedelta(seconds=1))


# --- Who may let in ---------------------------------------------------------------------------
@pytest.mark.parametrize("role", MembershipRole)
@pytest.mark.parametrize("who", ["lead", "coordinator", "programme_staff"])
def test_people_who_manage_a_team_grant_member_and_lead(request, initiative, who, role):
    invitation, _ = invite(initiative, request.getfixturevalue(who), role=role)
    membership = invitation.accept(by=create_user())
    assert membership.role == role


@pytest.mark.parametrize("role", MembershipRole)
@pytest.mark.parametrize("who", ["team_member", "outsider"])
def test_nobody_grants_above_their_own_level(request, initiative, who, role):
    with pytest.raises(PermissionDenied):
        invite(initiative, request.getfixturevalue(who), role=role)
    assert not Invitation.objects.exists()


def test_the_lead_of_one_team_invites_nobody_to_another(lead):
    with pytest.raises(PermissionDenied):
        invite(create_initiative(), lead)


def test_a_deactivated_lead_invites_nobody(initiative, lead):
    lead.is_active = False
    lead.save()
    with pytest.raises(PermissionDenied):
        invite(initiative, lead)


def test_asked_the_other_way_round_the_rule_is_the_same(initiative, lead):
    """`who_manages` and `managed_by` are one rule in two directions, for every kind of person."""
    city, programme = initiative.cities.get(), initiative.programme
    everybody = [
        lead,
        create_user(member_of=initiative),
        create_user(lead_of=create_initiative(city=city)),
        create_user(coordinates=city),
        create_user(coordinates=create_city()),
        create_user(staff_of=programme),
        create_user(staff_of=create_programme()),
        create_user(),
        User.objects.create_superuser("beheer@voorbeeld.example", display_name="Beheer"),
    ]
    gone = create_user(lead_of=initiative)
    gone.is_active = False
    gone.save()
    managers = set(who_manages(initiative))
    for person in [*everybody, gone]:
        assert (person in managers) == Initiative.objects.managed_by(person).contains(initiative)
    assert 3 < len(managers) < len(everybody)


# --- What an invitation is --------------------------------------------------------------------
def test_only_the_digest_of_the_word_is_kept(invited):
    invitation, token = invited
    assert len(token) == 22
    assert token not in str(Invitation.objects.values().get())
    assert Invitation.objects.behind(token).get() == invitation


def test_inviting_anew_stops_the_link_before(initiative, lead, invited):
    before, old = invited
    after, new = invite(initiative, lead, email=NEW.upper())
    assert not Invitation.objects.behind(old).exists()
    assert Invitation.objects.behind(new).get() == after
    before.refresh_from_db()
    assert before.revoked_by == lead


def test_one_invitation_waits_for_an_address(initiative, lead, invited):
    with pytest.raises(IntegrityError, match="one_waiting_invitation_an_address"):
        initiative.invitations.create(
            email=NEW.upper(), token_digest="x", invited_by=lead, expires_at=timezone.now()
        )


def test_an_invitation_is_accepted_or_revoked(lead, invited):
    who = {"accepted_at": Now(), "accepted_by": lead, "revoked_at": Now(), "revoked_by": lead}
    with pytest.raises(IntegrityError, match="invitation_is_accepted_or_revoked"):
        Invitation.objects.update(**who)


def test_it_expires_by_the_clock_of_the_database(invited, monkeypatch):
    """A server whose clock runs behind does not make an invitation last longer."""
    invitation, token = invited
    expire(invitation)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert not Invitation.objects.behind(token).exists()
    with pytest.raises(Invitation.DoesNotExist):
        invitation.accept(by=create_user())


def test_an_invitation_lasts_no_longer_than_the_rights_of_its_sender(initiative, lead, invited):
    invitation, _ = invited
    create_user(lead_of=initiative)
    lead.memberships.get().give(MembershipRole.MEMBER)
    assert not invitation.is_backed
    with pytest.raises(Invitation.DoesNotExist):
        invitation.accept(by=create_user())
    lead.memberships.get().give(MembershipRole.LEAD)
    assert invitation.accept(by=create_user())


def test_it_works_once(invited):
    invitation, token = invited
    invitation.accept(by=create_user())
    with pytest.raises(Invitation.DoesNotExist):
        invitation.accept(by=create_user())
    assert not Invitation.objects.behind(token).exists()


def test_an_accepted_invitation_is_not_revoked(lead, invited):
    invitation, _ = invited
    invitation.accept(by=create_user())
    with pytest.raises(Invitation.DoesNotExist):
        Invitation.objects.get().revoke(by=lead)


def test_a_deactivated_account_does_not_join(initiative, invited):
    invitation, _ = invited
    gone = create_user()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(User.DoesNotExist):
        invitation.accept(by=gone)
    assert not initiative.memberships.filter(user=gone).exists()


def test_a_lead_who_accepts_to_be_a_member_stays_lead(initiative, lead, coordinator):
    second = create_user(lead_of=initiative)
    invitation, _ = invite(initiative, coordinator)
    assert invitation.accept(by=second).role == MembershipRole.LEAD
    assert initiative.memberships.filter(user=second).count() == 1


def test_a_member_is_not_invited_again(initiative, lead, team_member):
    with pytest.raises(ValidationError, match="zit al in het team"):
        invite(initiative, lead, email=team_member.email.upper())


def test_an_address_is_not_flooded(initiative, lead):
    for _ in range(MOST_LETTERS):
        invite(initiative, lead)
    with pytest.raises(ValidationError, match="genoeg post"):
        invite(initiative, lead)
    assert invite(initiative, lead, email="ander@voorbeeld.example")


def test_a_full_room_is_invited_and_not_the_whole_country(initiative, lead):
    for number in range(MOST_INVITED):
        invite(initiative, lead, email=f"{number}@voorbeeld.example")
    with pytest.raises(ValidationError, match="al veel mensen"):
        invite(initiative, lead)


# --- Of all who try at the same moment --------------------------------------------------------
def at_once(*acts) -> list:
    """Run the acts side by side, each on a connection of its own. Out: what each gave, or its exception."""
    start, found = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            found[number] = act()
        except Exception as problem:
            found[number] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_only_one_of_two_people_with_the_same_link_gets_in(round_):
    initiative = create_initiative()
    _, token = invite(initiative, create_user(lead_of=initiative))
    people = [create_user() for _ in range(2)]
    found = at_once(
        *(lambda who=who: Invitation.objects.behind(token).get().accept(by=who) for who in people)
    )
    assert {type(answer) for answer in found} == {Membership, Invitation.DoesNotExist}
    assert initiative.memberships.exclude(role=MembershipRole.LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_one_person_who_presses_twice_is_in_once(round_):
    initiative = create_initiative()
    _, token = invite(initiative, create_user(lead_of=initiative))
    person = create_user()
    at_once(*[lambda: Invitation.objects.behind(token).get().accept(by=person)] * 2)
    assert initiative.memberships.filter(user=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_not_accepted_while_its_sender_is_being_put_out():
    """Accepting while the sender is put out waits for that, and then finds nothing."""
    initiative = create_initiative()
    lead, person = create_user(lead_of=initiative), create_user()
    create_user(lead_of=initiative)
    invitation, _ = invite(initiative, lead)
    found = []
    accepting = Thread(target=lambda: found.extend(at_once(lambda: invitation.accept(by=person))))
    with transaction.atomic():
        lead.memberships.get().end(by=lead)
        accepting.start()
        wait_until_it_waits(accepting)
    accepting.join()
    assert [type(answer) for answer in found] == [Invitation.DoesNotExist]
    assert not initiative.memberships.filter(user=person).exists()


def wait_until_it_waits(thread: Thread) -> None:
    """Wait until the act waits for a lock, or is done."""
    with connection.cursor() as cursor:
        while thread.is_alive():
            thread.join(0.01)
            cursor.execute("select exists (select 1 from pg_locks where not granted)")
            if cursor.fetchone()[0]:
                return


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_is_being_revoked_is_not_accepted():
    initiative = create_initiative()
    lead = create_user(lead_of=initiative)
    invitation, _ = invite(initiative, lead)
    found = []
    accepting = Thread(target=lambda: found.extend(at_once(lambda: invitation.accept(by=lead))))
    with transaction.atomic():
        Invitation.objects.get().revoke(by=lead)
        accepting.start()
        wait_until_it_waits(accepting)
    accepting.join()
    assert [type(answer) for answer in found] == [Invitation.DoesNotExist]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_leads_who_leave_at_the_same_moment_leave_one(round_):
    initiative = create_initiative()
    for _ in range(2):
        create_user(lead_of=initiative)
    create_user(member_of=initiative)
    at_once(
        *(
            lambda row=row: row.end(by=row.user)
            for row in initiative.memberships.filter(role=MembershipRole.LEAD)
        )
    )
    assert initiative.memberships.filter(role=MembershipRole.LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_invitations_to_one_address_at_the_same_moment_leave_one(round_):
    initiative = create_initiative()
    leads = [create_user(lead_of=initiative) for _ in range(2)]
    found = at_once(*(lambda who=who: invite(initiative, who) for who in leads))
    assert not [answer for answer in found if isinstance(answer, Exception)]
    assert initiative.invitations.waiting().count() == 1


# --- The last lead ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "act",
    [lambda row: row.end(by=row.user), lambda row: row.give(MembershipRole.MEMBER)],
    ids=["leaves", "steps down"],
)
def test_the_last_lead_stays_while_others_do(initiative, lead, team_member, act):
    with pytest.raises(ValidationError, match="minstens één trekker"):
        act(lead.memberships.get())
    assert lead.memberships.get().is_lead


def test_the_last_member_may_leave(initiative, lead):
    lead.memberships.get().end(by=lead)
    assert not initiative.memberships.exists()


# --- In and out with an old letter ------------------------------------------------------------
SECOND = "tweede@voorbeeld.example"


@pytest.fixture
def letters(initiative, lead, outsider):
    """Two addresses of one person, each with an invitation that nobody opened; and one to somebody else."""
    outsider.emailaddress_set.create(email=SECOND.upper(), verified=True)
    mine = [
        invite(initiative, lead, email=outsider.email),
        invite(initiative, lead, email=SECOND, role=MembershipRole.LEAD),
    ]
    return [token for _invitation, token in (*mine, invite(initiative, lead))]


def working(letters: list[str]) -> list[bool]:
    return [Invitation.objects.behind(token).exists() for token in letters]


def test_an_old_invitation_lets_nobody_in_again_who_was_put_out(initiative, lead, outsider, letters):
    initiative.memberships.create(user=outsider).end(by=lead)
    assert working(letters) == [False, False, True]
    assert {row.revoked_by for row in initiative.invitations.filter(revoked_at__isnull=False)} == {lead}


def test_coming_in_by_asking_ends_every_invitation(initiative, lead, outsider, letters):
    MembershipRequest.objects.ask(initiative, by=outsider)[0].accept(by=lead)
    assert working(letters) == [False, False, True]


def test_coming_in_with_one_invitation_ends_the_others(initiative, outsider, letters):
    Invitation.objects.behind(letters[0]).get().accept(by=outsider)
    assert working(letters) == [False, False, True]
    assert initiative.memberships.get(user=outsider).role == MembershipRole.MEMBER
    assert initiative.invitations.get(email=outsider.email).accepted_by == outsider


def test_a_new_invitation_lets_in_somebody_who_was_put_out(initiative, lead, outsider, letters):
    initiative.memberships.create(user=outsider).end(by=lead)
    _, token = invite(initiative, lead, email=outsider.email)
    Invitation.objects.behind(token).get().accept(by=outsider)
    assert initiative.memberships.filter(user=outsider).exists()


def test_invitations_to_other_teams_stay(lead, outsider, initiative):
    elsewhere = create_initiative()
    _, token = invite(elsewhere, create_user(lead_of=elsewhere), email=outsider.email)
    initiative.memberships.create(user=outsider).end(by=lead)
    assert working([token]) == [True]


# --- Asking to join ---------------------------------------------------------------------------
def test_asking_twice_is_asking_once(initiative, outsider):
    first, is_new = MembershipRequest.objects.ask(initiative, by=outsider, note="Ik geef les")
    again, is_new_again = MembershipRequest.objects.ask(initiative, by=outsider)
    assert (first, is_new, is_new_again) == (again, True, False)


def test_one_question_waits_for_an_answer(initiative, outsider):
    MembershipRequest.objects.ask(initiative, by=outsider)
    with pytest.raises(IntegrityError, match="one_waiting_request_a_pair"):
        initiative.membership_requests.create(user=outsider)


def test_a_member_does_not_ask_to_join(initiative, team_member):
    with pytest.raises(ValidationError, match="al in dit team"):
        MembershipRequest.objects.ask(initiative, by=team_member)


def test_nobody_asks_everywhere(initiative, outsider):
    for _ in range(MOST_ASKED):
        MembershipRequest.objects.ask(create_initiative(), by=outsider)
    with pytest.raises(ValidationError, match="veel teams"):
        MembershipRequest.objects.ask(initiative, by=outsider)


def test_a_question_is_answered_once(initiative, outsider, lead):
    asked, _ = MembershipRequest.objects.ask(initiative, by=outsider)
    asked.decline(by=lead)
    with pytest.raises(MembershipRequest.DoesNotExist):
        MembershipRequest.objects.get().accept(by=lead)
    assert not initiative.memberships.filter(user=outsider).exists()


@pytest.mark.parametrize("who, sees", [("lead", 1), ("outsider", 1), ("team_member", 0), ("visitor", 0)])
def test_a_question_is_read_by_people_who_let_in_and_by_its_asker(
    request, initiative, lead, outsider, who, sees
):
    MembershipRequest.objects.ask(initiative, by=outsider)
    reader = request.getfixturevalue(who)
    assert MembershipRequest.objects.visible_to(reader).count() == sees
    assert Invitation.objects.visible_to(reader).count() == 0


def test_a_proposal_that_waits_invites_a_few_people_a_day(outsider, programme_staff):
    proposal = Initiative.objects.propose(
        by=outsider, programme=create_programme(), city=None, title="Koele pleinen", summary="Bomen."
    )
    for n in range(MOST_INVITED_TO_PROPOSALS):
        invite(proposal, outsider, email=f"mens{n}@voorbeeld.example")
    with pytest.raises(ValidationError, match="hooguit 20 mensen per dag"):
        invite(proposal, outsider)
    proposal.partnerships.create(partner=create_partner())
    proposal.publish(by=programme_staff)
    assert invite(proposal, outsider)
