"""Odd headers, cookies, lengths and addresses to go to: an ordinary answer, whatever is asked."""

import pytest
from django.test import Client, RequestFactory

from scaling.wsgi import Handler, application
from tests.access.odd import ODD_HEADERS

pytestmark = [pytest.mark.urls("tests.scaling.urls"), pytest.mark.usefixtures("fresh_limits")]

PASSWORD = "een heel lang wachtwoord"
BY_A_PROXY = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
MORE = {
    "HTTP_REFERER": ["https://[::1", "https://testserver]/", "https://testserver\u2100/", "http:///", "?", "https://"],
    "HTTP_ORIGIN": ["https://]", "https://testserver\u2100", "//", "https://testserver:x"],
    "HTTP_HOST": ["testserver:x", "[::1]:x", "[", "]", "testserver@elders.example", "\xff"],
    "HTTP_SEC_FETCH_SITE": ["", "x", "same-origin", "\xff"],
    "HTTP_X_FORWARDED_FOR": [",", "[::1]:80", "1.2.3.4:5, x", "\xff", "192.0.2.7%eth0"],
    "HTTP_FORWARDED": ["for=[::1", "=", ";"],
}  # fmt: skip
PAIRS = [(name, value) for table in (ODD_HEADERS, MORE) for name, values in table.items() for value in values]
NO_ADDRESSES = ["http://[::1", "//[", "///x", "http://]/", "https://testserver\u2100/", "javascript:x", "\\\\elders.example"]  # fmt: skip


@pytest.fixture
def member(team_member):
    team_member.set_password(PASSWORD)
    team_member.save()
    return team_member


def log_in(client: Client, member, to: str, **headers):
    return client.post(
        "/accounts/login/", {"login": member.email, "password": PASSWORD, "next": to}, **headers
    )


@pytest.fixture
def behind_a_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.mark.parametrize("name", sorted({name for name, _value in PAIRS}))
def test_no_header_makes_the_site_fall(behind_a_proxy, member, name):
    fallen = []
    for value in (value for other, value in PAIRS if other == name):
        odd = BY_A_PROXY | {name: value}
        client, strict = (
            Client(enforce_csrf_checks=check, raise_request_exception=False) for check in (False, True)
        )
        strict.cookies["csrftoken"] = "b" * 32
        answers = [
            client.get("/over/", **odd),
            client.get("/for-members/", **{"HTTP_HX_REQUEST": "true"} | odd),
            client.post("/form/", {"title": "x"}, **odd),
            strict.post("/for-members/", {"title": "x", "csrfmiddlewaretoken": "a" * 64}, **odd),
            strict.post("/taal/", {"language": "en"}, **odd),
            log_in(client, member, "/over/", **odd),
        ]
        fallen += [(value, answer.status_code) for answer in answers if answer.status_code >= 500]
    assert fallen == []


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_logging_in_leads_nowhere_odd(client, member, address):
    assert log_in(client, member, address).headers["Location"] == "/"


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_the_switch_of_language_leads_nowhere_odd(client, address):
    assert client.post("/taal/", {"language": "en", "next": address}).headers["Location"] == "/"


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-16", "zip", "nergens"])
def test_a_request_is_read_as_utf_8_whatever_it_calls_itself(charset):
    form = "application/x-www-form-urlencoded"
    environ = RequestFactory().post("/?q=caf%C3%A9", "naam=caf%C3%A9", content_type=form).environ
    request = Handler.request_class(environ | {"CONTENT_TYPE": f"{form}; charset={charset}"})
    assert (request.GET["q"], request.POST["naam"]) == ("café", "café")
    assert isinstance(application, Handler)
