"""Links between wins, the flywheel: an earlier win made a later one possible."""

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.language import titled
from initiatives.lenses import LinkBasis, Mechanism
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import not_yet
from initiatives.models.people import User
from initiatives.models.rights import HangingQuerySet
from initiatives.models.wins.small_wins import SmallWin
from initiatives.periods import on_day
from initiatives.sentences import joined, said

_CHAINS = """
with recursive before(id, win) as (
  select id, earlier_id from initiatives_winlink where later_id = %s
  union
  select link.id, link.earlier_id from initiatives_winlink link join before on link.later_id = before.win
), after(id, win) as (
  select id, later_id from initiatives_winlink where earlier_id = %s
  union
  select link.id, link.later_id from initiatives_winlink link join after on link.earlier_id = after.win
)
(select id from before limit %s) union all (select id from after limit %s)
"""


class WinLinkQuerySet(HangingQuerySet):
    hangs_on = "later"

    def visible_to(self, user):
        """Both ends must be visible, else the link would betray the hidden one."""
        wins = SmallWin.objects.visible_to(user).standing().values("pk")
        return self.filter(earlier__in=wins, later__in=wins)

    def agreed(self):
        """Links that both teams stand behind."""
        return self.filter(confirmed_at__isnull=False, declined_at__isnull=True)

    def known_to(self, user):
        """Links that both teams stand behind, of which the reader knows both ends: all that a page says of links."""
        return self.agreed().visible_to(user)

    def said(self):
        """Links of which the team or a source says that the one led to the other."""
        return self.exclude(basis=LinkBasis.INFERRED)

    def not_declined(self):
        return self.filter(declined_at__isnull=True)

    def waiting(self):
        """Links to which nobody said yes or no: they count nowhere."""
        return self.filter(confirmed_at__isnull=True, declined_at__isnull=True)

    def asked_of_team_of(self, user):
        """Links about which a team was asked for which the user answers, and of which they may read both wins."""
        teams = Initiative.objects.worked_on_by(user).order_by().values("pk")
        return self.visible_to(user).filter(asked__in=teams)

    def asked_by_team_of(self, user):
        """Links that a team for which the user speaks asked another one about, and of which they may read both wins."""
        wins = SmallWin.objects.editable_by(user).order_by().values("pk")
        from_earlier = Q(earlier__in=wins) & ~Q(earlier__initiative=F("asked"))
        from_later = Q(later__in=wins) & ~Q(later__initiative=F("asked"))
        return self.visible_to(user).filter(asked__isnull=False).filter(from_earlier | from_later)

    def to_take_back_by(self, user):
        """Links that a team for which the user speaks asked another one about, and those to which such a team said yes."""
        mine = self.asked_by_team_of(user).not_declined()
        agreed = self.asked_of_team_of(user).agreed()
        return self.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=agreed.values("pk")))

    def saying_who_answers(self):
        """Adds `is_asked_of_nobody`: nobody is in the team that was asked."""
        team = Initiative.objects.with_somebody().filter(pk=OuterRef("asked"))
        return self.annotate(is_asked_of_nobody=Q(asked__isnull=False) & ~Exists(team))

    def tell(self, earlier: SmallWin, later: SmallWin, told: dict, *, by: User) -> "WinLink":
        """Keep what was told of these two wins. It counts at once, unless a team is asked about it."""
        if told["asked"]:
            answer = {"confirmed_at": None, "confirmed_by": None}
        else:
            later.say(came_from=None)
            answer = {"confirmed_at": timezone.now(), "confirmed_by": by}
        answer |= {"declined_at": None, "declined_by": None}
        link, _new = self.update_or_create(earlier=earlier, later=later, defaults=told | answer)
        return link

    def at(self, wins):
        """Links with one of these wins at an end."""
        keys = wins.order_by().values("pk")
        return self.filter(Q(earlier__in=keys) | Q(later__in=keys))

    def touching(self, win):
        return self.filter(Q(earlier=win) | Q(later=win))

    def in_chains_of(self, win: SmallWin, *, at_most: int = 300):
        """All links on the ways that lead to this win and on from it, the nearest ones first.

        In: how many links at most before the win and as many after it.
        """
        return self.filter(pk__in=RawSQL(_CHAINS, [win.pk, win.pk, at_most, at_most]))  # noqa: S611 no text of people


class WinLink(models.Model):
    """One win made another possible. Together the links are the flywheel: a graph without circles.

    That it is acyclic, and that the later win is not before the earlier one at the precision of
    their dates, is held by triggers in the database (`links_run_forward.sql`).
    """

    columns = Columns(words="how", author="told_by")

    earlier = models.ForeignKey(
        SmallWin, on_delete=models.CASCADE, related_name="later_links", verbose_name=_("eerdere win")
    )
    later = models.ForeignKey(
        SmallWin, on_delete=models.CASCADE, related_name="earlier_links", verbose_name=_("latere win")
    )
    mechanism = code_field(_("wat werkte?"), Mechanism, null=True, blank=True)
    how = models.TextField(_("hoe dan?"), blank=True, max_length=1000)
    basis = code_field(_("wie zegt dat?"), LinkBasis, default=LinkBasis.TEAM)
    mechanism_basis = code_field(_("wie zegt wat werkte?"), LinkBasis, null=True, blank=True)
    told_at = models.DateTimeField(_("verteld op"), default=timezone.now, editable=False)
    told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("verteld door")
    )
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
    # The win from which it came along in a merge; of a copy of a copy, the first.
    copied_from = models.ForeignKey(
        SmallWin, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )
    confirmed_at, confirmed_by = not_yet(_("bevestigd op"))
    declined_at, declined_by = not_yet(_("afgewezen op"))

    objects = WinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband")
        verbose_name_plural = _("verbanden")
        constraints = [
            known_code("link", "mechanism", Mechanism),
            known_code("link", "basis", LinkBasis),
            known_code("link", "mechanism_basis", LinkBasis),
            models.CheckConstraint(
                name="link_says_who_says_what_worked",
                condition=Q(mechanism__isnull=True, mechanism_basis__isnull=True)
                | Q(mechanism__isnull=False, mechanism_basis__isnull=False),
                violation_error_message=_("Kies wat werkte en wie dat zegt, of laat allebei leeg."),
            ),
            together("link", "confirmed", "confirmed_at", "confirmed_by"),
            together("link", "declined", "declined_at", "declined_by"),
            models.CheckConstraint(
                name="link_joins_two_wins",
                condition=~Q(earlier=F("later")),
                violation_error_message=_("Een small win kan niet uit zichzelf voortkomen."),
            ),
            models.CheckConstraint(
                name="link_is_agreed_by_somebody_else",
                condition=Q(asked__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("told_by")),
                violation_error_message=_("Wie het vroeg, zegt niet zelf ja."),
            ),
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="each_link_once",
                violation_error_message=_("Deze twee small wins zijn al verbonden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"

    @property
    def worked(self) -> str:
        """The mechanism in words; empty where it is unknown."""
        is_known = self.mechanism not in (None, Mechanism.UNKNOWN)
        return str(Mechanism(self.mechanism).label) if is_known else ""

    @property
    def earlier_said(self) -> SafeString:
        return self._end_said(self.earlier)

    @property
    def later_said(self) -> SafeString:
        return self._end_said(self.later)

    def _end_said(self, win: SmallWin) -> SafeString:
        """This end in a sentence about the other end: its page, its initiative if that is another one, and what worked."""
        end = titled(win)
        if self.is_between_initiatives:
            of = win.initiative
            end = joined((end, _("bij"), titled(of)), " ")
        return format_html("{} ({})", end, self._briefly) if self._briefly else end

    @property
    def is_inferred(self) -> bool:
        """Nobody said that the one led to the other: the editors inferred it."""
        return self.basis == LinkBasis.INFERRED

    @property
    def _briefly(self) -> SafeString:
        """What worked, and who says that it followed and how. That their own team says so goes without saying."""
        that, how = (
            "" if basis in (None, LinkBasis.TEAM) else str(LinkBasis(basis).label)
            for basis in (self.basis, self.mechanism_basis if self.worked else None)
        )
        if that == how:
            return joined((self.worked, that))
        return joined((that, joined((self.worked, how))), "; ")

    @property
    def grounds(self) -> SafeString:
        """Who says that it followed; and what worked, and who says that, or that nobody did."""
        if self.worked and self.basis == self.mechanism_basis:
            return capfirst(joined((self.worked, self.get_basis_display())))
        that = said(gettext("dat het volgde: %(who)s"), who=self.get_basis_display())
        return capfirst(joined((that, self._how_grounds), "; "))

    @property
    def _how_grounds(self) -> SafeString | str:
        if not self.worked:
            return "" if self.how else gettext("hoe: niet gezegd")
        words = {"how": self.worked, "who": self.get_mechanism_basis_display()}
        return said(gettext("hoe: %(how)s, %(who)s"), **words)

    @property
    def account(self) -> SafeString:
        """Who says that it followed and what worked, and how it went."""
        return joined((self.grounds, self.how), ". ")

    @property
    def how_it_came(self) -> SafeString:
        """The earlier win in words: its page, its date, who says that it led here, what worked and how."""
        earlier = joined(
            (
                titled(self.earlier),
                self.earlier.when_said,
            )
        )
        return joined((earlier, self.account), ". ")

    @property
    def asking_win(self) -> SmallWin:
        """The win of the team that asked."""
        return self.earlier if self.asked_id == self.later.initiative_id else self.later

    @property
    def asked_win(self) -> SmallWin:
        """The win of the team that was asked."""
        return self.later if self.asked_id == self.later.initiative_id else self.earlier

    @property
    def question_said(self) -> SafeString:
        """What the team that was asked says yes or no to."""
        words = gettext("{} kwam door {}. Klopt dat?"), gettext("{} leidde tot {}. Klopt dat?")
        if self.asked_id == self.later.initiative_id:
            return format_html(words[0], titled(self.later), self._of_the_others(self.earlier))
        return format_html(words[1], titled(self.earlier), self._of_the_others(self.later))

    @property
    def told_so(self) -> SafeString:
        """When it was told, what worked and how; never by whom."""
        on = on_day(self.told_at)
        return joined((gettext("Verteld op %(on)s") % {"on": on}, capfirst(self.worked), self.how), ". ")

    def _of_the_others(self, win: SmallWin) -> SafeString:
        return joined((titled(win), _("bij"), titled(win.initiative)), " ")

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
    def waits(self) -> bool:
        return not (self.confirmed_at or self.declined_at)

    @property
    def is_agreed(self) -> bool:
        return bool(self.confirmed_at) and not self.declined_at

    @property
    def is_between_initiatives(self) -> bool:
        return self.earlier.initiative_id != self.later.initiative_id

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if not (self.earlier_id and self.later_id):
            return  # a form says itself which end is missing
        before, after = self.earlier.stretch, self.later.stretch
        if before and after and after.last_day < before.first_day:
            raise ValidationError(
                _("“%(earlier)s” was later dan “%(later)s”, dus kan het er niet aan voorafgaan."),
                params={"earlier": self.earlier, "later": self.later},
            )
        if circle := chain_between(self.later, self.earlier):
            raise self._circle(circle)

    def _circle(self, wins: list[SmallWin]) -> ValidationError:
        """The refusal of a circle. It names the wins only where who tells it may read them all."""
        if self.told_by_id:
            shown = SmallWin.objects.visible_to(self.told_by).filter(pk__in=[win.pk for win in wins])
            if shown.count() < len(wins):
                return ValidationError(
                    _("Zo ontstaat een kringetje: de latere leidde langs een omweg tot de eerdere.")
                )
        return ValidationError(
            _("Zo ontstaat een kringetje: %(chain)s. Een latere win kan niet zijn eigen begin zijn."),
            params={"chain": " → ".join(win.title for win in wins)},
        )

    def fits(self, win: SmallWin, *, instead_of: SmallWin) -> bool:
        """Whether `copy_to` would add anything."""
        try:
            self._copied_to(win, instead_of).full_clean()
        except ValidationError:
            return False
        return True

    def copy_to(self, win: SmallWin, *, instead_of: SmallWin) -> Self | None:
        """Copies the link to another win, unless it is there or closes a circle. Out: the copy."""
        copy = self._copied_to(win, instead_of)
        try:
            with transaction.atomic():
                copy.full_clean()
                copy.save()
        except (ValidationError, IntegrityError):
            return None
        return copy

    def _copied_to(self, win: SmallWin, instead_of: SmallWin) -> Self:
        ends = {"earlier": self.earlier, "later": self.later}
        ends = {end: win if other == instead_of else other for end, other in ends.items()}
        return WinLink(
            **ends,
            mechanism=self.mechanism,
            how=self.how,
            basis=self.basis,
            mechanism_basis=self.mechanism_basis,
            told_by=self.told_by,
            asked=self.asked,
            copied_from=self.copied_from or instead_of,
            confirmed_at=self.confirmed_at,
            confirmed_by=self.confirmed_by,
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
        """The team that was asked says that it is so. Nothing else about what came before holds any longer."""
        self.later.say(came_from=None)
        self.confirm(by=by)

    @property
    def agreed_said(self) -> SafeString:
        """That both teams stand behind it, to either of them."""
        return said(
            gettext("Jullie zeggen allebei dat dit klopt, sinds %(on)s."), on=on_day(self.confirmed_at)
        )

    def end_of(self, win: SmallWin) -> SmallWin:
        """The win at the other end."""
        return self.later if self.earlier_id == win.pk else self.earlier

    def take_back(self, *, by: User) -> None:
        """Delete a link of the team. A link of a source or the editors is declined instead, so that it stays known."""
        if self.basis == LinkBasis.TEAM:
            self.delete()
        else:
            self.decline(by=by)


def chain_between(first: SmallWin, last: SmallWin) -> list[SmallWin]:
    """The shortest chain of links from one win to a later one; empty when there is none."""
    came_by: dict[uuid.UUID, uuid.UUID | None] = {first.pk: None}
    front = [first.pk]
    while front and last.pk not in came_by:
        steps = WinLink.objects.filter(earlier__in=front, declined_at__isnull=True).values_list(
            "earlier", "later"
        )
        front = [later for earlier, later in steps if came_by.setdefault(later, earlier) == earlier]
        front = list(dict.fromkeys(front))
    chain, step = [], last.pk if last.pk in came_by else None
    while step:
        chain.append(step)
        step = came_by[step]
    wins = SmallWin.objects.in_bulk(chain)
    return [wins[pk] for pk in reversed(chain)]
