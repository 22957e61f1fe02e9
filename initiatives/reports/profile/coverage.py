"""How much is known of the wins of a profile, by whom it was told and who else was heard. Counts, never shares."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from initiatives.lenses import ANSWERED, OPEN, UNKNOWN, Family, Perspective, Verdict
from initiatives.links import wins_url
from initiatives.models import Judgement, Loss, SmallWin
from initiatives.models.evidence import seen_from_outside
from initiatives.models.wins import loaded_from_sources, told_long_after
from initiatives.reports.counting.tables import FILTER_WORD
from initiatives.reports.counting.tally import Answers, Tallies, Tally
from initiatives.reports.counting.tellers import WITHOUT_ACCOUNT, named

QUESTIONS = {
    Family.TYPE: gettext_lazy("Soort"),
    Family.DIRECTION: gettext_lazy("Richting"),
    Family.LEVEL: gettext_lazy("Niveau"),
}


@dataclass(frozen=True)
class Asked:
    """One question put to the wins: how many have an answer, and the addresses of those wins."""

    label: str
    answers: Answers
    answered_url: str
    open_url: str
    unknown_url: str


@dataclass(frozen=True)
class Opened:
    """A number with the address of exactly those wins."""

    label: str
    count: int
    href: str


@dataclass(frozen=True)
class Heard:
    """Who else than the teller has a say in these wins. Three queries, whatever their number."""

    shown: int  # a partner or somebody from outside shows it too
    long_after: int
    loaded: int  # from sources: nobody knows when it was told
    nobody_asked: int  # what they think of it
    losses_not_asked: int
    perspectives: Mapping[str, int]
    partners: tuple[tuple[str, str, int], ...]  # slug, name, wins at which it was present


def heard(wins: QuerySet, *, user) -> Heard:
    """In: the wins that count in the profile, and who reads it: a loss that they know of was asked for."""
    wins = wins.order_by()
    keys = wins.values("pk")
    lost = Exists(Loss.objects.visible_to(user).filter(win=OuterRef("pk")))
    facts = wins.aggregate(
        shown=Count("pk", filter=Q(seen_from_outside())),
        long_after=Count("pk", filter=told_long_after()),
        loaded=Count("pk", filter=loaded_from_sources()),
        nobody_asked=Count("pk", filter=~Q(pk__in=Judgement.objects.order_by().values("win"))),
        losses_not_asked=Count("pk", filter=Q(loss_answer__isnull=True) & ~Q(lost)),
    )
    judged = Judgement.objects.filter(win__in=keys).order_by().values_list("perspective")
    present = SmallWin.partners.through.objects.filter(smallwin__in=keys).order_by()
    partners = present.values_list("partner__slug", "partner__name").annotate(n=Count("smallwin"))
    return Heard(
        **facts,
        perspectives=dict(judged.annotate(n=Count("win", distinct=True))),
        partners=tuple(sorted(partners, key=lambda row: row[1].casefold())),
    )


@dataclass(frozen=True)
class Coverage:
    """What is known, by whom it was told and whose reading it is. Counts, never shares."""

    total: int
    total_url: str
    asked: tuple[Asked, ...]
    tellers: int
    without_account: int
    told_at: dt.datetime | None
    by_team: Opened
    by_editors: Opened
    not_read: Opened
    shown: Opened
    self_told: Opened
    long_after: Opened
    loaded: Opened
    perspectives: tuple[Opened, ...]
    organisations: tuple[Opened, ...]

    @property
    def is_all_by_editors(self) -> bool:
        return self.by_editors.count == self.total


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
        total_url=wins_url(**words),
        asked=tuple(_asked(tally, family, words) for family in Family),
        tellers=len(named(tellers.keys)),
        without_account=tellers.of(WITHOUT_ACCOUNT).total,
        told_at=told_at,
        by_team=opened(tally.read_by["team"], duiding="team"),
        by_editors=opened(tally.read_by["editors"], duiding="redactie"),
        not_read=opened(tally.read_by["open"], duiding=OPEN),
        shown=opened(heard.shown, bewijs="buiten"),
        self_told=opened(tally.total - heard.shown, bewijs="zelf"),
        long_after=opened(heard.long_after, verteld="later"),
        loaded=opened(heard.loaded, verteld="bron"),
        perspectives=tuple(
            opened(heard.perspectives[each], each.label, gehoord=each)
            for each in Perspective
            if each in heard.perspectives
        ),
        organisations=tuple(opened(n, name, erbij=slug) for slug, name, n in heard.partners),
    )


def _asked(tally: Tally, family: Family, words: Mapping[str, object]) -> Asked:
    answers = {
        answer: wins_url(**words, **{FILTER_WORD[family]: answer}) for answer in (ANSWERED, OPEN, UNKNOWN)
    }
    return Asked(QUESTIONS[family], tally.answers[family], *answers.values())


# ------------------------------------------------------------------ where people differ
@dataclass(frozen=True)
class Differing:
    """A win about which people say different things, and what they say: (perspective, verdict, whose words).

    Whose words they are, is for those who work on it; for others it is empty.
    """

    win: SmallWin
    said: tuple[tuple[str, str, str], ...]


SHOWN = 5


def differing(wins: QuerySet, *, user) -> tuple[tuple[Differing, ...], int]:
    """The newest wins on which verdicts differ, with all of them, and how many such wins there are."""
    found = wins.only("title", "title_en", "occurred_on", "precision", "initiative_id")
    shown = list(found.newest_first()[:SHOWN])
    said: dict[object, list[Judgement]] = {}
    inside = Judgement.objects.told_inside_to(user).filter(pk=OuterRef("pk"))
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
