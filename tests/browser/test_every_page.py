"""Every page on the real data and the example programme, in a real browser: accessible, within the window, in peace.

The fixture `page` fails the test on a breach of the CSP, a script error or a request elsewhere.
"""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.forms.additions import ADDITIONS
from initiatives.forms.asking import QUESTIONS
from initiatives.models import Initiative, Partner, SmallWin, User
from initiatives.periods import Period
from initiatives.reports.profile.snapshots import take_snapshot
from tests.factories import create_user


@pytest.fixture
def demo(transactional_db, settings):
    settings.SECURE = False
    load_dataset(DATA)
    call_command("load_examples", verbosity=0)
    call_command("demo_logins", verbosity=0)


def public_pages() -> list[str]:
    linked = SmallWin.objects.get(dataset_key="cdkm-hbo-steden")
    names = [
        "home", "wins:index", "initiatives:index", "cities:index", "partners:index", "challenges:index",
        "network:dashboard", "network:beside", "network:map", "partner_network:index", "flywheels:network",
        "pages:vocabulary", "pages:imagery", "pages:about", "pages:accessibility", "pages:privacy",
        "open_data:index", "embeds:index", "embeds:network", "embeds:wins", "api:index",
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
    """The profile from another place and beside another year, and the lists that its numbers open.

    Of the example: of a real initiative nobody said what they think of it.
    """
    profile = Initiative.objects.get(slug="warme-voeten").get_absolute_url()
    last, before = (f"{year}-{year + 1}" for year in (this_year() - 1, this_year() - 3))
    words = (
        "?vanuit=student",
        "?vanuit=partner",
        f"cijfers/?periode={last}&naast={before}",
        "kronkelpad/",
        "roos/growth/local/",
        "verliezen/",
        "verbanden/",
        "vliegwiel/",
    )
    return [f"{profile}{word}" for word in words]


def this_year() -> int:
    return Period.academic_year(timezone.localdate()).first_day.year


def some_initiatives() -> list[Initiative]:
    """The fullest one, an ordinary one, and one without any win."""
    slugs = ["city-deal-kennis-maken", "wijs-groningen"]
    empty = Initiative.objects.filter(wins__isnull=True).order_by("slug")[:1]
    return [*Initiative.objects.filter(slug__in=slugs), *empty]


def kept_page() -> str:
    initiative, user = (
        Initiative.objects.get(slug="warme-voeten"),
        User.objects.get(email__startswith="trekker@"),
    )
    return reverse("snapshots:detail", args=[initiative.slug, take_snapshot(initiative, by=user).pk])


def team_pages() -> list[str]:
    win = SmallWin.objects.standing().filter(initiative__slug="warme-voeten").newest_first()[0]
    return [
        reverse("home"),
        reverse("telling:tell"),
        *(reverse("telling:ask", args=[win.pk, step]) for step in QUESTIONS),
        *(reverse("additions:add", args=[win.pk, name]) for name in ADDITIONS),
        reverse("snapshots:index", args=["warme-voeten"]),
        kept_page(),
        reverse("telling:edit", args=[win.pk]),
        reverse("telling:withdraw", args=[win.pk]),
        win.get_absolute_url(),
        reverse("initiatives:profile", args=["wijs-groningen"]),
        reverse("initiatives:profile", args=["warme-voeten"]),
        reverse("account_change_password"),
        reverse("account_email"),
        reverse("account_logout"),
    ]


def test_every_public_page_is_accessible(demo, page, faults):
    assert not (found := faults(page, public_pages())), "\n".join(found)


def test_every_page_of_a_team_is_accessible(demo, page, faults, login):
    login(page, User.objects.get(email="teamlid@vliegwiel.example"))
    assert not (found := faults(page, team_pages())), "\n".join(found)


def test_the_open_menu_of_an_account_is_accessible(page, axe, login):
    login(page, create_user())
    page.goto(reverse("pages:about"))
    page.locator(".account > summary").click()
    assert axe(page) == []


@pytest.mark.parametrize(
    "broken, found",
    [
        (
            "document.querySelector('main').innerHTML = '<img src=\"data:,\">'",
            ["320 in light", "1280 in light"],
        ),
        ("LAST.style.color = '#444'", ["360 in dark", "1280 in dark"]),
        ("LAST.style.color = '#bbb'", ["320 in light", "1280 in light"]),
        ("LAST.style.width = '340px'", ["320 in light"]),
    ],
)
def test_a_fault_is_found_in_the_looks_that_have_it(page, faults, broken, found):
    page.goto(reverse("pages:about"))
    assert faults(page) == []
    page.evaluate(broken.replace("LAST", "[...document.querySelectorAll('main p')].at(-1)"))
    looks = [re.search(r" at (\d+ in \w+):", fault)[1] for fault in faults(page)]
    assert sorted(set(looks)) == sorted(found)
