"""A loss that the editors read in a source: a title, and only what the source says of kind, bearer and day."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

from initiatives.models.fields import DayInAmsterdam

PRECISIONS = ["day", "month", "quarter", "year"]
KINDS = ["own", "partner", "outside"]
TOLD = Q(kind__isnull=False, borne_by__isnull=False, status__isnull=False, seen_on__isnull=False)


def added(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField("loss", name, field)


def code(**options) -> models.CharField:
    return models.CharField(blank=True, max_length=32, null=True, **options)


def rule(name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint("loss", models.CheckConstraint(name=name, condition=condition))


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0031_evidence_is_checked"),
    ]

    operations = [
        migrations.RemoveConstraint("loss", "loss_is_not_in_the_future"),
        added("title", models.CharField(blank=True, max_length=280)),
        added("title_en", models.CharField(blank=True, max_length=280)),
        added("note_en", models.TextField(blank=True, max_length=1000)),
        added("sources", models.TextField(blank=True)),
        added("source_kind", code(editable=False)),
        added("precision", models.CharField(default="day", editable=False, max_length=32)),
        added(
            "dataset_key",
            models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True),
        ),
        migrations.AlterField("loss", "kind", code()),
        migrations.AlterField("loss", "borne_by", code()),
        migrations.AlterField("loss", "status", code(default="open")),
        migrations.AlterField(
            "loss",
            "seen_on",
            models.DateField(blank=True, default=django.utils.timezone.localdate, null=True),
        ),
        rule("loss_precision_known", Q(precision__in=PRECISIONS) | Q(precision__isnull=True)),
        rule("loss_source_kind_known", Q(source_kind__in=KINDS) | Q(source_kind__isnull=True)),
        rule("loss_of_a_source_names_it", Q(source_kind__isnull=True) | ~Q(sources="")),
        rule(
            "loss_says_what_for_whom_and_when_or_names_its_source",
            TOLD | ~Q(title="") & ~Q(sources=""),
        ),
        rule(
            "loss_is_not_in_the_future",
            Q(seen_on__isnull=True) | Q(seen_on__lte=DayInAmsterdam("told_at")),
        ),
    ]
