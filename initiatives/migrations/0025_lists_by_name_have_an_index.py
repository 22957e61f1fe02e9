"""The lists of initiatives and partners are read in the order of their names (decision 0217)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0024_a_no_is_put_aside"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(fields=["title_sort", "id"], name="initiative_by_title"),
        ),
        migrations.AddIndex(
            model_name="partner",
            index=models.Index(fields=["name_sort", "id"], name="partner_by_name"),
        ),
    ]
