"""A link has two bases: who says that it followed, and who says how. Robustness is of no link (theory §7b)."""

from django.db import migrations, models
from django.db.models import Q

CODES = ["energizing", "learning", "attraction", "bandwagon", "coupling", "unknown"]
# The words that people wrote with a robustness stay. What was loaded was guessed by the editors, also where a source says that
# the one followed the other; the team tells both at once.
WHO_SAYS_HOW = """
update initiatives_winlink set mechanism = null where mechanism = 'robustness';
update initiatives_winlink set mechanism_basis = case basis when 'team' then 'team' else 'inferred' end
where mechanism is not null;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0025_lists_by_name_have_an_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="winlink",
            name="mechanism_basis",
            field=models.CharField(blank=True, max_length=32, null=True),
        ),
        migrations.RunSQL(WHO_SAYS_HOW, migrations.RunSQL.noop, elidable=True),
        migrations.RemoveConstraint(model_name="winlink", name="link_mechanism_known"),
        migrations.AddConstraint(
            model_name="winlink",
            constraint=models.CheckConstraint(
                name="link_mechanism_known",
                condition=Q(mechanism__in=CODES) | Q(mechanism__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="winlink",
            constraint=models.CheckConstraint(
                name="link_mechanism_basis_known",
                condition=Q(mechanism_basis__in=["team", "stated", "inferred"])
                | Q(mechanism_basis__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="winlink",
            constraint=models.CheckConstraint(
                name="link_says_who_says_what_worked",
                condition=Q(mechanism__isnull=True, mechanism_basis__isnull=True)
                | Q(mechanism__isnull=False, mechanism_basis__isnull=False),
            ),
        ),
    ]
