"""What came in at initiatives between two moments, as one reader may know it. What they did themselves is no news to them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.language import plain
from initiatives.lenses import InitiativeTie
from initiatives.links import address
from initiatives.models import Appeal, Initiative, InitiativeLink, Judgement, SmallWin, WinLink

Span = tuple[dt.datetime, dt.datetime]  # after the first, up to and with the second


class NewsKind(StrEnum):
    """The kinds of news, in the order in which they are said. The codes stand in addresses."""

    TOLD = "verteld"
    BORROWED = "overgenomen"
    JUDGED = "oordelen"
    LINKED = "verbanden"
    ASKED = "gevraagd"
    PUBLISHED = "nieuw"
    TIED = "samenhang"

    def said(self, n: int) -> str:
        """So many of this kind, in words."""
        text = {
            NewsKind.TOLD: ngettext("%(n)s small win verteld", "%(n)s small wins verteld", n),
            NewsKind.BORROWED: ngettext(
                "%(n)s keer bouwde een ander initiatief hierop voort",
                "%(n)s keer bouwde een ander initiatief hierop voort",
                n,
            ),
            NewsKind.JUDGED: ngettext(
                "%(n)s oordeel over een small win", "%(n)s oordelen over small wins", n
            ),
            NewsKind.LINKED: ngettext(
                "%(n)s keer leidde een small win tot een andere",
                "%(n)s keer leidde een small win tot een andere",
                n,
            ),
            NewsKind.ASKED: ngettext("%(n)s vraag op de A4", "%(n)s vragen op de A4", n),
            NewsKind.PUBLISHED: ngettext(
                "%(n)s initiatief gepubliceerd", "%(n)s initiatieven gepubliceerd", n
            ),
            NewsKind.TIED: ngettext(
                "%(n)s keer gezegd hoe het bij een ander initiatief hoort",
                "%(n)s keer gezegd hoe het bij een ander initiatief hoort",
                n,
            ),
        }[self]
        return text % {"n": n}


@dataclass(frozen=True)
class NewsItem:
    """One thing that came in, and where."""

    what: NewsKind
    at: int  # the key of the initiative
    title: str
    href: str
    moment: dt.datetime
    key: object  # of its row


def news(user, initiatives: QuerySet, span: Span) -> list[NewsItem]:
    """All that came in at these initiatives, kind by kind, the newest first. Six queries.

    In: initiatives that the user may read.
    """
    here = initiatives.order_by().values("pk")
    found = [
        *_told(user, here, span),
        *_linked(user, here, span),
        *_judged(user, here, span),
        *_asked(user, here, span),
        *_published(user, here, span),
        *_tied(user, here, span),
    ]
    order = list(NewsKind)
    return sorted(found, key=lambda item: (order.index(item.what), -item.moment.timestamp(), item.href))


def _between(span: Span, column: str) -> Q:
    return Q(**{f"{column}__gt": span[0], f"{column}__lte": span[1]})


def _told(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    """Small wins that a team told or took on; not those that were loaded from sources."""
    wins = SmallWin.objects.visible_to(user).standing().filter(initiative__in=here, dataset_key__isnull=True)
    came = wins.annotate(came_at=Coalesce("taken_on_at", "logged_at")).filter(_between(span, "came_at"))
    mine = Q(logged_by=user, capture_link__isnull=True) | Q(taken_on_by=user)
    for win in came.exclude(Q(pk__in=SmallWin.objects.filter(mine).order_by().values("pk"))).defer("search"):
        yield NewsItem(
            NewsKind.TOLD, win.initiative_id, plain(win, "title"), win.get_absolute_url(), win.came_at, win.pk
        )


def _linked(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    """Links between wins, at the initiative of the later one; and where that is another, at the earlier one as well."""
    links = WinLink.objects.known_to(user).said().filter(_between(span, "confirmed_at"))
    ends = Q(earlier__initiative__in=here) | Q(later__initiative__in=here)
    ours = links.filter(ends).exclude(confirmed_by=user)
    keys = set(here.values_list("pk", flat=True)) if (rows := _with_wins(ours)) else set()
    for link in rows:
        from_, to = link.earlier, link.later
        if to.initiative_id in keys:
            title = f"{plain(from_, 'title')} → {plain(to, 'title')}"
            yield NewsItem(
                NewsKind.LINKED, to.initiative_id, title, to.get_absolute_url(), link.confirmed_at, link.pk
            )
        if from_.initiative_id != to.initiative_id and from_.initiative_id in keys:
            title = _("%(other)s: %(win)s") % {
                "other": plain(to.initiative, "title"),
                "win": plain(to, "title"),
            }
            yield NewsItem(
                NewsKind.BORROWED,
                from_.initiative_id,
                title,
                to.get_absolute_url(),
                link.confirmed_at,
                link.pk,
            )


def _with_wins(links: QuerySet) -> list[WinLink]:
    return list(
        links.select_related("earlier", "later__initiative").defer("earlier__search", "later__search")
    )


def _judged(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    said = Judgement.objects.visible_to(user).filter(_between(span, "said_at"), win__initiative__in=here)
    known = SmallWin.objects.visible_to(user).standing().order_by().values("pk")
    rows = said.filter(win__in=known).exclude(said_by=user).select_related("win").defer("win__search")
    for row in rows:
        title = f"{plain(row.win, 'title')} ({row.get_perspective_display()})"
        href = f"{row.win.get_absolute_url()}#judgements"
        yield NewsItem(NewsKind.JUDGED, row.win.initiative_id, title, href, row.said_at, row.pk)


def _asked(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    """What a team asks on its A4, in the last version of it alone."""
    rows = Appeal.objects.visible_to(user).newest().filter(_between(span, "written_at"), initiative__in=here)
    for row in rows.exclude(asked="").exclude(written_by=user).select_related("initiative"):
        href = address("stories:sheet", row.initiative.slug)
        yield NewsItem(NewsKind.ASKED, row.initiative_id, row.asked, href, row.written_at, row.pk)


def _published(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    rows = Initiative.objects.visible_to(user).filter(_between(span, "published_at"), pk__in=here)
    for row in rows.exclude(published_by=user):
        yield NewsItem(
            NewsKind.PUBLISHED, row.pk, plain(row, "title"), row.get_absolute_url(), row.published_at, row.pk
        )


def _tied(user, here: QuerySet, span: Span) -> Iterable[NewsItem]:
    """How two initiatives belong together, at both of them; what grew out of one was borrowed from it."""
    ties = InitiativeLink.objects.known_to(user).filter(_between(span, "confirmed_at"))
    ends = Q(initiative__in=here) | Q(other__in=here)
    rows = ties.filter(ends).exclude(confirmed_by=user)
    rows = rows.annotate(is_here=Q(initiative__in=here), is_there=Q(other__in=here)).select_related(
        "initiative", "other"
    )
    for row in rows:
        title = f"{plain(row.initiative, 'title')} · {plain(row.other, 'title')}"
        ends = [row.initiative] * bool(row.is_here) + [row.other] * bool(row.is_there)
        for end in ends:
            grew = row.kind == InitiativeTie.GREW_OUT_OF and end == row.other
            what = NewsKind.BORROWED if grew else NewsKind.TIED
            yield NewsItem(
                what, end.pk, title, address("belonging:index", end.slug), row.confirmed_at, row.pk
            )
