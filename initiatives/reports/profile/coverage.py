"""How much is known of the wins of a profile, by whom it was told and who else was heard. Counts, never shares."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import ANSWERED, OPEN, UNKNOWN, Family, Perspective, Verdict
from initiatives.links import FROM_SOURCES, LATER, wins_url
from initiatives.models import Judgement, Loss, Partner, Reader, SmallWin
from initiatives.models.checks import shown_by_another
from initiatives.models.wins import loaded_from_sources, told_long_after
from initiatives.names import sorting
from initiatives.periods import remembered
from initiatives.reports.counting.judged import Judged, counts_of_judged
from initiatives.reports.counting.tables import FILTER_WORD
from initiatives.reports.counting.tally import Answers, Tallies, Tally
from initiatives.reports.counting.tellers import WITHOUT_ACCOUNT, named
from initiatives.sentences import joined, link, of_all, said, styled

QUESTIONS = {
    Family.TYPE: gettext_lazy("Soort"),
    Family.DIRECTION: gettext_lazy("Richting"),
    Family.LEVEL: gettext_lazy("Niveau"),
}


@dataclass(frozen=True)
class QuestionCoverage:
    """One question put to the wins: how many have an answer, and the addresses of those wins."""

    label: str
    answers: Answers
    answered_url: str
    open_url: str
    unknown_url: str

    def text(self, total: int) -> SafeString:
        """E.g. "antwoord bij 12 van de 20, bij 3 ‘weet ik niet’, 5 open"."""
        return joined(
            (
                said(_("antwoord bij %(share)s"), share=of_all(self.answers.known, total, self.answered_url)),
                _counted(
                    _('bij <a href="%(url)s">%(n)s</a> ‘weet ik niet’'),
                    self.answers.unknown,
                    self.unknown_url,
                ),
                _counted(_('<a href="%(url)s">%(n)s</a> open'), self.answers.open, self.open_url),
            )
        )


@dataclass(frozen=True)
class Opened:
    """A number with the address of exactly those wins."""

    label: str
    count: int
    href: str

    def say(self, text: str, **words: object) -> SafeString | str:
        """The sentence with this number as a link; nothing where there is none."""
        return _counted(text, self.count, self.href, **words)

    @property
    def named(self) -> SafeString:
        """E.g. "docent 4"."""
        return said("%(label)s %(n)s", label=self.label, n=link(self.href, self.count))


def _counted(text: str, count: int, href: str, **words: object) -> SafeString | str:
    return said(text, n=count, url=href, **words) if count else ""


@dataclass(frozen=True)
class Heard:
    """Voices in these wins beside the teller's. Three queries, whatever their number."""

    shown: int  # a partner or somebody from outside shows it too
    long_after: int
    loaded: int  # from sources, with an unknown day of telling
    judged: Judged
    losses_not_asked: int
    perspectives: Mapping[str, int]
    partners: tuple[tuple[str, str, int], ...]  # slug, name, wins at which it was present


def heard(reader: Reader, wins: QuerySet) -> Heard:
    """In: who reads the profile, and the wins that count in it. A loss that they know of was asked for."""
    wins = wins.order_by()
    keys = wins.values("pk")
    lost = Exists(reader.sees(Loss).filter(win=OuterRef("pk")))
    facts = wins.aggregate(
        shown=Count("pk", filter=shown_by_another()),
        long_after=Count("pk", filter=told_long_after()),
        loaded=Count("pk", filter=loaded_from_sources()),
        total=Count("pk"),
        **counts_of_judged(),
        losses_not_asked=Count("pk", filter=Q(loss_answer__isnull=True) & ~Q(lost)),
    )
    judged = Judgement.objects.filter(win__in=keys).order_by().values_list("perspective")
    known = reader.sees(Partner).order_by().values("pk")
    present = SmallWin.partners.through.objects.filter(smallwin__in=keys, partner__in=known).order_by()
    partners = present.values_list("partner__slug", "partner__name").annotate(n=Count("smallwin"))
    opinions = Judged(*map(facts.pop, ("total", "by_others", "by_nobody")))
    return Heard(
        **facts,
        judged=opinions,
        perspectives=dict(judged.annotate(n=Count("win", distinct=True))),
        partners=tuple(sorted(partners, key=lambda row: sorting(row[1]))),
    )


@dataclass(frozen=True)
class Coverage:
    """The coverage of a profile: how much is known, by whom it was told, whose reading counts. Counts, never shares."""

    total: int
    asked: tuple[QuestionCoverage, ...]
    tellers: int
    without_account: int
    told_at: dt.datetime | None
    by_team: Opened
    by_editors: Opened
    without_reading: Opened
    shown: Opened
    self_told: Opened
    long_after: Opened
    loaded: Opened
    perspectives: tuple[Opened, ...]
    organisations: tuple[Opened, ...]

    def rows(self, nobody_asked: Opened) -> tuple[tuple[str, SafeString | str], ...]:
        """Each fact with its label: how much is known, by whom it was told, and who else was heard.

        In: the wins of which nobody was asked what they think.
        """
        asked = ((capfirst(each.label), each.text(self.total)) for each in self.asked)
        rows = (
            (_("Ingedeeld"), self._readings()),
            *asked,
            (_("Verteld door"), self._told_by()),
            (_("Laatst verteld"), self._last_told()),
            (_("Wie liet het zien?"), self._seen()),
            (_("Wie vindt het goed?"), self._heard(nobody_asked)),
            (_("Wie was erbij?"), self._company()),
            (_("Pas later verteld"), self._later()),
        )
        return tuple((label, text) for label, text in rows if text)

    def _readings(self) -> SafeString:
        editors, share = self.by_editors, of_all(self.by_editors.count, self.total, self.by_editors.href)
        return joined(
            (
                said(_("door de redactie bij %(share)s"), share=share) if editors.count else "",
                self.by_team.say(_('door het team bevestigd bij <a href="%(url)s">%(n)s</a>')),
                self.without_reading.say(_('nog niet ingedeeld bij <a href="%(url)s">%(n)s</a>')),
            )
        )

    def _told_by(self) -> SafeString:
        people = ngettext("%(n)s persoon", "%(n)s mensen", self.tellers) % {"n": self.tellers}
        without = ngettext(
            "%(n)s small win zonder account", "%(n)s small wins zonder account", self.without_account
        ) % {"n": self.without_account}
        return joined(
            (
                people if self.tellers else "",
                without if self.without_account else "",
                self.loaded.say(
                    _('<a href="%(url)s">%(n)s</a> uit openbare bronnen, gelezen door de redactie')
                ),
            )
        )

    def _last_told(self) -> SafeString | str:
        return remembered(timezone.localdate(self.told_at), "day") if self.told_at else ""

    def _seen(self) -> SafeString:
        return joined(
            (
                self.shown.say(_('bij <a href="%(url)s">%(n)s</a> liet ook een ander dan het team het zien')),
                self.self_told.say(_('bij <a href="%(url)s">%(n)s</a> liet geen ander het zien')),
            )
        )

    def _heard(self, nobody_asked: Opened) -> SafeString:
        nobody = nobody_asked.say(_('bij <a href="%(url)s">%(n)s</a> is dat niet gevraagd'))
        asked = joined(each.named for each in self.perspectives)
        asked = said(_("gevraagd aan: %(who)s"), who=asked) if asked else ""
        return joined((asked, nobody or _("bij elke small win is dat gevraagd")), "; ")

    def _company(self) -> SafeString | str:
        return joined(each.named for each in self.organisations) or _("niet genoemd")

    def _later(self) -> SafeString:
        """Wins told late, and apart the loaded ones, whose day of telling is unknown."""
        if not self.long_after.count and not self.loaded.count:
            return joined(())
        later = said(
            _('<a href="%(url)s">%(n)s</a>, meer dan een half jaar later'),
            n=self.long_after.count,
            url=self.long_after.href,
        )
        is_said = self.long_after.count or self.loaded.count != self.total
        unknown = self.loaded.say(_('niet bekend bij <a href="%(url)s">%(n)s</a> uit openbare bronnen'))
        return joined((later if is_said else "", unknown), "; ")


def coverage(
    tellers: Tallies,
    heard: Heard,
    told_at: dt.datetime | None,
    words: Mapping[str, object],
) -> Coverage:
    """How much is known of these wins. `words` are the filter words of the address where they stand."""
    tally = tellers.all

    def opened(count: int, label: object = "", **more: str) -> Opened:
        return Opened(str(label), count, wins_url(**{**words, **more}))

    return Coverage(
        total=tally.total,
        asked=tuple(_asked(tally, family, words) for family in Family),
        tellers=len(named(tellers.keys)),
        without_account=tellers.of(WITHOUT_ACCOUNT).total,
        told_at=told_at,
        by_team=opened(tally.read_by["team"], duiding="team"),
        by_editors=opened(tally.read_by["editors"], duiding="redactie"),
        without_reading=opened(tally.read_by["open"], duiding=OPEN),
        shown=opened(heard.shown, bewijs="buiten"),
        self_told=opened(tally.total - heard.shown, bewijs="zelf"),
        long_after=opened(heard.long_after, verteld=LATER),
        loaded=opened(heard.loaded, verteld=FROM_SOURCES),
        perspectives=tuple(
            opened(heard.perspectives[each], each.label, gehoord=each)
            for each in Perspective
            if each in heard.perspectives
        ),
        organisations=tuple(opened(n, name, erbij=slug) for slug, name, n in heard.partners),
    )


def _asked(tally: Tally, family: Family, words: Mapping[str, object]) -> QuestionCoverage:
    answers = {
        answer: wins_url(**words, **{FILTER_WORD[family]: answer}) for answer in (ANSWERED, OPEN, UNKNOWN)
    }
    return QuestionCoverage(QUESTIONS[family], tally.answers[family], *answers.values())


# ------------------------------------------------------------------ where people differ
@dataclass(frozen=True)
class Differing:
    """A win about which people say different things: (perspective, verdict, author) of each.

    The author is empty for readers who do not work on the initiative.
    """

    win: SmallWin
    said: tuple[tuple[str, str, str], ...]

    @property
    def verdicts(self) -> SafeString:
        """What they say, one after the other."""
        return joined((_in_words(*each) for each in self.said), " · ")


def _in_words(perspective: str, verdict: str, whose: str) -> SafeString:
    words = joined((perspective, verdict), ": ")
    behalf = _("namens %(whose)s") % {"whose": whose}
    return joined((words, styled("soft", f"({behalf})") if whose else ""), " ")


SHOWN = 5


def differing(reader: Reader, wins: QuerySet) -> tuple[tuple[Differing, ...], int]:
    """The newest wins on which verdicts differ, with all of them, and how many such wins there are."""
    found = wins.only("title", "title_en", "occurred_on", "precision", "initiative_id")
    shown = list(found.newest_first()[:SHOWN])
    said: dict[object, list[Judgement]] = {}
    inside = Judgement.objects.told_inside_to(reader.user).filter(pk=OuterRef("pk"))
    judged = Judgement.objects.filter(win__in=shown).exclude(verdict=Verdict.UNKNOWN)
    for each in judged.annotate(may_read=Exists(inside)).order_by("said_at"):
        said.setdefault(each.win_id, []).append(each)
    lines = tuple(Differing(win, tuple(map(_verdict, said.get(win.pk, ())))) for win in shown)
    return lines, wins.count() if len(shown) == SHOWN else len(shown)


def _verdict(judgement: Judgement) -> tuple[str, str, str]:
    return (
        str(Perspective(judgement.perspective).label),
        str(Verdict(judgement.verdict).label),
        judgement.on_behalf_of if judgement.may_read else "",
    )
