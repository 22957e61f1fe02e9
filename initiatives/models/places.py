"""Programmes, cities, partners, themes and challenges."""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import PartnerKind, Scope
from initiatives.links import address, first_words, free_slug
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, no_fixed_word, sources_field, together
from initiatives.models.moments import not_yet
from initiatives.models.names import key_of, sort_of
from initiatives.models.rights import HangingQuerySet
from initiatives.municipalities import Municipality
from initiatives.names import letters

ADMITTED = Q(proposed_at__isnull=True) | Q(admitted_at__isnull=False)
MOST_PARTNERS_PROPOSED = 30  # partners of one person that wait at a time


class ProgrammeQuerySet(models.QuerySet):
    def in_order(self):
        """The programme that the site is for comes first, and an invented one last."""
        return self.order_by("is_example", "pk")

    def of_the_site(self) -> "Programme":
        """The programme that the site is for. Before there is one, nothing but the name in the settings."""
        return self.in_order().first() or Programme(name=settings.PROGRAMME_NAME)

    def one_at_a_time(self) -> None:
        """Whoever begins an initiative waits until another who does so at this moment is done. In a transaction."""
        list(self.order_by("pk").select_for_update(no_key=True).values_list("pk"))


class Programme(models.Model):
    """The frame in which cities work on one thing together, and what the site says about it."""

    columns = Columns(
        words="name name_en slug introduction introduction_en about about_en contact contact_en contact_email website"
    )

    name = models.CharField(_("naam"), max_length=120)
    name_en = models.CharField(_("naam (Engels)"), max_length=120, blank=True)
    slug = models.SlugField(_("webnaam"), max_length=80, unique=True)
    introduction = models.TextField(
        _("inleiding"),
        blank=True,
        help_text=_("Wie werken hier waaraan? Eén of twee zinnen, boven aan de eerste pagina."),
    )
    introduction_en = models.TextField(_("inleiding (Engels)"), blank=True)
    about = models.TextField(
        _("over het programma"),
        blank=True,
        help_text=_(
            "Voor de pagina Over. Een lege regel begint een nieuwe alinea, # een kopje en - een regel van een lijst."
        ),
    )
    about_en = models.TextField(_("over het programma (Engels)"), blank=True)
    contact = models.TextField(
        _("wie zit erachter?"), blank=True, help_text=_("En hoe bereik je ze? Iedereen kan dit lezen.")
    )
    contact_en = models.TextField(_("wie zit erachter? (Engels)"), blank=True)
    contact_email = models.EmailField(
        _("e-mailadres voor vragen"), blank=True, help_text=_("Iedereen kan het lezen.")
    )
    website = models.URLField(_("website"), blank=True)
    started_on = models.DateField(_("begonnen op"), null=True, blank=True)
    ended_on = models.DateField(_("gestopt op"), null=True, blank=True)
    is_example = models.BooleanField(
        _("alles hierin is bedacht"),
        default=False,
        help_text=_("Op elke pagina van dit programma staat dan dat het een voorbeeld is."),
    )
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    name_key, name_sort = key_of("name"), sort_of("name")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programma")
        verbose_name_plural = _("programma’s")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                violation_error_message=_("Een programma stopt niet voordat het begint."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.slug in first_words():
            raise ValidationError({"slug": _("Dit is al een adres van de site. Kies een andere webnaam.")})

    def begin(self) -> None:
        """The first steps are done, or nobody wants them: they are shown no more."""
        self.begun_at = timezone.now()
        self.save(update_fields=["begun_at"])


class CityQuerySet(models.QuerySet):
    def of_municipality(self, municipality: Municipality) -> "City":
        """The city of this municipality, new where there is none, at the point that is known of it."""
        known = {
            "name": municipality.name,
            "province": municipality.province,
            "latitude": municipality.latitude,
            "longitude": municipality.longitude,
        }
        slug = free_slug(City, municipality.name)
        city, _new = self.get_or_create(code=municipality.code, defaults=known | {"slug": slug})
        return city


def names_apart(cities: Iterable["City"]) -> dict["City", str]:
    """What each city is called: its name, and its province too where two have the same name."""
    often = Counter(letters(city.name) for city in cities)
    return {city: city.with_province if often[letters(city.name)] > 1 else city.name for city in cities}


class City(models.Model):
    columns = Columns(words="name slug code province sources")

    name = models.CharField(_("naam"), max_length=100)
    slug = models.SlugField(_("webnaam"), max_length=80, unique=True)
    code = models.CharField(_("gemeentecode"), max_length=6, unique=True, help_text=_("Bijvoorbeeld GM0344."))
    province = models.CharField(_("provincie"), max_length=40)
    latitude = models.FloatField(_("breedtegraad"))
    longitude = models.FloatField(_("lengtegraad"))
    joined_in = models.PositiveSmallIntegerField(_("doet mee sinds"), null=True, blank=True)
    sources = sources_field()
    name_key, name_sort = key_of("name"), sort_of("name")

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("stad")
        verbose_name_plural = _("steden")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                name="city_lies_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Deze plek ligt niet op aarde."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cities:detail", args=[self.slug])

    @property
    def with_province(self) -> str:
        return f"{self.name} ({self.province})"


FIXED_WORDS_OF_PARTNERS = ("lijkt-op",)


class PartnerQuerySet(HangingQuerySet):
    """A partner that a team proposed waits for the staff. Until then those know it who work where it takes part."""

    hangs_on = "partnerships__initiative"

    def admitted(self):
        """Those that everybody may know."""
        return self.filter(ADMITTED)

    def waiting(self):
        return self.exclude(ADMITTED)

    def still_there(self):
        """Those that have not stopped by today: what one may choose. What they did stays."""
        return self.filter(Q(gone_on__isnull=True) | Q(gone_on__gte=timezone.localdate()))

    def placed(self):
        """Those with a place in the picture of the network."""
        return self.filter(x__isnull=False)

    def visible_to(self, user):
        proposed = self.model.objects.waiting().filter(self.hanging_on("editable_by", user))
        return self.filter(ADMITTED | Q(pk__in=proposed.values("pk")))


class PartnerManager(models.Manager.from_queryset(PartnerQuerySet)):
    def propose(self, name: str, kind: PartnerKind, *, city: City | None, by) -> "Partner":
        """A partner that its team may use at once, and that everybody knows once staff let it in.

        Raises ValidationError for who proposed many that still wait.
        """
        if self.waiting().filter(proposed_by=by).count() >= MOST_PARTNERS_PROPOSED:
            raise ValidationError(
                _("Er wachten al veel partners van jou op het programma. Voeg later meer toe.")
            )
        return self.create(
            name=name,
            slug=free_slug(Partner, name),
            kind=kind,
            city=city,
            proposed_at=timezone.now(),
            proposed_by=by,
        )


class Partner(models.Model):
    """An organisation that takes part. Its kind belongs to it, its role to a partnership."""

    columns = Columns(words="name slug website sources", derived="x y")

    name = models.CharField(_("naam"), max_length=160)
    slug = models.SlugField(_("webnaam"), max_length=120, unique=True)
    kind = code_field(_("soort"), PartnerKind)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("stad"),
        help_text=_("De stad van waaruit de partner meedoet. Leeg: landelijk."),
    )
    website = models.URLField(_("website"), blank=True)
    gone_on = models.DateField(
        _("gestopt op"), null=True, blank=True, help_text=_("De laatste dag waarop de partner meedeed.")
    )
    sources = sources_field()
    proposed_at, proposed_by = not_yet(_("voorgesteld op"))
    admitted_at, admitted_by = not_yet(_("toegelaten op"))
    # the place in the picture of the network, kept by `lay_out_partners`
    x = models.FloatField(null=True, blank=True, editable=False)
    y = models.FloatField(null=True, blank=True, editable=False)
    name_key, name_sort = key_of("name"), sort_of("name")

    reserved = FIXED_WORDS_OF_PARTNERS
    objects = PartnerManager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name_sort", "pk"]
        constraints = [
            no_fixed_word("partner", FIXED_WORDS_OF_PARTNERS),
            known_code("partner", "kind", PartnerKind),
            together("partner", "proposed", "proposed_at", "proposed_by"),
            together("partner", "admitted", "admitted_at", "admitted_by"),
            together("partner", "place", "x", "y", says=_("Een plek in de tekening heeft twee maten.")),
            models.CheckConstraint(
                name="partner_is_admitted_after_a_proposal",
                condition=Q(admitted_at__isnull=True) | Q(proposed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["kind"], name="partner_by_kind"),
            models.Index(fields=["name_sort", "id"], name="partner_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.slug])

    @property
    def kind_and_city(self) -> str:
        """What tells it from another of the same name: "hogeschool, Leiden, wacht op het programma"."""
        waits = _("wacht op het programma") if self.waits else ""
        return ", ".join(
            filter(None, map(str, (self.get_kind_display(), self.city or "", self.stopped, waits)))
        )

    @property
    def stopped(self) -> str:
        """Its last day, in words; empty for one that goes on."""
        return _("gestopt op %(day)s") % {"day": date_format(self.gone_on, "j F Y")} if self.gone_on else ""

    @property
    def waits(self) -> bool:
        """A team proposed it, and staff have not let it in."""
        return self.proposed_at is not None and self.admitted_at is None

    def admit(self, *, by) -> None:
        """From now on everybody may know it."""
        if self.waits:
            self.admitted_at, self.admitted_by = timezone.now(), by
            self.save(update_fields=["admitted_at", "admitted_by"])


class PartnerAliasQuerySet(models.QuerySet):
    def named(self, *names: str):
        """Those that are one of these names, however it is spelled."""
        spelled = (Q(name_key__named=name) | Q(name__iexact=name) for name in names)
        return self.filter(reduce(or_, spelled, Q(pk=None)))


class PartnerAlias(models.Model):
    """Another name under which people know a partner; it points at one partner only."""

    columns = Columns(words="name")

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("partner")
    )
    name = models.CharField(_("andere naam"), max_length=160)
    name_key, name_sort = key_of("name"), sort_of("name")

    objects = PartnerAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("andere naam")
        verbose_name_plural = _("andere namen")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="alias_points_at_one_partner",
                violation_error_message=_("Deze naam hoort al bij een partner."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    columns = Columns(words="name slug")

    name = models.CharField(_("naam"), max_length=80)
    slug = models.SlugField(_("webnaam"), max_length=80, unique=True)
    name_key, name_sort = key_of("name"), sort_of("name")

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")
        ordering = ["name_sort", "pk"]

    def __str__(self) -> str:
        return self.name


FIXED_WORDS_OF_CHALLENGES = ("nieuw",)


class ChallengeQuerySet(HangingQuerySet):
    hangs_on = "initiatives"

    def visible_to(self, user):
        """Questions that the programme wrote down, and those of initiatives that the user may read."""
        of_somebody = self.model.initiatives.through.objects.values("challenge")
        theirs = self.model.objects.order_by().filter(self.hanging_on(self.read_by, user))
        return self.filter(~Q(pk__in=of_somebody) | Q(pk__in=theirs.values("pk")))

    def fit_for(self, programme: Programme):
        """Those that may be meant in this programme: what is invented stays apart from what is real."""
        ties = self.model.initiatives.through.objects
        other = ties.filter(initiative__programme__is_example=not programme.is_example)
        return self.exclude(pk__in=other.values("challenge"))

    def holding(self, words: str):
        """Those that hold every word, in either language."""
        return self.filter(Q(title_key__holds=words) | Q(title_en_key__holds=words))

    def asking(self, question: str):
        """Those of just these words, however they are spelled, in either language."""
        return self.filter(Q(title_key__named=question) | Q(title_en_key__named=question))


class Challenge(models.Model):
    """A *vraagstuk*: the question that comes before the partners."""

    columns = Columns(words="title title_en slug description description_en root_causes sources")

    title = models.CharField(_("vraag"), max_length=200)
    title_en = models.CharField(_("vraag (Engels)"), max_length=200, blank=True)
    slug = models.SlugField(_("webnaam"), max_length=120, unique=True)
    description = models.TextField(_("uitleg"), blank=True)
    description_en = models.TextField(_("uitleg (Engels)"), blank=True)
    root_causes = models.TextField(_("wat zit eronder?"), blank=True)
    scope = code_field(_("hoe ver reikt het?"), Scope, null=True, blank=True)
    asked_by = models.ForeignKey(
        Partner,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="challenges",
        verbose_name=_("wie vraagt het?"),
    )
    sources = sources_field()
    title_key, title_en_key, title_sort = key_of("title"), key_of("title_en"), sort_of("title")

    reserved = FIXED_WORDS_OF_CHALLENGES
    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraagstuk")
        verbose_name_plural = _("vraagstukken")
        ordering = ["title_sort", "pk"]
        constraints = [
            known_code("challenge", "scope", Scope),
            no_fixed_word("challenge", FIXED_WORDS_OF_CHALLENGES),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:detail", args=[self.slug])

    @property
    def initiatives_url(self) -> str:
        """The initiatives that work on it."""
        return address("initiatives:index", vraagstuk=self.slug)

    @property
    def source_list(self) -> list[str]:
        """Each source by itself: one a line, or as the data set has them."""
        return [source for line in self.sources.splitlines() for source in line.split(" ; ") if source]
