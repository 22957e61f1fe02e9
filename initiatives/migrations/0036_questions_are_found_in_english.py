"""A question is found by the words of its English text, too."""

from django.db import migrations, models

import initiatives.models.names


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0035_figures_of_a_year"),
    ]

    operations = [
        migrations.AddField(
            model_name="challenge",
            name="title_en_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("title_en")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
    ]
