"""Who told a win without an account may take it back after the team took it on; the audit lets go of the words."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "audit_lets_go_of_what_was_taken_back.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0004_texts_of_the_programme"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="smallwin",
            name="win_withdrawn_together",
        ),
        migrations.RemoveConstraint(
            model_name="smallwin",
            name="win_is_not_empty",
        ),
        migrations.RemoveConstraint(
            model_name="smallwin",
            name="win_has_a_date_or_a_source",
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    models.Q(("taken_on_at__isnull", False), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="win_withdrawn_by_somebody_or_its_teller",
            ),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", True), _negated=True),
                    models.Q(
                        ("audience", "team"),
                        ("description", ""),
                        ("description_en", ""),
                        ("merged_at__isnull", True),
                        ("question", ""),
                        ("sources", ""),
                        ("title", ""),
                        ("title_en", ""),
                        ("told_as__isnull", True),
                        ("withdrawal_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="win_taken_back_has_no_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    ("drafted_at__isnull", False),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", True)),
                    _connector="OR",
                ),
                name="win_is_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occurred_on__isnull", False),
                    models.Q(("sources", ""), _negated=True),
                    ("drafted_at__isnull", False),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", True)),
                    _connector="OR",
                ),
                name="win_has_a_date_or_a_source",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
