"""Every request and answer, whatever the page."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.urls("tests.scaling.urls")

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"


def multipart(disposition: bytes, value: bytes = b"x") -> bytes:
    return b"--B\r\nContent-Disposition: form-data; " + disposition + b"\r\n\r\n" + value + b"\r\n--B--\r\n"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


# ------------------------------------------------------------------ broken input
@pytest.mark.parametrize(
    "address",
    [
        "/form/?q=%00",
        "/form/?%00=x",
        "/form/?q=%FF",
        "/form/?q=%ED%A0%80",
        "/form/?q=%C0%AF",
        "/small-wins/?q=%00",
        "/netwerk/?stad=%00",
        "/%00/",
        "/small-wins/%00/",
        "/beheer/?q=%00",
        "/beheer/autocomplete/?term=%00",
        "/accounts/login/?next=%00",
    ],
)
def test_a_broken_address_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address", ["/initiatieven/%FF/", "/%E6%97%A5%E6%9C%AC/", "/steden/’s-hertogenbosch/"]
)
def test_a_strange_path_leads_nowhere(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%00=x", FORM),
        (b"title=%FF", FORM),
        (b"title=%ED%A0%80", FORM),
        (multipart(b'name="ti\x00tle"'), MULTIPART),
        (multipart(b'name="ph\x00oto"; filename="a.jpg"'), MULTIPART),
        (b"no boundary in here", "multipart/form-data"),
    ],
)
def test_a_broken_form_is_refused(client, body, kind):
    assert client.post("/form/", body, content_type=kind).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"title=De+sleu%00tel", FORM), (multipart(b'name="title"', b"De sleu\x00tel"), MULTIPART)],
)
def test_a_sign_that_nobody_sees_costs_no_words(client, body, kind):
    assert client.post("/form/", body, content_type=kind).text == "De sleutel"


@pytest.mark.parametrize("cookie", ['sessionid="a\\000b"', "na\x00me=x", "sessionid=a\x00b"])
def test_a_broken_cookie_is_refused(client, cookie):
    assert client.get("/form/", headers={"Cookie": cookie}).status_code == 400


def test_the_admin_is_guarded_for_those_who_may_enter(client, programme_staff):
    client.force_login(programme_staff)
    assert client.get("/beheer/?status__exact=%00").status_code == 400
    assert client.get("/beheer/autocomplete/?term=%00&app_label=initiatives").status_code == 400


@pytest.mark.parametrize("text", ["’s-Hertogenbosch, café, ĳ, 日本, 🌱", "a \ufffd b", "50% & 100%"])
def test_every_text_that_people_type_passes(client, text):
    answer = client.post("/form/", {"title": text})
    assert answer.text == text
    assert client.get("/form/", {"q": text}).status_code == 200


# ------------------------------------------------------------------ language
def test_dutch_whatever_the_browser_prefers(client):
    answer = client.get("/accounts/login/", headers={"Accept-Language": "en"})
    assert '<html lang="nl">' in answer.text
    assert answer.headers["Content-Language"] == "nl"


@pytest.mark.parametrize(
    "address", ["/t/nergens/", "/verteld/nergens/", "/wens/nergens/", "/paradox/nergens/"]
)
def test_a_guest_is_met_in_the_language_of_the_browser_unless_one_was_chosen(client, address):
    speaks = {"Accept-Language": "en-GB,en;q=0.9,nl;q=0.5"}
    answer = client.get(address, headers=speaks)
    assert '<html lang="en">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]
    assert '<html lang="nl">' in client.get(address, headers={"Accept-Language": "fr"}).text
    client.cookies["django_language"] = "nl"
    assert '<html lang="nl">' in client.get(address, headers=speaks).text


def test_english_once_chosen_and_back_where_you_were(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/accounts/login/?next=/over/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/over/"
    assert '<html lang="en">' in client.get("/accounts/login/").text


def test_the_switch_needs_no_cookie_beforehand():
    answer = Client(enforce_csrf_checks=True).post(
        reverse("set_language"), {"language": "en", "next": "/over/"}
    )
    assert answer.headers["Location"] == "/over/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_switch_does_not_lead_elsewhere(client, elsewhere):
    answer = client.post(reverse("set_language"), {"language": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("unknown", ["fr", "en-GB-oed", "<b>", "x" * 600])
def test_an_unknown_language_is_dutch(client, unknown):
    client.cookies["django_language"] = unknown
    assert '<html lang="nl">' in client.get("/accounts/login/").text


# ------------------------------------------------------------------ who only reads
def test_a_reader_gets_no_cookie(client):
    for address in ["/", "/over/", "/no-such-page/"]:
        assert not client.get(address).cookies


def test_a_member_gets_the_token_for_htmx(client, team_member):
    client.force_login(team_member)
    assert "X-CSRFToken" in client.get("/over/").text


# ------------------------------------------------------------------ who must log in
def test_a_page_for_members_leads_to_the_login_and_back(client):
    answer = client.get("/for-members/?stad=utrecht")
    assert answer.headers["Location"] == "/accounts/login/?next=/for-members/%3Fstad%3Dutrecht"


def test_a_fragment_moves_the_whole_window_to_the_login(client):
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/netwerk/?stad=utrecht"}
    answer = client.get("/for-members/", headers=htmx)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/netwerk/%3Fstad%3Dutrecht"


def test_after_a_form_one_comes_back_to_the_page_it_stood_on(client):
    answer = client.post("/for-members/", headers={"Referer": "http://testserver/initiatieven/wijs/?a=b"})
    assert answer.headers["Location"] == "/accounts/login/?next=/initiatieven/wijs/%3Fa%3Db"


def test_a_foreign_page_is_nothing_to_come_back_to(client):
    answer = client.post("/for-members/", headers={"Referer": "https://evil.example/initiatieven/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/for-members/"


NO_ADDRESSES = [
    "http://[::1",
    "//[",
    "",
    "x",
    "http://testserver:x/",
    "http://]/",
    "http://testserver@elders.example/",
]


@pytest.mark.parametrize("named", NO_ADDRESSES)
def test_a_header_that_names_no_page_here_is_passed_over(client, named):
    sent = client.post("/for-members/", headers={"Referer": named})
    assert sent.headers["Location"] == "/accounts/login/?next=/for-members/"
    fragment = client.get("/for-members/", headers={"HX-Request": "true", "HX-Current-URL": named})
    assert fragment.headers["HX-Redirect"] == "/accounts/login/?next=/"


def test_a_form_whose_length_is_no_number_is_refused(client):
    odd = {"content_type": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "x"}
    assert client.post("/for-members/", "a=b", **odd).status_code == 400


# ------------------------------------------------------------------ what stays behind
def test_no_cache_keeps_the_page_of_a_person(client, team_member):
    client.force_login(team_member)
    assert client.get("/for-members/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/accounts/logout/", "/beheer/logout/"])
def test_logging_out_leaves_nothing_on_the_device(client, programme_staff, address):
    client.force_login(programme_staff)
    answer = client.post(address)
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert "Clear-Site-Data" not in client.get("/over/").headers


@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/static/css/tokens.css", "/beheer/"])
def test_every_answer_carries_the_policies(client, address):
    answer = client.get(address)
    answer.close()
    headers = answer.headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].count("'none'") == 3
