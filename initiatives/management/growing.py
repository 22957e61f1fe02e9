"""A network as large as it may become: the data set, and rows made up beside it, for measuring and for looking.

The words are those of the data set; the spread is skewed, as a few initiatives tell most and a few partners take part in
many. What was made before is kept, and nothing is made twice.
"""

from dataclasses import dataclass

from django.db import connection

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.models import Initiative, Partner, Programme, SmallWin, User

VACUUM = "vacuum analyze"  # so that queries are planned for what is there now
READER = "bench@vliegwiel.example"  # in the team of an ordinary initiative, and of the busiest

MORE_INITIATIVES = """
insert into initiatives_initiative (programme_id, title, title_en, slug, summary, summary_en, started_precision,
                                    dream, dream_en, sources, why_declined, audience, published_at, published_by_id)
select %(programme)s, 'Initiatief ' || n, '', 'bench-' || n, 'Scholen en bewoners werken samen.', '', 'day',
       '', '', '', '', 'public', now(), %(by)s
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
insert into initiatives_partner (name, slug, kind, city_id, website, sources)
select 'Organisatie ' || n, 'bench-' || n,
       (select kind from (select kind, row_number() over (order by kind) - 1 as nr, count(*) over () as many
                          from (select distinct kind from initiatives_partner) kinds) k where nr = n %% many),
       (array(select id from initiatives_city order by id))[1 + n * 7 %% 26], '', ''
from generate_series(%(have)s + 1, %(want)s) n
"""

# Two to five in each initiative; a few partners take part in many.
MORE_PARTNERSHIPS = """
with everybody as (select id, row_number() over (order by id) as nr from initiatives_partner),
     beginning as (select i.id, n from initiatives_initiative i, generate_series(0, 4) n
                   where i.slug like 'bench-%%' and n <= 1 + i.id %% 4
                     and not exists (select from initiatives_partnership p where p.initiative_id = i.id))
insert into initiatives_partnership (initiative_id, partner_id, role, since, since_precision, is_over, added_at)
select distinct on (b.id, e.id) b.id, e.id, case b.n when 0 then 'lead' else 'partner' end,
       date '2013-01-01' + (b.id * 53 %% 4300)::int, 'year', hashtext(b.id || '-' || b.n) %% 9 = 0, now()
from beginning b
join everybody e on e.nr = 1 + floor((select count(*) from everybody) * power((abs(hashtext(b.id || ' ' || b.n)) %% 100003) / 100003.0, 2))::int
order by b.id, e.id, b.n
on conflict do nothing
"""

# The questions of the data set, each at some of the initiatives.
MORE_CHALLENGES = """
insert into initiatives_initiative_challenges (initiative_id, challenge_id)
select i.id, (array(select id from initiatives_challenge order by id))[1 + i.id %% (select count(*) from initiatives_challenge)]
from initiatives_initiative i
where i.slug like 'bench-%%' and i.id %% 3 = 0
on conflict do nothing
"""

MORE_WINS = """
with real as (select *, row_number() over (order by id) as nr from initiatives_smallwin where dataset_key is not null),
     home as (select id, row_number() over (order by id) as nr from initiatives_initiative)
insert into initiatives_smallwin (
  id, initiative_id, title, title_en, description, description_en, occurred_on, precision, audience, sources,
  types, directions, level, editor_types, editor_directions, editor_level, editor_read_at, editor_read_by_id,
  logged_at, logged_by_id, changed_at, submission_id, changed_for, question, reply, withdrawal_reason, confirmed_at, confirmed_by_id)
select gen_random_uuid(), home.id, real.title || ' ' || n, '', real.description, real.description_en,
       date '2012-01-01' + (n * 37 %% 5200), 'day', 'public', '',
       case when n %% 3 = 0 then real.editor_types end, case when n %% 3 = 0 then real.editor_directions end,
       case when n %% 3 = 0 then real.editor_level end,
       real.editor_types, real.editor_directions, real.editor_level, now(), %(by)s,
       now() - n * interval '1 minute', %(by)s, now(), gen_random_uuid(), '', '', '', '',
       case when n %% 10 > 0 then now() end, case when n %% 10 > 0 then %(by)s end
from generate_series(%(have)s + 1, %(want)s) n
join real on real.nr = 1 + n %% (select count(*) from real)
join home on home.nr = 1 + floor((select count(*) from home) * power((n * 7919 %% 100003) / 100003.0, 3))::int
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

# Who was there: at a third of the wins, two of the partners of its initiative.
MORE_COMPANY = """
insert into initiatives_smallwin_partners (smallwin_id, partner_id)
select win.id, p.partner_id
from initiatives_smallwin win
cross join lateral (select partner_id from initiatives_partnership
                    where initiative_id = win.initiative_id order by id limit 2) p
where win.dataset_key is null and hashtext(win.id::text) %% 3 = 1
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
class Size:
    wins: int
    initiatives: int
    partners: int


def grow_to(size: Size) -> Size:
    """Bring the database to this size. Out: the size it has now, larger where more was there already."""
    load_dataset(DATA)
    details = {"programme": Programme.objects.get(is_example=False).pk, "by": reader().pk}
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")  # it is for people who wait, not for this
        cursor.execute("set session_replication_role = replica")  # no history of rows that nobody wrote
        for sql, rows, want in (
            (MORE_INITIATIVES, Initiative, size.initiatives),
            (MORE_PARTNERS, Partner, size.partners),
        ):
            grow(cursor, sql, details, have=rows.objects.count(), want=want)
        for sql in (MORE_CITIES, MORE_PARTNERSHIPS, MORE_CHALLENGES):
            cursor.execute(sql, {})
        grow(cursor, MORE_WINS, details, have=SmallWin.objects.count(), want=size.wins)
        for sql in (MORE_LINKS, MORE_COMPANY, *MORE_OF_THE_MIRROR):
            cursor.execute(sql, details)
        cursor.execute("set session_replication_role = default")
        cursor.execute(VACUUM)
    return Size(SmallWin.objects.count(), Initiative.objects.count(), Partner.objects.count())


def reader() -> User:
    """Somebody who is in two teams and may look at what only they see."""
    person, is_new = User.objects.get_or_create(email=READER, defaults={"display_name": "Bench"})
    if is_new:
        for slug in ("wijs-groningen", "city-deal-kennis-maken"):
            person.memberships.create(initiative=Initiative.objects.get(slug=slug))
    return person


def grow(cursor, sql: str, details: dict, *, have: int, want: int) -> None:
    if want > have:
        cursor.execute(sql, {**details, "have": have, "want": want})
