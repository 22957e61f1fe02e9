"""A win says for whom it changed something, who published its source, and whether the editors read it as done."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

SQL = (Path(__file__).resolve().parent / "sql" / "who_is_better_off_is_searched.sql").read_text()
BACK = "drop function searched_win(text, text, text, text, text);"
ANSWERS = ["yes", "partly", "no", "unknown"]
TAKEN_BACK = Q(withdrawn_at__isnull=False, withdrawn_by__isnull=True)
WORDS = dict.fromkeys(
    (
        *("title", "title_en", "description", "description_en", "changed_for", "sources"),
        *("question", "reply", "withdrawal_reason"),
    ),
    "",
)
EDITORS = ("types", "directions", "level", "concrete", "completed")


def code(**options) -> models.CharField:
    return models.CharField(max_length=32, null=True, blank=True, **options)


def rule(name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint("smallwin", models.CheckConstraint(name=name, condition=condition))


def counted(name: str) -> migrations.AddField:
    return migrations.AddField(
        "smallwin",
        f"counted_{name}",
        models.GeneratedField(
            expression=Coalesce(name, f"editor_{name}"),
            output_field=models.CharField(max_length=32),
            db_persist=True,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0026_a_link_says_who_says_how"),
    ]

    operations = [
        migrations.RemoveConstraint("smallwin", "win_editor_reading_has_a_reader"),
        migrations.RemoveConstraint("smallwin", "win_taken_back_has_no_words"),
        migrations.RemoveIndex("smallwin", "win_search"),
        migrations.RemoveField("smallwin", "search"),
        migrations.AddField("smallwin", "changed_for", models.CharField(blank=True, max_length=280)),
        migrations.AddField("smallwin", "source_kind", code(editable=False)),
        migrations.AddField("smallwin", "editor_concrete", code()),
        migrations.AddField("smallwin", "editor_completed", code()),
        counted("concrete"),
        counted("completed"),
        migrations.RunSQL(SQL, BACK),
        migrations.AddField(
            "smallwin",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    *("title", "title_en", "description", "description_en", "changed_for"),
                    function="searched_win",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "smallwin",
            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="win_search"),
        ),
        rule(
            "win_editor_concrete_known",
            Q(editor_concrete__in=ANSWERS) | Q(editor_concrete__isnull=True),
        ),
        rule(
            "win_editor_completed_known",
            Q(editor_completed__in=ANSWERS) | Q(editor_completed__isnull=True),
        ),
        rule(
            "win_source_kind_known",
            Q(source_kind__in=["own", "partner", "outside"]) | Q(source_kind__isnull=True),
        ),
        rule("win_of_a_source_names_it", Q(source_kind__isnull=True) | ~Q(sources="")),
        rule(
            "win_taken_back_has_no_words",
            ~TAKEN_BACK | Q(audience="team", **WORDS, told_as__isnull=True, merged_at__isnull=True),
        ),
        rule(
            "win_editor_reading_has_a_reader",
            Q(editor_read_at__isnull=False) | Q(**{f"editor_{name}__isnull": True for name in EDITORS}),
        ),
    ]
