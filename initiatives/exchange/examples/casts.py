"""The programme, its places and its people, and the row behind each word by which the files name one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.text import slugify

from initiatives.exchange.examples.files import Row, columns_of, day, days_of, noon, told_of
from initiatives.lenses import RoleKind
from initiatives.models import (
    Challenge,
    City,
    Initiative,
    Partner,
    Partnership,
    Programme,
    SmallWin,
    Theme,
    User,
    WallTopic,
    acting,
)

NAMES = uuid.UUID("5c6a2e0e-7a39-4d0e-9a2f-3f1f0d4b6c11")  # from which each invented form has its number


@dataclass(frozen=True)
class Cast:
    """All that the files can name. `wins` by "initiative/key"."""

    programme: Programme
    people: dict[str, User]
    partners: dict[str, Partner]
    cities: dict[str, City]
    topics: dict[str, WallTopic]
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    wins: dict[str, SmallWin] = field(default_factory=dict)

    @cached_property
    def curator(self) -> User:
        """Who reads along for the programme."""
        return self.people["puck"]

    def in_the_name_of(self, row: Row):
        """The audit names who the row says did it."""
        return acting(self.people[row["by"]])

    def wins_of(self, initiative: Initiative, keys: Iterable[str]) -> list[SmallWin]:
        return [self.wins[f"{initiative.slug}/{key}"] for key in keys]

    def partnership(self, initiative: Initiative, partner: str) -> Partnership:
        return initiative.partnerships.get(partner=self.partners[partner])


def number(*words: object) -> uuid.UUID:
    """The number of a form, the same each time."""
    return uuid.uuid5(NAMES, " ".join(map(str, words)))


def cast_of_the_example() -> Cast:
    """Make the programme, with everything in it that belongs to no single initiative."""
    told = told_of("programme")
    programme = _programme(told["programme"])
    people = {who: _person(who, name) for who, name in told["people"].items()}
    people["puck"].roles.create(kind=RoleKind.PROGRAMME_STAFF, programme=programme)
    cities = {row["slug"]: _city(row) for row in told["cities"]}
    partners = {row["slug"]: _partner(row, cities, people) for row in told["partners"]}
    for row in told["challenges"]:
        Challenge.objects.create(**columns_of(row, "asked_by"), asked_by=partners[row["asked_by"]])
    topics = {word: _topic(row, programme) for word, row in told["topics"].items()}
    return Cast(programme, people, partners, cities, topics)


def _programme(row: Row) -> Programme:
    days = days_of(row, started_on="started")
    return Programme.objects.create(**columns_of(row, "started"), **days, is_example=True)


def _person(who: str, name: str) -> User:
    return User.objects.create_user(f"{who}@voorbeeld.example", display_name=name)


def _city(row: Row) -> City:
    return City.objects.create(**columns_of(row, "joined"), joined_in=day(row["joined"]).year)


def _partner(row: Row, cities: dict[str, City], people: dict[str, User]) -> Partner:
    details = columns_of(row, "city", "proposed", "proposed_by") | {"city": cities.get(row.get("city"))}
    if by := people.get(row.get("proposed_by")):
        details |= {"proposed_at": noon(day(row["proposed"])), "proposed_by": by}
    return Partner.objects.create(**details)


def _topic(row: Row, programme: Programme) -> WallTopic:
    topic = WallTopic.objects.named(row["name"], programme=programme)
    topic.name_en = row["name_en"]
    topic.save()
    return topic


def themes(names: Iterable[str]) -> list[Theme]:
    """The themes of these names, new where there is none yet."""
    return [Theme.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0] for name in names]
