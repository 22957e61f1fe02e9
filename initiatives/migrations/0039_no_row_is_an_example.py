"""No single row says that it is invented: a whole programme does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0038_nothing_invented_is_real")]

    operations = [
        migrations.RemoveField(model_name=name, name="is_example")
        for name in ("actor", "pilotcheck", "wall", "window", "wish")
    ]
