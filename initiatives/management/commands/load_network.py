"""Load the data set of the network: cities, partners, initiatives, wins, links, all with sources."""

from django.core.management.base import BaseCommand

from initiatives.exchange.dataset import DATA, load_dataset


class Command(BaseCommand):
    help = "Laadt de gegevens van City Deal Kennis Maken. Wat er al is, blijft zoals het is."

    def handle(self, **options) -> None:
        for line in load_dataset(DATA):
            self.stdout.write(f"  {line}")
