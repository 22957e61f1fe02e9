"""The links between the wins of one initiative, and the mechanisms by which one propelled the next."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.core.validators import slug_re
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import CellState, Level, LinkAnswer, LinkBasis, Mechanism, Perspective
from initiatives.links import InPages, address, wins_url
from initiatives.models import ForReader, Initiative, Partner, Reader, SmallWin, WinLink
from initiatives.models.evidence import judged_good
from initiatives.periods import Period, as_years
from initiatives.reports.counting.cells import Thresholds, share_in_words, thresholds
from initiatives.reports.counting.chains import Pair
from initiatives.reports.counting.special_wins import whether
from initiatives.reports.profile.robustness import Stood, stood
from initiatives.sentences import joined, said

PER_PAGE = 50
LEVELS, ORGANISATIONS, INITIATIVES, AWAY = "niveau", "organisatie", "initiatief", "weg"  # in the address bar
CROSSES = {  # what a link crosses
    LEVELS: gettext_lazy("over niveaus heen"),
    ORGANISATIONS: gettext_lazy("naar een andere organisatie"),
    INITIATIVES: gettext_lazy("van of naar een ander initiatief"),
}
LEADS_AWAY = gettext_lazy("naar een ander initiatief")
NOT_SAID = "open"  # in the address bar: links without a mechanism


@dataclass(frozen=True)
class Worked:
    """One mechanism: how many links people saw it in, or what can be said where there are none."""

    mechanism: str
    count: int
    href: str
    state: CellState | None  # None where there are some

    @property
    def text(self) -> SafeString | str:
        return (
            said(_links_in_words(self.count), url=self.href, n=self.count)
            if self.count
            else str(self.state.label)
        )

    @property
    def label(self) -> str:
        return str(Mechanism(self.mechanism).label)

    @property
    def explanation(self) -> str:
        return str(Mechanism(self.mechanism).explanation)


@dataclass(frozen=True)
class Said:
    """So many links of which the team, a source or the editors say that the one followed the other."""

    basis: str
    count: int
    href: str

    @property
    def text(self) -> SafeString:
        text = {
            LinkBasis.TEAM: _('bij <a href="%(url)s">%(n)s</a> zegt het team dat'),
            LinkBasis.STATED: _('bij <a href="%(url)s">%(n)s</a> staat dat in de bron'),
            LinkBasis.INFERRED: _('bij <a href="%(url)s">%(n)s</a> leidde de redactie dat af'),
        }[LinkBasis(self.basis)]
        return said(text, url=self.href, n=self.count)


@dataclass(frozen=True)
class Crossing:
    """So many links join two levels, two organisations or two initiatives."""

    kind: str
    count: int
    href: str

    @property
    def text(self) -> SafeString:
        return said(_crossings(self.kind, self.count), url=self.href, n=self.count)


def _crossings(kind: str, count: int) -> str:
    return {
        LEVELS: ngettext(
            '<a href="%(url)s">%(n)s</a> verband gaat van het ene niveau naar het andere.',
            '<a href="%(url)s">%(n)s</a> verbanden gaan van het ene niveau naar het andere.',
            count,
        ),
        ORGANISATIONS: ngettext(
            'Bij <a href="%(url)s">%(n)s</a> verband kwam er een andere organisatie bij.',
            'Bij <a href="%(url)s">%(n)s</a> verbanden kwam er een andere organisatie bij.',
            count,
        ),
        INITIATIVES: ngettext(
            '<a href="%(url)s">%(n)s</a> verband loopt van of naar een ander initiatief.',
            '<a href="%(url)s">%(n)s</a> verbanden lopen van of naar een ander initiatief.',
            count,
        ),
    }[kind]


@dataclass(frozen=True)
class Looked:
    """How far people were asked what came before: among the wins that are old enough to have led on."""

    settled: int
    answered: int
    limits: Thresholds

    @property
    def is_enough(self) -> bool:
        share = self.limits.known_share
        enough = self.answered * share.denominator >= self.settled * share.numerator
        return self.settled >= self.limits.settled and enough

    @property
    def needed(self) -> str:
        """From how many wins and answers on nothing seen is said."""
        limits = {"wins": self.limits.settled, "share": share_in_words(self.limits.known_share)}
        text = _(
            "‘Niets gezien’ zeggen we pas vanaf %(wins)d small wins, en bij antwoord op minstens %(share)s."
        )
        return text % limits

    def state(self, links: int) -> CellState:
        """The state of a mechanism, also of one that nobody named."""
        if not self.settled and not links:
            return CellState.NO_DATA
        return CellState.NOT_OBSERVED if self.is_enough else CellState.TOO_LITTLE


@dataclass(frozen=True)
class Mechanisms:
    """The links of a profile as counts, each with the address of exactly those links or wins."""

    total: int
    total_url: str
    worked: tuple[Worked, ...]
    not_said: int
    not_said_url: str
    bases: tuple[Said, ...]
    crossings: tuple[Crossing, ...]
    loose: int
    loose_url: str
    looked: Looked
    stood: Stood
    pairs: tuple[Pair, ...]  # (earlier, later) of each link: whoever has them can count the chains again
    days: Mapping[object, dt.date]  # of the wins at their ends; long ago for what has no date
    away: tuple[Pair, ...]  # those of them that led to a win of another initiative

    @property
    def rows(self) -> tuple[Worked | Stood, ...]:
        """The six mechanisms: five of links, and the one that follow-ups show."""
        return *self.worked, self.stood

    @property
    def who_says(self) -> SafeString:
        """Who says that the one followed the other: "Dat het een op het ander volgde: bij 9 zegt het team dat, …"."""
        text = _("Dat het een uit het ander kwam: %(who)s.")
        return said(text, who=joined(each.text for each in self.bases if each.count))

    @property
    def how_many(self) -> SafeString:
        """E.g. "12 verbanden, 3 small wins in geen keten"."""
        loose = ngettext(
            '<a href="%(url)s">%(n)s</a> small win in geen keten',
            '<a href="%(url)s">%(n)s</a> small wins in geen keten',
            self.loose,
        )
        return joined(
            (
                said(_links_in_words(self.total), url=self.total_url, n=self.total)
                if self.total
                else _("nog geen verbanden"),
                said(loose, url=self.loose_url, n=self.loose) if self.loose else "",
            )
        )


def _links_in_words(count: int) -> str:
    return ngettext('<a href="%(url)s">%(n)s</a> verband', '<a href="%(url)s">%(n)s</a> verbanden', count)


@dataclass(frozen=True)
class End:
    """A win at an end of a link: its columns that count."""

    key: object
    initiative: int
    level: str | None
    partners: frozenset[int]


def mechanisms(reader: Reader, wins: QuerySet, *, loose: int, words: Mapping[str, object]) -> Mechanisms:
    """The links and mechanisms of these wins, as this reader may see them. At most five queries, whatever their number.

    In: `wins`, those that count in the profile, and how many of them are tied to nothing.
    """
    counted = {key: (old, came_from) for key, old, came_from in wins_as_asked(wins)}
    initiative, links = reader.initiative, _known_links(reader, counted.keys())
    present = partners_of(initiative, links)
    counts = Counter(link[2] for link in links)
    crossed = Counter(kind for link in links for kind in _crossed(*_ends(link, present)))
    inferred = {link[:2] for link in links if link[-1] == LinkBasis.INFERRED}
    looked = looked_at(counted.items(), {link[1] for link in links if link[:2] not in inferred})
    bases = Counter(link[-1] for link in links)

    def url(**more: object) -> str:
        return address("initiatives:links", initiative.slug, **_ours(words), **more)

    return Mechanisms(
        total=len(links),
        total_url=url(),
        worked=tuple(
            Worked(
                each, counts[each], url(mechanisme=each), None if counts[each] else looked.state(len(links))
            )
            for each in Mechanism
            if each != Mechanism.UNKNOWN
        ),
        not_said=counts[None] + counts[Mechanism.UNKNOWN],
        not_said_url=url(mechanisme=NOT_SAID),
        crossings=tuple(Crossing(kind, crossed[kind], url(over=kind)) for kind in CROSSES),
        bases=tuple(Said(each, bases[each], url(dat=each)) for each in LinkBasis),
        loose=loose,
        loose_url=wins_url(**words, verbonden="nee"),
        looked=looked,
        stood=stood(wins, words),
        pairs=tuple(link[:2] for link in links),
        days={key: day for link in links for key, day in zip(link[:2], link[-3:-1], strict=True)},
        away=tuple(link[:2] for link in links if _leads_away(link, initiative)),
    )


def _known_links(reader: Reader, counted: Collection) -> list[tuple]:
    """The links at these wins that `known_to` gives, and quicker where an initiative has thousands of wins.

    The links of the initiative come with their ends; only ends that do not count here are looked up.
    """
    columns = "earlier", "later", "mechanism", *_ENDS, *_DAYS, "basis"
    links = WinLink.objects.agreed().order_by()
    here = reader.initiative
    onwards, back = links.filter(earlier__initiative=here), links.filter(later__initiative=here)
    found = onwards.values_list(*columns).union(back.values_list(*columns))
    touching = [link for link in found if link[0] in counted or link[1] in counted]
    others = {end for link in touching for end in link[:2]} - set(counted)
    visible = reader.sees(SmallWin).standing().order_by()
    known = {*counted, *(visible.filter(pk__in=others).values_list("pk", flat=True) if others else ())}
    return [link for link in touching if link[0] in known and link[1] in known]


def wins_as_asked(wins: QuerySet) -> QuerySet:
    """(key, whether it is old enough to have led on, the answer about what came before) of each win."""
    before = timezone.localdate() - dt.timedelta(days=thresholds().settled_days)
    old = Q(middle_on__lt=before) | Q(middle_on__isnull=True, logged_at__date__lt=before)
    return wins.order_by().annotate(is_old=whether(old)).values_list("pk", "is_old", "came_from")


def looked_at(wins: Iterable[tuple], tied: Collection) -> Looked:
    """The number of wins that are old enough to have led on, and of those whose earlier win is known or known to be none.

    In: (key, (whether it is old, the answer)) of each win, and the keys of wins of which somebody said what came before.
    """
    answers = [key in tied or said == LinkAnswer.NONE for key, (old, said) in wins if old]
    return Looked(len(answers), sum(answers), thresholds())


def partners_of(initiative: Initiative, links: Iterable[tuple]) -> dict[object, frozenset[int]]:
    """Which partners were present at the wins of the initiative, and at the ends of its links elsewhere."""
    elsewhere = {
        key for link in links for key, home in zip(link[:2], link[3:5], strict=True) if home != initiative.pk
    }
    return _by_win(Q(smallwin__initiative=initiative) | Q(smallwin__in=elsewhere))


def _ours(words: Mapping[str, object]) -> dict[str, object]:
    return {name: word for name, word in words.items() if name != "initiatief"}


def _leads_away(link: tuple, initiative: Initiative) -> bool:
    """From a win of this initiative to one of another."""
    return link[3] == initiative.pk != link[4]


_DAYS = "earlier__sort_on", "later__sort_on"
_ENDS = ("earlier__initiative", "later__initiative", "earlier__counted_level", "later__counted_level")


def partners_at(links: QuerySet) -> dict[object, frozenset[int]]:
    """The partners that were named at the ends of these links."""
    return _by_win(Q(smallwin__in=links.values("earlier")) | Q(smallwin__in=links.values("later")))


def _by_win(at: Q) -> dict[object, frozenset[int]]:
    found: dict[object, set[int]] = {}
    known = Partner.objects.admitted().order_by().values("pk")
    present = SmallWin.partners.through.objects.filter(at, partner__in=known)
    for win, partner in present.values_list("smallwin", "partner"):
        found.setdefault(win, set()).add(partner)
    return {win: frozenset(partners) for win, partners in found.items()}


def _ends(link: tuple, present: Mapping) -> tuple[End, End]:
    earlier, later, _mechanism, one, other, low, high = link[:7]
    nobody: frozenset[int] = frozenset()
    return (
        End(earlier, one, low, present.get(earlier, nobody)),
        End(later, other, high, present.get(later, nobody)),
    )


def _crossed(earlier: End, later: End) -> Iterable[str]:
    """The borders that a link crosses. It crosses organisations only where the partners at both ends are known."""
    levels = {earlier.level, later.level}
    if len(levels) == 2 and levels <= set(Level.values):
        yield LEVELS
    if earlier.partners and later.partners - earlier.partners:
        yield ORGANISATIONS
    if earlier.initiative != later.initiative:
        yield INITIATIVES


# ------------------------------------------------------------------ the list that the numbers open
@dataclass(frozen=True)
class LinkList(ForReader, InPages):
    """The links that were asked for, and the words that chose them."""

    page: Page
    mechanism: str
    over: str
    basis: str
    period: Period | None
    perspective: str
    to: Initiative | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen filters, in words."""
        mechanism = self.mechanism and self.mechanism != NOT_SAID
        words = (
            as_years(self.period) if self.period else "",
            str(Perspective(self.perspective).label) if self.perspective else "",
            str(Mechanism(self.mechanism).label) if mechanism else "",
            _("niet gezegd wat werkte") if self.mechanism == NOT_SAID else "",
            str(CROSSES.get(self.over, LEADS_AWAY)) if self.over else "",
            _("naar %(title)s") % {"title": self.to} if self.to else "",
            str(LinkBasis(self.basis).label) if self.basis else "",
        )
        return tuple(filter(None, words))

    @property
    def rows(self) -> list[tuple[WinLink, bool, bool]]:
        """Each link, and whether its earlier and its later win are of another initiative."""
        own = self.initiative.pk
        return [
            (each, each.earlier.initiative_id != own, each.later.initiative_id != own) for each in self.page
        ]

    @property
    def all_url(self) -> str:
        return address("initiatives:links", self.initiative.slug)

    def at(self, number: int) -> str:
        words = {
            "periode": self.period,
            "vanuit": self.perspective,
            "mechanisme": self.mechanism,
            "over": self.over,
            "naar": self.to.slug if self.to else None,
            "dat": self.basis,
            "pagina": number,
        }
        return address("initiatives:links", self.initiative.slug, **words)


def link_list(
    reader: Reader,
    *,
    period: Period | None = None,
    perspective: str = "",
    words: Mapping[str, str],
    page: str | None = None,
) -> LinkList:
    """The links of the wins in this window that fit the words `mechanisme`, `over` and `dat`.

    An unknown word is ignored. As in the profile, a perspective counts only wins that are judged good from there.
    """
    wins = reader.wins.happened_in(period) if period else reader.wins
    wins = wins.filter(judged_good(perspective)) if perspective else wins
    links = WinLink.objects.known_to(reader.user).at(wins)
    known = _known_words(words)
    if "mechanisme" in known:
        links = links.filter(_by_mechanism(known["mechanisme"]))
    if to := _asked_other(reader, words.get("naar", "")):
        links = links.filter(earlier__initiative=reader.initiative, later__initiative=to)
    if "dat" in known:
        links = links.filter(basis=known["dat"])
    if known.get("over") == AWAY:
        links = links.filter(earlier__initiative=reader.initiative).exclude(
            later__initiative=reader.initiative
        )
    elif "over" in known:
        links = links.filter(pk__in=_crossing(links, known["over"]))
    rows = links.select_related("earlier__initiative", "later__initiative")
    rows = rows.defer("earlier__search", "later__search")
    pages = Paginator(rows.order_by("-later__sort_on", "-earlier__sort_on", "-pk"), PER_PAGE)
    return LinkList(
        reader,
        pages.get_page(page),
        mechanism=known.get("mechanisme", ""),
        over=known.get("over", ""),
        basis=known.get("dat", ""),
        period=period,
        perspective=perspective,
        to=to,
    )


def _asked_other(reader: Reader, word: str) -> Initiative | None:
    """The initiative to which the links are to lead; None for none that the reader knows."""
    return reader.sees(Initiative).filter(slug=word).first() if slug_re.match(word) else None


def _known_words(words: Mapping[str, str]) -> dict[str, str]:
    offered = {"mechanisme": (*Mechanism.values, NOT_SAID), "over": (*CROSSES, AWAY), "dat": LinkBasis.values}
    return {name: words[name] for name, choices in offered.items() if words.get(name) in choices}


def _by_mechanism(word: str) -> Q:
    if word == NOT_SAID:
        return Q(mechanism__isnull=True) | Q(mechanism=Mechanism.UNKNOWN)
    return Q(mechanism=word)


def _crossing(links: QuerySet, kind: str) -> list[int]:
    present = partners_at(links)
    rows = links.values_list("pk", "earlier", "later", "mechanism", *_ENDS)
    return [row[0] for row in rows if kind in _crossed(*_ends(row[1:], present))]
