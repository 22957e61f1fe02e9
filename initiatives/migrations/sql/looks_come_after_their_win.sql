-- Nobody looks whether something still stands before it happened.

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
