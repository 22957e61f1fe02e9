"""Wishes of partners, pairs of wishes, and the wins that serve them (theory §9)."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.lenses import IN_TENSION, Per, Priority, WishKind, WishRelation, WishUnit, amount
from initiatives.models.audit import acting
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import GuestLink, GuestLinkQuerySet, TooMany
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.partnerships import Partnership
from initiatives.models.people import User
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.models.wins import SmallWin
from initiatives.sentences import joined, strong

MOST_A_DAY = 30  # wishes through one link
AGAIN = dt.timedelta(hours=1)  # the very same words within it are the same wish


class WishQuerySet(OfAnInitiativeQuerySet):
    """Wishes under discussion stay with those who work on the initiative."""

    hangs_on = "partnership__initiative"
    read_by = "editable_by"

    def of(self, initiative: Initiative):
        return self.filter(partnership__initiative=initiative)

    def of_partners_taking_part(self, *, on: dt.date | None = None):
        """Wishes of partners that have not stopped by that day, today if none is named."""
        return self.filter(partnership__in=Partnership.objects.taking_part(on=on).values("pk"))

    def by_partner(self):
        """With their partners, by the partner's name and the day."""
        rows = self.select_related("partnership__partner", "partnership__initiative")
        return rows.order_by("partnership__partner__name_sort", "stated_at", "pk")

    def given_through(self, link: "WishLink"):
        """Wishes that the partner itself wrote with this address.

        A partner has one working link at a time, so every wish without an account since then came through it.
        """
        return self.filter(
            partnership=link.partnership_id,
            is_first_hand=True,
            stated_by__isnull=True,
            stated_at__gte=link.created_at,
        )


class WishManager(models.Manager.from_queryset(WishQuerySet)):
    def say_through(self, link: "WishLink", *, submission_id: uuid.UUID, **words) -> tuple["Wish", bool]:
        """A partner writes a wish of its own. Out: the wish, and whether it is new.

        The wish names no account, also when its writer is logged in. Raises WishLink.DoesNotExist where the
        link stopped a moment ago, and TooMany.
        """
        with acting(None), transaction.atomic():
            WishLink.objects.select_for_update(of=("self",), no_key=True).usable().get(pk=link.pk)
            said = self.given_through(link)
            if before := said.filter(_sent_before(submission_id, words["statement"])).first():
                return before, False
            if said.filter(stated_at__gt=timezone.now() - dt.timedelta(days=1)).count() >= MOST_A_DAY:
                raise TooMany
            taken = self.filter(pk=submission_id).exists()
            pk = uuid.uuid4() if taken else submission_id
            return self.create(pk=pk, partnership_id=link.partnership_id, is_first_hand=True, **words), True


def _sent_before(submission_id: uuid.UUID, statement: str) -> Q:
    """A condition on wishes that were sent before: under this number, or in the same words a moment ago.

    A browser that goes back may send the same words under a new number.
    """
    return Q(pk=submission_id) | Q(statement=statement, stated_at__gt=timezone.now() - AGAIN)


class Wish(models.Model):
    """A wish of one partner for an initiative."""

    columns = Columns(private="statement", author="stated_by")

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
    stated_at = models.DateTimeField(default=timezone.now, editable=False)
    stated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    wins = models.ManyToManyField(SmallWin, related_name="wishes", blank=True, verbose_name=_("small wins"))

    objects = WishManager()

    class Meta:
        verbose_name = _("wens")
        verbose_name_plural = _("wensen")
        ordering = ["stated_at"]
        constraints = [
            known_code("wish", "kind", WishKind),
            known_code("wish", "unit", WishUnit),
            known_code("wish", "per", Per),
            known_code("wish", "priority", Priority),
            together(
                "wish",
                "quantity",
                *("quantity", "unit"),
                says=_("Een aantal en waarvan het er zoveel zijn, horen bij elkaar."),
            ),
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

    def get_absolute_url(self) -> str:
        return reverse("wishes:show", args=[self.partnership.initiative.slug, self.pk])

    @property
    def facts(self) -> str:
        """The other facts of the wish in one line, beside its sentence and its amount. Unknown ones are left out."""
        first_hand = _("door de partner zelf gezegd")
        since, until = self.valid_from, self.valid_until
        facts = (
            self.get_kind_display() if self.kind else "",
            self.get_priority_display() if self.priority else "",
            first_hand if self.is_first_hand else _("namens de partner opgeschreven"),
            _("vanaf %(day)s") % {"day": date_format(since, "j F Y")} if since else "",
            _("tot en met %(day)s") % {"day": date_format(until, "j F Y")} if until else "",
            "" if self.is_active else _("geldt nu niet"),
        )
        return " · ".join(str(fact) for fact in facts if fact)

    @property
    def written_down(self) -> SafeString:
        """The day on which it was written down, and by whom."""
        on = _("Opgeschreven op %(on)s") % {"on": date_format(timezone.localtime(self.stated_at), "j F Y")}
        through = _("via de link van de partner")
        by = _("door %(who)s") % {"who": self.stated_by} if self.stated_by else through
        return joined((on, by), " ")

    @property
    def amount_and_facts(self) -> SafeString:
        return joined((strong(self.amount) if self.amount else "", self.facts), " · ")

    @property
    def amount(self) -> str:
        """The number of the wish in words: "4 projecten, per jaar"; empty without a number."""
        if self.quantity is None:
            return ""
        per = Per(self.per).label if self.per else ""
        return ", ".join(filter(None, (amount(self.quantity, self.unit), str(per))))

    @property
    def is_active(self) -> bool:
        """It holds today."""
        today = timezone.localdate()
        started = self.valid_from is None or self.valid_from <= today
        return started and (self.valid_until is None or self.valid_until >= today)

    def serve(self, wins, *, among) -> None:
        """Make exactly `wins` serve this wish, out of `among`. Other wins stay as they are."""
        with transaction.atomic():
            self.wins.remove(*(win for win in among if win not in wins))
            self.wins.add(*wins)


class WishLinkQuerySet(GuestLinkQuerySet, OfAnInitiativeQuerySet):
    hangs_on = "partnership__initiative"
    read_by = "editable_by"

    def usable(self):
        """A partner that left writes no wishes."""
        still_with_us = Partnership.objects.taking_part().values("pk")
        return super().usable().filter(partnership__in=still_with_us)

    def editable_by(self, user):
        return super().editable_by(user).filter(revoked_at__isnull=True)


class WishLinkManager(models.Manager.from_queryset(WishLinkQuerySet)):
    def make(self, partnership: Partnership, *, by: User, **details) -> "WishLink":
        """A new address for this partner; the one before stops."""
        with transaction.atomic():
            Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
            for before in partnership.wish_links.filter(revoked_at__isnull=True):
                before.revoke(by=by)
            return self.create(partnership=partnership, created_by=by, **details)


class WishLink(GuestLink):
    """With this address a partner writes down its own wishes."""

    purpose, opens = "wish link", "wishes:say"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="wish_links")

    objects = WishLinkManager()

    class Meta:
        verbose_name = _("link voor wensen")
        verbose_name_plural = _("links voor wensen")
        constraints = [together("wish_link", "revoked", "revoked_at", "revoked_by")]

    def __str__(self) -> str:
        return str(self.partnership)


class WishPairQuerySet(models.QuerySet):
    def with_ends(self):
        """With both wishes, their partners and their initiative."""
        return self.select_related(
            "first__partnership__partner", "second__partnership__partner", "first__partnership__initiative"
        )

    def visible_to(self, user):
        wishes = Wish.objects.visible_to(user).values("pk")
        return self.filter(first__in=wishes, second__in=wishes)

    def editable_by(self, user):
        return self.visible_to(user)


class WishPair(models.Model):
    """How two wishes of one initiative live together, and what bridges them."""

    columns = Columns(private="reason agreement first_gives second_gives", author="told_by")

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
    told_at, told_by = made()

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

    def get_absolute_url(self) -> str:
        return reverse("wishes:bridge", args=[self.first.partnership.initiative.slug, self.pk])

    def clean(self) -> None:
        """Two wishes of the same initiative, in one order."""
        if self.first_id and self.second_id:
            if self.first.partnership.initiative_id != self.second.partnership.initiative_id:
                raise ValidationError(_("Kies twee wensen van hetzelfde initiatief."))
            if str(self.first_id) > str(self.second_id):
                self.first, self.second = self.second, self.first

    @property
    def sides(self) -> list[tuple[str, str]]:
        """Each partner, and whether they said yes to the agreement and what they give up for it."""
        return [
            (self.first.partnership.partner.name, _agreed(self.first_agreed_on, self.first_gives)),
            (self.second.partnership.partner.name, _agreed(self.second_agreed_on, self.second_gives)),
        ]

    @property
    def relation_and_progress(self) -> SafeString:
        return joined((strong(capfirst(self.get_relation_display())), self.progress), " · ")

    @property
    def progress(self) -> str:
        """Since when it rubs, or that there is an agreement; empty where it does not rub."""
        if not self.is_open:
            return _("er is een afspraak") if self.is_agreed else ""
        text = ngettext("al %(days)s dag, sinds %(on)s", "al %(days)s dagen, sinds %(on)s", self.days)
        return text % {"days": self.days, "on": date_format(self.related_on, "j F Y")}

    @property
    def review(self) -> str:
        """When they look at the agreement again; that day may have gone by."""
        text = _("Opnieuw bekijken op %(on)s.")
        if self.is_to_review:
            text = _("Jullie zouden dit opnieuw bekijken op %(on)s.")
        return text % {"on": date_format(self.review_on, "j F Y")} if self.review_on else ""

    @property
    def is_agreed(self) -> bool:
        """Both partners said yes."""
        return bool(self.agreement and self.first_agreed_on and self.second_agreed_on)

    @property
    def is_open(self) -> bool:
        """They rub or clash, and the two partners, who both take part, have not both agreed on something."""
        if self.relation not in IN_TENSION or self.is_agreed:
            return False
        return self.first.partnership.takes_part() and self.second.partnership.takes_part()

    @property
    def is_to_review(self) -> bool:
        """The day on which they would look again has passed."""
        return self.review_on is not None and self.review_on <= timezone.localdate()

    @property
    def days(self) -> int:
        """How long it has been like this."""
        return (timezone.localdate() - self.related_on).days


def _agreed(on: dt.date | None, gives: str) -> str:
    said = _("akkoord op %(on)s") % {"on": date_format(on, "j F Y")} if on else _("nog geen akkoord")
    return f"{said}. " + _("Geeft op: %(what)s") % {"what": gives} if gives else str(said)
