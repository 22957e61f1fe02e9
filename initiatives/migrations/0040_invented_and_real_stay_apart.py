"""No link, tie or introduction joins what is invented to what is real, and neither becomes the other."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent / "sql" / "invented_and_real_stay_apart.sql").read_text()
BACK = (
    "drop function link_stays_apart, win_stays_apart, tie_stays_apart, introduction_stays_apart, initiative_stays_apart,"
    " invented_and_real_stay_apart, is_invented cascade"
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0039_no_row_is_an_example")]

    operations = [migrations.RunSQL(SQL, BACK)]
