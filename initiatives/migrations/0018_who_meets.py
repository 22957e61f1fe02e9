"""Who gets known in an introduction is kept, and the database holds the ninety days between two about one pair."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent / "sql" / "two_are_proposed_once_in_ninety_days.sql").read_text()
BACK = "alter table initiatives_introduction drop constraint two_are_proposed_once_in_ninety_days"
# Who decided when both had agreed was not kept before: those who do so now, as `who_decides` finds them.
KEEP_WHO_MET = """
with team as (
  select membership.initiative_id, membership.user_id, membership.role = 'lead' as leads
  from initiatives_membership membership
  join initiatives_user person on person.id = membership.user_id and person.is_active
)
insert into initiatives_introduced (introduction_id, user_id)
select distinct pair.id, team.user_id
from initiatives_introduction pair
join team on team.initiative_id in (pair.first_id, pair.second_id)
where pair.first_agreed_at is not null and pair.second_agreed_at is not null
  and (team.leads or not exists (
    select from team lead where lead.initiative_id = team.initiative_id and lead.leads))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0017_fixed_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduced",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="initiatives.introduction",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("introduction", "user"), name="one_place_in_an_introduction"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, BACK),
        migrations.RunSQL(KEEP_WHO_MET, migrations.RunSQL.noop, elidable=True),
    ]
