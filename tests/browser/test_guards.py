"""The guards of the browser tests, each shown to bite."""

import pytest

STRICT = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}


@pytest.fixture
def show(page, live_server):
    """Show a document of the test's own, as if the site had answered it."""

    def show(body: str) -> None:
        document = f"<!doctype html><html lang=nl><head><title>Proef</title></head><body>{body}</body></html>"
        page.route(
            "**/proef/", lambda route: route.fulfill(body=document, content_type="text/html", headers=STRICT)
        )
        page.goto("/proef/")
        page.wait_for_load_state("networkidle")

    return show


@pytest.mark.parametrize(
    ("fault", "said", "javascript"),
    [
        ("<p style='color: red'>", "Content Security Policy", True),
        ("<p style='color: red'>", "Content Security Policy", False),
        ("<script>document.title = 'x'</script>", "Content Security Policy", True),
        ("<link rel=stylesheet href=/static/niet-daar.css>", "answer: 404", True),
        ("<link rel=stylesheet href=/static/niet-daar.css>", "answer: 404", False),
    ],
)
def test_a_fault_of_the_page_is_a_complaint(show, complaints, fault, said, javascript):
    show(fault)
    assert any(said in complaint for complaint in complaints)
    complaints.clear()  # it was meant to


def test_a_request_to_elsewhere_is_a_complaint(page, complaints):
    page.route("https://elders.example/", lambda route: route.fulfill(body="x"))
    page.goto("https://elders.example/")
    assert complaints == ["request to elsewhere: https://elders.example/"]
    complaints.clear()  # it was meant to


def test_a_script_error_is_a_complaint(page, complaints):
    page.goto("/")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('stuk') })")
    assert any("stuk" in complaint for complaint in complaints)
    complaints.clear()  # it was meant to


def test_axe_sees_a_button_without_a_text(show, page, axe):
    show("<main><h1>Proef</h1><button></button></main>")
    assert [found.split(":")[0] for found in axe(page)] == ["button-name"]


def test_somebody_who_logged_in_is_logged_in(page, login, team_member):
    login(page, team_member)
    page.goto("/accounts/login/")
    assert not page.url.endswith("/accounts/login/")
