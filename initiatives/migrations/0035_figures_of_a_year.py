"""Numbers of an initiative in a study year, each with who says so."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0034_initiatives_belong_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("measure", models.CharField(max_length=32)),
                ("quantity", models.PositiveIntegerField()),
                ("exactness", models.CharField(default="exact", max_length=32)),
                ("source", models.CharField(max_length=500)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("note_en", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "added_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "students",
                                    "teachers",
                                    "residents",
                                    "courses",
                                    "projects",
                                    "partners",
                                    "cities",
                                    "budget_eur",
                                ],
                            ),
                            ("measure__isnull", True),
                            _connector="OR",
                        ),
                        name="figure_measure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exactness__in", ["exact", "about", "more_than", "at_most"]),
                            ("exactness__isnull", True),
                            _connector="OR",
                        ),
                        name="figure_exactness_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="figure_says_who_says_so"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1900), ("year__lte", 2200)),
                        name="figure_is_of_a_year",
                    ),
                    models.UniqueConstraint(
                        fields=("initiative", "year", "measure", "source"),
                        name="figure_is_said_once_by_a_source",
                    ),
                ],
            },
        ),
    ]
