"""A team puts the no to its proposal aside, until the next one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0023_names_find_their_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="aside_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="aside_by",
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
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aside_at__isnull", True), ("aside_by__isnull", True)),
                    models.Q(("aside_at__isnull", False), ("aside_by__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_aside_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("aside_at__isnull", True), ("declined_at__isnull", False), _connector="OR"
                ),
                name="only_a_declined_proposal_is_put_aside",
            ),
        ),
    ]
