"""The numbers that sources state about an initiative, by measure and study year (theory §14).

Each stands by itself: nothing is added up, compared or drawn on, as two sources seldom count the same thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from initiatives.glyphs import YearPoint, YearPoints
from initiatives.language import in_language
from initiatives.lenses import Exactness, Measure
from initiatives.models import Figure, Reader
from initiatives.sentences import joined, link, said

SHORT: dict[Exactness, str | Promise] = {
    Exactness.EXACT: "",
    Exactness.ABOUT: pgettext_lazy("kort voor ongeveer, voor een getal", "±"),
    Exactness.MORE_THAN: ">",
    Exactness.AT_MOST: "≤",
}


@dataclass(frozen=True)
class ToldFigure:
    """One number as a page says it."""

    figure: Figure

    @property
    def anchor(self) -> str:
        """Where it stands in the table."""
        return f"figure-{self.figure.pk}"

    @property
    def href(self) -> str:
        """Its source; one that was named in words stands in the table."""
        return self.figure.source_url or f"#{self.anchor}"

    @property
    def note(self) -> SafeString:
        return in_language(self.figure, "note") if self.figure.note else SafeString("")

    @property
    def text(self) -> SafeString:
        """In a sentence: "ongeveer 120 in 2019-2020 (alleen eerstejaars)"."""
        amount = link(self.href, self.figure.amount)
        words = said(_("%(amount)s in %(year)s"), amount=amount, year=self.figure.study_year)
        return joined((words, said("(%(note)s)", note=self.note) if self.note else ""), " ")

    @property
    def point(self) -> YearPoint:
        figure, exactness = self.figure, Exactness(self.figure.exactness)
        return YearPoint(
            year=figure.year,
            number=figure.quantity,
            exactness=exactness,
            words=f"{SHORT[exactness]}{figure.digits}",
            name=_("%(amount)s in %(year)s, volgens %(source)s")
            % {"amount": figure.amount, "year": figure.study_year, "source": figure.source_said},
            href=self.href,
        )


@dataclass(frozen=True)
class MeasureLine:
    """The numbers of one measure, by year."""

    measure: Measure
    told: tuple[ToldFigure, ...]
    years: tuple[int, int]  # the first and the last of which anything is told here

    @property
    def label(self) -> str:
        return capfirst(str(self.measure.label))

    @property
    def text(self) -> SafeString:
        """Its numbers as a sentence, each a link to its source."""
        return joined([each.text for each in self.told])

    @cached_property
    def picture(self) -> YearPoints | None:
        """One year by itself is no picture."""
        points = tuple(each.point for each in self.told)
        if len({point.year for point in points}) < 2:
            return None
        name = _("%(measure)s per studiejaar") % {"measure": self.label}
        return YearPoints(name, points, *self.years)


@dataclass(frozen=True)
class Figures:
    """All of an initiative that a reader may know."""

    measured: tuple[MeasureLine, ...]

    @property
    def signs(self) -> list[Exactness]:
        """The words of which a sign is drawn."""
        drawn = (each.told for each in self.measured if each.picture)
        codes = {told.figure.exactness for series in drawn for told in series}
        return [exactness for exactness in Exactness if exactness in codes]


def figures_of(reader: Reader) -> Figures:
    """One query."""
    rows = list(reader.sees_here(Figure).by_year())
    years = [row.year for row in rows]
    return Figures(tuple(_measured(rows, (min(years), max(years))))) if rows else Figures(())


def _measured(rows: list[Figure], years: tuple[int, int]) -> Iterable[MeasureLine]:
    for measure in Measure:
        told = tuple(ToldFigure(row) for row in rows if row.measure == measure)
        if told:
            yield MeasureLine(measure, told, years)
