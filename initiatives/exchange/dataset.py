"""The sourced data set of one network (initiatives/data, see SOURCES.md there).

Titles, texts and dates come from sources. Level, types, directions and mechanism are our reading, so they
enter as the editors' reading, which counts until a team says otherwise. Loading twice changes
nothing: a row that is already here stays as people made it.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from initiatives.exchange.rows import checked
from initiatives.lenses import Audience, LinkBasis, PartnershipRole, Precision
from initiatives.models import (
    City,
    Initiative,
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


@dataclass(frozen=True)
class Loaded:
    """Counts of the rows of one file: new, and there already."""

    what: str
    new: int
    same: int
    remark: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.new} nieuw, {self.same} stond er al{self.remark}"


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
        load_wins(data.wins, editors),
        load_links(data.wins, editors),
    ]
    look_at_the_rows()
    return loaded


def look_at_the_rows() -> None:
    """Analyze the tables. Without it the database plans for empty tables until a minute later."""
    tables = [model._meta.db_table for model in (Initiative, Partnership, SmallWin, WinLink)]
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


def load_programme(rows: list[dict]) -> Programme:
    """The programme of the only row. A text that nobody wrote yet is filled; the others stay as people made them."""
    words = {column.removesuffix("_nl"): cell for column, cell in rows[0].items()}
    programme, _ = Programme.objects.get_or_create(slug=words["slug"], defaults=words)
    empty = [column for column, cell in words.items() if cell and not getattr(programme, column)]
    for column in empty:
        setattr(programme, column, words[column])
    programme.save(update_fields=empty)
    return programme


def load_cities(cities: list[dict]) -> Loaded:
    here = set(City.objects.values_list("slug", flat=True))
    City.objects.bulk_create(
        City(
            slug=row["slug"],
            name=row["name"],
            code=row["municipality_code"],
            province=row["province"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            joined_in=row["cdkm_since"] and row["cdkm_since"].year,
            sources=row["source"],
        )
        for row in cities
        if row["slug"] not in here
    )
    return counted("Steden", cities, here)


def load_partners(partners: list[dict]) -> Loaded:
    here = set(Partner.objects.values_list("slug", flat=True))
    cities = {city.name: city for city in City.objects.all()}
    Partner.objects.bulk_create(
        Partner(
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            city=cities.get(row["city"]),
            website=row["website"],
            sources=row["source"],
        )
        for row in partners
        if row["slug"] not in here
    )
    return counted("Partners", partners, here)


def load_initiatives(initiatives: list[dict], programme: Programme, editors: User) -> Loaded:
    here = set(Initiative.objects.values_list("slug", flat=True))
    themes = {slugify(name): name for row in initiatives for name in row["themes"]}
    Theme.objects.bulk_create(
        (Theme(slug=slug, name=name) for slug, name in themes.items()), ignore_conflicts=True
    )
    for row in initiatives:
        if row["slug"] not in here:
            load_initiative(row, programme, editors)
    return counted("Initiatieven", initiatives, here)


def load_initiative(row: dict, programme: Programme, editors: User) -> None:
    initiative = Initiative.objects.create(
        programme=programme,
        slug=row["slug"],
        title=row["title"],
        summary=row["summary_nl"],
        summary_en=row["summary_en"],
        started_on=row["start_year"],
        started_precision=Precision.YEAR,
        dream=row["scaling_dream_nl"],
        dream_en=row["scaling_dream_en"],
        sources=row["source"],
        published_at=timezone.now(),
        published_by=editors,
    )
    initiative.cities.add(*City.objects.filter(name__in=row["city"]))
    initiative.themes.add(*Theme.objects.filter(slug__in=map(slugify, row["themes"])))
    roles = dict.fromkeys(row["partner_slugs"], PartnershipRole.PARTNER)
    roles[row["lead_partner_slug"]] = PartnershipRole.LEAD
    Partnership.objects.bulk_create(
        Partnership(initiative=initiative, partner=partner, role=roles[partner.slug])
        for partner in Partner.objects.filter(slug__in=roles)
    )


def load_wins(wins: list[dict], editors: User) -> Loaded:
    here = set(SmallWin.objects.filter(dataset_key__isnull=False).values_list("dataset_key", flat=True))
    initiatives = Initiative.objects.in_bulk(field_name="slug")
    SmallWin.objects.bulk_create(
        win_of(row, initiatives[row["initiative_slug"]], editors) for row in wins if row["slug"] not in here
    )
    undated = sum(not row["date"] for row in wins)
    return counted("Small wins", wins, here, f" ({undated} zonder datum)")


def win_of(row: dict, initiative: Initiative, editors: User) -> SmallWin:
    return SmallWin(
        dataset_key=row["slug"],
        initiative=initiative,
        title=row["title_nl"],
        title_en=row["title_en"],
        description=row["description_nl"],
        description_en=row["description_en"],
        occurred_on=row["date"],
        precision=row["date_precision"] if row["date"] else Precision.DAY,
        sources=row["source"],
        editor_types=row["types"],
        editor_directions=row["directions"],
        editor_level=row["level"],
        editor_read_at=timezone.now(),
        editor_read_by=editors,
        logged_by=editors,
        audience=Audience.PUBLIC,
        confirmed_at=timezone.now(),
        confirmed_by=editors,
        changed_at=timezone.now(),
    )


def load_links(wins: list[dict], editors: User) -> Loaded:
    told = [row for row in wins if row["follows"]]
    by_key = {win.dataset_key: win for win in SmallWin.objects.filter(dataset_key__isnull=False)}
    pairs = WinLink.objects.filter(later__dataset_key__isnull=False, earlier__dataset_key__isnull=False)
    here = {
        f"{later} {earlier}"
        for later, earlier in pairs.values_list("later__dataset_key", "earlier__dataset_key")
    }
    now = timezone.now()
    WinLink.objects.bulk_create(
        WinLink(
            earlier=by_key[row["follows"]],
            later=by_key[row["slug"]],
            mechanism=row["mechanism"] or None,
            mechanism_basis=LinkBasis.INFERRED if row["mechanism"] else None,
            basis=LinkBasis(row["follows_basis"]),
            told_by=editors,
            confirmed_at=now,
            confirmed_by=editors,
        )
        for row in told
        if f"{row['slug']} {row['follows']}" not in here
    )
    loose = sum(bool(row["mechanism"]) and not row["follows"] for row in wins)
    same = sum(f"{row['slug']} {row['follows']}" in here for row in told)
    remark = f" ({loose} × een mechanisme zonder eerdere win: niet geladen)"
    return Loaded("Verbanden", len(told) - same, same, remark)


def counted(what: str, rows: list[dict], here: set[str], remark: str = "") -> Loaded:
    same = sum(row["slug"] in here for row in rows)
    return Loaded(what, len(rows) - same, same, remark)
