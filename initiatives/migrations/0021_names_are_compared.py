"""Functions that compare, search and sort names the same on every server (decision 0217)."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent / "sql" / "names_are_compared.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0020_words_of_wins"),
    ]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
