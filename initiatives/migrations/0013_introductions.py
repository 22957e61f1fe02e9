"""Two initiatives that are put in touch, and what each side said."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0012_teams_answer_in_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("why", models.TextField(max_length=400)),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("first_agreed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("first_answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("second_agreed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("second_answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "first_answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "second_answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.walltopic",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="introduction_is_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="introduction_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first_answered_at__isnull", True), ("first_answered_by__isnull", True)
                            ),
                            models.Q(
                                ("first_answered_at__isnull", False), ("first_answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="introduction_first_answered_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("second_answered_at__isnull", True), ("second_answered_by__isnull", True)
                            ),
                            models.Q(
                                ("second_answered_at__isnull", False), ("second_answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="introduction_second_answered_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_agreed_at__isnull", True),
                            ("first_answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="introduction_first_agrees_in_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_agreed_at__isnull", True),
                            ("second_answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="introduction_second_agrees_in_an_answer",
                    ),
                ],
            },
        ),
    ]
