"""An actor may have a place in its organisation: the floor of its house. Those of before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0036_questions_are_found_in_english"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="actor", name="actor_is_called_something"),
        migrations.AddField(
            model_name="actor",
            name="position",
            field=models.CharField(blank=True, max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "position__in",
                        [
                            "executive_board",
                            "programme_director",
                            "study_programme",
                            "teacher",
                            "researcher",
                            "student",
                            "alderman",
                            "civil_servant",
                            "board",
                            "employee",
                            "residents_group",
                            "resident",
                        ],
                    ),
                    ("position__isnull", True),
                    _connector="OR",
                ),
                name="actor_position_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("partner__isnull", False),
                    ("position__isnull", False),
                    models.Q(("label", ""), _negated=True),
                    _connector="OR",
                ),
                name="actor_is_called_something",
            ),
        ),
    ]
