"""Every page on the real data, looked at in a real browser: accessible, within the window, in peace.

The fixture `page` fails the test on a breach of the CSP, a script error or a request elsewhere.
"""

import pytest
from django.core.management import call_command
from django.urls import reverse

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.forms.additions import ADDITIONS
from initiatives.forms.asking import QUESTIONS
from initiatives.models import Initiative, Partner, SmallWin, User
from initiatives.reports.profile.snapshots import take_snapshot

COLOURS = ("light", "dark")


@pytest.fixture
def demo(transactional_db, settings):
    settings.SECURE = False
    load_dataset(DATA)
    call_command("load_examples", verbosity=0)
    call_command("demo_logins", verbosity=0)


def public_pages() -> list[str]:
    linked = SmallWin.objects.get(dataset_key="cdkm-hbo-steden")
    names = [
        "home", "network:dashboard", "wins:index", "initiatives:index", "cities:index", "partners:index",
        "pages:vocabulary", "pages:imagery", "pages:about", "pages:accessibility", "pages:privacy",
        "account_login", "account_request_login_code", "account_reset_password",
    ]  # fmt: skip
    return [
        *map(reverse, names),
        reverse("wins:index") + "?q=studenten&niveau=local",
        reverse("wins:index") + "?q=dit+vindt+niemand",
        reverse("wins:index") + "?stad=nergens",
        reverse("network:dashboard") + "?stad=groningen&periode=2021-2022",
        linked.get_absolute_url(),
        reverse("cities:detail", args=["groningen"]),
        Partner.objects.get(slug="universiteit-leiden").get_absolute_url(),
        *(initiative.get_absolute_url() for initiative in some_initiatives()),
        *mirror_pages(),
        "/bestaat-niet/",
    ]


def mirror_pages() -> list[str]:
    """The profile from another place and beside another year, and the lists that its numbers open."""
    profile = Initiative.objects.get(slug="wijs-groningen").get_absolute_url()
    words = (
        "?vanuit=student",
        "?vanuit=partner",
        "?periode=2019-2020&naast=2017-2018",
        "verliezen/",
        "verbanden/",
    )
    return [f"{profile}{word}" for word in words]


def some_initiatives() -> list[Initiative]:
    """The fullest one, an ordinary one, and one without any win."""
    slugs = ["city-deal-kennis-maken", "wijs-groningen"]
    empty = Initiative.objects.filter(wins__isnull=True).order_by("slug")[:1]
    return [*Initiative.objects.filter(slug__in=slugs), *empty]


def kept_page() -> str:
    initiative, user = (
        Initiative.objects.get(slug="wijs-groningen"),
        User.objects.get(email__startswith="trekker@"),
    )
    return reverse("snapshots:detail", args=[initiative.slug, take_snapshot(initiative, by=user).pk])


def team_pages() -> list[str]:
    win = SmallWin.objects.filter(initiative__slug="wijs-groningen").order_by("dataset_key").first()
    return [
        reverse("home"),
        reverse("telling:tell"),
        *(reverse("telling:ask", args=[win.pk, step]) for step in QUESTIONS),
        *(reverse("additions:add", args=[win.pk, name]) for name in ADDITIONS),
        reverse("snapshots:index", args=["wijs-groningen"]),
        kept_page(),
        reverse("telling:edit", args=[win.pk]),
        reverse("telling:withdraw", args=[win.pk]),
        win.get_absolute_url(),
        reverse("initiatives:profile", args=["wijs-groningen"]),
        reverse("account_change_password"),
        reverse("account_email"),
        reverse("account_logout"),
    ]


def faults_of(page, axe, addresses: list[str], colours=COLOURS) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        for scheme in colours:
            page.emulate_media(color_scheme=scheme)
            found += [f"{address} in {scheme}: {fault}" for fault in axe(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{address}: {wider} px wider than the window"] if wider > 0 else []
    return found


@pytest.mark.parametrize("viewport", [360, 1280])
def test_every_public_page_is_accessible(demo, page, axe):
    assert not (found := faults_of(page, axe, public_pages())), "\n".join(found)


@pytest.mark.parametrize("viewport", [360, 1280])
def test_every_page_of_a_team_is_accessible(demo, page, axe, login):
    login(page, User.objects.get(email="teamlid@vliegwiel.example"))
    assert not (found := faults_of(page, axe, team_pages())), "\n".join(found)


@pytest.mark.parametrize("viewport", [320])
def test_nothing_scrolls_sideways_on_the_smallest_phone(demo, page, axe, login):
    login(page, User.objects.get(email="programma@vliegwiel.example"))
    found = faults_of(page, axe, [*public_pages(), *team_pages()], colours=())
    assert not found, "\n".join(found)


def test_axe_finds_a_fault_where_there_is_one(page, axe):
    page.goto(reverse("pages:about"))
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"data:,\">'")
    assert any(fault.startswith("image-alt") for fault in axe(page))


def test_a_colour_that_is_wrong_in_the_dark_only_is_found(page, axe):
    page.goto(reverse("pages:about"))
    page.evaluate(
        "[...document.querySelectorAll('main p')].at(-1).style.color = '#444'"
    )  # a page may not, the test may
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert any(fault.startswith("color-contrast") for fault in axe(page))
