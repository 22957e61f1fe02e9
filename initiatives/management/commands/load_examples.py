"""Put invented rows beside the real data of the demo, so that every page has something to show."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.dataset import EDITORS
from initiatives.exchange.examples.outside import outside_example
from initiatives.exchange.examples.profile import profile_example
from initiatives.exchange.examples.wishes import INITIATIVE, wishes_example
from initiatives.models import Initiative, User

OUTSIDE = ("wijs-groningen", "urban-living-lab-breda", "cdkm-nijmegen")


class Command(BaseCommand):
    help = "Zet bedachte voorbeelden bij de gegevens van load_network. Weigert buiten de demo."

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError("Dit is geen demo. Bedachte voorbeelden zetten we hier niet neer.")
        editors = User.objects.filter(email=EDITORS).first()
        if editors is None:
            raise CommandError("Laad eerst de gegevens: load_network.")
        for part, new in load(editors).items():
            self.stdout.write(f"  {part}: {new or 'stond er al'}")


def load(editors: User) -> dict[str, object]:
    """Load every part. Out: what is new of each."""
    return {
        "wensen": wishes_example(Initiative.objects.get(slug=INITIATIVE), by=editors),
        "buitenwereld": outside_example(those(OUTSIDE), by=editors),
        "profiel": profile_example(),
    }


def those(slugs: tuple[str, ...]) -> list[Initiative]:
    """These initiatives in this order, as far as they are here."""
    found = {initiative.slug: initiative for initiative in Initiative.objects.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]
