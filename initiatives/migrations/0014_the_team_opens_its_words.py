"""Only the team lets more people read a loss, or what its A4 asks."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent / "sql" / "the_team_opens_its_losses_and_appeals.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0013_introductions"),
    ]

    operations = [
        migrations.RunSQL(SQL, "drop function the_team_opens_its_words cascade"),
    ]
