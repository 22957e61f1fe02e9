"""For somebody who lost both their telephone and their recovery codes."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from initiatives.models import User


class Command(BaseCommand):
    help = "Haalt de tweede stap van iemand weg. Weet zeker wie het vraagt."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("Met dit adres is er geen account.")
        number, _ = Authenticator.objects.filter(user=user).delete()
        if not number:
            raise CommandError("Dit account heeft geen tweede stap.")
        self.stdout.write("De tweede stap is weg. Wie er een moet hebben, maakt na het inloggen een nieuwe.")
