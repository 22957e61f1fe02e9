"""Give every partner its place in the picture of the network."""

from django.core.management.base import BaseCommand

from initiatives.reports.partners.layout import lay_out


class Command(BaseCommand):
    help = "Legt de partners van het netwerk neer, voor de tekening op /netwerk/partners/. Wie al een plek had, blijft daar in de buurt."

    def handle(self, **options) -> None:
        self.stdout.write(f"  Partners met een plek: {lay_out()}")
