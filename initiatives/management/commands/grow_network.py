"""Make a large network to look at: `manage.py grow_network --partners 3000 --initiatives 10000 --wins 100000`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.management.growing import Size, grow_to


class Command(BaseCommand):
    help = "Vul de demo met bedachte initiatieven, partners en small wins, om te zien hoe een groot netwerk eruitziet."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--wins", type=int, default=100_000)
        parser.add_argument("--initiatives", type=int, default=10_000)
        parser.add_argument("--partners", type=int, default=3_000)

    def handle(self, *, wins: int, initiatives: int, partners: int, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Dit vult de database met bedachte rijen, en kan daarom alleen in de demo (DEMO=True)."
            )
        grown = grow_to(Size(wins, initiatives, partners))
        self.stdout.write(
            f"{grown.wins} small wins, {grown.initiatives} initiatieven, {grown.partners} partners."
        )
