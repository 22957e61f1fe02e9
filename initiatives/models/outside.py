"""The world around an initiative: actors in their worlds, walls, and windows that open and close (theory §5)."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    ENDED_WALLS,
    Level,
    ScalingRole,
    Stance,
    TakesPart,
    WallCause,
    WallKind,
    WallStatus,
    WindowKind,
    World,
)
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
from initiatives.models.places import City, Partner, Programme
from initiatives.models.wins import SmallWin


class ActorQuerySet(models.QuerySet):
    """An actor is somebody's view of people: it stays with those who work on the initiative."""

    def visible_to(self, user):
        return self.filter(initiative__in=Initiative.objects.editable_by(user).values("pk"))

    def editable_by(self, user):
        return self.visible_to(user)

    def stance_known_to(self, user):
        """How an actor stands towards it is for the team alone."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(initiative__in=Initiative.objects.of_team(user).values("pk"))


class Actor(models.Model):
    """A party, role or organisation in the world around an initiative. Never a person by name."""

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
    level = code_field(_("op welk niveau?"), Level, null=True, blank=True)
    role = code_field(_("wat doet die in het opschalen?"), ScalingRole, null=True, blank=True)
    stance = code_field(_("hoe staat die erin?"), Stance, null=True, blank=True)
    takes_part = code_field(_("doet die mee?"), TakesPart, null=True, blank=True)
    need = models.TextField(_("wat is daar nodig?"), blank=True, max_length=1000)
    checked_on = models.DateField(_("laatst bekeken op"), default=timezone.localdate)
    is_example = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actoren")
        ordering = ["world", "label"]
        constraints = [
            known_code("actor", "world", World),
            known_code("actor", "level", Level),
            known_code("actor", "role", ScalingRole),
            known_code("actor", "stance", Stance),
            known_code("actor", "takes_part", TakesPart),
            models.CheckConstraint(
                name="actor_is_called_something",
                condition=Q(partner__isnull=False) | ~Q(label=""),
                violation_error_message=_("Kies een partner, of schrijf wie of wat het is."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.partner)


class WallTopic(models.Model):
    """The name of a wall, shared by a programme, so that two teams find that they run into the same."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="wall_topics")
    name = models.CharField(_("naam"), max_length=120)
    name_en = models.CharField(_("naam (Engels)"), max_length=120, blank=True)
    slug = models.SlugField(max_length=120)

    class Meta:
        verbose_name = _("onderwerp van muren")
        verbose_name_plural = _("onderwerpen van muren")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="one_topic_a_name"),
            models.UniqueConstraint(fields=["programme", "slug"], name="one_topic_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class OfTheNetworkQuerySet(models.QuerySet):
    """Walls: the network reads them at initiatives it knows; visitors do not."""

    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(initiative__in=Initiative.objects.visible_to(user).values("pk"))

    def editable_by(self, user):
        return self.filter(initiative__in=Initiative.objects.editable_by(user).values("pk"))

    def standing(self):
        return self.exclude(status__in=ENDED_WALLS)


class Wall(models.Model):
    """What an initiative runs into."""

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
    is_example = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OfTheNetworkQuerySet.as_manager()

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
                name="one_standing_wall_a_topic",
                violation_error_message=_("Deze muur staat er al."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    def become(self, status: WallStatus, *, on=None) -> None:
        """Stand differently from a day on. Every step is in the history."""
        self.status = status
        self.ended_on = (on or timezone.localdate()) if status in ENDED_WALLS else None
        self.save(update_fields=["status", "ended_on"])

    def moved_by(self, win: SmallWin, status: WallStatus, *, by: User) -> "WallMove":
        """A win did something to this wall; the wall stands accordingly from now on."""
        with transaction.atomic():
            move, _new = self.moves.update_or_create(win=win, defaults={"effect": status, "told_by": by})
            self.become(status, on=win.occurred_on)
        return move


class WallMoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        walls = Wall.objects.visible_to(user).values("pk")
        return self.filter(wall__in=walls, win__in=SmallWin.objects.visible_to(user).values("pk"))

    def editable_by(self, user):
        return self.filter(wall__in=Wall.objects.editable_by(user).values("pk"))


class WallMove(models.Model):
    """What a win did to a wall."""

    wall = models.ForeignKey(Wall, on_delete=models.CASCADE, related_name="moves")
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="wall_moves")
    effect = code_field(_("wat deed de win met de muur?"), WallStatus)
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

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


class WindowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The network reads those of cities and of initiatives it knows; visitors do not."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(
            Q(city__isnull=False) | Q(initiative__in=Initiative.objects.visible_to(user).values("pk"))
        )

    def editable_by(self, user):
        """Those who work on the initiative; of a city its coordinators and the staff."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        cities = City.objects.filter(
            Q(roles__user=user) | Q(initiatives__in=Initiative.objects.curated_by(user).values("pk"))
        )
        return self.filter(
            Q(initiative__in=Initiative.objects.editable_by(user).values("pk"))
            | Q(city__in=cities.values("pk"))
        )

    def open_on(self, day):
        return self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day), opens_on__lte=day)


class Window(models.Model):
    """A chance that opens for a while: a problem, a solution and political will at the same time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="windows"
    )
    city = models.ForeignKey(City, on_delete=models.CASCADE, null=True, blank=True, related_name="windows")
    title = models.CharField(_("welke kans?"), max_length=160)
    kind = code_field(_("wat opent hem?"), WindowKind)
    level = code_field(_("op welk niveau?"), Level, null=True, blank=True)
    opens_on = models.DateField(_("open vanaf"), default=timezone.localdate)
    closes_on = models.DateField(_("open tot en met"), null=True, blank=True)
    actors = models.ManyToManyField(Actor, related_name="windows", blank=True, verbose_name=_("bij wie?"))
    wins = models.ManyToManyField(
        SmallWin, related_name="windows", blank=True, verbose_name=_("gebruikt door")
    )
    is_example = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("kans")
        verbose_name_plural = _("kansen")
        ordering = ["closes_on", "opens_on"]
        constraints = [
            known_code("window", "kind", WindowKind),
            known_code("window", "level", Level),
            models.CheckConstraint(
                name="window_is_of_an_initiative_or_a_city",
                condition=Q(initiative__isnull=True, city__isnull=False)
                | Q(initiative__isnull=False, city__isnull=True),
            ),
            models.CheckConstraint(
                name="window_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("Een kans sluit niet voordat hij opengaat."),
            ),
            models.CheckConstraint(name="window_is_called_something", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open_on(self, day) -> bool:
        return self.opens_on <= day and (self.closes_on is None or self.closes_on >= day)
