-- A snapshot, and an answer of the pilot paradox, stay as they were.

create function stays_as_it_was() returns trigger language plpgsql as $$
begin
  raise exception 'what was said on a day stays as it was'
    using errcode = 'restrict_violation', constraint = 'stays_as_it_was';
end $$;

create trigger stays_as_it_was before update or delete on initiatives_snapshot
for each row execute function stays_as_it_was();
create trigger stays_as_it_was before update on initiatives_pilotanswer
for each row execute function stays_as_it_was();
