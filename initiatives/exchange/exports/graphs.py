"""The network as a graph: who takes part in what, and which small win led to which."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.exchange.exports.tables import TABLES
from initiatives.language import plain
from initiatives.lenses import InitiativeTie
from initiatives.models import Initiative, InitiativeLink, Partner, Partnership, SmallWin, WinLink
from initiatives.periods import in_words
from initiatives.reports.filter.wins import WinFilter

ONE_WAY, BOTH_WAYS, NO_WAY = "directed", "mutual", "undirected"  # as Kumu calls them


@dataclass(frozen=True)
class GraphNode:
    """`key` is the same each time, so that a picture made elsewhere stays when the data is renewed."""

    key: str
    label: str
    kind: str
    description: str = ""
    tags: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True)
class GraphEdge:
    key: str
    start: str
    end: str
    kind: str
    way: str
    description: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Graph:
    nodes: list[GraphNode]
    edges: list[GraphEdge]


# ------------------------------------------------------------------ who takes part
def network_graph(chosen: WinFilter) -> Graph:
    """Partners and initiatives: who takes or took part, and how initiatives belong together. A fixed number of queries.

    Of what a tie or a partnership names, both ends are in it.
    """
    partnerships, ties = _rows("samenwerkingen", chosen), _rows("samenhang", chosen)
    initiatives = {each.pk: each for each in _rows("initiatieven", chosen)}
    ends = {key for tie in ties for key in (tie.initiative_id, tie.other_id)} - initiatives.keys()
    ends |= {each.initiative_id for each in partnerships} - initiatives.keys()
    more = _of_an_initiative(chosen.onlooker.initiatives.filter(pk__in=ends))
    partners = {each.partner_id: each.partner for each in partnerships}
    return Graph(
        [
            *map(_initiative, [*initiatives.values(), *more]),
            *(_partner(each) for each in sorted(partners.values(), key=lambda each: each.name_sort)),
        ],
        [*map(_partnership, partnerships), *map(_tie, ties)],
    )


def _of_an_initiative(initiatives: QuerySet) -> QuerySet:
    return initiatives.order_by("title_sort", "pk").prefetch_related("cities", "themes")


def _rows(name: str, chosen: WinFilter) -> list[models.Model]:
    return list(TABLES[name].asked(chosen))


def _initiative(initiative: Initiative) -> GraphNode:
    return GraphNode(
        _key(initiative),
        _title(initiative),
        _("initiatief"),
        plain(initiative, "summary"),
        (*(city.name for city in initiative.cities.all()), *(each.name for each in initiative.themes.all())),
        _page(initiative),
    )


def _partner(partner: Partner) -> GraphNode:
    return GraphNode(_key(partner), partner.name, str(partner.get_kind_display()), page=_page(partner))


def _partnership(partnership: Partnership) -> GraphEdge:
    return GraphEdge(
        f"samenwerking-{partnership.pk}",
        _key(partnership.partner),
        _key(partnership.initiative),
        str(partnership.get_role_display()),
        NO_WAY,
        str(partnership.ended),
        in_words(partnership.since, partnership.since_precision) if partnership.since else "",
        partnership.last_day.isoformat() if partnership.last_day else "",
    )


def _tie(tie: InitiativeLink) -> GraphEdge:
    return GraphEdge(
        f"samenhang-{tie.pk}",
        _key(tie.initiative),
        _key(tie.other),
        str(InitiativeTie(tie.kind).label),
        ONE_WAY if tie.is_one_way else BOTH_WAYS,
        tie.note,
        str(tie.since or ""),
    )


# ------------------------------------------------------------------ what led to what
def flywheel_graph(chosen: WinFilter) -> Graph:
    """Small wins with a link, and what led to what. A fixed number of queries. Loose ones are in the table of small wins."""
    links = _rows("verbanden", chosen)
    wins = {win.pk: win for link in links for win in (link.earlier, link.later)}
    return Graph([_win(win) for win in wins.values()], [_link(link) for link in links])


def _win(win: SmallWin) -> GraphNode:
    of = win.initiative
    when = in_words(win.occurred_on, win.precision)
    return GraphNode(_key(win), _title(win), _("small win"), when, (_title(of),), _page(win))


def _link(link: WinLink) -> GraphEdge:
    return GraphEdge(
        f"verband-{link.pk}",
        _key(link.earlier),
        _key(link.later),
        link.worked or _("niet gezegd"),
        ONE_WAY,
        link.how,
    )


# ------------------------------------------------------------------ names
def _key(row: Initiative | Partner | SmallWin) -> str:
    if isinstance(row, SmallWin):
        return f"small-win-{row.pk}"
    return f"{'initiatief' if isinstance(row, Initiative) else 'partner'}-{row.slug}"


def _title(row: Initiative | SmallWin) -> str:
    return plain(row, "title") or str(row)


def _page(row: models.Model) -> str:
    return settings.SITE_ADDRESS + row.get_absolute_url()


GRAPHS: dict[str, tuple[str | Promise, Callable[[WinFilter], Graph]]] = {
    "netwerk": (gettext_lazy("Het netwerk: wie doet waaraan mee"), network_graph),
    "vliegwiel": (gettext_lazy("Het vliegwiel: wat leidde tot wat"), flywheel_graph),
}
