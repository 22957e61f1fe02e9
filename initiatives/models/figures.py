"""Numbers that a source states about an initiative in one study year: drawn beside each other, never added up (theory §14)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Exactness, Measure
from initiatives.links import site_of
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.periods import FIRST_MONTH, Period

FIRST_YEAR, LAST_YEAR = 1900, 2200


class FigureQuerySet(OfAnInitiativeQuerySet):
    def by_year(self):
        """The oldest study year first; of one year the source that was written down first."""
        return self.order_by("year", "added_at", "pk")


class Figure(models.Model):
    """One number, with who says so. Where two sources disagree there are two rows, and both are shown."""

    columns = Columns(words="source note note_en", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="figures", verbose_name=_("initiatief")
    )
    year = models.PositiveSmallIntegerField(_("studiejaar"))  # the one that begins in September of this year
    measure = code_field(_("wat is er geteld?"), Measure)
    quantity = models.PositiveIntegerField(_("hoeveel?"))
    exactness = code_field(_("hoe precies?"), Exactness, default=Exactness.EXACT)
    source = models.CharField(_("wie zegt dit?"), max_length=500)  # an address, or words
    note = models.CharField(_("wat telt het precies?"), max_length=200, blank=True)
    note_en = models.CharField(_("wat telt het precies? (Engels)"), max_length=200, blank=True)
    added_at, added_by = made()

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("aantal")
        verbose_name_plural = _("aantallen")
        ordering = ["year", "added_at"]
        constraints = [
            known_code("figure", "measure", Measure),
            known_code("figure", "exactness", Exactness),
            models.CheckConstraint(name="figure_says_who_says_so", condition=~Q(source="")),
            models.CheckConstraint(
                name="figure_is_of_a_year", condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
            ),
            models.UniqueConstraint(
                fields=["initiative", "year", "measure", "source"],
                name="figure_is_said_once_by_a_source",
                violation_error_message=_(
                    "Deze bron staat er al met een getal over dit studiejaar. Pas dat getal aan."
                ),
            ),
        ]

    def __str__(self) -> str:
        """E.g. "bewoners: meer dan 1.700 in 2019-2020"."""
        words = {"measure": self.get_measure_display(), "amount": self.amount, "year": self.study_year}
        return gettext("%(measure)s: %(amount)s in %(year)s") % words

    @property
    def study_year(self) -> str:
        """As people write it: "2019-2020"."""
        return str(Period.academic_year(dt.date(self.year, FIRST_MONTH, 1)))

    @property
    def digits(self) -> str:
        """As people write it: "1.700", "€ 50.000"."""
        money = "€\u00a0" if self.measure == Measure.BUDGET_EUR else ""
        return money + number_format(self.quantity, use_l10n=True, force_grouping=True)

    @property
    def amount(self) -> str:
        """The number with what the source says of it: "meer dan 1.700"."""
        return f"{Exactness(self.exactness).before} {self.digits}".strip()

    @property
    def source_url(self) -> str:
        """The address of the source; empty where somebody named it in words."""
        return self.source if site_of(self.source) else ""

    @property
    def source_said(self) -> str:
        """The source in few words: its words, or the site on which it stands."""
        return site_of(self.source) or self.source

    def remove(self) -> None:
        """Delete a number that no source said after all."""
        self.delete()
