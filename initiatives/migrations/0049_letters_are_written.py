"""Letters are rows, written with what they are about."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0048_tables_are_brought"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", models.CharField(editable=False, max_length=32)),
                ("to", models.EmailField(blank=True, editable=False, max_length=254)),
                ("language", models.CharField(editable=False, max_length=2)),
                ("subject", models.CharField(blank=True, editable=False, max_length=300)),
                ("body", models.TextField(blank=True, editable=False)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("trouble", models.CharField(blank=True, editable=False, max_length=32, null=True)),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("given_up_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.programme",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up_at", None), ("sent_at", None)),
                        fields=["due_at"],
                        name="letters_that_wait",
                    ),
                    models.Index(fields=["programme", "-made_at"], name="letters_of_programme"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "invitation",
                                    "request",
                                    "welcome",
                                    "opening",
                                    "declined",
                                    "admitted",
                                    "tie",
                                    "belonging",
                                    "introduction",
                                    "introduced",
                                    "week",
                                    "still",
                                    "days",
                                ],
                            ),
                            ("kind__isnull", True),
                            _connector="OR",
                        ),
                        name="letter_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trouble__in", ["unreachable", "busy", "refused", "too_long"]),
                            ("trouble__isnull", True),
                            _connector="OR",
                        ),
                        name="letter_trouble_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("given_up_at", None), _connector="OR"),
                        name="letter_is_sent_or_given_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_up_at", None), ("trouble__isnull", False), _connector="OR"
                        ),
                        name="letter_is_given_up_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("body", ""), _connector="OR"),
                        name="letter_that_was_sent_is_not_kept",
                    ),
                ],
            },
        ),
    ]
