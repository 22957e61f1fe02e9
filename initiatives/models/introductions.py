"""Two initiatives that share a wall or a question are put in touch, when the leads of both say yes."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.fields import together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made, not_yet
from initiatives.models.outside import WallTopic
from initiatives.models.people import User
from initiatives.models.places import Challenge
from initiatives.models.rights import own
from initiatives.models.teams import who_decides

AGAIN_AFTER = dt.timedelta(days=90)
SIDES = ("first", "second")


class IntroductionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those inside one of the two, and who proposed it."""
        inside = Initiative.objects.editable_by(user).values("pk")
        return self.filter(Q(first__in=inside) | Q(second__in=inside) | own(user, "proposed_by"))

    def between(self, one: Initiative, other: Initiative):
        first, second = sorted((one.pk, other.pk))
        return self.filter(first=first, second=second)

    def asking(self, user):
        """Those to which a side says nothing yet for which this person decides."""
        return self.unanswered_at(Initiative.objects.spoken_for_by(user))

    def waiting_for(self, user):
        """Those to which a side says nothing yet of which this person may know the answer."""
        return self.unanswered_at(Initiative.objects.editable_by(user))

    def unanswered_at(self, initiatives):
        """Those of which one of these initiatives says nothing yet."""
        keys = initiatives.order_by().values("pk")
        return self.filter(
            Q(first__in=keys, first_answered_at__isnull=True)
            | Q(second__in=keys, second_answered_at__isnull=True)
        )

    def with_both(self):
        """With all that a page says of one."""
        return self.select_related("first", "second", "topic", "challenge", "proposed_by")

    def propose(
        self,
        one: Initiative,
        other: Initiative,
        *,
        topic: WallTopic | None = None,
        challenge: Challenge | None = None,
        why: str,
        by: User,
        pk=None,
    ) -> "Introduction":
        """Propose to put two in touch; who proposes it for a team of their own says yes for it.

        In: `topic` or `challenge`, what they share. Raises ValidationError where somebody proposed these two in the last
        ninety days, and where nobody can answer for one of them.
        """
        first, second = sorted((one, other), key=lambda each: each.pk)
        with transaction.atomic():
            pair = Initiative.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
            list(pair.select_for_update(no_key=True).values_list("pk"))
            if self.between(first, second).filter(proposed_at__gt=timezone.now() - AGAIN_AFTER).exists():
                raise ValidationError(
                    _("Dit is kort geleden al voorgesteld. Na negentig dagen kan het opnieuw.")
                )
            for each in (first, second):
                _need_somebody(each)
            row = self.model(
                pk=pk or uuid.uuid4(), first=first, second=second, why=why, proposed_by=by,
                topic=topic, challenge=challenge,
            )  # fmt: skip
            row._say(True, row.sides_of(by), by=by)
            row.save(force_insert=True)
            row.keep_who_meets()
        return row

    def answer(self, pk, *, agrees: bool, by: User) -> bool:
        """As `Introduction.answer`, with nobody else answering this one meanwhile.

        Raises ValidationError for a yes while the network may not read both: nobody meets a team without knowing which.
        """
        with transaction.atomic():
            row = self.select_for_update(no_key=True).get(pk=pk)
            if agrees and not row.is_agreed:
                row.need_readers()
            return row.answer(agrees=agrees, by=by)


def _need_somebody(initiative: Initiative) -> None:
    if not who_decides(initiative).exists():
        said = _(
            "“%(title)s” heeft nog niemand in het team, dus niemand kan ja of nee zeggen. Laat het programma daar eerst iemand uitnodigen."
        )
        raise ValidationError(said, params={"title": initiative.title})


class Introduction(models.Model):
    """A proposal to put two initiatives in touch, and the answer of each. Their keys are in order: a pair is one pair."""

    # What a side said is for that side: the proposer finds it neither in their own data nor in the audit.
    columns = Columns(
        words="why",
        unspoken="first_agreed_at first_answered_at second_agreed_at second_answered_at",
        author="proposed_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    # What they share: a wall, or a question on which both work.
    topic = models.ForeignKey(WallTopic, on_delete=models.PROTECT, null=True, related_name="+")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(_("waarom deze twee?"), max_length=400)
    proposed_at, proposed_by = made()
    # An answer with a yes has both moments, one with a no the second alone.
    first_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_answered_at, first_answered_by = not_yet()
    second_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    second_answered_at, second_answered_by = not_yet()

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kennismaking")
        verbose_name_plural = _("kennismakingen")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(name="introduction_is_of_two", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="introduction_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="introduction_is_about_one_thing",
                condition=Q(topic__isnull=True, challenge__isnull=False)
                | Q(topic__isnull=False, challenge__isnull=True),
            ),
            *(
                together("introduction", f"{side}_answered", f"{side}_answered_at", f"{side}_answered_by")
                for side in SIDES
            ),
            *(
                models.CheckConstraint(
                    name=f"introduction_{side}_agrees_in_an_answer",
                    condition=Q(**{f"{side}_agreed_at__isnull": True})
                    | Q(**{f"{side}_answered_at__isnull": False}),
                )
                for side in SIDES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("introductions:answer", args=[self.pk])

    @property
    def is_agreed(self) -> bool:
        return all(self.said_by(side) for side in SIDES)

    @property
    def agreed_at(self) -> dt.datetime | None:
        """The moment at which both agreed; None until then."""
        return max(self.first_agreed_at, self.second_agreed_at) if self.is_agreed else None

    def of(self, side: str) -> Initiative:
        return getattr(self, side)

    def said_by(self, side: str) -> bool | None:
        """Yes or no; None where this side said nothing yet."""
        is_answered = getattr(self, f"{side}_answered_at") is not None
        return getattr(self, f"{side}_agreed_at") is not None if is_answered else None

    def sides_of(self, user) -> list[str]:
        """The sides for which this person decides: as a lead, or in a team without one."""
        return self.sides_among(Initiative.objects.spoken_for_by(user))

    def sides_among(self, initiatives) -> list[str]:
        """The sides that are one of these initiatives. One query."""
        both = {side: getattr(self, f"{side}_id") for side in SIDES}
        found = set(initiatives.filter(pk__in=both.values()).values_list("pk", flat=True))
        return [side for side in SIDES if both[side] in found]

    def people_of(self, side: str):
        """Those whom the other side gets to know: who decided here when both agreed, as long as they still do."""
        return who_decides(self.of(side)).filter(pk__in=self.people.values("user"))

    def keep_who_meets(self) -> None:
        """Once both agree: keep who decides at this moment. Who comes later agreed to nothing."""
        if self.is_agreed:
            people = {person for side in SIDES for person in who_decides(self.of(side))}
            Introduced.objects.bulk_create(Introduced(introduction=self, user=person) for person in people)

    def need_readers(self) -> None:
        both = [self.first_id, self.second_id]
        if Initiative.objects.read_by_the_network().filter(pk__in=both).count() < len(SIDES):
            raise ValidationError(
                _(
                    "Een van deze twee is nu niet te lezen voor het netwerk. Ja zeggen kan weer als dat wel zo is. Nee zeggen kan altijd."
                )
            )

    def answer(self, *, agrees: bool, by: User) -> bool:
        """Say yes or no for each side that this person decides for. Out: whether both agree now, and did not before.

        Once both agreed, nothing changes any more: they know each other.
        """
        sides = [] if self.is_agreed else self.sides_of(by)
        if sides:
            self._say(agrees, sides, by=by)
            self.save()
            self.keep_who_meets()
        return bool(sides) and self.is_agreed

    def _say(self, agrees: bool, sides: list[str], *, by: User) -> None:
        now = timezone.now()
        for side in sides:
            setattr(self, f"{side}_agreed_at", now if agrees else None)
            setattr(self, f"{side}_answered_at", now)
            setattr(self, f"{side}_answered_by", by)


class Introduced(models.Model):
    """Somebody whose name and address the other side got to know."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("wie kennismaakt")
        verbose_name_plural = _("wie kennismaken")
        constraints = [
            models.UniqueConstraint(fields=["introduction", "user"], name="one_place_in_an_introduction")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.introduction}"
