"""A page of an error gives a sentence, a way on, and everything that was typed."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.db import OperationalError, connection
from django.forms import BaseForm, BooleanField, ChoiceField, HiddenInput, RadioSelect, Select
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

import initiatives.forms
from initiatives.models import User
from scaling.errors import CHOSEN, page_not_found, typed_texts

pytestmark = pytest.mark.urls("tests.scaling.urls")

PAGES = {
    "/form/?q=%00": (400, "Dit verzoek klopt niet", "This request is not right"),
    "/forbidden/": (403, "Dit is niet voor jou", "This is not for you"),
    "/no-such-page/": (404, "Deze pagina bestaat niet", "This page does not exist"),
    "/refused/409/": (409, "Iemand anders veranderde dit net", "Somebody else just changed this"),
    "/refused/413/": (413, "Dit is te groot", "This is too large"),
    "/refused/422/": (422, "Dit konden we niet opslaan", "We could not save this"),
    "/refused/429/": (429, "Dat ging te snel", "That was too fast"),
    "/broken/": (500, "Er ging iets mis bij ons", "Something went wrong on our side"),
    "/database-away/": (503, "De site is even niet bereikbaar", "The site is not available right now"),
}


@pytest.fixture
def client():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def no_database():
    """Every question to the database fails now."""

    def refuse(execute, sql, *rest):
        raise OperationalError(f"away, and asked: {sql}")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(("address", "expected"), PAGES.items(), ids=lambda value: str(value))
def test_each_page_is_in_dutch_and_in_english(client, address, expected):
    status, dutch, english = expected
    answer = client.get(address)
    assert answer.status_code == status
    assert '<html lang="nl">' in answer.text
    assert f"<h1>{dutch}</h1>" in answer.text
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == status
    assert '<html lang="en">' in answer.text
    assert f"<h1>{english}</h1>" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_each_page_carries_the_policies(client, address):
    answer = client.get(address)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/broken/", 500), ("/database-away/", 503), ("/form/?q=%00", 400), ("/form/no-such-page/", 404)],
)
def test_an_error_page_needs_no_database(client, no_database, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert 'class="page-header"' in answer.text


@pytest.mark.parametrize("address", ["/for-members/", "/broken/", "/accounts/login/", "/beheer/"])
def test_a_browser_with_a_session_is_asked_to_come_back_without_a_database(client, no_database, address):
    client.cookies["sessionid"] = "somebody"
    assert client.get(address).status_code == 503


def test_a_database_that_is_away_says_when_to_come_back(client):
    assert int(client.get("/database-away/").headers["Retry-After"]) > 0


def test_an_expired_form_gives_back_what_was_typed(client):
    client.get("/accounts/login/")
    typed = {"title": "De sleutel van de <kerk>", "password": "geheim123", "csrfmiddlewaretoken": "oud"}
    answer = client.post("/form/", typed)
    assert answer.status_code == 403
    assert "Dit formulier is verlopen" in answer.text
    assert "De sleutel van de &lt;kerk&gt;</textarea>" in answer.text
    assert "geheim123" not in answer.text
    assert 'href="/form/"' in answer.text


def test_an_expired_form_gives_back_no_code_of_a_choice():
    request = RequestFactory().post(
        "/form/", {"title": "De sleutel", "audience": "public", "types": ["growth"]}
    )
    assert [text for _, text in typed_texts(request)] == ["De sleutel"]


def test_the_error_pages_know_every_choice_of_every_form():
    """A word behind a choice is no word of a person; a field to type in is never left out."""
    fields = [(name, field) for form in every_form() for name, field in form.base_fields.items()]
    chosen = {
        name for name, field in fields if isinstance(field, ChoiceField | BooleanField) or is_picked(field)
    }
    typed = {name for name, _ in fields} - chosen
    assert (sorted(chosen - CHOSEN), sorted(typed & CHOSEN)) == ([], [])


def is_picked(field) -> bool:
    return isinstance(field.widget, HiddenInput | Select | RadioSelect)


def every_form():
    for module in walk_packages(initiatives.forms.__path__, "initiatives.forms."):
        import_module(module.name)
    waiting, found = [BaseForm], []
    while waiting:
        found += (below := waiting.pop().__subclasses__())
        waiting += below
    return [form for form in found if form.__module__.startswith("initiatives.forms.")]


@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/database-away/", 503)])
def test_trouble_on_our_side_gives_back_what_was_typed(address, status):
    answer = Client(raise_request_exception=False).post(address, {"title": "De sleutel van de kerk"})
    assert answer.status_code == status
    assert "De sleutel van de kerk</textarea>" in answer.text


def test_a_chosen_value_is_no_text_to_copy():
    chosen = {"submission_id": "0d5a1d5e-6f0b-4c57-9a66-3f1f0c2f7a10", "initiative": "12", "how": " "}
    answer = Client(raise_request_exception=False).post("/broken/", chosen)
    assert "<textarea" not in answer.text


def test_too_much_text_is_too_large(client):
    answer = client.post("/form/", {"title": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_too_many_fields_are_refused(client):
    answer = client.post("/form/", {f"field-{n}": "x" for n in range(2_500)})
    assert answer.status_code == 400


def test_an_unknown_host_is_refused(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "Dit verzoek klopt niet" in answer.text


# ------------------------------------------------------------------ whoever is logged in stays so
@pytest.mark.parametrize("address", ["/no-such-page/", "/forbidden/"])
def test_somebody_who_is_logged_in_keeps_their_menu(client, team_member, address):
    assert "Uitloggen" not in client.get(address).text
    client.force_login(team_member)
    page = client.get(address).text
    assert f"<summary>{team_member}</summary>" in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert "Ben je al ingelogd?" not in page


def test_the_menu_stays_away_with_the_database(client, team_member, no_database):
    request = RequestFactory().get("/no-such-page/")
    request.user = SimpleLazyObject(lambda: User.objects.get(pk=team_member.pk))
    answer = page_not_found(request, Http404())
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in answer.text
    assert "Uitloggen" not in answer.text
