"""One's own weekly mail on a page, and the rows behind its numbers."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Follow, SmallWin, WeekMail
from tests.factories import create_initiative, create_user, create_win

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    user = create_user()
    client.force_login(user)
    return user


def two_days_ago(initiative) -> None:
    moment = timezone.now() - dt.timedelta(days=2)
    SmallWin.objects.filter(initiative=initiative).update(logged_at=moment)


def test_one_reads_the_mail_as_it_is_now(client, me):
    initiative = create_initiative(title="Buurttuin")
    Follow.objects.begin(me, initiative)
    create_win(initiative=initiative, title="De poort staat open")
    two_days_ago(initiative)
    page = client.get(reverse("digest:week")).content.decode()
    assert "Buurttuin: 1 small win verteld: De poort staat open" in page
    assert not WeekMail.objects.exists()


def test_nothing_new_is_said_once(client, me):
    page = client.get(reverse("digest:week")).content.decode()
    assert page.count("In deze tijd kwam er niets nieuws bij.") == 1


def test_a_mail_that_went_is_shown_over_its_own_week(client, me):
    until = timezone.now() - dt.timedelta(days=21)
    WeekMail.objects.create(
        user=me, week=dt.date(2026, 11, 9), since=until - dt.timedelta(days=7), until=until, lines=3
    )
    assert client.get(reverse("digest:week"), {"week": "2026-11-09"}).status_code == 200
    for unknown in ("2026-11-02", "gisteren", "2026-99-99"):
        assert client.get(reverse("digest:week"), {"week": unknown}).status_code == 404


def test_a_hidden_initiative_is_as_one_that_does_not_exist(client, me):
    hidden = create_initiative(title="Geheime tuin", published=False)
    create_win(initiative=hidden)
    asked = {"wat": "verteld", "soort": "initiatief", "van": "2020-01-01T00:00Z", "tot": "2020-02-01T00:00Z"}
    one, other = (
        client.get(reverse("digest:news"), {**asked, "waar": slug}).content for slug in (hidden.slug, "niets")
    )
    assert "Hier is voor jou nu niets te lezen." in one.decode()
    assert b"Geheime tuin" not in one
    start, end = b"<main", b"</main>"
    assert one[one.index(start) : one.index(end)] == other[other.index(start) : other.index(end)]
