"""A team answers a question of the programme in words, beside the question."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0011_links_wait_for_the_other_team"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="smallwin",
            name="win_taken_back_has_no_words",
        ),
        migrations.AddField(
            model_name="smallwin",
            name="replied_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="smallwin",
            name="replied_by",
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
            model_name="smallwin",
            name="reply",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at__isnull", True), ("replied_by__isnull", True)),
                    models.Q(("replied_at__isnull", False), ("replied_by__isnull", False)),
                    _connector="OR",
                ),
                name="win_replied_together",
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
                        ("reply", ""),
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
                    models.Q(("replied_at__isnull", True), ("reply", "")),
                    models.Q(
                        ("replied_at__isnull", False),
                        ("returned_at__isnull", True),
                        models.Q(("reply", ""), _negated=True),
                        models.Q(("question", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="win_reply_has_words_and_a_question",
            ),
        ),
    ]
