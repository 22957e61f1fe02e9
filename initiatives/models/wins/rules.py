"""The rules that the database holds of a win, and its indexes."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import READ_BY_EDITORS, Audience, Precision, SourceKind, TellerKind
from initiatives.models.fields import WHO_AND_WHEN, DayInAmsterdam, known_answers, known_code, together
from initiatives.models.wins.conditions import TAKEN_BACK

WORDS = (
    "title",
    "title_en",
    "description",
    "description_en",
    "changed_for",
    "sources",
    "question",
    "reply",
    "withdrawal_reason",
)
RULES = [
    known_code("win", "precision", Precision),
    known_code("win", "audience", Audience),
    *known_answers("win"),
    known_code("win", "source_kind", SourceKind),
    models.CheckConstraint(
        name="win_of_a_source_names_it", condition=Q(source_kind__isnull=True) | ~Q(sources="")
    ),
    together("win", "confirmed", "confirmed_at", "confirmed_by"),
    together("win", "returned", "returned_at", "returned_by"),
    together("win", "replied", "replied_at", "replied_by"),
    models.CheckConstraint(
        name="win_withdrawn_by_somebody_or_its_teller",
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
        | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
        | Q(withdrawn_at__isnull=False, taken_on_at__isnull=False),
        violation_error_message=WHO_AND_WHEN,
    ),
    models.CheckConstraint(
        name="win_taken_back_has_no_words",
        condition=~TAKEN_BACK
        | Q(audience=Audience.TEAM, **dict.fromkeys(WORDS, ""), told_as__isnull=True, merged_at__isnull=True),
    ),
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
        name="win_of_a_guest_says_so",
        condition=Q(capture_link__isnull=False) | Q(teller_opens__isnull=True),
    ),
    models.CheckConstraint(
        name="win_is_not_for_everyone_where_its_teller_said_no",
        condition=Q(teller_opens__isnull=True) | Q(teller_opens=True) | ~Q(audience=Audience.PUBLIC),
        violation_error_message=_("Wie dit vertelde, vinkte niet aan dat iedereen het mag lezen."),
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
        | Q(**{f"{answer.editors_name}__isnull": True for answer in READ_BY_EDITORS}),
    ),
    models.CheckConstraint(
        name="win_is_not_empty",
        condition=~Q(title="") | Q(drafted_at__isnull=False) | TAKEN_BACK,
        violation_error_message=_("Vertel in één zin wat er gelukt is."),
    ),
    models.CheckConstraint(
        name="win_has_a_date_or_a_source",
        condition=Q(occurred_on__isnull=False) | ~Q(sources="") | Q(drafted_at__isnull=False) | TAKEN_BACK,
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
    models.CheckConstraint(
        name="win_reply_has_words_and_a_question",
        condition=Q(replied_at__isnull=True, reply="")
        | (Q(replied_at__isnull=False, returned_at__isnull=True) & ~Q(reply="") & ~Q(question="")),
        violation_error_message=_("Schrijf je antwoord aan het programma."),
    ),
    models.UniqueConstraint(fields=["logged_by", "submission_id"], name="win_is_told_once"),
    models.UniqueConstraint(fields=["capture_link", "submission_id"], name="win_is_told_once_through_a_link"),
]
INDEXES = [
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
