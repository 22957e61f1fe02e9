"""A win notes when somebody gave it other words or another date: what others showed of it, they showed of the words of then."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "other_words_have_a_day.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0040_invented_and_real_stay_apart")]

    operations = [
        migrations.AddField(
            "smallwin", "reworded_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.RunSQL(
            SQL,
            """
            drop trigger win_notes_other_words on initiatives_smallwin;
            drop function win_notes_other_words();
            drop function win_says_something_else(initiatives_smallwin, initiatives_smallwin);
            """,
        ),
    ]
