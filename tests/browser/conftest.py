"""A real Chromium, and a page of it that fails its test when the site does what it must never do.

`faults(page)` looks at what the page shows now in every look: on a phone and at a desk, in light and in dark. So a story
is played once, whatever its looks. A test whose story itself differs says how:

    @pytest.mark.parametrize("viewport", [360, 1280])
    @pytest.mark.parametrize("javascript", [False])
"""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client
from playwright.sync_api import sync_playwright

from scaling.stylesheet import STYLESHEET, written_out

# Playwright's loop runs in this thread for as long as its browser is open, and Django takes that for asynchronous code. The
# tests are ordinary, synchronous ones, so Django's guard against sharing a connection is wrong here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js").read_text()
LOOKS = [(320, "light"), (360, "dark"), (1280, "dark"), (1280, "light")]
ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]  # all that differs in the dark
# Nothing to load before: without this, axe fetches the stylesheets again, which none of these rules reads.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The first one draws and scripts as the second does, without a window around it: an eighth less work.
BROWSERS = ["chromium-headless-shell", "chromium", "google-chrome"]
FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it, and all it sees here is our own site
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = 800
PATIENCE = 10_000  # milliseconds: two cores, and other tests beside this one
OF_AN_ANSWER = re.compile("Failed to load resource: the server responded with a status of")


@pytest.fixture(scope="session")
def stylesheet(tmp_path_factory) -> Path:
    """A folder with the stylesheet in one piece, as visitors get it. A page would fetch seventy pieces, and draw after each."""
    folder = tmp_path_factory.mktemp("static")
    (folder / STYLESHEET).parent.mkdir()
    (folder / STYLESHEET).write_text(written_out(FileSystemStorage(settings.BASE_DIR / "static"), STYLESHEET))
    return folder


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; each gets its own profile in it."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"No Chromium on this machine; `make test` installs it, or: apt install {BROWSERS[0]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def viewport() -> int:
    """The width of the window, in CSS pixels."""
    return 1280


@pytest.fixture
def colours() -> str:
    """The colours that the reader prefers: light or dark."""
    return "light"


@pytest.fixture
def javascript() -> bool:
    return True


@pytest.fixture
def complaints() -> list[str]:
    """The faults of the page so far. A test that expects a fault of the page clears it, and says why."""
    return []


@pytest.fixture
def page(chromium, live_server, settings, stylesheet, viewport, colours, javascript, complaints):
    """A page on the site. Its test fails on a breach of the CSP, a script error, a missing file or another host."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": viewport, "height": HEIGHT},
        color_scheme=colours,
        java_script_enabled=javascript,
        reduced_motion="reduce",  # nothing to wait for
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    context.set_default_timeout(PATIENCE)
    context.on("console", lambda message: _hear(message, complaints))
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("request", lambda request: _watch(request, live_server.url, complaints))
    context.on("response", lambda response: _check(response, complaints))
    settings.STATICFILES_DIRS = [stylesheet, *settings.STATICFILES_DIRS]
    yield context.new_page()
    context.close()
    assert complaints == []


def _hear(message, complaints: list[str]) -> None:
    """Note errors and warnings of the console; not what axe tries on the page, which comes from no address."""
    if not message.location["url"]:
        return
    if message.type in ("error", "warning") and not OF_AN_ANSWER.match(message.text):
        complaints.append(f"console: {message.text}")


def _watch(request, site: str, complaints: list[str]) -> None:
    if not request.url.startswith((f"{site}/", "data:", "blob:", "about:")):
        complaints.append(f"request to elsewhere: {request.url}")


def _check(response, complaints: list[str]) -> None:
    """A page or an htmx answer may be 404 or 422; a file that a page needs may not be missing, and nothing may be 500."""
    is_answer = response.request.resource_type in ("document", "xhr", "fetch")
    if response.status >= 500 or (response.status >= 400 and not is_answer):
        complaints.append(f"answer: {response.status} {response.url}")


@pytest.fixture
def login(live_server):
    """`login(page, user)`: what this page does next, this user does."""

    def log_in(page, user) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return log_in


COUNT = """for (const [event, kind] of [["pointerdown", "taps"], ["keydown", "keys"]])
    addEventListener(event, () => { sessionStorage[kind] = Number(sessionStorage[kind] ?? 0) + 1; }, true)"""
COUNTED = "({taps: Number(sessionStorage.taps ?? 0), keys: Number(sessionStorage.keys ?? 0)})"


@pytest.fixture
def hands(page):
    """`hands()`: the taps and the keys of this page so far, over all addresses of the site."""
    page.add_init_script(COUNT)
    return lambda: page.evaluate(COUNTED)


@pytest.fixture
def axe():
    """`axe(page)`: the faults of accessibility in what the page shows now, a sentence each; of these rules, or of all."""

    def violations(page, rules: list[str] | None = None) -> list[str]:
        page.wait_for_load_state()  # a page that is still coming has no headings yet
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)  # by the debugging protocol, where the page's CSP has no say
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
        options = {"runOnly": only} | AXE_OPTIONS
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{rule['id']}: {rule['help']} {_where(node)}" for rule in found for node in rule["nodes"]]

    return violations


def _where(node: dict) -> str:
    return f"{node['target']} {node['html']} {node.get('failureSummary', '')}"


@pytest.fixture
def faults(axe, viewport, colours):
    """`faults(page)`: what is wrong with the page in any look, with all that opens opened; a sentence each.

    `faults(page, addresses)`: what is wrong there. In the dark the colours are looked at, in the light everything.
    Afterwards the page is as it was.
    """

    def found(page, addresses: Iterable[str] | None = None) -> list[str]:
        if addresses is None:
            return looked_at(page)
        faults = []
        for address in addresses:
            page.goto(address)
            faults += looked_at(page)
        return faults

    def looked_at(page) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(OPEN_ALL)
        faults = []
        for width, scheme in LOOKS:
            _turn_to(page, width, scheme)
            rules = ABOUT_COLOUR if scheme == "dark" else None
            wrong = [*axe(page, rules), *([f"{by} px too wide"] if (by := _sideways(page)) > 0 else [])]
            faults += [f"{page.url} at {width} in {scheme}: {fault}" for fault in wrong]
        page.evaluate(CLOSE_AGAIN)
        _turn_to(page, viewport, colours)
        return faults

    return found


# The menu of an account lies over the page; test_every_page.py opens that one.
OPEN_ALL = """document.querySelectorAll('details:not([open], .account)').forEach(part => {
    part.open = true; part.dataset.wasClosed = ''; })"""
CLOSE_AGAIN = """document.querySelectorAll('details[data-was-closed]').forEach(part => {
    part.open = false; delete part.dataset.wasClosed; })"""


def _turn_to(page, width: int, colours: str) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")


@pytest.fixture
def unfold():
    """`unfold(page)`: open all that opens."""
    return lambda page: page.evaluate(OPEN_ALL)


@pytest.fixture
def sideways():
    """`sideways(page)`: how many pixels the page can be moved to the side."""
    return _sideways


def _sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
