"""What cities and schools try out together, with whom, and who is in the team."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    CurriculumStatus,
    MembershipRole,
    PartnershipRole,
    Precision,
    RoleKind,
    Stage,
)
from initiatives.models.fields import code_field, known_code, sources_field, together
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Partner, Programme, Theme


class InitiativeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def editable_by(self, user):
        """The team, the coordinators of its cities, and the staff of its programme."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        roles = user.roles.filter
        return self.filter(
            Q(pk__in=user.memberships.values("initiative"))
            | Q(
                pk__in=Initiative.cities.through.objects.filter(
                    city__in=roles(kind=RoleKind.COORDINATOR).values("city")
                ).values("initiative")
            )
            | Q(programme__in=roles(kind=RoleKind.PROGRAMME_STAFF).values("programme"))
        )

    def visible_to(self, user):
        """What is published, and for those who work on it also what is not."""
        if not user.is_authenticated or not user.is_active:
            return self.published()
        if user.is_superuser:
            return self
        return self.filter(
            Q(published_at__isnull=False) | Q(pk__in=Initiative.objects.editable_by(user).values("pk"))
        )


class Initiative(models.Model):
    """Something a city and its schools try out together, and may want to scale."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("programma")
    )
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    slug = models.SlugField(_("webnaam"), max_length=80, unique=True)
    summary = models.TextField(_("samenvatting"), blank=True)
    summary_en = models.TextField(_("samenvatting (Engels)"), blank=True)
    cities = models.ManyToManyField(
        City,
        related_name="initiatives",
        blank=True,
        verbose_name=_("steden"),
        help_text=_("Geen stad: een landelijk initiatief."),
    )
    themes = models.ManyToManyField(Theme, related_name="initiatives", blank=True, verbose_name=_("thema’s"))
    challenges = models.ManyToManyField(
        Challenge, related_name="initiatives", blank=True, verbose_name=_("vraagstukken")
    )
    stage = code_field(_("fase"), Stage, null=True, blank=True)
    curriculum = code_field(_("plek in het curriculum"), CurriculumStatus, null=True, blank=True)
    started_on = models.DateField(_("begonnen op"), null=True, blank=True)
    started_precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY)
    ended_on = models.DateField(_("gestopt op"), null=True, blank=True)
    dream = models.TextField(_("opschaaldroom"), blank=True)
    dream_en = models.TextField(_("opschaaldroom (Engels)"), blank=True)
    sources = sources_field()
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("gepubliceerd door"),
    )
    partners = models.ManyToManyField(Partner, through="Partnership", related_name="initiatives")
    team = models.ManyToManyField(User, through="Membership", related_name="initiatives")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        ordering = ["title"]
        constraints = [
            known_code("initiative", "stage", Stage),
            known_code("initiative", "curriculum", CurriculumStatus),
            known_code("initiative", "started_precision", Precision),
            together("initiative", "published", "published_at", "published_by"),
            models.CheckConstraint(
                name="initiative_ends_after_it_starts",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("Een initiatief stopt niet voordat het begint."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:profile", args=[self.slug])

    def publish(self, *, by: User) -> None:
        """Show it to everyone. Raises ValidationError while nobody takes part yet."""
        if not self.partnerships.exists():
            raise ValidationError(_("Voeg eerst een partner toe. Daarna kun je publiceren."))
        if self.published_at is None:
            self.published_at, self.published_by = timezone.now(), by
            self.save(update_fields=["published_at", "published_by"])

    def unpublish(self) -> None:
        """Show it only to those who work on it."""
        self.published_at = self.published_by = None
        self.save(update_fields=["published_at", "published_by"])


class Partnership(models.Model):
    """One partner in one initiative. An ended one stays, in the past."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="partnerships", verbose_name=_("initiatief")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("partner")
    )
    role = code_field(_("rol"), PartnershipRole, default=PartnershipRole.PARTNER)
    since = models.DateField(_("sinds"), null=True, blank=True)
    until = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("samenwerking")
        verbose_name_plural = _("samenwerkingen")
        ordering = ["partner__name"]
        constraints = [
            known_code("partnership", "role", PartnershipRole),
            models.UniqueConstraint(
                fields=["initiative", "partner"],
                condition=Q(until__isnull=True),
                name="one_open_partnership_a_pair",
                violation_error_message=_("Deze partner doet al mee."),
            ),
            models.CheckConstraint(
                name="partnership_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("Een samenwerking stopt niet voordat zij begint."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.initiative}"


class Membership(models.Model):
    """Someone's place in the team of one initiative."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("initiatief")
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("wie")
    )
    role = code_field(_("rol"), MembershipRole, default=MembershipRole.MEMBER)

    class Meta:
        verbose_name = _("teamlid")
        verbose_name_plural = _("teamleden")
        constraints = [
            known_code("membership", "role", MembershipRole),
            models.UniqueConstraint(
                fields=["initiative", "user"],
                name="one_place_per_team",
                violation_error_message=_("Deze persoon zit al in het team."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.initiative}"
