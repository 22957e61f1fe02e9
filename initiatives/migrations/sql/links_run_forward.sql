-- Links between wins close no circle, and no win is before the one it came from.

create function win_last_day(day date, remembered_to text) returns date
language sql immutable as $$
  select case remembered_to
    when 'year' then (day + interval '1 year - 1 day')::date
    when 'quarter' then (day + interval '3 months - 1 day')::date
    when 'month' then (day + interval '1 month - 1 day')::date
    else day
  end
$$;

create function link_is_in_order() returns trigger language plpgsql as $$
begin
  if new.declined_at is not null then
    return null;
  end if;
  -- Two people drawing two links at the same moment could close a circle together.
  perform pg_advisory_xact_lock(hashtext('initiatives_winlink'));
  if exists (
    with recursive after_it(id) as (
      select new.later_id
      union
      select link.later_id
      from initiatives_winlink link join after_it on link.earlier_id = after_it.id
      where link.id <> new.id and link.declined_at is null
    )
    select from after_it where id = new.earlier_id
  ) then
    raise exception 'this link would close a circle'
      using errcode = 'check_violation', constraint = 'link_closes_no_circle';
  end if;
  if exists (
    select from initiatives_smallwin earlier, initiatives_smallwin later
    where earlier.id = new.earlier_id and later.id = new.later_id
      and win_last_day(later.occurred_on, later.precision) < earlier.occurred_on
  ) then
    raise exception 'the later win would be before the earlier one'
      using errcode = 'check_violation', constraint = 'link_runs_forward';
  end if;
  return null;
end $$;

create trigger link_is_in_order after insert or update of earlier_id, later_id, declined_at
on initiatives_winlink for each row execute function link_is_in_order();

create function win_keeps_its_links_in_order() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_winlink link
    join initiatives_smallwin earlier on earlier.id = link.earlier_id
    join initiatives_smallwin later on later.id = link.later_id
    where new.id in (link.earlier_id, link.later_id)
      and win_last_day(later.occurred_on, later.precision) < earlier.occurred_on
  ) then
    raise exception 'the later win would be before the earlier one'
      using errcode = 'check_violation', constraint = 'link_runs_forward';
  end if;
  return null;
end $$;

create trigger win_keeps_its_links_in_order after update of occurred_on, precision
on initiatives_smallwin for each row
when (old.occurred_on is distinct from new.occurred_on or old.precision <> new.precision)
execute function win_keeps_its_links_in_order();
