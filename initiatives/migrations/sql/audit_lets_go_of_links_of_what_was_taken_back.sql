-- What the audit wrote down stays, except the words of a win that its teller, without an account, took back, and those of
-- links that were told of it: also where it was the earlier win, or where a merge copied the link to another win. They become
-- "[]": a column of which the audit keeps the name alone. Nothing else of an entry changes, and no entry goes.

create function is_taken_back(key uuid) returns boolean language sql stable as $$
  select exists (
    select from initiatives_smallwin win
    where win.id = key and win.title = '' and win.capture_link_id is not null
      and (win.withdrawn_at is not null and win.withdrawn_by_id is null
        or win.drafted_at is not null and win.initiative_id is null))
$$;

create or replace function audit_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'changes' = to_jsonb(old) - 'changes'
      and (
        is_taken_back(old.win)
        or old."table" = 'initiatives_winlink' and exists (
          select from initiatives_auditentry told
          where told."table" = old."table" and told."row" = old."row" and told.action = 'INSERT'
            and (is_taken_back((told.changes -> 'earlier_id' ->> 1)::uuid)
              or is_taken_back((told.changes -> 'copied_from_id' ->> 1)::uuid))))
      and not exists (
        select from jsonb_each(old.changes) was full join jsonb_each(new.changes) now using (key)
        where now.value is null or was.value is null or (now.value <> was.value and now.value <> '[]'::jsonb))
    then
      return new;
    end if;
  end if;
  raise exception 'what happened stays written down'
    using errcode = 'restrict_violation', constraint = 'audit_stays';
end $$;
