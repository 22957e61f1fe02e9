-- What the audit wrote down stays, except the words of a win that its teller, without an account, took back. They become
-- "[]": a column of which the audit keeps the name alone. Nothing else of an entry changes, and no entry goes.

create or replace function audit_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'changes' = to_jsonb(old) - 'changes'
      and exists (
        select from initiatives_smallwin win
        where win.id = old.win and win.title = '' and win.capture_link_id is not null
          and (win.withdrawn_at is not null and win.withdrawn_by_id is null
            or win.drafted_at is not null and win.initiative_id is null))
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
