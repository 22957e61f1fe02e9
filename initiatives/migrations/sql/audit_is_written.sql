-- Every change leaves who, when and what. `models/audit.py` puts this trigger on every table.

create function write_audit() returns trigger language plpgsql as $$
declare
  silent text[] := tg_argv[0]::text[];    -- columns that follow from others, or say nothing
  unspoken text[] := tg_argv[1]::text[];  -- personal or secret: that they changed, not into what
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  either jsonb := before || after;
  diff jsonb;
begin
  select jsonb_object_agg(
      key,
      case when key = any(unspoken) then '[]'::jsonb
           else jsonb_build_array(coalesce(before -> key, 'null'), coalesce(after -> key, 'null')) end)
  into diff
  from jsonb_object_keys(either) key
  where key <> all(silent) and coalesce(before -> key, 'null') <> coalesce(after -> key, 'null');
  if diff is null then
    return null;
  end if;
  insert into initiatives_auditentry (at, actor_id, action, "table", "row", win, initiative, changes)
  values (
    clock_timestamp(),
    nullif(current_setting('vliegwiel.actor', true), '')::bigint,
    tg_op,
    tg_table_name,
    either ->> 'id',
    coalesce(
      case when tg_table_name = 'initiatives_smallwin' then either ->> 'id' end,
      either ->> 'win_id',
      either ->> 'later_id',
      either ->> 'smallwin_id')::uuid,
    coalesce(
      case when tg_table_name = 'initiatives_initiative' then either ->> 'id' end,
      either ->> 'initiative_id')::bigint,
    diff);
  return null;
end $$;
