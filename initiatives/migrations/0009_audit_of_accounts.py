"""Addresses, second steps and log-ins from elsewhere are written down too; of their secrets only that they changed."""

from django.db import migrations

AUDITED = {
    "account_emailaddress": ("", "email"),
    "mfa_authenticator": ("last_used_at", "data"),
    "socialaccount_socialaccount": ("last_login", "uid,extra_data"),
}


def watch(table: str, silent: str, unspoken: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create trigger write_audit after insert or update or delete on {table} "
        f"for each row execute function write_audit('{{{silent}}}', '{{{unspoken}}}')",
        f"drop trigger write_audit on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0008_the_editors_confirm"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [watch(table, silent, unspoken) for table, (silent, unspoken) in AUDITED.items()]
