"""A team is asked about a link that another team told with one of its wins."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "links_ask_one_of_their_teams.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0010_words_to_type"),
    ]

    operations = [
        migrations.AddField(
            model_name="winlink",
            name="asked",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="initiatives.initiative",
            ),
        ),
        migrations.AddConstraint(
            model_name="winlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked__isnull", True),
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("told_by")), _negated=True),
                    _connector="OR",
                ),
                name="link_is_agreed_by_somebody_else",
            ),
        ),
        migrations.RunSQL(SQL, "drop function link_asks_one_of_its_teams cascade"),
    ]
