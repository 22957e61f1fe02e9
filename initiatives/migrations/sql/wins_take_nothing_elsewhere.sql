-- What hangs on a win does not stay behind when the win moves to another initiative.

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
