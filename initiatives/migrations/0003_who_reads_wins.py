"""Whether everyone may read what a team tells, and who told it without an account."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "the_team_opens_its_wins.sql").read_text()
FUNCTIONS = "the_team_opens_a_win, the_team_opens_its_wins, is_in_another_team"


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0002_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="opened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="opening_asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="initiative",
            name="opening_asked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="opens_wins",
            field=models.BooleanField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="smallwin",
            name="teller_opens",
            field=models.BooleanField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opened_at__isnull", True), ("opened_by__isnull", True), ("opens_wins__isnull", True)
                    ),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("opened_by__isnull", False),
                        ("opens_wins__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="initiative_opening_said_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opening_asked_at__isnull", True), ("opening_asked_by__isnull", True)),
                    models.Q(("opening_asked_at__isnull", False), ("opening_asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="initiative_opening_asked_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capture_link__isnull", False), ("teller_opens__isnull", True), _connector="OR"
                ),
                name="win_of_a_guest_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="smallwin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("teller_opens__isnull", True),
                    ("teller_opens", True),
                    models.Q(("audience", "public"), _negated=True),
                    _connector="OR",
                ),
                name="win_is_not_for_everyone_where_its_teller_said_no",
            ),
        ),
        migrations.RunSQL(SQL, f"drop function {FUNCTIONS} cascade"),
    ]
