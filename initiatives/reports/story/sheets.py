"""The story of an initiative on one sheet of A4: three wins, a loss, the rose, who takes part, and what comes next."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.glyphs import Rose
from initiatives.language import shortened
from initiatives.lenses import Audience, LossStatus, Severity
from initiatives.links import key_in
from initiatives.models import (
    Challenge,
    City,
    ForReader,
    Initiative,
    Loss,
    NextBite,
    Partner,
    Reader,
    SmallWin,
    WinLink,
)
from initiatives.periods import Period
from initiatives.reports.counting.balance import Silence, losses_of, silence
from initiatives.reports.counting.judged import Judged, judged
from initiatives.reports.counting.roses import rose_of
from initiatives.reports.counting.special_wins import chosen_not, special_wins
from initiatives.reports.counting.tally import Tally, tally_rows
from initiatives.reports.profile.page import together
from initiatives.reports.story import fitting
from initiatives.reports.story.appeals import Asking, asking
from initiatives.reports.story.chapters import StoryRow, is_surely_first, is_surely_last, next_bite, rows_of
from initiatives.reports.story.openings import Opening
from initiatives.reports.story.spans import Span

PARTNERS_ON_SHEET, CITIES_ON_SHEET = 12, 3
FEW_PARTNERS, LONG_NAME, SHORT_NAME = 7, 60, 34
WINS_ON_SHEET = 3
OPTIONS = 20  # wins to choose from at once; the others can be searched
# The most of each that is shown.
LETTERS = {
    "title": 110,
    "question": 150,
    "win": 110,
    "told": 150,
    "dream": 200,
    "loss": 150,
    "bite": 120,
    "stuck": 200,
    "asked": 220,
}
FACT_LINE = 40  # letters
NORMAL = 100  # the scale under which nothing more is told
EVER = Span()


@dataclass(frozen=True)
class Pick:
    """A win on the sheet, and why this one; `why` is empty where somebody chose it."""

    win: SmallWin
    why: str = ""

    FIRST, BUILT_ON, HALFWAY, LAST = "first", "built on", "halfway", "last"
    ONE_OF_FIRST, ONE_OF_LAST = "one of the first", "one of the last"  # the dates do not tell which
    FIRST_DATED, LAST_DATED = "first with a date", "last with a date"  # others have none

    @property
    def said(self) -> str:
        """The words after its date: ", de eerste"."""
        return str(_WHY.get(self.why, ""))


_WHY = {
    Pick.FIRST: gettext_lazy(", de eerste"),
    Pick.FIRST_DATED: gettext_lazy(", de eerste met een datum"),
    Pick.ONE_OF_FIRST: gettext_lazy(", een van de eerste"),
    Pick.LAST: gettext_lazy(", de laatste"),
    Pick.LAST_DATED: gettext_lazy(", de laatste met een datum"),
    Pick.ONE_OF_LAST: gettext_lazy(", een van de laatste"),
    Pick.BUILT_ON: gettext_lazy(", hier bouwde het meest op voort"),
    Pick.HALFWAY: gettext_lazy(", halverwege"),
}


@dataclass(frozen=True)
class Downside:
    """One loss; or what is known about there being none."""

    loss: Loss | None
    more: int
    silence: Silence

    @property
    def shown(self) -> int:
        """About so many letters: what was lost, for whom and what is known of it, or why there is none."""
        if self.loss is None:
            return 120
        facts = f"{self.loss.heading}{self.loss.for_whom}{self.loss.read_in}"
        return len(facts) + 12 + min(len(self.loss.note), LETTERS["loss"]) + (FACT_LINE if self.more else 0)


@dataclass(frozen=True)
class Sheet(ForReader):
    """All that stands on the A4."""

    opening: Opening
    picks: tuple[Pick, ...]
    is_chosen: bool
    options: tuple[SmallWin, ...]  # to choose from: first the chosen wins, then the found ones
    to_choose_from: int
    search: str  # the word on which the options were searched
    downside: Downside
    tally: Tally
    rose: Rose
    partners: tuple[Partner, ...]
    cities: tuple[City, ...]
    challenges: tuple[Challenge, ...]
    bite: NextBite | None
    asking: Asking
    span: Span
    loaded: int  # of its wins, from public sources
    judged: Judged

    @property
    def partners_shown(self) -> tuple[Partner, ...]:
        """One more is not worth the words "and 1 more"."""
        return (
            self.partners
            if len(self.partners) <= PARTNERS_ON_SHEET + 1
            else self.partners[:PARTNERS_ON_SHEET]
        )

    @property
    def room_for_a_name(self) -> int:
        """So many letters of each name: few partners may be written out."""
        return LONG_NAME if len(self.partners_shown) <= FEW_PARTNERS else SHORT_NAME

    @property
    def partners_more(self) -> int:
        return len(self.partners) - len(self.partners_shown)

    @property
    def letters(self) -> dict[str, int]:
        return LETTERS

    @property
    def scale(self) -> int:
        """How large its letters may be, in hundredths of their normal size."""
        more = self._told_texts if self.tells_more else []
        return self._scale_with([*self._win_texts, *more])

    @property
    def tells_more(self) -> bool:
        """Whether there is room for what changed at each win."""
        return self._scale_with([*self._win_texts, *self._told_texts]) >= NORMAL

    def _scale_with(self, wins: Sequence[fitting.Text]) -> int:
        top = fitting.title(_shown(self.initiative, "title", "title"))
        return fitting.scale_for(top, wins, [fitting.fact(n) for n in self._fact_letters if n])

    @property
    def _win_texts(self) -> list[fitting.Text]:
        return [fitting.win(_shown(pick.win, "title", "win")) for pick in self.picks]

    @property
    def _told_texts(self) -> list[fitting.Text]:
        return [fitting.told(_shown(pick.win, "description", "told")) for pick in self.picks]

    @property
    def _fact_letters(self) -> tuple[int, ...]:
        """How long the facts are, in the order of the sheet."""
        return (
            self._question_letters,
            self.downside.shown,
            sum(min(len(each.name), self.room_for_a_name) + 2 for each in self.partners_shown) or LONG_NAME,
            min(len(self.asking.stuck), LETTERS["stuck"]),
            min(len(self.asking.asked), LETTERS["asked"]),
            _shown(self.initiative, "dream", "dream"),
            min(len(self.bite.text), LETTERS["bite"]) if self.bite else 0,
        )

    @property
    def question(self) -> Challenge | None:
        """The first question that it works on."""
        return next(iter(self.challenges), None)

    @property
    def questions_more(self) -> str:
        more = len(self.challenges) - 1
        return and_more("", more).strip() if more > 0 else ""

    @property
    def _question_letters(self) -> int:
        return _shown(self.question, "title", "question") + len(self.questions_more) if self.question else 0

    @property
    def is_for_everyone(self) -> bool:
        """True where a visitor of the site could read all of it."""
        loss = self.downside.loss
        return (
            self.initiative.shown_to == Audience.PUBLIC
            and self.bite is None
            and self.asking.is_for_everyone
            and (loss is None or loss.audience == Audience.PUBLIC)
            and all(pick.win.is_for_everyone for pick in self.picks)
        )

    @property
    def asked_for(self) -> tuple[uuid.UUID, ...]:
        """The wins that somebody chose; nothing where the rule did."""
        return tuple(pick.win.pk for pick in self.picks) if self.is_chosen else ()

    @property
    def may_choose(self) -> bool:
        return self.to_choose_from > 1

    @property
    def may_search(self) -> bool:
        return self.to_choose_from > OPTIONS

    @property
    def found_nothing(self) -> bool:
        return bool(self.search) and len(self.options) == len(self.asked_for)

    @property
    def readings(self) -> str:
        """The number of wins in the rose by whose reading they show. A number of 0 is left out."""
        by = self.tally.read_by
        said = [
            (by["team"], _("%(n)d ingedeeld door het team")),
            (by["editors"], _("%(n)d ingedeeld met hulp van de redactie")),
            (by["open"], _("%(n)d nog niet ingedeeld")),
        ]
        return ", ".join(words % {"n": n} for n, words in said if n)

    @property
    def places(self) -> list[tuple[int, list[tuple[SmallWin, bool]]]]:
        """Three places to fill: of each its number, and what may stand there, with what stands there by choice."""
        chosen = (*self.asked_for, *(None,) * (WINS_ON_SHEET - len(self.asked_for)))
        return [(n, [(win, win.pk == key) for win in self.options]) for n, key in enumerate(chosen, 1)]

    # ------------------------------------------------------------------ in words
    @property
    def place(self) -> str:
        """The first cities by name."""
        names = ", ".join(city.name for city in self.cities[:CITIES_ON_SHEET]) or _("landelijk")
        return and_more(names, len(self.cities) - CITIES_ON_SHEET)

    @property
    def company(self) -> str:
        names = [shortened(partner.name, self.room_for_a_name) for partner in self.partners_shown]
        return and_more(", ".join(names) or _("Nog geen partner opgeschreven."), self.partners_more)

    @property
    def heading(self) -> str:
        """Above the wins: how many there are on it."""
        n = len(self.picks)
        if n < 2:
            return _("Eén small win") if n else _("Small wins")
        return ngettext("%(n)s small win", "%(n)s small wins", n) % {"n": n}

    @property
    def account(self) -> str:
        """How the wins were chosen, who read them, and for whom the sheet is."""
        n = self.tally.total
        read = ngettext(
            "De roos telt %(n)s small win: %(readings)s.", "De roos telt %(n)s small wins: %(readings)s.", n
        ) % {"n": n, "readings": self.readings}
        sentences = (
            self._how_chosen(),
            self._source(),
            read if n else "",
            _("Alles op dit blad is bedacht.") if self.initiative.programme.is_example else "",
            ""
            if self.is_for_everyone
            else _("Op dit blad staat iets wat niet iedereen op de site kan lezen."),
        )
        return " ".join(filter(None, sentences))

    def _source(self) -> str:
        """Who told of these wins; nothing where there are none."""
        n = self.tally.total
        if not n:
            return ""
        if not self.loaded:
            return _("Bron: wat het team vertelde.")
        if self.loaded == n:
            return _("Bron: openbare bronnen, gelezen door de redactie.")
        text = ngettext(
            "Bron: bij %(n)s small win openbare bronnen, gelezen door de redactie; bij de rest wat het team vertelde.",
            "Bron: bij %(n)s small wins openbare bronnen, gelezen door de redactie; bij de rest wat het team vertelde.",
            self.loaded,
        )
        return text % {"n": self.loaded}

    def _how_chosen(self) -> str:
        if self.is_chosen:
            return _("Deze small wins zijn uitgekozen.")
        if len(self.picks) < 2:
            return ""
        return _(
            "Zo zijn de small wins gekozen: een van het begin, die waar het meest op voortbouwde (of die halverwege), "
            "en een van de laatste tijd."
        )


def and_more(names: str, more: int) -> str:
    if more <= 0:
        return names
    return f"{names} " + ngettext("en nog %(n)s", "en nog %(n)s", more) % {"n": more}


def _shown(row: Initiative | SmallWin | Challenge, field: str, what: str) -> int:
    """The number of letters of a text, in the language that takes most."""
    return min(max(len(getattr(row, field)), len(getattr(row, f"{field}_en"))), LETTERS[what])


def sheet(reader: Reader, *, chosen: Sequence[str] = (), search: str = "", span: Span = EVER) -> Sheet:
    """The A4 as this reader may know it, in a fixed number of queries.

    In: `chosen`, the numbers of wins that somebody asked for. A number that is no win of this initiative to this
    reader is left out; where none is left the rule chooses. `search`: a word in the wins to choose from. `span`: the
    days that it is about; without them all there is.
    """
    initiative = reader.initiative
    told = reader.wins.happened_in(span.period) if span.period else reader.wins
    picks = _asked_for(told, chosen)
    wins = _counted_wins(told, picks)
    tally = _counted(reader, wins)
    return Sheet(
        reader=reader,
        opening=_sheet_opening(initiative, wins, tally),
        picks=picks or _by_rule(reader, wins),
        is_chosen=bool(picks),
        options=_options(told, picks, search) if reader.is_inside else (),
        to_choose_from=told.count() if reader.is_inside else 0,
        search=search,
        downside=_downside(reader, wins, span.period),
        tally=tally,
        rose=rose_of(tally, anchor=""),
        partners=tuple(row.partner for row in together(reader).now),
        cities=tuple(initiative.cities.order_by("name_sort")),
        challenges=tuple(initiative.challenges.order_by("pk")),
        bite=next_bite(reader),
        asking=asking(reader),
        span=span,
        loaded=wins.loaded_from_sources().count(),
        judged=judged(wins),
    )


def _counted_wins(told: QuerySet, picks: tuple[Pick, ...]) -> QuerySet:
    """The wins of the sheet: one that the team keeps for itself only where somebody chose it."""
    return told.filter(Q(is_for_network=True) | Q(pk__in=[pick.win.pk for pick in picks]))


def _counted(reader: Reader, wins: QuerySet) -> Tally:
    here = reader.initiative
    tied = SmallWin.objects.tied_for(reader.user, within=here)
    counts = tally_rows(wins, tied=tied, special=special_wins(wins))
    return replace(counts.of(here.pk), chosen_not=chosen_not([here.pk]).get(here.pk, frozenset()))


def _sheet_opening(initiative: Initiative, wins: QuerySet, tally: Tally) -> Opening:
    dated = wins.filter(occurred_on__isnull=False).newest_first().defer("search")
    last, first = dated.first(), dated.reverse().first()
    return Opening(initiative, tally.total, wins.undated().count(), tally.linked, first, last)


def _asked_for(wins: QuerySet, chosen: Sequence[str]) -> tuple[Pick, ...]:
    keys = list(filter(None, map(key_in, chosen)))
    found = wins.filter(pk__in=keys).defer("search").in_bulk() if keys else {}
    picked = [found[key] for key in dict.fromkeys(keys) if key in found][:WINS_ON_SHEET]
    return tuple(Pick(win) for win in sorted(picked, key=lambda win: win.sort_on))


def _options(wins: QuerySet, picks: tuple[Pick, ...], search: str) -> tuple[SmallWin, ...]:
    found = wins.matching(search) if search else wins
    newest = found.newest_first().defer("search").exclude(pk__in=[pick.win.pk for pick in picks])
    return (*(pick.win for pick in picks), *newest[:OPTIONS])


def _by_rule(reader: Reader, wins: QuerySet) -> tuple[Pick, ...]:
    """The first, the one most was built on, and the latest. Where nothing was built on any other:
    the one halfway.
    """
    rows = rows_of(wins)
    dated = [row for row in rows if row.middle_on]
    undated = [row.pk for row in rows if not row.middle_on]
    whys = _reasons(reader, dated, undated)
    whys |= dict.fromkeys(undated[: WINS_ON_SHEET - len(whys)], "")
    found = wins.filter(pk__in=whys).defer("search").in_bulk()
    return tuple(
        Pick(found[key], whys[key]) for key in (*(row.pk for row in dated), *undated) if key in found
    )


def _reasons(reader: Reader, rows: list[StoryRow], undated: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Which of these, oldest first, stand on the sheet, and why."""
    if not rows:
        return {}
    inner = [row.pk for row in rows[1:-1]]
    built_on = _most_built_on(reader, inner, [rows[0].pk, rows[-1].pk, *undated])
    first, last = _ends(rows, has_undated=bool(undated))
    whys = {rows[-1].pk: last, rows[0].pk: first}
    if inner:
        whys[built_on or inner[len(inner) // 2]] = Pick.BUILT_ON if built_on else Pick.HALFWAY
    return whys


def _ends(rows: list[StoryRow], *, has_undated: bool) -> tuple[str, str]:
    """The reasons of the first and the last win. They say less where a win without a date may be earlier or later."""
    if len(rows) == 1:
        return "", ""
    first, last = (Pick.FIRST_DATED, Pick.LAST_DATED) if has_undated else (Pick.FIRST, Pick.LAST)
    return (
        first if is_surely_first(rows) else Pick.ONE_OF_FIRST,
        last if is_surely_last(rows) else Pick.ONE_OF_LAST,
    )


def _most_built_on(reader: Reader, inner: list[uuid.UUID], others: list[uuid.UUID]) -> uuid.UUID | None:
    """The win of `inner` that led to most wins, as somebody said, the oldest among equals. None where one of `others` led to more.

    In: `inner`, oldest first.
    """
    links = WinLink.objects.known_to(reader.user).said().filter(earlier__in=[*inner, *others]).order_by()
    counts = Counter(dict(links.values_list("earlier").annotate(n=Count("pk"))))
    most = max(inner, key=counts.__getitem__, default=None)
    return most if counts[most] and counts[most] >= max(counts.values()) else None


def _downside(reader: Reader, wins: QuerySet, period: Period | None) -> Downside:
    """The heaviest open loss, the newest among equals. Losses that a team keeps for itself come last."""
    found = list(heaviest_first(losses_of(reader, period)).select_related("win"))
    return Downside(found[0] if found else None, max(0, len(found) - 1), silence(reader, wins, period))


def heaviest_first(losses: QuerySet) -> QuerySet:
    """Open ones before the others, of those the heavy ones, then the newest. Those that a team keeps for itself come last."""
    return losses.order_by(
        _last(Q(audience=Audience.TEAM)),
        _last(~Q(status=LossStatus.OPEN)),
        _last(~Q(severity=Severity.HEAVY)),
        F("seen_on").desc(nulls_last=True),
        F("told_at").desc(),
    )


def _last(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
