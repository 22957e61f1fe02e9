-- What is invented and what is real stay apart: nothing ties the one to the other, and neither becomes the other (decision 0246).

create function is_invented(initiative bigint) returns boolean language sql stable as $$
  select programme.is_example
  from initiatives_initiative one join initiatives_programme programme on programme.id = one.programme_id
  where one.id = initiative
$$;

create function invented_and_real_stay_apart(one bigint, other bigint) returns void language plpgsql as $$
begin
  if is_invented(one) <> is_invented(other) then
    raise exception 'what is invented is not tied to what is real'
      using errcode = 'check_violation', constraint = 'invented_and_real_stay_apart';
  end if;
end $$;

create function link_stays_apart() returns trigger language plpgsql as $$
begin
  perform invented_and_real_stay_apart(earlier.initiative_id, later.initiative_id)
  from initiatives_smallwin earlier, initiatives_smallwin later
  where earlier.id = new.earlier_id and later.id = new.later_id;
  return new;
end $$;
create trigger link_stays_apart before insert or update of earlier_id, later_id on initiatives_winlink
for each row execute function link_stays_apart();

create function win_stays_apart() returns trigger language plpgsql as $$
begin
  perform invented_and_real_stay_apart(old.initiative_id, new.initiative_id);
  return new;
end $$;
create trigger win_stays_apart before update of initiative_id on initiatives_smallwin
for each row when (old.initiative_id is distinct from new.initiative_id) execute function win_stays_apart();

create function tie_stays_apart() returns trigger language plpgsql as $$
begin
  perform invented_and_real_stay_apart(new.initiative_id, new.other_id);
  return new;
end $$;
create trigger tie_stays_apart before insert or update of initiative_id, other_id on initiatives_initiativelink
for each row execute function tie_stays_apart();

create function introduction_stays_apart() returns trigger language plpgsql as $$
begin
  perform invented_and_real_stay_apart(new.first_id, new.second_id);
  return new;
end $$;
create trigger introduction_stays_apart before insert or update of first_id, second_id on initiatives_introduction
for each row execute function introduction_stays_apart();

create function initiative_stays_apart() returns trigger language plpgsql as $$
begin
  if (select count(distinct is_example) from initiatives_programme where id in (old.programme_id, new.programme_id)) > 1 then
    raise exception 'an initiative does not become invented, nor real'
      using errcode = 'check_violation', constraint = 'invented_and_real_stay_apart';
  end if;
  return new;
end $$;
create trigger initiative_stays_apart before update of programme_id on initiatives_initiative
for each row when (old.programme_id <> new.programme_id) execute function initiative_stays_apart();
