"""Two initiatives may be put in touch over a question on which both work, beside a wall into which both run."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def shared(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0045_partners_have_a_place")]

    operations = [
        migrations.AlterField("introduction", "topic", shared("initiatives.walltopic")),
        migrations.AddField("introduction", "challenge", shared("initiatives.challenge")),
        migrations.AddConstraint(
            "introduction",
            models.CheckConstraint(
                name="introduction_is_about_one_thing",
                condition=Q(topic__isnull=True, challenge__isnull=False)
                | Q(topic__isnull=False, challenge__isnull=True),
            ),
        ),
    ]
