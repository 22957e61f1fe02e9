"""The first sentences of a story: how many wins, how long, from where to where."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.language import in_brief
from initiatives.links import wins_url
from initiatives.models import Initiative, SmallWin
from initiatives.periods import UNDATED
from initiatives.sentences import joined, said

LONG_ENOUGH = 60  # days; a shorter stretch needs no word of its own
LETTERS = 90  # of a title in the sentence: it stands whole further on


@dataclass(frozen=True)
class Opening:
    """How many, how long, from where to where. Wins without a date have no place in time."""

    initiative: Initiative
    total: int
    undated: int
    linked: int
    first: SmallWin | None
    last: SmallWin | None
    order_is_known: bool = False  # that no other may have been before the first, or after the last

    @property
    def dated(self) -> int:
        return self.total - self.undated

    @property
    def is_one_moment(self) -> bool:
        """The first and the latest are remembered as the same day, month or year."""
        return self.first.stretch == self.last.stretch

    @cached_property
    def days(self) -> int:
        return (self.last.middle_on - self.first.middle_on).days

    @property
    def is_rough(self) -> bool:
        """A year or a quarter does not carry a number of months."""
        return max(_length(self.first), _length(self.last)) > 31

    @property
    def years(self) -> int:
        """About so many years between them; 0 where months say it better, or nothing does."""
        return round(self.days / 365.25) if self.days >= 700 or self.is_rough else 0

    @property
    def months(self) -> int:
        return (
            round(self.days / 30.44)
            if self.days >= LONG_ENOUGH and not self.years and not self.is_rough
            else 0
        )

    def url(self, **words: object) -> str:
        return wins_url(initiatief=self.initiative.slug, **words)

    @property
    def all_url(self) -> str:
        return self.url()

    @property
    def linked_url(self) -> str:
        return self.url(verbonden="ja")

    @property
    def undated_url(self) -> str:
        return self.url(periode=UNDATED)

    # ------------------------------------------------------------------ in words
    @property
    def text(self) -> SafeString:
        """The first sentences of the story, with links to what they count: true for one win and for four hundred."""
        if self.total == 1:
            return self._only_one()
        if not self.dated:
            text = _('Hier staan <a href="%(all)s">%(n)s small wins</a>. Wanneer ze waren, weten we niet.')
            return said(text, n=self.total, all=self.all_url)
        how_many = said(_('<a href="%(all)s">%(n)s small wins</a>'), n=self.total, all=self.all_url)
        return joined((self._how_many_and_when(how_many, self._undated_linked()), self._from_to()), " ")

    def _only_one(self) -> SafeString:
        if not self.dated:
            text = _('Hier staat <a href="%(all)s">1 small win</a>. Wanneer die was, weten we niet.')
            return said(text, all=self.all_url)
        text = _(
            'Hier staat <a href="%(all)s">1 small win</a>, van %(begin)s: <a href="%(url)s">%(first_title)s</a>.'
        )
        words = {"begin": self.first.when_said, "first_title": in_brief(self.first, "title", LETTERS)}
        return said(text, all=self.all_url, url=self.first.get_absolute_url(), **words)

    def _from_to(self) -> SafeString | str:
        if not self.order_is_known:
            return ""
        return said(
            _(
                'Het verhaal begint met <a href="%(first_url)s">“%(first_title)s”</a> '
                'en loopt nu tot <a href="%(last_url)s">“%(last_title)s”</a>.'
            ),
            first_url=self.first.get_absolute_url(),
            first_title=in_brief(self.first, "title", LETTERS),
            last_url=self.last.get_absolute_url(),
            last_title=in_brief(self.last, "title", LETTERS),
        )

    @property
    def on_paper(self) -> SafeString:
        """How many, from when to when, in one sentence without links."""
        text = ngettext("%(n)s small win", "%(n)s small wins", self.total)
        how_many = said(text, n=self.total)
        if not self.dated:
            return said("%(n)s%(undated)s", n=how_many, undated=_(", zonder datum."))
        return self._how_many_and_when(how_many, self._undated())

    def _how_many_and_when(self, how_many: SafeString, undated: SafeString | str) -> SafeString:
        parts = {"n": how_many, "undated": undated, "span": self._span()}
        return said("%(n)s%(undated)s %(span)s" if undated else "%(n)s, %(span)s", **parts)

    def _undated(self) -> SafeString | str:
        text = ngettext(
            ", waarvan %(n)s zonder datum. Met datum:",
            ", waarvan %(n)s zonder datum. Met datum:",
            self.undated,
        )
        return said(text, n=self.undated) if self.undated else ""

    def _undated_linked(self) -> SafeString | str:
        text = ngettext(
            ', waarvan <a href="%(url)s">%(n)s</a> zonder datum. Met datum:',
            ', waarvan <a href="%(url)s">%(n)s</a> zonder datum. Met datum:',
            self.undated,
        )
        return said(text, n=self.undated, url=self.undated_url) if self.undated else ""

    def _span(self) -> SafeString:
        """From when to when, and about how long."""
        if self.is_one_moment:
            return said(_("van %(begin)s."), begin=self.first.when_said)
        n = self.years or self.months
        text = _("van %(begin)s tot en met %(end)s.")
        if self.years:
            text = ngettext(
                "in ongeveer %(n)s jaar, van %(begin)s tot en met %(end)s.",
                "in ongeveer %(n)s jaar, van %(begin)s tot en met %(end)s.",
                n,
            )
        elif self.months:
            text = ngettext(
                "in ongeveer %(n)s maand, van %(begin)s tot en met %(end)s.",
                "in ongeveer %(n)s maanden, van %(begin)s tot en met %(end)s.",
                n,
            )
        return said(text, n=n, begin=self.first.when_said, end=self.last.when_said)


def _length(win: SmallWin) -> int:
    return (win.stretch.last_day - win.stretch.first_day).days + 1
