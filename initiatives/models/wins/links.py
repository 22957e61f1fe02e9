"""Links between wins, the flywheel: an earlier win made a later one possible."""

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.language import titled
from initiatives.lenses import LinkBasis, Mechanism
from initiatives.models.agreements import AgreedQuerySet, AgreedRow, agreed_by_two
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.people import User
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


class WinLinkQuerySet(AgreedQuerySet):
    hangs_on = "later"

    def visible_to(self, user):
        """Both ends must be visible, else the link would betray the hidden one."""
        wins = SmallWin.objects.visible_to(user).standing().values("pk")
        return self.filter(earlier__in=wins, later__in=wins)

    def said(self):
        """Links of which the team or a source says that the one led to the other."""
        return self.exclude(basis=LinkBasis.INFERRED)

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


class WinLink(AgreedRow):
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
    mechanism_basis = code_field(_("wie zegt wat werkte?"), LinkBasis, null=True, blank=True)
    told_at = models.DateTimeField(_("verteld op"), default=timezone.now, editable=False)
    told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("verteld door")
    )
    # The win from which it came along in a merge; of a copy of a copy, the first.
    copied_from = models.ForeignKey(
        SmallWin, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )

    objects = WinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband")
        verbose_name_plural = _("verbanden")
        constraints = [
            known_code("link", "mechanism", Mechanism),
            known_code("link", "mechanism_basis", LinkBasis),
            *agreed_by_two("link"),
            models.CheckConstraint(
                name="link_says_who_says_what_worked",
                condition=Q(mechanism__isnull=True, mechanism_basis__isnull=True)
                | Q(mechanism__isnull=False, mechanism_basis__isnull=False),
                violation_error_message=_("Kies wat werkte en wie dat zegt, of laat allebei leeg."),
            ),
            models.CheckConstraint(
                name="link_joins_two_wins",
                condition=~Q(earlier=F("later")),
                violation_error_message=_("Een small win kan niet uit zichzelf voortkomen."),
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

    def agree(self, *, by: User) -> None:
        """The team that was asked says that it is so. Nothing else about what came before holds any longer."""
        self.later.say(came_from=None)
        self.confirm(by=by)

    def end_of(self, win: SmallWin) -> SmallWin:
        """The win at the other end."""
        return self.later if self.earlier_id == win.pk else self.earlier


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
