"""Make the logins with which people try the demo, and print them."""

import os

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from initiatives.lenses import MembershipRole, RoleKind
from initiatives.models import City, Initiative, Programme, User

PASSWORD = "vliegwiel-proberen"  # noqa: S105 known to all: only on one machine, or in a network on purpose
CAST = {
    "programma": ("Pien Programma", "programmateam: leest alles mee"),
    "kwartiermaker": ("Kas Kwartiermaker", "kwartiermaker van Groningen en van Elzerveen (bedacht)"),
    "trekker": ("Tess Trekker", "trekker van WIJS en van Warme Voeten (bedacht)"),
    "teamlid": ("Teun Teamlid", "teamlid van WIJS en van Warme Voeten (bedacht)"),
    "buitenstaander": ("Bo Buitenstaander", "geen team"),
}
CITIES = ("groningen", "elzerveen")
TEAMS = ("wijs-groningen", "warme-voeten")  # one real, one invented
LOOK_FIRST = """
Kijk eerst hier. Alles in het Voorbeeldprogramma is bedacht, dus je mag overal aankomen:
  /voorbeeldprogramma/                            wat er beweegt, in vijf initiatieven
  /voorbeeldprogramma/initiatieven/warme-voeten/  drie jaar small wins, en wat ze kostten
De andere pagina’s gaan over echte initiatieven: daar staat alleen wat in een bron staat."""


class Command(BaseCommand):
    help = "Maakt de demo-logins en toont ze. Weigert buiten de demo."

    def handle(self, **options) -> None:
        if settings.SECURE:
            raise CommandError("Dit is geen demo. Logins met een bekend wachtwoord maken we hier niet.")
        password = os.environ.get("DEMO_PASSWORD", PASSWORD)
        encoded = encode(password)
        people = {who: make_user(who, name, encoded) for who, (name, _) in CAST.items()}
        give_roles(people)
        self.stdout.write(f"Wachtwoord: {password}")
        for who, (_, what) in CAST.items():
            self.stdout.write(f"  {people[who].email:<38} {what}")
        if Programme.objects.filter(is_example=True).exists():
            self.stdout.write(LOOK_FIRST)


def encode(password: str) -> str:
    """Once for all five, and not again at the next start: it is slow on purpose, and guards nothing here."""
    user = User.objects.filter(email=address(next(iter(CAST)))).first()
    return user.password if user and user.check_password(password) else make_password(password)


def make_user(who: str, name: str, encoded: str) -> User:
    user, _ = User.objects.get_or_create(email=address(who), defaults={"display_name": name})
    if user.password != encoded:
        user.password = encoded
        user.save()
    return user


def address(who: str) -> str:
    return f"{who}@vliegwiel.example"


def give_roles(people: dict[str, User]) -> None:
    """Everybody has the same place in what is real and in what is invented, as far as that is loaded."""
    for initiative in Initiative.objects.filter(slug__in=TEAMS):
        initiative.memberships.get_or_create(user=people["trekker"], defaults={"role": MembershipRole.LEAD})
        initiative.memberships.get_or_create(user=people["teamlid"])
        people["programma"].roles.get_or_create(kind=RoleKind.PROGRAMME_STAFF, programme=initiative.programme)
    for city in City.objects.filter(slug__in=CITIES):
        people["kwartiermaker"].roles.get_or_create(kind=RoleKind.COORDINATOR, city=city)
