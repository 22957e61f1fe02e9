"""Which pages leave compressed: those that everybody gets."""

import gzip
from collections.abc import Collection

import pytest
from django.urls import resolve, reverse

from initiatives.secrecy import is_secret
from scaling.compression import TEXTS, CompressionMiddleware
from tests.access import pages

ASKED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
SHORT = 200  # bytes: Django leaves less as it is


def is_compressed(answer) -> bool:
    return answer.headers.get("Content-Encoding") == "gzip"


def test_a_page_leaves_small_and_says_the_same(client):
    address = reverse("network:dashboard")
    plain, small = client.get(address), client.get(address, headers=ASKED)
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, small))


def one_of_each(paths) -> Collection[str]:
    """An address of each kind: what leaves small is no matter of the row."""
    return {resolve(path).view_name: path for path in paths}.values()


@pytest.mark.parametrize("actor", ["visitor", "lead"])
def test_a_page_with_a_token_or_about_its_reader_leaves_as_it_is(scene, actor):
    """A length would tell whether what somebody else put in the address also stands in the page (BREACH)."""
    wrong, compressed = [], set()
    for path in one_of_each(path for path, _headers in pages.of_site(scene, actor) if "?" not in path):
        answer = scene.sessions[actor].ask("GET", path, HTTP_ACCEPT_ENCODING="gzip")
        is_small = answer.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(answer.body) if is_small else answer.body
        holds_a_token = b"csrfmiddlewaretoken" in body or b"X-CSRFToken" in body
        is_open = actor == "visitor" and not (holds_a_token or answer.cookies or is_secret(path))
        may_shrink = not answer.is_streamed and len(body) >= SHORT
        if is_small != (is_open and may_shrink and answer.headers["Content-Type"].startswith(TEXTS)):
            wrong.append(path)
        compressed |= {path} if is_small else set()
    assert wrong == []
    assert (reverse("network:dashboard") in compressed) == (actor == "visitor")


@pytest.mark.parametrize("address", ["/t/nergens/", "/verteld/nergens/", "/uitnodiging/nergens/"])
def test_no_page_at_a_secret_address_is_compressed(client, address):
    assert not is_compressed(client.get(address, headers=ASKED))


def test_an_answer_to_what_was_sent_is_not_compressed(client):
    answer = client.post(reverse("account_login"), {"login": "x"}, headers=ASKED)
    assert len(answer.content) > 200
    assert not is_compressed(answer)


def test_the_same_page_has_another_length_each_time(client):
    lengths = {len(client.get("/over/", headers=ASKED).content) for _time in range(12)}
    assert len(lengths) > 1
    assert CompressionMiddleware.max_random_bytes == 100


@pytest.mark.parametrize(
    ("header", "compressed"),
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("gzip;q=0.001", True),
        ("gzip;q=x", True),
        ("gzip;q=0", False),
        ("br, gzip; Q = 0.000", False),
        ("identity", False),
        ("*", False),
        ("", False),
        (";q=,,gz\xff", False),
    ],
)
def test_only_who_asks_for_it_gets_it(client, header, compressed):
    answer = client.get("/over/", headers={"Accept-Encoding": header})
    assert answer.status_code == 200
    assert is_compressed(answer) == compressed
    assert "Accept-Encoding" in answer.headers["Vary"]
