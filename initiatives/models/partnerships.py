"""Partners in an initiative: their role, and from when till when."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import PartnershipRole, Precision
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Initiative
from initiatives.models.places import Partner
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.periods import in_words


class PartnershipQuerySet(OfAnInitiativeQuerySet):
    def visible_to(self, user):
        """A partner that waits for the staff is known only where it may be changed."""
        return self.admitted().filter(self.hanging_on(self.read_by, user)) | self.editable_by(user)

    def admitted(self):
        """Those of partners that everybody may know."""
        return self.filter(partner__in=Partner.objects.admitted().order_by().values("pk"))

    def taking_part(self, *, on: dt.date | None = None):
        """Partnerships that have not ended by that day, today if none is named.

        A partner takes part up to and on its last day: the one of the partnership, or that of the partner itself.
        """
        day = on or timezone.localdate()
        still_here = Q(is_over=False) & (Q(until__isnull=True) | Q(until__gte=day))
        not_gone = Q(partner__gone_on__isnull=True) | Q(partner__gone_on__gte=day)
        return self.filter(still_here & not_gone)

    def here_now(self, initiatives: models.QuerySet):
        """Partnerships of today in one of these initiatives, of partners that everybody may know."""
        return self.admitted().taking_part().filter(initiative__in=initiatives.order_by().values("pk"))


class Partnership(models.Model):
    """One partner in one initiative. An ended one stays, in the past."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="partnerships", verbose_name=_("initiatief")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("partner")
    )
    role = code_field(_("rol"), PartnershipRole, default=PartnershipRole.PARTNER)
    since = models.DateField(_("sinds"), null=True, blank=True)
    since_precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY, editable=False)
    until = models.DateField(
        _("tot"), null=True, blank=True, help_text=_("De laatste dag waarop de partner hier meedeed.")
    )
    is_over = models.BooleanField(
        _("deed eerder mee"),
        default=False,
        help_text=_("Voor een partner die niet meer meedoet, als de laatste dag niet bekend is."),
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("samenwerking")
        verbose_name_plural = _("samenwerkingen")
        ordering = ["partner__name_sort", "pk"]
        constraints = [
            known_code("partnership", "role", PartnershipRole),
            known_code("partnership", "since_precision", Precision),
            models.UniqueConstraint(
                fields=["initiative", "partner"],
                condition=Q(until__isnull=True, is_over=False),
                name="one_open_partnership_a_pair",
                violation_error_message=_("Deze partner doet al mee."),
            ),
            models.CheckConstraint(
                name="partnership_that_is_over_has_no_last_day",
                condition=Q(is_over=False) | Q(until__isnull=True),
                violation_error_message=_("Vul de laatste dag in, of zet dat de partner eerder meedeed."),
            ),
            models.CheckConstraint(
                name="partnership_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("Een samenwerking stopt niet voordat zij begint."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.initiative}"

    @property
    def role_and_kind(self) -> str:
        """The role of the partner, unless an ordinary one, and its kind: "penvoerder, universiteit"."""
        role = "" if self.role == PartnershipRole.PARTNER else str(self.get_role_display())
        waits = _("wacht op het programma") if self.partner.waits else ""
        parts = (role, self.partner.get_kind_display(), self.ended, waits)
        return ", ".join(map(str, filter(None, parts)))

    @property
    def begun(self) -> str:
        """Since when it takes part, as far as somebody said so."""
        if self.since is None:
            return ""
        return _("sinds %(day)s") % {"day": in_words(self.since, self.since_precision)}

    @property
    def ended(self) -> str:
        """Its last day, where it has one; or that it is over, where nobody knows since when."""
        last = self.last_day
        if last is None:
            return _("deed eerder mee") if self.is_over else ""
        return _("tot %(day)s") % {"day": date_format(last, "j F Y")}

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the partner takes part here: also a partner that stopped everywhere has one."""
        return min(filter(None, (self.until, self.partner.gone_on)), default=None)

    def takes_part(self, *, on: dt.date | None = None) -> bool:
        """`taking_part` of one row."""
        is_past = self.last_day is not None and self.last_day < (on or timezone.localdate())
        return not (self.is_over or is_past)
