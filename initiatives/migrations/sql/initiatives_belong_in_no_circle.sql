-- An initiative is not part of itself, nor grown out of itself, along whatever way. Links are written one at a time, so that two
-- halves of a circle cannot be written at once.
create function initiatives_belong_in_no_circle() returns trigger language plpgsql as $$
begin
  if new.kind = 'together_with' then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtext('initiatives_initiativelink'));
  if exists (
    with recursive above(initiative) as (
      select new.other_id
      union
      select link.other_id from initiatives_initiativelink link join above on link.initiative_id = above.initiative
      where link.kind = new.kind
    )
    select from above where initiative = new.initiative_id
  ) then
    raise exception 'initiatives close a circle' using errcode = 'check_violation', constraint = 'initiatives_belong_in_no_circle';
  end if;
  return new;
end $$;
create trigger initiatives_belong_in_no_circle after insert or update of initiative_id, other_id, kind
on initiatives_initiativelink for each row execute function initiatives_belong_in_no_circle();
