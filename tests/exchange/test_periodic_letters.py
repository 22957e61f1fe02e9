"""Letters that nobody's act causes: each once, to whom it is for, and with nothing that they may not read."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from initiatives.exchange.periodic_letters import ask_whether_still_so, remind_of_days, write_week_mail
from initiatives.lenses import Digest
from initiatives.models import Follow, MailOff, SmallWin, StillWord, User, WeekMail
from tests.factories import create_city, create_initiative, create_user, create_win
from tests.factories_outside import create_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return []


@pytest.fixture
def garden():
    made = create_initiative(title="Buurttuin")
    made.published_at = timezone.now() - dt.timedelta(days=400)
    made.save()
    return made


def told_before(initiative, **ago) -> None:
    moment = timezone.now() - dt.timedelta(**ago)
    SmallWin.objects.filter(initiative=initiative).update(logged_at=moment)


def to(post: list, user) -> list[str]:
    return [letter.body for letter in post if letter.to == user]


# --- The weekly mail --------------------------------------------------------------------------
@pytest.fixture
def team_with_news(garden):
    me = create_user(member_of=garden)
    create_win(initiative=garden, title="De poort staat open")
    told_before(garden, days=2)
    return me


def test_the_weekly_mail_says_what_is_new(post, team_with_news):
    write_week_mail(post.append, whole=lambda path: f"https://hier.example{path}")
    (body,) = to(post, team_with_news)
    assert "Buurttuin: 1 small win verteld: De poort staat open\n  https://hier.example/small-wins/" in body
    assert len(body.splitlines()) <= 45


def test_a_second_run_writes_nothing(post, team_with_news):
    write_week_mail(post.append)
    assert write_week_mail(post.append) == 0
    assert len(to(post, team_with_news)) == 1


def test_when_the_letter_is_not_kept_the_week_is_not_either(team_with_news):
    def fail(letter):
        raise OSError

    with pytest.raises(OSError):
        write_week_mail(fail)
    assert not WeekMail.objects.filter(lines__gt=0).exists()


def test_somebody_with_nothing_to_read_gets_nothing(post):
    me = create_user()
    write_week_mail(post.append)
    assert to(post, me) == []
    assert WeekMail.objects.get(user=me).lines == 0


def test_a_weekly_mail_that_is_off_is_not_written_down_as_sent(post, team_with_news):
    MailOff.objects.stop(team_with_news.pk, "week")
    write_week_mail(post.append)
    assert to(post, team_with_news) == []
    assert not WeekMail.objects.filter(user=team_with_news).exists()


def test_somebody_who_wants_no_mail_gets_none(post, team_with_news):
    User.objects.update(digest=Digest.NEVER)
    assert write_week_mail(post.append) == ask_whether_still_so(post.append) == 0


def test_it_is_in_the_language_of_its_receiver(post, team_with_news):
    User.objects.filter(pk=team_with_news.pk).update(language="en")
    write_week_mail(post.append)
    assert to(post, team_with_news)[0].startswith("Hello ")


# --- Is it still so? --------------------------------------------------------------------------
def test_a_lead_is_asked_with_three_links(post, garden):
    lead = create_user(lead_of=garden)
    assert ask_whether_still_so(post.append) == 1
    (body,) = to(post, lead)
    token = StillWord.objects.get().token
    assert [
        f"/klopt-dit-nog/{token}/?antwoord={word}" in body for word in ("klopt", "veranderd", "gestopt")
    ] == [True] * 3
    assert ask_whether_still_so(post.append) == 0


def test_a_scanner_that_follows_every_link_changes_nothing(post, garden):
    create_user(lead_of=garden)
    ask_whether_still_so(post.append)
    links = re.findall(r"/klopt-dit-nog/\S+", post[0].body)
    assert {Client().get(link).status_code for link in links} == {200}
    assert StillWord.objects.get().used_at is None


# --- Days that come ---------------------------------------------------------------------------
def test_a_chance_that_closes_is_said_once(post, garden):
    me, today = create_user(member_of=garden), timezone.localdate()
    create_window(initiative=garden, title="Het begrotingsoverleg", closes_on=today + dt.timedelta(days=10))
    create_window(initiative=garden, title="Nog lang", closes_on=today + dt.timedelta(days=40))
    assert remind_of_days(post.append) == 1
    assert remind_of_days(post.append) == 0
    assert "Sluit over 10 dagen: Het begrotingsoverleg" in to(post, me)[0]


def test_a_year_later_one_is_asked_whether_it_still_stands(post, garden):
    me = create_user(member_of=garden)
    win = create_win(initiative=garden, by=me, title="De poort staat open")
    told_before(garden, days=366)
    remind_of_days(post.append)
    assert "Een jaar geleden vertelde je: “De poort staat open”. Staat het nog?" in to(post, me)[0]
    assert f"/small-wins/{win.pk}/terugblikken/nieuw/" in to(post, me)[0]


# --- One week of fifty people -----------------------------------------------------------------
def test_fifty_people_each_read_what_they_may_and_what_the_links_open(post, client):
    """Made-up work of one week: half of the initiatives are hidden from who is not in their team."""
    city, programme = create_city(name="Utrecht"), None
    people, secret = [], {}
    for n in range(6):
        hidden = n % 2 == 1
        initiative = create_initiative(title=f"{'Geheim' if hidden else 'Open'} plan {n}.", city=city)
        programme = initiative.programme
        for number in range(2):
            create_win(
                initiative=initiative, title=f"{'geheim' if hidden else 'open'}-{n}-{number}", confirmed=False
            )
        told_before(initiative, days=1)
        if hidden:
            initiative.unpublish()
        team = [create_user(member_of=initiative) for _each in range(5)]
        secret[n] = (hidden, f"plan {n}.", {user.pk for user in team})
        people += team
    people += [create_user(coordinates=city) for _each in range(5)]
    knows_all = {user.pk for user in people[-5:]}
    staff = [create_user(staff_of=programme) for _each in range(5)]
    knows_all |= {user.pk for user in staff}
    followers = [create_user() for _each in range(10)]
    for follower in followers:
        Follow.objects.begin(follower, city)
    people += staff + followers

    write_week_mail(post.append, whole=lambda path: path)

    assert len({letter.to.pk for letter in post}) == len(post)
    for user in people:
        (body,) = to(post, user)
        for hidden, name, team in secret.values():
            if hidden and user.pk not in team | knows_all:
                assert name not in body
    for body, user in ((to(post, user)[0], user) for user in (people[0], people[30], staff[0], followers[0])):
        counted = re.findall(r"(\d+) small wins verteld\n  (\S+)", body)
        assert counted
        client.force_login(user)
        for number, href in counted:
            page = client.get(href).content.decode()
            main = page[page.index("<main") : page.index("</main>")]
            assert main.count('<li><a href="/small-wins/') == int(number), strip_tags(main)
