"""Triggers that write down who changed what, and that refuse to have it changed."""

from django.db import migrations

WRITE = """
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

create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'what happened stays written down'
    using errcode = 'restrict_violation', constraint = 'audit_stays';
end $$;

create trigger audit_stays before update or delete on initiatives_auditentry
for each row execute function audit_stays();
create trigger audit_is_not_emptied before truncate on initiatives_auditentry
for each statement execute function audit_stays();
"""

DO_NOT_WRITE = """
drop trigger audit_is_not_emptied on initiatives_auditentry;
drop trigger audit_stays on initiatives_auditentry;
drop function audit_stays();
drop function write_audit();
"""

DERIVED = "counted_types counted_directions counted_level reading sort_on middle_on search stands is_for_network is_for_everyone"
# Table: the columns that say nothing, and those of which only the name is kept.
AUDITED = {
    "initiatives_challenge": ("", ""),
    "initiatives_city": ("", ""),
    "initiatives_initiative": ("", ""),
    "initiatives_initiative_cities": ("", ""),
    "initiatives_initiative_themes": ("", ""),
    "initiatives_initiative_challenges": ("", ""),
    "initiatives_membership": ("", ""),
    "initiatives_invitation": ("", "email token_digest"),
    "initiatives_membershiprequest": ("", "note"),
    "initiatives_capturelink": ("", "token_digest"),
    "initiatives_partner": ("", ""),
    "initiatives_partneralias": ("", ""),
    "initiatives_partnership": ("", ""),
    "initiatives_photo": ("", ""),
    "initiatives_programme": ("", ""),
    "initiatives_role": ("", ""),
    "initiatives_smallwin": (f"changed_at submission_id {DERIVED}", "receipt_digest"),
    "initiatives_theme": ("", ""),
    "initiatives_user": ("last_login", "email display_name password"),
    "initiatives_winlink": ("", ""),
}


def watch(table: str, silent: str, unspoken: str) -> migrations.RunSQL:
    lists = ", ".join("'{" + ",".join(columns.split()) + "}'" for columns in (silent, unspoken))
    return migrations.RunSQL(
        f"create trigger write_audit after insert or update or delete on {table} "
        f"for each row execute function write_audit({lists})",
        f"drop trigger write_audit on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_who_may_see_what")]

    operations = [
        migrations.RunSQL(WRITE, DO_NOT_WRITE),
        *(watch(table, *columns) for table, columns in AUDITED.items()),
    ]
