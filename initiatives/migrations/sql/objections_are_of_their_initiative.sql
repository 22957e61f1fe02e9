-- A partner says "that is not so" of something in the initiative in which it takes part, and the win of it stays there.

create function objection_is_of_its_initiative() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_partnership mine, (
      select partnership.initiative_id from initiatives_wish wish
      join initiatives_partnership partnership on partnership.id = wish.partnership_id where wish.id = new.wish_id
      union all
      select meaning.initiative_id from initiatives_meaninganswer answer
      join initiatives_scalingmeaning meaning on meaning.id = answer.meaning_id where answer.id = new.answer_id
      union all
      select partnership.initiative_id from initiatives_wishpair pair
      join initiatives_wish wish on wish.id = pair.first_id
      join initiatives_partnership partnership on partnership.id = wish.partnership_id where pair.id = new.pair_id
      union all
      select win.initiative_id from initiatives_smallwin win where win.id = new.win_id
      union all
      select win.initiative_id from initiatives_judgement judgement
      join initiatives_smallwin win on win.id = judgement.win_id where judgement.id = new.judgement_id
    ) thing
    where mine.id = new.partnership_id and thing.initiative_id is distinct from mine.initiative_id
  ) then
    raise exception 'a partner says so of something in its own initiative'
      using errcode = 'check_violation', constraint = 'objection_is_of_its_initiative';
  end if;
  return new;
end $$;

create trigger objection_is_of_its_initiative
before insert or update of partnership_id, wish_id, answer_id, pair_id, win_id, judgement_id on initiatives_objection
for each row execute function objection_is_of_its_initiative();

create function win_stays_with_its_objections() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_objection objection
    join initiatives_partnership partnership on partnership.id = objection.partnership_id
    left join initiatives_judgement judgement on judgement.id = objection.judgement_id
    where new.id in (objection.win_id, judgement.win_id)
      and partnership.initiative_id is distinct from new.initiative_id
  ) then
    raise exception 'a partner of this initiative said something of the win'
      using errcode = 'check_violation', constraint = 'win_takes_nothing_elsewhere';
  end if;
  return null;
end $$;

create trigger win_stays_with_its_objections after update of initiative_id on initiatives_smallwin for each row
when (old.initiative_id is distinct from new.initiative_id) execute function win_stays_with_its_objections();
