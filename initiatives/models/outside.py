"""The world around an initiative: actors in their worlds, walls, and windows that open and close (theory §5)."""

import datetime as dt
import hashlib
import uuid
from contextlib import suppress
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    ENDED_WALLS,
    Level,
    Position,
    ScalingRole,
    Stance,
    TakesPart,
    WallCause,
    WallKind,
    WallStatus,
    World,
)
from initiatives.models.audit import AuditEntry
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.names import sort_of
from initiatives.models.people import User
from initiatives.models.places import Partner, Programme
from initiatives.models.rights import HangingQuerySet, OfAnInitiativeQuerySet
from initiatives.models.wins import SmallWin
from initiatives.periods import in_words

AT_ONCE = dt.timedelta(seconds=5)  # the change of a wall is written this soon after its cause
ALIKE = 0.72  # two names of walls that share so much may be the same wall


class ActorQuerySet(OfAnInitiativeQuerySet):
    """An actor is somebody's view of people: it stays with those who work on the initiative."""

    read_by = "editable_by"

    def stance_known_to(self, user):
        """How an actor stands towards it is for the team alone."""
        return self.filter(self.hanging_on("known_in_the_team_to", user))


class Actor(models.Model):
    """A party, role or organisation in the world around an initiative. Never a person by name."""

    columns = Columns(words="label", private="need", unspoken="stance", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="actors")
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actors",
        verbose_name=_("partner"),
    )
    label = models.CharField(_("wie of wat?"), max_length=120, blank=True)
    world = code_field(_("in welke wereld?"), World)
    position = code_field(_("op welke plek daar?"), Position, null=True, blank=True)
    level = code_field(_("op welk niveau?"), Level, null=True, blank=True)
    role = code_field(_("wat doet die in het opschalen?"), ScalingRole, null=True, blank=True)
    stance = code_field(_("hoe staat die erin?"), Stance, null=True, blank=True)
    takes_part = code_field(_("doet die mee?"), TakesPart, null=True, blank=True)
    need = models.TextField(_("wat is daar nodig?"), blank=True, max_length=1000)
    checked_on = models.DateField(_("laatst bekeken op"), default=timezone.localdate)
    added_at, added_by = made()
    label_sort = sort_of("label")

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actoren")
        ordering = ["world", "label_sort", "pk"]
        constraints = [
            known_code("actor", "world", World),
            known_code("actor", "position", Position),
            known_code("actor", "level", Level),
            known_code("actor", "role", ScalingRole),
            known_code("actor", "stance", Stance),
            known_code("actor", "takes_part", TakesPart),
            models.CheckConstraint(
                name="actor_is_called_something",
                condition=Q(partner__isnull=False) | Q(position__isnull=False) | ~Q(label=""),
                violation_error_message=_("Kies een partner of een plek, of schrijf wie of wat het is."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(
            filter(None, (self.called, str(self.partner) if self.is_called_by_its_place else ""))
        )

    @property
    def called(self) -> str:
        """What it is called at home: in the house of its organisation."""
        return self.label or (
            capfirst(str(self.get_position_display())) if self.position else str(self.partner)
        )

    @property
    def is_part_of_a_partner(self) -> bool:
        """Somebody in it, and not the whole of it."""
        return bool(self.partner_id and (self.label or self.position))

    @property
    def is_called_by_its_place(self) -> bool:
        """Its name is that of a place, such as "wethouder", which does not say of where."""
        return bool(self.position and self.partner_id and not self.label)

    def remove(self) -> None:
        """Delete the actor. Its walls and windows stay, without an actor."""
        self.delete()


class WallTopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Topics of walls that the user knows."""
        walls = Wall.objects.visible_to(user).filter(topic=OuterRef("pk"))
        return self.filter(Exists(walls))

    def named(self, name: str, *, programme: Programme) -> "WallTopic":
        """The topic of this name in a programme; a new one where there is none.

        "Rooster vol" and "rooster vol!" are one: they would have the same address.
        """
        topic, _new = self.get_or_create(programme=programme, slug=topic_slug(name), defaults={"name": name})
        return topic

    def like(self, name: str) -> list["WallTopic"]:
        """Topics with another spelling that this name may mean, the likeliest first."""
        slug = topic_slug(name)
        scored = [(likeness(slug, topic.slug), topic) for topic in self]
        near = [(score, topic) for score, topic in scored if score >= ALIKE and topic.slug != slug]
        return [topic for _score, topic in sorted(near, key=lambda pair: (-pair[0], pair[1].name_sort))]


def topic_slug(name: str) -> str:
    """The address of a name; one without any Latin letter gets a number of its own."""
    digest = hashlib.sha256(name.casefold().encode()).hexdigest()[:8]
    return slugify(name)[:110].strip("-") or f"muur-{digest}"


def likeness(one: str, other: str) -> float:
    """How much two slugs have in common, from 0 to 1; the order of their words does not count."""
    first, second = ("-".join(sorted(slug.split("-"))) for slug in (one, other))
    return SequenceMatcher(None, first, second).ratio()


class WallTopic(models.Model):
    """The name of a wall, shared by a programme, so that two teams find that they run into the same."""

    columns = Columns(words="name name_en slug")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="wall_topics")
    name = models.CharField(_("naam"), max_length=120)
    name_en = models.CharField(_("naam (Engels)"), max_length=120, blank=True)
    slug = models.SlugField(_("webnaam"), max_length=120)
    name_sort = sort_of("name")

    objects = WallTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderwerp van muren")
        verbose_name_plural = _("onderwerpen van muren")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="one_topic_a_name"),
            models.UniqueConstraint(fields=["programme", "slug"], name="one_topic_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class WallQuerySet(OfAnInitiativeQuerySet):
    """The network reads walls at initiatives it knows; visitors do not."""

    read_by = "known_in_the_network_to"

    def in_the_way(self):
        """Neither gone nor bypassed."""
        return self.exclude(status__in=ENDED_WALLS)


class Wall(models.Model):
    """A wall: something that stops an initiative."""

    columns = Columns(private="note", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="walls")
    topic = models.ForeignKey(WallTopic, on_delete=models.PROTECT, related_name="walls")
    kind = code_field(_("waarvan is de muur?"), WallKind)
    cause = code_field(_("waardoor staat hij er?"), WallCause, null=True, blank=True)
    status = code_field(_("hoe staat hij erbij?"), WallStatus, default=WallStatus.ACTIVE)
    level = code_field(_("op welk niveau?"), Level, null=True, blank=True)
    since = models.DateField(_("sinds"), null=True, blank=True)
    ended_on = models.DateField(_("weg sinds"), null=True, blank=True)
    note = models.TextField(_("toelichting, alleen voor het team"), blank=True, max_length=1000)
    actors = models.ManyToManyField(Actor, related_name="walls", blank=True, verbose_name=_("bij wie?"))
    added_at, added_by = made()

    objects = WallQuerySet.as_manager()

    class Meta:
        verbose_name = _("muur")
        verbose_name_plural = _("muren")
        ordering = ["added_at"]
        constraints = [
            known_code("wall", "kind", WallKind),
            known_code("wall", "cause", WallCause),
            known_code("wall", "status", WallStatus),
            known_code("wall", "level", Level),
            models.CheckConstraint(
                name="wall_has_ended_exactly_when_it_is_gone",
                condition=Q(status__in=ENDED_WALLS, ended_on__isnull=False)
                | ~Q(status__in=ENDED_WALLS) & Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="wall_ends_after_it_stands",
                condition=Q(since__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                violation_error_message=_("Een muur verdwijnt niet voordat hij er staat."),
            ),
            models.UniqueConstraint(
                fields=["initiative", "topic"],
                condition=~Q(status__in=ENDED_WALLS),
                name="one_wall_in_the_way_a_topic",
                violation_error_message=_("Deze muur staat er al."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def status_said(self) -> str:
        """How it is, and since when where it ended."""
        label = str(WallStatus(self.status).label)
        if not self.ended_on:
            return label
        return f"{label}, " + _("sinds %(day)s") % {"day": date_format(self.ended_on, "j F Y")}

    @property
    def is_in_the_way(self) -> bool:
        return self.status not in ENDED_WALLS

    def become(self, status: WallStatus, *, on: dt.date | None = None) -> None:
        """Stand differently from a day on. Every step is in the history.

        Raises ValidationError for a day before it stood, or where the same wall stands already.
        """
        self.status = status
        self.ended_on = (on or timezone.localdate()) if status in ENDED_WALLS else None
        self.validate_constraints()
        self.save(update_fields=["status", "ended_on"])

    def moved_by(self, win: SmallWin, status: WallStatus, *, by: User) -> "WallMove":
        """A win did something to this wall; the wall stands accordingly from the day of that win.

        A win from before another that moved it is history only. Raises ValidationError for a win of
        another initiative, or from before the wall stood, and DoesNotExist where one of them is gone.
        """
        if win.initiative_id != self.initiative_id:
            raise ValidationError(said("Kies een small win van dit initiatief."))
        with transaction.atomic():
            SmallWin.objects.select_for_update(no_key=True).get(pk=win.pk)
            self._hold()
            day = self._day_of(win)
            win.say(wall_answer=None)
            move, _new = self.moves.update_or_create(win=win, defaults={"effect": status, "told_by": by})
            if self._latest_move() == move:
                self.become(status, on=day)
        return move

    def _hold(self) -> None:
        """Nobody else moves it until this is done. After its win, before its moves (decision 0173)."""
        self.refresh_from_db(from_queryset=Wall.objects.select_for_update(no_key=True))

    def remove(self) -> None:
        """Delete a wall that was never there. A wall that is gone gets the status "gone" instead."""
        self.delete()

    def _day_of(self, win: SmallWin) -> dt.date | None:
        """The day on which this win moved the wall. A win of "2024" may be any day of that year, so never before the wall stood."""
        if not (win.stretch and self.since):
            return win.occurred_on
        if win.stretch.last_day < self.since:
            days = {
                "win": in_words(win.occurred_on, win.precision),
                "since": date_format(self.since, "j F Y"),
            }
            raise ValidationError(
                said("Deze small win was eerder (%(win)s) dan de muur er stond (%(since)s)."), params=days
            )
        return max(win.occurred_on, self.since)

    def stand_as_told(self) -> None:
        """Give the wall the state of its latest move that counts, else "in the way". Raises ValidationError as `become` does."""
        last = self._latest_move()
        self.become(last.effect if last else WallStatus.ACTIVE, on=self._day_of(last.win) if last else None)

    def followed(self, win: SmallWin) -> bool:
        """True where the audit says that the wall changed as this win was last withdrawn."""
        gone = AuditEntry.objects.of_row(win).filter(changes__withdrawn_at__0=None).first()
        if gone is None:
            return False
        changes = AuditEntry.objects.of_row(self).filter(pk__gt=gone.pk, at__lte=gone.at + AT_ONCE)
        return changes.filter(changes__has_any_keys=["status", "ended_on"]).exists()

    def _latest_move(self, *, besides: "WallMove | None" = None) -> "WallMove | None":
        """The move by the latest win that counts; among those of one day the one told last."""
        rows = self.moves.filter(win__stands=True).order_by("-win__sort_on", "-told_at")
        return (rows.exclude(pk=besides.pk) if besides else rows).first()


class WallMoveQuerySet(HangingQuerySet):
    hangs_on = "wall"

    def visible_to(self, user):
        """Where both the wall and the win are known."""
        return super().visible_to(user).filter(win__in=SmallWin.objects.visible_to(user).values("pk"))

    def with_their_wall_held(self):
        """Nobody else moves these walls until this is done: in order of key, each before its move (decision 0173)."""
        held = self.select_related("wall").select_for_update(of=("wall", "self"), no_key=True)
        return held.order_by("wall_id")


class WallMove(models.Model):
    """The effect of a win on a wall."""

    columns = Columns(author="told_by")

    wall = models.ForeignKey(Wall, on_delete=models.CASCADE, related_name="moves")
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="wall_moves")
    effect = code_field(_("wat deed de win met de muur?"), WallStatus)
    told_at, told_by = made()

    objects = WallMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("beweging van een muur")
        verbose_name_plural = _("bewegingen van muren")
        ordering = ["told_at"]
        constraints = [
            known_code("wall_move", "effect", WallStatus),
            models.CheckConstraint(
                name="wall_move_moves",
                condition=Q(effect__in=[WallStatus.BREACHED, WallStatus.BYPASSED, WallStatus.GONE]),
            ),
            models.UniqueConstraint(fields=["wall", "win"], name="each_win_moves_a_wall_once"),
        ]

    def __str__(self) -> str:
        return f"{self.win} · {self.wall}"

    def take_back(self) -> None:
        """Delete the move: the wall goes back to the state in which the win before left it.

        Raises ValidationError where the same wall was put up again meanwhile.
        """
        wall = self.wall
        with transaction.atomic():
            wall._hold()
            was_this = wall.status == self.effect
            self.delete()
            if was_this:
                wall.stand_as_told()

    def lose_its_win(self) -> None:
        """Follow a win that is withdrawn: the wall, held, goes back to its state without this win.

        A state that somebody gave it by hand stays. So does the end of a wall that was put up again meanwhile.
        """
        if self.wall.status == self.effect:
            with suppress(ValidationError):
                self.wall.stand_as_told()

    def get_its_win_back(self) -> None:
        """Follow a win that is put back. The wall, held, moves only if it moved when the win went, and stayed so since."""
        others = self.wall._latest_move(besides=self)
        as_without = self.wall.status == (others.effect if others else WallStatus.ACTIVE)
        if as_without and self.wall.followed(self.win):
            with suppress(ValidationError):
                self.wall.stand_as_told()
