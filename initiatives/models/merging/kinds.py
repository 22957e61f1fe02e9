"""What may be merged, and what differs: the columns one chooses, what stays behind and why, what is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import MergeKind, PartnershipRole
from initiatives.models.partnerships import Partnership
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Theme
from initiatives.names import letters

STAYS_SAID = gettext_lazy("wie iets deed, blijft zo opgeschreven")
Reasons = Mapping[str, str | Promise]


@dataclass(frozen=True, eq=False)
class MergeOf:
    """One table of which two rows may turn out to be one.

    `named`: the column of the name. `fields`: the columns of which somebody chooses the value. `stays`: the relations that still point
    at the row that went, which is possible where it is closed and not deleted; `falls`: rows that go. Both with the reason.
    `alongside`: columns that change with a relation. `deeper`: relations of which is told what hangs on their rows. `closes`: the row that goes stays there, closed.
    """

    word: MergeKind
    model: type[models.Model]
    named: str
    fields: tuple[str, ...]
    closes: bool = False
    stays: Reasons = field(default_factory=dict)
    falls: Reasons = field(default_factory=dict)
    alongside: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    deeper: tuple[str, ...] = ()

    def name_of(self, row: models.Model) -> str:
        return getattr(row, self.named)

    def refuses(self, goes: models.Model, stays: models.Model) -> str:
        """Why these two do not become one; empty where they may."""
        return ""

    def warns(self, goes: models.Model, stays: models.Model) -> list[str]:
        """Sentences on what does not go along."""
        return [
            _("%(what)s: %(n)s. %(why)s") % {"what": what, "n": n, "why": why}
            for what, n, why in self._left_behind(goes)
        ]

    def _left_behind(self, goes: models.Model):
        return ()

    def is_same(self, row: models.Model) -> bool:
        """Whether two of these are one thing, and not two statements: one takes part, or is named, once."""
        return isinstance(row, Partnership) or bool(row._meta.auto_created)

    def blend(self, row: models.Model, twin: models.Model) -> dict[str, object]:
        """What the row that stays of two gets from the other. Only a partnership says more with both."""
        return _of_both(row, twin) if isinstance(row, Partnership) else {}

    def closing(self, stays: models.Model) -> dict[str, object]:
        """The columns of the row that goes, where it is closed."""
        return {}

    def name_left_over(self, stays: models.Model, name: str) -> models.Model | None:
        """Keep a name by which nobody finds the row any more. Out: the row that holds it."""
        return None


def _of_both(row: Partnership, twin: Partnership) -> dict[str, object]:
    """The role that is more than an ordinary one, and the earliest first day."""
    news: dict[str, object] = {}
    if twin.role == PartnershipRole.PARTNER != row.role:
        news["role"] = row.role
    if row.since and (twin.since is None or row.since < twin.since):
        news |= {"since": row.since, "since_precision": row.since_precision}
    return news


def _invented(initiatives: models.QuerySet) -> set[bool]:
    return set(initiatives.order_by().values_list("programme__is_example", flat=True))


def _mixes(goes: models.Model, stays: models.Model) -> str:
    """What is invented and what is real stay apart."""
    one, other = _invented(goes.initiatives.all()), _invented(stays.initiatives.all())
    if one and other and one.isdisjoint(other):
        return _("Een van de twee hoort bij een voorbeeld dat bedacht is. Die blijven apart.")
    return ""


class MergeOfPartners(MergeOf):
    def refuses(self, goes: Partner, stays: Partner) -> str:
        if stays.waits and not goes.waits:
            return _("De partner die zou blijven, wacht nog op het programma. Laat de andere blijven.")
        return _mixes(goes, stays)

    def warns(self, goes: Partner, stays: Partner) -> list[str]:
        """A partnership has one role."""
        here = {row.initiative_id: row for row in _open(stays)}
        both = [(row, here[row.initiative_id]) for row in _open(goes) if row.initiative_id in here]
        said = _("%(known)s doet al mee als %(kept)s. De rol %(role)s vervalt.")
        return [*_answers_that_fall(stays, both)] + [
            said % {"known": stays, "kept": twin.get_role_display(), "role": row.get_role_display()}
            for row, twin in both
            if PartnershipRole.PARTNER not in (row.role, twin.role) and row.role != twin.role
        ]

    def name_left_over(self, stays: Partner, name: str) -> PartnerAlias | None:
        if letters(name) == letters(stays.name) or PartnerAlias.objects.named(name).exists():
            return None
        return stays.aliases.create(name=name)


def _answers_that_fall(stays: Partner, both: list[tuple[Partnership, Partnership]]) -> Iterator[str]:
    """No partner gives two answers to one question."""
    n = sum(
        row.meaning_answers.filter(meaning__in=twin.meaning_answers.values("meaning")).count()
        for row, twin in both
    )
    if n:
        said = ngettext(
            "%(n)s antwoord op wat opschalen betekent vervalt, met wat erover gezegd is: %(known)s gaf er zelf een.",
            "%(n)s antwoorden op wat opschalen betekent vervallen, met wat erover gezegd is: %(known)s gaf er zelf een.",
            n,
        )
        yield said % {"n": n, "known": stays}


def _open(partner: Partner) -> models.QuerySet[Partnership]:
    return partner.partnerships.filter(until=None, is_over=False)


class MergeOfChallenges(MergeOf):
    def refuses(self, goes: Challenge, stays: Challenge) -> str:
        return _mixes(goes, stays)


class MergeOfPeople(MergeOf):
    def refuses(self, goes: User, stays: User) -> str:
        if {goes.anonymised_at, stays.anonymised_at} != {None} or goes.merged_into_id or stays.merged_into_id:
            return _("Een van deze accounts is er niet meer.")
        if goes.is_last_superuser:
            return _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
        return "" if stays.is_active else _("Met het account dat zou blijven, kan niemand inloggen.")

    def _left_behind(self, goes: User):
        for name, rows in {"role.user": goes.roles, "authenticator.user": goes.authenticator_set}.items():
            if n := rows.count():
                why = (self.falls | self.stays)[name]
                yield rows.model._meta.verbose_name_plural.capitalize(), n, why

    def closing(self, stays: User) -> dict[str, object]:
        return {"merged_into": stays, "email": None, "is_active": False, "is_superuser": False}


_PARTNER = MergeOfPartners(
    MergeKind.PARTNER,
    Partner,
    "name",
    ("name", "kind", "city", "website", "gone_on", "sources"),
    deeper=("partnership.partner",),
)
_CHALLENGE = MergeOfChallenges(
    MergeKind.CHALLENGE,
    Challenge,
    "title",
    ("title", "title_en", "description", "description_en", "root_causes", "scope", "asked_by", "sources"),
)
_THEME = MergeOf(MergeKind.THEME, Theme, "name", ("name",))
_CITY = MergeOf(
    MergeKind.CITY,
    City,
    "name",
    ("name", "code", "province", "latitude", "longitude", "joined_in", "sources"),
)
_USER = MergeOfPeople(
    MergeKind.USER,
    User,
    "display_name",
    ("display_name", "language"),
    closes=True,
    stays={
        "auditentry.actor": STAYS_SAID,
        "logentry.user": STAYS_SAID,
        "merge.made_by": STAYS_SAID,
        "merge.undone_by": STAYS_SAID,
        "saidapart.said_by": STAYS_SAID,
        "user.merged_into": gettext_lazy("wat eerder opging in dit account, blijft daar te vinden"),
        "authenticator.user": gettext_lazy("De tweede stap blijft bij het account dat dicht gaat."),
        "user_groups.user": gettext_lazy("een account krijgt er geen rechten bij"),
        "user_user_permissions.user": gettext_lazy("een account krijgt er geen rechten bij"),
    },
    falls={
        "role.user": gettext_lazy("Niemand krijgt hierdoor meer rechten. Geef een rol zelf, als dat klopt.")
    },
    alongside={"emailaddress.user": {"primary": False}},
)
KINDS: dict[str, MergeOf] = {kind.word: kind for kind in (_PARTNER, _CHALLENGE, _THEME, _CITY, _USER)}
