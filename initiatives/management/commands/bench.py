"""Measure the main pages at three sizes of the network, on this machine, and print a table.

Server time is the time of one request inside Django (routing, queries, rendering), without the
network and the web server: the median of several requests after one to warm up. The smallest size
is the real data set; the larger ones add to it (management/growing.py). It works in a database of its own and throws
that away.
"""

import gc
import statistics
import time
from dataclasses import dataclass

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from initiatives.management.growing import READER, Size, grow_to
from initiatives.models import Challenge, Initiative, Partner, User

SIZES = (Size(157, 50, 136), Size(10_000, 1_000, 500), Size(100_000, 10_000, 3_000))
ROUNDS = 15
GOAL_MS = 300  # for the dashboard at the largest size


@dataclass(frozen=True)
class TimedPage:
    name: str
    address: str
    logged_in: bool = False


@dataclass(frozen=True)
class Measured:
    milliseconds: float
    queries: int
    kilobytes: float


class Command(BaseCommand):
    help = "Meet de hoofdpagina's bij 157, 10.000 en 100.000 small wins."

    def handle(self, **options) -> None:
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
                self.report({size.wins: self.measure(size) for size in SIZES})
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def measure(self, size: Size) -> dict[str, Measured]:
        grown = grow_to(size)
        self.stdout.write(
            f"… {grown.wins} small wins, {grown.initiatives} initiatieven, {grown.partners} partners",
            ending="\n",
        )
        reader = User.objects.get(email=READER)
        return {page.name: measure(page, reader) for page in pages()}

    def report(self, results: dict[int, dict[str, Measured]]) -> None:
        small, *_, large = results
        self.stdout.write(f"\n{'page':<22}" + "".join(f"{size:>22,}" for size in results) + "   ratio")
        for page in results[small]:
            cells = [results[size][page] for size in results]
            ratio = cells[-1].milliseconds / cells[0].milliseconds
            columns = "".join(
                f"{c.milliseconds:>9.1f} ms {c.queries:>3} q {c.kilobytes:>3.0f}k" for c in cells
            )
            grows = "" if len({c.queries for c in cells}) == 1 else "  ← the number of queries changes"
            self.stdout.write(f"{page:<22}{columns}{ratio:>7.1f}×{grows}")
        dashboard = results[large]["dashboard"].milliseconds
        verdict = "within" if dashboard <= GOAL_MS else f"{dashboard - GOAL_MS:.0f} ms over"
        self.stdout.write(
            f"\nDashboard at {large:,} wins: {dashboard:.0f} ms, {verdict} the goal of {GOAL_MS} ms."
        )


def pages() -> list[TimedPage]:
    busiest = Initiative.objects.annotate(told=Count("wins")).order_by("-told").first()
    busy_partner = Partner.objects.annotate(n=Count("partnerships")).order_by("-n").first()
    challenge = Challenge.objects.annotate(n=Count("initiatives")).order_by("-n").first()
    return [
        TimedPage("home", reverse("home")),
        TimedPage("dashboard", reverse("network:dashboard")),
        TimedPage("beside", reverse("network:beside")),
        TimedPage("map", reverse("network:map")),
        TimedPage("partners", reverse("partner_network:index")),
        TimedPage("partners, all", reverse("partner_network:index") + "?toon=alles"),
        TimedPage("a partner", busy_partner.get_absolute_url()),
        TimedPage("questions", reverse("challenges:index")),
        TimedPage("a question", challenge.get_absolute_url()),
        TimedPage("a city", reverse("cities:detail", args=["amsterdam"])),
        TimedPage("API, 100 wins", reverse("api:small_wins") + "?aantal=100"),
        TimedPage("stream", reverse("wins:index")),
        TimedPage("stream, searching", reverse("wins:index") + "?q=bewoners"),
        TimedPage("profile", busiest.get_absolute_url()),
        TimedPage("profile, its team", busiest.get_absolute_url(), logged_in=True),
        TimedPage("flywheel", reverse("flywheels:initiative", args=[busiest.slug])),
        TimedPage("flywheel, network", reverse("flywheels:network")),
        TimedPage("story", reverse("stories:index", args=[busiest.slug])),
        TimedPage("outside world", reverse("outside:index", args=[busiest.slug]), logged_in=True),
        TimedPage("tell a win", reverse("telling:tell"), logged_in=True),
    ]


def measure(page: TimedPage, reader: User) -> Measured:
    client = Client(headers={"host": "testserver"})
    if page.logged_in:
        client.force_login(reader)
    gc.freeze()  # as the site does once it is loaded (scaling/wsgi.py)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.address)
        asked = len(queries)  # the next request forgets them
    if response.status_code != 200:
        raise RuntimeError(f"{page.address} answered {response.status_code}")
    times = [one_request(client, page.address) for _ in range(ROUNDS)]
    return Measured(statistics.median(times), asked, len(response.content) / 1024)


def one_request(client: Client, address: str) -> float:
    started = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - started) * 1000
