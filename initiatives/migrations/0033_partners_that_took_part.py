"""A partnership may be over without a known last day, and its first day may be known as a year."""

from django.db import migrations, models
from django.db.models import Q

PRECISIONS = ["day", "month", "quarter", "year"]


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0032_losses_of_a_source"),
    ]

    operations = [
        migrations.RemoveConstraint("partnership", "one_open_partnership_a_pair"),
        migrations.AddField("partnership", "is_over", models.BooleanField(default=False)),
        migrations.AddField(
            "partnership",
            "since_precision",
            models.CharField(default="day", editable=False, max_length=32),
        ),
        migrations.AddConstraint(
            "partnership",
            models.CheckConstraint(
                name="partnership_since_precision_known",
                condition=Q(since_precision__in=PRECISIONS) | Q(since_precision__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "partnership",
            models.UniqueConstraint(
                fields=["initiative", "partner"],
                condition=Q(until__isnull=True, is_over=False),
                name="one_open_partnership_a_pair",
            ),
        ),
        migrations.AddConstraint(
            "partnership",
            models.CheckConstraint(
                name="partnership_that_is_over_has_no_last_day",
                condition=Q(is_over=False) | Q(until__isnull=True),
            ),
        ),
    ]
