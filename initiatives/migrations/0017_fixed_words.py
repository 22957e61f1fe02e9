"""No partner and no initiative has a web name that is an address of the site itself."""

from django.db import migrations, models

FREE = "update initiatives_{0} set slug = slug || '-' || id where slug = '{1}'"


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0016_links_go_along"),
    ]

    operations = [
        migrations.RunSQL(FREE.format("initiative", "voorstellen"), migrations.RunSQL.noop),
        migrations.RunSQL(FREE.format("partner", "lijkt-op"), migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__in", ("voorstellen",)), _negated=True),
                name="initiative_web_name_is_no_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__in", ("lijkt-op",)), _negated=True),
                name="partner_web_name_is_no_address",
            ),
        ),
    ]
