"""Evidence that changes loses what curators said of it, whoever changes it."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent / "sql" / "what_changed_was_not_looked_at.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0041_other_words_have_a_day")]

    operations = [migrations.RunSQL(SQL, "drop function what_changed_was_not_looked_at cascade")]
