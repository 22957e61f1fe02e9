"""How long people stay logged in, where they are, and ending it from elsewhere; and the address that goes along."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from initiatives.lenses import RoleKind
from tests import factories
from tests.room import code_mailed_to, is_logged_in

pytestmark = pytest.mark.usefixtures("fresh_limits")

ADDRESS, PASSWORD = "roos@stad.example", "een heel lang wachtwoord"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
SECURITY = "/accounts/2fa/"


@pytest.fixture
def roos(initiative):
    user = factories.create_user(member_of=initiative, email=ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, **also):
    return client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD, **also})


def days_left(client) -> int:
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    return round((ends - timezone.now()) / dt.timedelta(days=1))


def test_a_session_lasts_two_weeks_and_ninety_days_for_who_ticks_it(client, roos):
    log_in(client)
    assert days_left(client) == 14
    again = Client()
    log_in(again, stay="on")
    assert days_left(again) == 90
    assert again.cookies["sessionid"]["max-age"] > 89 * 24 * 60 * 60


def test_a_mailed_code_lets_one_stay_too(client, roos):
    client.post("/accounts/login/code/", {"email": ADDRESS, "stay": "on"})
    client.post("/accounts/login/code/confirm/", {"code": code_mailed_to(ADDRESS)})
    assert days_left(client) == 90


def test_use_is_noted_once_a_day_and_moves_no_end(client, roos):
    log_in(client)
    session = client.session
    session["used_on"] = "2026-01-01"
    session.save()
    ends = Session.objects.get(pk=session.session_key).expire_date
    client.get("/mijn/")
    assert client.session["used_on"] == timezone.localdate().isoformat()
    assert abs(Session.objects.get(pk=session.session_key).expire_date - ends) < dt.timedelta(seconds=1)


def test_staff_do_not_stay_long_and_a_coordinator_may(client, programme_staff, coordinator):
    for who, days in ((programme_staff, 14), (coordinator, 90)):
        client.force_login(who)
        client.post("/accounts/toestellen/blijven/", {"stay": "yes"})
        assert days_left(client) == days
        assert ("niet langer dan twee weken" in client.get(SECURITY).text) is (days == 14)


def test_somebody_who_becomes_staff_stays_no_longer_than_they_do(client, roos, initiative):
    log_in(client, stay="on")
    roos.roles.create(kind=RoleKind.PROGRAMME_STAFF, programme=initiative.programme)
    session = client.session
    session["used_on"] = "2026-01-01"
    session.save()
    client.get("/mijn/")
    assert days_left(client) == 14


def test_one_chooses_it_later_and_takes_it_back(client, roos):
    log_in(client)
    client.post("/accounts/toestellen/blijven/", {"stay": "yes"})
    assert days_left(client) == 90
    assert 'value="no"' in client.get(SECURITY).text
    client.post("/accounts/toestellen/blijven/", {"stay": "no"})
    assert days_left(client) == 14


def test_another_device_is_seen_and_logged_out(client, roos):
    phone = Client(headers={"User-Agent": PHONE})
    log_in(phone)
    log_in(client)
    page = client.get(SECURITY)
    assert "Chrome op een Android-telefoon" in page.text
    assert phone.session.session_key not in page.text
    theirs = next(device for device in page.context["devices"] if not device.is_this)
    client.post("/accounts/toestellen/uitloggen/", {"device": theirs.name})
    assert not is_logged_in(phone)
    assert is_logged_in(client)


def test_a_device_of_before_a_new_secret_key_is_seen_and_logged_out_too(client, roos, settings):
    phone = Client(headers={"User-Agent": PHONE})
    log_in(phone)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "een nieuwe sleutel", [settings.SECRET_KEY]
    log_in(client)
    theirs = next(device for device in client.get(SECURITY).context["devices"] if not device.is_this)
    client.post("/accounts/toestellen/uitloggen/", {"device": theirs.name})
    assert not is_logged_in(phone)


def test_two_sessions_of_one_browser_differ_in_what_somebody_remembers(client, roos, monkeypatch):
    now = timezone.now()
    for days in (3, 0):
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda days=days: now - dt.timedelta(days=days))
            phone = Client(headers={"User-Agent": PHONE})
            log_in(phone)
    page = phone.get(SECURITY)
    here, before = page.context["devices"]
    assert here.words == before.words
    assert "Vandaag gebruikt." in here.facts
    for each, days in ((here, 0), (before, 3)):
        began = timezone.localtime(now - dt.timedelta(days=days))
        assert f"Ingelogd sinds {date_format(began, 'j F Y, H.i')} uur." in each.facts
        assert each.facts in page.text
    assert page.text.count('<span class="tag">dit toestel') == 1


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile/15E148 Safari/604.1", "Safari op een iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X210) Chrome/126.0 Safari/537.36", "Chrome op een Android-tablet"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605", "Safari op een Mac of een iPad"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge op een Windows-computer"),
        ("curl/8", "Een toestel dat we niet herkennen"),
    ],
)  # fmt: skip
def test_a_device_is_said_in_plain_words(client, roos, agent, said):
    phone = Client(headers={"User-Agent": agent})
    log_in(phone)
    (device,) = phone.get(SECURITY).context["devices"]
    assert device.words == said


def test_nobody_logs_out_somebody_else(client, roos, outsider):
    log_in(client)
    name = client.get(SECURITY).context["devices"][0].name
    other = Client()
    other.force_login(outsider)
    other.post("/accounts/toestellen/uitloggen/", {"device": name})
    assert is_logged_in(client)
    assert len(other.get(SECURITY).context["devices"]) == 1


# ------------------------------------------------------------------ the typed address goes along
def test_the_address_typed_beside_a_password_gets_the_code_at_once(client, roos):
    answer = client.post("/accounts/login/code/", {"login": ADDRESS, "password": "", "next": "/mijn/"})
    assert answer.headers["Location"] == "/accounts/login/code/confirm/?next=%2Fmijn%2F"
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]]


def test_without_an_address_the_page_of_the_code_asks_for_one(client):
    answer = client.post("/accounts/login/code/", {"login": "", "password": "", "next": "/mijn/"})
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    assert 'value="/mijn/"' in answer.text


def test_the_address_goes_back_to_the_page_of_the_password(client):
    answer = client.post("/accounts/login/", {"email": ADDRESS, "next": "/mijn/"})
    assert f'value="{ADDRESS}"' in answer.text
    assert not answer.context["form"].errors
