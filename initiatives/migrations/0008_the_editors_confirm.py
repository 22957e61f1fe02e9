"""What the editors loaded is confirmed by them, and stays for everyone."""

from django.db import migrations, models


def the_editors_confirm_their_own(apps, schema_editor):
    """The data set enters confirmed: from now on a win is for everyone only once it is."""
    wins = apps.get_model("initiatives", "SmallWin").objects
    loaded = wins.filter(dataset_key__isnull=False, confirmed_at__isnull=True, returned_at__isnull=True)
    loaded.update(confirmed_at=models.F("logged_at"), confirmed_by=models.F("logged_by"))


class Migration(migrations.Migration):
    # By itself: PostgreSQL makes no index on a table that was written to in the same transaction.
    dependencies = [("initiatives", "0007_audit")]

    operations = [migrations.RunPython(the_editors_confirm_their_own, migrations.RunPython.noop)]
