import datetime as dt
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from initiatives.lenses import (
    UNKNOWN,
    Audience,
    Direction,
    Level,
    LinkBasis,
    Mechanism,
    Robustness,
    ScalingType,
    WinState,
)
from initiatives.models import CaptureLink, SmallWin, TooMany, WinLink, chain_between
from initiatives.periods import Period
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_programme,
    create_user,
    create_win,
    read_by_editors,
)

YEAR = Period.parse("2021-2022")


# --- what the database holds --------------------------------------------------------------


@pytest.mark.parametrize(
    "rule, details",
    [
        ("win_types_known", {"types": ["scaling up"]}),
        ("win_types_known", {"types": [ScalingType.GROWTH, UNKNOWN]}),
        ("win_directions_known", {"directions": ["sideways"]}),
        ("win_level_known", {"level": "national"}),
        ("win_depth_known", {"depth": "4"}),
        ("win_audience_known", {"audience": "boss"}),
        ("win_precision_known", {"precision": "decade", "occurred_on": None, "sources": "verslag"}),
        ("win_came_from_known", {"came_from": "yes"}),
        ("win_is_not_empty", {"title": ""}),
        ("win_has_a_date_or_a_source", {"occurred_on": None}),
        ("win_is_not_in_the_future", {"occurred_on": dt.date(2999, 1, 1)}),
        ("win_date_is_the_start_of_its_stretch", {"precision": "month", "occurred_on": dt.date(2024, 2, 2)}),
        (
            "win_date_is_the_start_of_its_stretch",
            {"precision": "quarter", "occurred_on": dt.date(2024, 2, 1)},
        ),
        ("win_date_is_the_start_of_its_stretch", {"precision": "year", "occurred_on": dt.date(2024, 2, 1)}),
        ("win_confirmed_together", {"confirmed_at": timezone.now()}),
        ("win_taken_back_has_no_words", {"withdrawn_at": timezone.now()}),
        ("win_returned_together", {"returned_at": timezone.now(), "question": "Wie?"}),
        ("win_editor_reading_has_a_reader", {"editor_level": Level.LOCAL}),
        ("win_editor_reading_has_a_reader", {"editor_concrete": "yes"}),
        ("win_of_a_source_names_it", {"source_kind": "own"}),
    ],
)
def test_the_database_refuses(rule, details):
    with pytest.raises(IntegrityError, match=rule):
        create_win(**details)


def test_a_question_without_words_is_refused(programme_staff):
    with pytest.raises(IntegrityError, match="win_question_has_words"):
        create_win().ask(by=programme_staff, question="")


def test_silence_none_of_these_and_dont_know_are_three_answers():
    answers = [None, [], [UNKNOWN]]
    told = [create_win(types=types).types for types in answers]
    assert told == answers


def test_a_win_from_a_source_may_lack_a_date():
    win = create_win(occurred_on=None, sources="https://voorbeeld.example/verslag")
    assert win.stretch is None
    assert win.sort_on == dt.date(1, 1, 1)


def test_today_in_amsterdam_is_not_the_future():
    assert create_win(occurred_on=timezone.localdate()).pk


# --- whose reading counts -----------------------------------------------------------------


def test_the_editors_reading_counts_until_the_team_says_otherwise():
    win = read_by_editors(
        create_win(), types=[ScalingType.GROWTH], directions=[Direction.OUT], level=Level.LOCAL
    )
    assert (win.counted_types, win.counted_level) == ([ScalingType.GROWTH], Level.LOCAL)
    assert win.has_editors_reading_only

    win.types, win.level = [], Level.VERTICAL
    win.save()
    win.refresh_from_db()
    assert (win.counted_types, win.counted_level) == ([], Level.VERTICAL)
    assert win.editor_types == [ScalingType.GROWTH]


def test_agreeing_with_the_editors_keeps_what_the_team_already_said():
    win = read_by_editors(
        create_win(types=[ScalingType.CIRCULATION]), types=[ScalingType.GROWTH], directions=[Direction.UP]
    )
    win.accept_reading(["types", "directions"])
    win.refresh_from_db()
    assert win.types == [ScalingType.CIRCULATION]
    assert win.directions == [Direction.UP]
    assert not win.has_editors_reading_only


# --- telling once -------------------------------------------------------------------------


def test_a_form_that_arrives_twice_is_one_win(initiative, team_member):
    form = {"by": team_member, "submission_id": uuid.uuid4(), "initiative": initiative}
    first, is_new = SmallWin.objects.tell(**form, title="Gelukt", occurred_on=dt.date(2024, 1, 1))
    again, is_new_again = SmallWin.objects.tell(**form, title="Gelukt", occurred_on=dt.date(2024, 1, 1))
    assert (first, is_new, is_new_again) == (again, True, False)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_many_threads_is_one_win(initiative, team_member):
    form = {
        "by": team_member,
        "submission_id": uuid.uuid4(),
        "initiative": initiative,
        "title": "Gelukt",
        "occurred_on": dt.date(2024, 1, 1),
    }
    told = []

    def tell():
        told.append(SmallWin.objects.tell(**form)[0].pk)
        connection.close()

    threads = [threading.Thread(target=tell) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert set(told) == set(initiative.wins.values_list("pk", flat=True))


def test_someone_else_with_the_same_form_number_tells_their_own_win(initiative):
    number = uuid.uuid4()
    for _ in range(2):
        SmallWin.objects.tell(
            by=create_user(),
            submission_id=number,
            initiative=initiative,
            title="Gelukt",
            occurred_on=dt.date(2024, 1, 1),
        )
    assert initiative.wins.count() == 2


# --- states -------------------------------------------------------------------------------


def test_a_win_goes_from_told_to_asked_to_answered_to_confirmed(programme_staff):
    win = create_win(confirmed=False)
    assert win.state == WinState.LOGGED
    win.ask(by=programme_staff, question="Wie merkte het?")
    assert win.state == WinState.RETURNED
    win.answer()
    assert (win.state, win.question) == (WinState.LOGGED, "")
    win.confirm(by=programme_staff)
    win.refresh_from_db()
    assert (win.state, win.confirmed_by) == (WinState.CONFIRMED, programme_staff)


def test_asking_again_takes_the_confirmation_back(programme_staff):
    win = create_win()
    win.confirm(by=programme_staff)
    win.ask(by=programme_staff, question="Klopt de datum?")
    assert win.confirmed_by is None


def test_withdrawing_keeps_the_win_and_who_did_it(team_member):
    win = create_win()
    win.withdraw(by=team_member, reason="Dubbel verteld")
    win.withdraw(by=create_user(), reason="Nog eens")  # a second time changes nothing

    win.refresh_from_db()
    assert (win.withdrawn_by, win.withdrawal_reason) == (team_member, "Dubbel verteld")
    assert not SmallWin.objects.standing().exists()

    win.restore()
    assert SmallWin.objects.standing().get() == win


# --- who sees what ------------------------------------------------------------------------


def everyone(initiative):
    other = create_initiative()
    return {
        "team_member": create_user(member_of=initiative),
        "lead": create_user(lead_of=initiative),
        "coordinator": create_user(coordinates=initiative.cities.get()),
        "programme_staff": create_user(staff_of=initiative.programme),
        "other_team": create_user(member_of=other),
        "other_coordinator": create_user(coordinates=create_city()),
        "other_staff": create_user(staff_of=create_programme()),
        "outsider": create_user(),
    }


INSIDERS = {"team_member", "lead", "coordinator", "programme_staff"}
NETWORK = INSIDERS | {"other_team", "other_coordinator", "other_staff", "outsider"}


@pytest.mark.parametrize(
    "published, audience, readers, visitor_reads",
    [
        (True, Audience.PUBLIC, NETWORK, True),
        (True, Audience.NETWORK, NETWORK, False),
        (True, Audience.TEAM, INSIDERS, False),
        (False, Audience.PUBLIC, INSIDERS, False),
    ],
)
def test_the_audience_decides_who_reads_a_win(published, audience, readers, visitor_reads, visitor):
    win = create_win(initiative=create_initiative(published=published), audience=audience)
    cast = everyone(win.initiative)
    seen = {who for who, user in cast.items() if SmallWin.objects.visible_to(user).exists()}
    assert seen == readers
    assert SmallWin.objects.visible_to(visitor).exists() == visitor_reads


def test_people_inside_edit_a_win():
    win = create_win()
    cast = everyone(win.initiative)
    assert {who for who, user in cast.items() if SmallWin.objects.editable_by(user).exists()} == INSIDERS


def test_a_withdrawn_win_is_seen_only_by_those_who_may_put_it_back(visitor):
    win = create_win()
    win.withdraw(by=win.logged_by)
    cast = everyone(win.initiative)
    assert {who for who, user in cast.items() if SmallWin.objects.visible_to(user).exists()} == INSIDERS
    assert not SmallWin.objects.visible_to(visitor).exists()


def test_rights_end_with_the_account(team_member):
    win = create_win(audience=Audience.TEAM, initiative=team_member.initiatives.get())
    team_member.is_active = False
    assert win not in SmallWin.objects.visible_to(team_member)
    assert win not in SmallWin.objects.editable_by(team_member)


# --- when ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, precision, counts",
    [
        (dt.date(2021, 8, 31), "day", False),
        (dt.date(2021, 9, 1), "day", True),
        (dt.date(2022, 8, 31), "day", True),
        (dt.date(2022, 9, 1), "day", False),
        (dt.date(2021, 9, 1), "month", True),
        (dt.date(2021, 7, 1), "quarter", False),  # two of its three months are before September
        (dt.date(2022, 7, 1), "quarter", True),
        (dt.date(2021, 1, 1), "year", False),  # eight of its twelve months are before September
        (dt.date(2022, 1, 1), "year", True),
    ],
)
def test_a_rough_date_counts_where_at_least_half_of_it_lies(day, precision, counts):
    create_win(occurred_on=day, precision=precision)
    assert SmallWin.objects.happened_in(YEAR).exists() == counts


def test_newest_first_and_undated_last():
    undated = create_win(occurred_on=None, sources="verslag")
    old, new = (create_win(occurred_on=dt.date(year, 1, 1)) for year in (2019, 2024))
    assert list(SmallWin.objects.newest_first()) == [new, old, undated]


def test_cleaning_moves_a_rough_date_to_the_start_of_its_stretch():
    win = SmallWin(occurred_on=dt.date(2024, 5, 17), precision="quarter")
    win.clean()
    assert win.occurred_on == dt.date(2024, 4, 1)


# --- search -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["studenten", "student", "STUDENTEN wijk", '"studenten helpen"'])
def test_dutch_search_knows_the_stem_of_a_word(words):
    create_win(title="Twee studenten helpen", description="Zij openden de buurtkamer in de wijk.")
    assert SmallWin.objects.matching(words).exists()
    assert not SmallWin.objects.matching("wethouder").exists()


# --- links --------------------------------------------------------------------------------


def three_in_a_row():
    initiative = create_initiative()
    return [
        create_win(initiative=initiative, title=title, occurred_on=dt.date(2024, 1, 1))
        for title in ("Eerst", "Toen", "Daarna")
    ]


def test_a_circle_is_refused_by_the_database():
    first, second, third = three_in_a_row()
    create_link(earlier=first, later=second)
    create_link(earlier=second, later=third)
    with pytest.raises(IntegrityError, match="circle"):
        create_link(earlier=third, later=first)


def test_a_circle_is_refused_in_words_that_name_the_chain():
    first, second, third = three_in_a_row()
    create_link(earlier=first, later=second)
    create_link(earlier=second, later=third)
    with pytest.raises(ValidationError, match="Eerst → Toen → Daarna"):
        WinLink(earlier=third, later=first, told_by=third.logged_by).clean()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("link_mechanism_known", {"mechanism": Robustness.ROBUSTNESS, "mechanism_basis": LinkBasis.TEAM}),
        ("link_says_who_says_what_worked", {"mechanism": Mechanism.LEARNING}),
        ("link_says_who_says_what_worked", {"mechanism_basis": LinkBasis.STATED}),
    ],
)
def test_a_mechanism_has_somebody_who_says_so_and_is_never_robustness(rule, words):
    link = create_link(earlier=create_win(), later=create_win())
    with pytest.raises(IntegrityError, match=rule):
        WinLink.objects.filter(pk=link.pk).update(**words)


def test_a_mechanism_is_said_by_the_team_that_tells_the_link(initiative, team_member):
    first, then, last = (create_win(initiative=initiative) for _ in range(3))
    said = then.grew_from(first, by=team_member, mechanism=Mechanism.LEARNING)
    silent = last.grew_from(then, by=team_member)
    assert (said.basis, said.mechanism_basis) == (LinkBasis.TEAM, LinkBasis.TEAM)
    assert (silent.basis, silent.mechanism_basis) == (LinkBasis.TEAM, None)


def test_a_link_that_was_declined_closes_no_circle_until_it_stands_again():
    first, second, _ = three_in_a_row()
    declined = create_link(earlier=first, later=second)
    declined.decline(by=second.logged_by)
    WinLink(earlier=second, later=first, told_by=second.logged_by).clean()
    create_link(earlier=second, later=first)
    with pytest.raises(IntegrityError, match="circle"):
        declined.confirm(by=second.logged_by)


def test_the_chain_between_two_wins_is_the_shortest():
    first, second, third = three_in_a_row()
    create_link(earlier=first, later=second)
    create_link(earlier=second, later=third)
    create_link(earlier=first, later=third)
    assert chain_between(first, third) == [first, third]
    assert chain_between(third, first) == []


@pytest.mark.parametrize(
    "earlier, later, runs_forward",
    [
        ((dt.date(2024, 3, 1), "day"), (dt.date(2024, 2, 28), "day"), False),
        ((dt.date(2024, 3, 1), "day"), (dt.date(2024, 3, 1), "day"), True),
        ((dt.date(2024, 3, 1), "day"), (dt.date(2024, 1, 1), "year"), True),  # may have been in May
        ((dt.date(2024, 3, 1), "day"), (dt.date(2024, 1, 1), "quarter"), True),
        ((dt.date(2024, 4, 1), "month"), (dt.date(2024, 1, 1), "quarter"), False),
        ((dt.date(2024, 3, 1), "month"), (dt.date(2024, 2, 1), "month"), False),
    ],
)
def test_a_later_win_is_not_before_the_earlier_one(earlier, later, runs_forward):
    first = create_win(occurred_on=earlier[0], precision=earlier[1])
    second = create_win(occurred_on=later[0], precision=later[1])
    link = WinLink(earlier=first, later=second, told_by=first.logged_by)
    if runs_forward:
        link.clean()
        link.save()
    else:
        with pytest.raises(ValidationError):
            link.clean()
        with pytest.raises(IntegrityError, match="before"):
            link.save()


def test_moving_a_win_may_not_turn_its_links_around():
    first, second, _ = three_in_a_row()
    create_link(earlier=first, later=second)
    second.occurred_on = dt.date(2023, 1, 1)
    with pytest.raises(IntegrityError, match="before"):
        second.save()


def test_a_win_does_not_follow_from_itself():
    win = create_win()
    with pytest.raises(IntegrityError, match=r"link_joins_two_wins|circle"):
        create_link(earlier=win, later=win)


def test_a_link_hides_with_either_of_its_ends(visitor):
    open_win, team_win = create_win(), create_win(audience=Audience.TEAM)
    link = create_link(earlier=open_win, later=team_win)
    assert not WinLink.objects.visible_to(visitor).exists()
    assert WinLink.objects.visible_to(team_win.logged_by).get() == link


# --- drafts, what came without an account, and what stood there twice ------------------------


def test_a_draft_needs_nothing_and_counts_nowhere(team_member):
    draft = SmallWin.objects.keep_draft(by=team_member, submission_id=uuid.uuid4())
    draft.refresh_from_db()
    assert (draft.state, draft.stands) == (WinState.DRAFT, False)
    assert SmallWin.objects.visible_to(team_member).get() == draft
    assert not SmallWin.objects.visible_to(create_user()).exists()


def test_a_draft_that_is_told_is_one_win_from_that_moment(initiative, team_member):
    form = {"by": team_member, "submission_id": uuid.uuid4(), "initiative": initiative}
    draft = SmallWin.objects.keep_draft(**form, title="Half")
    win, is_new = SmallWin.objects.tell(**form, title="Heel", occurred_on=dt.date(2024, 1, 1))
    assert (win.pk, is_new, win.state, win.title) == (draft.pk, True, WinState.LOGGED, "Heel")
    assert SmallWin.objects.keep_draft(**form, title="Te laat").title == "Heel"
    with pytest.raises(ValidationError):
        win.discard()


@pytest.mark.parametrize("title, initiative_id", [("", 1), ("Iets", None)])
def test_a_told_win_has_words_and_an_initiative(initiative, team_member, title, initiative_id):
    draft = SmallWin.objects.keep_draft(
        by=team_member,
        submission_id=uuid.uuid4(),
        title=title,
        initiative=initiative if initiative_id else None,
        occurred_on=dt.date(2024, 1, 1),
    )
    with pytest.raises(IntegrityError, match=r"win_is_not_empty|win_has_an_initiative"):
        draft.log(by=team_member)


@pytest.fixture
def told_by_link(initiative, team_member):
    link = CaptureLink.objects.create(initiative=initiative, created_by=team_member)
    win, _new = SmallWin.objects.tell_through(
        link, submission_id=uuid.uuid4(), title="Gehoord", occurred_on=dt.date(2024, 1, 1)
    )
    win.refresh_from_db()
    return win


def test_a_win_told_without_an_account_is_for_the_team_until_it_takes_it_on(
    told_by_link, team_member, outsider
):
    assert (told_by_link.state, told_by_link.stands) == (WinState.WAITING, False)
    assert SmallWin.objects.waiting_for_the_team().visible_to(team_member).get() == told_by_link
    assert not SmallWin.objects.visible_to(outsider).exists()
    told_by_link.take_on(by=team_member)
    told_by_link.refresh_from_db()
    assert (told_by_link.state, told_by_link.taken_on_by) == (WinState.LOGGED, team_member)
    assert SmallWin.objects.visible_to(outsider).get() == told_by_link


def test_a_refused_win_can_still_be_taken_on(told_by_link, team_member):
    told_by_link.withdraw(by=team_member, reason="Dit was bij de buren.")
    assert told_by_link.state == WinState.REFUSED
    told_by_link.take_on(by=team_member)
    assert told_by_link.state == WinState.LOGGED


def test_a_link_that_is_revoked_tells_nothing_more(told_by_link, team_member):
    told_by_link.capture_link.revoke(by=team_member)
    with pytest.raises(CaptureLink.DoesNotExist):
        SmallWin.objects.tell_through(
            told_by_link.capture_link, submission_id=uuid.uuid4(), title="Nog een", occurred_on=None
        )


def test_a_link_tells_no_more_than_a_full_room(told_by_link, monkeypatch):
    monkeypatch.setattr("initiatives.models.wins.telling.MOST_BY_A_LINK", 1)
    with pytest.raises(TooMany):
        SmallWin.objects.tell_through(
            told_by_link.capture_link, submission_id=uuid.uuid4(), title="Nog een", occurred_on=None
        )


def test_a_double_gives_the_other_its_links_and_counts_no_more(initiative, programme_staff):
    first, double, stays = (
        create_win(initiative=initiative, title=title) for title in ("Eerst", "Dubbel", "Blijft")
    )
    create_link(earlier=first, later=double)
    double.merge_into(stays, by=programme_staff)
    double.refresh_from_db()
    assert (double.state, double.stands) == (WinState.MERGED, False)
    assert chain_between(first, stays) == [first, stays]
    double.unmerge()
    double.refresh_from_db()
    assert double.state == WinState.CONFIRMED


def test_a_win_is_not_a_double_of_itself_or_of_another_initiatives(programme_staff):
    win = create_win()
    for other in (win, create_win()):
        with pytest.raises(ValidationError):
            win.merge_into(other, by=programme_staff)


def test_a_win_for_everyone_is_for_the_network_until_it_is_confirmed(visitor, outsider, programme_staff):
    win = create_win(confirmed=False)
    assert win.audience_now == Audience.NETWORK
    assert not SmallWin.objects.visible_to(visitor).exists()
    assert SmallWin.objects.visible_to(outsider).get() == win
    win.confirm(by=programme_staff)
    assert SmallWin.objects.visible_to(visitor).get() == win
    win.ask(by=programme_staff, question="Wie was erbij?")
    assert not SmallWin.objects.visible_to(visitor).exists()


def test_a_coordinator_reads_drafts_and_leaves_them_to_the_team(initiative, coordinator, team_member):
    draft = SmallWin.objects.keep_draft(by=team_member, submission_id=uuid.uuid4(), initiative=initiative)
    assert SmallWin.objects.visible_to(coordinator).get() == draft
    assert not SmallWin.objects.editable_by(coordinator).exists()
    assert SmallWin.objects.editable_by(team_member).get() == draft
