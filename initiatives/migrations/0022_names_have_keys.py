"""Each name has the words by which it is found and what it is sorted by, made by the database (decision 0217)."""

from django.db import migrations, models

import initiatives.models.names


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0021_names_are_compared"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="actor",
            options={"ordering": ["world", "label_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="challenge",
            options={"ordering": ["title_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="city",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="initiative",
            options={"ordering": ["title_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="partner",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="partneralias",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="partnership",
            options={"ordering": ["partner__name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="programme",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="theme",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={"ordering": ["display_name_sort", "email"]},
        ),
        migrations.AlterModelOptions(
            name="walltopic",
            options={"ordering": ["name_sort", "pk"]},
        ),
        migrations.AddField(
            model_name="actor",
            name="label_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("label")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="title_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("title")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="title_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("title")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="city",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="city",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="summary_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.TextKey(models.F("summary"), models.F("summary_en")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="title_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("title"), models.F("title_en")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="title_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("title")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="partneralias",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="partneralias",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="display_name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameKey(models.F("display_name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="display_name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("display_name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="walltopic",
            name="name_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("name")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="window",
            name="title_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=initiatives.models.names.NameSorting(models.F("title")),
                output_field=initiatives.models.names.KeyField(db_collation="C"),
            ),
        ),
    ]
