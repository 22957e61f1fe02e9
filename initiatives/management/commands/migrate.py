"""Django's own command; it knows tables from before the first release, which it cannot take further (decision 0148)."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from initiatives.management.schema import OfTheDatabase

UNKNOWN_TABLES = (
    "de tabellen in deze database zijn van een andere versie van Vliegwiel ({name}). "
    "Begin met een lege database (bij de demo: een andere STATE_DIR), of gebruik de versie waarmee ze gemaakt zijn."
)


class Command(migrate.Command):
    autodetector = OfTheDatabase

    def handle(self, *args, **options):
        if name := _made_by_another_version(connections[options["database"]]):
            raise CommandError(UNKNOWN_TABLES.format(name=name))
        return super().handle(*args, **options)


def _made_by_another_version(connection) -> str | None:
    """A migration of ours that this database has and this code has not."""
    loader = MigrationLoader(connection)
    ours = (name for app, name in loader.applied_migrations if app == "initiatives")
    return next((name for name in ours if ("initiatives", name) not in loader.disk_migrations), None)
