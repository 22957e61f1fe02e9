"""Where the wins of the network come from, what is over-reported, and how much is known of them (theory §14). Counts only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import ANSWERED, ANSWERS, OPEN, UNKNOWN, CodedAnswer, Level
from initiatives.links import BY_TEAMS, FROM_SOURCES, wins_url
from initiatives.models import Judgement, Loss, Partner, SmallWin
from initiatives.models.checks import shown_by_another
from initiatives.models.fields import holds
from initiatives.models.wins import loaded_from_sources
from initiatives.periods import remembered
from initiatives.reports.counting.cells import bounds
from initiatives.sentences import joined, link, of_all, said

# The questions whose answers place a win in the rose, each with what it is called here.
PLACED = {
    "types": gettext_lazy("Soort"),
    "directions": gettext_lazy("Richting"),
    "level": gettext_lazy("Niveau"),
}
ORIGINS = {
    FROM_SOURCES: loaded_from_sources(),
    BY_TEAMS: ~loaded_from_sources(),
}  # by their word in the address


@dataclass(frozen=True)
class LevelLine:
    """A level: how many wins from sources, and how many that teams told, happened there."""

    label: str
    cells: tuple[SafeString, ...]


@dataclass(frozen=True)
class NetworkCoverage:
    """How much is known of these wins. A number that is a link opens exactly those wins; people and organisations are only counted."""

    total: int
    facts: Mapping[str, int]
    last_told: dt.datetime | None
    organisations: int
    words: Mapping[str, str] = field(default_factory=dict)  # of the address, which choose these wins

    @property
    def loaded(self) -> int:
        return self.facts[FROM_SOURCES]

    @property
    def told(self) -> int:
        return self.facts[BY_TEAMS]

    @property
    def origin(self) -> SafeString:
        """Where they come from: "152 uit openbare bronnen, gelezen door de redactie; 5 verteld door teams"."""
        from_sources = said(
            _("%(n)s uit openbare bronnen, gelezen door de redactie"),
            n=self._opens(self.loaded, verteld=FROM_SOURCES),
        )
        by_teams = said(_("%(n)s verteld door teams"), n=self._opens(self.told, verteld=BY_TEAMS))
        return joined((from_sources if self.loaded else "", by_teams), "; ")

    @property
    def too_much(self) -> str:
        """What there is too much of, as far as we know."""
        if not self.loaded:
            return _("Wat lukte, wordt eerder verteld dan wat misging.")
        return _(
            "Over een convenant komt eerder een webpagina dan over een klas, en over wat lukte eerder dan over wat "
            "misging. In wat uit bronnen komt, staat daarom vermoedelijk te veel verticaals en te veel dat lukte."
        )

    @property
    def rows(self) -> tuple[tuple[str, SafeString | str], ...]:
        """The facts, each with its label."""
        rows = (
            (_("Waar de small wins vandaan komen"), self.origin),
            *((label, self._answered(ANSWERS[name], name)) for name, label in PLACED.items()),
            (_("Verteld door"), self._tellers()),
            (_("Laatst verteld door een team"), self._last_told()),
            (_("Wie liet het zien?"), self._seen()),
            (_("Wie was erbij?"), self._company()),
            (_("Wie vindt het goed?"), self._judged()),
            (_("Wat ging er verloren?"), self._losses()),
        )
        return tuple((label, text) for label, text in rows if text)

    def _answered(self, answer: CodedAnswer, name: str) -> SafeString:
        known, unknown = self.facts[name], self.facts[f"{name}_unknown"]
        left = self.total - known - unknown
        return joined(
            (
                said(
                    _("antwoord bij %(share)s"),
                    share=of_all(known, self.total, self._address(**{answer.word: ANSWERED})),
                ),
                said(_("%(n)s ‘weet ik niet’"), n=self._opens(unknown, **{answer.word: UNKNOWN}))
                if unknown
                else "",
                said(_("%(n)s open"), n=self._opens(left, **{answer.word: OPEN})) if left else "",
            )
        )

    def _tellers(self) -> SafeString:
        people, without = self.facts["tellers"], self.facts["without_account"]
        said_people = ngettext("%(n)d persoon", "%(n)d mensen", people) % {"n": people}
        unnamed = _("hier zonder naam")
        guests = ngettext("%(n)d small win zonder account", "%(n)d small wins zonder account", without) % {
            "n": without
        }
        editors = _("de redactie, uit bronnen") if self.loaded else ""
        return joined((f"{said_people} ({unnamed})" if people else "", guests if without else "", editors))

    def _last_told(self) -> SafeString | str:
        return remembered(timezone.localdate(self.last_told), "day") if self.last_told else ""

    def _seen(self) -> SafeString:
        shown = self.facts["shown"]
        return joined(
            (
                said(
                    _("bij %(n)s liet ook een ander dan het team het zien"),
                    n=self._opens(shown, bewijs="buiten"),
                )
                if shown
                else "",
                said(
                    _("bij %(n)s liet geen ander het zien"), n=self._opens(self.total - shown, bewijs="zelf")
                )
                if self.total > shown
                else "",
            )
        )

    def _company(self) -> str:
        if not self.organisations:
            return _("niet genoemd")
        n = self.organisations
        named = ngettext("%(n)d organisatie genoemd", "%(n)d organisaties genoemd", n) % {"n": n}
        return joined((named, _("welke dat zijn, staat bij de small win zelf")), "; ")

    def _judged(self) -> SafeString | str:
        nobody = self.facts["nobody_asked"]
        if not nobody:
            return _("overal gevraagd")
        return said(_("bij %(n)s is dat niet gevraagd"), n=self._opens(nobody, gehoord=OPEN))

    def _losses(self) -> SafeString | str:
        open_ = self.facts["losses_not_asked"]
        if not open_:
            return _("overal gevraagd")
        return said(
            _("bij %(n)s is dat niet gevraagd"), n=self._opens(open_, **{ANSWERS["loss_answer"].word: OPEN})
        )

    # -------------------------------------------------------------- levels by origin
    @property
    def levels(self) -> tuple[LevelLine, ...]:
        """At which level the wins of either origin happened; empty where all have one origin."""
        if not self.loaded or not self.told:
            return ()
        return tuple(
            LevelLine(capfirst(level.label), tuple(self._at(level, origin) for origin in ORIGINS))
            for level in Level
        )

    def _at(self, level: Level, origin: str) -> SafeString:
        count, unknown = self.facts[f"{origin}_{level}"], self.facts[f"{origin}_without_level"]
        whole = bounds(count, unknown, self.facts[origin])
        figure = self._opens(count, verteld=origin, **{ANSWERS["level"].word: level})
        return said("%(n)s (%(whole)s)", n=figure, whole=whole) if unknown else figure

    @property
    def origins(self) -> tuple[str, ...]:
        """The heads of that table."""
        return (
            _("uit openbare bronnen (%(n)d)") % {"n": self.loaded},
            _("verteld door teams (%(n)d)") % {"n": self.told},
        )

    def _opens(self, count: int, **words: str) -> SafeString | int:
        return link(self._address(**words), count) if count else 0

    def _address(self, **words: str) -> str:
        return wins_url(**{**self.words, **words})


def coverage(wins: QuerySet, words: Mapping[str, str], *, user) -> NetworkCoverage:
    """In: the wins that the reader may see, and the words of the address that choose them. Two queries."""
    wins = wins.order_by()
    facts = wins.aggregate(
        total=Count("pk"),
        last_told=Max("logged_at", filter=ORIGINS[BY_TEAMS]),
        tellers=Count("logged_by", distinct=True, filter=ORIGINS[BY_TEAMS]),
        without_account=Count("pk", filter=ORIGINS[BY_TEAMS] & Q(logged_by__isnull=True)),
        shown=Count("pk", filter=shown_by_another()),
        nobody_asked=Count("pk", filter=~Q(Exists(_judged()))),
        losses_not_asked=Count("pk", filter=Q(loss_answer__isnull=True) & ~Q(Exists(_lost(user)))),
        **_by_origin(),
        **_by_answer(),
    )
    total, last_told = facts.pop("total"), facts.pop("last_told")
    return NetworkCoverage(total, facts, last_told, _organisations(wins, user), words)


def _by_origin() -> dict[str, Count]:
    level = ANSWERS["level"]
    counts = {origin: Count("pk", filter=of) for origin, of in ORIGINS.items()}
    counts |= {
        f"{origin}_{word}": Count("pk", filter=of & holds(level, word))
        for origin, of in ORIGINS.items()
        for word in Level
    }
    return counts | {
        f"{origin}_without_level": Count("pk", filter=of & ~holds(level, ANSWERED))
        for origin, of in ORIGINS.items()
    }


def _by_answer() -> dict[str, Count]:
    known = {name: Count("pk", filter=holds(ANSWERS[name], ANSWERED)) for name in PLACED}
    unsure = {f"{name}_unknown": Count("pk", filter=holds(ANSWERS[name], UNKNOWN)) for name in PLACED}
    return known | unsure


def _judged() -> QuerySet:
    return Judgement.objects.filter(win=OuterRef("pk")).order_by()


def _lost(user) -> QuerySet:
    return Loss.objects.visible_to(user).filter(win=OuterRef("pk")).order_by()


def _organisations(wins: QuerySet, user) -> int:
    """The organisations that were there at one of these wins."""
    known = Partner.objects.visible_to(user).order_by().values("pk")
    present = SmallWin.partners.through.objects.filter(smallwin__in=wins.values("pk"), partner__in=known)
    return present.order_by().values("partner").distinct().count()
