"""Names on the map find their own place: nobody sets a side by hand any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0022_names_have_keys"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="city", name="city_label_side_known"),
        migrations.RemoveField(model_name="city", name="label_side"),
    ]
