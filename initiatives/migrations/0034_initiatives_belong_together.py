"""Initiatives are part of another one, grow out of it, or go together; and a question of a city may have English words."""

from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

SQL = (Path(__file__).resolve().parent / "sql" / "initiatives_belong_in_no_circle.sql").read_text()


def end(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to="initiatives.initiative"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0033_partners_that_took_part"),
    ]

    operations = [
        migrations.AddField("challenge", "title_en", models.CharField(blank=True, max_length=200)),
        migrations.AddField("challenge", "description_en", models.TextField(blank=True)),
        migrations.AddField("challenge", "sources", models.TextField(blank=True)),
        migrations.CreateModel(
            name="InitiativeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=32)),
                ("sources", models.TextField(blank=True)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("initiative", end("ties")),
                ("other", end("ties_back")),
                (
                    "told_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="initiative_link_kind_known",
                        condition=Q(kind__in=["part_of", "grew_out_of", "together_with"])
                        | Q(kind__isnull=True),
                    ),
                    models.CheckConstraint(
                        name="initiative_link_joins_two", condition=~Q(initiative=F("other"))
                    ),
                    models.UniqueConstraint(
                        Least("initiative", "other"),
                        Greatest("initiative", "other"),
                        "kind",
                        name="two_initiatives_belong_once_in_a_way",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, "drop function initiatives_belong_in_no_circle cascade"),
    ]
