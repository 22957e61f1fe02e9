"""Small wins: the centre of everything. A win, what ties it to others, its photos."""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    UNKNOWN,
    Answer,
    Audience,
    CompanyAnswer,
    Coupling,
    Depth,
    Direction,
    Level,
    LinkAnswer,
    LinkBasis,
    LossAnswer,
    Mechanism,
    Precision,
    ScalingType,
    TellerKind,
    WallAnswer,
    WinKind,
    WinSize,
    WinState,
)
from initiatives.lenses.words import Words
from initiatives.models.columns import Columns
from initiatives.models.fields import (
    CODE_LENGTH,
    DayInAmsterdam,
    ReadingCode,
    code_field,
    code_set,
    known_code,
    known_set,
    sources_field,
    together,
)
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User, forgetting
from initiatives.models.places import Partner
from initiatives.models.teams import CaptureLink
from initiatives.periods import Period, stretch
from initiatives.tokens import derived_token, digest

LONG_AGO = dt.date(1, 1, 1)  # where undated wins stand: after everything that has a date
LONG_AFTER = 180  # days between happening and telling, from which a win is told long after
READING = ("types", "directions", "level")
# What hangs on a win alone, and what it shares with others.
HANGING = ("photos", "judgements", "losses", "evidence", "follow_ups", "wall_moves", "bites")
SHARED = ("partners", "wishes", "windows")
LEVEL_CHOICES = [*Level.choices, (UNKNOWN, _("weet ik niet"))]


# Told, and nobody took it off the pages again; what came without an account, once the team took it on.
_STANDS = Q(drafted_at__isnull=True, withdrawn_at__isnull=True, merged_at__isnull=True) & (
    Q(capture_link__isnull=True) | Q(taken_on_at__isnull=False)
)
_FOR_THE_NETWORK = _STANDS & Q(audience__in=[Audience.NETWORK, Audience.PUBLIC])
_FOR_EVERYONE = _STANDS & Q(audience=Audience.PUBLIC, confirmed_at__isnull=False, returned_at__isnull=True)
_WORDS_OF_A_TELLER = (
    "initiative", "title", "title_en", "description", "description_en", "occurred_on", "precision", "sources",
    "told_as", "types", "directions", "level", "depth", "came_from", "claimed_at", "claimed_by",
)  # fmt: skip
FOR_FEWER = _(
    "Deze small win is voor minder mensen dan die andere. Foto’s, bewijs en wat er nog meer bij staat, zouden dan "
    "meer mensen lezen. Laat het team eerst kiezen wie hem mag lezen. Of doe het andersom: laat deze blijven."
)
MOST_BY_A_LINK = 240  # wins an hour: four by each of a room of sixty people

_LAST_WORD = re.compile(r"(?:^|\s)([^\W_]{3,})$")
_NOBODY = Q(counted_types__isnull=True, counted_directions__isnull=True, counted_level__isnull=True)
_ONLY_EDITORS = (
    Q(types__isnull=True, editor_types__isnull=False)
    | Q(directions__isnull=True, editor_directions__isnull=False)
    | Q(level__isnull=True, editor_level__isnull=False)
)


def as_typed(words: str) -> CombinedSearchQuery | SearchQuery:
    """The question behind what somebody typed; its last word may be the start of a longer one."""
    whole = SearchQuery(words, config="dutch", search_type="websearch")
    last = _LAST_WORD.search(words)
    if not last or words.count('"') % 2 or last[1].lower() == "or":
        return whole
    start = SearchQuery(f"'{without_accents(last[1])}':*", config="simple", search_type="raw")
    before = words[: last.start()].strip()
    return whole | (SearchQuery(before, config="dutch", search_type="websearch") & start if before else start)


def without_accents(word: str) -> str:
    """As the Dutch dictionary of PostgreSQL keeps words: coöperatie is cooperatie."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


@dataclass(frozen=True)
class Mark:
    """A word that counts for a win, and whose word it is."""

    word: Words
    by_editors: bool


class SmallWinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the reader may know about (the model's "who sees a win").

        Everyone: what is confirmed and public. The network: what stands and is for the network, too.
        Those who work on the initiative: all of it. And one's own drafts that have no initiative yet.
        """
        initiatives = Initiative.objects.visible_to(user).values("pk")
        if not user.is_authenticated or not user.is_active:
            return self.filter(is_for_everyone=True, initiative__in=initiatives)
        return self.filter(
            Q(is_for_network=True, initiative__in=initiatives)
            | Q(initiative__in=Initiative.objects.editable_by(user).values("pk"))
            | _own_drafts(user)
        )

    def editable_by(self, user):
        """The team and the staff: everything. A coordinator: what stands, and own drafts; the rest is theirs to read."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(
            Q(initiative__in=Initiative.objects.worked_on_by(user).values("pk"))
            | Q(stands=True, initiative__in=Initiative.objects.in_cities_of(user).values("pk"))
            | Q(_drafted_by(user), initiative__in=Initiative.objects.in_cities_of(user).values("pk"))
            | _own_drafts(user)
        )

    def known_inside_to(self, user):
        """Wins of which the reader may know all: questions, reasons, who told it, every version."""
        return self.filter(
            Q(initiative__in=Initiative.objects.editable_by(user).values("pk"))
            | (_own_drafts(user) if user.is_authenticated else Q(pk=None))
        )

    def confirmable_by(self, user):
        """Standing wins that the programme's staff and the coordinators of the city read along with."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.standing().filter(
            Q(initiative__in=Initiative.objects.curated_by(user).values("pk"))
            | Q(initiative__in=Initiative.objects.in_cities_of(user).values("pk"))
        )

    def judgeable_by(self, user):
        """Standing wins of which the reader may say what they think: whoever logs in and knows of it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.visible_to(user).standing()

    def drafts(self):
        """Not told yet."""
        return self.filter(drafted_at__isnull=False)

    def drafts_for(self, user):
        """Drafts that this person works on: their own, and those of their teams."""
        teams = Initiative.objects.of_team(user).values("pk")
        return self.drafts().filter(Q(logged_by=user) | Q(initiative__in=teams)).editable_by(user)

    def waiting_for_the_team(self):
        """Told without an account; nobody of the team took it on or refused it."""
        return self.untouched_by_the_team().filter(withdrawn_at__isnull=True)

    def refused_by_the_team(self):
        """Told without an account; it did not belong here."""
        return self.untouched_by_the_team().filter(withdrawn_at__isnull=False)

    def untouched_by_the_team(self):
        """Told without an account, not taken on and not taken back by who told it."""
        return self.filter(capture_link__isnull=False, taken_on_at__isnull=True, drafted_at__isnull=True)

    def receipt(self, token: str):
        """The win whose teller has this address."""
        return self.filter(receipt_digest=digest(token))

    def standing(self):
        """Wins that are told, and not withdrawn or merged: those that count."""
        return self.filter(stands=True)

    def happened_in(self, period: Period):
        """Wins that lie in the period for at least half of the days they may have been on.

        The middle day of that stretch decides it, as a period is never shorter than a stretch.
        """
        return self.filter(middle_on__range=(period.first_day, period.last_day))

    def undated(self):
        return self.filter(occurred_on__isnull=True)

    def newest_first(self):
        """Undated ones last. On the first of January stand the day, the month and the year that
        start there; each keeps to its own, so that a list can head them "januari 2019" and "2019".
        """
        return self.order_by("-sort_on", "precision", "-logged_at", "-pk")

    def older_than(self, win: "SmallWin"):
        """What comes after this win in `newest_first`: the next page starts there."""
        same_day = Q(precision__gt=win.precision) | Q(precision=win.precision) & (
            Q(logged_at__lt=win.logged_at) | Q(logged_at=win.logged_at, pk__lt=win.pk)
        )
        # The first condition follows from the second; the index needs it.
        return self.filter(sort_on__lte=win.sort_on).filter(
            Q(sort_on__lt=win.sort_on) | Q(sort_on=win.sort_on) & same_day
        )

    def matching(self, words: str):
        """Dutch full-text search over title and description, in both languages' texts.

        As people type in a search box: "words together", -without, or. The last word may be
        unfinished, so it also finds what begins with it ("wijk" finds "wijktafel").
        """
        return self.filter(search=as_typed(words))

    def told_long_after(self):
        """Told more than half a year after it happened: memory keeps what went well (theory §14)."""
        return self.filter(told_long_after())

    def loaded_from_sources(self):
        """Nobody knows when these were told first."""
        return self.filter(loaded_from_sources())

    def read_by_team(self):
        """Some answer of the team counts, and none of the editors'."""
        return self.filter(~_ONLY_EDITORS & ~_NOBODY)

    def read_by_editors(self):
        """Some of what counts is the editors' reading, to which the team has not said anything."""
        return self.filter(_ONLY_EDITORS)

    def not_read(self):
        return self.filter(_NOBODY)

    def to_read(self):
        """Told, and no curator has read it yet."""
        return self.filter(confirmed_at__isnull=True, returned_at__isnull=True)

    def asked_back(self):
        """A question of the programme waits for the team."""
        return self.filter(returned_at__isnull=False)

    def recent(self, since: dt.date):
        """It happened, or a team told it, on this day or later. Loading old wins is no sign of life."""
        told = Q(dataset_key__isnull=True, logged_at__date__gte=since)
        return self.filter(Q(middle_on__gte=since) | told)

    def linked(self):
        """Wins that somebody tied to an earlier or a later one."""
        return self.filter(Exists(WinLink.objects.standing().touching(OuterRef("pk"))))

    def linked_for(self, user):
        """Wins tied to another one of which the reader may know."""
        return self.filter(_tied_for(user))

    def loose_for(self, user):
        """Wins that are tied to nothing, as far as the reader may know."""
        return self.exclude(_tied_for(user))

    def for_list(self, user):
        """With all that `wins/_win.html` says of a win to this reader, in three more queries.

        Adds `is_editable` and `is_known_inside`, and the links the reader may see: `links_before`,
        `links_after`, in the order in which they were told.
        """
        links = WinLink.objects.standing().visible_to(user).order_by("pk")
        return (
            self.annotate(
                is_editable=Exists(SmallWin.objects.editable_by(user).filter(pk=OuterRef("pk"))),
                is_known_inside=Exists(SmallWin.objects.known_inside_to(user).filter(pk=OuterRef("pk"))),
            )
            .select_related("initiative")
            .defer("search")
            .prefetch_related(
                "initiative__cities",
                Prefetch(
                    "earlier_links", links.select_related("earlier__initiative"), to_attr="links_before"
                ),
                Prefetch("later_links", links.select_related("later__initiative"), to_attr="links_after"),
            )
        )


def _drafted_by(user) -> Q:
    return Q(drafted_at__isnull=False, logged_by=user)


def told_long_after() -> Q:
    return Q(logged_at__date__gt=F("middle_on") + LONG_AFTER) & ~loaded_from_sources()


def loaded_from_sources() -> Q:
    """Loaded with the data set: the day of loading says nothing of when somebody first told it."""
    return Q(dataset_key__isnull=False)


def _own_drafts(user) -> Q:
    return _drafted_by(user) & Q(initiative__isnull=True)


def _tied_for(user) -> Q:
    """Tied to a win that the reader may know of; the win itself is taken to be known.

    Nearly all wins are for everyone and a small index holds the others, so that only an end that
    is among those has to be looked up: a third of the work of asking it of every end.
    """
    wins = SmallWin.objects.order_by()
    not_published = Initiative.objects.exclude(pk__in=Initiative.objects.published().values("pk"))
    hidden_by_initiative = wins.filter(initiative__in=not_published.order_by().values("pk"))
    known = wins.visible_to(user).standing()

    def shown(end: str) -> Q:
        not_for_all = Q(**{f"{end}__in": wins.filter(is_for_everyone=False).values("pk")}) | Q(
            **{f"{end}__in": hidden_by_initiative.values("pk")}
        )
        yet_known = Q(**{f"{end}__in": known.filter(is_for_everyone=False).values("pk")}) | Q(
            **{f"{end}__in": known.filter(initiative__in=not_published.order_by().values("pk")).values("pk")}
        )
        return ~not_for_all | yet_known

    links = WinLink.objects.standing()
    return Q(pk__in=links.filter(shown("earlier")).values("later")) | Q(
        pk__in=links.filter(shown("later")).values("earlier")
    )


class TooManyTold(Exception):
    """This link told more in an hour than a full room does."""


class SmallWinManager(models.Manager.from_queryset(SmallWinQuerySet)):
    def tell(self, *, by: User, submission_id: uuid.UUID, **details) -> tuple["SmallWin", bool]:
        """Log a win once, however often the same form arrives.

        Out: the win, and whether it is new. A retry gives the win that is already there; a draft
        that was kept under the same number is told now, and new. What `by` may no longer edit stays as it is.
        """
        with transaction.atomic():
            number = self.number_for(submission_id, by=by)
            win, is_new = self.get_or_create(logged_by=by, submission_id=number, defaults=details)
            if win.drafted_at:
                win.log(by=by, **details)
                is_new = True
        return win, is_new

    def keep_draft(self, *, by: User, submission_id: uuid.UUID, **details) -> "SmallWin":
        """Keep what is filled in so far. Out: the draft, or the win where it was told meanwhile."""
        with transaction.atomic():
            number = self.number_for(submission_id, by=by)
            draft, is_new = self.get_or_create(
                logged_by=by, submission_id=number, defaults=details | {"drafted_at": timezone.now()}
            )
            if draft.drafted_at and not is_new:
                draft.keep(**details)
        return draft

    def number_for(self, number: uuid.UUID, *, by: User) -> uuid.UUID:
        """The number under which this person's form goes on.

        An old form may carry the number of what is not theirs to change any more. It goes on under
        another one: the same each time, so that what is sent twice is still one win.
        """
        theirs = self.editable_by(by).values("pk")
        while self.filter(logged_by=by, submission_id=number).exclude(pk__in=theirs).exists():
            number = uuid.uuid5(number, "another win")
        return number

    def tell_through(
        self, link: CaptureLink, *, submission_id: uuid.UUID, **details
    ) -> tuple["SmallWin", bool]:
        """Tell without an account. It waits for the team. Out: the win, and whether it is new.

        Raises CaptureLink.DoesNotExist where the link stopped a moment ago, and TooManyTold.
        """
        with transaction.atomic():
            CaptureLink.objects.select_for_update().usable().get(pk=link.pk)
            if told_before := self.filter(capture_link=link, submission_id=submission_id).first():
                return told_before, False
            an_hour_ago = timezone.now() - dt.timedelta(hours=1)
            if self.filter(capture_link=link, logged_at__gt=an_hour_ago).count() >= MOST_BY_A_LINK:
                raise TooManyTold
            win = self.model(
                capture_link=link, initiative_id=link.initiative_id, submission_id=submission_id, **details
            )
            win.receipt_digest = digest(win.receipt)
            win.save(force_insert=True)
        return win, True


def held_true(condition: Q) -> models.GeneratedField:
    """A column in which the database keeps whether the condition holds."""
    return models.GeneratedField(
        expression=Case(When(condition, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )


def middle_of_the_stretch() -> Case:
    """The middle day of the days meant by a date and its precision; NULL without a date."""
    days = {Precision.YEAR: 182, Precision.QUARTER: 45, Precision.MONTH: 14}
    whens = [
        When(precision=precision, then=ExpressionWrapper(F("occurred_on") + Value(n), models.DateField()))
        for precision, n in days.items()
    ]
    return Case(*whens, default=F("occurred_on"), output_field=models.DateField())


def text_to_search() -> SearchVector:
    """Titles weigh more than descriptions. English texts are read with Dutch rules too: good
    enough to find a word that stands there."""
    return SearchVector("title", "title_en", weight="A", config="dutch") + SearchVector(
        "description", "description_en", weight="B", config="dutch"
    )


class SmallWin(models.Model):
    """A step forward, as the team told it.

    We take a win as it was told and grade it later; we never refuse one. Beside the team's own
    reading stands the editors'. Where the team has not answered, the editors' reading counts.
    """

    columns = Columns(
        words="title title_en description description_en sources question withdrawal_reason",
        unspoken="receipt_digest",
        derived="submission_id",
        author="logged_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        related_name="wins",
        verbose_name=_("initiatief"),
        null=True,  # in a draft
    )
    title = models.CharField(_("wat is er gelukt?"), max_length=280, blank=True)
    title_en = models.CharField(_("wat is er gelukt? (Engels)"), max_length=280, blank=True)
    description = models.TextField(_("wat veranderde er?"), blank=True, max_length=5000)
    description_en = models.TextField(_("wat veranderde er? (Engels)"), blank=True, max_length=5000)
    occurred_on = models.DateField(_("wanneer"), null=True, blank=True)
    precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY)
    audience = code_field(_("wie mag het lezen?"), Audience, default=Audience.NETWORK)
    sources = sources_field()

    types = code_set(_("hoe schaalt het?"), ScalingType)
    directions = code_set(_("welke kant op?"), Direction)
    level = models.CharField(
        _("op welk niveau?"), max_length=CODE_LENGTH, choices=LEVEL_CHOICES, null=True, blank=True
    )
    depth = code_field(_("hoe diep gaat het?"), Depth, null=True, blank=True)
    came_from = code_field(_("wat maakte dit mogelijk?"), LinkAnswer, null=True, blank=True)
    kinds = code_set(_("wat voor winst is het?"), WinKind)
    concrete = code_field(_("is het gebeurd, en kunnen anderen het zien?"), Answer, null=True, blank=True)
    completed = code_field(_("is deze stap af?"), Answer, null=True, blank=True)
    size = code_field(_("hoe groot is het?"), WinSize, null=True, blank=True)
    coupled = code_field(_("veranderde er iets in mensen en in dingen?"), Coupling, null=True, blank=True)
    serves_dream = code_field(_("draagt het bij aan de opschaaldroom?"), Answer, null=True, blank=True)
    loss_answer = code_field(_("ging er iets verloren?"), LossAnswer, null=True, blank=True)
    company_answer = code_field(_("wie was erbij?"), CompanyAnswer, null=True, blank=True)
    wall_answer = code_field(_("welke muur is doorbroken of omzeild?"), WallAnswer, null=True, blank=True)
    partners = models.ManyToManyField(
        Partner, related_name="wins", blank=True, verbose_name=_("partners die erbij waren")
    )

    editor_types = code_set(_("hoe schaalt het? (redactie)"), ScalingType)
    editor_directions = code_set(_("welke kant op? (redactie)"), Direction)
    editor_level = code_field(_("op welk niveau? (redactie)"), Level, null=True, blank=True)
    editor_read_at = models.DateTimeField(_("geduid op"), null=True, blank=True, editable=False)
    editor_read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    reading_kept_at = models.DateTimeField(
        _("eigen duiding gehouden op"), null=True, blank=True, editable=False
    )

    logged_at = models.DateTimeField(_("verteld op"), default=timezone.now, editable=False)
    logged_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="logged_wins",
        verbose_name=_("verteld door"),
        null=True,
        blank=True,  # told without an account
    )
    drafted_at = models.DateTimeField(_("concept sinds"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    submission_id = models.UUIDField(default=uuid.uuid4, editable=False)
    dataset_key = models.SlugField(max_length=80, null=True, blank=True, unique=True, editable=False)

    capture_link = models.ForeignKey(
        CaptureLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="wins",
        verbose_name=_("verteld via"),
    )
    told_as = code_field(_("wie vertelde dit?"), TellerKind, null=True, blank=True, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("opgepakt op"), null=True, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    taken_on_at = models.DateTimeField(_("opgenomen op"), null=True, blank=True, editable=False)
    taken_on_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    confirmed_at = models.DateTimeField(_("bevestigd op"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    returned_at = models.DateTimeField(_("gevraagd op"), null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    question = models.TextField(_("vraag aan het team"), blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawal_reason = models.TextField(_("waarom ingetrokken"), blank=True, editable=False)
    merged_at = models.DateTimeField(_("samengevoegd op"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # What the other got, so that it can come back: the keys of rows by their name, and answers from before.
    handed_over = models.JSONField(null=True, blank=True, editable=False)

    stands = held_true(_STANDS)
    is_for_network = held_true(_FOR_THE_NETWORK)
    is_for_everyone = held_true(_FOR_EVERYONE)
    counted_types = models.GeneratedField(
        expression=Coalesce("types", "editor_types"),
        output_field=ArrayField(models.CharField(max_length=CODE_LENGTH)),
        db_persist=True,
    )
    counted_directions = models.GeneratedField(
        expression=Coalesce("directions", "editor_directions"),
        output_field=ArrayField(models.CharField(max_length=CODE_LENGTH)),
        db_persist=True,
    )
    counted_level = models.GeneratedField(
        expression=Coalesce("level", "editor_level"),
        output_field=models.CharField(max_length=CODE_LENGTH),
        db_persist=True,
    )
    reading = models.GeneratedField(
        expression=ReadingCode(
            "types", "editor_types", "directions", "editor_directions", "level", "editor_level"
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    sort_on = models.GeneratedField(
        expression=Coalesce("occurred_on", Value(LONG_AGO, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    middle_on = models.GeneratedField(
        expression=middle_of_the_stretch(), output_field=models.DateField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=text_to_search(), output_field=SearchVectorField(), db_persist=True
    )

    objects = SmallWinManager()

    class Meta:
        verbose_name = _("small win")
        verbose_name_plural = _("small wins")
        constraints = [
            known_code("win", "precision", Precision),
            known_code("win", "audience", Audience),
            known_set("win", "types", ScalingType),
            known_set("win", "directions", Direction),
            known_code("win", "level", Level, or_unknown=True),
            known_code("win", "depth", Depth),
            known_code("win", "came_from", LinkAnswer),
            known_set("win", "kinds", WinKind),
            known_code("win", "concrete", Answer),
            known_code("win", "completed", Answer),
            known_code("win", "size", WinSize),
            known_code("win", "coupled", Coupling),
            known_code("win", "serves_dream", Answer),
            known_code("win", "loss_answer", LossAnswer),
            known_code("win", "company_answer", CompanyAnswer),
            known_code("win", "wall_answer", WallAnswer),
            known_set("win", "editor_types", ScalingType),
            known_set("win", "editor_directions", Direction),
            known_code("win", "editor_level", Level),
            together("win", "confirmed", "confirmed_at", "confirmed_by"),
            together("win", "returned", "returned_at", "returned_by"),
            together("win", "withdrawn", "withdrawn_at", "withdrawn_by"),
            together("win", "claimed", "claimed_at", "claimed_by"),
            together("win", "taken_on", "taken_on_at", "taken_on_by"),
            together("win", "merged", "merged_at", "merged_by", "merged_into"),
            models.CheckConstraint(
                name="win_hands_over_when_it_is_merged",
                condition=Q(handed_over__isnull=True) | Q(merged_at__isnull=False),
            ),
            known_code("win", "told_as", TellerKind),
            models.CheckConstraint(
                name="win_is_told_by_someone",
                condition=Q(logged_by__isnull=False) | Q(capture_link__isnull=False),
            ),
            models.CheckConstraint(
                name="win_is_taken_on_from_a_link",
                condition=Q(capture_link__isnull=False)
                | Q(taken_on_at__isnull=True, claimed_at__isnull=True, told_as__isnull=True),
            ),
            models.CheckConstraint(
                name="win_has_an_initiative_once_told",
                condition=Q(initiative__isnull=False) | Q(drafted_at__isnull=False),
                violation_error_message=_("Kies bij welk initiatief het hoort."),
            ),
            models.CheckConstraint(
                name="win_draft_is_in_no_other_state",
                condition=Q(drafted_at__isnull=True)
                | Q(confirmed_at__isnull=True, returned_at__isnull=True, merged_at__isnull=True),
            ),
            models.CheckConstraint(name="win_is_not_merged_into_itself", condition=~Q(merged_into=F("pk"))),
            together("win", "editor_read", "editor_read_at", "editor_read_by"),
            models.CheckConstraint(
                name="win_editor_reading_has_a_reader",
                condition=Q(editor_read_at__isnull=False)
                | Q(
                    editor_types__isnull=True,
                    editor_directions__isnull=True,
                    editor_level__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="win_is_not_empty",
                condition=~Q(title="") | Q(drafted_at__isnull=False),
                violation_error_message=_("Vertel in één zin wat er gelukt is."),
            ),
            models.CheckConstraint(
                name="win_has_a_date_or_a_source",
                condition=Q(occurred_on__isnull=False) | ~Q(sources="") | Q(drafted_at__isnull=False),
                violation_error_message=_("Zet erbij wanneer het was."),
            ),
            models.CheckConstraint(
                name="win_is_not_in_the_future",
                condition=Q(occurred_on__isnull=True) | Q(occurred_on__lte=DayInAmsterdam("changed_at")),
                violation_error_message=_(
                    "Deze dag moet nog komen. Een small win is al gebeurd: kies vandaag of eerder."
                ),
            ),
            models.CheckConstraint(
                name="win_date_is_the_start_of_its_stretch",
                condition=Q(occurred_on__isnull=True)
                | Q(precision=Precision.DAY)
                | Q(precision=Precision.MONTH, occurred_on__day=1)
                | Q(precision=Precision.QUARTER, occurred_on__day=1, occurred_on__month__in=[1, 4, 7, 10])
                | Q(precision=Precision.YEAR, occurred_on__day=1, occurred_on__month=1),
            ),
            models.CheckConstraint(
                name="win_question_has_words",
                condition=Q(returned_at__isnull=True) | ~Q(question=""),
                violation_error_message=_("Schrijf je vraag aan het team."),
            ),
            models.UniqueConstraint(fields=["logged_by", "submission_id"], name="win_is_told_once"),
            models.UniqueConstraint(
                fields=["capture_link", "submission_id"], name="win_is_told_once_through_a_link"
            ),
        ]
        indexes = [
            models.Index(fields=["-sort_on", "precision", "-logged_at", "-id"], name="win_newest"),
            models.Index(
                fields=["initiative", "-sort_on", "precision", "-logged_at", "-id"],
                name="win_by_initiative",
            ),
            models.Index(fields=["-logged_at"], name="win_last_told"),
            models.Index(  # all that counting needs, so that it never touches the texts
                fields=["initiative", "reading"],
                include=["middle_on", "is_for_network", "is_for_everyone", "id", "concrete", "completed"],
                condition=Q(stands=True),
                name="win_tally",
            ),
            models.Index(fields=["id"], condition=Q(is_for_everyone=False), name="win_reserved"),
            models.Index(
                fields=["initiative"],
                condition=Q(capture_link__isnull=False, taken_on_at__isnull=True, withdrawn_at__isnull=True),
                name="win_waiting",
            ),
            GinIndex(fields=["search"], name="win_search"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("nog zonder woorden"))

    def get_absolute_url(self) -> str:
        return reverse("wins:detail", args=[self.pk])

    def clean(self) -> None:
        """Move the date to the first day of its stretch, so that "2019" is one thing."""
        if self.occurred_on:
            self.occurred_on = stretch(self.occurred_on, self.precision).first_day

    @property
    def stretch(self) -> Period | None:
        """The days it may have been on; None without a date."""
        return stretch(self.occurred_on, self.precision) if self.occurred_on else None

    @property
    def is_told_long_after(self) -> bool:
        """Memory keeps what went well (theory §14). Of what was loaded from sources nobody knows when it was told."""
        if self.middle_on is None or self.dataset_key is not None:
            return False
        return (timezone.localdate(self.logged_at) - self.middle_on).days > LONG_AFTER

    @property
    def state(self) -> WinState:
        if self.drafted_at:
            return WinState.DRAFT
        if self.merged_at:
            return WinState.MERGED
        if self.is_untouched_by_the_team:
            return WinState.REFUSED if self.withdrawn_at else WinState.WAITING
        if self.withdrawn_at:
            return WinState.WITHDRAWN
        if self.returned_at:
            return WinState.RETURNED
        return WinState.CONFIRMED if self.confirmed_at else WinState.LOGGED

    @property
    def is_untouched_by_the_team(self) -> bool:
        """Told without an account, and nobody of the team took it on."""
        return self.capture_link_id is not None and self.taken_on_at is None

    @property
    def shown_to(self) -> Audience:
        """Whom the team chose; `read_by_now` says who reads it at this moment."""
        return Audience(self.audience)

    @property
    def read_by_now(self) -> Audience:
        """Who reads it now: a win for everyone is for the network until it is confirmed.

        Never more people than those who read of its initiative.
        """
        if self.state not in (WinState.CONFIRMED, WinState.LOGGED, WinState.RETURNED):
            return Audience.TEAM
        waits = self.shown_to == Audience.PUBLIC and self.state != WinState.CONFIRMED
        by_itself = Audience.NETWORK if waits else self.shown_to
        return min(by_itself, self.initiative.shown_to, key=list(Audience).index)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    @property
    def receipt(self) -> str:
        """The word in the address where a teller without an account reads what became of it."""
        return derived_token("receipt", self.pk)

    @property
    def teller(self) -> str:
        """Who told it, in words: a name, or what somebody without an account says they are."""
        if self.logged_by_id:
            return str(self.logged_by)
        return str(TellerKind(self.told_as).label) if self.told_as else str(_("iemand zonder account"))

    @property
    def told_by_whom(self) -> str:
        """The same in the middle of a sentence: "een student"."""
        return (
            self.teller
            if self.logged_by_id or not self.told_as
            else str(TellerKind(self.told_as).explanation)
        )

    @property
    def source_list(self) -> list[str]:
        return self.sources.splitlines()

    @property
    def is_read_by_editors_only(self) -> bool:
        """True while some of what counts is the editors' reading and the team has not said so."""
        return any(
            getattr(self, name) is None and getattr(self, f"editor_{name}") is not None for name in READING
        )

    @property
    def marks(self) -> list[Mark]:
        """The types, the directions and the level that count. No answer and "don't know" are no mark."""
        asked = [
            (ScalingType, self.counted_types or [], self.types is None),
            (Direction, self.counted_directions or [], self.directions is None),
            (Level, [self.counted_level] if self.counted_level else [], self.level is None),
        ]
        return [
            Mark(words(code), by_editors)
            for words, codes, by_editors in asked
            for code in codes
            if code != UNKNOWN
        ]

    def keep(self, **details) -> None:
        """A draft with other words."""
        for name, words in details.items():
            setattr(self, name, words)
        self.drafted_at = timezone.now()
        self.save()

    def log(self, *, by: User, **details) -> None:
        """Tell a draft: from now on it counts."""
        for name, words in details.items():
            setattr(self, name, words)
        self.drafted_at, self.logged_at, self.logged_by = None, timezone.now(), by
        self.save()

    def discard(self) -> None:
        """Throw a draft away. What was told is withdrawn instead."""
        if self.drafted_at is None:
            raise ValidationError(_("Dit is al verteld. Je kunt het intrekken."))
        self.delete()

    def claim(self, *, by: User) -> None:
        """Say that one looks at what came in without an account, so that colleagues know. The first one does."""
        if self.claimed_at is None:
            self.claimed_at, self.claimed_by = timezone.now(), by
            self._save_state()

    def take_back(self) -> None:
        """Whoever told it without an account does not want it told: nothing stays but that something came.

        That little counts for the limit of the link, and says so at the address of the receipt.
        Raises ValidationError once the team has taken it on or refused it.
        """
        with transaction.atomic():
            mine = SmallWin.objects.select_for_update().get(pk=self.pk)
            if mine.drafted_at is None and mine.state != WinState.WAITING:
                raise ValidationError(_("Het team was net iets eerder. Terugtrekken kan niet meer."))
            if mine.drafted_at is None:
                mine._become_nothing()

    def _become_nothing(self) -> None:
        """An empty draft of nobody: in no initiative, so that no page finds it."""
        WinLink.objects.touching(self).delete()
        for photo in self.photos.all():
            photo.remove()
        for _name, _column, rows in self.hanging():
            rows.delete()
        for name in _WORDS_OF_A_TELLER:
            setattr(self, name, self._meta.get_field(name).get_default())
        self.drafted_at = timezone.now()
        self.save()

    def take_on(self, *, by: User) -> None:
        """It is right, says the team: from now on it counts as theirs."""
        if self.is_untouched_by_the_team:
            self.taken_on_at, self.taken_on_by = timezone.now(), by
            self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = None, None, ""
            self._save_state()

    def is_for_fewer_than(self, other: "SmallWin") -> bool:
        """True where the team chose fewer readers for this one: what hangs on it is not for all who read the other."""
        widest_last = list(Audience)
        return widest_last.index(self.shown_to) < widest_last.index(other.shown_to)

    def merge_into(self, other: "SmallWin", *, by: User) -> None:
        """This one stood there twice: `other` stays. It gets what hangs on this one and, where they fit, the links.

        What the other has already stays here and counts no more. Raises ValidationError where that
        cannot be: itself, another initiative, one that does not stand, or one that more people read.
        """
        if other.pk == self.pk or other.initiative_id != self.initiative_id or not other.stands:
            raise ValidationError(_("Kies een andere small win van hetzelfde initiatief, die nog meetelt."))
        if self.is_for_fewer_than(other):
            raise ValidationError(FOR_FEWER)
        with transaction.atomic():
            before = other._answers()
            if self.wall_moves.exists():
                other.say_which_wall(None)  # a wall that was moved and "no wall" do not go together
            self.handed_over = {"before": before, **self._hand_over(other)}
            links = WinLink.objects.touching(self).standing()
            copies = [link.copy_to(other, instead_of=self) for link in links]
            self.handed_over["links"] = [str(copy.pk) for copy in copies if copy]
            other._answer_for_what_came(self.handed_over)
            self.merged_at, self.merged_by, self.merged_into = timezone.now(), by, other
            self._save_state()

    def unmerge(self) -> None:
        """It was another win after all: what it handed over hangs on it again, the links that came with it go."""
        with transaction.atomic():
            self._take_back_what_was_handed_over()
            self.merged_at = self.merged_by = self.merged_into = self.handed_over = None
            self._save_state()

    def hanging(self) -> Iterator[tuple[str, str, models.QuerySet]]:
        """All that hangs on this win: what it is called here, the column that points here, and the rows."""
        for name in HANGING:
            yield name, "win", getattr(self, name).all()
        for name in SHARED:
            yield name, "smallwin", getattr(SmallWin, name).through.objects.filter(smallwin=self)

    def _hand_over(self, other: "SmallWin") -> dict[str, list[str]]:
        """Hang it on the other, where its rules allow it. Out: the keys of what moved, by name."""
        return {name: _moved(rows, column, other) for name, column, rows in self.hanging()}

    def _take_back_what_was_handed_over(self) -> None:
        """As far as the one that stayed, or the one in which that one went up, still has it."""
        handed_over, other = self.handed_over or {}, self.merged_into
        WinLink.objects.filter(pk__in=handed_over.get("links", [])).delete()
        keeper = other
        while keeper:
            for name, column, rows in keeper.hanging():
                _moved(rows.filter(pk__in=handed_over.get(name, [])), column, self)
            keeper = keeper.merged_into
        if other:
            other._answer_as_before(handed_over.get("before", {}))

    def _answers(self) -> dict[str, str | None]:
        return {name: getattr(self, name) for name in ("loss_answer", "company_answer", "wall_answer")}

    def _answer_for_what_came(self, came: dict) -> None:
        """Who got a loss knows that something got lost; who got partners was not alone."""
        if came["losses"]:
            self.say_what_got_lost(LossAnswer.SOMETHING)
        if came["partners"]:
            self.company_answer = None
            self.save(update_fields=["company_answer", "changed_at"])

    def _answer_as_before(self, before: dict) -> None:
        """Without what came, the answers are those from before it came."""
        if before and not self.losses.exists() and self.loss_answer == LossAnswer.SOMETHING:
            self.say_what_got_lost(before["loss_answer"])
        if before and not self.partners.exists() and self.company_answer is None:
            self.company_answer = before["company_answer"]
            self.save(update_fields=["company_answer", "changed_at"])
        if before and not self.wall_moves.exists() and self.wall_answer is None:
            self.say_which_wall(before.get("wall_answer"))

    def rewrite(self, **words) -> None:
        """Other words; what stood there stays in the audit."""
        for name, text in words.items():
            setattr(self, name, text)
        self.save(update_fields=[*words, "changed_at"])

    def accept_reading(self) -> None:
        """The team agrees with the editors: their reading becomes the team's own."""
        for name in READING:
            if getattr(self, name) is None:
                setattr(self, name, getattr(self, f"editor_{name}"))
        self.save(update_fields=[*READING, "changed_at"])

    @property
    def readings_that_differ(self) -> list[str]:
        """The questions to which the team answers otherwise than the editors, until the team has looked at it."""
        if self.reading_kept_at and self.editor_read_at and self.reading_kept_at >= self.editor_read_at:
            return []
        return [name for name in READING if _differ(getattr(self, name), getattr(self, f"editor_{name}"))]

    def keep_reading(self) -> None:
        """The team looked at how the editors read it, and keeps its own answers. Both stay."""
        self.reading_kept_at = timezone.now()
        self.save(update_fields=["reading_kept_at", "changed_at"])

    def take_over_reading(self, name: str) -> None:
        """The team finds the editors' answer to this question the better one."""
        setattr(self, name, getattr(self, f"editor_{name}"))
        self.save(update_fields=[name, "changed_at"])

    def confirm(self, *, by: User) -> None:
        """A curator has read it: it is described well. That is no evidence."""
        if self.confirmed_at is None:
            self.confirmed_at, self.confirmed_by = timezone.now(), by
        self._clear_question()
        self._save_state()

    def ask(self, *, by: User, question: str) -> None:
        """Give it back to the team with a question. It keeps counting."""
        self.returned_at, self.returned_by, self.question = timezone.now(), by, question
        self.confirmed_at = self.confirmed_by = None
        self._save_state()

    def answer(self) -> None:
        """The team has looked at the question; the win waits for a reader again."""
        self._clear_question()
        self._save_state()

    def withdraw(self, *, by: User, reason: str = "") -> None:
        """Take it off every page but keep it, so that the story stays honest."""
        if self.withdrawn_at is None:
            self.withdrawn_at, self.withdrawn_by = timezone.now(), by
            self.withdrawal_reason = reason
            with transaction.atomic():
                self._save_state()
                for move in self.wall_moves.select_related("wall"):
                    move.lose_its_win()

    def restore(self) -> None:
        """Put a withdrawn win back where it was."""
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = None, None, ""
        with transaction.atomic():
            self._save_state()
            for move in self.wall_moves.select_related("wall"):
                move.get_its_win_back()

    def grew_from(
        self, earlier: "SmallWin", *, by: User, mechanism: str | None = None, how: str = ""
    ) -> "WinLink":
        """Say that an earlier win of the same team made this one possible; the last words count.

        Raises ValidationError, with the sentence for the screen, when that closes a circle or runs
        back in time.
        """
        WinLink(earlier=earlier, later=self).clean()
        words = {"mechanism": mechanism, "how": how, "basis": LinkBasis.TEAM, "told_by": by}
        agreed = {
            "confirmed_at": timezone.now(),
            "confirmed_by": by,
            "declined_at": None,
            "declined_by": None,
        }
        try:
            with transaction.atomic():
                link, _new = self.earlier_links.update_or_create(earlier=earlier, defaults=words | agreed)
                self.say_what_came_before(None)
        except IntegrityError as refusal:  # somebody else tied the other end at the same moment
            raise ValidationError(
                _("Iemand anders verbond deze small wins net ook. Probeer het nog eens.")
            ) from refusal
        return link

    def say_what_came_before(self, answer: LinkAnswer | None) -> None:
        """Record the answer where no earlier win is named; None takes the answer back."""
        self.came_from = answer
        self.save(update_fields=["came_from", "changed_at"])

    def say_what_got_lost(self, answer: LossAnswer | None) -> None:
        """Record whether something got lost; None: nobody has said."""
        self.loss_answer = answer
        self.save(update_fields=["loss_answer", "changed_at"])

    def say_which_wall(self, answer: WallAnswer | None) -> None:
        """Record the answer where it moved no wall; None: nobody has said."""
        self.wall_answer = answer
        self.save(update_fields=["wall_answer", "changed_at"])

    def say_who_was_there(self, partners, answer: CompanyAnswer | None) -> None:
        """Partners, or an answer where none is named; neither is silence."""
        self.company_answer = None if partners else answer
        self.save(update_fields=["company_answer", "changed_at"])
        self.partners.set(partners)

    def add_photo(
        self, image: File, *, by: User, photo_id: uuid.UUID, alt_text: str = "", people_agreed: bool = False
    ) -> "Photo":
        """Keep a photo, of which `photos.rebuilt` has left the pixels only. The same form twice is one photo."""
        photo = Photo(
            id=photo_id, win=self, image=image, alt_text=alt_text, people_agreed=people_agreed, added_by=by
        )
        try:
            with transaction.atomic():
                photo.save(force_insert=True)
        except DatabaseError:
            photo.image.delete(save=False)
            if sent_before := self.photos.filter(pk=photo_id).first():
                return sent_before
            raise
        return photo

    def _clear_question(self) -> None:
        self.returned_at, self.returned_by, self.question = None, None, ""

    def _save_state(self) -> None:
        self.save(
            update_fields=[
                "confirmed_at",
                "confirmed_by",
                "returned_at",
                "returned_by",
                "question",
                "withdrawn_at",
                "withdrawn_by",
                "withdrawal_reason",
                "claimed_at",
                "claimed_by",
                "taken_on_at",
                "taken_on_by",
                "merged_at",
                "merged_by",
                "merged_into",
                "handed_over",
                "changed_at",
            ]
        )


def _moved(rows: models.QuerySet, column: str, win: SmallWin) -> list[str]:
    """Hang each of these rows on the win; what it has already, or what its rules refuse, stays. Out: the moved ones."""
    moved = []
    for row in rows:
        setattr(row, column, win)
        try:
            with transaction.atomic():
                row.save(update_fields=[column])
        except IntegrityError:
            continue
        moved.append(str(row.pk))
    return moved


def _differ(team, editors) -> bool:
    """Both have answered, in other words. The order of a set is no difference."""
    if team is None or editors is None:
        return False
    return set(team) != set(editors) if isinstance(team, list) else team != editors


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


class WinLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Both ends must be visible, else the link would betray the hidden one."""
        wins = SmallWin.objects.visible_to(user).standing().values("pk")
        return self.filter(earlier__in=wins, later__in=wins)

    def editable_by(self, user):
        return self.filter(later__in=SmallWin.objects.editable_by(user).values("pk"))

    def standing(self):
        """Links that both teams stand behind."""
        return self.filter(confirmed_at__isnull=False, declined_at__isnull=True)

    def touching(self, win):
        return self.filter(Q(earlier=win) | Q(later=win))

    def in_chains_of(self, win: "SmallWin", *, at_most: int = 300):
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
    told_at = models.DateTimeField(_("verteld op"), default=timezone.now, editable=False)
    told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("verteld door")
    )
    confirmed_at = models.DateTimeField(_("bevestigd op"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    declined_at = models.DateTimeField(_("afgewezen op"), null=True, blank=True, editable=False)
    declined_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = WinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband")
        verbose_name_plural = _("verbanden")
        constraints = [
            known_code("link", "mechanism", Mechanism),
            known_code("link", "basis", LinkBasis),
            together("link", "confirmed", "confirmed_at", "confirmed_by"),
            together("link", "declined", "declined_at", "declined_by"),
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
            raise ValidationError(
                _("Zo ontstaat een kringetje: %(chain)s. Een latere win kan niet zijn eigen begin zijn."),
                params={"chain": " → ".join(win.title for win in circle)},
            )

    def fits(self, win: SmallWin, *, instead_of: SmallWin) -> bool:
        """Whether `copy_to` would add anything."""
        try:
            self._at(win, instead_of).full_clean()
        except ValidationError:
            return False
        return True

    def copy_to(self, win: SmallWin, *, instead_of: SmallWin) -> "WinLink | None":
        """The same link at another win, where it is not there yet and closes no circle. Out: the copy."""
        copy = self._at(win, instead_of)
        try:
            with transaction.atomic():
                copy.full_clean()
                copy.save()
        except (ValidationError, IntegrityError):
            return None
        return copy

    def _at(self, win: SmallWin, instead_of: SmallWin) -> "WinLink":
        ends = {"earlier": self.earlier, "later": self.later}
        ends = {end: win if other == instead_of else other for end, other in ends.items()}
        return WinLink(
            **ends,
            mechanism=self.mechanism,
            how=self.how,
            basis=self.basis,
            told_by=self.told_by,
            confirmed_at=self.confirmed_at,
            confirmed_by=self.confirmed_by,
        )

    def confirm(self, *, by: User) -> None:
        self.confirmed_at, self.confirmed_by = timezone.now(), by
        self.declined_at = self.declined_by = None
        self.save()

    def decline(self, *, by: User) -> None:
        self.declined_at, self.declined_by = timezone.now(), by
        self.save()

    def take_back(self, *, by: User) -> None:
        """The team no longer says so. What a source or the editors said stays known, as declined."""
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


def photo_path(photo: "Photo", filename: str) -> str:
    """A random name: what someone called the file on their phone is nobody's business."""
    return f"photos/{photo.pk}.jpg"


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As its win; without words or without consent only those who may edit it."""
        shown = Q(win__in=SmallWin.objects.visible_to(user).values("pk"), people_agreed=True) & ~Q(
            alt_text=""
        )
        return self.filter(shown | Q(pk__in=self.model.objects.editable_by(user).values("pk")))

    def editable_by(self, user):
        return self.filter(win__in=SmallWin.objects.editable_by(user).values("pk"))


class Photo(models.Model):
    """A picture at a win, always rebuilt from its pixels."""

    columns = Columns(words="alt_text", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="photos")
    image = models.ImageField(upload_to=photo_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt_text = models.CharField(_("wat is er te zien?"), max_length=300, blank=True)
    people_agreed = models.BooleanField(
        _("wie herkenbaar in beeld is, vindt het goed (of er is niemand herkenbaar in beeld)"), default=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto’s")
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.alt_text or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("photos:show", args=[self.pk])

    @property
    def is_for_the_team_only(self) -> bool:
        """True until it has words and consent."""
        return not (self.alt_text and self.people_agreed)

    def describe(self, *, alt_text: str, people_agreed: bool) -> None:
        self.alt_text, self.people_agreed = alt_text, people_agreed
        self.save(update_fields=["alt_text", "people_agreed"])

    def remove(self) -> None:
        """Delete it for good; its file goes once the database agrees."""
        storage, name = self.image.storage, self.image.name
        with transaction.atomic():
            self.delete()
            transaction.on_commit(lambda: storage.delete(name))


@receiver(forgetting)
def forget_own_drafts(sender, user: User, **kwargs) -> None:
    """Drafts of no initiative were read by nobody else; what is in a team stays with it."""
    for draft in SmallWin.objects.filter(_own_drafts(user)):
        for photo in draft.photos.all():
            photo.remove()
        draft.discard()
