"""Make the pictures of the README from the running demo: `make demo` in one window, `make screenshots` in another.

Small files: pictures in documents are looked at, not measured, so 256 colours are enough.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
PASSWORD = os.environ.get(
    "DEMO_PASSWORD", "vliegwiel-proberen"
)  # as in initiatives/management/commands/demo_logins.py
EXAMPLE = "/voorbeeldprogramma/"  # where opinions stand, and all of them are invented
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@dataclass(frozen=True)
class Shot:
    """`touched`: the place in the rose that somebody touches first."""

    name: str
    path: str
    width: int
    height: int
    login: str = ""
    touched: str = ""


SHOTS = (
    Shot("profile", f"{EXAMPLE}initiatieven/warme-voeten/", 1280, 1000, touched="Dieper, lokaal"),
    Shot("dashboard", f"{EXAMPLE}netwerk/", 1280, 1500),
    Shot(
        "outside",
        f"{EXAMPLE}initiatieven/warme-voeten/buitenwereld/",
        1280,
        1250,
        login="teamlid@vliegwiel.example",
    ),
    Shot(
        "paradox",
        f"{EXAMPLE}initiatieven/warme-voeten/pilotparadox/",
        390,
        844,
        login="teamlid@vliegwiel.example",
    ),
    Shot(
        "telling",
        f"{EXAMPLE}small-wins/nieuw/?initiatief=warme-voeten",
        390,
        844,
        login="teamlid@vliegwiel.example",
    ),
)


def log_in(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def take(browser, site: str, shot: Shot) -> None:
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, locale="nl-NL")
    page = context.new_page()
    if shot.login:
        log_in(page, site, shot.login)
    page.goto(site + shot.path, wait_until="networkidle")
    if shot.touched:
        page.get_by_role("link", name=shot.touched).first.click()
        page.locator("#place").get_by_role("heading", name=shot.touched).wait_for()
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256).save(FOLDER / f"{shot.name}.png", optimize=True)
    context.close()


def main(site: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"), args=FLAGS
        )
        for shot in SHOTS:
            take(browser, site, shot)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
