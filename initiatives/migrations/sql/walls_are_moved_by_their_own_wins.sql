-- A wall is moved by wins of its own initiative only.

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
