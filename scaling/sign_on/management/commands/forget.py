"""Erase what has had its term: run it every night (docs/running.md)."""

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand

from initiatives.models import ChallengeProposal, ImportBatch, Letter, Merge, acting


class Command(BaseCommand):
    help = "Wist wat lang genoeg bewaard is: sessies en tellingen die voorbij zijn, na een maand wat in gebrachte tabellen stond en waarmee een samenvoeging is terug te draaien, en na een half jaar wie een vraag instuurde. Draai het elke nacht."

    def handle(self, **options) -> None:
        call_command("clearsessions")
        cache.forget_expired()
        with acting(None):
            ImportBatch.objects.forget_old()
            Letter.objects.forget_old()
            Merge.objects.forget_old()
            self.stdout.write(f"  Afzenders gewist: {ChallengeProposal.objects.forget_senders()}")
