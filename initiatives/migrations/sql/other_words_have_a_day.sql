-- A win notes when somebody put other words or another date where something stood. What others showed of it before that,
-- they showed of what stood there then. Loading a newer reading of the sources has no author, and changes nothing in this.

create function win_says_something_else(before initiatives_smallwin, after initiatives_smallwin) returns boolean
language sql immutable as $$
  select
    before.title <> '' and before.title <> after.title
    or before.title_en <> '' and before.title_en <> after.title_en
    or before.description <> '' and before.description <> after.description
    or before.description_en <> '' and before.description_en <> after.description_en
    or before.changed_for <> '' and before.changed_for <> after.changed_for
    or before.occurred_on is not null
      and (before.occurred_on, before.precision) is distinct from (after.occurred_on, after.precision)
$$;

create function win_notes_other_words() returns trigger language plpgsql as $$
begin
  new.reworded_at := case
    when old.drafted_at is null and nullif(current_setting('vliegwiel.actor', true), '') is not null
      and win_says_something_else(old, new)
    then clock_timestamp()
    else old.reworded_at
  end;
  return new;
end $$;

do $$ begin  -- the audit keeps what people did; this only counts it again
  if exists (select from pg_trigger where tgname = 'write_audit' and tgrelid = 'initiatives_smallwin'::regclass) then
    alter table initiatives_smallwin disable trigger write_audit;
  end if;
end $$;
update initiatives_smallwin win set reworded_at = changed.at
from (
  select entry.win, max(entry.at) as at
  from initiatives_auditentry entry, jsonb_each(entry.changes) change
  where entry."table" = 'initiatives_smallwin' and entry.action = 'UPDATE' and entry.actor_id is not null
    and change.key in ('title', 'title_en', 'description', 'description_en', 'changed_for', 'occurred_on', 'precision')
    and coalesce(change.value ->> 0, '') <> ''
  group by entry.win
) changed
where win.id = changed.win and win.drafted_at is null and changed.at > win.logged_at;

do $$ begin
  if exists (select from pg_trigger where tgname = 'write_audit' and tgrelid = 'initiatives_smallwin'::regclass) then
    alter table initiatives_smallwin enable trigger write_audit;
  end if;
end $$;

create trigger win_notes_other_words before update on initiatives_smallwin
for each row execute function win_notes_other_words();
