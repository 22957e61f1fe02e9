"""Partners in an initiative: their role, and from when till when."""

import datetime as dt
from contextlib import suppress

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
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

    def go_over_to(self, partner: Partner) -> None:
        """Become the partnership of another partner; where that one takes part already, what is said of this one moves there."""
        there = self._of(partner)
        if there is None:
            self.partner = partner
            self.save(update_fields=["partner"])
            return
        there.role = self.role if there.role == PartnershipRole.PARTNER else there.role
        first = min((row for row in (self, there) if row.since), key=lambda row: row.since, default=there)
        there.since, there.since_precision = first.since, first.since_precision
        there.save(update_fields=["role", "since", "since_precision"])
        for relation in self._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
            _move(rows, relation.field.name, there)
        self.delete()

    def what_falls(self, partner: Partner) -> list[str]:
        """Sentences on what does not move in `go_over_to`: no partnership has two roles, two answers to one question or two objections to one thing that wait."""
        there, fallen = self._of(partner), []
        if there is None:
            return fallen
        if PartnershipRole.PARTNER not in (self.role, there.role) and self.role != there.role:
            words = {"known": partner, "kept": there.get_role_display(), "role": self.get_role_display()}
            fallen.append(gettext("%(known)s doet al mee als %(kept)s. De rol %(role)s vervalt.") % words)
        twice = self.meaning_answers.filter(meaning__in=there.meaning_answers.values("meaning")).count()
        if twice:
            words = ngettext(
                "%(n)s antwoord op wat opschalen betekent vervalt: %(known)s gaf er zelf een.",
                "%(n)s antwoorden op wat opschalen betekent vervallen: %(known)s gaf er zelf een.",
                twice,
            )
            fallen.append(words % {"n": twice, "known": partner})
        return fallen + self._objections_that_fall(there)

    def _objections_that_fall(self, there: "Partnership") -> list[str]:
        """Those of an answer that falls, and those that wait of what the other waits of, too."""
        answers = self.meaning_answers.filter(meaning__in=there.meaning_answers.values("meaning"))
        of_answers = self.objections.filter(answer__in=answers).values_list("pk", flat=True)
        n = len({*of_answers, *(row.pk for row in self.objections.said_there_too(there))})
        text = gettext(
            "%(n)s keer “dat klopt niet” vervalt: het gaat over zo’n antwoord, of %(known)s zei het al."
        )
        return [text % {"n": n, "known": there.partner}] if n else []

    def _of(self, partner: Partner) -> "Partnership | None":
        """The present partnership of this partner in the same initiative; None beside one that ended, which stays as it was."""
        others = self.initiative.partnerships.filter(partner=partner, until=None, is_over=False)
        return None if self.until or self.is_over else others.exclude(pk=self.pk).first()

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


def _move(rows: models.QuerySet, column: str, there: Partnership) -> None:
    """Hang the rows on another partnership. One that cannot hang there stays, and goes with its partnership."""
    for row in rows:
        with suppress(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: there})
