"""What each partner wants, how wishes live together, and which wins serve them (theory §9)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import IN_TENSION, Per, Priority, WishKind, WishRelation, WishUnit
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import GuestLink, GuestLinkQuerySet
from initiatives.models.initiatives import Initiative, Partnership
from initiatives.models.people import User
from initiatives.models.wins import SmallWin


class WishQuerySet(models.QuerySet):
    """Wishes under discussion stay with those who work on the initiative."""

    def visible_to(self, user):
        return self.filter(partnership__initiative__in=Initiative.objects.editable_by(user).values("pk"))

    def editable_by(self, user):
        return self.visible_to(user)

    def of(self, initiative: Initiative):
        return self.filter(partnership__initiative=initiative)

    def active_on(self, day):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class Wish(models.Model):
    """What one partner wants from an initiative."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="wishes")
    statement = models.CharField(_("wat wil deze partner?"), max_length=280)
    kind = code_field(_("waar gaat het over?"), WishKind, null=True, blank=True)
    quantity = models.DecimalField(_("hoeveel?"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = code_field(_("waarvan?"), WishUnit, null=True, blank=True)
    per = code_field(_("per"), Per, null=True, blank=True)
    priority = code_field(_("hoe belangrijk is het?"), Priority, null=True, blank=True)
    valid_from = models.DateField(_("geldt vanaf"), null=True, blank=True)
    valid_until = models.DateField(_("geldt tot"), null=True, blank=True)
    is_first_hand = models.BooleanField(_("door de partner zelf gezegd"), default=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False, editable=False)
    stated_at = models.DateTimeField(default=timezone.now, editable=False)
    stated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    wins = models.ManyToManyField(SmallWin, related_name="wishes", blank=True, verbose_name=_("small wins"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wens")
        verbose_name_plural = _("wensen")
        ordering = ["stated_at"]
        constraints = [
            known_code("wish", "kind", WishKind),
            known_code("wish", "unit", WishUnit),
            known_code("wish", "per", Per),
            known_code("wish", "priority", Priority),
            together("wish", "quantity", "quantity", "unit"),
            models.CheckConstraint(
                name="wish_counts_something",
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                violation_error_message=_("Schrijf een getal groter dan nul."),
            ),
            models.CheckConstraint(
                name="wish_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Een wens stopt niet voordat hij begint."),
            ),
            models.CheckConstraint(name="wish_says_something", condition=~Q(statement="")),
        ]

    def __str__(self) -> str:
        return self.statement


class WishLinkQuerySet(GuestLinkQuerySet):
    def visible_to(self, user):
        return self.filter(partnership__initiative__in=Initiative.objects.editable_by(user).values("pk"))

    def editable_by(self, user):
        return self.visible_to(user).filter(revoked_at__isnull=True)


class WishLink(GuestLink):
    """With this address a partner writes down its own wishes."""

    purpose = "wish link"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="wish_links")

    objects = WishLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link voor wensen")
        verbose_name_plural = _("links voor wensen")
        constraints = [together("wish_link", "revoked", "revoked_at", "revoked_by")]

    def __str__(self) -> str:
        return str(self.partnership)


class WishPairQuerySet(models.QuerySet):
    def visible_to(self, user):
        wishes = Wish.objects.visible_to(user).values("pk")
        return self.filter(first__in=wishes, second__in=wishes)

    def editable_by(self, user):
        return self.visible_to(user)

    def in_tension(self):
        """They rub or clash, and nothing is agreed about it."""
        return self.filter(relation__in=IN_TENSION, agreement="")


class WishPair(models.Model):
    """How two wishes of one initiative live together, and what bridges them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="pairs_as_first")
    second = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="pairs_as_second")
    relation = code_field(_("hoe gaan ze samen?"), WishRelation, default=WishRelation.UNKNOWN)
    reason = models.TextField(_("waarom?"), blank=True, max_length=1000)
    related_on = models.DateField(_("sinds"), default=timezone.localdate)
    agreement = models.TextField(_("wat spreken jullie af?"), blank=True, max_length=1000)
    first_gives = models.CharField(_("wat geeft de een op?"), max_length=280, blank=True)
    second_gives = models.CharField(_("wat geeft de ander op?"), max_length=280, blank=True)
    first_agreed_on = models.DateField(_("akkoord van de een op"), null=True, blank=True)
    second_agreed_on = models.DateField(_("akkoord van de ander op"), null=True, blank=True)
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = WishPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("twee wensen")
        verbose_name_plural = _("paren van wensen")
        ordering = ["told_at"]
        constraints = [
            known_code("wish_pair", "relation", WishRelation),
            models.CheckConstraint(
                name="wish_pair_in_one_order",
                condition=Q(first__lt=F("second")),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                name="each_wish_pair_once",
                violation_error_message=_("Over deze twee wensen staat al iets."),
            ),
            models.CheckConstraint(
                name="wish_pair_agreement_has_words",
                condition=~Q(agreement="")
                | Q(
                    first_agreed_on__isnull=True,
                    second_agreed_on__isnull=True,
                    review_on__isnull=True,
                ),
                violation_error_message=_("Schrijf wat jullie afspreken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ↔ {self.second}"

    def clean(self) -> None:
        """Two wishes of the same initiative, in one order."""
        if self.first_id and self.second_id:
            if self.first.partnership.initiative_id != self.second.partnership.initiative_id:
                raise ValidationError(_("Kies twee wensen van hetzelfde initiatief."))
            if str(self.first_id) > str(self.second_id):
                self.first, self.second = self.second, self.first

    @property
    def is_agreed(self) -> bool:
        """Both partners said yes."""
        return bool(self.agreement and self.first_agreed_on and self.second_agreed_on)
