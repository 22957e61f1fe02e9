"""Rows made up for the demo, on real initiatives; each says "voorbeeld" on the page. Refuses outside the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.examples.outside import outside_example
from initiatives.models import Initiative, User

OUTSIDE = ("wijs-groningen", "urban-living-lab-breda", "cdkm-nijmegen")
TELLER = "voorbeelden@vliegwiel.example"


class Command(BaseCommand):
    help = (
        "Zet bedachte voorbeelden bij een paar initiatieven, voor de demo. Wat er al is, blijft zoals het is."
    )

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError("Dit is geen demo. Bedachte voorbeelden zetten we hier niet neer.")
        by, _new = User.objects.get_or_create(
            email=TELLER, defaults={"display_name": "Voorbeeld", "is_active": False}
        )
        told = outside_example(those(OUTSIDE), by=by)
        self.stdout.write(f"  voorbeelden van een buitenwereld: {told}")


def those(slugs: tuple[str, ...]) -> list[Initiative]:
    """These initiatives in this order, as far as they are here."""
    found = {initiative.slug: initiative for initiative in Initiative.objects.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]
