"""Losses beside the gains. A loss is never subtracted from a gain (theory §8 and §14)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import ANSWERS, OPEN, PLACED_BY, LossAnswer, LossStatus, Perspective, Severity
from initiatives.links import InPages, address, wins_url
from initiatives.models import ForReader, Loss, Reader
from initiatives.models.fields import holds
from initiatives.periods import Period, as_years
from initiatives.reports.counting.tally import places_of, read_as
from initiatives.sentences import joined, said

PER_PAGE = 50
NOT_SAID = gettext_lazy("niet gezegd voor wie")


@dataclass(frozen=True)
class Dot:
    """The number of losses for one bearer, with the address of exactly those losses."""

    bearer: str
    count: int
    href: str

    @property
    def said(self) -> str:
        """Who bears it, and how many where it is more than one."""
        return self.bearer if self.count == 1 else f"{self.bearer}: {self.count}"


@dataclass(frozen=True)
class Balance:
    """Gains and losses side by side. No number adds them up."""

    slug: str
    period: Period | None
    wins: int
    not_asked: int
    not_asked_url: str
    rows: tuple[tuple[str, str | None, str, int | None], ...]  # bearer, severity, status, reading of the win
    hidden_at: frozenset  # keys of wins with a loss that only the network reads; None is the initiative's own

    def url(self, **words: object) -> str:
        return address("initiatives:losses", self.slug, periode=self.period, **words)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def text(self) -> SafeString:
        """E.g. "12 small wins, 3 verliezen (1 zwaar, open), bij 4 is dat niet gevraagd."."""
        wins = ngettext("%(n)s small win", "%(n)s small wins", self.wins)
        not_asked = _('bij <a href="%(url)s">%(n)s</a> is dat niet gevraagd')
        parts = (
            said(wins, n=self.wins),
            self._lost() if self.total else self._none_here(),
            said(not_asked, n=self.not_asked, url=self.not_asked_url) if self.not_asked else "",
        )
        return said("%(parts)s.", parts=joined(parts))

    def _none_here(self) -> str:
        """No loss stands here. That it is hidden from a visitor is said; that a team keeps one for itself shows nowhere."""
        if self.hidden_at:
            return _("er ging iets verloren, en dat leest alleen wie inlogt")
        return _("er staat geen verlies bij")

    def _lost(self) -> SafeString:
        text = ngettext(
            '<a href="%(url)s">%(n)s</a> verlies', '<a href="%(url)s">%(n)s</a> verliezen', self.total
        )
        lost = said(text, n=self.total, url=self.url())
        if not self.heavy_open:
            return lost
        heavy = _('<a href="%(url)s">%(n)s</a> zwaar, open')
        heavy = said(heavy, n=self.heavy_open, url=self.heavy_open_url)
        return said("%(lost)s (%(heavy)s)", lost=lost, heavy=heavy)

    @property
    def says_something(self) -> bool:
        """True where something got lost, also where this reader may not know what."""
        return bool(self.rows or self.hidden_at)

    @property
    def hides_more(self) -> bool:
        """Beside the losses that stand here there are some for who logs in."""
        return bool(self.rows and self.hidden_at)

    @cached_property
    def heavy_open(self) -> int:
        return sum(
            1 for _who, how, status, _at in self.rows if (how, status) == (Severity.HEAVY, LossStatus.OPEN)
        )

    @property
    def heavy_open_url(self) -> str:
        return self.url(ernst=Severity.HEAVY, stand=LossStatus.OPEN)

    @cached_property
    def bearers(self) -> tuple[Dot, ...]:
        """All of them by who bears it."""
        return self._dots(Counter(who for who, *_rest in self.rows), {})

    @cached_property
    def _by_place(self) -> dict[tuple[str, object], Counter]:
        found: dict[tuple[str, object], Counter] = {}
        for who, _how, _status, reading in self.rows:
            for place in () if reading is None else places_of(read_as(reading)):
                found.setdefault(place, Counter())[who] += 1
        return found

    def at(self, kind: str, place: object, words: Mapping[str, str]) -> tuple[Dot, ...]:
        """The losses at the wins of one cell, by who bears them. `words` say which cell it is."""
        return self._dots(self._by_place.get((kind, place), Counter()), words)

    def _dots(self, found: Counter, words: Mapping[str, str]) -> tuple[Dot, ...]:
        bearers = [*((who, str(who.label)) for who in Perspective), (None, str(NOT_SAID))]
        return tuple(
            Dot(label, found[who], self.url(**words, van=who or OPEN)) for who, label in bearers if found[who]
        )


def balance(
    reader: Reader,
    *,
    total: int,
    not_asked: int,
    period: Period | None,
    words: Mapping[str, object],
) -> Balance:
    """The losses that this reader may know of, beside the wins that count. At most two queries.

    A perspective chooses among the wins only: all losses stay.
    """
    losses = losses_of(reader, period)
    rows = losses.order_by().values_list("borne_by", "severity", "status", "win__reading")
    return Balance(
        slug=reader.initiative.slug,
        period=period,
        wins=total,
        not_asked=not_asked,
        not_asked_url=wins_url(**words, verlies="open"),
        rows=tuple(rows),
        hidden_at=frozenset(hidden_losses(reader, period)),
    )


def losses_of(reader: Reader, period: Period | None = None) -> QuerySet:
    """The losses of the initiative and of its wins, seen in this period, that the reader may know."""
    return _seen_in(period, reader.sees_here(Loss).standing())


def hidden_losses(reader: Reader, period: Period | None = None) -> QuerySet:
    """The keys of wins with a loss that only the network reads. None stands for a loss without a win."""
    losses = _seen_in(period, reader.initiative.losses.standing().hidden_from(reader.user))
    return losses.order_by().values_list("win", flat=True).distinct()


def _seen_in(period: Period | None, losses: QuerySet) -> QuerySet:
    return losses.filter(seen_on__range=(period.first_day, period.last_day)) if period else losses


# ------------------------------------------------------------------ where no loss stands
@dataclass(frozen=True)
class Silence:
    """What is known where a reader reads no loss: how many wins there are, and what their teams answered."""

    wins: int
    nothing_seen: int
    not_asked: int
    hides_some: bool  # from a visitor; who logs in reads it

    @property
    def said(self) -> str:
        """Hidden, not asked and nothing seen are three things. It never says that there is no loss: a team may keep one."""
        if self.hides_some:
            return _("Er is ook een keerzijde. Die leest alleen wie inlogt.")
        if self.wins and self.not_asked == self.wins:
            return _("Er staat geen keerzijde bij: bij de small wins is er nog niet naar gevraagd.")
        if self.wins and self.nothing_seen == self.wins:
            return _("Er staat geen keerzijde bij: bij elke small win is gekeken en niets gezien.")
        if self.nothing_seen and self.nothing_seen + self.not_asked == self.wins:
            return _(
                "Er staat geen keerzijde bij: bij %(n)s van de %(total)s small wins is gekeken en niets gezien, bij de andere is het niet gevraagd."
            ) % {"n": self.nothing_seen, "total": self.wins}
        return _("Er staat geen keerzijde bij. Dat is iets anders dan dat er geen was.")


def silence(reader: Reader, wins: QuerySet, period: Period | None = None) -> Silence:
    """What is known of these wins where no loss of the period stands. Two queries."""
    lost = Exists(reader.sees(Loss).filter(win=OuterRef("pk")))
    answers = wins.order_by().aggregate(
        wins=Count("pk"),
        nothing_seen=Count("pk", filter=Q(loss_answer=LossAnswer.NOTHING_SEEN)),
        not_asked=Count("pk", filter=Q(loss_answer__isnull=True) & ~Q(lost)),
    )
    return Silence(**answers, hides_some=hidden_losses(reader, period).exists())


# ------------------------------------------------------------------ the list that the numbers open
@dataclass(frozen=True)
class LossList(ForReader, InPages):
    """The losses that were asked for, the words that chose them, and the address of all of them."""

    page: Page
    chosen: tuple[str, ...]
    words: Mapping[str, str]
    silence: Silence

    @property
    def hides_some(self) -> bool:
        return self.silence.hides_some

    @property
    def heading(self) -> str:
        """How many there are; no number where the reader may not read them."""
        n = self.page.paginator.count
        if not n and self.hides_some:
            return _("Te lezen als je inlogt")
        return ngettext("%(n)s verlies", "%(n)s verliezen", n) % {"n": n}

    @property
    def nothing_said(self) -> str:
        """Why the list is empty."""
        is_narrowed = self.chosen and not self.hides_some
        return _("Geen verlies dat hierbij past.") if is_narrowed else self.silence.said

    @property
    def all_url(self) -> str:
        return address("initiatives:losses", self.initiative.slug)

    def at(self, number: int) -> str:
        return address("initiatives:losses", self.initiative.slug, **{**self.words, "pagina": number})


# word in the address: what it may be, and the condition on a loss
_WORDS = {
    "van": (
        [*Perspective.choices, (OPEN, NOT_SAID)],
        lambda word: Q(borne_by__isnull=True) if word == OPEN else Q(borne_by=word),
    ),
    "ernst": (Severity.choices, lambda word: Q(severity=word)),
    "stand": (LossStatus.choices, lambda word: Q(status=word)),
    **{
        answer.word: (answer.asked_for, partial(holds, answer, of="win__"))
        for answer in (*PLACED_BY, ANSWERS["pairs"])
    },
}


def loss_list(
    reader: Reader, *, period: Period | None, words: Mapping[str, str], page: str | None = None
) -> LossList:
    """The losses of an initiative that fit these words; an unknown word is ignored."""
    known = {
        name: words[name]
        for name, (choices, _condition) in _WORDS.items()
        if words.get(name) in dict(choices)
    }
    losses = losses_of(reader, period).select_related("win")
    for name, word in known.items():
        losses = losses.filter(_WORDS[name][1](word))
    labels = [str(dict(_WORDS[name][0])[word]) for name, word in known.items()]
    if period:
        labels = [as_years(period), *labels]
    wins = reader.wins.happened_in(period) if period else reader.wins
    page_words = {**known, **({"periode": str(period)} if period else {})}
    pages = Paginator(losses.order_by(F("seen_on").desc(nulls_last=True), "-told_at", "pk"), PER_PAGE)
    return LossList(reader, pages.get_page(page), tuple(labels), page_words, silence(reader, wins, period))
