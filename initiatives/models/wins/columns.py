"""The columns of a win."""

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Audience, Precision, SourceKind, TellerKind
from initiatives.models.columns import Columns
from initiatives.models.fields import (
    CODE_LENGTH,
    CrossedReadingCode,
    answer_column,
    code_field,
    editors_column,
    sources_field,
)
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import not_yet
from initiatives.models.people import User
from initiatives.models.places import Partner
from initiatives.models.teams import CaptureLink
from initiatives.models.wins.conditions import FOR_EVERYONE, FOR_THE_NETWORK, STANDS
from initiatives.models.wins.searching import text_to_search

LONG_AGO = dt.date(1, 1, 1)  # where undated wins stand: after everything that has a date


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


class WinColumns(models.Model):
    """All that is kept of a win. Every chapter of its behaviour starts from here."""

    columns = Columns(
        words="title title_en description description_en changed_for sources question reply withdrawal_reason",
        unspoken="receipt_digest",
        derived="submission_id reworded_at",
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
    changed_for = models.CharField(_("voor wie?"), max_length=280, blank=True)
    occurred_on = models.DateField(_("wanneer"), null=True, blank=True)
    precision = code_field(_("hoe precies?"), Precision, default=Precision.DAY)
    audience = code_field(_("wie mag het lezen?"), Audience, default=Audience.NETWORK)
    sources = sources_field()
    source_kind = code_field(_("wie publiceerde de bron?"), SourceKind, null=True, blank=True, editable=False)

    types = answer_column("types")
    directions = answer_column("directions")
    pairs = answer_column("pairs")
    level = answer_column("level")
    depth = answer_column("depth")
    came_from = answer_column("came_from")
    kinds = answer_column("kinds")
    concrete = answer_column("concrete")
    completed = answer_column("completed")
    size = answer_column("size")
    coupled = answer_column("coupled")
    serves_dream = answer_column("serves_dream")
    loss_answer = answer_column("loss_answer")
    company_answer = answer_column("company_answer")
    wall_answer = answer_column("wall_answer")
    partners = models.ManyToManyField(
        Partner, related_name="wins", blank=True, verbose_name=_("partners die erbij waren")
    )

    editor_types = editors_column("types")
    editor_directions = editors_column("directions")
    editor_pairs = editors_column("pairs")
    editor_level = editors_column("level")
    editor_concrete = editors_column("concrete")
    editor_completed = editors_column("completed")
    editor_read_at, editor_read_by = not_yet(_("ingedeeld op"))

    reading_kept_at = models.DateTimeField(
        _("eigen indeling gehouden op"), null=True, blank=True, editable=False
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
    # The database keeps it: somebody gave it other words or another date than those that stood here.
    reworded_at = models.DateTimeField(null=True, blank=True, editable=False)
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
    # Who told it without an account says whether everyone may read it. None: nobody asked.
    teller_opens = models.BooleanField(
        _("mag iedereen het lezen, van wie het vertelde?"), null=True, blank=True, editable=False
    )
    receipt_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    claimed_at, claimed_by = not_yet(_("opgepakt op"))
    taken_on_at, taken_on_by = not_yet(_("opgenomen op"))

    confirmed_at, confirmed_by = not_yet(_("bevestigd op"))
    returned_at, returned_by = not_yet(_("gevraagd op"))
    question = models.TextField(_("vraag aan het team"), blank=True, editable=False)
    replied_at, replied_by = not_yet(_("beantwoord op"))
    reply = models.TextField(_("antwoord van het team"), blank=True, editable=False)
    withdrawn_at, withdrawn_by = not_yet(_("ingetrokken op"))
    withdrawal_reason = models.TextField(_("waarom ingetrokken"), blank=True, editable=False)
    merged_at, merged_by = not_yet(_("samengevoegd op"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # Given to the other win, so that it can come back: keys of rows by their name, and its answers from before.
    handed_over = models.JSONField(null=True, blank=True, editable=False)

    stands = held_true(STANDS)
    is_for_network = held_true(FOR_THE_NETWORK)
    is_for_everyone = held_true(FOR_EVERYONE)
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
    counted_pairs = models.GeneratedField(
        expression=Coalesce("pairs", "editor_pairs"),
        output_field=ArrayField(models.CharField(max_length=CODE_LENGTH)),
        db_persist=True,
    )
    counted_level = models.GeneratedField(
        expression=Coalesce("level", "editor_level"),
        output_field=models.CharField(max_length=CODE_LENGTH),
        db_persist=True,
    )
    counted_concrete = models.GeneratedField(
        expression=Coalesce("concrete", "editor_concrete"),
        output_field=models.CharField(max_length=CODE_LENGTH),
        db_persist=True,
    )
    counted_completed = models.GeneratedField(
        expression=Coalesce("completed", "editor_completed"),
        output_field=models.CharField(max_length=CODE_LENGTH),
        db_persist=True,
    )
    reading = models.GeneratedField(
        expression=CrossedReadingCode(
            *("types", "editor_types", "directions", "editor_directions", "level", "editor_level"),
            *("pairs", "editor_pairs"),
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

    class Meta:
        abstract = True
