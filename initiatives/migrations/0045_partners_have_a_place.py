"""A partner has a place in the picture of the network, so that it stands there again at the next visit."""

from django.db import migrations, models
from django.db.models import Q


def place() -> models.FloatField:
    return models.FloatField(blank=True, editable=False, null=True)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0044_questions_are_sent_in")]

    operations = [
        migrations.AddField("partner", "x", place()),
        migrations.AddField("partner", "y", place()),
        migrations.AddConstraint(
            "partner",
            models.CheckConstraint(
                name="partner_place_together",
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                violation_error_message="Wie en wanneer horen bij elkaar.",
            ),
        ),
    ]
