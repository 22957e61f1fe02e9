"""Put invented rows beside the real data of the demo, so that every page has something to show."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.dataset import EDITORS
from initiatives.exchange.examples.wishes import INITIATIVE, wishes_example
from initiatives.models import Initiative, User, acting


class Command(BaseCommand):
    help = "Zet bedachte voorbeelden bij de gegevens van load_network. Weigert buiten de demo."

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError("Dit is geen demo. Bedachte voorbeelden zetten we hier niet neer.")
        try:
            initiative = Initiative.objects.get(slug=INITIATIVE)
            editors = User.objects.get(email=EDITORS)
        except (Initiative.DoesNotExist, User.DoesNotExist) as missing:
            raise CommandError("Laad eerst de gegevens: load_network.") from missing
        with acting(editors):
            is_new = wishes_example(initiative, by=editors)
        self.stdout.write(f"  wensen: {'nieuw' if is_new else 'stond er al'}")
