"""Logging in and out, as people do it."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from tests import factories

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar"


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Guesses of another story do not count."""
    cache.clear()


@pytest.fixture
def roos(initiative):
    user = factories.create_user(member_of=initiative, email="roos@stad.example")
    user.set_password("een heel lang wachtwoord")
    user.save()
    return user


def log_in(client, **changes):
    form = {"login": "roos@stad.example", "password": "een heel lang wachtwoord", **changes}
    return client.post("/accounts/login/", form)


def who(client):
    return client.session.get("_auth_user_id")


# ------------------------------------------------------------------ with a password
def test_with_a_password(client, roos):
    assert log_in(client).headers["Location"] == "/"
    assert who(client) == str(roos.pk)


def test_a_wrong_password_gets_a_sentence_at_the_top_and_no_session(client, roos):
    answer = log_in(client, password="fout wachtwoord")
    assert WRONG in answer.text
    assert 'value="roos@stad.example"' in answer.text
    assert "fout wachtwoord" not in answer.text
    assert who(client) is None


def test_an_unknown_address_gets_the_same_sentence(client, roos):
    assert WRONG in log_in(client, login="niemand@stad.example").text


def test_guessing_stops(client, roos):
    for _ in range(5):
        log_in(client, password="fout wachtwoord")
    assert "Te vaak geprobeerd" in log_in(client).text
    assert who(client) is None


def test_one_comes_back_where_one_was(client, roos):
    page = client.get("/accounts/login/?next=/small-wins/nieuw/%3Finitiatief%3Dwijs")
    assert 'name="next" value="/small-wins/nieuw/?initiatief=wijs"' in page.text
    assert log_in(client, next="/small-wins/nieuw/?initiatief=wijs").headers["Location"] == (
        "/small-wins/nieuw/?initiatief=wijs"
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_logging_in_does_not_lead_elsewhere(client, roos, elsewhere):
    assert log_in(client, next=elsewhere).headers["Location"] == "/"


# ------------------------------------------------------------------ with a mailed code
def mailed_code() -> str:
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_with_a_mailed_code_and_back_where_one_was(client, roos):
    asked = client.post(
        "/accounts/login/code/", {"email": "roos@stad.example", "next": "/over/"}, follow=True
    )
    assert "Typ de code" in asked.text
    assert mail.outbox[-1].subject == "Je code om in te loggen"
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed_code(), "next": "/over/"})
    assert answer.headers["Location"] == "/over/"
    assert who(client) == str(roos.pk)


def test_a_wrong_code_gets_a_sentence(client, roos):
    client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    answer = client.post("/accounts/login/code/confirm/", {"code": "AAA-AAA"})
    assert "Deze code klopt niet" in answer.text
    assert who(client) is None


def test_who_has_no_account_learns_it_by_mail_only(client, roos):
    known = client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    client.logout()
    unknown = client.post("/accounts/login/code/", {"email": "niemand@stad.example"})
    assert unknown.headers["Location"] == known.headers["Location"]
    assert "Er is geen account met dit adres" in mail.outbox[-1].subject


def test_a_mail_is_plain_dutch_without_a_word_of_html(client, roos):
    client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    assert "Met deze code log je in" in mail.outbox[-1].body
    assert "<" not in mail.outbox[-1].body


def test_a_mail_is_in_english_for_who_chose_english(client, roos):
    client.cookies["django_language"] = "en"
    client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    assert mail.outbox[-1].subject == "Your code to log in"


# ------------------------------------------------------------------ a new password
def test_a_forgotten_password(client, roos):
    client.post("/accounts/password/reset/", {"email": "roos@stad.example"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    assert "Kies een nieuw wachtwoord" in form.text
    new = {"password1": "een nog langer wachtwoord", "password2": "een nog langer wachtwoord"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "Je wachtwoord is veranderd" in done.text
    assert log_in(client, password="een nog langer wachtwoord").status_code == 302
    assert "Deze link werkt niet meer" in client.get(link, follow=True).text


def test_changing_a_password_asks_for_the_old_one(client, roos):
    client.force_login(roos)
    new = {"password1": "een nog langer wachtwoord", "password2": "een nog langer wachtwoord"}
    assert (
        "Dit wachtwoord klopt niet"
        in client.post("/accounts/password/change/", {"oldpassword": "fout", **new}).text
    )
    client.post("/accounts/password/change/", {"oldpassword": "een heel lang wachtwoord", **new})
    roos.refresh_from_db()
    assert roos.check_password("een nog langer wachtwoord")


# ------------------------------------------------------------------ another address
def test_an_address_changes_once_the_new_one_is_confirmed(client, roos):
    client.force_login(roos)
    client.post("/accounts/email/", {"email": "roos@nieuw.example", "action_add": ""})
    roos.refresh_from_db()
    assert roos.email == "roos@stad.example"
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    assert "roos@nieuw.example" in client.get("/accounts/email/").text
    client.post(link)
    roos.refresh_from_db()
    assert roos.email == "roos@nieuw.example"


# ------------------------------------------------------------------ out, and no way in
def test_logging_out_takes_a_post(client, roos):
    client.force_login(roos)
    assert "<h1>Uitloggen</h1>" in client.get("/accounts/logout/").text
    assert who(client) == str(roos.pk)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert who(client) is None


def test_nobody_makes_an_account_by_themselves(client):
    answer = client.get("/accounts/signup/")
    assert "Zelf een account maken kan niet" in answer.text
    new = {
        "email": "x@stad.example",
        "password1": "een heel lang wachtwoord",
        "password2": "een heel lang wachtwoord",
    }
    client.post("/accounts/signup/", new)
    assert who(client) is None


PUBLIC = ["login/", "login/code/", "password/reset/", "password/reset/done/", "signup/", "inactive/",
          "password/reset/key/done/", "password/reset/key/1-x/", "confirm-email/x/"]  # fmt: skip
PERSONAL = ["logout/", "email/", "password/change/", "password/set/", "reauthenticate/"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PUBLIC + PERSONAL)
def test_every_page_is_in_the_house_style_and_without_placeholders(client, roos, page, language):
    client.cookies["django_language"] = language
    if page in PERSONAL:
        client.force_login(roos)
    if page == "password/set/":
        roos.set_unusable_password()
        roos.save()
        client.force_login(roos)
    answer = client.get(f"/accounts/{page}", follow=True)
    assert answer.status_code == 200
    assert 'class="page-header"' in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1
    assert "placeholder=" not in answer.text
