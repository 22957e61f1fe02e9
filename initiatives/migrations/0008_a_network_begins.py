"""When a programme needs the first steps of a new network no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_teams_propose_partners")]

    operations = [
        migrations.AddField(
            "programme", "begun_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
    ]
