"""What one team says of itself and another one: it waits until the other says yes (decision 0187).

Links between wins and ties between initiatives are both such rows.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.language import titled
from initiatives.lenses import LinkBasis
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import not_yet
from initiatives.models.people import User
from initiatives.models.rights import HangingQuerySet
from initiatives.periods import on_day
from initiatives.sentences import said


class AgreedQuerySet(HangingQuerySet):
    def agreed(self):
        """Those that both teams stand behind."""
        return self.filter(confirmed_at__isnull=False, declined_at__isnull=True)

    def known_to(self, user):
        """Those that both teams stand behind, of which the reader knows both ends: all that a page says of them."""
        return self.agreed().visible_to(user)

    def not_declined(self):
        return self.filter(declined_at__isnull=True)

    def waiting(self):
        """Those to which nobody said yes or no: they count nowhere."""
        return self.filter(confirmed_at__isnull=True, declined_at__isnull=True)

    def asked_of_team_of(self, user):
        """Those about which a team was asked for which the user answers, and of which they may read both ends."""
        teams = Initiative.objects.worked_on_by(user).order_by().values("pk")
        return self.visible_to(user).filter(asked__in=teams)

    def saying_who_answers(self):
        """Adds `is_asked_of_nobody`: nobody is in the team that was asked."""
        team = Initiative.objects.with_somebody().filter(pk=OuterRef("asked"))
        return self.annotate(is_asked_of_nobody=Q(asked__isnull=False) & ~Exists(team))


class AgreedRow(models.Model):
    """A row with two ends. Who told it is `told_by`."""

    basis = code_field(_("wie zegt dat?"), LinkBasis, default=LinkBasis.TEAM)
    # The initiative at the other end, whose team says whether it is so. Nobody where who told it speaks for both.
    asked = models.ForeignKey(
        Initiative,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("gevraagd aan"),
    )
    confirmed_at, confirmed_by = not_yet(_("bevestigd op"))
    declined_at, declined_by = not_yet(_("afgewezen op"))

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        return not (self.confirmed_at or self.declined_at)

    @property
    def is_agreed(self) -> bool:
        return bool(self.confirmed_at) and not self.declined_at

    @property
    def ask_said(self) -> SafeString:
        """What became of the question to the other team, to who asked it. In: one of `saying_who_answers`."""
        if self.declined_at:
            return self.refused_said
        team = titled(self.asked)
        if self.is_asked_of_nobody:
            words = gettext(
                "Bij {} zit nog niemand in het team. Het programma kan ja of nee zeggen. Tot die tijd telt het niet mee."
            )
            return format_html(words, team)
        return format_html(gettext("Wacht op {}. Tot die tijd telt het niet mee."), team)

    @property
    def refused_said(self) -> SafeString:
        on = on_day(self.declined_at)
        return format_html(gettext("Gevraagd aan {}: nee, op {}. Dit telt niet mee."), titled(self.asked), on)

    @property
    def just_asked_said(self) -> str:
        """Whom the question waits for: a team, or the programme where nobody is in that team."""
        is_heard = Initiative.objects.with_somebody().filter(pk=self.asked_id).exists()
        text = (
            gettext("Gevraagd. Wacht op %(team)s.")
            if is_heard
            else gettext(
                "Gevraagd. Bij %(team)s zit nog niemand in het team: het programma kan ja of nee zeggen."
            )
        )
        return text % {"team": self.asked}

    @property
    def agreed_said(self) -> SafeString:
        """That both teams stand behind it, to either of them."""
        return said(
            gettext("Jullie zeggen allebei dat dit klopt, sinds %(on)s."), on=on_day(self.confirmed_at)
        )

    def confirm(self, *, by: User) -> None:
        """Say that it is so. Who told it and says this speaks for both teams, so that nobody was asked."""
        self.asked = None if by == self.told_by else self.asked
        self.confirmed_at, self.confirmed_by = timezone.now(), by
        self.declined_at = self.declined_by = None
        self.save()

    def decline(self, *, by: User) -> None:
        self.declined_at, self.declined_by = timezone.now(), by
        self.save()

    def agree(self, *, by: User) -> None:
        """The team that was asked says that it is so."""
        self.confirm(by=by)

    def take_back(self, *, by: User) -> None:
        """Delete what a team told. What a source or the editors say is declined instead, so that it stays known."""
        if self.basis == LinkBasis.TEAM:
            self.delete()
        else:
            self.decline(by=by)


def agreed_by_two(table: str) -> list[models.BaseConstraint]:
    """The rules of the columns of an `AgreedRow`."""
    return [
        known_code(table, "basis", LinkBasis),
        together(table, "confirmed", "confirmed_at", "confirmed_by"),
        together(table, "declined", "declined_at", "declined_by"),
        models.CheckConstraint(
            name=f"{table}_is_agreed_by_somebody_else",
            condition=Q(asked__isnull=True)
            | Q(confirmed_by__isnull=True)
            | ~Q(confirmed_by=models.F("told_by")),
            violation_error_message=_("Wie het vroeg, zegt niet zelf ja."),
        ),
    ]
