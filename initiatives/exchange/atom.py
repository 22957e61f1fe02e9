"""Small wins as an Atom feed (RFC 4287), by Django's own syndication framework."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language, gettext

from initiatives.language import plain
from initiatives.models import SmallWin
from initiatives.reports.filter.wins import WinFilter

LONGEST = 50
NEVER = dt.datetime(
    1970, 1, 1, tzinfo=dt.UTC
)  # a feed must say when it last changed, also one that never held anything


class SmallWinAtom(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """That of its entries, and never the present moment: the same rows give the same feed."""
        return super().latest_post_date() if self.items else NEVER


class SmallWinFeed(Feed):
    """The small wins that a filter chooses, those first that everyone could read last.

    In: the filter, of a visitor; and how a path here is called by others. The id of an entry is the key of its win, so that it
    stays the same in every feed, and when the site gets another address.
    """

    feed_type = SmallWinAtom

    def __init__(self, chosen: WinFilter, whole: Callable[[str], str]):
        self.chosen, self.whole = chosen, whole
        self.language = get_language()
        self.link, self.feed_url = whole(chosen.url("wins:index")), whole(chosen.url())
        self.feed_guid = self.feed_url
        self.author_name = settings.SITE_NAME

    def title(self) -> str:
        of = ", ".join(str(chip.value) for chip in self.chosen.chips)
        return gettext("Small wins: %(of)s") % {"of": of} if of else gettext("Small wins")

    def subtitle(self) -> str:
        return gettext("De %(n)s die het laatst voor iedereen te lezen waren.") % {"n": LONGEST}

    def items(self) -> list[SmallWin]:
        return [
            *self.chosen.wins().newly_confirmed_first().select_related("initiative").defer("search")[:LONGEST]
        ]

    def item_title(self, item: SmallWin) -> str:
        return plain(item, "title")

    def item_description(self, item: SmallWin) -> str:
        """Django says of it that it is HTML; people wrote plain text."""
        return linebreaks(plain(item, "description"), autoescape=True)

    def item_link(self, item: SmallWin) -> str:
        return self.whole(item.get_absolute_url())

    def item_guid(self, item: SmallWin) -> str:
        return item.pk.urn

    def item_author_name(self, item: SmallWin) -> str:
        return plain(item.initiative, "title")

    def item_pubdate(self, item: SmallWin) -> dt.datetime:
        return item.confirmed_at

    def item_updateddate(self, item: SmallWin) -> dt.datetime:
        """When somebody last gave it other words. That a team answered something only it may read, is not told."""
        return max(item.confirmed_at, item.reworded_at or NEVER)
