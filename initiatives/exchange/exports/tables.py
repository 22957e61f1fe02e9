"""Which rows people take along: those of the page, as its filter chose them for this reader.

Every table starts from the filter of an address, or from who looks, so from the QuerySets that say who sees what. What a row is
tied to is fetched beside it for as many rows at a time as the file asks for: a fixed number of queries each time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.exports import columns as of
from initiatives.exchange.exports.columns import FileColumn, readable
from initiatives.models import (
    Initiative,
    InitiativeLink,
    Judgement,
    Loss,
    Onlooker,
    Partner,
    Partnership,
    WinLink,
)
from initiatives.models.checks import shown_by_another
from initiatives.reports.challenges.room import questions_of
from initiatives.reports.counting.special_wins import lasted, whether
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.network.cities import taking_part
from initiatives.reports.network.initiatives import named
from initiatives.reports.network.partners import partners_named


@dataclass(frozen=True)
class Table:
    """Rows of one noun. `name`: its word in an address. `page`: where one sees them.

    `rows`: those that a filter chooses, in the order of their page. `filled`: the same rows with all that the columns ask.
    `named`: those of which the name holds these words, where its page searches so, with the word `search` in its address.
    """

    name: str
    label: str | Promise
    page: str
    columns: tuple[FileColumn, ...]
    rows: Callable[[WinFilter], QuerySet]
    filled: Callable[[QuerySet, Onlooker], QuerySet]
    named: Callable[[QuerySet, str], QuerySet] | None = None
    search: str = "q"

    def columns_for(self, user) -> tuple[FileColumn, ...]:
        return readable(self.columns, user)

    def found(self, chosen: WinFilter, words: str = "") -> QuerySet:
        """The rows of the page. In: `words`, typed to find a name."""
        rows = self.rows(chosen)
        return self.named(rows, words) if words and self.named else rows

    def asked(self, chosen: WinFilter, words: str = "") -> QuerySet:
        """The same rows with all that the columns ask."""
        return self.filled(self.found(chosen, words), chosen.onlooker)


# ------------------------------------------------------------------ small wins
def _wins(chosen: WinFilter) -> QuerySet:
    return chosen.wins().newest_first()


def _with_all_of_a_win(wins: QuerySet, onlooker: Onlooker) -> QuerySet:
    judged = Judgement.objects.visible_to(onlooker.user).order_by("said_at", "pk")
    known = Partner.objects.visible_to(onlooker.user)
    return (
        wins.annotate(is_shown=whether(shown_by_another()), is_lasting=whether(lasted()))
        .select_related("initiative")
        .defer("search")
        .prefetch_related(
            "initiative__cities",
            Prefetch("partners", known, to_attr="partners_known"),
            Prefetch("judgements", judged, to_attr="judged"),
        )
    )


# ------------------------------------------------------------------ initiatives and what takes part
def _initiatives(chosen: WinFilter) -> QuerySet:
    return chosen.initiatives().order_by("title_sort", "pk")


def _with_all_of_an_initiative(initiatives: QuerySet, onlooker: Onlooker) -> QuerySet:
    known = onlooker.sees(Partnership).select_related("partner")
    return initiatives.select_related("programme").prefetch_related(
        "cities", "themes", "challenges", Prefetch("partnerships", known, to_attr="partnerships_known")
    )


def _partners(chosen: WinFilter) -> QuerySet:
    """All of them; with a filter those that take or took part in an initiative that fits."""
    partners = chosen.onlooker.partners.order_by("name_sort", "pk")
    return partners.filter(pk__in=_partnerships_of(chosen).values("partner")) if chosen.words else partners


def _with_all_of_a_partner(partners: QuerySet, onlooker: Onlooker) -> QuerySet:
    return partners.select_related("city").annotate(taking_part=taking_part(onlooker.initiatives))


def _cities(chosen: WinFilter) -> QuerySet:
    cities = chosen.onlooker.cities.order_by("name_sort", "pk")
    there = Initiative.cities.through.objects.filter(initiative__in=_keys(chosen.initiatives()))
    return cities.filter(pk__in=there.values("city")) if chosen.words else cities


def _with_its_initiatives(rows: QuerySet, onlooker: Onlooker) -> QuerySet:
    return rows.prefetch_related(Prefetch("initiatives", onlooker.initiatives, to_attr="initiatives_known"))


def _with_all_of_a_challenge(challenges: QuerySet, onlooker: Onlooker) -> QuerySet:
    asking = Prefetch("asked_by", Partner.objects.visible_to(onlooker.user))
    return _with_its_initiatives(challenges, onlooker).prefetch_related(asking)


def _partnerships(chosen: WinFilter) -> QuerySet:
    return _partnerships_of(chosen).order_by("initiative__title_sort", "partner__name_sort", "pk")


def _partnerships_of(chosen: WinFilter) -> QuerySet:
    return chosen.onlooker.sees(Partnership).order_by().filter(initiative__in=_keys(chosen.initiatives()))


# ------------------------------------------------------------------ losses and links
def _losses(chosen: WinFilter) -> QuerySet:
    """Those of wins that fit, and of initiatives that fit; with words about wins only the first."""
    losses = chosen.onlooker.sees(Loss).standing().order_by("-seen_on", "-told_at", "pk")
    if chosen.about_wins:
        return losses.filter(win__in=_keys(chosen.wins()))
    return losses.filter(initiative__in=_keys(chosen.initiatives())) if chosen.words else losses


def _links(chosen: WinFilter) -> QuerySet:
    """The links with a win that fits at one of their ends."""
    links = WinLink.objects.known_to(chosen.user).order_by("pk")
    return links.at(chosen.wins()) if chosen.words or chosen.onlooker.programme else links


def _ties(chosen: WinFilter) -> QuerySet:
    """The ties with an initiative that fits at one of their ends."""
    ties = chosen.onlooker.sees(InitiativeLink).agreed().order_by("pk")
    here = _keys(chosen.initiatives())
    return ties.filter(Q(initiative__in=here) | Q(other__in=here)) if chosen.words else ties


def _keys(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")


TABLES = {
    table.name: table
    for table in (
        Table("small-wins", _("small wins"), "wins:index", of.WIN, _wins, _with_all_of_a_win),
        Table(
            "initiatieven",
            _("initiatieven"),
            "initiatives:index",
            of.INITIATIVE,
            _initiatives,
            _with_all_of_an_initiative,
            named=named,
        ),
        Table(
            "partners",
            _("partners"),
            "partners:index",
            of.PARTNER,
            _partners,
            _with_all_of_a_partner,
            named=partners_named,
        ),
        Table("steden", _("steden"), "cities:index", of.CITY, _cities, _with_its_initiatives),
        Table(
            "vraagstukken",
            _("vraagstukken"),
            "challenges:index",
            of.CHALLENGE,
            questions_of,
            _with_all_of_a_challenge,
            named=lambda rows, words: rows.holding(words),
            search="zoek",
        ),
        Table(
            "samenwerkingen",
            _("samenwerkingen"),
            "partner_network:index",
            of.PARTNERSHIP,
            _partnerships,
            lambda rows, onlooker: rows.select_related("initiative", "partner"),
        ),
        Table(
            "verliezen",
            _("verliezen"),
            "network:dashboard",
            of.LOSS,
            _losses,
            lambda rows, onlooker: rows.select_related("initiative"),
        ),
        Table(
            "verbanden",
            _("verbanden tussen small wins"),
            "flywheels:network",
            of.WIN_LINK,
            _links,
            lambda rows, onlooker: rows.select_related("earlier__initiative", "later__initiative").defer(
                "earlier__search", "later__search"
            ),
        ),
        Table(
            "samenhang",
            _("verbanden tussen initiatieven"),
            "flywheels:network",
            of.INITIATIVE_LINK,
            _ties,
            lambda rows, onlooker: rows.select_related("initiative", "other"),
        ),
    )
}
