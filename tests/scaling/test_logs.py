"""Logs hold no secrets, seen through real requests and every handler there is."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import URLResolver, get_resolver, path

from scaling.logs import WithoutSecrets, without_secrets
from scaling.mail import FileAndLogBackend
from tests.scaling.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.scaling.urls import urlpatterns as usual

TOKEN, ADDRESS = "Zq3-canary_9f8e7d6c5b4a", "roos.canary@stad.example"


@login_not_required
def breaks(request, token):
    """With the secret in its path, its query, its message and its cause."""
    try:
        raise KeyError(f"/t/{token}/")
    except KeyError as cause:
        raise RuntimeError(f"no mail to {ADDRESS} about /uitnodiging/{token}/?code={token}") from cause


urlpatterns = [path("t/<token>/", breaks), path("uitnodiging/<token>/", breaks), *usual]


@pytest.fixture
def log():
    """The output of the site's console, by its own handler."""
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    stream, before = io.StringIO(), handler.stream
    handler.setStream(stream)
    yield stream
    handler.setStream(before)


def test_every_handler_of_the_site_has_the_filter():
    named = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    ours = [
        handler
        for logger in named
        for handler in logger.handlers
        if logger.name.split(".")[0] in ("root", "django", "allauth", "scaling", "initiatives")
        and not type(handler).__module__.startswith("_pytest")
    ]
    assert len(ours) >= 2
    assert all(any(isinstance(one, WithoutSecrets) for one in handler.filters) for handler in ours)


@pytest.mark.urls("tests.scaling.test_logs")
@pytest.mark.parametrize("address", [f"/t/{TOKEN}/", f"/uitnodiging/{TOKEN}/?code={TOKEN}&state={TOKEN}"])
def test_a_fault_tells_what_went_wrong_and_no_secret(log, address):
    Client(raise_request_exception=False).get(address)
    said = log.getvalue()
    assert "RuntimeError: no mail to •••" in said
    assert "KeyError" in said
    assert "django.request Internal Server Error: /" in said
    assert TOKEN not in said
    assert ADDRESS not in said


@pytest.mark.parametrize(
    "address",
    [
        f"/t/{TOKEN}/weg/",
        f"/verteld/{TOKEN}/weg/",
        f"/accounts/password/reset/key/1-{TOKEN}/x/y",
        f"/bestaat-niet/t/{TOKEN}",
        f"/bestaat-niet/{ADDRESS}/",
    ],
)
def test_a_page_that_is_not_there_is_told_without_the_secret(log, client, address):
    assert client.get(address).status_code in (301, 302, 404)
    assert TOKEN not in log.getvalue()
    assert ADDRESS not in log.getvalue()


def addresses_with_a_secret(patterns=None, before: str = "/") -> list[str]:
    """Every address of the site with a word in it that lets somebody in, with a secret as that word."""
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += addresses_with_a_secret(pattern.url_patterns, address)
        elif "token>" in address:
            found.append(re.sub(r"<(\w+:)?token>", TOKEN, address))
    return found


def test_every_address_with_a_secret_in_it_is_masked():
    addresses = addresses_with_a_secret()
    assert len(addresses) >= 6
    assert [address for address in addresses if TOKEN in without_secrets(address)] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"GET /t/{TOKEN}/ HTTP/1.1", "GET /t/•••/ HTTP/1.1"),
        (f"/verteld/{TOKEN}/", "/verteld/•••/"),
        (f"/uitnodiging/{TOKEN}", "/uitnodiging/•••"),
        (f"/accounts/password/reset/key/3-{TOKEN}/", "/accounts/password/reset/key/•••/"),
        ("/accounts/password/reset/key/done/", "/accounts/password/reset/key/done/"),
        (f"/accounts/confirm-email/MQ:1v:{TOKEN}/", "/accounts/confirm-email/•••/"),
        (
            f"/accounts/elders/callback/?code={TOKEN}&state={TOKEN}&x=1",
            "/accounts/elders/callback/?code=•••&state=•••&x=1",
        ),
        (f"next=%2Fx%3Fcode%3D{TOKEN}", "next=%2Fx%3Fcode%3D•••"),
        (f"{{'id_token': 1, id_token='{TOKEN}'}}", "{'id_token': 1, id_token='•••'}"),
        (f"next=%2Ft%2F{TOKEN}%2F&x=1", "next=%2Ft%2F•••%2F&x=1"),
        ("to Roos.d'Arc+x@sub.stad.example, and a%40b.nl", "to •••, and •••"),
        ("een gewone zin over /small-wins/ en 12 @ 3", "een gewone zin over /small-wins/ en 12 @ 3"),
    ],
)
def test_a_log_masks_secrets_and_nothing_else(text, kept):
    assert without_secrets(text) == kept


def test_arguments_of_a_message_are_masked_as_well(log):
    logging.getLogger("scaling").warning("no mail to %s about %s", ADDRESS, f"/t/{TOKEN}/")
    assert log.getvalue() == "WARNING scaling no mail to ••• about /t/•••/\n"


def test_a_message_that_does_not_fit_breaks_nothing(log):
    logging.getLogger("scaling").warning("two %s %s", ADDRESS)
    assert ADDRESS not in log.getvalue()


def test_the_demo_still_shows_its_mail(log, tmp_path):
    mail = EmailMessage(
        "Je code", "BCDF-GHJK", to=[ADDRESS], connection=FileAndLogBackend(file_path=tmp_path)
    )
    mail.send()
    assert "BCDF-GHJK" in log.getvalue()
    assert ADDRESS in log.getvalue()


def test_only_the_demo_shows_mail_on_the_screen():
    assert settings.EMAIL_BACKEND != "scaling.mail.FileAndLogBackend" or not settings.SECURE
