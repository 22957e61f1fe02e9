"""Add invented examples to the real data, for the demo. Each of them says that it is one."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.examples.profile import profile_example

PARTS = {"profiel": profile_example}


class Command(BaseCommand):
    help = "Voegt verzonnen voorbeelden toe aan de gegevens. Weigert buiten de demo."

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError(
                "Dit is geen demo. Verzonnen voorbeelden zetten we hier niet tussen echte gegevens."
            )
        for name, load in PARTS.items():
            self.stdout.write(f"  Voorbeelden ({name}): {load()} nieuw")
