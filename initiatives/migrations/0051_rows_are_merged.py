"""Two rows become one, or one two, with a ledger to undo it; two that look alike and are two; an account that went into another."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("initiatives", "0050_letters_are_bundled"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=32)),
                ("kept", models.BigIntegerField()),
                ("gone", models.BigIntegerField()),
                ("gone_name", models.CharField(blank=True, max_length=200)),
                ("gone_slug", models.CharField(blank=True, max_length=120)),
                ("is_split", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MergeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("table", models.CharField(max_length=80)),
                ("row", models.CharField(max_length=40)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("stayed", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SaidApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=32)),
                ("first", models.BigIntegerField()),
                ("second", models.BigIntegerField()),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_is_named_until_anonymised",
        ),
        migrations.AddField(
            model_name="user",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("anonymised_at__isnull", True),
                        ("email__isnull", False),
                        ("merged_into__isnull", True),
                    ),
                    models.Q(
                        ("anonymised_at__isnull", True),
                        ("email__isnull", True),
                        ("is_active", False),
                        ("merged_into__isnull", False),
                    ),
                    models.Q(
                        ("anonymised_at__isnull", False),
                        ("display_name", ""),
                        ("email__isnull", True),
                        ("is_active", False),
                    ),
                    _connector="OR",
                ),
                name="user_is_named_until_anonymised",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mergechange",
            name="merge",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="initiatives.merge",
            ),
        ),
        migrations.AddField(
            model_name="saidapart",
            name="said_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["kind", "kept"], name="merge_by_kept"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["kind", "gone_slug"], name="merge_by_old_address"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["partner", "challenge", "theme", "city", "user"]),
                    ("kind__isnull", True),
                    _connector="OR",
                ),
                name="merge_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="merge_undone_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_is_of_two_rows"
            ),
        ),
        migrations.AddConstraint(
            model_name="mergechange",
            constraint=models.UniqueConstraint(fields=("merge", "number"), name="merge_change_once"),
        ),
        migrations.AddConstraint(
            model_name="mergechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                name="merge_change_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="saidapart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["partner", "challenge", "theme", "city", "user"]),
                    ("kind__isnull", True),
                    _connector="OR",
                ),
                name="said_apart_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="saidapart",
            constraint=models.UniqueConstraint(fields=("kind", "first", "second"), name="said_apart_once"),
        ),
        migrations.AddConstraint(
            model_name="saidapart",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="said_apart_in_order"
            ),
        ),
    ]
