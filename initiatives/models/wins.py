"""Small wins: the centre of everything. A win, what ties it to others, its photos."""

import datetime as dt
import re
import unicodedata
import uuid
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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    UNKNOWN,
    Audience,
    Depth,
    Direction,
    Level,
    LinkAnswer,
    LinkBasis,
    Mechanism,
    Precision,
    ScalingType,
    WinState,
)
from initiatives.lenses.words import Words
from initiatives.models.fields import (
    CODE_LENGTH,
    ReadingCode,
    code_field,
    code_set,
    known_code,
    known_set,
    sources_field,
    together,
)
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
from initiatives.periods import Period, stretch

LONG_AGO = dt.date(1, 1, 1)  # where undated wins stand: after everything that has a date
READING = ("types", "directions", "level")
LEVEL_CHOICES = [*Level.choices, (UNKNOWN, _("weet ik niet"))]


_RESERVED = Q(withdrawn_at__isnull=False) | ~Q(audience=Audience.PUBLIC)  # not for everyone
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
        """What the reader may know about, withdrawn wins included for those who may edit."""
        shown = Q(withdrawn_at__isnull=True) & Q(
            initiative__in=Initiative.objects.visible_to(user).values("pk")
        )
        if not user.is_authenticated or not user.is_active:
            return self.filter(shown, audience=Audience.PUBLIC)
        editable = Initiative.objects.editable_by(user).values("pk")
        return self.filter(
            shown & Q(audience__in=[Audience.PUBLIC, Audience.NETWORK]) | Q(initiative__in=editable)
        )

    def editable_by(self, user):
        return self.filter(initiative__in=Initiative.objects.editable_by(user).values("pk"))

    def standing(self):
        """Wins that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

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

        Adds `is_editable`, and the links the reader may see: `links_before`, `links_after`.
        """
        links = WinLink.objects.standing().visible_to(user)
        editable = Initiative.objects.editable_by(user).filter(pk=OuterRef("initiative"))
        return (
            self.annotate(is_editable=Exists(editable))
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


def _tied_for(user) -> Q:
    """Tied to a win that the reader may know of; the win itself is taken to be known.

    Nearly all wins are for everyone and a small index holds the others, so that only an end that
    is among those has to be looked up: a third of the work of asking it of every end.
    """
    reserved = SmallWin.objects.order_by()
    unpublished = Initiative.objects.filter(published_at__isnull=True).order_by().values("pk")
    known = reserved.visible_to(user).standing()

    def shown(end: str) -> Q:
        not_for_all = Q(**{f"{end}__in": reserved.filter(_RESERVED).values("pk")}) | Q(
            **{f"{end}__in": reserved.filter(initiative__in=unpublished).values("pk")}
        )
        yet_known = Q(**{f"{end}__in": known.filter(~Q(audience=Audience.PUBLIC)).values("pk")}) | Q(
            **{f"{end}__in": known.filter(initiative__in=unpublished).values("pk")}
        )
        return ~not_for_all | yet_known

    links = WinLink.objects.standing()
    return Q(pk__in=links.filter(shown("earlier")).values("later")) | Q(
        pk__in=links.filter(shown("later")).values("earlier")
    )


class SmallWinManager(models.Manager.from_queryset(SmallWinQuerySet)):
    def tell(self, *, by: User, submission_id: uuid.UUID, **details) -> tuple["SmallWin", bool]:
        """Log a win once, however often the same form arrives.

        Out: the win, and whether it is new. A retry gives the win that is already there.
        """
        with transaction.atomic():
            return self.get_or_create(logged_by=by, submission_id=submission_id, defaults=details)


class DayInAmsterdam(models.Func):
    """The calendar day of a moment where the network lives, whatever the server's time zone."""

    template = "((%(expressions)s) AT TIME ZONE 'Europe/Amsterdam')::date"
    output_field = models.DateField()


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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="wins", verbose_name=_("initiatief")
    )
    title = models.CharField(_("wat is er gelukt?"), max_length=280)
    title_en = models.CharField(_("wat is er gelukt? (Engels)"), max_length=280, blank=True)
    description = models.TextField(_("wat veranderde er?"), blank=True, max_length=5000)
    description_en = models.TextField(_("wat veranderde er? (Engels)"), blank=True, max_length=5000)
    occurred_on = models.DateField(_("wanneer"), null=True, blank=True)
    precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY)
    audience = code_field(_("wie mag het lezen?"), Audience, default=Audience.PUBLIC)
    sources = sources_field()

    types = code_set(_("hoe schaalt het?"), ScalingType)
    directions = code_set(_("welke kant op?"), Direction)
    level = models.CharField(
        _("op welk niveau?"), max_length=CODE_LENGTH, choices=LEVEL_CHOICES, null=True, blank=True
    )
    depth = code_field(_("hoe diep gaat het?"), Depth, null=True, blank=True)
    came_from = code_field(_("wat maakte dit mogelijk?"), LinkAnswer, null=True, blank=True)

    editor_types = code_set(_("hoe schaalt het? (redactie)"), ScalingType)
    editor_directions = code_set(_("welke kant op? (redactie)"), Direction)
    editor_level = code_field(_("op welk niveau? (redactie)"), Level, null=True, blank=True)
    editor_read_at = models.DateTimeField(_("geduid op"), null=True, blank=True, editable=False)
    editor_read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    logged_at = models.DateTimeField(_("verteld op"), default=timezone.now, editable=False)
    logged_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="logged_wins",
        verbose_name=_("verteld door"),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    submission_id = models.UUIDField(default=uuid.uuid4, editable=False)
    dataset_key = models.SlugField(max_length=80, null=True, blank=True, unique=True, editable=False)

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
            known_set("win", "editor_types", ScalingType),
            known_set("win", "editor_directions", Direction),
            known_code("win", "editor_level", Level),
            together("win", "confirmed", "confirmed_at", "confirmed_by"),
            together("win", "returned", "returned_at", "returned_by"),
            together("win", "withdrawn", "withdrawn_at", "withdrawn_by"),
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
                condition=~Q(title=""),
                violation_error_message=_("Vertel in één zin wat er gelukt is."),
            ),
            models.CheckConstraint(
                name="win_has_a_date_or_a_source",
                condition=Q(occurred_on__isnull=False) | ~Q(sources=""),
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
                include=["middle_on", "audience", "id"],
                condition=Q(withdrawn_at__isnull=True),
                name="win_tally",
            ),
            models.Index(fields=["id"], condition=_RESERVED, name="win_reserved"),
            GinIndex(fields=["search"], name="win_search"),
        ]

    def __str__(self) -> str:
        return self.title

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
    def state(self) -> WinState:
        if self.withdrawn_at:
            return WinState.WITHDRAWN
        if self.returned_at:
            return WinState.RETURNED
        return WinState.CONFIRMED if self.confirmed_at else WinState.LOGGED

    @property
    def shown_to(self) -> Audience:
        return Audience(self.audience)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

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

    def accept_reading(self) -> None:
        """The team agrees with the editors: their reading becomes the team's own."""
        for name in READING:
            if getattr(self, name) is None:
                setattr(self, name, getattr(self, f"editor_{name}"))
        self.save(update_fields=[*READING, "changed_at"])

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
            self._save_state()

    def restore(self) -> None:
        """Put a withdrawn win back where it was."""
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = None, None, ""
        self._save_state()

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
                "changed_at",
            ]
        )


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
    their dates, is held by triggers in the database (migration 0002).
    """

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
