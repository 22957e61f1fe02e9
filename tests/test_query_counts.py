"""No page asks the database more often because there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.forms.asking import QUESTIONS
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_user,
    create_win,
)

STEPS = tuple(QUESTIONS)


def pages(initiative, win) -> dict[str, str]:
    plain = [
        "home", "wins:index", "initiatives:index", "cities:index", "partners:index", "challenges:index",
        "network:dashboard", "network:beside", "network:map", "network:walls", "partner_network:index", "flywheels:network",
        "pages:vocabulary", "pages:imagery", "pages:about", "pages:accessibility", "pages:privacy", "telling:tell",
        "exports:kumu", "open_data:index", "open_data:catalogue", "embeds:index", "embeds:network", "embeds:wins",
        "api:index", "api:small_wins", "api:initiatieven", "api:steden", "feeds:wins",
        "mine:index", "mine:delete", "telling:drafts", "queues:index", "introductions:index", "introductions:pairs",
    ]  # fmt: skip
    about_win = [
        "wins:detail",
        "wins:history",
        "queues:read",
        "queues:cross",
        "telling:told",
        "telling:edit",
        "telling:accept",
        "telling:withdraw",
    ]
    partner = initiative.partnerships.get().partner
    return {
        **{name: reverse(name) for name in plain},
        **{name: reverse(name, args=[win.pk]) for name in about_win},
        **{f"telling:ask {step}": reverse("telling:ask", args=[win.pk, step]) for step in STEPS},
        "embeds:initiative": reverse("embeds:initiative", args=[initiative.slug]),
        "searching": reverse("wins:index") + "?q=wethouder",
        "initiatives:profile": initiative.get_absolute_url(),
        "teams:index": reverse("teams:index", args=[initiative.slug]),
        "from somebody's place": f"{initiative.get_absolute_url()}?vanuit=student",
        "initiatives:path": reverse("initiatives:path", args=[initiative.slug]),
        "initiatives:tables": reverse("initiatives:tables", args=[initiative.slug]),
        "a place of the rose": reverse("initiatives:place", args=[initiative.slug, "growth", "local"]),
        "two windows": f"{reverse('initiatives:tables', args=[initiative.slug])}?periode=2025-2026&naast=2024-2025",
        "initiatives:losses": reverse("initiatives:losses", args=[initiative.slug]),
        "initiatives:links": reverse("initiatives:links", args=[initiative.slug]),
        "flywheels:initiative": reverse("flywheels:initiative", args=[initiative.slug]),
        "belonging:index": reverse("belonging:index", args=[initiative.slug]),
        "stories:index": reverse("stories:index", args=[initiative.slug]),
        "stories:sheet": reverse("stories:sheet", args=[initiative.slug]),
        "signals:index": reverse("signals:index", args=[initiative.slug]),
        "snapshots:index": reverse("snapshots:index", args=[initiative.slug]),
        "cities:detail": initiative.cities.get().get_absolute_url(),
        "cities:sheet": reverse("cities:sheet", args=[initiative.cities.get().slug]),
        "partners:detail": partner.get_absolute_url(),
    }


def counts(client, addresses: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, address
        found[name] = len(queries)
    return found


def grow(initiative, teller) -> None:
    """Twenty more of everything that a page could ask about one by one."""
    city, partner = initiative.cities.get(), initiative.partnerships.get().partner
    earlier = None
    for _ in range(20):
        create_win(initiative=create_initiative(city=city, partner=create_partner(city=city)), by=teller)
        create_win(initiative=create_initiative(city=create_city(), partner=partner), by=teller)
        win = create_win(initiative=initiative, by=teller)
        if earlier:
            create_link(earlier=earlier, later=win)
        earlier = win


@pytest.mark.parametrize("who", ["team_member", "coordinator", "programme_staff"])
def test_every_page_asks_as_often_when_there_is_more(client, request, initiative, who):
    reader, teller = request.getfixturevalue(who), create_user()
    first, second, third = (create_win(initiative=initiative, by=teller) for _ in range(3))
    create_link(earlier=first, later=second)
    create_link(earlier=second, later=third)
    create_win(initiative=create_initiative(city=initiative.cities.get()), by=teller)
    create_win(initiative=create_initiative(partner=initiative.partnerships.get().partner), by=teller)
    create_partner(city=initiative.cities.get())
    client.force_login(reader)
    addresses = pages(initiative, second)
    before = counts(client, addresses)
    grow(initiative, teller)
    after = counts(client, addresses)
    assert {name: (before[name], n) for name, n in after.items() if n > before[name]} == {}
