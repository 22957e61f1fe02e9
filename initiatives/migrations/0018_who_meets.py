"""Who gets known in an introduction is kept, and the database holds the ninety days between two about one pair."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "two_are_proposed_once_in_ninety_days.sql").read_text()
BACK = "alter table initiatives_introduction drop constraint two_are_proposed_once_in_ninety_days"


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0017_fixed_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduced",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="initiatives.introduction",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("introduction", "user"), name="one_place_in_an_introduction"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
