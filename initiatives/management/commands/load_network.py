"""Load the data set of the network: cities, partners, initiatives, wins, links, all with sources."""

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.dataset import DATA, load_dataset


class Command(BaseCommand):
    help = "Laadt de gegevens van het netwerk in initiatives/data. Wat er al is, blijft zoals het is."

    def handle(self, **options) -> None:
        try:
            loaded = load_dataset(DATA)
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        for line in loaded:
            self.stdout.write(f"  {line}")
        call_command("lay_out_partners", stdout=self.stdout)
