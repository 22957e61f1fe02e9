"""The initiatives of the network by name, each with its rose."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Initiative, SmallWin
from initiatives.models.names import typed_words
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.sentences import joined

PER_PAGE = 20


@dataclass(frozen=True)
class InitiativeList:
    """One page of initiatives. `words` is what somebody searched for."""

    lines: list[InitiativeLine]
    page: Page
    words: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def counted(self) -> SafeString:
        """The number of initiatives. If they do not fit on one page, also which of them stand here."""
        first, last = self.page.start_index(), self.page.end_index()
        here = _("hier %(first)s tot en met %(last)s") % {"first": first, "last": last}
        counted = ngettext("%(n)s initiatief", "%(n)s initiatieven", self.total) % {"n": self.total}
        return joined((counted, here if self.page.has_other_pages() else ""))


def initiative_list(
    initiatives: QuerySet, *, user, words: str = "", page: str | None = None
) -> InitiativeList:
    """These initiatives by name, or those of which the name, the summary or a city holds every word.

    In: `initiatives` that the reader may see. Six queries, whatever the size.
    """
    if words:
        initiatives = initiatives.filter(pk__in=named(initiatives, words).values("pk"))
    sorted_ones = nearest_first(initiatives, words).prefetch_related("challenges")
    shown = Paginator(sorted_ones, PER_PAGE).get_page(page)
    wins = SmallWin.objects.visible_to(user).standing()
    return InitiativeList(initiative_lines(shown.object_list, wins), shown, words)


def nearest_first(initiatives: QuerySet, words: str) -> QuerySet:
    """By name; of what was searched for first those with whole words in their name, then in their summary or city, then
    parts of words.
    """
    there = Initiative.cities.through.objects.filter(city__name_key__holds_whole=words)
    nearness = Case(
        When(title_key__holds_whole=words, then=Value(0)),
        When(summary_key__holds_whole=words, then=Value(1)),
        When(pk__in=there.values("initiative"), then=Value(2)),
        When(title_key__holds=words, then=Value(3)),
        default=Value(4),
    )
    return initiatives.order_by(*([nearness] if words else []), "title_sort", "pk")


def named(initiatives: QuerySet, words: str) -> QuerySet:
    """Initiatives of which the name, the summary or a city holds every word, in either language."""
    for word in typed_words(words):
        there = Initiative.cities.through.objects.filter(city__name_key__holds=word)
        initiatives = initiatives.filter(
            Q(title_key__holds=word) | Q(summary_key__holds=word) | Q(pk__in=there.values("initiative"))
        )
    return initiatives.order_by()
