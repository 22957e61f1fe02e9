"""Wins are searched by every word of their texts, taken apart in one way (decision 0219)."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "words_of_wins.sql").read_text()
BACK = """
drop function searched_win, searched_part, searched_text, searched_words;
drop text search configuration dutch_stems;
drop text search dictionary dutch_without_stop_words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0019_every_guest_link_has_a_word"),
    ]

    operations = [
        migrations.RunSQL(SQL, BACK),
        migrations.RemoveIndex(model_name="smallwin", name="win_search"),
        migrations.RemoveField(model_name="smallwin", name="search"),
        migrations.AddField(
            model_name="smallwin",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "title",
                    "title_en",
                    "description",
                    "description_en",
                    function="searched_win",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="smallwin",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="win_search"),
        ),
    ]
