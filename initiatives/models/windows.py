"""Windows: what opens for an initiative or a city, and closes again (theory §5)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Level, WindowKind, WindowState
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.names import sort_of
from initiatives.models.outside import Actor
from initiatives.models.places import City
from initiatives.models.rights import NOTHING, OfAnInitiativeQuerySet, keeps_all, may_come_in, own
from initiatives.models.wins import SmallWin

REMIND_DAYS = 60  # a window that closes within so many days is worth a word


class WindowQuerySet(OfAnInitiativeQuerySet):
    read_by = "known_in_the_network_to"

    def visible_to(self, user):
        """The network reads those of cities and of initiatives it knows; visitors do not."""
        of_a_city = Q(city__isnull=False) if may_come_in(user) else NOTHING
        return self.filter(of_a_city | self.hanging_on(self.read_by, user))

    def editable_by(self, user):
        """Windows of the reader's own work: of initiatives they work on, and of cities they coordinate or staff."""
        of_a_city = Q(city__in=self.cities_kept_by(user).values("pk"))
        return self.filter(of_a_city | self.hanging_on(self.changed_by, user))

    def cities_kept_by(self, user):
        """The cities to which this user adds windows: coordinators theirs, the staff where they curate."""
        if keeps_all(user):
            return City.objects.all()
        curated = Initiative.objects.curated_by(user).values("pk")
        return City.objects.filter(own(user, "roles__user") | Q(initiatives__in=curated)).distinct()

    def around(self, initiatives):
        """The windows of these initiatives, and those of their cities."""
        own = initiatives.order_by().values("pk")
        places = Initiative.cities.through.objects.filter(initiative__in=own)
        return self.filter(Q(initiative__in=own) | Q(city__in=places.values("city")))

    def open_on(self, day):
        return self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day), opens_on__lte=day)

    def of_cities_of(self, user):
        """The windows of the cities that this user coordinates."""
        return self.filter(city__in=City.objects.filter(roles__user=user).order_by().values("pk"))

    def closing_after(self, day, initiatives):
        """Windows that are open on this day, close soon after it, and were not used by these initiatives.

        A window of a city is still unused for one team when another team used it.
        """
        soon = day + dt.timedelta(days=REMIND_DAYS)
        uses = SmallWin.objects.standing().filter(windows=OuterRef("pk"))
        ours = uses.filter(initiative__in=initiatives.order_by().values("pk"))
        used = Q(Exists(ours)) | Q(Exists(uses), city__isnull=True)
        return self.open_on(day).filter(closes_on__lte=soon).exclude(used)


class Window(models.Model):
    """A chance that opens for a while: a problem, a solution and political will at the same time."""

    columns = Columns(words="title", author="added_by")

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
    added_at, added_by = made()
    title_sort = sort_of("title")

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

    def state_on(self, day: dt.date) -> WindowState:
        if self.opens_on > day:
            return WindowState.NOT_YET
        if not self.is_open_on(day):
            return WindowState.CLOSED
        closes_soon = self.closes_on is not None and (self.closes_on - day).days <= REMIND_DAYS
        return WindowState.CLOSING if closes_soon else WindowState.OPEN

    def remove(self) -> None:
        """Delete a window that was no chance after all. A window that closed is better kept, with its date."""
        self.delete()
