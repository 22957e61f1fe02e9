"""Rules of the mirror that a check constraint cannot hold, and the audit of its rows."""

from django.db import migrations

RULES = """
create function loss_is_of_its_initiative() returns trigger language plpgsql as $$
begin
  if new.win_id is not null and not exists (
    select from initiatives_smallwin win where win.id = new.win_id and win.initiative_id = new.initiative_id
  ) then
    raise exception 'the win of a loss belongs to the same initiative'
      using errcode = 'check_violation', constraint = 'loss_is_of_its_initiative';
  end if;
  return new;
end $$;
create trigger loss_is_of_its_initiative before insert or update of win_id, initiative_id on initiatives_loss
for each row execute function loss_is_of_its_initiative();

create function follow_up_is_after_its_win() returns trigger language plpgsql as $$
begin
  if exists (
    select from initiatives_smallwin win where win.id = new.win_id and new.checked_on < win.occurred_on
  ) then
    raise exception 'nobody looks again before it happened'
      using errcode = 'check_violation', constraint = 'follow_up_is_after_its_win';
  end if;
  return new;
end $$;
create trigger follow_up_is_after_its_win before insert or update of win_id, checked_on on initiatives_followup
for each row execute function follow_up_is_after_its_win();

create function stays_as_it_was() returns trigger language plpgsql as $$
begin
  raise exception 'what was said on a day stays as it was'
    using errcode = 'restrict_violation', constraint = 'stays_as_it_was';
end $$;
create trigger stays_as_it_was before update or delete on initiatives_snapshot
for each row execute function stays_as_it_was();
create trigger stays_as_it_was before update on initiatives_pilotanswer
for each row execute function stays_as_it_was();
"""

NO_RULES = """
drop trigger stays_as_it_was on initiatives_pilotanswer;
drop trigger stays_as_it_was on initiatives_snapshot;
drop function stays_as_it_was();
drop trigger follow_up_is_after_its_win on initiatives_followup;
drop function follow_up_is_after_its_win();
drop trigger loss_is_of_its_initiative on initiatives_loss;
drop function loss_is_of_its_initiative();
"""

# Table: the columns of which only the name is kept. What somebody answered alone, and how the team sees
# others, is read by fewer people than the audit.
AUDITED = {
    "initiatives_actor": "stance need",
    "initiatives_ambition": "",
    "initiatives_evidence": "",
    "initiatives_followup": "",
    "initiatives_judgement": "comment on_behalf_of",
    "initiatives_loss": "",
    "initiatives_meaninganswer": "note",
    "initiatives_nextbite": "",
    "initiatives_pilotanswer": "value special",
    "initiatives_pilotcheck": "token_digest",
    "initiatives_pilotrespondent": "perspective submission_id",
    "initiatives_scalingmeaning": "",
    "initiatives_signaldismissal": "",
    "initiatives_smallwin_partners": "",
    "initiatives_snapshot": "content rules",
    "initiatives_wall": "note",
    "initiatives_wall_actors": "",
    "initiatives_wallmove": "",
    "initiatives_walltopic": "",
    "initiatives_window": "",
    "initiatives_window_actors": "",
    "initiatives_window_wins": "",
    "initiatives_wish": "statement",
    "initiatives_wish_wins": "",
    "initiatives_wishlink": "token_digest",
    "initiatives_wishpair": "reason agreement first_gives second_gives",
}


def watch(table: str, unspoken: str) -> migrations.RunSQL:
    names = ",".join(unspoken.split())
    return migrations.RunSQL(
        f"create trigger write_audit after insert or update or delete on {table} "
        f"for each row execute function write_audit('{{}}', '{{{names}}}')",
        f"drop trigger write_audit on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_mirror")]

    operations = [
        migrations.RunSQL(RULES, NO_RULES),
        *(watch(table, unspoken) for table, unspoken in AUDITED.items()),
    ]
