"""No page is wider than the screen, whatever stands in a title, a name, a place or an answer."""

from itertools import groupby
from operator import itemgetter

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from initiatives.lenses import MergeKind
from initiatives.models import PartnerAlias
from initiatives.models.merging.doing import merge
from initiatives.models.merging.kinds import KINDS
from tests.access import policy
from tests.access.long_words import LETTERS, lengthen
from tests.access.questions import of_admin, of_site
from tests.access.world import build
from tests.factories import create_theme

# The first steps of a network have their own story (test_begin.py); nothing is left out of this story; a picture and a
# file are no page.
LOOKED_AT_ELSEWHERE = {*policy.BEFORE_THE_BEGINNING, *policy.NOTHING_THERE} - {"begin:dismiss"}
FOR_PROGRAMS = {name for name in policy.SITE_PAGES if name.startswith(("api:", "exports:"))} - {"api:index"}
FOR_PROGRAMS |= {"feeds:wins", "open_data:whole", "open_data:catalogue"}
NO_PAGES = (
    FOR_PROGRAMS
    | {"photos:show", "cards:network", "cards:initiative", "cards:win", "mine:export"}
    | {f"crawlers:{name}" for name in ("robots", "security", "sitemap", "icon", "touch_icon")}
)
FILES_OF_STAFF = {"admin:import_template", "admin:import_left"}
READERS = ("superuser", "lead", "member", "network", "invited", "teller", "visitor")
SEARCHES = ("wins:index", "initiatives:index", "partners:index", "network:dashboard")


@pytest.fixture
def scene(transactional_db, settings):
    """The network of the proof of access, in which a row stands in every state, with a long word in every text."""
    settings.SECURE = False
    scene = build()
    PartnerAlias.objects.create(partner=scene.row("partner", "used"), name="De hogeschool")
    EmailAddress.objects.create(user=scene.users["superuser"], email=scene.users["superuser"].email)
    merge(KINDS[MergeKind.THEME], create_theme(), create_theme(), chosen=(), by=scene.users["staff"])
    assert lengthen() == []
    for row in [row for rows in scene.rows.values() for row in rows.values() if hasattr(row, "slug")]:
        row.refresh_from_db()  # a word in its address
    return scene


def pages_of(scene) -> dict[str, set[tuple[str, str]]]:
    """Every page of the site and the administration by its name: one address for a visitor, and one for who reads most."""
    found = {}
    for actor in READERS:
        for question in (*of_site(scene, actor, only=("GET",)), *of_admin(scene, actor)):
            if (question.method, question.expected) == (
                "GET",
                "200",
            ) and question.name not in NO_PAGES | FILES_OF_STAFF:
                seen = found.setdefault(question.name, {})
                if not seen or actor == "visitor":
                    seen.setdefault(actor, question.path)
    return {name: set(seen.items()) for name, seen in found.items()}


@pytest.mark.letters_wait
@pytest.mark.parametrize("viewport", [360])
def test_no_page_scrolls_sideways_with_a_long_word_in_every_text(scene, page, login, unfold, sideways):
    pages, found = pages_of(scene), {}
    searched = {("visitor", f"{reverse(name)}?q={LETTERS}") for name in SEARCHES}
    for actor, group in groupby(sorted(set.union(searched, *pages.values())), key=itemgetter(0)):
        page.context.clear_cookies()
        if actor in scene.users:
            login(page, scene.users[actor])
        for _actor, address in group:
            page.goto(address)
            unfold(page)
            found[actor, address] = sideways(page)
    assert not {where: by for where, by in found.items() if by}
    named = {name for name, words in policy.SITE_PAGES.items() if words["GET"] != "405"}
    assert named - set(pages) == LOOKED_AT_ELSEWHERE | NO_PAGES
