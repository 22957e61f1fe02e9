"""The sourced data set of one network (initiatives/data, see SOURCES.md there).

Titles, texts and dates come from sources. Level, types, directions and whether it happened and is finished are our reading, so
they enter as the editors' reading, which counts until a team says otherwise. Loading twice changes nothing. A later reading of the
data set renews the columns that nobody changed; what people changed stays as they made it.
"""

from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from initiatives.exchange.bringing import (
    Loaded,
    bring,
    by_web_name,
    keys_by_web_name,
    taken_away,
    untouched,
)
from initiatives.exchange.figures import load_figures
from initiatives.exchange.loaded_wins import load_wins_and_losses
from initiatives.exchange.rows import checked
from initiatives.lenses import LinkBasis, PartnershipRole, Precision
from initiatives.models import (
    Challenge,
    City,
    Initiative,
    InitiativeLink,
    Loss,
    Partner,
    Partnership,
    Programme,
    SmallWin,
    Theme,
    User,
    WinLink,
)

DATA = Path(__file__).resolve().parent.parent / "data"
EDITORS = "redactie@vliegwiel.example"


@transaction.atomic
def load_dataset(folder: Path) -> list[Loaded]:
    """Load every file, in one transaction. Out: what happened, file by file.

    Raises ValidationError with a sentence for each cell that is wrong; then nothing is loaded.
    """
    data = checked(folder)
    editors, _ = User.objects.get_or_create(
        email=EDITORS, defaults={"display_name": "de redactie", "is_active": False, "password": "!"}
    )
    programme = load_programme(data.programmes)
    loaded = [
        load_cities(data.cities),
        load_partners(data.partners),
        load_initiatives(data.initiatives, programme, editors),
        load_partnerships(data.partnerships),
        load_challenges(data.challenges),
        load_ties(data.ties, editors),
        *load_wins_and_losses(data.wins, editors),
        Loaded("Aantallen", *load_figures(folder, editors)),
    ]
    look_at_the_rows()
    return loaded


def look_at_the_rows() -> None:
    """Analyze the tables. Without it the database plans for empty tables until a minute later."""
    tables = [model._meta.db_table for model in (Initiative, Partnership, SmallWin, WinLink, Loss)]
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


def load_programme(rows: list[dict]) -> Programme:
    """The programme of the only row. A text that nobody wrote yet is filled; the others stay as people made them."""
    words = {column.removesuffix("_nl"): cell for column, cell in rows[0].items()}
    programme = by_web_name(Programme).get(words["slug"]) or Programme.objects.create(**words)
    empty = [column for column, cell in words.items() if cell and not getattr(programme, column)]
    for column in empty:
        setattr(programme, column, words[column])
    programme.save(update_fields=empty)
    return programme


def load_cities(cities: list[dict]) -> Loaded:
    wanted = {
        row["slug"]: {
            "slug": row["slug"],
            "name": row["name"],
            "code": row["municipality_code"],
            "province": row["province"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "joined_in": row["cdkm_since"] and row["cdkm_since"].year,
            "sources": row["source"],
        }
        for row in cities
    }
    return bring("Steden", City, wanted, by_web_name(City))


def load_partners(partners: list[dict]) -> Loaded:
    cities = dict(City.objects.values_list("name", "pk"))
    wanted = {
        row["slug"]: {
            "slug": row["slug"],
            "name": row["name"],
            "kind": row["kind"],
            "city_id": cities.get(row["city"]),
            "website": row["website"],
            "sources": row["source"],
        }
        for row in partners
    }
    return bring("Partners", Partner, wanted, by_web_name(Partner), gone=taken_away(Partner, "slug"))


def load_initiatives(initiatives: list[dict], programme: Programme, editors: User) -> Loaded:
    """With their cities and themes where they are new."""
    here = by_web_name(Initiative)
    wanted = {row["slug"]: _initiative_of(row) for row in initiatives}
    once = {"programme": programme, "published_at": timezone.now(), "published_by": editors}
    loaded = bring("Initiatieven", Initiative, wanted, here, once=once)
    themes = {slugify(name): name for row in initiatives for name in row["themes"]}
    Theme.objects.bulk_create(
        (Theme(slug=slug, name=name) for slug, name in themes.items()), ignore_conflicts=True
    )
    there = {row["slug"]: row for row in initiatives if row["slug"] not in here}
    for initiative in Initiative.objects.filter(slug__in=there):
        row = there[initiative.slug]
        initiative.cities.add(*City.objects.filter(name__in=row["city"]))
        initiative.themes.add(*Theme.objects.filter(slug__in=map(slugify, row["themes"])))
    return loaded


def _initiative_of(row: dict) -> dict[str, object]:
    return {
        "slug": row["slug"],
        "title": row["title"],
        "summary": row["summary_nl"],
        "summary_en": row["summary_en"],
        "started_on": row["start_year"],
        "started_precision": Precision.YEAR.value,
        "dream": row["scaling_dream_nl"],
        "dream_en": row["scaling_dream_en"],
        "sources": row["source"],
    }


def load_partnerships(rows: list[dict]) -> Loaded:
    """Those that are no longer in the file go, where nobody touched them and nothing hangs on them."""
    initiatives, partners = keys_by_web_name(Initiative), keys_by_web_name(Partner)
    wanted = {
        (initiatives[row["initiative_slug"]], partners[row["partner_slug"]]): {
            "role": row["role"] or PartnershipRole.PARTNER.value,
            "since": row["since"],
            "since_precision": PRECISIONS[len(row["since_written"])] if row["since"] else "day",
            "until": row["until"],
            "is_over": row["former"] == "yes" and row["until"] is None,
        }
        for row in rows
        if row["partner_slug"] in partners  # one that people took away has none
    }
    wanted = {
        ends: {"initiative_id": ends[0], "partner_id": ends[1], **values} for ends, values in wanted.items()
    }
    in_the_file = Partnership.objects.filter(
        initiative__in={initiatives[row["initiative_slug"]] for row in rows}
    )
    # A partner that came back has an older row as well: the newest one is compared.
    here = {(each.initiative_id, each.partner_id): each for each in in_the_file.order_by("pk")}
    gone = [each for ends, each in here.items() if ends not in wanted and not _holds_something(each)]
    gone = untouched(Partnership, gone)
    Partnership.objects.filter(pk__in=[each.pk for each in gone]).delete()
    together = ({"since", "since_precision"}, {"until", "is_over"})
    away = taken_away(Partnership, "initiative_id", "partner_id")
    loaded = bring("Samenwerkingen", Partnership, wanted, here, together=together, gone=away)
    return Loaded(**{**vars(loaded), "gone": len(gone)})


PRECISIONS = {4: Precision.YEAR.value, 7: Precision.MONTH.value, 10: Precision.DAY.value}


def _holds_something(partnership: Partnership) -> bool:
    relations = partnership._meta.related_objects
    return any(
        each.related_model._base_manager.filter(**{each.field.name: partnership}).exists()
        for each in relations
    )


def load_challenges(rows: list[dict]) -> Loaded:
    """A new question comes with its initiatives; later they are the teams' own."""
    here = by_web_name(Challenge)
    wanted = {
        row["slug"]: {
            "slug": row["slug"],
            "title": row["title_nl"],
            "title_en": row["title_en"],
            "description": row["summary_nl"],
            "description_en": row["summary_en"],
            "scope": row["scope"],
            "sources": row["source"],
        }
        for row in rows
    }
    loaded = bring("Vraagstukken", Challenge, wanted, here, gone=taken_away(Challenge, "slug"))
    initiatives = keys_by_web_name(Initiative)
    through = Initiative.challenges.through
    new = Challenge.objects.exclude(pk__in=[each.pk for each in here.values()]).in_bulk(field_name="slug")
    through.objects.bulk_create(
        through(challenge_id=new[row["slug"]].pk, initiative_id=initiatives[slug])
        for row in rows
        for slug in row["initiative_slugs"]
        if row["slug"] in new
    )
    return loaded


def load_ties(rows: list[dict], editors: User) -> Loaded:
    keys = keys_by_web_name(Initiative)
    said = set(InitiativeLink.objects.values_list("other_id", "initiative_id", "kind"))  # the other way round
    said |= taken_away(InitiativeLink, "initiative_id", "other_id", "kind")
    wanted = {}
    for row in rows:
        ends = keys[row["from_slug"]], keys[row["to_slug"]]
        if (*ends, row["kind"]) in said:
            continue
        values = {
            "initiative_id": ends[0],
            "kind": row["kind"],
            "other_id": ends[1],
            "sources": row["source"],
        }
        wanted[*ends, row["kind"]] = values
    here = {(tie.initiative_id, tie.other_id, tie.kind): tie for tie in InitiativeLink.objects.all()}
    once = {
        "told_by": editors,
        "basis": LinkBasis.STATED,
        "confirmed_at": timezone.now(),
        "confirmed_by": editors,
    }
    return bring("Verbanden tussen initiatieven", InitiativeLink, wanted, here, once=once)
