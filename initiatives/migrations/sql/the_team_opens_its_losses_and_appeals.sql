-- Nobody lets more people read a loss, or what the A4 asks, than the team itself (see the_team_opens_its_wins.sql).
-- Others write new ones for the readers that the team chose for its wins, at most. A new text of an A4 is a new row:
-- it has the readers of the text before it, at most.

create function the_team_opens_its_words() returns trigger language plpgsql as $$
declare
  few_to_all text[] := array['team', 'network', 'public'];
  was text;
begin
  if not is_in_another_team(new.initiative_id) then
    return null;
  end if;
  if tg_op = 'UPDATE' and old.initiative_id = new.initiative_id then
    was := old.audience;
  elsif tg_table_name = 'initiatives_appeal' then
    select audience into was from initiatives_appeal
    where initiative_id = new.initiative_id and id <> new.id order by written_at desc limit 1;
  end if;
  if was is null then
    select case when opens_wins then 'public' else 'network' end into was
    from initiatives_initiative where id = new.initiative_id;
  end if;
  if array_position(few_to_all, new.audience) > array_position(few_to_all, was) then
    raise exception 'only the team lets more people read its words'
      using errcode = 'check_violation', constraint = 'the_team_opens_its_words';
  end if;
  return null;
end $$;

create trigger the_team_opens_its_losses after insert or update of audience, initiative_id on initiatives_loss
for each row when (new.audience <> 'team') execute function the_team_opens_its_words();

create trigger the_team_opens_its_appeals after insert or update of audience, initiative_id on initiatives_appeal
for each row when (new.audience <> 'team') execute function the_team_opens_its_words();
