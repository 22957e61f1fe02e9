"""What a team asks of who reads its A4."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_who_told_it_takes_it_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("stuck", models.TextField(blank=True, max_length=280)),
                ("asked", models.TextField(blank=True, max_length=400)),
                ("audience", models.CharField(default="network", max_length=32)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience__in", ["team", "network", "public"]),
                            ("audience__isnull", True),
                            _connector="OR",
                        ),
                        name="appeal_audience_known",
                    )
                ],
            },
        ),
    ]
