"""Logging in and keeping it safe, in a real browser with a passkey device that exists on paper only."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from initiatives.models import SmallWin
from tests import factories
from tests.identity_provider import Provider
from tests.room import PASSWORD, code_mailed_to
from tests.scaling.test_sign_on import point_at

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def roos(transactional_db):
    cache.clear()
    return factories.create_user(
        email="roos@stad.example", password=PASSWORD, member_of=factories.create_initiative()
    )


@pytest.fixture
def device(page):
    """A telephone with a fingerprint reader, as the browser sees it."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return browser


def log_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mailadres").fill("roos@stad.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def log_out(page):
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()


def show_who_one_is(page):
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def turn_on_the_app(page) -> str:
    """In: a page where one is logged in. Out: the secret that the app would keep."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Zet een app aan").click()
    show_who_one_is(page)
    secret = page.locator("[data-secret]").inner_text()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Zet aan").click()
    return secret


def take_the_step(page, code: str):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Inloggen").click()


def add_a_passkey(page, name: str):
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        show_who_one_is(page)
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url(re.compile("/accounts/2fa/(recovery-codes/)?$"))


def is_in(page) -> bool:
    return page.locator("[data-user]").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_an_app_and_its_recovery_codes(page, roos, javascript):
    log_in(page)
    secret = turn_on_the_app(page)
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    log_out(page)

    cache.clear()  # the code of this half minute, as if it were another
    log_in(page)
    take_the_step(page, code_now(secret))
    assert is_in(page)
    log_out(page)

    log_in(page)
    take_the_step(page, codes[0])
    assert is_in(page)
    log_out(page)

    log_in(page)
    take_the_step(page, codes[0])
    expect(page.locator("main")).to_contain_text("Deze code klopt niet")
    assert not is_in(page)


def test_a_passkey_is_enough(page, roos, device):
    log_in(page)
    add_a_passkey(page, "Mijn telefoon")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Mijn telefoon")
    log_out(page)

    page.goto("/accounts/login/?next=/over/")
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/over/$"))
    assert is_in(page)


def test_a_passkey_is_the_second_step_after_a_password(page, roos, device):
    log_in(page)
    add_a_passkey(page, "Mijn telefoon")
    log_out(page)
    log_in(page)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    assert is_in(page)


def test_programme_staff_make_their_second_step_and_go_on(page, roos, device, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    roos.is_superuser = True
    roos.save()
    log_in(page)
    expect(page.locator("main")).to_contain_text("Zet die hieronder aan")
    add_a_passkey(page, "Sleutel")
    page.goto("/beheer/")
    assert page.url.endswith("/beheer/")
    log_out(page)
    page.goto("/beheer/")
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/beheer/$"))


def test_a_device_that_refuses_gets_a_sentence(page, roos, device):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Gebruik je passkey").click()  # it knows of none
    page.get_by_text("Dat lukte niet. Probeer het opnieuw").wait_for()


@pytest.mark.parametrize("javascript", [False])
def test_without_javascript_a_page_says_what_will_not_work(page, roos, javascript):
    page.goto("/accounts/login/")
    expect(page.locator("main")).to_contain_text(
        "Een passkey werkt alleen met JavaScript", use_inner_text=True
    )
    expect(page.get_by_role("button", name="Gebruik je passkey")).to_have_count(0)


def test_the_button_leads_to_another_site_and_back(chromium, live_server, roos, settings):
    """A form may be sent to this site only (CSP), so this needs a real browser; and a page that may go elsewhere."""
    with Provider() as provider:
        point_at(settings, provider)
        context = chromium.new_context(base_url=live_server.url, locale="nl-NL")
        context.set_default_timeout(10_000)
        page = context.new_page()
        log_in(page)
        page.goto("/accounts/2fa/")
        page.get_by_role("link", name="Bekijk de koppeling").click()
        page.get_by_role("button", name="Koppel SURFconext").click()
        show_who_one_is(page)
        page.get_by_text("De koppeling staat").wait_for()
        log_out(page)
        page.goto("/accounts/login/?next=/over/")
        page.get_by_role("button", name="Inloggen met SURFconext").click()
        page.wait_for_url(re.compile(r"//[^/]+/over/$"))
        assert is_in(page)
        context.close()


# ------------------------------------------------------------------ every page, as people see it
OPEN = ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/accounts/elders/cancelled/",
        "/accounts/elders/login/", "/accounts/inactive/", "/accounts/elders/callback/?code=x"]  # fmt: skip
MINE = ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/",
        "reauthenticate/", "webauthn/reauthenticate/"]  # fmt: skip


def test_every_page_about_logging_in(page, faults, roos, device, settings):
    with Provider() as provider:
        point_at(settings, provider)
        found = faults(page, OPEN)
    log_in(page)
    add_a_passkey(page, "De telefoon met een ontzettend lange naam zonder einde")
    key = roos.authenticator_set.get(type="webauthn").pk
    keys = [f"webauthn/keys/{key}/{what}/" for what in ("edit", "remove")]
    found += faults(page, [f"/accounts/2fa/{address}" for address in [*MINE, *keys]])
    found += faults(page, ["/accounts/elders/", "/accounts/email/", "/accounts/password/change/"])
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_role("button", name="Zet aan").click()  # with nothing typed
    found += faults(page)
    log_out(page)
    log_in(page)
    found += faults(page)
    assert found == []


# ------------------------------------------------------------------ type first, log in then
@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [False])
def test_somebody_types_first_gets_a_code_and_stays_logged_in(page, roos):
    page.goto("/small-wins/nieuw/")
    page.get_by_label("Wat is er gelukt?").fill("De sleutel is er")
    page.get_by_role("button", name="Verder: inloggen").click()
    page.get_by_label("E-mailadres").fill(roos.email)
    page.get_by_label("Blijf ingelogd op dit toestel").check()
    page.get_by_role("button", name="Mail me een code").click()
    expect(page.locator("main")).to_contain_text(roos.email)
    page.get_by_label("Code").fill(code_mailed_to(roos.email))
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("De sleutel is er")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("main")).to_contain_text("Staat erop")
    assert SmallWin.objects.get().title == "De sleutel is er"
    page.goto("/accounts/2fa/")
    expect(page.locator("main")).to_contain_text("Op dit toestel blijf je 90 dagen ingelogd.")
    expect(page.get_by_role("button", name="Log hier uit")).to_be_visible()

    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) FxiOS/120"})
    elsewhere.post("/accounts/login/", {"login": roos.email, "password": PASSWORD})
    assert elsewhere.get("/mijn/").status_code == 200
    page.reload()
    device = page.get_by_role("listitem").filter(has_text="Firefox op een iPhone")
    device.get_by_role("button").click()
    expect(page.get_by_text("Uitgelogd: Firefox op een iPhone.")).to_be_visible()
    assert elsewhere.get("/mijn/").status_code == 302
    page.get_by_role("button", name="Log hier uit").click()
    assert not is_in(page)
