"""Questions: their readers and when they read them, the rows behind their numbers, and putting one aside."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.lenses import Depth, LossAnswer, Perspective, Signal, SignalState
from initiatives.models import Reader, SignalDismissal, SmallWin
from initiatives.reports.signals.page import signals_of
from tests.factories import create_initiative, create_link, create_user, create_win
from tests.factories_outside import create_wall
from tests.factories_profile import create_judgement, create_loss
from tests.factories_signals import create_shallow_wins, days_ago, put_aside, told_ago
from tests.factories_wishes import answer, create_check, create_partnership, create_wish

QUESTION = "Alle 5 small wins maken het bestaande beter."


def index(initiative) -> str:
    return reverse("signals:index", args=[initiative.slug])


def show(initiative, rule="shallow") -> str:
    return reverse("signals:show", args=[initiative.slug, rule])


def dismiss(initiative, rule="shallow") -> str:
    return reverse("signals:dismiss", args=[initiative.slug, rule])


def rules(initiative, user) -> set[str]:
    return {asked.signal.value for asked in signals_of(Reader(user, initiative)).open}


# ------------------------------------------------------------------ who, and since when
@pytest.mark.parametrize("who", ["outsider", "visitor", "of another team"])
def test_others_find_no_page(client, request, initiative, who):
    create_shallow_wins(initiative)
    if who == "of another team":
        client.force_login(create_user(member_of=create_initiative(city=initiative.cities.get())))
    elif who == "outsider":
        client.force_login(request.getfixturevalue(who))
    expected = 302 if who == "visitor" else 404
    for address in (index(initiative), show(initiative), dismiss(initiative)):
        assert client.get(address).status_code == expected
    assert "vragen voor jullie" not in client.get(initiative.get_absolute_url()).text
    assert "aan dit team" not in client.get(initiative.get_absolute_url()).text


def test_the_team_reads_a_question_at_once(client, initiative, team_member):
    create_shallow_wins(initiative, told=0)
    client.force_login(team_member)
    assert QUESTION in client.get(index(initiative)).text
    assert QUESTION in client.get(show(initiative)).text


@pytest.mark.parametrize("who", ["coordinator", "programme_staff"])
@pytest.mark.parametrize("told, sees", [(13, False), (14, True)])
def test_coordinator_and_staff_read_it_two_weeks_later(client, request, initiative, who, told, sees):
    create_shallow_wins(initiative, told=told)
    client.force_login(request.getfixturevalue(who))
    assert (QUESTION in client.get(index(initiative)).text) is sees
    assert client.get(show(initiative)).status_code == (200 if sees else 404)
    assert client.get(dismiss(initiative)).status_code == 404
    assert "Hier kunnen we nog niets over vragen" not in client.get(index(initiative)).text


def test_a_question_that_no_longer_holds_is_gone_for_everyone(initiative, team_member, coordinator):
    create_shallow_wins(initiative)
    assert "shallow" in rules(initiative, coordinator)
    for n in range(2):
        create_win(initiative=initiative, depth=Depth.RETHINK, occurred_on=days_ago(1), title=f"Diep {n}")
    assert "shallow" not in rules(initiative, team_member) | rules(initiative, coordinator)


def test_staff_who_are_in_the_team_read_as_the_team(initiative, programme_staff):
    create_shallow_wins(initiative, told=0)
    assert "shallow" not in rules(initiative, programme_staff)
    programme_staff.memberships.create(initiative=initiative)
    assert "shallow" in rules(initiative, programme_staff)


def test_a_withdrawn_win_raises_no_question(initiative, team_member):
    win, *_others = create_shallow_wins(initiative)
    win.withdraw(by=team_member)
    assert "shallow" not in rules(initiative, team_member)


def test_a_coordinator_reads_nothing_of_the_pilot_paradox(
    initiative, team_member, coordinator, programme_staff
):
    for win in create_shallow_wins(initiative):
        SmallWin.objects.filter(pk=win.pk).update(logged_by=create_user())
    check = create_check(initiative, taken_on=days_ago(40))
    for _ in range(3):
        person = answer(check)
        person.answered_at = told_ago(30)
        person.save()
    assert "key_person" in rules(initiative, team_member) & rules(initiative, programme_staff)
    assert "key_person" not in rules(initiative, coordinator)


@pytest.mark.parametrize("who", ["coordinator", "programme_staff"])
@pytest.mark.parametrize("written, sees", [(13, False), (14, True)])
def test_a_partner_without_a_wish_is_asked_about_two_weeks_after_it_was_written_down(
    request, initiative, who, written, sees
):
    """The first day of the partnership does not matter."""
    initiative.partnerships.all().delete()
    create_partnership(initiative, since=days_ago(400), added_at=told_ago(written))
    assert ("no_wish" in rules(initiative, request.getfixturevalue(who))) is sees
    assert "no_wish" in rules(initiative, create_user(member_of=initiative))


def test_a_partner_that_came_back_is_known_since_then(initiative, coordinator):
    initiative.partnerships.all().delete()
    gone = create_partnership(initiative, until=days_ago(30), added_at=told_ago(300))
    initiative.partnerships.create(partner=gone.partner)
    assert "no_wish" not in rules(initiative, coordinator)


def test_the_profile_says_how_many_questions_wait(client, initiative, team_member, coordinator):
    create_shallow_wins(initiative, told=0)
    waiting = len(signals_of(Reader(team_member, initiative)).open)
    client.force_login(team_member)
    assert f"{waiting} vragen voor jullie" in client.get(initiative.get_absolute_url()).text
    client.force_login(coordinator)
    assert "voor jullie" not in client.get(initiative.get_absolute_url()).text


# ------------------------------------------------------------------ the rows behind the numbers
def test_every_number_opens_the_rows_that_it_counts(client, initiative, team_member):
    wins = create_shallow_wins(initiative, n=6)
    for win in wins:
        create_judgement(win, perspective=Perspective.TEAM)
    for _ in range(3):
        create_loss(win=wins[0], seen_on=days_ago(2))
    client.force_login(team_member)
    signals = signals_of(Reader(team_member, initiative))
    assert len(signals.open) >= 4
    for asked in signals.open:
        page = client.get(asked.url).text
        for label, href, number in asked.figures:
            name = href.split("#")[1]
            block = page.split(f'id="{name}"')[1].split("</section>")[0]
            assert block.count("<li>") == number, (asked.signal, label)


def test_the_number_of_wins_for_one_partner_opens_them(client, initiative, team_member):
    wins = create_shallow_wins(initiative, n=7)
    create_wish(partnership=create_partnership(initiative)).wins.add(*wins)
    create_wish(partnership=create_partnership(initiative)).wins.add(wins[0])
    create_wish(partnership=create_partnership(initiative))
    client.force_login(team_member)
    by_rule = {asked.signal: asked for asked in signals_of(Reader(team_member, initiative)).open}
    for signal, label, n in [
        (Signal.DOMINANT_WISH, "Small wins die alleen deze partner helpen", 6),
        (Signal.WISH_UNSERVED, "Small wins voor één andere partner in de tijd van deze wens", 7),
    ]:
        asked = by_rule[signal]
        found, href, number = asked.figures[0]
        assert (found, number) == (label, n)
        block = client.get(asked.url).text.split(f'id="{href.split("#")[1]}"')[1].split("</section>")[0]
        assert block.count("<li>") == n
        assert f'<a href="{href}">{n}' in client.get(index(initiative)).text


def test_the_rule_is_there_with_its_limits(client, settings, initiative, team_member):
    settings.SIGNAL_LIMITS = {"wins": 4, "shallow_hint": 77}
    create_shallow_wins(initiative, n=4)
    client.force_login(team_member)
    page = client.get(index(initiative)).text
    assert "Vanaf 77 procent" in page
    assert "minstens 4 small wins" in page


def test_too_little_is_shown_apart(client, initiative, team_member):
    create_shallow_wins(initiative, n=4)
    client.force_login(team_member)
    page = client.get(index(initiative)).text
    folded = page.split('id="missing"')[1]
    assert "Hier kunnen we nog niets over vragen" in folded
    assert "Er zijn 4 small wins in 365 dagen. Er zijn er 5 nodig." in folded


def test_every_rule_is_listed_with_its_state(client, initiative, team_member):
    create_shallow_wins(initiative)
    client.force_login(team_member)
    states = dict(client.get(index(initiative)).context["signals"].states)
    assert list(states) == list(Signal)
    assert states[Signal.SHALLOW] == SignalState.ASKED
    assert states[Signal.INVISIBLE] == states[Signal.NOT_INVENTED_BY_ME] == SignalState.TOO_LITTLE
    assert states[Signal.SILENT] == SignalState.QUIET
    put_aside(initiative)
    listed = client.get(index(initiative)).text.split('id="all"')[1]
    assert "Alle 19 vragen die we kennen" in listed
    assert "<strong>Oppervlakkig:</strong> opzijgelegd." in listed
    assert "<strong>Onzichtbaar:</strong> te weinig gegevens." in listed


def test_only_the_team_reads_how_it_stands_with_every_rule(client, initiative, coordinator):
    create_shallow_wins(initiative)
    client.force_login(coordinator)
    assert 'id="all"' not in client.get(index(initiative)).text


def test_an_unknown_rule_has_no_page(client, initiative, team_member):
    create_shallow_wins(initiative)
    client.force_login(team_member)
    assert client.get(show(initiative, "invisible")).status_code == 404
    assert client.get(f"{show(initiative)}?over=iets").status_code == 404


# ------------------------------------------------------------------ aside, and back
def test_the_team_puts_a_question_aside_and_back(client, initiative, team_member):
    create_shallow_wins(initiative)
    client.force_login(team_member)
    client.post(dismiss(initiative), {"reason": "Dit jaar oefenen we.", "days": "60"})
    row = SignalDismissal.objects.get()
    assert (row.until, row.dismissed_by) == (days_ago(-60), team_member)
    assert "shallow" not in rules(initiative, team_member)
    page = client.get(index(initiative)).text
    assert "Dit jaar oefenen we." in page
    assert team_member.display_name in page
    assert client.post(reverse("signals:bring_back", args=[initiative.slug, row.pk])).status_code == 302
    assert "shallow" in rules(initiative, team_member)


@pytest.mark.parametrize(
    "sent, why",
    [
        ({"reason": "", "days": "30"}, "Schrijf waarom je deze vraag opzijlegt."),
        ({"reason": "Daarom", "days": ""}, "Kies hoe lang."),
        ({"reason": "Daarom", "days": "91"}, "Kies 30, 60 of 90 dagen."),
        ({"reason": "x" * 501, "days": "30"}, "Er passen er 500."),
    ],
)
def test_a_form_that_is_not_right_comes_back_in_full(client, initiative, team_member, sent, why):
    create_shallow_wins(initiative)
    client.force_login(team_member)
    answered = client.post(dismiss(initiative), sent)
    assert answered.status_code == 422
    assert why in answered.text
    assert sent["reason"] in answered.text
    assert not SignalDismissal.objects.exists()


def test_a_question_put_aside_is_not_put_aside_again(client, initiative, team_member):
    create_shallow_wins(initiative)
    put_aside(initiative)
    client.force_login(team_member)
    answered = client.post(dismiss(initiative), {"reason": "Ook ik", "days": "30"})
    assert answered.status_code == 422
    assert "Deze vraag ligt al opzij." in answered.text
    assert SignalDismissal.objects.count() == 1


def test_the_question_comes_back_by_itself(initiative, team_member):
    create_shallow_wins(initiative)
    row = put_aside(initiative, days=30)
    SignalDismissal.objects.filter(pk=row.pk).update(from_day=days_ago(30), until=days_ago(0))
    assert "shallow" not in rules(initiative, team_member)
    SignalDismissal.objects.filter(pk=row.pk).update(from_day=days_ago(31), until=days_ago(1))
    assert "shallow" in rules(initiative, team_member)
    put_aside(initiative)
    assert "shallow" not in rules(initiative, team_member)
    assert SignalDismissal.objects.filter(ended_at__isnull=True).count() == 1


def test_a_rule_that_no_longer_exists_has_nothing_put_aside(client, initiative, team_member):
    create_shallow_wins(initiative)
    row = put_aside(initiative)
    SignalDismissal.objects.filter(pk=row.pk).update(rule="asked_no_longer")
    client.force_login(team_member)
    assert client.get(index(initiative)).status_code == 200
    assert not signals_of(Reader(team_member, initiative)).aside
    assert "asked_no_longer" in str(SignalDismissal.objects.get())


def test_a_question_by_an_unknown_name_is_not_put_aside(initiative):
    with pytest.raises(ValidationError):
        put_aside(initiative, rule="asked_no_longer")


def test_nobody_puts_a_question_aside_for_longer_than_ninety_days(initiative):
    with pytest.raises(ValidationError):
        put_aside(initiative, days=91)


def test_a_question_about_one_group_leaves_that_about_another(initiative, team_member):
    for group in (Perspective.TEACHER, Perspective.STUDENT):
        for _ in range(3):
            create_loss(initiative=initiative, borne_by=group, seen_on=days_ago(5))
    put_aside(initiative, rule="loss_open", about="teacher")
    open_now = signals_of(Reader(team_member, initiative)).open
    assert [each.about for each in open_now if each.signal == Signal.LOSS_OPEN] == ["student"]


@pytest.mark.parametrize("who", ["coordinator", "programme_staff", "outsider"])
def test_only_the_team_puts_aside_and_back(client, request, initiative, who):
    create_shallow_wins(initiative)
    row = put_aside(initiative)
    client.force_login(request.getfixturevalue(who))
    assert client.post(dismiss(initiative), {"reason": "Weg", "days": "30"}).status_code == 404
    assert client.post(reverse("signals:bring_back", args=[initiative.slug, row.pk])).status_code == 404
    assert SignalDismissal.objects.get().ended_at is None


def test_putting_aside_tells_a_coordinator_of_no_question_earlier(client, initiative, coordinator):
    create_shallow_wins(initiative, told=2)
    put_aside(initiative)
    client.force_login(coordinator)
    assert "We weten het." not in client.get(index(initiative)).text


def test_a_dismissal_of_another_initiative_is_not_brought_back_here(client, initiative, team_member):
    row = put_aside(create_initiative())
    client.force_login(team_member)
    assert client.post(reverse("signals:bring_back", args=[initiative.slug, row.pk])).status_code == 404


def test_reading_changes_nothing(client, initiative, team_member):
    create_shallow_wins(initiative)
    client.force_login(team_member)
    row = put_aside(initiative)
    with CaptureQueriesContext(connection) as queries:
        client.get(index(initiative))
        assert client.get(reverse("signals:bring_back", args=[initiative.slug, row.pk])).status_code == 405
    assert not [q for q in queries if re.match(r"\s*(insert|update|delete)", q["sql"], re.I)]


# ------------------------------------------------------------------ queries
def everything(initiative) -> None:
    """One more of all that the rules look at."""
    wins = create_shallow_wins(initiative, n=5, loss_answer=LossAnswer.NOTHING_SEEN)
    create_link(earlier=wins[1], later=wins[0])
    create_judgement(wins[0])
    wins[0].partners.add(initiative.partnerships.first().partner)
    for _ in range(3):
        create_loss(win=wins[0], seen_on=days_ago(3))
    wish = create_wish(partnership=create_partnership(initiative))
    wish.wins.add(*wins)
    wall = create_wall(initiative=initiative, name=f"Muur van {wish.pk}", since=days_ago(500))
    for win in wins[:3]:
        win.description = f"Weer de {wall}"
        win.save()
    check = create_check(initiative)
    for _ in range(3):
        answer(check)
    put_aside(initiative, rule="overload", about=str(wish.pk))


@pytest.mark.parametrize("who", ["team_member", "programme_staff"])
def test_every_page_asks_a_fixed_number_of_times(client, request, initiative, who):
    client.force_login(request.getfixturevalue(who))
    everything(initiative)
    addresses = [index(initiative), show(initiative, "key_person"), initiative.get_absolute_url()]
    before = [_count(client, address) for address in addresses]
    for _ in range(4):
        everything(initiative)
    assert [_count(client, address) for address in addresses] == before
    assert before[0] <= 40


def _count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 404)
    return len(queries)


def test_a_visitor_asks_nothing_for_questions(client, initiative):
    create_shallow_wins(initiative)
    with CaptureQueriesContext(connection) as queries:
        client.get(initiative.get_absolute_url())
    assert not [q for q in queries if "signaldismissal" in q["sql"]]


def test_a_wall_that_stands_long_is_found_by_its_name(client, initiative, team_member):
    wall = create_wall(initiative=initiative, name="Rooster vol", since=dt.date(2020, 1, 1))
    for win in create_shallow_wins(initiative, n=3):
        win.description = "Weer was het rooster vol."
        win.save()
    client.force_login(team_member)
    page = client.get(index(initiative)).text
    assert "De muur “Rooster vol” staat er al lang." in page
    assert f"#wall-{wall.pk}" in page


def test_a_wall_is_named_by_whole_words_only(initiative, team_member):
    create_wall(initiative=initiative, name="Tijd", since=dt.date(2020, 1, 1))
    for win in create_shallow_wins(initiative, n=3):
        win.description = "Het was altijd druk, ook tijdens de lessen."
        win.save()
    assert "stuck_wall" not in rules(initiative, team_member)
