"""Judgements, losses, evidence and looks back: all that is known of a win beside its own words."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.language import in_language
from initiatives.lenses import (
    Answer,
    Audience,
    Depth,
    EvidenceKind,
    EvidenceLevel,
    Grade,
    Independence,
    LossAnswer,
    LossKind,
    LossStatus,
    Perspective,
    Precision,
    Severity,
    Shock,
    SourceKind,
    StillStands,
    Verdict,
    WinSize,
)
from initiatives.models.columns import Columns
from initiatives.models.fields import DayInAmsterdam, code_field, known_code, sources_field
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.rights import OfAnInitiativeQuerySet, OfAWinQuerySet, may_come_in, own, reaching
from initiatives.models.wins import SmallWin
from initiatives.periods import in_words
from initiatives.sentences import joined

LASTS_AFTER = 365  # days; theory §14


class OfAWin(models.Model):
    """Something that hangs on a win."""

    class Meta:
        abstract = True

    def rewrite(self, **words) -> None:
        """Other words; what stood there stays in the audit."""
        for name, word in words.items():
            setattr(self, name, word)
        self.save(update_fields=list(words))

    def remove(self) -> None:
        """Delete it; the audit keeps that it was there."""
        self.delete()


class JudgementQuerySet(OfAWinQuerySet):
    def editable_by(self, user):
        """First-hand judgements of the user, while they know of the win; judgements on behalf of others, for the team."""
        mine = own(user, "said_by") & self.hanging_on("judgeable_by", user)
        written_down = Q(is_first_hand=False) & self.hanging_on(self.changed_by, user)
        return self.filter(Q(is_first_hand=True) & mine | written_down)

    def told_inside_to(self, user):
        """Judgements of which the reader may know comment and author: their own, and those at wins they know from inside."""
        mine = Q(is_first_hand=True) & own(user, "said_by")
        return self.visible_to(user).filter(mine | self.hanging_on("known_inside_to", user))


class Judgement(OfAWin):
    """An opinion of a win from one position, first hand or on behalf of somebody."""

    columns = Columns(private="on_behalf_of comment", author="said_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="judgements")
    perspective = code_field(_("vanuit welke rol?"), Perspective)
    verdict = code_field(_("wat vindt die persoon ervan?"), Verdict)
    is_first_hand = models.BooleanField(_("dit vind ik zelf"), default=True)
    on_behalf_of = models.CharField(_("namens wie?"), max_length=120, blank=True)
    comment = models.TextField(_("toelichting"), blank=True, max_length=1000)
    said_at, said_by = made()

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("oordeel")
        verbose_name_plural = _("oordelen")
        ordering = ["said_at"]
        constraints = [
            known_code("judgement", "perspective", Perspective),
            known_code("judgement", "verdict", Verdict),
            models.CheckConstraint(
                name="judgement_second_hand_names_whose",
                condition=Q(is_first_hand=True, on_behalf_of="")
                | Q(is_first_hand=False) & ~Q(on_behalf_of=""),
                violation_error_message=_("Schrijf namens wie je dit zegt."),
            ),
            models.UniqueConstraint(
                fields=["win", "said_by", "perspective", "on_behalf_of"],
                name="one_judgement_a_person_and_perspective",
                violation_error_message=_("Dit oordeel heb je al gegeven. Je kunt het aanpassen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{Perspective(self.perspective).label}: {Verdict(self.verdict).label}"

    def rewrite(self, **words) -> None:
        """Say it anew, of the words of the win that one reads now."""
        super().rewrite(**words, said_at=timezone.now())


class LossQuerySet(OfAnInitiativeQuerySet):
    def visible_to(self, user):
        """All losses of initiatives that the user works on; elsewhere losses for their audience, at wins that they may read."""
        known = self._of_known(user) & reaching(user) & self.hanging_on(self.read_by, user)
        return self.filter(known | self.hanging_on(self.changed_by, user))

    def hidden_from(self, user):
        """Losses for the network at wins that this visitor reads, so that a page can say that there is more.

        Empty for people who are logged in: nobody learns that a team keeps a loss for itself.
        """
        if may_come_in(user):
            return self.none()
        return self.filter(self._of_known(user), audience=Audience.NETWORK)

    def _of_known(self, user) -> Q:
        known = SmallWin.objects.visible_to(user).standing().values("pk")
        return Q(win__isnull=True) | Q(win__in=known)

    def standing(self):
        """Losses of the initiative itself, or of wins that count."""
        return self.filter(Q(win__isnull=True) | Q(win__stands=True))

    def tell(self, **details) -> "Loss":
        """Write down a loss, and record at its win that something got lost. The same number twice is one loss.

        A loss without a day gets the day of its win.
        """
        details.setdefault("seen_on", seen_with(details.get("win")))
        with transaction.atomic():
            loss, _new = self.get_or_create(pk=details.pop("pk", None) or uuid.uuid4(), defaults=details)
            if loss.win and loss.win.loss_answer != LossAnswer.SOMETHING:
                loss.win.say(loss_answer=LossAnswer.SOMETHING)
        return loss


def seen_with(win: SmallWin | None) -> dt.date:
    """The last day on which the win may have happened, and never after today; today for a win without a date."""
    today = timezone.localdate()
    return min(win.stretch.last_day, today) if win and win.stretch else today


class Loss(OfAWin):
    """A loss: what got lost or harder, and for whom. It stands beside the gains and is never subtracted.

    One that the editors read in a source has a title, and only what the source says of kind, bearer and day.
    """

    columns = Columns(words="title title_en note note_en sources", author="told_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="losses")
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, null=True, blank=True, related_name="losses")
    title = models.CharField(_("wat stopte of ging er verloren?"), max_length=280, blank=True)
    title_en = models.CharField(_("wat stopte of ging er verloren? (Engels)"), max_length=280, blank=True)
    kind = code_field(_("wat ging er verloren?"), LossKind, null=True, blank=True)
    borne_by = code_field(_("voor wie werd het lastiger?"), Perspective, null=True, blank=True)
    severity = code_field(_("hoe zwaar weegt het?"), Severity, null=True, blank=True)
    status = code_field(
        _("hoe staat het ervoor?"), LossStatus, default=LossStatus.OPEN, null=True, blank=True
    )
    seen_on = models.DateField(_("gezien op"), default=timezone.localdate, null=True, blank=True)
    precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY, editable=False)
    note = models.TextField(_("wat gebeurde er?"), blank=True, max_length=1000)
    note_en = models.TextField(_("wat gebeurde er? (Engels)"), blank=True, max_length=1000)
    audience = code_field(_("wie mag het lezen?"), Audience, default=Audience.NETWORK)
    sources = sources_field()
    source_kind = code_field(_("wie publiceerde de bron?"), SourceKind, null=True, blank=True, editable=False)
    dataset_key = models.SlugField(max_length=80, null=True, blank=True, unique=True, editable=False)
    told_at, told_by = made()

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name = _("verlies")
        verbose_name_plural = _("verliezen")
        ordering = ["-seen_on", "-told_at"]
        constraints = [
            known_code("loss", "kind", LossKind),
            known_code("loss", "borne_by", Perspective),
            known_code("loss", "severity", Severity),
            known_code("loss", "status", LossStatus),
            known_code("loss", "audience", Audience),
            known_code("loss", "precision", Precision),
            known_code("loss", "source_kind", SourceKind),
            models.CheckConstraint(
                name="loss_of_a_source_names_it", condition=Q(source_kind__isnull=True) | ~Q(sources="")
            ),
            models.CheckConstraint(
                name="loss_says_what_for_whom_and_when_or_names_its_source",
                condition=Q(
                    kind__isnull=False, borne_by__isnull=False, status__isnull=False, seen_on__isnull=False
                )
                | ~Q(title="") & ~Q(sources=""),
                violation_error_message=_("Kies wat er verloren ging, voor wie, en hoe het ervoor staat."),
            ),
            models.CheckConstraint(
                name="loss_is_not_in_the_future",
                condition=Q(seen_on__isnull=True) | Q(seen_on__lte=DayInAmsterdam("told_at")),
                violation_error_message=_("Deze dag moet nog komen."),
            ),
        ]

    def __str__(self) -> str:
        words = [label for label in (self.get_kind_display(), self.get_borne_by_display()) if label]
        return self.title or " · ".join(map(str, words))

    @property
    def heading(self) -> SafeString | str:
        """What got lost: the title from a source, else the kind."""
        return in_language(self, "title") if self.title else capfirst(self.get_kind_display())

    @property
    def heading_and_bearer(self) -> SafeString:
        return joined((self.heading, self.for_bearer))

    @property
    def heading_and_weight(self) -> SafeString:
        return joined((self.heading, self.weight))

    @property
    def for_bearer(self) -> str:
        """The bearer in words; empty where nobody said it."""
        return _("voor: %(whom)s") % {"whom": self.get_borne_by_display()} if self.borne_by else ""

    @property
    def weight(self) -> str:
        """The bearer in words, and the severity where it is known."""
        return _listed(self.for_bearer, self.get_severity_display())

    @property
    def seen(self) -> str:
        """The status of the loss where somebody said it, and when it was seen, in words."""
        return capfirst(_listed(self.get_status_display(), self._seen_on))

    @property
    def weight_and_seen(self) -> str:
        """The severity and the status if somebody said them, and when the loss was seen."""
        return _listed(self.get_severity_display(), self.get_status_display(), self._seen_on)

    @property
    def _seen_on(self) -> str:
        if self.seen_on is None:
            return _("zonder datum")
        words = _("gezien op %(on)s") if self.precision == Precision.DAY else _("gezien in %(on)s")
        return words % {"on": in_words(self.seen_on, self.precision)}

    @property
    def read_in(self) -> str:
        """Who says so, where it was not told here; empty where it was."""
        return _("Uit openbare bronnen, gelezen door de redactie.") if self.sources else ""

    @property
    def source_list(self) -> list[str]:
        return self.sources.splitlines()

    @property
    def readers(self) -> str:
        return _("Wie dit leest: %(who)s") % {"who": self.get_audience_display()}

    @property
    def for_whom(self) -> str:
        """The rest of the sentence about a loss: who bears it, and whether somebody saw to it. Empty where no one said it."""
        if not (self.borne_by and self.status):
            return f", {self.for_bearer}" if self.borne_by else ""
        words = {"who": self.get_borne_by_display(), "status": self.get_status_display()}
        return _(", voor: %(who)s (%(status)s)") % words

    def remove(self) -> None:
        """Delete it. A win without losses has no answer about losses again: it does not become "nothing seen"."""
        with transaction.atomic():
            list(SmallWin.objects.select_for_update(no_key=True).filter(pk=self.win_id).values_list("pk"))
            self.delete()
            if self.win and not self.win.losses.exists():
                self.win.say(loss_answer=None)


class EvidenceQuerySet(OfAWinQuerySet):
    def checkable_by(self, user):
        """Evidence that this curator may say something of: not of a team they are in, and not their own."""
        read = self.filter(self.hanging_on("confirmable_by", user)).exclude(own(user, "added_by"))
        here = Exists(Initiative.objects.of_team(user).filter(pk=OuterRef("win__initiative")))
        return read.exclude(here) if may_come_in(user) else self.none()


class Evidence(OfAWin):
    """Something that shows a win: where to look, and who made it."""

    columns = Columns(words="text url", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="evidence")
    kind = code_field(_("wat is er te zien?"), EvidenceKind)
    independence = code_field(_("wie maakte dit?"), Independence)
    text = models.TextField(_("wat staat er?"), max_length=1000, blank=True)
    url = models.URLField(_("webadres"), max_length=500, blank=True)
    added_at, added_by = made()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewijs")
        verbose_name_plural = _("bewijzen")
        ordering = ["added_at"]
        constraints = [
            known_code("evidence", "kind", EvidenceKind),
            known_code("evidence", "independence", Independence),
            models.CheckConstraint(
                name="evidence_shows_something",
                condition=~Q(text="") | ~Q(url=""),
                violation_error_message=_("Schrijf wat er te zien is, of waar."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.url


class FollowUp(OfAWin):
    """Somebody looked again, later: does it still stand?"""

    columns = Columns(words="note", author="told_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="follow_ups")
    checked_on = models.DateField(_("wanneer keek je?"), default=timezone.localdate)
    still_stands = code_field(_("staat het nog?"), StillStands)
    shock = code_field(_("was er tegenwind?"), Shock, null=True, blank=True)
    note = models.TextField(_("wat zag je?"), blank=True, max_length=1000)
    told_at, told_by = made()

    objects = OfAWinQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugblik")
        verbose_name_plural = _("terugblikken")
        ordering = ["-checked_on", "-told_at"]
        constraints = [
            known_code("follow_up", "still_stands", StillStands),
            known_code("follow_up", "shock", Shock),
            models.CheckConstraint(
                name="follow_up_is_not_in_the_future",
                condition=Q(checked_on__lte=DayInAmsterdam("told_at")),
                violation_error_message=_("Deze dag moet nog komen."),
            ),
            models.UniqueConstraint(
                fields=["win", "checked_on", "told_by"], name="one_follow_up_a_day_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.checked_on, 'j F Y')}: {StillStands(self.still_stands).label}"

    @property
    def looked(self) -> str:
        """When somebody looked, and whether that was the team. In: one with `is_of_the_team` (`checks.of_the_team`)."""
        who = _("het team zelf") if self.is_of_the_team else _("iemand buiten het team")
        return _("gekeken op %(on)s, door %(who)s") % {
            "on": date_format(self.checked_on, "j F Y"),
            "who": who,
        }

    @property
    def in_words(self) -> str:
        """When somebody looked, what they found, and what came in between."""
        found = _("Staat het nog? %(day)s: %(found)s.") % {
            "day": date_format(self.checked_on, "j F Y"),
            "found": self.get_still_stands_display(),
        }
        if self.shock in (None, Shock.NONE):
            return found
        return f"{found} " + _("Tegenwind: %(shock)s.") % {"shock": self.get_shock_display()}


def _listed(*parts: object) -> str:
    """The parts that somebody said, in one line."""
    return ", ".join(str(part) for part in parts if part)


# ------------------------------------------------------------------ what follows from these rows
def judged_good(perspective: str = "") -> Exists:
    """A condition on wins: somebody finds it good; or somebody who looks from this perspective."""
    good = Judgement.objects.filter(win=OuterRef("pk"), verdict=Verdict.POSITIVE)
    return Exists(good.filter(perspective=perspective) if perspective else good)


def judged_from(perspective: str) -> Exists:
    """A condition on wins: somebody from this perspective was asked what they think of it."""
    return Exists(Judgement.objects.filter(win=OuterRef("pk"), perspective=perspective))


def judged_differently() -> Q:
    """A condition on wins: two who looked at it found something else. "I don't know" is no verdict."""
    said = Judgement.objects.exclude(verdict=Verdict.UNKNOWN).order_by().values("win")
    return Q(pk__in=said.annotate(n=Count("verdict", distinct=True)).filter(n__gt=1).values("win"))


def lasting(*, days: int = LASTS_AFTER) -> Exists:
    """A condition on wins: somebody found it standing so many days after it, and nobody saw otherwise since.

    "I don't know" is no answer, and of two answers on one day the "yes" does not win. An undated win cannot last.
    """
    looks = FollowUp.objects.exclude(still_stands=StillStands.UNKNOWN)
    otherwise = looks.exclude(still_stands=StillStands.YES).filter(
        win=OuterRef("win"), checked_on__gte=OuterRef("checked_on")
    )
    stood = looks.filter(
        win=OuterRef("pk"),
        still_stands=StillStands.YES,
        checked_on__gte=F("win__middle_on") + days,
    )
    return Exists(stood.filter(~Exists(otherwise)))


def had_headwind() -> Exists:
    """A condition on wins: somebody looked again after headwind, and found it standing."""
    stood = FollowUp.objects.filter(win=OuterRef("pk"), still_stands=StillStands.YES)
    return Exists(stood.exclude(shock=Shock.NONE).filter(shock__isnull=False))


def looked_back_at(*, days: int = LASTS_AFTER) -> Exists:
    """A condition on wins: somebody looked again so many days after it, whatever they found."""
    looks = FollowUp.objects.exclude(still_stands=StillStands.UNKNOWN)
    return Exists(looks.filter(win=OuterRef("pk"), checked_on__gte=F("win__middle_on") + days))


# The answers that lift the grade of a win, in the order in which they decide (theory §7a).
CRITERIA = {
    "concrete": (Answer.YES,),
    "completed": (Answer.YES,),
    "depth": (Depth.DIFFERENT, Depth.RETHINK),
}


def grade_of(win: SmallWin, *, is_judged_good: bool) -> Grade:
    """The word for how far a win goes."""
    is_met = {name: win.counted(name) in answers for name, answers in CRITERIA.items()}
    if not (is_met["concrete"] and is_met["completed"]):
        return Grade.SIGNAL
    if not (is_met["depth"] and is_judged_good):
        return Grade.LIGHT
    return Grade.MILESTONE if win.size == WinSize.LARGE else Grade.SMALL_WIN


def evidence_level(shown_by, *, is_shown: bool = False) -> EvidenceLevel:
    """How well a win can be looked up. In: from where others showed it, and whether the team shows anything."""
    found = set(shown_by)
    if Independence.OUTSIDE in found:
        return EvidenceLevel.OUTSIDE
    if Independence.PARTNER in found:
        return EvidenceLevel.PARTNER
    return EvidenceLevel.OWN if is_shown or found - {""} else EvidenceLevel.TOLD
