-- Nobody lets more people read what a team tells than the team itself. Who acts is in `vliegwiel.actor` (models/audit.py);
-- a command or a console acts for nobody, and is let through.

create function is_in_another_team(initiative bigint) returns boolean language sql stable as $$
  select nullif(current_setting('vliegwiel.actor', true), '') is not null and not exists (
    select from initiatives_membership
    where initiative_id = initiative and user_id = nullif(current_setting('vliegwiel.actor', true), '')::bigint
  )
$$;

create function the_team_opens_its_wins() returns trigger language plpgsql as $$
begin
  if new.opens_wins and is_in_another_team(new.id) then
    raise exception 'only the team says that everyone may read what it tells'
      using errcode = 'check_violation', constraint = 'the_team_opens_its_wins';
  end if;
  return null;
end $$;

create function the_team_opens_a_win() returns trigger language plpgsql as $$
declare
  few_to_all text[] := array['team', 'network', 'public'];
  was text;
begin
  if new.drafted_at is not null or not is_in_another_team(new.initiative_id) then
    return null;
  end if;
  if tg_op = 'UPDATE' and old.drafted_at is null then
    was := old.audience;
  else
    select case when opens_wins then 'public' else 'network' end into was
    from initiatives_initiative where id = new.initiative_id;
  end if;
  if array_position(few_to_all, new.audience) > array_position(few_to_all, was) then
    raise exception 'only the team lets more people read a win'
      using errcode = 'check_violation', constraint = 'the_team_opens_a_win';
  end if;
  return null;
end $$;

create trigger the_team_opens_its_wins after insert or update of opens_wins on initiatives_initiative
for each row when (new.opens_wins) execute function the_team_opens_its_wins();

create trigger the_team_opens_a_win after insert or update of audience, drafted_at, initiative_id on initiatives_smallwin
for each row when (new.audience <> 'team') execute function the_team_opens_a_win();
