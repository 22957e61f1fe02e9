"""A proposal of an initiative is declined with a word, and may be proposed again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0014_the_team_opens_its_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="admitted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="admitted_by",
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
            model_name="initiative",
            name="declined_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="declined_by",
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
            model_name="initiative",
            name="proposed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="proposed_by",
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
            model_name="initiative",
            name="why_declined",
            field=models.TextField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposed_at__isnull", True), ("proposed_by__isnull", True)),
                    models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_proposed_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("admitted_at__isnull", True), ("admitted_by__isnull", True)),
                    models.Q(("admitted_at__isnull", False), ("admitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_admitted_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("declined_at__isnull", True), ("declined_by__isnull", True)),
                    models.Q(("declined_at__isnull", False), ("declined_by__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_declined_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("admitted_at__isnull", True),
                    models.Q(("declined_at__isnull", True), ("proposed_at__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_is_admitted_after_a_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("declined_at__isnull", True), ("why_declined", "")),
                    models.Q(
                        ("declined_at__isnull", False),
                        ("proposed_at__isnull", False),
                        ("published_at__isnull", True),
                        models.Q(("why_declined", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_proposal_is_declined_with_a_word",
            ),
        ),
    ]
