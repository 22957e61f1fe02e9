"""Forms of somebody whose browser keeps no cookies: those of a guest work, any other says what it needs."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from tests.test_secrecy import NAMES, NOBODYS

HERE = {"Origin": "http://testserver"}
ELSEWHERE = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://[::1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "none"},
]
ELSE = (
    "invitations:accept",
    "paradox:thanks",
    "paradox:shared",
    "mail:stop",
)  # no form, one of an account, or one of a mailbox
OF_GUESTS = [name for name in NAMES if name not in ELSE]
WITH_AN_ACCOUNT = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "mfa_login_webauthn",
    "telling:tell",
]


def sent_without_cookies(address: str, headers: dict, **typed: str):
    """The answer to a form as it is sent by a browser that keeps nothing of the page before it."""
    page = Client().get(address)
    token = page.context["csrf_token"] if page.context and "csrf_token" in page.context else "x" * 64
    form = {"csrfmiddlewaretoken": str(token), **typed}
    return Client(enforce_csrf_checks=True).post(address, form, headers=headers)


@pytest.mark.parametrize("name", OF_GUESTS)
def test_a_form_of_a_guest_needs_no_cookie_where_it_stood_on_this_site(name):
    address = reverse(name, args=[NOBODYS])
    assert sent_without_cookies(address, HERE).status_code == 404  # it looked, and nobody has that word
    assert (
        sent_without_cookies(address, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}).status_code == 404
    )
    assert [
        headers for headers in ELSEWHERE if sent_without_cookies(address, headers).status_code != 403
    ] == []


@pytest.mark.parametrize("name", WITH_AN_ACCOUNT)
def test_a_form_that_leads_to_an_account_says_that_it_needs_a_cookie_and_gives_back_what_was_typed(name):
    for headers in (HERE, {"Sec-Fetch-Site": "same-origin"}, {}):
        answer = sent_without_cookies(
            reverse(name), headers, title="De sleutel van de kerk", password="geheim123"
        )
        assertContains(answer, "<h1>Je browser stuurde geen cookie mee</h1>", status_code=403)
        assertContains(answer, "De sleutel van de kerk</textarea>", status_code=403)
        assert "geheim123" not in answer.text


def test_an_invitation_says_that_it_needs_a_cookie():
    """It lets somebody in, and without a cookie they would be out again."""
    answer = sent_without_cookies(reverse("invitations:accept", args=[NOBODYS]), HERE, name="Noor de Wit")
    assertContains(answer, "<h1>Je browser stuurde geen cookie mee</h1>", status_code=403)
    assertContains(answer, "Noor de Wit</textarea>", status_code=403)


def test_a_form_from_another_site_is_told_so():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), headers={"Origin": "https://evil.example"})
    assertContains(answer, "<h1>We weten niet waar dit formulier vandaan kwam</h1>", status_code=403)


def test_a_form_from_before_a_login_is_told_so():
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    answer = client.post(reverse("account_login"), {"csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assertContains(answer, "<h1>Dit formulier is verlopen</h1>", status_code=403)


@pytest.mark.parametrize("headers", ELSEWHERE[1:])
def test_somebody_who_is_logged_in_sends_no_form_of_a_guest_from_elsewhere(outsider, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    assert client.post(reverse("capture:tell", args=[NOBODYS]), headers=headers).status_code == 403
