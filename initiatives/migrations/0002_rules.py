"""Rules that no constraint can hold, in triggers. Each has a file in `sql/`, named after what it keeps."""

import re
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent / "sql"
RULES = [
    "links_run_forward",
    "losses_are_of_their_initiative",
    "looks_come_after_their_win",
    "walls_are_moved_by_their_own_wins",
    "wishes_are_served_by_their_own_wins",
    "wins_take_nothing_elsewhere",
    "wins_move_a_wall_or_none",
    "what_was_said_stays",
    "audit_is_written",
    "audit_stays",
]


def rule(name: str) -> migrations.RunSQL:
    """Run a file. Its functions go, with their triggers, when the migration is undone."""
    sql = (SQL / f"{name}.sql").read_text()
    functions = ", ".join(re.findall(r"^create function (\w+)", sql, re.MULTILINE))
    return migrations.RunSQL(sql, f"drop function {functions} cascade")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [
        *(rule(name) for name in RULES),
        migrations.RunSQL((SQL / "cache.sql").read_text(), "drop table if exists cache"),
    ]
