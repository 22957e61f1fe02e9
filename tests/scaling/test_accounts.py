"""Logging in and out, as people do it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import User
from tests import factories
from tests.room import (
    all_at_once,
    browser,
    code_mailed_to,
    is_logged_in,
    log_in_by_code,
    log_in_by_password,
)

pytestmark = pytest.mark.usefixtures("fresh_limits")

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar"


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


def test_only_a_mail_says_that_there_is_no_account(client, roos):
    known = client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    client.logout()
    unknown = client.post("/accounts/login/code/", {"email": "niemand@stad.example"})
    assert unknown.headers["Location"] == known.headers["Location"]
    assert "Er is geen account met dit adres" in mail.outbox[-1].subject


def test_a_mail_is_plain_dutch_without_a_word_of_html(client, roos):
    client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    assert "Met deze code log je in" in mail.outbox[-1].body
    assert "<" not in mail.outbox[-1].body


def test_a_mail_is_in_english_for_somebody_who_chose_english(client, roos):
    client.cookies["django_language"] = "en"
    client.post("/accounts/login/code/", {"email": "roos@stad.example"})
    assert mail.outbox[-1].subject == "Your code to log in"


def test_a_code_has_eight_letters_that_nobody_misreads(client, roos):
    client.post("/accounts/login/code/", {"email": roos.email})
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", code_mailed_to(roos.email))


def test_after_three_wrong_codes_the_right_one_is_no_use(client, roos):
    client.post("/accounts/login/code/", {"email": roos.email})
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/accounts/login/code/confirm/", {"code": code_mailed_to(roos.email)})
    assert who(client) is None


def test_a_code_that_is_too_old_is_no_use(client, roos, settings):
    client.post("/accounts/login/code/", {"email": roos.email})
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT == 600
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post("/accounts/login/code/confirm/", {"code": code_mailed_to(roos.email)})
    assert who(client) is None


def test_nobody_fills_the_mailbox_of_another(client, roos):
    for _ in range(6):
        Client().post("/accounts/login/code/", {"email": roos.email})
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("form", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_nobody_uses_up_the_mails_of_another(roos, form):
    for _ in range(25):
        browser("203.0.113.9").post(form, {"email": roos.email})
    mail.outbox.clear()
    browser("145.90.1.2").post(form, {"email": "Roos@Stad.example"})
    assert [message.to for message in mail.outbox] == [["roos@stad.example"]]


@pytest.mark.parametrize("form", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_from_many_places_together_a_mailbox_gets_a_hundred_mails_an_hour(roos, form):
    for n in range(105):
        browser(f"203.0.113.{n}").post(form, {"email": roos.email})
    assert len(mail.outbox) == 100


def test_saying_to_be_somewhere_else_gives_no_more_mails(roos):
    for n in range(6):
        browser(**{"X-Forwarded-For": f"10.0.0.{n}"}).post("/accounts/login/code/", {"email": roos.email})
    assert len(mail.outbox) == 3


def test_it_says_how_long_to_wait(roos, settings):
    said = [Client().post("/accounts/login/code/", {"email": roos.email}).text for _ in range(4)][-1]
    assert "Wacht een minuut" in said
    limits = settings.ACCOUNT_RATE_LIMITS | {
        "too_many_this_minute": "99/m/key"
    }  # never |=, which would outlive this story
    settings.ACCOUNT_RATE_LIMITS = limits | {"too_many_this_hour": "3/h/key"}
    said = [Client().post("/accounts/login/code/", {"email": roos.email}).text for _ in range(4)][-1]
    assert "Wacht een uur" in said
    settings.ACCOUNT_RATE_LIMITS = limits | {
        "request_login_code": "1/h/key",
        "too_many_this_hour": "99/h/key",
    }
    said = [Client().post("/accounts/login/code/", {"email": roos.email}).text for _ in range(2)][-1]
    assert "Wacht een uur" in said


# ------------------------------------------------------------------ a room behind one address
@pytest.mark.parametrize("proxy", [0, 1])
def test_sixty_people_behind_one_address_all_get_in(transactional_db, settings, proxy):
    """Half with a password, half with a mailed code, five at a time, within a minute."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxy
    people = [
        factories.create_user(email=f"mens{n}@zaal.example", password="een heel lang wachtwoord")
        for n in range(60)
    ]

    def come_in(person):
        log_in = log_in_by_code if person.pk % 2 else log_in_by_password
        return is_logged_in(log_in(person, browser(**{"X-Forwarded-For": "145.90.1.2"})))

    assert all_at_once(come_in, people) == [True] * 60


# ------------------------------------------------------------------ one attacker
GUESSER = """
import os, sys
import django
django.setup()
from django.conf import settings
if sys.argv[1] != "as it is":
    settings.CACHES = {"default": {"BACKEND": sys.argv[1]}}
from django.test import Client
print("ready", flush=True)
sys.stdin.readline()
for n in range(8):
    form = {"login": "roos@stad.example", "password": f"gok {os.getpid()} {n}"}
    answer = Client(headers={"Host": "localhost"}).post("/accounts/login/", form)
    print("checked" if "horen niet bij elkaar" in answer.text else "refused", flush=True)
"""
PROJECT = Path(__file__).resolve().parent.parent.parent


def this_database() -> str:
    present = connection.settings_dict
    return f"postgresql://{present['USER']}@{quote(present['HOST'], safe='')}/{present['NAME']}"


def guess_in_four_processes(cache_backend: str) -> list[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": this_database(),
    }
    guessers = [
        subprocess.Popen(
            [sys.executable, "-c", GUESSER, cache_backend],
            cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for guesser in guessers:
        assert guesser.stdout.readline() == "ready\n"
    for guesser in guessers:
        guesser.stdin.write("go\n")
        guesser.stdin.flush()
    return [word for guesser in guessers for word in guesser.communicate()[0].split()]


def test_four_processes_together_check_five_guesses(transactional_db, roos):
    said = guess_in_four_processes("as it is")
    assert (said.count("checked"), len(said)) == (5, 32)


def test_the_limit_needs_a_cache_that_they_share(transactional_db, roos):
    """The negative control: with a memory of its own, each process allows five."""
    said = guess_in_four_processes("django.core.cache.backends.locmem.LocMemCache")
    assert said.count("checked") == 20


def checked_guesses(**headers) -> int:
    """How many of twelve guesses are looked at, when each says something else about where it comes from."""
    guesses = [browser(**{name: value.format(n) for name, value in headers.items()}) for n in range(12)]
    form = {"login": "Roos@Stad.example", "password": "fout wachtwoord"}
    return sum(WRONG in client.post("/accounts/login/", form).text for client in guesses)


@pytest.mark.parametrize("behind", [0, 1])
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "10.0.0.{}"},
        {"X-Forwarded-For": "10.0.0.{}, 145.90.1.2"},
        {"X-Real-IP": "10.0.0.{}"},
        {"Forwarded": "for=10.0.0.{}"},
        {"Host": "testserver:{}"},
    ],
    ids=str,
)
def test_saying_to_be_somebody_else_gives_no_more_guesses(roos, settings, headers, behind):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    assert checked_guesses(**headers) == 5


@pytest.mark.parametrize(("behind", "passed"), [(0, 4), (1, 12)])
def test_only_our_own_proxy_is_believed_about_the_address(settings, behind, passed):
    """Guesses at many accounts are counted per address; the address is what the nearest trusted proxy saw."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    settings.ACCOUNT_RATE_LIMITS = {"login": "4/m/ip"}
    statuses = [
        browser(**{"X-Forwarded-For": f"10.0.0.{n}"})
        .post("/accounts/login/", {"login": f"{n}@x.example"})
        .status_code
        for n in range(12)
    ]
    assert statuses.count(200) == passed
    assert statuses.count(429) == 12 - passed


# ------------------------------------------------------------------ who has an account is nobody's business
SECRETS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@[\w.]+')


def outcome(address: str, form: dict) -> tuple:
    """All that somebody outside can see of an answer, and of the page they are led to."""
    client, before = Client(), len(mail.outbox)
    answer = client.post(address, form)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    return (
        answer.status_code,
        answer.headers.get("Location"),
        sorted(client.cookies),
        sorted(answer.headers),
        SECRETS.sub("", page.text),
        len(mail.outbox) - before,
    )


FORMS = {
    "/accounts/login/": ("login", {"password": "fout wachtwoord"}),
    "/accounts/login/code/": ("email", {}),
    "/accounts/password/reset/": ("email", {}),
}


@pytest.fixture
def acquaintances(roos):
    """Everyone that a form could give away."""
    off = factories.create_user(email="uit@stad.example", password="een heel lang wachtwoord")
    User.objects.filter(pk=off.pk).update(is_active=False)
    factories.create_user(email="zonder@stad.example")
    EmailAddress.objects.create(user=roos, email="tweede@stad.example", verified=True)
    return ["roos@stad.example", "uit@stad.example", "zonder@stad.example", "tweede@stad.example"]


@pytest.mark.parametrize("address", FORMS)
def test_known_and_unknown_get_the_same_answer(acquaintances, address):
    field, more = FORMS[address]
    unknown = outcome(address, {field: "niemand@stad.example", **more})
    assert [outcome(address, {field: known, **more}) for known in acquaintances] == [unknown] * 4


@pytest.mark.parametrize("address", FORMS)
def test_known_and_unknown_are_refused_after_as_many_tries(roos, address):
    field, more = FORMS[address]

    def answers(who):
        return [
            SECRETS.sub("", Client().post(address, {field: who, **more}, follow=True).text) for _ in range(7)
        ]

    assert answers("roos@stad.example") == answers("niemand@stad.example")


def test_known_and_unknown_cost_as_many_queries(roos):
    def queries(who):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/accounts/login/", {"login": who, "password": "fout wachtwoord"})
        return len(queries)

    assert queries("roos@stad.example") == queries("niemand@stad.example")


def test_a_wrong_code_tells_nothing_of_the_account_either(roos):
    def answers(who):
        client = Client()
        client.post("/accounts/login/code/", {"email": who})
        tries = [client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"}) for _ in range(4)]
        return [(answer.status_code, SECRETS.sub("", answer.text)) for answer in tries]

    assert answers("roos@stad.example") == answers("niemand@stad.example")


# ------------------------------------------------------------------ the language of a person
def test_on_a_new_device_the_site_speaks_ones_language(client, roos, settings):
    User.objects.filter(pk=roos.pk).update(language="en")
    cookie = log_in(client).cookies["django_language"]
    assert cookie.value == "en"
    switched = client.post("/taal/", {"language": "en", "next": "/"}).cookies["django_language"]
    assert {**cookie} == {**switched}
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_a_language_that_was_chosen_here_stays(client, roos):
    client.cookies["django_language"] = "en"
    assert "django_language" not in log_in(client).cookies


# ------------------------------------------------------------------ rights that end
def test_somebody_who_is_switched_off_is_out_at_the_next_request(client, roos):
    log_in(client)
    assert client.get("/mijn/").status_code == 200
    User.objects.filter(pk=roos.pk).update(is_active=False)
    assert client.get("/mijn/").headers["Location"].startswith("/accounts/login/")
    assert (
        client.post("/small-wins/nieuw/", {"title": "x"}).headers["Location"].startswith("/accounts/login/")
    )


def test_a_role_that_ended_is_gone_at_the_next_request(client, programme_staff):
    client.force_login(programme_staff)
    assert client.get("/beheer/").status_code == 200
    programme_staff.roles.all().delete()
    assert client.get("/beheer/").status_code != 200


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
    asked = client.post("/accounts/email/", {"email": "roos@nieuw.example", "action_add": ""})
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert mail.outbox == []  # an open session alone does not take over an account
    client.post(
        asked.headers["Location"], {"password": "een heel lang wachtwoord", "next": "/accounts/email/"}
    )
    roos.refresh_from_db()
    assert roos.email == "roos@stad.example"
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    assert "roos@nieuw.example" in client.get("/accounts/email/").text
    client.post(link)
    roos.refresh_from_db()
    assert roos.email == "roos@nieuw.example"


# ------------------------------------------------------------------ who has no password
PROOF = "/accounts/reauthenticate/code/"
EMAIL, DELETE = "/accounts/email/", "/mijn/verwijderen/"
TAKE_OVER = {
    EMAIL: {"email": "dief@elders.example", "action_add": ""},
    "/accounts/password/set/": dict.fromkeys(("password1", "password2"), "van de dief, heel lang"),
    "/accounts/2fa/webauthn/add/": {"name": "van de dief"},
    "/accounts/2fa/totp/activate/": {"code": "123456"},
    DELETE: {"sure": "on"},
}


@pytest.fixture
def noor(client, initiative):
    """Somebody as an invitation makes them, who logged in earlier today and left the window open."""
    noor = factories.create_user(member_of=initiative, email="noor@stad.example")
    client.force_login(noor)
    let_time_pass(client)
    return noor


def let_time_pass(client, seconds: int = 301):
    session = client.session
    session["shown_at"] -= seconds
    session.save()


def prove(client, back: str):
    client.post(PROOF, {"action": "send", "next": back})
    return client.post(PROOF, {"code": code_mailed_to("noor@stad.example"), "next": back})


@pytest.mark.parametrize("address", TAKE_OVER)
def test_an_open_session_without_a_password_takes_over_nothing(client, noor, address):
    answer = client.post(address, TAKE_OVER[address])
    page = client.get(answer.headers["Location"], follow=True)
    assert page.request["PATH_INFO"] == PROOF
    assert "We mailen een code naar noor@stad.example" in page.text
    noor.refresh_from_db()
    assert (noor.email, noor.has_usable_password()) == ("noor@stad.example", False)
    assert [*noor.authenticator_set.all(), *mail.outbox] == []
    assert not EmailAddress.objects.filter(email="dief@elders.example").exists()


@pytest.mark.parametrize("address", ["/accounts/password/set/", "/accounts/2fa/webauthn/add/"])
def test_a_form_that_wants_proof_asks_it_before_something_is_typed(client, noor, address):
    assert client.get(address).headers["Location"].startswith(PROOF)
    assert prove(client, address).headers["Location"] == address
    assert client.get(address).status_code == 200


def test_a_new_password_does_not_wait_in_a_session(client, noor):
    client.post("/accounts/password/set/", TAKE_OVER["/accounts/password/set/"])
    assert "van de dief" not in str(client.session.items())


def test_with_a_mailed_code_what_was_typed_goes_on(client, noor):
    client.post(EMAIL, {"email": "noor@nieuw.example", "action_add": ""})
    assert "noor@nieuw.example" in prove(client, EMAIL).text + client.get(EMAIL).text
    assert ["noor@nieuw.example"] in [message.to for message in mail.outbox]


def test_with_a_mailed_code_an_account_goes(client, noor):
    client.post(DELETE, {"sure": "on"})
    assert prove(client, DELETE).headers["Location"] == "/mijn/verwijderd/"
    noor.refresh_from_db()
    assert noor.email is None


@pytest.mark.parametrize("come_in", [log_in_by_code, lambda noor, client: client.force_login(noor)])
def test_somebody_who_just_came_in_is_not_asked_twice(client, noor, come_in):
    client = browser()
    come_in(noor, client)
    assert client.post("/accounts/password/set/", TAKE_OVER["/accounts/password/set/"]).status_code == 302
    noor.refresh_from_db()
    assert noor.has_usable_password()


def test_reading_the_page_mails_nothing(client, noor):
    client.get(PROOF)
    assert mail.outbox == []


def test_wrong_codes_prove_nothing_and_three_are_the_most(client, noor):
    client.post(PROOF, {"action": "send", "next": DELETE})
    wrong = [client.post(PROOF, {"code": "AAAA-AAAA", "next": DELETE}) for _ in range(3)]
    assert [answer.status_code for answer in wrong] == [422, 422, 302]
    assert "Deze code klopt niet" in wrong[0].text
    client.post(PROOF, {"code": code_mailed_to(noor.email), "next": DELETE})
    assert client.post(DELETE, {"sure": "on"}).headers["Location"].startswith(PROOF)
    assert "Drie keer een verkeerde code" in client.get(PROOF).text


def test_a_code_proves_nothing_once_the_address_is_another_or_it_is_old(client, noor, settings):
    client.post(PROOF, {"action": "send"})
    code = code_mailed_to(noor.email)
    User.objects.filter(pk=noor.pk).update(email="noor@anders.example")
    client.post(PROOF, {"code": code})
    assert client.post(DELETE, {"sure": "on"}).headers["Location"].startswith(PROOF)
    User.objects.filter(pk=noor.pk).update(email="noor@stad.example")
    client.post(PROOF, {"action": "send"})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post(PROOF, {"code": code_mailed_to(noor.email)})
    assert client.post(DELETE, {"sure": "on"}).headers["Location"].startswith(PROOF)


def test_an_open_session_does_not_fill_the_mailbox(client, noor):
    for _ in range(8):
        client.post(PROOF, {"action": "send"})
    assert len(mail.outbox) == 6
    assert "Je hebt nu genoeg codes gekregen" in client.get(PROOF).text


def test_a_code_is_no_way_round_a_password(client, roos):
    client.force_login(roos)
    assert client.get(PROOF).headers["Location"] == "/accounts/reauthenticate/"
    client.post(PROOF, {"action": "send"})
    assert mail.outbox == []


@pytest.mark.parametrize("wanted", ["noor@nieuw.example", "roos@stad.example"])
def test_the_present_address_hears_that_another_was_asked(client, noor, roos, wanted):
    """Also when somebody has that address already: else it would tell who has an account."""
    let_time_pass(client, -301)
    client.post(EMAIL, {"email": wanted, "action_add": ""})
    told = next(message for message in mail.outbox if message.to == ["noor@stad.example"])
    assert told.subject == "Iemand wil je e-mailadres veranderen"
    assert wanted in told.body


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
