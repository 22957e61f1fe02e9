"""What people recognise in themselves, shared with the team; and new rounds have the second wording."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "what_was_shared_stays.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0028_pairs_of_a_win"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pilotcheck",
            name="version",
            field=models.PositiveSmallIntegerField(default=2, editable=False),
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("submission_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("shared_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "pilot_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recognitions",
                        to="initiatives.pilotcheck",
                    ),
                ),
            ],
            options={
                "ordering": ["shared_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("items__len__range", (1, 3)),
                            ("items__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                        ),
                        name="recognition_of_one_to_three_pairs",
                    ),
                    models.UniqueConstraint(
                        fields=("pilot_check", "submission_id"), name="each_sharing_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, "drop trigger if exists stays_as_it_was on initiatives_recognition"),
    ]
