"""Letters about what comes in go together; and people say which mail they do not want."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BUNDLED = ["request", "opening", "tie", "belonging", "introduction", "week", "still", "days"]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0049_letters_are_written")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="site",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="site"),
        ),
        migrations.AddField(
            model_name="letter",
            name="bundle",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bundled",
                to="initiatives.letter",
                verbose_name="gaat mee met",
            ),
        ),
        migrations.CreateModel(
            name="MailOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(editable=False, max_length=32)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_off",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="mail_off_once"),
                    models.CheckConstraint(condition=models.Q(kind__in=BUNDLED), name="mail_off_may_be_off"),
                ],
            },
        ),
    ]
