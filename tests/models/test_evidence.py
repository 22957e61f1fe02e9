"""Rows on a win: the rules that the database holds, and who may see and change them."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from initiatives.lenses import (
    Answer,
    Audience,
    Depth,
    EvidenceLevel,
    Grade,
    Independence,
    LossAnswer,
    Perspective,
    Verdict,
    WallStatus,
    WinSize,
)
from initiatives.models import Evidence, FollowUp, Judgement, Loss, SmallWin
from initiatives.models.evidence import evidence_level, grade_of
from tests.factories import (
    create_capture_link,
    create_initiative,
    create_link,
    create_user,
    create_win,
    read_by_editors,
    tell_through,
)
from tests.factories_facets import create_evidence, create_follow_up, create_judgement, create_loss
from tests.factories_outside import create_bite, create_wall, create_window
from tests.factories_wishes import create_wish


@pytest.fixture
def win(initiative):
    return create_win(initiative=initiative, occurred_on=dt.date(2026, 3, 1))


ACTORS = ["team_member", "lead", "coordinator", "programme_staff", "outsider", "visitor"]


def who_of(request, rows: dict[str, object]) -> set[str]:
    """The actors for whom the set of rows is not empty."""
    return {name for name in ACTORS if rows(request.getfixturevalue(name)).exists()}


INSIDERS = {"team_member", "lead", "coordinator", "programme_staff"}


# --- rules of the database --------------------------------------------------------------------
@pytest.mark.parametrize(("is_first_hand", "whose"), [(False, ""), (True, "twee bewoners")])
def test_second_hand_names_whose_and_first_hand_does_not(win, outsider, is_first_hand, whose):
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(
            win=win,
            said_by=outsider,
            perspective=Perspective.RESIDENT,
            verdict=Verdict.POSITIVE,
            is_first_hand=is_first_hand,
            on_behalf_of=whose,
        )


def test_nobody_judges_twice_from_the_same_position(win, outsider):
    create_judgement(win, by=outsider)
    create_judgement(win, by=outsider, perspective=Perspective.STUDENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        create_judgement(win, by=outsider, verdict=Verdict.NEGATIVE)


def test_a_loss_is_at_a_win_of_its_own_initiative(win, team_member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.create(
            win=win, initiative=create_initiative(), kind="time", borne_by="teacher", told_by=team_member
        )


def test_a_loss_may_belong_to_an_initiative_alone(initiative, team_member):
    loss = Loss.objects.tell(initiative=initiative, kind="time", borne_by="teacher", told_by=team_member)
    assert (loss.win, loss.audience) == (None, Audience.NETWORK)


def test_nobody_looks_back_before_it_happened(win):
    create_follow_up(win, checked_on=dt.date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        create_follow_up(win, checked_on=dt.date(2026, 2, 28))


def test_a_win_cannot_move_past_a_look_back(win):
    create_follow_up(win, checked_on=dt.date(2026, 4, 1))
    win.rewrite(occurred_on=dt.date(2026, 4, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        win.rewrite(occurred_on=dt.date(2026, 4, 2))


def _wall_of(win):
    create_wall(initiative=win.initiative).moved_by(win, WallStatus.GONE, by=create_user())


def _wish_of(win):
    create_wish(initiative=win.initiative).wins.add(win)


@pytest.mark.parametrize("hang", [create_loss, _wall_of, _wish_of])
def test_a_draft_goes_to_another_initiative_unless_something_of_this_one_hangs_on_it(
    team_member, initiative, hang
):
    draft = SmallWin.objects.keep_draft(
        by=team_member, submission_id=uuid.uuid4(), initiative=initiative, title="Half af"
    )
    draft.keep(initiative=create_initiative())
    draft.keep(initiative=initiative)
    hang(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.keep(initiative=create_initiative())


@pytest.mark.parametrize(
    "make",
    [
        lambda win: create_follow_up(win, checked_on=dt.date(2999, 1, 1)),
        lambda win: create_loss(win, seen_on=dt.date(2999, 1, 1)),
        lambda win: create_evidence(win, text="", url=""),
    ],
)
def test_dates_in_the_future_and_empty_evidence_are_refused(win, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(win)


# --- a loss and the answer of its win ---------------------------------------------------------
def test_a_win_with_a_loss_knows_that_something_got_lost_until_the_last_one_goes(win):
    first, second = create_loss(win), create_loss(win)
    assert win.loss_answer == LossAnswer.SOMETHING
    first.remove()
    assert SmallWin.objects.get().loss_answer == LossAnswer.SOMETHING
    second.remove()
    assert SmallWin.objects.get().loss_answer is None


def test_a_double_hands_over_every_row_that_the_other_win_can_take(
    initiative, win, outsider, programme_staff
):
    double = create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 1))
    for each in (win, double):
        create_judgement(each, by=outsider)
    create_judgement(double)
    create_loss(double)
    create_evidence(double)
    create_follow_up(double, checked_on=dt.date(2026, 2, 1))  # before the other one happened
    create_follow_up(double, checked_on=dt.date(2026, 6, 1))
    double.partners.set(initiative.partners.all())
    double.merge_into(win, by=programme_staff)
    counts = [
        rows.count() for rows in (win.judgements, win.losses, win.evidence, win.follow_ups, win.partners)
    ]
    assert counts == [2, 1, 1, 1, 1]
    assert SmallWin.objects.get(pk=win.pk).loss_answer == LossAnswer.SOMETHING


def what_hangs_on(win) -> dict[str, set]:
    return {name: set(rows.values_list("pk", flat=True)) for name, _column, rows in win.hanging()}


@pytest.fixture
def full(initiative, team_member):
    """A win on which something of everything hangs."""
    win = create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 1), title="Dubbel")
    create_judgement(win, by=team_member)
    create_loss(win)
    create_evidence(win)
    create_follow_up(win)
    win.photos.create(image="photos/x.jpg", width=1, height=1, added_by=team_member)
    create_wall(initiative=initiative).moved_by(win, WallStatus.BREACHED, by=team_member)
    create_window(initiative=initiative).wins.add(win)
    create_wish(initiative=initiative).wins.add(win)
    create_bite(initiative=initiative).finish(by=team_member, win=win)
    win.say_who_was_there(initiative.partners.all(), None)
    initiative.partnerships.first().objections.create(win=win)
    return win


def test_all_that_hangs_on_a_double_goes_along_and_comes_back(initiative, win, full, programme_staff):
    win.say(loss_answer=LossAnswer.NOTHING_SEEN)
    earlier = create_win(initiative=initiative, occurred_on=dt.date(2025, 1, 1))
    create_link(earlier=earlier, later=full)
    before = what_hangs_on(full)
    assert all(before.values()), "the story holds something of everything"

    full.merge_into(win, by=programme_staff)
    assert what_hangs_on(win) == before
    assert not any(what_hangs_on(full).values())
    assert win.earlier_links.get().earlier == earlier

    SmallWin.objects.get(pk=full.pk).unmerge()
    assert what_hangs_on(full) == before
    assert not any(what_hangs_on(win).values())
    assert not win.earlier_links.exists()
    assert SmallWin.objects.get(pk=win.pk).loss_answer == LossAnswer.NOTHING_SEEN
    assert SmallWin.objects.get(pk=full.pk).handed_over is None


def test_a_row_that_both_wins_have_stays_with_its_own(initiative, win, full, team_member, programme_staff):
    wish, wall = full.wishes.get(), full.wall_moves.get().wall
    wish.wins.add(win)
    wall.moved_by(win, WallStatus.GONE, by=team_member)
    full.merge_into(win, by=programme_staff)
    assert (wish.wins.standing().count(), wall.moves.filter(win__stands=True).count()) == (1, 1)
    full.unmerge()
    assert (wish.wins.standing().count(), wall.moves.filter(win__stands=True).count()) == (2, 2)
    assert wall.moves.get(win=win).effect == WallStatus.GONE


def test_a_double_of_a_double_gets_back_what_is_its_own(initiative, win, full, programme_staff):
    last = create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 1))
    create_evidence(win)
    before = what_hangs_on(full), what_hangs_on(win)
    full.merge_into(win, by=programme_staff)
    win.merge_into(last, by=programme_staff)
    full.unmerge()
    win.unmerge()
    assert (what_hangs_on(full), what_hangs_on(win)) == before
    assert not any(what_hangs_on(last).values())


def test_taking_a_win_back_leaves_nothing_that_hung_on_it(initiative):
    told = tell_through(create_capture_link(initiative=initiative))
    create_loss(told)
    told.take_back()
    assert not Loss.objects.exists()


# --- who may see and change -------------------------------------------------------------------
def test_everybody_who_sees_the_win_sees_what_was_judged(request, win):
    create_judgement(win)
    create_evidence(win)
    create_follow_up(win)
    for model in (Judgement, Evidence, FollowUp):
        assert who_of(request, model.objects.visible_to) == set(ACTORS)
    win.rewrite(audience=Audience.TEAM)
    for model in (Judgement, Evidence, FollowUp):
        assert who_of(request, model.objects.visible_to) == INSIDERS


def test_evidence_and_looks_back_are_the_teams_to_change(request, win):
    create_evidence(win)
    create_follow_up(win)
    for model in (Evidence, FollowUp):
        assert who_of(request, model.objects.editable_by) == INSIDERS


def test_a_first_hand_judgement_is_changed_by_whoever_gave_it(request, win, outsider):
    create_judgement(win, by=outsider)
    assert who_of(request, Judgement.objects.editable_by) == {"outsider"}
    win.rewrite(audience=Audience.TEAM)
    assert who_of(request, Judgement.objects.editable_by) == set()


def test_people_inside_change_a_judgement_on_behalf_of_somebody(request, win, team_member):
    create_judgement(win, by=team_member, on_behalf_of="twee bewoners")
    assert who_of(request, Judgement.objects.editable_by) == INSIDERS


def test_a_member_who_left_changes_no_judgement_on_behalf_of_others(win, team_member):
    create_judgement(win, by=team_member, on_behalf_of="twee bewoners")
    team_member.memberships.all().delete()
    assert not Judgement.objects.editable_by(team_member).exists()


def test_comments_are_read_by_the_team_and_by_whoever_wrote_them(request, win, outsider):
    create_judgement(win, by=outsider, comment="Mooi")
    assert who_of(request, Judgement.objects.told_inside_to) == {*INSIDERS, "outsider"}


def test_anybody_logged_in_may_judge_a_standing_win(request, win):
    assert who_of(request, SmallWin.objects.judgeable_by) == {*INSIDERS, "outsider"}
    win.withdraw(by=win.logged_by)
    assert who_of(request, SmallWin.objects.judgeable_by) == set()


def test_somebody_who_cannot_log_in_any_more_changes_nothing(win, outsider):
    create_judgement(win, by=outsider)
    outsider.is_active = False
    assert not Judgement.objects.editable_by(outsider).exists()
    assert not Judgement.objects.told_inside_to(outsider).exists()


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.TEAM, INSIDERS),
        (Audience.NETWORK, {*INSIDERS, "outsider"}),
        (Audience.PUBLIC, {*INSIDERS, "outsider", "visitor"}),
    ],
)
def test_a_loss_is_read_by_its_audience_and_changed_by_the_team(request, win, audience, readers):
    create_loss(win, audience=audience)
    assert who_of(request, Loss.objects.visible_to) == readers
    assert who_of(request, Loss.objects.editable_by) == INSIDERS


# --- words that follow ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "is_good", "grade"),
    [
        ({}, True, Grade.SIGNAL),
        ({"concrete": Answer.YES}, True, Grade.SIGNAL),
        ({"concrete": Answer.YES, "completed": Answer.PARTLY}, True, Grade.SIGNAL),
        ({"concrete": Answer.YES, "completed": Answer.YES}, True, Grade.LIGHT),
        ({"concrete": Answer.YES, "completed": Answer.YES, "depth": Depth.BETTER}, True, Grade.LIGHT),
        ({"concrete": Answer.YES, "completed": Answer.YES, "depth": Depth.DIFFERENT}, False, Grade.LIGHT),
        ({"concrete": Answer.YES, "completed": Answer.YES, "depth": Depth.RETHINK}, True, Grade.SMALL_WIN),
        (
            {"concrete": Answer.YES, "completed": Answer.YES, "depth": "rethink", "size": WinSize.LARGE},
            True,
            Grade.MILESTONE,
        ),
        ({"editor_concrete": Answer.YES, "editor_completed": Answer.YES}, True, Grade.LIGHT),
        (
            {"editor_concrete": Answer.YES, "editor_completed": Answer.YES, "completed": Answer.NO},
            True,
            Grade.SIGNAL,
        ),
    ],
)
def test_the_grade_is_a_word_that_follows_from_the_answers(answers, is_good, grade):
    assert grade_of(SmallWin(**answers), is_judged_good=is_good) == grade


@pytest.mark.parametrize(
    ("found", "is_shown", "level"),
    [
        ([], False, EvidenceLevel.TOLD),
        ([], True, EvidenceLevel.OWN),
        (["own"], False, EvidenceLevel.OWN),
        ([Independence.OWN_TEAM, Independence.PARTNER], False, EvidenceLevel.PARTNER),
        ([Independence.OUTSIDE, Independence.PARTNER], True, EvidenceLevel.OUTSIDE),
    ],
)
def test_the_level_is_that_of_who_showed_it(found, is_shown, level):
    assert evidence_level(found, is_shown=is_shown) == level


# --- two readings -----------------------------------------------------------------------------
def test_two_readings_differ_until_the_team_has_looked(win):
    read_by_editors(win, types=["circulation"], directions=["up", "out"], level="local")
    assert win.readings_that_differ == []  # the team has not answered
    win.rewrite(types=["growth"], directions=["out", "up"], level="vertical")
    assert win.readings_that_differ == ["types", "level"]
    win.take_over_reading("level")
    assert win.readings_that_differ == ["types"]
    win.keep_reading()
    assert (win.readings_that_differ, win.types, win.editor_types) == ([], ["growth"], ["circulation"])
    read_by_editors(win, types=["replication"])  # they read it again
    assert win.readings_that_differ == ["types"]


def test_a_judgement_outlives_the_account_that_gave_it():
    win, judge = create_win(), create_user()
    create_judgement(win, by=judge)
    judge.anonymise()
    assert Judgement.objects.get().said_by == judge


# --- a loss that was read in a source ---------------------------------------------------------
def read_in_a_source(initiative, **details) -> Loss:
    told = {"title": "De vestiging stopt", "sources": "https://voorbeeld.example/", "source_kind": "own"}
    silent = dict.fromkeys(("kind", "borne_by", "status", "seen_on"))
    return Loss.objects.create(
        initiative=initiative,
        told_by=create_user(),
        audience=Audience.PUBLIC,
        **told | silent | details,
    )


@pytest.mark.parametrize("lacking", ["kind", "borne_by", "status", "seen_on"])
def test_a_loss_that_names_no_source_says_what_for_whom_and_when(initiative, lacking):
    told = create_loss(create_win(initiative=initiative))
    with pytest.raises(IntegrityError, match="loss_says_what_for_whom_and_when_or_names_its_source"):
        Loss.objects.filter(pk=told.pk).update(**{lacking: None})


def test_a_loss_of_a_source_says_no_more_than_its_source(client, initiative):
    loss = read_in_a_source(initiative)
    assert (str(loss), loss.weight_and_seen, loss.for_whom) == ("De vestiging stopt", "zonder datum", "")
    for view in ("initiatives:losses", "stories:index"):
        page = client.get(reverse(view, args=[initiative.slug])).text
        assert "De vestiging stopt" in page and "Uit openbare bronnen, gelezen door de redactie." in page


def test_a_loss_is_dated_no_more_precisely_than_somebody_knows(initiative):
    loss = read_in_a_source(initiative, seen_on=dt.date(2019, 1, 1), precision="year")
    assert loss.weight_and_seen == "gezien in 2019"
