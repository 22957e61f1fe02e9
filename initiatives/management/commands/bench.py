"""Measure the main pages at three sizes of the network, on this machine, and print a table.

Server time is the time of one request inside Django (routing, queries, rendering), without the
network and the web server: the median of several requests after one to warm up. The smallest size
is the real data set; the larger ones add initiatives and wins with the same words and a skewed
spread, as a few initiatives tell most. It works in a database of its own and throws that away.
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

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.models import Initiative, Programme, SmallWin, User

SIZES = {157: 50, 10_000: 500, 100_000: 2_000}  # wins: initiatives
ROUNDS = 15
GOAL_MS = 300  # for the dashboard at the largest size

MORE_INITIATIVES = """
insert into initiatives_initiative (programme_id, title, title_en, slug, summary, summary_en, started_precision,
                                    dream, dream_en, sources, audience, published_at, published_by_id)
select %(programme)s, 'Initiatief ' || n, '', 'bench-' || n, 'Scholen en bewoners werken samen.', '', 'day',
       '', '', '', 'public', now(), %(by)s
from generate_series(%(have)s + 1, %(want)s) n
"""

MORE_CITIES = """
insert into initiatives_initiative_cities (initiative_id, city_id)
select i.id, (array(select id from initiatives_city order by id))[1 + i.id %% 26]
from initiatives_initiative i
where i.slug like 'bench-%%'
  and not exists (select from initiatives_initiative_cities c where c.initiative_id = i.id)
"""

MORE_PARTNERS = """
insert into initiatives_partnership (initiative_id, partner_id, role, since_precision, is_over, added_at)
select distinct i.id, (array(select id from initiatives_partner order by id))[1 + (i.id * 7 + n * 13) %% (select count(*) from initiatives_partner)],
       case n when 0 then 'lead' else 'partner' end, 'day', false, now()
from initiatives_initiative i, generate_series(0, 3) n
where i.slug like 'bench-%%'
  and not exists (select from initiatives_partnership p where p.initiative_id = i.id)
on conflict do nothing
"""

MORE_WINS = """
with real as (select *, row_number() over (order by id) as nr from initiatives_smallwin where dataset_key is not null),
     home as (select id, row_number() over (order by id) as nr, count(*) over () as many from initiatives_initiative)
insert into initiatives_smallwin (
  id, initiative_id, title, title_en, description, description_en, occurred_on, precision, audience, sources,
  types, directions, level, editor_types, editor_directions, editor_level, editor_read_at, editor_read_by_id,
  logged_at, logged_by_id, changed_at, submission_id, changed_for, question, withdrawal_reason, confirmed_at, confirmed_by_id)
select gen_random_uuid(), home.id, real.title || ' ' || n, '', real.description, real.description_en,
       date '2012-01-01' + (n * 37 %% 5200), 'day', 'public', '',
       case when n %% 3 = 0 then real.editor_types end, case when n %% 3 = 0 then real.editor_directions end,
       case when n %% 3 = 0 then real.editor_level end,
       real.editor_types, real.editor_directions, real.editor_level, now(), %(by)s,
       now() - n * interval '1 minute', %(by)s, now(), gen_random_uuid(), '', '', '',
       case when n %% 10 > 0 then now() end, case when n %% 10 > 0 then %(by)s end
from generate_series(%(have)s + 1, %(want)s) n
join real on real.nr = 1 + n %% (select count(*) from real)
join home on home.nr = 1 + floor(home.many * power((n * 7919 %% 100003) / 100003.0, 3))::int
"""

MORE_LINKS = """
insert into initiatives_winlink (earlier_id, later_id, mechanism, mechanism_basis, how, basis, told_at, told_by_id, confirmed_at,
                                 confirmed_by_id)
select earlier_id, id, 'learning', 'team', '', 'team', now(), %(by)s, now(), %(by)s
from (select id, occurred_on, lag(id) over (partition by initiative_id order by occurred_on, id) as earlier_id
      from initiatives_smallwin where dataset_key is null) win
where earlier_id is not null and hashtext(id::text) %% 3 = 0
on conflict do nothing
"""

# Rows that hang on wins: judgements at a fifth, losses at a tenth, evidence at a quarter, follow-ups at a twentieth.
MORE_OF_THE_MIRROR = (
    """
insert into initiatives_judgement (id, win_id, perspective, verdict, is_first_hand, on_behalf_of, comment, said_at, said_by_id)
select gen_random_uuid(), id, (array['partner', 'teacher', 'resident'])[1 + abs(hashtext(id::text)) %% 3],
       case when hashtext(id::text) %% 7 = 0 then 'negative' else 'positive' end, true, '', '', now(), %(by)s
from initiatives_smallwin
where dataset_key is null and hashtext(id::text) %% 5 = 0
  and not exists (select from initiatives_judgement where win_id = initiatives_smallwin.id)
""",
    """
insert into initiatives_loss (id, initiative_id, win_id, kind, borne_by, severity, status, seen_on, precision, title, title_en,
                              note, note_en, sources, audience, told_at, told_by_id)
select gen_random_uuid(), initiative_id, id, 'time', 'teacher', 'felt', 'open', occurred_on, 'day', '', '',
       '', '', '', 'public', now(), %(by)s
from initiatives_smallwin
where dataset_key is null and hashtext(id::text) %% 10 = 1
  and not exists (select from initiatives_loss where win_id = initiatives_smallwin.id)
""",
    """
insert into initiatives_evidence (id, win_id, kind, independence, text, url, added_at, added_by_id)
select gen_random_uuid(), id, 'statement', (array['own_team', 'partner', 'outside'])[1 + abs(hashtext(id::text)) %% 3], 'Verslag', '',
       now(), %(by)s
from initiatives_smallwin
where dataset_key is null and hashtext(id::text) %% 4 = 2
  and not exists (select from initiatives_evidence where win_id = initiatives_smallwin.id)
""",
    """
insert into initiatives_followup (id, win_id, checked_on, still_stands, note, told_at, told_by_id)
select gen_random_uuid(), id, occurred_on + 400, 'yes', '', now(), %(by)s
from initiatives_smallwin
where dataset_key is null and hashtext(id::text) %% 20 = 3 and occurred_on < current_date - 400
  and not exists (select from initiatives_followup where win_id = initiatives_smallwin.id)
""",
)


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
                self.report({size: self.measure(size) for size in SIZES})
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def measure(self, size: int) -> dict[str, Measured]:
        fill(size)
        self.stdout.write(f"… {size} small wins, {Initiative.objects.count()} initiatieven", ending="\n")
        reader = User.objects.get(email="bench@vliegwiel.example")
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
    return [
        TimedPage("home", reverse("home")),
        TimedPage("dashboard", reverse("network:dashboard")),
        TimedPage("stream", reverse("wins:index")),
        TimedPage("stream, searching", reverse("wins:index") + "?q=bewoners"),
        TimedPage("profile", busiest.get_absolute_url()),
        TimedPage("profile, its team", busiest.get_absolute_url(), logged_in=True),
        TimedPage("story", reverse("stories:index", args=[busiest.slug])),
        TimedPage("outside world", reverse("outside:index", args=[busiest.slug]), logged_in=True),
        TimedPage("tell a win", reverse("telling:tell"), logged_in=True),
    ]


def fill(size: int) -> None:
    """Bring the database to this many wins. Statement time-outs are for people, not for this."""
    load_dataset(DATA)
    reader, is_new = User.objects.get_or_create(
        email="bench@vliegwiel.example", defaults={"display_name": "Bench"}
    )
    if is_new:
        for slug in ("wijs-groningen", "city-deal-kennis-maken"):  # an ordinary one, and the busiest
            reader.memberships.create(initiative=Initiative.objects.get(slug=slug))
    details = {"programme": Programme.objects.get().pk, "by": reader.pk}
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        grow(cursor, MORE_INITIATIVES, details, have=Initiative.objects.count(), want=SIZES[size])
        cursor.execute(MORE_CITIES, [])
        cursor.execute(MORE_PARTNERS, [])
        grow(cursor, MORE_WINS, details, have=SmallWin.objects.count(), want=size)
        for sql in (MORE_LINKS, *MORE_OF_THE_MIRROR):
            cursor.execute(sql, details)
        cursor.execute("vacuum analyze")


def grow(cursor, sql: str, details: dict, *, have: int, want: int) -> None:
    if want > have:
        cursor.execute(sql, {**details, "have": have, "want": want})


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
