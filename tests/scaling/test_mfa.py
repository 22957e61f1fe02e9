"""The second step: made, taken, refused; and nowhere without it for those who must have one."""

import io
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from initiatives.sending import SHELF
from tests import factories

pytestmark = pytest.mark.usefixtures("fresh_limits")

PASSWORD = "een heel lang wachtwoord"
SECURITY, TAKE = "/accounts/2fa/", "/accounts/2fa/reauthenticate/"


@pytest.fixture
def required(settings):
    """As in production."""
    settings.MFA_REQUIRED_FOR_STAFF = True


@pytest.fixture
def staff(initiative):
    user = factories.create_user(staff_of=initiative.programme, email="pien@stad.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def app(staff) -> str:
    """The secret in the app of programme staff."""
    return give_app(staff)


def give_app(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def log_in(client, user, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **more})


def log_in_with_app(client, user, secret):
    log_in(client, user)
    return client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})


def who(client):
    return client.session.get("_auth_user_id")


# ------------------------------------------------------------------ logging in with it
def test_a_password_alone_does_not_open_the_door(client, staff, app):
    assert log_in(client, staff, next="/over/").headers["Location"] == "/accounts/2fa/authenticate/"
    assert who(client) is None
    assert "De tweede stap" in client.get("/accounts/2fa/authenticate/").text
    client.post("/accounts/2fa/authenticate/", {"code": code_of(app)})
    assert who(client) == str(staff.pk)


def test_one_comes_back_where_one_was(client, staff, app):
    log_in(client, staff, next="/over/")
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(app)}).headers["Location"] == "/over/"


@pytest.mark.parametrize("typed", ["{} {}", " {}{} ", "{}-{}", "{}\u00a0{}"])
def test_a_code_may_be_typed_as_the_app_shows_it(client, staff, app, typed):
    log_in(client, staff)
    code = code_of(app)
    client.post("/accounts/2fa/authenticate/", {"code": typed.format(code[:3], code[3:])})
    assert who(client) == str(staff.pk)


@pytest.mark.parametrize("again", ["{}{}", "{} {}", " {}{}", "{}-{}", "{}\t{}"])
def test_a_code_works_once_however_it_is_typed_again(client, staff, app, again):
    code = code_of(app)
    log_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert who(client) == str(staff.pk)
    second = Client()
    log_in(second, staff)
    answer = second.post("/accounts/2fa/authenticate/", {"code": again.format(code[:3], code[3:])})
    assert "Deze code klopt niet, of is al gebruikt" in answer.text
    assert who(second) is None


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_slow_typist_and_a_clock_that_is_off_get_in(client, staff, app, later):
    log_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(app, later=later)})
    assert who(client) == str(staff.pk)


def test_a_code_that_is_still_good_is_remembered_as_long(client, staff, app):
    """Codes are good for a minute and a half, and django-allauth remembers them for half of one."""
    code = code_of(app, later=1)
    log_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert who(client) == str(staff.pk)
    cache.delete(f"allauth.mfa.totp.used?user={staff.pk}&code={code}")
    second = Client()
    log_in(second, staff)
    second.post("/accounts/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}"})
    assert who(second) is None


@pytest.mark.parametrize("later", [-3, 3])
def test_a_code_of_another_moment_is_refused(client, staff, app, later):
    log_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(app, later=later)})
    assert who(client) is None


def test_guessing_codes_stops_for_the_account(client, staff, app):
    for _ in range(5):
        log_in(client, staff)
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    log_in(client, staff)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(app)})
    assert "Te vaak geprobeerd" in answer.text
    assert who(client) is None


def test_a_recovery_code_works_once(client, staff, app):
    code = RecoveryCodes.activate(staff).get_unused_codes()[0]
    log_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": f"{code[:4]} {code[4:]}"})
    assert who(client) == str(staff.pk)
    second = Client()
    log_in(second, staff)
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert who(second) is None


def test_a_mailed_code_asks_for_the_second_step_too(client, staff, app):
    client.post("/accounts/login/code/", {"email": staff.email})
    code = next(line for line in mail.outbox[-1].body.split("\n") if "-" in line and line.strip().isupper())
    answer = client.post("/accounts/login/code/confirm/", {"code": code.strip()})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert who(client) is None


# ------------------------------------------------------------------ making one
def show_who_one_is(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_turning_on_an_app_asks_who_one_is_and_gives_recovery_codes(transactional_db, client, staff):
    log_in(client, staff)
    assert (
        client.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/reauthenticate/")
    )
    show_who_one_is(client)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/2fa/recovery-codes/").text.count("<li><code>") == 10
    assert mail.outbox[-1].subject == "Een app met codes staat aan"
    assert secret not in mail.outbox[-1].body


def test_a_wrong_code_turns_nothing_on(client, staff):
    log_in(client, staff)
    show_who_one_is(client)
    client.get("/accounts/2fa/totp/activate/")
    assert "Deze code klopt niet" in client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).text
    assert not Authenticator.objects.exists()


def test_an_address_that_was_never_confirmed_is_no_obstacle(client, staff):
    """An administrator wrote these addresses; none was confirmed."""
    EmailAddress.objects.create(user=staff, email=staff.email, primary=True, verified=False)
    log_in(client, staff)
    show_who_one_is(client)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_with_a_second_step_the_password_does_not_turn_it_off(client, staff, app):
    log_in_with_app(client, staff, app)
    answer = client.get("/accounts/2fa/totp/deactivate/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(TAKE)
    assert client.get("/accounts/reauthenticate/").headers["Location"] == TAKE
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/accounts/2fa/totp/deactivate/").headers["Location"].startswith(TAKE)
    assert Authenticator.objects.filter(user=staff).exists()


# ------------------------------------------------------------------ who must have one
def test_programme_staff_without_one_gets_nowhere_else(client, staff, required):
    log_in(client, staff)
    for address in ["/", "/beheer/", "/small-wins/nieuw/", "/over/", "/netwerk/"]:
        assert client.get(address).headers["Location"] == SECURITY
    page = client.get(SECURITY)
    assert page.status_code == 200
    assert "Zet die hieronder aan; daarna kun je verder." in page.text


def test_a_superuser_without_one_gets_nowhere_else(client, staff, required):
    boss = factories.create_user()
    boss.is_superuser = True
    boss.save()
    client.force_login(boss)
    assert client.get("/beheer/").headers["Location"] == SECURITY


def every_page(patterns=None, before="/"):
    """The addresses without an argument, of the whole resolver, but for those about logging in."""
    for pattern in patterns or get_resolver().url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from every_page(pattern.url_patterns, address)
        elif not re.search(r"[<(^]", address) and not address.startswith(("/accounts/", "/taal/")):
            yield address


def test_no_page_at_all_is_open_to_staff_without_a_second_step(client, staff, required):
    log_in(client, staff)
    pages = sorted(set(every_page()))
    open_pages = [page for page in pages if client.get(page).headers.get("Location") != SECURITY]
    assert len(pages) > 15
    assert open_pages == []


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn"])
def test_the_pages_to_make_one_are_open(client, staff, required, name):
    log_in(client, staff)
    show_who_one_is(client)
    assert client.get(reverse(name)).status_code == 200


def test_logging_out_and_the_language_are_open(client, staff, required):
    log_in(client, staff)
    assert client.post("/taal/", {"language": "en", "next": SECURITY}).headers["Location"] == SECURITY
    client.post("/accounts/logout/")
    assert who(client) is None


def test_a_new_second_step_opens_the_admin_at_once(transactional_db, client, staff, required):
    log_in(client, staff)
    show_who_one_is(client)
    client.get("/accounts/2fa/totp/activate/")
    code = code_of(client.session["mfa.totp.secret"])
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert client.get("/beheer/").status_code == 200


def test_a_session_from_before_takes_the_step_first(client, staff, required):
    """Somebody who knew the password was in already when the second step was made."""
    log_in(client, staff)
    secret = give_app(staff)
    for address in ["/beheer/", "/", SECURITY, "/accounts/2fa/totp/deactivate/", "/accounts/email/",
                    "/accounts/password/change/", "/accounts/2fa/recovery-codes/",
                    "/accounts/2fa/webauthn/add/"]:  # fmt: skip
        assert client.get(address).headers["Location"] == f"{TAKE}?next={address.replace('/', '%2F')}"
    assert client.get(f"{TAKE}?next=/beheer/").status_code == 200
    assert client.post(TAKE, {"code": "000000", "next": "/beheer/"}).status_code == 200
    assert client.get("/beheer/").headers["Location"].startswith(TAKE)
    assert client.post(TAKE, {"code": code_of(secret), "next": "/beheer/"}).headers["Location"] == "/beheer/"
    assert client.get("/beheer/").status_code == 200


def test_nobody_is_sent_in_circles(client, staff, required):
    log_in(client, staff)
    assert client.get("/beheer/", follow=True).redirect_chain == [(SECURITY, 302)]
    RecoveryCodes.activate(staff)
    give_app(staff)
    assert [status for _, status in client.get("/beheer/", follow=True).redirect_chain] == [302]
    for page in (TAKE, "/accounts/login/", "/accounts/reauthenticate/"):
        assert client.get(page, follow=True).status_code == 200


def test_a_draft_stays_where_it_was_typed(client, staff, required):
    log_in(client, staff)
    assert client.post("/small-wins/nieuw/", {"title": "x"}, headers={"X-Draft": "1"}).status_code == 403


def test_a_login_with_the_second_step_asks_once(client, staff, app, required):
    log_in_with_app(client, staff, app)
    assert client.get("/beheer/").status_code == 200


def test_a_step_that_is_gone_counts_no_more(client, staff, app, required):
    log_in_with_app(client, staff, app)
    Authenticator.objects.filter(user=staff).delete()
    give_app(staff)
    assert client.get("/beheer/").headers["Location"].startswith(TAKE)


def test_recovery_codes_alone_are_no_second_step(client, staff, required):
    RecoveryCodes.activate(staff)
    log_in(client, staff)
    assert client.get("/beheer/").headers["Location"] == SECURITY


def test_the_step_is_asked_as_soon_as_somebody_gets_the_role(client, team_member, initiative, required):
    client.force_login(team_member)
    assert client.get("/").status_code == 200
    team_member.roles.create(kind="programme_staff", programme=initiative.programme)
    assert client.get("/").headers["Location"] == SECURITY


def test_others_need_none(client, team_member, lead, coordinator, required):
    for person in (team_member, lead, coordinator):
        client.force_login(person)
        assert client.get("/").status_code == 200


def test_the_demo_asks_nobody(client, staff):
    log_in(client, staff)
    assert client.get("/beheer/").status_code == 200


def test_htmx_moves_the_whole_window(client, staff, required):
    log_in(client, staff)
    answer = client.get(
        "/small-wins/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/small-wins/"}
    )
    assert answer.headers["HX-Redirect"] == SECURITY


def test_typed_text_waits_for_the_second_step(client, staff, required):
    log_in(client, staff)
    answer = client.post("/small-wins/nieuw/", {"title": "De wethouder kwam langs"})
    assert answer.headers["Location"] == SECURITY
    assert [kept["texts"]["title"] for kept in client.session[SHELF]] == [["De wethouder kwam langs"]]


# ------------------------------------------------------------------ who lost everything
def test_a_command_on_the_server_takes_the_second_step_away(client, staff, app, required):
    log_in_with_app(client, staff, app)
    call_command("forget_second_step", "PIEN@stad.example", stdout=io.StringIO())
    assert client.get("/beheer/").headers["Location"] == SECURITY


@pytest.mark.parametrize(
    ("address", "said"), [("niemand@stad.example", "geen account"), ("pien@stad.example", "geen tweede stap")]
)
def test_taking_away_what_is_not_there_is_a_sentence(staff, address, said):
    with pytest.raises(CommandError, match=said):
        call_command("forget_second_step", address)


# ------------------------------------------------------------------ pages
PAGES = ["", "totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/",
         "webauthn/", "webauthn/add/", "reauthenticate/"]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_in_the_house_style(client, staff, app, page, language):
    log_in_with_app(client, staff, app)
    if page == "totp/activate/":
        Authenticator.objects.filter(user=staff).delete()
        show_who_one_is(client)
    else:
        RecoveryCodes.activate(staff)
        cache.clear()
        client.post(TAKE, {"code": code_of(app)})
    client.cookies["django_language"] = language
    answer = client.get(f"{SECURITY}{page}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == []
    assert 'class="page-header"' in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1
    assert "placeholder=" not in answer.text


def test_passkeys_say_where_they_cannot_work(client, staff):
    log_in(client, staff)
    named = client.get(SECURITY, headers={"Host": "localhost:8000"}).text
    numbered = client.get(SECURITY, headers={"Host": "127.0.0.1:8000"}).text
    assert "Voeg een passkey toe" in named
    assert "niet aan een IP-adres" not in named
    assert "Voeg een passkey toe" not in numbered
    assert "niet aan een IP-adres" in numbered


def test_the_menu_leads_to_the_security_page(client, team_member):
    client.force_login(team_member)
    assert f'href="{SECURITY}">Inloggen en beveiliging' in client.get("/").text
