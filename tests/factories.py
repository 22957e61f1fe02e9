"""Plain functions that make one thing each, with everything else filled in."""

import datetime as dt
import uuid
from itertools import count

from django.utils import timezone

from initiatives.lenses import Audience, LinkBasis, MembershipRole, PartnerKind, PartnershipRole, RoleKind
from initiatives.models import (
    CaptureLink,
    City,
    Initiative,
    Letter,
    Partner,
    Programme,
    SmallWin,
    Theme,
    User,
    WinLink,
)

number = count(1)


def create_programme(*, name: str = "", is_example: bool = False) -> Programme:
    n = next(number)
    name = name or f"City Deal {n}"
    return Programme.objects.create(name=name, slug=f"programma-{n}", is_example=is_example)


def create_city(
    *, name: str = "", slug: str = "", code: str = "", latitude: float = 52.1, longitude: float = 5.1
) -> City:
    n = next(number)
    return City.objects.create(
        name=name or f"Stad {n}",
        slug=slug or f"stad-{n}",
        code=code or f"GM{n % 10000:04}",
        province="Utrecht",
        latitude=latitude,
        longitude=longitude,
    )


def create_partner(
    *, name: str = "", kind: str = PartnerKind.UNIVERSITY, city: City | None = None
) -> Partner:
    n = next(number)
    return Partner.objects.create(name=name or f"Partner {n}", slug=f"partner-{n}", kind=kind, city=city)


def create_theme(*, name: str = "") -> Theme:
    n = next(number)
    return Theme.objects.create(name=name or f"thema {n}", slug=f"thema-{n}")


def create_initiative(
    *,
    title: str = "",
    slug: str = "",
    programme: Programme | None = None,
    city: City | None = None,
    partner: Partner | None = None,
    published: bool = True,
) -> Initiative:
    n = next(number)
    initiative = Initiative.objects.create(
        title=title or f"Initiatief {n}",
        slug=slug or f"initiatief-{n}",
        programme=programme or Programme.objects.first() or create_programme(),
        published_at=timezone.now() if published else None,
        published_by=create_user() if published else None,
    )
    initiative.cities.add(city or create_city())
    initiative.partnerships.create(partner=partner or create_partner(), role=PartnershipRole.LEAD)
    return initiative


def create_user(
    *,
    email: str = "",
    password: str | None = None,
    member_of: Initiative | None = None,
    lead_of: Initiative | None = None,
    coordinates: City | None = None,
    staff_of: Programme | None = None,
) -> User:
    n = next(number)
    user = User.objects.create_user(
        email or f"mens-{n}@voorbeeld.example", password, display_name=f"Mens {n}"
    )
    if member_of:
        user.memberships.create(initiative=member_of)
    if lead_of:
        user.memberships.create(initiative=lead_of, role=MembershipRole.LEAD)
    if coordinates:
        user.roles.create(kind=RoleKind.COORDINATOR, city=coordinates)
    if staff_of:
        user.roles.create(kind=RoleKind.PROGRAMME_STAFF, programme=staff_of)
    return user


def create_win(
    *,
    initiative: Initiative | None = None,
    by: User | None = None,
    title: str = "De wethouder kwam langs",
    occurred_on: dt.date | None = dt.date(2026, 3, 1),
    confirmed: bool = True,
    audience: str = Audience.PUBLIC,
    **details,
) -> SmallWin:
    """A win that everyone may read, unless a story says otherwise."""
    initiative = initiative or create_initiative()
    win, _ = SmallWin.objects.tell(
        by=by or create_user(member_of=initiative),
        submission_id=uuid.uuid4(),
        initiative=initiative,
        title=title,
        occurred_on=occurred_on,
        audience=audience,
        **details,
    )
    if confirmed:
        win.confirm(by=create_user(staff_of=initiative.programme))
    win.refresh_from_db()  # for the columns that the database makes
    return win


def create_letter(*, programme: Programme | None = None, **said) -> Letter:
    words = {
        "kind": "welcome",
        "to": "iemand@voorbeeld.example",
        "language": "nl",
        "subject": "Welkom",
        "body": "Dag",
    }
    programme = programme or Programme.objects.first() or create_programme()
    return Letter.objects.create(programme=programme, **words | said)


def create_capture_link(
    *, initiative: Initiative | None = None, by: User | None = None, **details
) -> CaptureLink:
    initiative = initiative or create_initiative()
    return CaptureLink.objects.create(
        initiative=initiative, created_by=by or create_user(member_of=initiative), **details
    )


def tell_through(
    link: CaptureLink,
    *,
    title: str = "De deur stond open",
    occurred_on: dt.date | None = dt.date(2026, 3, 1),
    **details,
) -> SmallWin:
    """A win that somebody without an account told; it waits for the team."""
    win, _ = SmallWin.objects.tell_through(
        link, submission_id=uuid.uuid4(), title=title, occurred_on=occurred_on, **details
    )
    win.refresh_from_db()
    return win


def read_by_editors(win: SmallWin, *, types=None, directions=None, level=None, **others) -> SmallWin:
    """Give the win the editors' reading, as the data set does."""
    win.editor_types, win.editor_directions, win.editor_level = types, directions, level
    for name, stored in others.items():
        setattr(win, f"editor_{name}", stored)
    win.editor_read_at, win.editor_read_by = timezone.now(), create_user()
    win.save()
    win.refresh_from_db()
    return win


def create_link(*, earlier: SmallWin, later: SmallWin, mechanism: str | None = None) -> WinLink:
    return WinLink.objects.create(
        earlier=earlier,
        later=later,
        mechanism=mechanism,
        basis=LinkBasis.TEAM,
        mechanism_basis=LinkBasis.TEAM if mechanism else None,
        told_by=later.logged_by,
        confirmed_at=timezone.now(),
        confirmed_by=later.logged_by,
    )
