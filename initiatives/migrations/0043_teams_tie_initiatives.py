"""A team ties its initiative to another one, whose team says yes or no. What was loaded until now came from the data set."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

SQL = (Path(__file__).resolve().parent / "sql" / "ties_wait_for_a_team.sql").read_text()
FORMER = (Path(__file__).resolve().parent / "sql" / "initiatives_belong_in_no_circle.sql").read_text()
BACK = f"""
drop function initiatives_belong_in_no_circle cascade;
drop function tie_asks_one_of_its_ends cascade;
{FORMER}
"""
AGREED = """
update initiatives_initiativelink set confirmed_at = told_at, confirmed_by_id = told_by_id,
  basis = case when sources = '' then 'team' else 'stated' end
"""


def moment() -> models.DateTimeField:
    return models.DateTimeField(blank=True, editable=False, null=True)


def named(model: str, on_delete, **options) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True, editable=False, null=True, on_delete=on_delete, related_name="+", to=model, **options
    )


def person() -> models.ForeignKey:
    return named(settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT)


def together(word: str) -> models.CheckConstraint:
    columns = f"{word}_at__isnull", f"{word}_by__isnull"
    return models.CheckConstraint(
        name=f"initiative_link_{word}_together",
        condition=Q(**dict.fromkeys(columns, True)) | Q(**dict.fromkeys(columns, False)),
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0042_what_changed_was_not_looked_at")]

    operations = [
        migrations.RemoveConstraint("initiativelink", "two_initiatives_belong_once_in_a_way"),
        migrations.AddField("initiativelink", "basis", models.CharField(default="team", max_length=32)),
        migrations.AddField(
            "initiativelink", "asked", named("initiatives.initiative", django.db.models.deletion.CASCADE)
        ),
        migrations.AddField("initiativelink", "confirmed_at", moment()),
        migrations.AddField("initiativelink", "confirmed_by", person()),
        migrations.AddField("initiativelink", "declined_at", moment()),
        migrations.AddField("initiativelink", "declined_by", person()),
        migrations.AddField(
            "initiativelink", "since", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField("initiativelink", "note", models.TextField(blank=True, max_length=400)),
        migrations.AddConstraint(
            "initiativelink",
            models.CheckConstraint(
                condition=Q(basis__in=["team", "stated", "inferred"]) | Q(basis__isnull=True),
                name="initiative_link_basis_known",
            ),
        ),
        migrations.AddConstraint("initiativelink", together("confirmed")),
        migrations.AddConstraint("initiativelink", together("declined")),
        migrations.AddConstraint(
            "initiativelink",
            models.CheckConstraint(
                condition=Q(asked__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("told_by")),
                name="initiative_link_is_agreed_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            "initiativelink",
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__gte=1900, since__lte=2200),
                name="initiative_link_is_since_a_year",
            ),
        ),
        migrations.AddConstraint(
            "initiativelink",
            models.UniqueConstraint(
                Least("initiative", "other"),
                Greatest("initiative", "other"),
                "kind",
                condition=Q(declined_at__isnull=True),
                name="two_initiatives_belong_once_in_a_way",
            ),
        ),
        migrations.RunSQL(SQL, BACK),
        migrations.RunSQL(AGREED, migrations.RunSQL.noop),  # last: a table cannot change after its rows did
    ]
