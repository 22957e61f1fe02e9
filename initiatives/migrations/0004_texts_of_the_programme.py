"""What the site says about its programme becomes data, which staff fill in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_who_reads_wins")]

    operations = [
        migrations.RenameField("programme", "summary", "introduction"),
        migrations.RenameField("programme", "summary_en", "introduction_en"),
        migrations.AddField(
            "programme", "name_en", models.CharField(blank=True, default="", max_length=120), False
        ),
        migrations.AddField("programme", "about", models.TextField(blank=True, default=""), False),
        migrations.AddField("programme", "about_en", models.TextField(blank=True, default=""), False),
        migrations.AddField("programme", "contact", models.TextField(blank=True, default=""), False),
        migrations.AddField("programme", "contact_en", models.TextField(blank=True, default=""), False),
        migrations.AddField(
            "programme", "contact_email", models.EmailField(blank=True, default="", max_length=254), False
        ),
    ]
