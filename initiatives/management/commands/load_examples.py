"""Load the example programme beside the real data of the demo, so that everything can be seen at work."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.examples.programme import load_example
from initiatives.models import Programme


class Command(BaseCommand):
    help = "Laadt het Voorbeeldprogramma, waarin alles bedacht is. Weigert buiten de demo."

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError("Dit is geen demo. Een bedacht programma zetten we hier niet neer.")
        if not Programme.objects.filter(is_example=False).exists():
            raise CommandError("Laad eerst de gegevens: load_network.")
        self.stdout.write(f"  Voorbeeldprogramma: {'nieuw' if load_example() else 'stond er al'}")
        call_command("lay_out_partners", stdout=self.stdout)
