-- A link asks the team of one of its two wins, and only where those are of two initiatives.

create function link_asks_one_of_its_teams() returns trigger language plpgsql as $$
begin
  if new.asked_id is not null and not exists (
    select from initiatives_smallwin earlier, initiatives_smallwin later
    where earlier.id = new.earlier_id and later.id = new.later_id
      and earlier.initiative_id <> later.initiative_id
      and new.asked_id in (earlier.initiative_id, later.initiative_id)
  ) then
    raise exception 'a link asks the team of its win at another initiative'
      using errcode = 'check_violation', constraint = 'link_asks_one_of_its_teams';
  end if;
  return new;
end $$;

create trigger link_asks_one_of_its_teams before insert or update of earlier_id, later_id, asked_id on initiatives_winlink
for each row execute function link_asks_one_of_its_teams();
