-- A loss at a win belongs to the initiative of that win.

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
