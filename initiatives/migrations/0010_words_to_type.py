"""A link to tell through has a short word beside the long one, for people who type the address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0009_photos_of_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="capturelink",
            name="word_digest",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
    ]
