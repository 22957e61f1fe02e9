"""The site below a path of its host, as when it shares the host with other sites: nothing leads out of it."""

import os
import re
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse, set_script_prefix
from pytest_django.asserts import assertContains

from initiatives.models import User
from scaling.settings import env_sub_path
from tests.factories import create_capture_link
from tests.test_crawl import demo, walk  # noqa: F401 a fixture

PLACE = "/net/vliegwiel"
IN_ATTRIBUTES = re.compile(
    r'\s(?:href|src|srcset|action|formaction|content|value|data-[\w-]+|hx-\w+)="([^"]*)"'
)


class BelowAPath(Client):
    """Asks as gunicorn does with SCRIPT_NAME: only what stands below the path, and without it."""

    def generic(self, method, path, *rest, **options):
        inside = path.removeprefix(PLACE)
        assert inside != path, f"{path} is not below {PLACE}"
        return super().generic(method, inside, *rest, **options)


@pytest.fixture
def client(settings):
    settings.FORCE_SCRIPT_NAME = PLACE
    settings.STATIC_URL = f"{PLACE}/static/"
    settings.SESSION_COOKIE_PATH = settings.CSRF_COOKIE_PATH = settings.LANGUAGE_COOKIE_PATH = f"{PLACE}/"
    set_script_prefix(f"{PLACE}/")
    yield BelowAPath()
    set_script_prefix("/")


def leading_out(html: str) -> set[str]:
    """The addresses of this host in a page that are not below the path."""
    values = [value.removeprefix("http://testserver") for value in IN_ATTRIBUTES.findall(html)]
    return {
        value
        for value in values
        if value.startswith("/") and not value.startswith((f"{PLACE}/", "//")) and urlsplit(value).path
    }


@pytest.mark.parametrize("who", [None, "trekker"])
def test_every_address_of_every_page_stays_below_the_path(client, demo, who):  # noqa: F811
    if who:
        client.force_login(User.objects.get(email=f"{who}@vliegwiel.example"))
    broken, visited = [], 0
    for path, response, _page in walk(client, start=f"http://testserver{PLACE}/", enough=1):
        visited += 1
        html = response.text if "html" in response.headers.get("Content-Type", "") else ""
        broken += [(path, response.status_code)] if response.status_code != 200 else []
        broken += [(path, address) for address in leading_out(html)]
    assert broken == []
    assert visited > 20


def test_forms_mails_posters_and_cookies_stay_below_the_path(client, lead, initiative):
    lead.set_password("vliegwiel-proberen")
    lead.save()
    login, mine = reverse("account_login"), reverse("mine:index")
    assert client.get(mine).headers["Location"] == f"{login}?next={mine}"
    answer = client.post(
        f"{login}?next={mine}", {"login": lead.email, "password": "vliegwiel-proberen", "next": mine}
    )
    assert answer.headers["Location"] == mine
    client.post(reverse("set_language"), {"language": "nl", "next": mine})
    client.get(reverse("posters:index", args=[initiative.slug]))
    assert {cookie["path"] for cookie in client.cookies.values()} == {f"{PLACE}/"}

    link = create_capture_link(initiative=initiative, by=lead)
    poster = client.get(reverse("posters:show", args=[initiative.slug, link.pk]))
    assertContains(poster, f"testserver{PLACE}/t/")
    told = client.post(
        link.get_absolute_url(),
        {
            "title": "De soep was op",
            "when": "other",
            "occurred_on": "2024-03-07",
            "submission_id": uuid.uuid4(),
        },
    )
    assert told.headers["Location"].startswith(f"{PLACE}/verteld/")

    Client.logout(client)
    client.post(reverse("account_reset_password"), {"email": lead.email})
    assert f"http://testserver{PLACE}/accounts/password/reset/key/" in mail.outbox[-1].body
    away = client.get(mine, headers={"HX-Request": "true"})
    assert away.headers["HX-Redirect"] == f"{login}?next={PLACE}/"


def test_search_engines_hear_of_addresses_below_the_path_only(client, initiative, settings):
    settings.IS_INDEXED = True
    robots = client.get(f"{PLACE}/robots.txt").text
    rules = re.findall(r"^(?:Disallow|Allow): (.*)$", robots, re.MULTILINE)
    listed = re.findall("<loc>([^<]*)</loc>", client.get(f"{PLACE}/sitemap.xml").text)
    assert len(rules) > 3 and len(listed) > 3
    assert [rule for rule in rules if not rule.startswith(f"{PLACE}/")] == []
    assert [page for page in listed if urlsplit(page).path.removeprefix(PLACE) == urlsplit(page).path] == []


def test_the_start_with_the_variable_puts_everything_below_the_path():
    """In a process of its own: Django reads the path once, before anything else."""
    whole = {"PATH": os.environ["PATH"], "DEBUG": "False", "SCRIPT_NAME": f"{PLACE}/", "SECRET_KEY": "x" * 50}
    ask = """
import django
django.setup()
from django.conf import settings
from django.urls import reverse
print(reverse("home"), settings.STATIC_URL, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_NAME)
"""
    where = {"DJANGO_SETTINGS_MODULE": "scaling.settings", "DATABASE_URL": "postgresql:///nergens"}
    said = subprocess.run(
        [sys.executable, "-c", ask], env=whole | where, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert said.stdout.split() == [f"{PLACE}/", f"{PLACE}/static/", f"{PLACE}/", "__Secure-session"], (
        said.stderr
    )


@pytest.mark.parametrize("path", ["vliegwiel", "/a b", "/a//b", "https://elders/", "/a?b"])
def test_a_path_that_is_none_stops_the_start(monkeypatch, path):
    monkeypatch.setenv("SCRIPT_NAME", path)
    with pytest.raises(ImproperlyConfigured, match="SCRIPT_NAME must look like"):
        env_sub_path("SCRIPT_NAME")


@pytest.mark.parametrize(
    ("path", "sub_path"), [("", ""), ("/", ""), ("/vliegwiel", "/vliegwiel"), ("/a/b-c/", "/a/b-c")]
)
def test_the_path_is_read_with_and_without_its_last_slash(monkeypatch, path, sub_path):
    monkeypatch.setenv("SCRIPT_NAME", path)
    assert env_sub_path("SCRIPT_NAME") == sub_path


def test_an_address_that_leads_out_is_seen():
    assert leading_out(
        f'<a href="/over/"><img src="{PLACE}/x.png"><link content="http://testserver/y/">'
    ) == {"/over/", "/y/"}
