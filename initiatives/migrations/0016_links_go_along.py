"""A link that a merge copies says from which win, so that the audit lets go of its words with those of that win."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent / "sql"
LETS_GO = (SQL / "audit_lets_go_of_links_of_what_was_taken_back.sql").read_text()
BEFORE = (SQL / "audit_lets_go_of_what_was_taken_back.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0015_declined_proposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="winlink",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="initiatives.smallwin",
            ),
        ),
        migrations.RunSQL(LETS_GO, f"{BEFORE}; drop function is_taken_back"),
    ]
