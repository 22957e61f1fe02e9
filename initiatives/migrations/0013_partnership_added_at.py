"""When a partnership was written down: what somebody saved since there is an audit, and now for what is older."""

import django.utils.timezone
from django.db import migrations, models

WRITTEN_DOWN = """
alter table initiatives_partnership disable trigger write_audit;  -- nobody changed anything
update initiatives_partnership set added_at = entry.at from initiatives_auditentry entry
where entry."table" = 'initiatives_partnership' and entry.action = 'INSERT'
  and entry."row" = initiatives_partnership.id::text;
alter table initiatives_partnership enable trigger write_audit;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_which_wall")]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="added_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunSQL(WRITTEN_DOWN, migrations.RunSQL.noop),
    ]
