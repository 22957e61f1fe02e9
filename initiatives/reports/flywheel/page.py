"""The flywheel of one initiative: which small win made which other one possible, and which stand loose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from initiatives.lenses import InitiativeTie
from initiatives.links import InPages, address
from initiatives.models import ForReader, WinLink
from initiatives.reports.counting.chains import Strand, strands
from initiatives.reports.flywheel.strands import ShownStrand, shown
from initiatives.reports.flywheel.suggestions import LooseWin, loose_wins
from initiatives.reports.profile.belonging import Tie
from initiatives.reports.profile.mechanisms import AWAY
from initiatives.reports.profile.page import Profile
from initiatives.sentences import of_all, said

PER_PAGE = 6


@dataclass(frozen=True)
class Flywheel(ForReader, InPages):
    """What the page says beside the profile: its strands, a page of them with their wins, and what is loose."""

    profile: Profile
    page: Page
    first: Strand | None  # the one with the longest chain
    strands: list[ShownStrand]
    loose: list[LooseWin]
    fed: tuple[int, int]  # wins that led to one of another initiative, and along how many links

    # ------------------------------------------------------------------ in numbers
    @property
    def numbers(self) -> list[SafeString]:
        """Each number with its rows behind it."""
        return [*filter(None, (self._longest_said, self._loose_said, self._fed_said))]

    @property
    def _longest_said(self) -> SafeString | str:
        if self.first is None:
            return ""
        n = len(self.first.chain)
        text = ngettext(
            'De langste keten telt <a href="%(url)s">%(n)s small win</a>.',
            'De langste keten telt <a href="%(url)s">%(n)s small wins</a>.',
            n,
        )
        return said(text, url=f"{self.at(1)}#streng-1", n=n)

    @property
    def _loose_said(self) -> SafeString | str:
        tally = self.profile.tally
        if not tally.loose:
            return ""
        count = of_all(tally.loose, tally.total, self.profile.loose_url, first=True)
        text = ngettext(
            "%(count)s small wins hangt nog aan geen andere.",
            "%(count)s small wins hangen nog aan geen andere.",
            tally.loose,
        )
        return said(text, count=count)

    @property
    def _fed_said(self) -> SafeString | str:
        wins, links = self.fed
        if not wins:
            return ""
        told = ngettext(
            "%(n)s small win leidde tot iets bij een ander initiatief:",
            "%(n)s small wins leidden tot iets bij een ander initiatief:",
            wins,
        ) % {"n": wins}
        along = ngettext(
            '<a href="%(url)s">%(n)s verband</a>.', '<a href="%(url)s">%(n)s verbanden</a>.', links
        )
        look = self.profile.look
        url = address(
            "initiatives:links", self.initiative.slug, periode=look.period, vanuit=look.perspective, over=AWAY
        )
        return said(f"{told} {along}", url=url, n=links)

    # ------------------------------------------------------------------ the dream and what it grew out of
    @property
    def dream(self) -> str:
        return self.initiative.dream

    @cached_property
    def grew(self) -> list[Tie]:
        """What it grew out of, and what grew out of it; with who says so."""
        growing = [
            Tie(tie.way, tuple(told for told in tie.told if told.tie.kind == InitiativeTie.GREW_OUT_OF))
            for tie in self.profile.ties
        ]
        return [tie for tie in growing if tie.told]

    def at(self, number: int) -> str:
        return self.profile.look.url(pagina=number if number > 1 else None)


def flywheel(profile: Profile, *, page: str | None = None) -> Flywheel:
    """The flywheel in a profile, as somebody looks at it. At most ten queries beside those of the profile's own parts."""
    reader, driven = profile.reader, profile.mechanisms
    found = strands(driven.pairs, driven.days)
    pages = Paginator(found, PER_PAGE).get_page(page)
    known = WinLink.objects.known_to(reader.user)
    return Flywheel(
        reader,
        profile,
        page=pages,
        first=found[0] if found else None,
        strands=shown(list(pages), known, here=reader.initiative, first_number=pages.start_index() or 1),
        loose=loose_wins(reader, profile.counted) if reader.is_inside and profile.tally.loose else [],
        fed=_fed(driven.away),
    )


def _fed(away: Iterable[tuple]) -> tuple[int, int]:
    """How many wins led to one of another initiative, and along how many links. In: (earlier, later) of those links."""
    links = list(away)
    return len({earlier for earlier, _later in links}), len(links)
