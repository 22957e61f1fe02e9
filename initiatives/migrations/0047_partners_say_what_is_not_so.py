"""A partner says through its link of something in its name that it is not so."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import LessThanOrEqual

SQL = (Path(__file__).resolve().parent / "sql" / "objections_are_of_their_initiative.sql").read_text()
BACK = "drop function objection_is_of_its_initiative, win_stays_with_its_objections cascade"
THINGS = ("wish", "answer", "pair", "win", "judgement")
SETTLED = "settled_at__isnull", "settled_by__isnull"


def tied(model: str, **options) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="objections",
        to=f"initiatives.{model}",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0046_two_meet_over_a_question")]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("answer", tied("meaninganswer", null=True)),
                ("judgement", tied("judgement", null=True)),
                ("pair", tied("wishpair", null=True)),
                ("partnership", tied("partnership")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("win", tied("smallwin", null=True)),
                ("wish", tied("wish", null=True)),
            ],
            options={
                "ordering": ["said_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(**dict.fromkeys(SETTLED, True)) | Q(**dict.fromkeys(SETTLED, False)),
                        name="objection_settled_together",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            LessThanOrEqual(
                                Func(*THINGS, function="num_nonnulls", output_field=IntegerField()), 1
                            )
                        ),
                        name="objection_is_about_one_thing_at_most",
                    ),
                    models.UniqueConstraint(
                        fields=["partnership", *THINGS],
                        condition=Q(settled_at__isnull=True),
                        name="one_objection_to_a_thing_waits",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
