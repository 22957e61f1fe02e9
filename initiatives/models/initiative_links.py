"""How initiatives belong together: part of another one, grown out of it, or together with it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.language import titled
from initiatives.lenses import InitiativeTie, LinkBasis
from initiatives.links import site_of
from initiatives.models.agreements import AgreedQuerySet, AgreedRow, agreed_by_two
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, sources_field
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.people import User
from initiatives.periods import on_day
from initiatives.sentences import joined, link, said

FIRST_YEAR, LAST_YEAR = 1900, 2200
INVENTED_AND_REAL = _("Een bedacht initiatief en een echt initiatief horen niet bij elkaar.")


def as_real_as(initiative: Initiative, way: str = "") -> Q:
    """A condition on rows that `way` leads to an initiative: invented beside what is invented, else real.

    The database ties nothing else together (`invented_and_real_stay_apart.sql`).
    """
    own = Initiative.objects.order_by().filter(pk=initiative.pk).values("programme__is_example")
    return Q(**{f"{way}programme__is_example": Subquery(own)})


class InitiativeLinkQuerySet(AgreedQuerySet):
    hangs_on = "initiative"

    def visible_to(self, user):
        """Both ends must be visible, else the tie would betray the hidden one."""
        known = Initiative.objects.visible_to(user).order_by().values("pk")
        return super().visible_to(user).filter(other__in=known)

    def at(self, initiative: Initiative):
        """Ties with this initiative at one of their ends."""
        return self.filter(Q(initiative=initiative) | Q(other=initiative))

    def under(self, initiative: Initiative):
        """Ties with what is part of this initiative or grew out of it."""
        return self.filter(other=initiative).exclude(kind=InitiativeTie.TOGETHER_WITH)

    def asked_by_team_of(self, user):
        """Ties about which a team for which the user speaks asked another one, and of which they may read both ends."""
        theirs = Initiative.objects.editable_by(user).order_by().values("pk")
        asking = Q(initiative__in=theirs) & ~Q(initiative=F("asked")) | Q(other__in=theirs) & ~Q(
            other=F("asked")
        )
        return self.visible_to(user).filter(asking, asked__isnull=False)

    def to_take_back_by(self, user):
        """Ties that a team for which the user speaks asked another one about, and those that say something of such a team."""
        theirs = Initiative.objects.editable_by(user).order_by().values("pk")
        agreed = self.visible_to(user).agreed().filter(Q(initiative__in=theirs) | Q(other__in=theirs))
        asked = self.asked_by_team_of(user).not_declined()
        return self.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=agreed.values("pk")))

    def with_ends(self):
        """With all that a page says of one, the one that was told first before."""
        ends = self.select_related("initiative__programme", "other__programme", "asked", "told_by")
        return ends.order_by("told_at", "pk")

    def tell(self, tie: "InitiativeLink", *, here: Initiative, by: User) -> "InitiativeLink":
        """Keep what somebody at this end says of the two; the last words count. Out: the tie as it is kept.

        It waits until the other team says so, too, unless who tells it works on both. Raises ValidationError, with the sentence
        for the screen, for a circle, for two that may not be tied, and where the other team said no before.
        """
        tie.told_by = by
        tie.clean()
        other = tie.end_of(here)
        is_of_both = Initiative.objects.editable_by(by).contains(other)
        tie.asked = None if is_of_both else other
        if tie.asked and not Initiative.objects.read_by_the_network().contains(here):
            raise ValidationError(
                _(
                    "Het andere team mag jullie initiatief nog niet lezen. Vraag het als het voor het netwerk is gepubliceerd."
                )
            )
        try:
            with transaction.atomic():
                return self._keep(tie, here=here, by=by)
        except IntegrityError as refusal:  # somebody else tied the two at the same moment
            raise ValidationError(
                _("Iemand anders verbond deze initiatieven net ook. Probeer het nog eens.")
            ) from refusal

    def _keep(self, tie: "InitiativeLink", *, here: Initiative, by: User) -> "InitiativeLink":
        there = self.saying_the_same(tie).select_for_update(of=("self",), no_key=True).first()
        if there and tie.asked and (known := there.answer_to(here, tie, by=by)):
            return known
        if there:
            tie.pk, tie.told_at = there.pk, there.told_at
            tie._state.adding = False
        if not tie.asked:
            tie.confirmed_at, tie.confirmed_by = timezone.now(), by
        tie.save()
        return tie

    def saying_the_same(self, tie: "InitiativeLink"):
        """The row that says of these two what this tie says, the one that counts before one that was declined."""
        ends = Q(initiative=tie.initiative, other=tie.other)
        if not tie.is_one_way:
            ends |= Q(initiative=tie.other, other=tie.initiative)
        return self.filter(ends, kind=tie.kind).order_by(F("declined_at").desc(nulls_first=True), "pk")


class InitiativeLink(AgreedRow):
    """The initiative is part of the other, grew out of it, or goes together with it.

    That "part of" and "grew out of" close no circle, and that nothing invented is tied to what is real, is held by triggers
    (`ties_wait_for_a_team.sql`, `invented_and_real_stay_apart.sql`).
    """

    columns = Columns(words="note sources", author="told_by")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="ties", verbose_name=_("initiatief")
    )
    kind = code_field(_("hoe hoort het erbij?"), InitiativeTie)
    other = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="ties_back", verbose_name=_("ander initiatief")
    )
    since = models.PositiveSmallIntegerField(_("sinds welk jaar?"), null=True, blank=True)
    note = models.TextField(_("wat moet een lezer ervan weten?"), blank=True, max_length=400)
    sources = sources_field()
    told_at, told_by = made()

    objects = InitiativeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband tussen initiatieven")
        verbose_name_plural = _("verbanden tussen initiatieven")
        ordering = ["kind", "pk"]
        constraints = [
            known_code("initiative_link", "kind", InitiativeTie),
            *agreed_by_two("initiative_link"),
            models.CheckConstraint(
                name="initiative_link_is_since_a_year",
                condition=Q(since__isnull=True) | Q(since__gte=FIRST_YEAR, since__lte=LAST_YEAR),
                violation_error_message=_("Schrijf een jaar, zoals 2019."),
            ),
            models.CheckConstraint(
                name="initiative_link_joins_two",
                condition=~Q(initiative=F("other")),
                violation_error_message=_("Kies een ander initiatief."),
            ),
            # One that was declined stays beside one that says it the other way round.
            models.UniqueConstraint(
                Least("initiative", "other"),
                Greatest("initiative", "other"),
                "kind",
                condition=Q(declined_at__isnull=True),
                name="two_initiatives_belong_once_in_a_way",
                violation_error_message=_("Dit verband staat er al."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.get_kind_display()} {self.other}"

    # --- what it says
    @property
    def is_one_way(self) -> bool:
        """The two ends do not say the same of each other."""
        return self.kind != InitiativeTie.TOGETHER_WITH

    def said_at(self, here: Initiative) -> str:
        """How the page of this initiative says what the one at the other end is to it."""
        tie = InitiativeTie(self.kind)
        return str(tie.label if self.initiative_id == here.pk else tie.explanation)

    def end_of(self, here: Initiative) -> Initiative:
        """The initiative at the other end."""
        return self.other if self.initiative_id == here.pk else self.initiative

    @property
    def asking(self) -> Initiative:
        """The initiative whose team asked."""
        return self.initiative if self.asked_id == self.other_id else self.other

    @property
    def sentence(self) -> SafeString:
        """Both ends, each with its page: "A hoort bij B"."""
        return joined((titled(self.initiative), self.get_kind_display(), titled(self.other)), " ")

    @property
    def grounds(self) -> SafeString:
        """Since when, who says so, and the sources that were named."""
        words = {"who": self._who_says_so, "sources": self._sources_said}
        says = said(gettext("%(who)s: %(sources)s"), **words) if words["sources"] else words["who"]
        return joined((self._since_said, says))

    @property
    def with_grounds(self) -> SafeString:
        """The sentence, with who says so behind it."""
        return format_html("{} ({})", self.sentence, self.grounds)

    @property
    def _since_said(self) -> str:
        if not self.since:
            return ""
        text = gettext("in %(year)s") if self.kind == InitiativeTie.GREW_OUT_OF else gettext("sinds %(year)s")
        return text % {"year": self.since}

    @property
    def _who_says_so(self) -> str:
        """One team and, where another one was asked, who answered there."""
        if self.basis == LinkBasis.TEAM and self.asked_id:
            return gettext("verteld aan de ene kant, bevestigd aan de andere")
        return str(self.get_basis_display())

    @property
    def _sources_said(self) -> SafeString:
        """Each source in few words: its own, or the site on which it stands."""
        lines = filter(None, map(str.strip, self.sources.splitlines()))
        return joined(link(line, site) if (site := site_of(line)) else line for line in lines)

    @property
    def question_said(self) -> SafeString:
        """What the team that was asked says yes or no to."""
        return format_html(gettext("{}. Klopt dat?"), self.sentence)

    @property
    def told_so(self) -> SafeString:
        """When it was told, since when it is so, what to know of it and the sources; never by whom."""
        on = gettext("Verteld op %(on)s") % {"on": on_day(self.told_at)}
        return joined((on, capfirst(self._since_said), self.note, self._sources_said), ". ")

    # --- what may not be
    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if not (self.initiative_id and self.other_id):
            return  # a form says itself which end is missing
        if self.initiative_id == self.other_id:
            raise ValidationError(_("Kies een ander initiatief."))
        if self.initiative.programme.is_example != self.other.programme.is_example:
            raise ValidationError(INVENTED_AND_REAL)
        if self.is_one_way and (above := self._way_back()):
            raise self._circle(above)

    def _way_back(self) -> list[int]:
        """The ends on the shortest way along which the other initiative belongs to this one; empty where there is none."""
        ties = InitiativeLink.objects.not_declined().filter(kind=self.kind).exclude(pk=self.pk)
        return way_between(self.other_id, self.initiative_id, ties.values_list("initiative", "other"))

    def _circle(self, ends: list[int]) -> ValidationError:
        """The refusal of a circle. It names the initiatives only where who tells it may read them all."""
        shown = Initiative.objects.filter(pk__in=ends)
        shown = shown.visible_to(self.told_by) if self.told_by_id else shown.none()
        names = dict(shown.values_list("pk", "title"))
        if len(names) < len(set(ends)):
            return ValidationError(
                _("Zo ontstaat een kringetje: langs een omweg hoort het andere hier al bij.")
            )
        return circle_refused([names[pk] for pk in (self.initiative_id, *ends)])

    # --- what was told before
    def answer_to(self, here: Initiative, again: "InitiativeLink", *, by: User) -> "InitiativeLink | None":
        """This tie as it was told before, where telling it again at this end needs no new question.

        Who tells what the other team asked about says yes to it. What the other team refused is not asked again.
        """
        if self.declined_at and self.asked_id == again.asked_id:
            raise ValidationError(self.refused_said)
        if self.waits and self.asked_id == here.pk:
            if Initiative.objects.worked_on_by(by).contains(here):
                self.agree(by=by)
            return self
        is_same = all(getattr(self, name) == getattr(again, name) for name in ("since", "note", "sources"))
        if self.is_agreed and not is_same:
            raise ValidationError(_("Dit verband staat er al. Klopt er iets niet? Haal het dan eerst weg."))
        return self if is_same and not self.declined_at else None

    def no_longer(self, here: Initiative, *, by: User) -> None:
        """Somebody at this end says that it is not so. Of what the other end told, that is a no."""
        if self.asked_id == here.pk:
            self.decline(by=by)
        else:
            self.take_back(by=by)


def way_between(start, end, steps) -> list:
    """The shortest way along these steps, both ends included; empty where there is none.

    In: pairs of where a step begins and ends. The keys may be of any kind.
    """
    following: dict = {}
    for one, next_one in steps:
        following.setdefault(one, []).append(next_one)
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        news = [step for step in following.get(way[-1], ()) if step not in seen]
        seen.update(news)
        ways += [[*way, step] for step in news]
    return []


def circle_refused(names: list[str]) -> ValidationError:
    """In: the names along the circle, the first one again at its end."""
    return ValidationError(
        _("Zo ontstaat een kringetje: %(way)s. Niets hoort bij zichzelf of komt uit zichzelf voort."),
        params={"way": " → ".join(names)},
    )
