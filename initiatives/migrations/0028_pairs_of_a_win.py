"""A win of several types and several directions says which type went which way, and only that stands in the matrix."""

from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Coalesce

from initiatives.models.fields import CrossedReadingCode

FOLDER = Path(__file__).resolve().parent / "sql"
BACK = """
drop trigger win_lets_go_of_pairs on initiatives_smallwin;
drop function win_lets_go_of_pairs, pairs_that_fit;
"""
PAIRS = [
    f"{kind}>{way}"
    for kind in ("growth", "replication", "circulation", "institutionalisation")
    for way in ("up", "out", "deep")
]


def array(**options):
    return ArrayField(base_field=models.CharField(max_length=32), size=None, **options)


def known(column):
    return models.CheckConstraint(
        condition=models.Q(
            (f"{column}__contained_by", PAIRS),
            (column, ["unknown"]),
            (f"{column}__isnull", True),
            _connector="OR",
        ),
        name=f"win_{column}_known",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0027_wins_say_for_whom_and_from_where"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="smallwin", name="win_editor_reading_has_a_reader"),
        migrations.RemoveIndex(model_name="smallwin", name="win_tally"),
        migrations.RemoveField(model_name="smallwin", name="reading"),
        migrations.AddField(model_name="smallwin", name="pairs", field=array(blank=True, null=True)),
        migrations.AddField(model_name="smallwin", name="editor_pairs", field=array(blank=True, null=True)),
        migrations.AddField(
            model_name="smallwin",
            name="counted_pairs",
            field=models.GeneratedField(
                db_persist=True, expression=Coalesce("pairs", "editor_pairs"), output_field=array()
            ),
        ),
        migrations.AddField(
            model_name="smallwin",
            name="reading",
            field=models.GeneratedField(
                db_persist=True,
                expression=CrossedReadingCode(
                    "types",
                    "editor_types",
                    "directions",
                    "editor_directions",
                    "level",
                    "editor_level",
                    "pairs",
                    "editor_pairs",
                ),
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="smallwin",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["initiative", "reading"],
                include=("middle_on", "is_for_network", "is_for_everyone", "id", "concrete", "completed"),
                name="win_tally",
            ),
        ),
        migrations.AddConstraint(model_name="smallwin", constraint=known("pairs")),
        migrations.AddConstraint(model_name="smallwin", constraint=known("editor_pairs")),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("editor_read_at__isnull", False),
                    models.Q(
                        ("editor_completed__isnull", True),
                        ("editor_concrete__isnull", True),
                        ("editor_directions__isnull", True),
                        ("editor_level__isnull", True),
                        ("editor_pairs__isnull", True),
                        ("editor_types__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="win_editor_reading_has_a_reader",
            ),
        ),
        migrations.RunSQL((FOLDER / "pairs_follow_the_words.sql").read_text(), BACK),
    ]
