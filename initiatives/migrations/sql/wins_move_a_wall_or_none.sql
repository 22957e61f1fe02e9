-- "It moved no wall" never stands beside a wall that the win moved.
-- The lock lets the two wait for each other, so that one of them always sees what the other wrote.

create function win_that_moves_a_wall_names_it() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_smallwin win where win.id = new.win_id and win.wall_answer is not null
    for no key update
  ) then
    raise exception 'of this win was said that it moved no wall'
      using errcode = 'check_violation', constraint = 'win_moves_a_wall_or_none';
  end if;
  return new;
end $$;

create trigger win_that_moves_a_wall_names_it before insert or update of win_id on initiatives_wallmove
for each row execute function win_that_moves_a_wall_names_it();

create function win_without_a_wall_moves_none() returns trigger language plpgsql as $$
begin
  if exists (select from initiatives_wallmove move where move.win_id = new.id) then
    raise exception 'this win moved a wall'
      using errcode = 'check_violation', constraint = 'win_moves_a_wall_or_none';
  end if;
  return null;
end $$;

create trigger win_without_a_wall_moves_none after update of wall_answer on initiatives_smallwin for each row
when (old.wall_answer is null and new.wall_answer is not null) execute function win_without_a_wall_moves_none();
