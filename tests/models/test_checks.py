"""Somebody else showed a win by their own act, or nobody did: every way to buy it."""

import datetime as dt

import pytest

from initiatives.lenses import Independence, MembershipRole, Perspective, RoleKind, SourceKind, Verdict
from initiatives.models import Evidence, EvidenceCheck, Judgement, Membership, Role, SmallWin
from initiatives.models.audit import acting
from initiatives.models.checks import shown_by_another
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through
from tests.factories_profile import create_evidence, create_judgement


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member)


def is_shown(win: SmallWin) -> bool:
    return SmallWin.objects.standing().filter(shown_by_another(), pk=win.pk).exists()


def judged_by(win: SmallWin, person, **words) -> Judgement:
    words = {"perspective": Perspective.PARTNER, "verdict": Verdict.POSITIVE, **words}
    return Judgement.objects.create(win=win, said_by=person, **words)


def checked_by(win: SmallWin, curator, *, independence=Independence.PARTNER, added_by=None) -> EvidenceCheck:
    evidence = create_evidence(win)
    if added_by:
        type(evidence).objects.filter(pk=evidence.pk).update(added_by=added_by)
    return EvidenceCheck.objects.create(
        evidence=evidence, checked_by=curator, independence=independence, shows="De brief van de corporatie"
    )


# ------------------------------------------------------------------ what the team says
@pytest.mark.parametrize("independence", Independence)
def test_evidence_that_a_team_ticks_shows_nothing_of_somebody_else(win, independence):
    create_evidence(win, independence=independence)
    assert not is_shown(win)


def test_a_win_that_came_through_a_link_of_the_team_is_the_word_of_nobody_known(initiative, team_member):
    """The team made the link, and nobody knows who filled in "partner"."""
    told = tell_through(create_capture_link(initiative=initiative), told_as="partner")
    told.take_on(by=team_member)
    assert not is_shown(told)


# ------------------------------------------------------------------ a judgement of one's own
@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ({}, True),
        ({"perspective": Perspective.RESIDENT}, True),
        ({"verdict": Verdict.MIXED}, True),
        ({"verdict": Verdict.NEGATIVE}, False),
        ({"verdict": Verdict.UNKNOWN}, False),
        ({"perspective": Perspective.TEAM}, False),
        ({"is_first_hand": False, "on_behalf_of": "een bewoner"}, False),
    ],
)
def test_a_judgement_of_somebody_else_shows_it_where_they_found_something_good(win, outsider, words, counts):
    judged_by(win, outsider, **words)
    assert is_shown(win) == counts


def of_the_team(win):
    return create_user(member_of=win.initiative)


def was_of_the_team(win):
    person = create_user(member_of=win.initiative)
    create_win(initiative=win.initiative, by=person)
    person.memberships.all().delete()
    return person


def came_by_invitation(win):
    person = create_user()
    lead = create_user()
    Membership.objects.create(initiative=win.initiative, user=lead, role=MembershipRole.LEAD)
    invitation, _word = win.initiative.invitations.model.objects.invite(
        person.email, to=win.initiative, role=MembershipRole.MEMBER, by=lead
    )
    invitation.accept(by=person)
    person.memberships.all().delete()
    return person


def let_in_elsewhere_by_the_team(win):
    """One person with a second address: they propose another initiative and invite themselves to it."""
    lead = create_user(lead_of=win.initiative)
    other = create_initiative(published=False)
    Membership.objects.create(initiative=other, user=lead, role=MembershipRole.LEAD)
    person = create_user()
    invitation, _word = other.invitations.model.objects.invite(
        person.email, to=other, role=MembershipRole.MEMBER, by=lead
    )
    invitation.accept(by=person)
    return person


def proposed_it(win):
    person = create_user()
    type(win.initiative).objects.filter(pk=win.initiative.pk).update(
        proposed_by=person, proposed_at="2020-01-01T12:00Z"
    )
    return person


def works_for_the_programme(win):
    person = create_user()
    Role.objects.create(user=person, kind=RoleKind.PROGRAMME_STAFF, programme=win.initiative.programme)
    return person


def leads_the_city(win):
    person = create_user()
    Role.objects.create(user=person, kind=RoleKind.COORDINATOR, city=win.initiative.cities.first())
    return person


@pytest.mark.parametrize(
    "who",
    [
        of_the_team,
        was_of_the_team,
        came_by_invitation,
        let_in_elsewhere_by_the_team,
        proposed_it,
        works_for_the_programme,
        leads_the_city,
    ],
)
def test_a_person_inside_is_nobody_else_from_whatever_role_they_speak(win, who):
    person = who(win)
    for perspective in (Perspective.PARTNER, Perspective.RESIDENT):
        judged_by(win, person, perspective=perspective)
    assert not is_shown(win)


def test_a_second_role_does_not_make_somebody_of_the_team_somebody_else(win, team_member):
    Role.objects.create(user=team_member, kind=RoleKind.PROGRAMME_STAFF, programme=win.initiative.programme)
    judged_by(win, team_member)
    checked_by(win, team_member)
    assert not is_shown(win)


def test_a_team_of_another_initiative_is_somebody_else(win):
    judged_by(win, create_user(member_of=create_initiative()))
    assert is_shown(win)


def test_an_account_that_is_gone_may_have_been_of_the_team(win, outsider):
    judged_by(win, outsider)
    outsider.anonymise()
    assert not is_shown(win)


def test_a_judgement_that_was_taken_away_shows_nothing(win):
    judgement = create_judgement(win)
    assert is_shown(win)
    judgement.remove()
    assert not is_shown(win)


def test_a_withdrawn_win_counts_nowhere_however_it_was_shown(win, team_member):
    create_judgement(win)
    win.withdraw(by=team_member)
    assert not is_shown(win)


def test_a_double_gives_its_judgement_to_the_win_that_stays_and_counts_no_more(
    win, team_member, programme_staff
):
    double = create_win(initiative=win.initiative, by=team_member)
    create_judgement(double)
    double.merge_into(win, by=programme_staff)
    assert is_shown(win) and not is_shown(double)
    double.unmerge()
    assert is_shown(double) and not is_shown(win)


# ------------------------------------------------------------------ other words than somebody saw
def shown_by_a_source(win, **_people):
    SmallWin.objects.filter(pk=win.pk).update(source_kind=SourceKind.OUTSIDE, sources="https://krant.nl")


def shown_by_a_judgement(win, outsider, **_people):
    judged_by(win, outsider)


def shown_by_a_check(win, programme_staff, **_people):
    checked_by(win, programme_staff)


@pytest.mark.parametrize("show", [shown_by_a_source, shown_by_a_judgement, shown_by_a_check])
@pytest.mark.parametrize("words", [{"title": "Wij zijn de beste"}, {"occurred_on": dt.date(2026, 3, 2)}])
def test_the_words_that_a_team_writes_in_their_place_are_not_what_somebody_else_showed(
    win, team_member, outsider, programme_staff, show, words
):
    show(win, outsider=outsider, programme_staff=programme_staff)
    win.refresh_from_db()
    with acting(team_member):
        win.rewrite(description="Dit stond er nog niet", title_en="The same in English")
    assert is_shown(win)
    with acting(team_member):
        win.rewrite(**words)
    assert not is_shown(win)


def test_somebody_who_judges_again_judges_the_words_of_now(win, team_member, outsider):
    judgement = judged_by(win, outsider)
    with acting(team_member):
        win.rewrite(title="Iets anders")
    judgement.rewrite(comment="Ook zo is het goed")
    assert is_shown(win)


def test_a_newer_reading_of_the_source_keeps_what_the_source_shows(win):
    shown_by_a_source(win)
    win.refresh_from_db()
    win.rewrite(title="Beter gelezen")  # as loading does, without anybody who is logged in
    assert is_shown(win)


# ------------------------------------------------------------------ a source, and a curator
@pytest.mark.parametrize(
    ("kind", "counts"),
    [(SourceKind.OWN, False), (SourceKind.PARTNER, True), (SourceKind.OUTSIDE, True), (None, False)],
)
def test_a_source_that_somebody_else_published_shows_it(win, kind, counts):
    SmallWin.objects.filter(pk=win.pk).update(source_kind=kind, sources="https://krant.nl")
    assert is_shown(win) == counts


@pytest.mark.parametrize("independence", Independence)
def test_a_curator_who_opened_the_evidence_says_whose_it_is(win, programme_staff, independence):
    checked_by(win, programme_staff, independence=independence)
    assert is_shown(win) == (independence != Independence.OWN_TEAM)


def test_a_curator_shows_nothing_with_evidence_of_their_own(win, programme_staff):
    checked_by(win, programme_staff, added_by=programme_staff)
    assert not is_shown(win)


def test_evidence_that_changes_after_somebody_looked_was_not_looked_at(win, programme_staff):
    """Whoever changes it: the database keeps this."""
    for changed in ({"text": "Een heel ander stuk"}, {"url": "https://elders.nl"}, {"kind": "photo"}):
        evidence = Evidence.objects.filter(pk=checked_by(win, programme_staff).evidence_id)
        evidence.update(text=evidence.get().text, added_by=create_user())
        assert is_shown(win)
        evidence.update(**changed)
        assert not is_shown(win)
        assert not EvidenceCheck.objects.exists()
