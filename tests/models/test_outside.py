"""Actors, walls and windows: who may see and change them, what a win does to a wall, what the database holds."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.lenses import WallAnswer, WallStatus, WindowState
from initiatives.models import Actor, Initiative, SmallWin, Wall, WallMove, WallTopic, Window
from initiatives.models.outside import likeness, topic_slug
from initiatives.models.windows import REMIND_DAYS
from initiatives.periods import stretch
from tests.factories import create_city, create_initiative, create_programme, create_user, create_win
from tests.factories_outside import create_actor, create_wall, create_window

DAY = dt.date(2026, 3, 10)


# ------------------------------------------------------------------ who may what
@pytest.mark.parametrize(
    ("who", "sees", "edits", "knows_stance"),
    [
        ("team_member", True, True, True),
        ("lead", True, True, True),
        ("coordinator", True, True, False),
        ("programme_staff", True, True, False),
        ("outsider", False, False, False),
        ("visitor", False, False, False),
    ],
)
def test_people_who_work_on_it_know_the_actors(request, initiative, who, sees, edits, knows_stance):
    actor, reader = create_actor(initiative=initiative), request.getfixturevalue(who)
    assert Actor.objects.visible_to(reader).contains(actor) is sees
    assert Actor.objects.editable_by(reader).contains(actor) is edits
    assert Actor.objects.stance_known_to(reader).contains(actor) is knows_stance


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("team_member", True, True),
        ("coordinator", True, True),
        ("programme_staff", True, True),
        ("outsider", True, False),
        ("visitor", False, False),
    ],
)
def test_walls_and_windows_are_for_the_network(request, initiative, who, sees, edits):
    reader = request.getfixturevalue(who)
    wall = create_wall(initiative=initiative)
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.BREACHED, by=create_user())
    for row in (wall, create_window(initiative=initiative), move):
        assert type(row).objects.visible_to(reader).contains(row) is sees
        assert type(row).objects.editable_by(reader).contains(row) is edits


@pytest.mark.parametrize("who", ["team_member", "outsider"])
def test_somebody_who_left_sees_nothing(request, initiative, who):
    reader = request.getfixturevalue(who)
    reader.is_active = False
    reader.save()
    rows = [
        create_actor(initiative=initiative),
        create_wall(initiative=initiative),
        create_window(initiative=initiative),
    ]
    for row in rows:
        assert not type(row).objects.visible_to(reader).exists()
        assert not type(row).objects.editable_by(reader).exists()
    assert not Actor.objects.stance_known_to(reader).exists()
    assert not Window.objects.cities_kept_by(reader).exists()


def test_the_network_does_not_know_unpublished_initiatives(outsider):
    hidden = create_initiative(published=False)
    create_wall(initiative=hidden)
    create_window(initiative=hidden)
    assert not Wall.objects.visible_to(outsider).exists()
    assert not Window.objects.visible_to(outsider).exists()
    assert not WallTopic.objects.visible_to(outsider).exists()


def test_a_move_is_known_where_its_wall_and_its_win_are(outsider, team_member, initiative):
    wall = create_wall(initiative=initiative)
    win = create_win(initiative=initiative, audience="team")
    move = wall.moved_by(win, WallStatus.BREACHED, by=team_member)
    assert WallMove.objects.visible_to(team_member).contains(move)
    assert not WallMove.objects.visible_to(outsider).exists()


@pytest.mark.parametrize(
    ("who", "keeps"),
    [
        ("coordinator", True),
        ("programme_staff", True),
        ("lead", False),
        ("outsider", False),
        ("visitor", False),
    ],
)
def test_the_windows_of_a_city_are_kept_by_its_coordinator(request, initiative, who, keeps):
    city, reader = initiative.cities.get(), request.getfixturevalue(who)
    window = create_window(city=city)
    assert Window.objects.cities_kept_by(reader).contains(city) is keeps
    assert Window.objects.editable_by(reader).contains(window) is keeps


def test_windows_around_an_initiative_are_its_own_and_those_of_its_cities(initiative):
    own, of_city = create_window(initiative=initiative), create_window(city=initiative.cities.get())
    create_window(city=create_city())
    create_window()
    around = Window.objects.around(type(initiative).objects.filter(pk=initiative.pk))
    assert set(around) == {own, of_city}


# ------------------------------------------------------------------ names of walls
def test_one_name_is_one_topic_in_a_programme():
    programme = create_programme()
    first = WallTopic.objects.named("Rooster ligt vast", programme=programme)
    assert WallTopic.objects.named("rooster  ligt vast!", programme=programme) == first
    assert WallTopic.objects.named("Rooster ligt vast", programme=create_programme()) != first


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("Het rooster ligt vast", True),
        ("Roosters liggen vast", True),
        ("Vast ligt het rooster", True),
        ("Rooster ligt vast", False),  # the same name: there is nothing to ask
        ("Geen geld voor begeleiding", False),
    ],
)
def test_names_that_look_alike_are_found(typed, like):
    topic = create_wall(name="Rooster ligt vast").topic
    assert (topic in WallTopic.objects.all().like(typed)) is like


@given(st.text(max_size=120))
def test_every_name_has_an_address(name):
    slug = topic_slug(name)
    assert 0 < len(slug) <= 120
    assert WallTopic._meta.get_field("slug").run_validators(slug) is None
    assert likeness(slug, slug) == 1


# ------------------------------------------------------------------ a win moves a wall
@pytest.mark.parametrize("effect", [WallStatus.BREACHED, WallStatus.BYPASSED, WallStatus.GONE])
def test_a_wall_stands_as_the_win_left_it(initiative, effect):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    wall.moved_by(win, effect, by=create_user())
    wall.refresh_from_db()
    assert wall.status == effect
    assert wall.ended_on == (None if effect == WallStatus.BREACHED else win.occurred_on)


def test_an_earlier_win_is_history_only(initiative):
    wall = create_wall(initiative=initiative)
    late = create_win(initiative=initiative, occurred_on=dt.date(2026, 5, 1))
    early = create_win(initiative=initiative, occurred_on=dt.date(2025, 5, 1))
    wall.moved_by(late, WallStatus.GONE, by=create_user())
    wall.moved_by(early, WallStatus.BREACHED, by=create_user())
    wall.refresh_from_db()
    assert (wall.status, wall.ended_on) == (WallStatus.GONE, late.occurred_on)
    assert wall.moves.count() == 2


def test_a_win_moves_a_wall_once_and_may_be_told_anew(initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.BREACHED, by=create_user())
    wall.moved_by(win, WallStatus.GONE, by=create_user())
    assert wall.moves.get().effect == wall.status == WallStatus.GONE


def test_a_win_that_is_not_dated_ends_a_wall_today(initiative):
    wall = create_wall(initiative=initiative, since=dt.date(2020, 1, 1))
    wall.moved_by(
        create_win(initiative=initiative, occurred_on=None, sources="Jaarverslag"),
        WallStatus.GONE,
        by=create_user(),
    )
    assert wall.ended_on is not None


def test_a_win_of_another_initiative_moves_nothing(initiative):
    with pytest.raises(ValidationError):
        create_wall(initiative=initiative).moved_by(create_win(), WallStatus.GONE, by=create_user())
    assert not WallMove.objects.exists()


@settings(deadline=None)  # a few rows each time
@given(
    since=st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
    day=st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
    precision=st.sampled_from(["day", "month", "quarter", "year"]),
)
def test_a_wall_never_ends_before_it_stands(since, day, precision):
    """Every date gets either a sentence, or an end within the days that the win may have been on."""
    with transaction.atomic():
        initiative = create_initiative()
        wall = create_wall(initiative=initiative, since=since)
        first_day = stretch(day, precision).first_day
        win = create_win(initiative=initiative, occurred_on=first_day, precision=precision, confirmed=False)
        try:
            wall.moved_by(win, WallStatus.GONE, by=win.logged_by)
        except ValidationError:
            assert win.stretch.last_day < since
        else:
            wall.refresh_from_db()
            assert wall.ended_on >= since
            assert win.stretch.first_day <= wall.ended_on <= win.stretch.last_day
        transaction.set_rollback(True)


def test_taking_a_move_back_leaves_the_wall_as_the_win_before_left_it(initiative):
    wall = create_wall(initiative=initiative)
    first = create_win(initiative=initiative, occurred_on=dt.date(2025, 5, 1))
    second = create_win(initiative=initiative, occurred_on=dt.date(2026, 5, 1))
    wall.moved_by(first, WallStatus.BREACHED, by=create_user())
    move = wall.moved_by(second, WallStatus.GONE, by=create_user())
    move.take_back()
    wall.refresh_from_db()
    assert (wall.status, wall.ended_on) == (WallStatus.BREACHED, None)


def test_taking_back_a_move_keeps_what_was_said_by_hand(initiative):
    wall = create_wall(initiative=initiative)
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.BREACHED, by=create_user())
    wall.become(WallStatus.ACCEPTED)
    WallMove.objects.get(pk=move.pk).take_back()
    wall.refresh_from_db()
    assert wall.status == WallStatus.ACCEPTED


def test_the_same_wall_does_not_rise_twice(initiative):
    wall = create_wall(initiative=initiative, name="Rooster")
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.GONE, by=create_user())
    create_wall(initiative=initiative, name="Rooster")
    with pytest.raises(ValidationError, match="staat er al"):
        move.take_back()
    assert WallMove.objects.exists()


# ------------------------------------------------------------------ a win that moved a wall goes, and comes back
def test_a_wall_stands_again_without_the_win_and_goes_with_it(initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.GONE, by=create_user())
    for _ in range(2):
        win.withdraw(by=create_user())
        wall.refresh_from_db()
        assert (wall.status, wall.ended_on) == (WallStatus.ACTIVE, None)
        win.restore()
        wall.refresh_from_db()
        assert (wall.status, wall.ended_on) == (WallStatus.GONE, win.occurred_on)
    assert wall.moves.count() == 1


def test_without_the_win_a_wall_stands_as_the_one_before_left_it(initiative):
    wall = create_wall(initiative=initiative)
    first = create_win(initiative=initiative, occurred_on=dt.date(2025, 5, 1))
    second = create_win(initiative=initiative, occurred_on=dt.date(2026, 5, 1))
    for win in (first, second):
        wall.moved_by(win, WallStatus.GONE, by=create_user())
    for step, ended_on in ((lambda: second.withdraw(by=create_user()), first), (second.restore, second)):
        step()
        wall.refresh_from_db()
        assert (wall.status, wall.ended_on) == (WallStatus.GONE, ended_on.occurred_on)


def test_a_status_set_by_hand_outlives_the_win_of_its_wall(initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.GONE, by=create_user())
    wall.become(WallStatus.ACTIVE)
    win.withdraw(by=create_user())
    win.restore()
    wall.refresh_from_db()
    assert wall.status == WallStatus.ACTIVE


def test_a_status_set_while_the_win_was_away_stays(initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.GONE, by=create_user())
    win.withdraw(by=create_user())
    wall.refresh_from_db()
    wall.become(WallStatus.ACCEPTED)
    win.restore()
    wall.refresh_from_db()
    assert wall.status == WallStatus.ACCEPTED


def test_a_wall_that_was_put_up_again_keeps_no_win_from_going(initiative):
    wall, win = create_wall(initiative=initiative, name="Rooster"), create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.GONE, by=create_user())
    create_wall(initiative=initiative, name="Rooster")
    win.withdraw(by=create_user())
    wall.refresh_from_db()
    assert (win.withdrawn_at is not None, wall.status) == (True, WallStatus.GONE)


# ------------------------------------------------------------------ windows
@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (1, None, WindowState.NOT_YET),
        (0, None, WindowState.OPEN),
        (-10, REMIND_DAYS + 1, WindowState.OPEN),
        (-10, REMIND_DAYS, WindowState.CLOSING),
        (-10, 0, WindowState.CLOSING),
        (-10, -1, WindowState.CLOSED),
    ],
)
def test_how_a_window_stands_follows_from_its_dates(opens, closes, state):
    day = lambda n: None if n is None else DAY + dt.timedelta(days=n)  # noqa: E731
    window = create_window(opens_on=day(opens), closes_on=day(closes))
    assert window.state_on(DAY) == state
    assert Window.objects.open_on(DAY).exists() is (state in (WindowState.OPEN, WindowState.CLOSING))
    assert Window.objects.closing_after(DAY, Initiative.objects.all()).exists() is (
        state == WindowState.CLOSING
    )


def test_a_window_that_was_used_needs_no_reminder(initiative):
    window = create_window(initiative=initiative, closes_on=DAY)
    win = create_win(initiative=initiative)
    window.wins.add(win)
    anybody = Initiative.objects.none()
    assert not Window.objects.closing_after(DAY, anybody).exists()
    win.withdraw(by=create_user())
    assert Window.objects.closing_after(DAY, anybody).exists()


def test_using_a_window_of_the_city_silences_no_other_team(initiative):
    other = create_initiative(city=initiative.cities.get())
    window = create_window(city=initiative.cities.get(), closes_on=DAY)
    window.wins.add(create_win(initiative=other))
    for reader, is_told in ((initiative, True), (other, False)):
        own = Initiative.objects.filter(pk=reader.pk)
        assert Window.objects.closing_after(DAY, own).exists() is is_told


# ------------------------------------------------------------------ what the database holds
@pytest.mark.parametrize(
    "breach",
    [
        lambda: create_actor(label=" ", partner=None) and Actor.objects.update(label=""),
        lambda: create_actor(world="mars"),
        lambda: create_actor(stance="loves"),
        lambda: create_wall(kind="paper"),
        lambda: create_wall(status=WallStatus.GONE),
        lambda: create_wall(ended_on=DAY),
        lambda: create_wall(status=WallStatus.GONE, since=DAY, ended_on=DAY - dt.timedelta(days=1)),
        lambda: create_window(opens_on=DAY, closes_on=DAY - dt.timedelta(days=1)),
        lambda: create_window(initiative=create_initiative(), city=create_city()),
        lambda: Window.objects.update(title="") or (create_window() and Window.objects.update(title="")),
        lambda: create_wall().moves.create(win=create_win(), effect=WallStatus.ACTIVE, told_by=create_user()),
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(breach):
    with pytest.raises(IntegrityError), transaction.atomic():
        breach()


def test_a_wall_stands_once_and_may_have_stood_before(initiative):
    create_wall(initiative=initiative, name="Rooster", status=WallStatus.GONE, ended_on=DAY)
    create_wall(initiative=initiative, name="Rooster")
    with pytest.raises(IntegrityError), transaction.atomic():
        create_wall(initiative=initiative, name="Rooster")
    create_wall(name="Rooster")  # at another initiative


def test_an_actor_that_goes_leaves_its_walls(initiative):
    actor, wall = create_actor(initiative=initiative), create_wall(initiative=initiative)
    wall.actors.add(actor)
    actor.remove()
    assert Wall.objects.get().actors.count() == 0


def test_a_wall_is_moved_by_wins_of_its_own_initiative(initiative, team_member):
    """Also where nothing but the database sees it."""
    wall = create_wall(initiative=initiative)
    told = {"effect": WallStatus.BREACHED, "told_by": team_member}
    with pytest.raises(IntegrityError), transaction.atomic():
        WallMove.objects.create(wall=wall, win=create_win(), **told)
    WallMove.objects.create(wall=wall, win=create_win(initiative=initiative), **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wall.objects.update(initiative=create_initiative())


def test_no_wall_never_stands_beside_a_wall_that_was_moved(initiative, team_member):
    """The answer and the move refuse each other in both orders."""
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    move = WallMove(wall=wall, win=win, effect=WallStatus.BREACHED, told_by=team_member)
    for answer in WallAnswer:
        win.say(wall_answer=answer)
        with pytest.raises(IntegrityError), transaction.atomic():
            move.save(force_insert=True)
    wall.moved_by(win, WallStatus.BREACHED, by=team_member)
    with pytest.raises(IntegrityError), transaction.atomic():
        SmallWin.objects.filter(pk=win.pk).update(wall_answer=WallAnswer.NONE)


def test_a_double_brings_its_wall_and_takes_it_along_again(initiative, programme_staff):
    wall = create_wall(initiative=initiative)
    stays, double = create_win(initiative=initiative), create_win(initiative=initiative)
    stays.say(wall_answer=WallAnswer.NONE)
    wall.moved_by(double, WallStatus.BREACHED, by=programme_staff)
    double.merge_into(stays, by=programme_staff)
    stays.refresh_from_db()
    assert (stays.wall_answer, stays.wall_moves.count()) == (None, 1)
    double.unmerge()
    stays.refresh_from_db()
    assert (stays.wall_answer, stays.wall_moves.count(), double.wall_moves.count()) == (WallAnswer.NONE, 0, 1)
