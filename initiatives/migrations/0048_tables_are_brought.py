"""Staff bring a table: what was in it, what became of each row, and which column filled what."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

OUTCOMES = ["new", "changed", "same", "refused", "empty"]
WRITTEN = ["new", "changed"]
COUNTS = [f"n_{outcome}" for outcome in OUTCOMES]


def together(*columns: str) -> Q:
    return Q(**{f"{column}__isnull": True for column in columns}) | Q(
        **{f"{column}__isnull": False for column in columns}
    )


def known(table: str, column: str, codes: list[str]) -> models.CheckConstraint:
    condition = Q(**{f"{column}__in": codes}) | Q(**{f"{column}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"{table}_{column}_known")


def person(**options) -> models.ForeignKey:
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


def moment() -> models.DateTimeField:
    return models.DateTimeField(blank=True, editable=False, null=True)


def mapping(**options) -> django.contrib.postgres.fields.ArrayField:
    name = models.CharField(blank=True, max_length=64)
    return django.contrib.postgres.fields.ArrayField(base_field=name, default=list, size=None, **options)


TABLES = ["partners", "initiatives", "partnerships", "challenges"]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0047_partners_say_what_is_not_so")]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("table", models.CharField(max_length=32)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("sheets", models.JSONField(default=list, editable=False)),
                ("sheet", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("heading_row", models.PositiveIntegerField(default=1, editable=False)),
                ("mapping", mapping(editable=False)),
                ("answers", models.JSONField(default=dict, editable=False)),
                ("faults", models.JSONField(default=dict, editable=False)),
                *(
                    (count, models.PositiveIntegerField(editable=False, null=True))
                    for count in ("n_read", *COUNTS)
                ),
                ("written_at", moment()),
                ("undone_at", moment()),
                ("made_by", person()),
                ("undone_by", person(blank=True, null=True)),
                ("written_by", person(blank=True, null=True)),
            ],
            options={
                "ordering": ["-made_at", "pk"],
                "constraints": [
                    known("import_batch", "table", TABLES),
                    models.CheckConstraint(
                        condition=together("written_at", "written_by", "n_read", *COUNTS),
                        name="import_batch_written_together",
                    ),
                    models.CheckConstraint(
                        condition=together("undone_at", "undone_by"), name="import_batch_undone_together"
                    ),
                    models.CheckConstraint(
                        condition=Q(n_read__isnull=True)
                        | Q(n_read=F("n_new") + F("n_changed") + F("n_same") + F("n_refused") + F("n_empty")),
                        name="import_batch_drops_no_row",
                    ),
                    models.CheckConstraint(
                        condition=Q(undone_at__isnull=True) | Q(written_at__isnull=False),
                        name="import_batch_is_undone_after_it_was_written",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=32)),
                ("headings", models.CharField(max_length=64)),
                ("mapping", mapping()),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    known("import_mapping", "table", TABLES),
                    models.UniqueConstraint(fields=("user", "table", "headings"), name="import_mapping_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("outcome", models.CharField(max_length=32)),
                ("row", models.CharField(blank=True, max_length=40)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("entry", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="waarom niet")),
                (
                    "stayed",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom het bleef staan"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="initiatives.importbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    known("import_row", "outcome", OUTCOMES),
                    models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
                    models.CheckConstraint(
                        condition=Q(outcome__in=WRITTEN, entry__isnull=False) & ~Q(row="")
                        | ~Q(outcome__in=WRITTEN) & Q(entry__isnull=True),
                        name="import_row_names_what_it_wrote",
                    ),
                ],
            },
        ),
    ]
