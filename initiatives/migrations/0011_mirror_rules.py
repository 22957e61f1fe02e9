"""Rules of the mirror that a check constraint cannot hold, and the audit of its rows."""

from django.db import migrations

RULES = """
create function loss_is_of_its_initiative() returns trigger language plpgsql as $$
begin
  if new.win_id is not null and not exists (
    select from initiatives_smallwin win where win.id = new.win_id and win.initiative_id = new.initiative_id
  ) then
    raise exception 'the win of a loss belongs to the same initiative'
      using errcode = 'check_violation', constraint = 'loss_is_of_its_initiative';
  end if;
  return new;
end $$;
create trigger loss_is_of_its_initiative before insert or update of win_id, initiative_id on initiatives_loss
for each row execute function loss_is_of_its_initiative();

create function follow_up_is_after_its_win() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_smallwin win where win.id = new.win_id and new.checked_on < win.occurred_on
  ) then
    raise exception 'nobody looks again before it happened'
      using errcode = 'check_violation', constraint = 'follow_up_is_after_its_win';
  end if;
  return new;
end $$;
create trigger follow_up_is_after_its_win before insert or update of win_id, checked_on on initiatives_followup
for each row execute function follow_up_is_after_its_win();

create function win_is_before_its_follow_ups() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_followup look where look.win_id = new.id and look.checked_on < new.occurred_on
  ) then
    raise exception 'somebody looked again before it happened'
      using errcode = 'check_violation', constraint = 'follow_up_is_after_its_win';
  end if;
  return null;
end $$;
create trigger win_is_before_its_follow_ups after update of occurred_on on initiatives_smallwin for each row
when (old.occurred_on is distinct from new.occurred_on) execute function win_is_before_its_follow_ups();

create function wall_is_moved_by_its_own_wins() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_smallwin win, initiatives_wall wall
    where win.id = new.win_id and wall.id = new.wall_id
      and win.initiative_id is distinct from wall.initiative_id
  ) then
    raise exception 'a wall is moved by wins of its own initiative'
      using errcode = 'check_violation', constraint = 'wall_is_moved_by_its_own_wins';
  end if;
  return new;
end $$;
create trigger wall_is_moved_by_its_own_wins before insert or update of win_id, wall_id on initiatives_wallmove
for each row execute function wall_is_moved_by_its_own_wins();

create function wish_is_served_by_its_own_wins() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_smallwin win, initiatives_wish wish
    join initiatives_partnership partnership on partnership.id = wish.partnership_id
    where win.id = new.smallwin_id and wish.id = new.wish_id
      and win.initiative_id is distinct from partnership.initiative_id
  ) then
    raise exception 'a wish is served by wins of its own initiative'
      using errcode = 'check_violation', constraint = 'wish_is_served_by_its_own_wins';
  end if;
  return new;
end $$;
create trigger wish_is_served_by_its_own_wins before insert or update of wish_id, smallwin_id
on initiatives_wish_wins for each row execute function wish_is_served_by_its_own_wins();

-- The other side: what hangs on a win does not stay behind when the win, the wall or the wish moves elsewhere.
create function win_takes_nothing_elsewhere() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_loss loss
    where loss.win_id = new.id and loss.initiative_id is distinct from new.initiative_id
    union all
    select from initiatives_wallmove move join initiatives_wall wall on wall.id = move.wall_id
    where move.win_id = new.id and wall.initiative_id is distinct from new.initiative_id
    union all
    select from initiatives_wish_wins tie join initiatives_wish wish on wish.id = tie.wish_id
    join initiatives_partnership partnership on partnership.id = wish.partnership_id
    where tie.smallwin_id = new.id and partnership.initiative_id is distinct from new.initiative_id
  ) then
    raise exception 'something of this initiative hangs on the win'
      using errcode = 'check_violation', constraint = 'win_takes_nothing_elsewhere';
  end if;
  return null;
end $$;
create trigger win_takes_nothing_elsewhere after update of initiative_id on initiatives_smallwin for each row
when (old.initiative_id is distinct from new.initiative_id) execute function win_takes_nothing_elsewhere();

create function wall_stays_with_its_wins() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_wallmove move join initiatives_smallwin win on win.id = move.win_id
    where move.wall_id = new.id and win.initiative_id is distinct from new.initiative_id
  ) then
    raise exception 'wins of this initiative moved the wall'
      using errcode = 'check_violation', constraint = 'wall_is_moved_by_its_own_wins';
  end if;
  return null;
end $$;
create trigger wall_stays_with_its_wins after update of initiative_id on initiatives_wall for each row
when (old.initiative_id <> new.initiative_id) execute function wall_stays_with_its_wins();

create function wish_stays_with_its_wins() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_wish_wins tie join initiatives_smallwin win on win.id = tie.smallwin_id
    join initiatives_wish wish on wish.id = tie.wish_id
    join initiatives_partnership partnership on partnership.id = wish.partnership_id
    where case tg_table_name when 'initiatives_wish' then wish.id::text else partnership.id::text end = new.id::text
      and win.initiative_id is distinct from partnership.initiative_id
  ) then
    raise exception 'wins of this initiative serve the wish'
      using errcode = 'check_violation', constraint = 'wish_is_served_by_its_own_wins';
  end if;
  return null;
end $$;
create trigger wish_stays_with_its_wins after update of partnership_id on initiatives_wish for each row
when (old.partnership_id <> new.partnership_id) execute function wish_stays_with_its_wins();
create trigger wish_stays_with_its_wins after update of initiative_id on initiatives_partnership for each row
when (old.initiative_id <> new.initiative_id) execute function wish_stays_with_its_wins();

create function stays_as_it_was() returns trigger language plpgsql as $$
begin
  raise exception 'what was said on a day stays as it was'
    using errcode = 'restrict_violation', constraint = 'stays_as_it_was';
end $$;
create trigger stays_as_it_was before update or delete on initiatives_snapshot
for each row execute function stays_as_it_was();
create trigger stays_as_it_was before update on initiatives_pilotanswer
for each row execute function stays_as_it_was();
"""

NO_RULES = """
drop trigger stays_as_it_was on initiatives_pilotanswer;
drop trigger stays_as_it_was on initiatives_snapshot;
drop function stays_as_it_was();
drop trigger wish_stays_with_its_wins on initiatives_partnership;
drop trigger wish_stays_with_its_wins on initiatives_wish;
drop function wish_stays_with_its_wins();
drop trigger wall_stays_with_its_wins on initiatives_wall;
drop function wall_stays_with_its_wins();
drop trigger win_takes_nothing_elsewhere on initiatives_smallwin;
drop function win_takes_nothing_elsewhere();
drop trigger wish_is_served_by_its_own_wins on initiatives_wish_wins;
drop function wish_is_served_by_its_own_wins();
drop trigger wall_is_moved_by_its_own_wins on initiatives_wallmove;
drop function wall_is_moved_by_its_own_wins();
drop trigger win_is_before_its_follow_ups on initiatives_smallwin;
drop function win_is_before_its_follow_ups();
drop trigger follow_up_is_after_its_win on initiatives_followup;
drop function follow_up_is_after_its_win();
drop trigger loss_is_of_its_initiative on initiatives_loss;
drop function loss_is_of_its_initiative();
"""

# Table: the columns of which only the name is kept. What somebody answered alone, and how the team sees
# others, is read by fewer people than the audit.
AUDITED = {
    "initiatives_actor": "stance need",
    "initiatives_ambition": "",
    "initiatives_evidence": "",
    "initiatives_followup": "",
    "initiatives_judgement": "comment on_behalf_of",
    "initiatives_loss": "",
    "initiatives_meaninganswer": "note",
    "initiatives_nextbite": "",
    "initiatives_pilotanswer": "value special",
    "initiatives_pilotcheck": "token_digest",
    "initiatives_pilotrespondent": "perspective submission_id",
    "initiatives_scalingmeaning": "",
    "initiatives_signaldismissal": "",
    "initiatives_smallwin_partners": "",
    "initiatives_snapshot": "content rules",
    "initiatives_wall": "note",
    "initiatives_wall_actors": "",
    "initiatives_wallmove": "",
    "initiatives_walltopic": "",
    "initiatives_window": "",
    "initiatives_window_actors": "",
    "initiatives_window_wins": "",
    "initiatives_wish": "statement",
    "initiatives_wish_wins": "",
    "initiatives_wishlink": "token_digest",
    "initiatives_wishpair": "reason agreement first_gives second_gives",
}


def watch(table: str, unspoken: str) -> migrations.RunSQL:
    names = ",".join(unspoken.split())
    return migrations.RunSQL(
        f"create trigger write_audit after insert or update or delete on {table} "
        f"for each row execute function write_audit('{{}}', '{{{names}}}')",
        f"drop trigger write_audit on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_mirror")]

    operations = [
        migrations.RunSQL(RULES, NO_RULES),
        *(watch(table, unspoken) for table, unspoken in AUDITED.items()),
    ]
