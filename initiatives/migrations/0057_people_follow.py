"""People follow something, and have a weekly mail."""

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0051_rows_are_merged"),
    ]

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("followed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "challenge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.challenge",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.city",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func(
                                    "initiative",
                                    "challenge",
                                    "city",
                                    function="num_nonnulls",
                                    output_field=models.IntegerField(),
                                ),
                                1,
                            )
                        ),
                        name="follow_is_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "initiative", "challenge", "city"),
                        name="followed_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("week", models.DateField(editable=False)),
                ("since", models.DateTimeField(editable=False)),
                ("until", models.DateTimeField(editable=False)),
                ("lines", models.PositiveSmallIntegerField(editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="week_mail",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-week"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "week"), name="one_mail_a_week"),
                    models.CheckConstraint(
                        condition=models.Q(("since__lt", models.F("until"))), name="week_mail_looks_back"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week__iso_week_day", 1)), name="week_of_a_mail_begins_on_monday"
                    ),
                ],
            },
        ),
    ]
