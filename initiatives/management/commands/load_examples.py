"""Put invented rows beside the real data of the demo, so that every page has something to show."""

from django.core.management.base import BaseCommand, CommandError

from initiatives.exchange.dataset import EDITORS
from initiatives.exchange.examples.wishes import INITIATIVE, wishes_example
from initiatives.models import Initiative, User, acting


class Command(BaseCommand):
    help = "Laadt voorbeelden bij de gegevens van load_network. Elk voorbeeld zegt dat het een voorbeeld is."

    def handle(self, **options) -> None:
        try:
            initiative = Initiative.objects.get(slug=INITIATIVE)
            editors = User.objects.get(email=EDITORS)
        except (Initiative.DoesNotExist, User.DoesNotExist) as missing:
            raise CommandError("Laad eerst de gegevens: load_network.") from missing
        with acting(editors):
            is_new = wishes_example(initiative, by=editors)
        self.stdout.write(f"  wensen: {'nieuw' if is_new else 'stond er al'}")
