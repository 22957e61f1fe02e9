"""Initiatives of cities and schools, and their teams."""

from collections.abc import Callable
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Audience, CurriculumStatus, MembershipRole, Precision, RoleKind, Stage
from initiatives.links import free_slug
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, no_fixed_word, sources_field, together
from initiatives.models.moments import not_yet
from initiatives.models.names import TextKey, key_of, sort_of
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Partner, Programme, Theme
from initiatives.models.rights import OfAnInitiativeQuerySet, any_way, keeps_all, may_come_in, reaching
from initiatives.periods import remembered, silent_since
from initiatives.sentences import joined

MOST_INITIATIVES_PROPOSED = 5  # by one person, that wait for the programme at a time
FIXED_WORDS = ("voorstellen",)
PROPOSED = Q(proposed_at__isnull=False, admitted_at__isnull=True, declined_at__isnull=True)


class InitiativeQuerySet(models.QuerySet):
    def proposed(self):
        """Proposals that the staff have not answered."""
        return self.filter(PROPOSED)

    def declined(self):
        return self.filter(declined_at__isnull=False)

    def not_declined(self):
        return self.filter(declined_at__isnull=True)

    def proposed_in_team_of(self, user):
        """Of the user's teams, what was once proposed. Also what the staff declined: the one way in which a team sees that."""
        return self.filter(any_way(user, _in_the_team), proposed_at__isnull=False)

    def curated_with_declined_by(self, user):
        """`curated_by`, with the proposals that the staff declined. Nothing else shows them those."""
        return self if keeps_all(user) else self.filter(any_way(user, in_a_programme_of))

    def published(self):
        """Initiatives that everyone may read."""
        return self.filter(published_at__isnull=False, audience=Audience.PUBLIC)

    def silent(self, wins: models.QuerySet):
        """No sign of life among these wins for half a year, and not over. Where no win has a date, that counts from publishing."""
        since, today = silent_since(), timezone.localdate()
        living = wins.recent(since).order_by().values("initiative")
        told = Q(pk__in=wins.dated().order_by().values("initiative")) | Q(published_at__date__lt=since)
        return self.filter(told).exclude(Q(pk__in=living) | Q(ended_on__lte=today))

    def read_by_the_network(self):
        """Initiatives that everybody who logs in may read."""
        return self.filter(published_at__isnull=False, audience__in=[Audience.NETWORK, Audience.PUBLIC])

    def with_somebody(self):
        """Those with a team in which somebody can answer. See `who_decides`."""
        return self.filter(pk__in=Membership.objects.filter(user__is_active=True).values("initiative"))

    def of_team(self, user):
        return self._theirs(user, _in_the_team)

    def saying_if_theirs(self, user):
        """Adds `is_theirs`: the user is in the team."""
        return self.annotate(is_theirs=Case(When(any_way(user, _in_the_team), then=True), default=False))

    def in_cities_of(self, user):
        """Initiatives in the cities that the user coordinates."""
        return self._theirs(user, _in_a_city_of)

    def known_in_the_team_to(self, user):
        """Initiatives of which the user may know what stays in the team: no coordinator and no staff here."""
        return self._kept(user, _in_the_team)

    def curated_by(self, user):
        """Initiatives of the programmes whose staff the user is; all for a superuser."""
        return self._kept(user, in_a_programme_of)

    def worked_on_by(self, user):
        """The team and the staff of the programme: they know what is not yet told, too."""
        return self._kept(user, _in_the_team, in_a_programme_of)

    def editable_by(self, user):
        """The team, the coordinators of its cities, and the staff of its programme."""
        return self._kept(user, _in_the_team, _in_a_city_of, in_a_programme_of)

    def managed_by(self, user):
        """Initiatives in whose team the user lets people in and out, as lead, coordinator or staff."""
        return self._kept(user, _led_by, _in_a_city_of, in_a_programme_of)

    def spoken_for_by(self, user):
        """Initiatives for which the user says yes or no: as a lead, or in a team without one. See `who_decides`."""
        return self._theirs(user, _led_by, _in_a_team_without_a_lead)

    def visible_to(self, user):
        """Initiatives published for this reader, and unpublished ones that they work on."""
        if keeps_all(user):
            return self.not_declined()
        shown = Q(published_at__isnull=False) & reaching(user)
        theirs = any_way(user, _in_the_team, _in_a_city_of, in_a_programme_of)
        return self.not_declined().filter(shown | theirs)

    def known_in_the_network_to(self, user):
        """Initiatives whose walls, windows and next bite the reader may know; none for a visitor."""
        return self.visible_to(user) if may_come_in(user) else self.none()

    def _theirs(self, user, *ways: Callable[[User], Q]):
        """Those that are the user's in one of these ways. A declined proposal is nobody's, until it is proposed again."""
        return self.not_declined().filter(any_way(user, *ways))

    def _kept(self, user, *ways: Callable[[User], Q]):
        """The initiatives that are the user's in one of these ways; a superuser keeps all of them."""
        return self.not_declined() if keeps_all(user) else self._theirs(user, *ways)


# The ways in which an initiative is somebody's, as conditions: one within another would only cost time.
def _in_the_team(user) -> Q:
    return Q(pk__in=user.memberships.values("initiative"))


def _led_by(user) -> Q:
    return Q(pk__in=user.memberships.filter(role=MembershipRole.LEAD).values("initiative"))


def _in_a_team_without_a_lead(user) -> Q:
    led = Membership.objects.filter(role=MembershipRole.LEAD, user__is_active=True)
    return _in_the_team(user) & ~Q(pk__in=led.values("initiative"))


def _in_a_city_of(user) -> Q:
    cities = user.roles.filter(kind=RoleKind.COORDINATOR).values("city")
    return Q(pk__in=Initiative.cities.through.objects.filter(city__in=cities).values("initiative"))


def in_a_programme_of(user) -> Q:
    return Q(programme__in=user.roles.filter(kind=RoleKind.PROGRAMME_STAFF).values("programme"))


class InitiativeManager(models.Manager.from_queryset(InitiativeQuerySet)):
    def propose(
        self, *, by: User, programme: Programme, city: City | None, title: str, summary: str
    ) -> "Initiative":
        """A new initiative, led by its proposer and unpublished. Sent twice, it is one.

        Raises ValidationError for who proposed some that still wait.
        """
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the same form, sent now, waits here
            waiting = self.proposed().filter(proposed_by=by)
            if same := waiting.filter(title=title, programme=programme).order_by("pk").first():
                return same
            if waiting.count() >= MOST_INITIATIVES_PROPOSED:
                raise ValidationError(
                    _("Er wachten al een paar initiatieven van jou op het programma. Stel later meer voor.")
                )
            made = self.create(
                programme=programme,
                title=title,
                summary=summary,
                slug=free_slug(Initiative, title),
                proposed_at=timezone.now(),
                proposed_by=by,
            )
            made.cities.set([city] if city else [])
            made.memberships.create(user=by, role=MembershipRole.LEAD)
        return made


class Initiative(models.Model):
    """Something a city and its schools try out together, and may want to scale."""

    columns = Columns(
        words="title title_en slug summary summary_en dream dream_en sources why_declined",
        answers="opens_wins",
    )

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
    audience = code_field(
        _("wie mag het lezen?"),
        Audience,
        default=Audience.PUBLIC,
        help_text=_(
            "Zodra het gepubliceerd is. Tot dan leest alleen het team mee, met de kwartiermaker en het programma."
        ),
    )
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
    # By somebody who met the site. Staff let it in by publishing it, or decline it with a word, until it is proposed again.
    proposed_at, proposed_by = not_yet(_("voorgesteld op"))
    admitted_at, admitted_by = not_yet(_("toegelaten op"))
    declined_at, declined_by = not_yet(_("niet opgenomen op"))
    why_declined = models.TextField(_("waarom niet?"), blank=True, max_length=1000, editable=False)
    aside_at, aside_by = not_yet(_("opzijgelegd op"))  # by its team, which read the no
    # None: the team has not been asked, or did not answer.
    opens_wins = models.BooleanField(
        _("mag iedereen lezen wat jullie vertellen?"), null=True, blank=True, editable=False
    )
    opened_at, opened_by = not_yet(_("gekozen op"))
    opening_asked_at, opening_asked_by = not_yet(_("gevraagd op"))
    partners = models.ManyToManyField(Partner, through="Partnership", related_name="initiatives")
    team = models.ManyToManyField(User, through="Membership", related_name="initiatives")
    title_key, title_sort = key_of("title", "title_en"), sort_of("title")
    summary_key = key_of("summary", "summary_en", key=TextKey)

    reserved = FIXED_WORDS
    objects = InitiativeManager()

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        ordering = ["title_sort", "pk"]
        indexes = [models.Index(fields=["title_sort", "id"], name="initiative_by_title")]
        constraints = [
            no_fixed_word("initiative", FIXED_WORDS),
            known_code("initiative", "stage", Stage),
            known_code("initiative", "curriculum", CurriculumStatus),
            known_code("initiative", "started_precision", Precision),
            known_code("initiative", "audience", Audience),
            together("initiative", "published", "published_at", "published_by"),
            together("initiative", "proposed", "proposed_at", "proposed_by"),
            together("initiative", "admitted", "admitted_at", "admitted_by"),
            together("initiative", "declined", "declined_at", "declined_by"),
            models.CheckConstraint(
                name="initiative_is_admitted_after_a_proposal",
                condition=Q(admitted_at__isnull=True)
                | Q(proposed_at__isnull=False, declined_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_proposal_is_declined_with_a_word",
                condition=Q(declined_at__isnull=True, why_declined="")
                | Q(proposed_at__isnull=False, declined_at__isnull=False, published_at__isnull=True)
                & ~Q(why_declined=""),
            ),
            together("initiative", "aside", "aside_at", "aside_by"),
            models.CheckConstraint(
                name="only_a_declined_proposal_is_put_aside",
                condition=Q(aside_at__isnull=True) | Q(declined_at__isnull=False),
            ),
            together("initiative", "opening_said", "opens_wins", "opened_at", "opened_by"),
            together("initiative", "opening_asked", "opening_asked_at", "opening_asked_by"),
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

    @property
    def where(self) -> str:
        """Its cities by name; without any it is for the whole country."""
        return ", ".join(city.name for city in self.cities.all()) or _("landelijk")

    @property
    def started_said(self) -> SafeString:
        """The start as people remember it, for a page."""
        return remembered(self.started_on, self.started_precision)

    @property
    def shown_to(self) -> Audience:
        """The present readers: the team alone until it is published."""
        return Audience(self.audience) if self.published_at else Audience.TEAM

    @property
    def opens_to(self) -> Audience:
        """Who reads a new win, unless its teller chooses otherwise. A team that said nothing tells the network."""
        return Audience.PUBLIC if self.opens_wins else Audience.NETWORK

    def readers_for(self, user, *, now: str = "") -> list[Audience]:
        """The readers that this user may choose for words of the team, fewest first.

        In: who reads them now, for words that are there. Only the team lets more people read them than that, or new
        ones than it chose for its wins.
        """
        is_theirs = type(self).objects.of_team(user).filter(pk=self.pk).exists()
        fewest_first = list(Audience)
        most = Audience.PUBLIC if is_theirs else (now or self.opens_to)
        return fewest_first[: fewest_first.index(most) + 1]

    @property
    def readers_chosen(self) -> str:
        """What its team chose for new wins, to anybody who works on it."""
        if self.opens_wins is None:
            return _("Nog niet gekozen. Tot dan leest het netwerk het: iedereen die kan inloggen.")
        if self.opens_wins:
            return _("Gekozen: zodra het programma het las, mag iedereen het lezen.")
        return _("Gekozen: het netwerk leest het, dus iedereen die kan inloggen.")

    def ask_who_reads(self, *, by: User) -> None:
        """The programme asks the team whether everyone may read what it told."""
        self.opening_asked_at, self.opening_asked_by = timezone.now(), by
        self.save(update_fields=["opening_asked_at", "opening_asked_by"])

    def say_who_reads(self, *, everyone: bool, by: User) -> None:
        """The team chooses, for what it tells from now on."""
        self.opens_wins, self.opened_at, self.opened_by = everyone, timezone.now(), by
        self.save(update_fields=["opens_wins", "opened_at", "opened_by"])

    @property
    def waits(self) -> bool:
        """Proposed, and not answered by the staff."""
        return bool(self.proposed_at) and not (self.admitted_at or self.declined_at)

    def decline(self, *, why: str, by: User) -> None:
        """The staff do not take this proposal up now, and say why. Its team may change it and propose it again."""
        self.declined_at, self.declined_by, self.why_declined = timezone.now(), by, why
        self.save(update_fields=DECLINED)

    def propose_again(self) -> None:
        """It comes before the staff again, of the same proposer, whoever of the team sends it.

        Raises ValidationError while some of that proposer still wait.
        """
        # Counted without holding the person: people are held before initiatives (decision 0173), and one too many is no harm.
        waiting = Initiative.objects.proposed().filter(proposed_by=self.proposed_by_id)
        if waiting.count() >= MOST_INITIATIVES_PROPOSED:
            raise ValidationError(
                _("Er wachten al een paar initiatieven van wie dit voorstelde. Stel het later opnieuw voor.")
            )
        self.proposed_at = timezone.now()
        self._take_back_the_no()
        self.save(update_fields=["proposed_at", *DECLINED])

    def _take_back_the_no(self) -> None:
        self.declined_at, self.declined_by, self.why_declined = None, None, ""
        self.aside_at = self.aside_by = None

    def put_aside(self, *, by: User) -> None:
        """Its team read the no, and leaves it at that for now: no longer on the first page of any of them."""
        self.aside_at, self.aside_by = timezone.now(), by
        self.save(update_fields=["aside_at", "aside_by"])

    def publish(self, *, by: User) -> bool:
        """Show it to its audience, as it is at this moment. Out: whether a proposal came in by that.

        Raises ValidationError while no partner that everybody may know takes part, and for a proposal that was
        declined since it was read.
        """
        with transaction.atomic():
            was_declined = bool(self.declined_at)
            self.refresh_from_db(from_queryset=Initiative.objects.select_for_update(no_key=True))
            if self.declined_at and not was_declined:
                raise ValidationError(_("Een collega heeft dit net niet opgenomen. Lees eerst waarom."))
            self._keep_a_partner()
            return not self.published_at and self._publish(by)

    def _keep_a_partner(self) -> None:
        if not self.partnerships.exists():
            raise ValidationError(_("Voeg eerst een partner toe. Daarna kun je publiceren."))
        if not self.partnerships.admitted().exists():
            raise ValidationError(_("Laat eerst een partner toe. Daarna kun je publiceren."))

    def _publish(self, by: User) -> bool:
        comes_in = bool(self.proposed_at) and not self.admitted_at
        self.published_at, self.published_by = timezone.now(), by
        if comes_in:
            self.admitted_at, self.admitted_by = self.published_at, by
            self._take_back_the_no()
        self.save(update_fields=["published_at", "published_by", "admitted_at", "admitted_by", *DECLINED])
        return comes_in

    def unpublish(self) -> None:
        """Show it only to those who work on it."""
        self.published_at = self.published_by = None
        self.save(update_fields=["published_at", "published_by"])


DECLINED = ["declined_at", "declined_by", "why_declined", "aside_at", "aside_by"]


class MembershipQuerySet(OfAnInitiativeQuerySet):
    read_by = "editable_by"
    changed_by = "managed_by"


class Membership(models.Model):
    """Someone's place in the team of one initiative."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("initiatief")
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("wie")
    )
    role = code_field(_("rol"), MembershipRole, default=MembershipRole.MEMBER)

    objects = MembershipQuerySet.as_manager()

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

    @property
    def name_and_role(self) -> SafeString:
        """The name of the member. A lead also has the role behind it."""
        return joined((self.user.display_name, self.get_role_display() if self.is_lead else ""), " · ")

    @property
    def role_explained(self) -> str:
        return str(MembershipRole(self.role).explanation)

    @property
    def is_lead(self) -> bool:
        return self.role == MembershipRole.LEAD

    @property
    def is_last_lead(self) -> bool:
        return self.is_lead and self.initiative.memberships.filter(role=MembershipRole.LEAD).count() == 1

    def give(self, role: MembershipRole) -> None:
        """Make somebody lead, or member again. Raises ValidationError where no lead would be left."""
        with self._the_team_locked():
            if role != MembershipRole.LEAD:
                self._keep_a_lead()
            self.role = role
            self.save(update_fields=["role"])

    def end(self, *, by: User) -> None:
        """Out of the team, at once, in every open session, and not in again with an old invitation.

        Raises ValidationError where no lead would be left; not of a declined proposal, whose whole team may propose it again.
        """
        with self._the_team_locked():
            if not Initiative.objects.declined().filter(pk=self.initiative_id).exists():
                self._keep_a_lead()
            self.initiative.invitations.take_back_from(self.user, by=by)
            self.delete()

    @contextmanager
    def _the_team_locked(self):
        """Two leads who step down at the same moment would both see the other one stay."""
        with transaction.atomic():
            Initiative.objects.select_for_update(no_key=True).get(pk=self.initiative_id)
            yield

    def _keep_a_lead(self) -> None:
        others = self.initiative.memberships.exclude(pk=self.pk)
        if self.is_last_lead and others.exists():
            raise ValidationError(_("Een team houdt minstens één trekker. Maak eerst iemand anders trekker."))
