-- A wish is served by wins of its own initiative only, wherever the wish or its partnership goes.

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
