-- A tie that was declined is no tie: it closes no circle. The rule itself is as in initiatives_belong_in_no_circle.sql.
create or replace function initiatives_belong_in_no_circle() returns trigger language plpgsql as $$
begin
  if new.kind = 'together_with' or new.declined_at is not null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtext('initiatives_initiativelink'));
  if exists (
    with recursive above(initiative) as (
      select new.other_id
      union
      select link.other_id from initiatives_initiativelink link join above on link.initiative_id = above.initiative
      where link.kind = new.kind and link.declined_at is null
    )
    select from above where initiative = new.initiative_id
  ) then
    raise exception 'initiatives close a circle' using errcode = 'check_violation', constraint = 'initiatives_belong_in_no_circle';
  end if;
  return new;
end $$;
drop trigger initiatives_belong_in_no_circle on initiatives_initiativelink;
create trigger initiatives_belong_in_no_circle after insert or update of initiative_id, other_id, kind, declined_at
on initiatives_initiativelink for each row execute function initiatives_belong_in_no_circle();

-- The team that is asked is that of one of the two ends.
create function tie_asks_one_of_its_ends() returns trigger language plpgsql as $$
begin
  if new.asked_id is not null and new.asked_id not in (new.initiative_id, new.other_id) then
    raise exception 'a tie asks the team at one of its ends' using errcode = 'check_violation', constraint = 'tie_asks_one_of_its_ends';
  end if;
  return new;
end $$;
create trigger tie_asks_one_of_its_ends before insert or update of initiative_id, other_id, asked_id
on initiatives_initiativelink for each row execute function tie_asks_one_of_its_ends();
