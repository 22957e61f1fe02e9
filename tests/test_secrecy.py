"""Every answer at an address with a secret word in it, also that it is not there, is nobody's to keep or to pass on."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from initiatives.secrecy import SECRET, is_secret, secret_starts

NOBODYS = "a-word-of-nobody"


def secret_names(patterns, space: str = "") -> list[str]:
    """The names of the addresses whose view is a secret page."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += secret_names(pattern.url_patterns, inner)
        elif getattr(pattern.callback, "is_secret", False):
            found.append(f"{space}{pattern.name}")
    return found


NAMES = secret_names(get_resolver().url_patterns)


def test_these_are_the_secret_pages():
    assert sorted(NAMES) == [
        "capture:receipt",
        "capture:tell",
        "invitations:accept",
        "mail:stop",
        "objections:stands",
        "paradox:answer",
        "paradox:shared",
        "paradox:thanks",
        "still:answer",
        "wishes:say",
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("method", "change", "status"),
    [
        ("get", "{}", 404),
        ("head", "{}", 404),
        ("post", "{}", 403),
        ("options", "{}", 405),
        ("get", "{}?q=%00", 400),
        ("get", "{}%29", 404),
        ("get", "{}x/y/", 404),
    ],
    ids=[
        "not found",
        "head",
        "forged",
        "options",
        "broken",
        "a bracket from a letter",
        "more after it",
    ],
)
def test_no_answer_lets_its_address_go_anywhere(name, method, change, status):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = getattr(browser, method)(change.format(reverse(name, args=[NOBODYS])))
    lets_mailboxes_in = name == "mail:stop" and method == "post"  # no page comes before its form (RFC 8058)
    assert answer.status_code == (404 if lets_mailboxes_in else status)
    assert {header: answer.headers.get(header) for header in SECRET} == SECRET


@pytest.mark.parametrize("name", NAMES)
def test_also_the_way_to_an_address_without_its_last_slash(client, name):
    answer = client.get(reverse(name, args=[NOBODYS]).removesuffix("/"))
    assert answer.status_code == 301
    assert {header: answer.headers.get(header) for header in SECRET} == SECRET


def test_nothing_else_stands_where_a_secret_word_begins():
    """Else an ordinary page would be kept from search engines and caches."""
    assert secret_starts()
    assert not any(is_secret(path) for path in ("/", "/small-wins/", "/mijn/", "/wensen/", "/uitnodiging"))
    assert set(others_below(get_resolver().url_patterns)) == set()


def others_below(patterns, before: str = "/"):
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from others_below(pattern.url_patterns, route)
        elif is_secret(route) and not getattr(pattern.callback, "is_secret", False):
            yield route
