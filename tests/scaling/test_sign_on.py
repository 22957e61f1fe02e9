"""Logging in with an account from elsewhere, at a provider that really answers, and lies when asked to."""

import re
import time
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from initiatives.models import User
from tests import factories
from tests.identity_provider import CLIENT, SECRET, Provider, new_key
from tests.room import code_mailed_to

pytestmark = pytest.mark.usefixtures("fresh_limits")

LOGIN, CALLBACK, MINE = "/accounts/elders/login/", "/accounts/elders/callback/", "/accounts/elders/"
OTHER_KEY = new_key()


@pytest.fixture
def provider():
    with Provider() as provider:
        yield provider


@pytest.fixture(autouse=True)
def _configured(settings, provider):
    point_at(settings, provider)


def point_at(settings, provider, name="SURFconext"):
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, name
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET


@pytest.fixture
def anna(initiative):
    return factories.create_user(member_of=initiative, email="anna@stad.example")


@pytest.fixture
def connected(client, anna):
    """Anna connected her account elsewhere, and logged out."""
    client.force_login(anna)
    round_trip(client, process="connect")
    client.logout()
    return anna


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def at_the_provider(address: str) -> str:
    """Log in over there, and give the address that one is sent back to."""
    try:
        urllib.request.build_opener(NoRedirect).open(address)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]


def go(client, **form):
    """Press the button, and give the address one is led to."""
    page = client.post(LOGIN, form)
    assert page.status_code == 200
    return page.headers["Refresh"].removeprefix("0; url=")


def round_trip(client, **form):
    back = urlsplit(at_the_provider(go(client, **form)))
    return client.get(f"{back.path}?{back.query}")


def who(client):
    return client.session.get("_auth_user_id")


# ------------------------------------------------------------------ as it should go
def test_connect_once_and_log_in_with_it(client, connected):
    assert who(client) is None
    assert round_trip(client, next="/over/").headers["Location"] == "/over/"
    assert who(client) == str(connected.pk)


def test_only_the_number_of_the_other_account_is_kept(client, connected, provider):
    account = SocialAccount.objects.get()
    assert (account.user, account.uid) == (connected, "anna-1")
    assert account.extra_data == {"iss": provider.issuer}


def test_the_provider_is_asked_for_identity_only(client, provider):
    asked = parse_qs(urlsplit(go(client)).query)
    assert asked["scope"] == ["openid"]
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert asked["redirect_uri"] == ["http://testserver/accounts/elders/callback/"]


def test_from_every_programme_one_comes_back_at_the_address_that_the_provider_knows(client, provider):
    factories.create_programme(name="Deal Eerste")
    other = factories.create_programme(name="Deal Tweede")
    address = client.post(f"/{other.slug}{LOGIN}").headers["Refresh"].removeprefix("0; url=")
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["http://testserver/accounts/elders/callback/"]


def test_additions_of_a_visitor_to_the_address_are_not_asked_of_the_provider(client):
    address = f"{LOGIN}?scope=email,offline_access&auth_params=nonce%3Dmine%26prompt%3Dnone"
    asked = parse_qs(urlsplit(client.post(address).headers["Refresh"].removeprefix("0; url=")).query)
    assert asked["scope"] == ["openid"]
    assert "prompt" not in asked
    assert asked["nonce"] != ["mine"]


def test_the_page_in_between_leads_on_by_a_link_too(client):
    page = client.post(LOGIN)
    assert "Verder naar SURFconext" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_get_starts_nothing(client, provider):
    assert "Je gaat naar SURFconext" in client.get(LOGIN).text
    assert provider.asked == []


def test_the_button_is_on_the_login_page(client):
    page = client.get("/accounts/login/?next=/over/").text
    assert "Inloggen met SURFconext" in page
    assert f'action="{LOGIN}"' in page


def test_disconnecting_ends_it_also_without_a_password(client, connected):
    client.force_login(connected)
    assert "Gekoppeld op" in client.get(MINE).text
    client.post(MINE, {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()
    client.logout()
    assert round_trip(client).status_code == 403


def test_an_account_with_a_password_asks_for_it_before_connecting(client, anna):
    anna.set_password("een heel lang wachtwoord")
    anna.save()
    client.force_login(anna)
    assert round_trip(client, process="connect").headers["Location"] == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    client.post("/accounts/reauthenticate/", {"password": "een heel lang wachtwoord"})
    assert SocialAccount.objects.get().user == anna


def test_an_account_without_a_password_asks_for_a_mailed_code_in_an_older_session(client, anna):
    client.force_login(anna)
    session = client.session
    session["shown_at"] -= 301
    session.save()
    round_trip(client, process="connect")
    assert not SocialAccount.objects.exists()
    client.post("/accounts/reauthenticate/code/", {"action": "send"})
    client.post("/accounts/reauthenticate/code/", {"code": code_mailed_to(anna.email)})
    assert SocialAccount.objects.get().user == anna


def test_a_second_step_is_asked_here_as_well(client, connected):
    TOTP.activate(connected, generate_totp_secret())
    assert round_trip(client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert who(client) is None


def test_programme_staff_need_their_second_step_however_they_come_in(client, connected, initiative, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    connected.roles.create(kind="programme_staff", programme=initiative.programme)
    round_trip(client)
    assert who(client) == str(connected.pk)
    assert client.get("/beheer/").headers["Location"] == "/accounts/2fa/"


def test_somebody_who_is_switched_off_does_not_come_in(client, connected):
    User.objects.filter(pk=connected.pk).update(is_active=False)
    assert round_trip(client).headers["Location"] == "/accounts/inactive/"
    assert who(client) is None


# ------------------------------------------------------------------ never on an e-mail address
def refused_as_unknown(client):
    before = User.objects.count(), EmailAddress.objects.count(), SocialAccount.objects.count()
    answer = round_trip(client)
    assert answer.status_code == 403
    assert "Dit account kennen we nog niet" in answer.text
    assert who(client) is None
    assert before == (User.objects.count(), EmailAddress.objects.count(), SocialAccount.objects.count())


def test_an_unknown_account_is_nobody_and_becomes_nobody(client, anna):
    refused_as_unknown(client)


@pytest.mark.parametrize("verified", [True, False, None, "true"])
def test_the_same_address_with_another_subject_is_somebody_else(client, connected, provider, verified):
    EmailAddress.objects.create(user=connected, email=connected.email, primary=True, verified=True)
    provider.who = "mallory-1"
    provider.claims = provider.userinfo = {"email": connected.email, "email_verified": verified}
    refused_as_unknown(client)


def test_another_address_changes_nothing_for_the_same_subject(client, connected, provider):
    provider.claims = {"email": "elders@stad.example", "email_verified": True}
    round_trip(client)
    assert who(client) == str(connected.pk)
    connected.refresh_from_db()
    assert connected.email == "anna@stad.example"


def test_the_same_subject_at_another_issuer_is_somebody_else(client, connected, settings):
    with Provider() as other:
        point_at(settings, other)
        refused_as_unknown(client)


def test_the_userinfo_endpoint_does_not_count(client, connected, provider):
    provider.who, provider.userinfo = "mallory-1", {"sub": "anna-1"}
    refused_as_unknown(client)


# ------------------------------------------------------------------ lies
NOW = int(time.time())
LIES = {
    "for another client": {"claims": {"aud": "another"}},
    "for several, of another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "for several, of nobody": {"claims": {"aud": [CLIENT, "another"]}},
    "of another party": {"claims": {"azp": "another"}},
    "for nobody": {"claims": {"aud": None}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "no issuer": {"claims": {"iss": None}},
    "another nonce": {"claims": {"nonce": "of another question"}},
    "an empty nonce": {"claims": {"nonce": ""}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": NOW - 3600, "iat": NOW - 7200}},
    "never expires": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": NOW + 3600}},
    "not yet": {"claims": {"nbf": NOW + 3600}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "a number for a subject": {"claims": {"sub": 1}},
    "a subject too long to keep": {"claims": {"sub": "x" * 300}},
    "not signed": {"algorithm": "none"},
    "signed with a shared secret": {"algorithm": "HS256"},
    "signed by somebody else": {"signing_key": OTHER_KEY},
    "of a provider that calls itself otherwise": {"configuration": {"issuer": "https://evil.example"}},
    "without keys": {"configuration": {"jwks_uri": None}},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_logs_nobody_in(client, connected, provider, lie):
    for what, value in lie.items():
        setattr(provider, what, value)
    page = client.post(LOGIN)
    if page.status_code == 200:
        back = urlsplit(at_the_provider(page.headers["Refresh"].removeprefix("0; url=")))
        page = client.get(f"{back.path}?{back.query}")
    assert page.status_code == 401
    assert "Inloggen lukte niet" in page.text
    assert who(client) is None


def test_the_liar_is_the_reason_and_not_the_test(client, connected, provider):
    """The negative control of the lies: without any, the same steps log in."""
    round_trip(client)
    assert who(client) == str(connected.pk)


# ------------------------------------------------------------------ replay
def test_the_same_answer_twice_works_once(client, connected):
    back = urlsplit(at_the_provider(go(client)))
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.logout()
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert who(client) is None


def test_an_answer_is_of_no_use_in_another_browser(client, connected):
    back = urlsplit(at_the_provider(go(client)))
    other = Client()
    assert other.get(f"{back.path}?{back.query}").status_code == 401
    assert who(other) is None


def test_a_used_code_with_a_fresh_state_is_refused(client, connected):
    first = parse_qs(urlsplit(at_the_provider(go(client))).query)
    client.get(CALLBACK, {"code": first["code"][0], "state": first["state"][0]})
    client.logout()
    fresh = parse_qs(urlsplit(at_the_provider(go(client))).query)
    assert client.get(CALLBACK, {"code": first["code"][0], "state": fresh["state"][0]}).status_code == 401
    assert who(client) is None


def test_a_code_for_another_question_is_refused(client, connected):
    """Stolen from one login and put into another: the verifier does not fit its challenge."""
    stolen = parse_qs(urlsplit(at_the_provider(go(Client()))).query)["code"][0]
    mine = parse_qs(urlsplit(at_the_provider(go(client))).query)["state"][0]
    assert client.get(CALLBACK, {"code": stolen, "state": mine}).status_code == 401
    assert who(client) is None


def test_an_answer_that_says_it_is_of_another_issuer_is_refused(client, connected):
    back = urlsplit(at_the_provider(go(client)))
    assert client.get(f"{back.path}?{back.query}&iss=https://evil.example").status_code == 401
    assert who(client) is None


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=server_error"])
def test_an_answer_nobody_asked_for_is_refused(client, query):
    assert client.get(f"{CALLBACK}{query}").status_code == 401


def test_a_provider_that_is_away_gets_a_sentence(client, connected, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.post(LOGIN)
    assert answer.status_code == 401
    assert "Inloggen lukte niet" in answer.text


def test_the_log_says_why(client, connected, provider, caplog):
    provider.claims = {"nonce": "of another question"}
    round_trip(client)
    assert "logging in by SURFconext failed: unknown The ID token answers another question." in caplog.text


def test_somebody_who_stops_at_the_provider_hears_that_nothing_happened(client, provider):
    provider.deny = True
    answer = round_trip(client)
    assert answer.headers["Location"] == "/accounts/elders/cancelled/"
    assert "Er is niets veranderd" in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_logging_in_does_not_lead_elsewhere(client, connected, elsewhere):
    assert round_trip(client, next=elsewhere).headers["Location"] == "/"


def test_an_account_of_somebody_else_is_not_taken_over(client, connected):
    other = factories.create_user()
    client.force_login(other)
    page = client.get(round_trip(client, process="connect").headers["Location"])
    assert "Dit account hoort al bij iemand anders hier" in page.text
    assert SocialAccount.objects.get().user == connected


# ------------------------------------------------------------------ without it
@pytest.fixture
def without(settings):
    settings.OIDC_ISSUER = ""


@pytest.mark.parametrize("address", [LOGIN, CALLBACK, MINE])
def test_without_a_provider_there_is_no_page(client, anna, without, address):
    client.force_login(anna)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_without_a_provider_there_is_no_button(client, anna, without):
    assert LOGIN not in client.get("/accounts/login/").text
    client.force_login(anna)
    assert MINE not in client.get("/accounts/2fa/").text


def test_an_account_of_a_former_provider_is_in_nobodys_way(client, connected, settings):
    with Provider() as other:
        point_at(settings, other)
        client.force_login(connected)
        assert "Koppel je account van SURFconext" in client.get(MINE).text
        round_trip(client, process="connect")
    assert SocialAccount.objects.filter(user=connected).count() == 2


# ------------------------------------------------------------------ pages
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("address", [MINE, LOGIN, f"{LOGIN}?process=connect", "/accounts/elders/cancelled/"])
def test_every_page_is_in_the_house_style(client, connected, address, language):
    client.force_login(connected)
    client.cookies["django_language"] = language
    page = client.get(address).text
    assert 'class="page-header"' in page
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert not re.search(r"\bid=\"(\w+)\".*\bid=\"\1\"", page)
