"""Everything that is kept of one person, for that person (docs/own-data.md).

It holds their own words in full and nothing of others, such as the addresses of people they invited. Of rows
that they may no longer see it holds only what they wrote themselves, as the audit kept it.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Field, FileField, Model, QuerySet
from django.urls import reverse

from initiatives.lenses import READ_BY_EDITORS
from initiatives.models import (
    Actor,
    Ambition,
    Appeal,
    AuditEntry,
    CaptureLink,
    Evidence,
    EvidenceCheck,
    Figure,
    Follow,
    FollowUp,
    ImportBatch,
    Initiative,
    InitiativeLink,
    Introduction,
    Invitation,
    Judgement,
    Loss,
    MeaningAnswer,
    NextBite,
    Photo,
    Reminder,
    ScalingMeaning,
    SignalDismissal,
    SmallWin,
    StillQuestion,
    StillWord,
    User,
    Wall,
    WeekMail,
    Window,
    WinLink,
    Wish,
    WishPair,
)
from initiatives.models.columns import Kind, columns_of, fields_of, names_of, quiet_in

# The parts with what somebody wrote, and which of those rows they may see as they stand now.
WRITTEN = {
    "links_without_an_account": CaptureLink.objects.visible_to,
    "ties": WinLink.objects.visible_to,
    "ties_of_initiatives": InitiativeLink.objects.visible_to,
    "photos": Photo.objects.visible_to,
    "judgements": Judgement.objects.told_inside_to,
    "losses": Loss.objects.visible_to,
    "evidence": Evidence.objects.visible_to,
    "evidence_looked_at": EvidenceCheck.objects.visible_to,
    "follow_ups": FollowUp.objects.visible_to,
    "figures": Figure.objects.editable_by,
    "wishes": Wish.objects.editable_by,
    "pairs_of_wishes": WishPair.objects.editable_by,
    "ambitions": Ambition.objects.editable_by,
    "what_scaling_means": ScalingMeaning.objects.editable_by,
    "answers_of_partners": MeaningAnswer.objects.editable_by,
    "next_bites": NextBite.objects.editable_by,
    "actors": Actor.objects.editable_by,
    "walls": Wall.objects.editable_by,
    "windows": Window.objects.editable_by,
    "asked_on_the_a4": Appeal.objects.visible_to,
    "introductions_proposed": Introduction.objects.visible_to,
    "questions_put_aside": SignalDismissal.objects.editable_by,
}
# The parts about the account itself, and the columns of which they tell.
OF_THE_ACCOUNT = {
    "account.emailaddress.user": "addresses",
    "initiatives.auditentry.actor": "changes",
    "initiatives.follow.user": "follows",
    "initiatives.importbatch.made_by": "tables_brought",
    "initiatives.initiative.declined_by": "proposals_declined",
    "initiatives.initiative.proposed_by": "proposals",
    "initiatives.initiative.team": "teams",
    "initiatives.invitation.accepted_by": "invitations_accepted",
    "initiatives.invitation.invited_by": "invitations_sent",
    "initiatives.letter.reader": "letters",
    "initiatives.mailoff.user": "mail_off",
    "initiatives.membership.user": "teams",
    "initiatives.membershiprequest.user": "asked_to_join",
    "initiatives.reminder.user": "reminders",
    "initiatives.role.user": "roles",
    "initiatives.smallwin.logged_by": "wins",
    "initiatives.smallwin.replied_by": "answers_to_the_programme",
    "initiatives.stillquestion.answered_by": "said_that_it_is_still_so",
    "initiatives.stillword.user": "asked_whether_it_is_still_so",
    "initiatives.weekmail.user": "week_mail",
    "mfa.authenticator.user": "second_steps",
    "socialaccount.socialaccount.user": "accounts_elsewhere",
}
LEFT_OUT = {
    "admin.logentry.user": "The same acts stand in `changes`, without the names of others.",
}
Names = dict[int, dict[str, str]]  # initiatives
SAID = (Kind.WORDS, Kind.ANSWER)
OF_EDITORS = {answer.editors_name for answer in READ_BY_EDITORS}


def told_in() -> dict[str, str]:
    """Every column that names a person and has a part of its own: that part."""
    models = {part: seen(AnonymousUser()).model for part, seen in WRITTEN.items()}
    authors = {
        f"{model._meta.label_lower}.{columns_of(model).author}": part for part, model in models.items()
    }
    return OF_THE_ACCOUNT | authors


def named_in() -> list[str]:
    """Our columns that name a person and have no part of their own in the file."""
    naming = (
        f"{model._meta.label_lower}.{name}"
        for model in apps.get_app_config("initiatives").get_models()
        for name in names_of(model, Kind.PERSON)
    )
    return sorted(set(naming) - set(told_in()))


def own_data(user: User) -> dict:
    """The file, as JSON can hold it; dates and numbers are written by Django's encoder."""
    names = _names_of_initiatives(user)
    return {
        "about": {"site": settings.SITE_NAME, "format": 1},
        "account": _values(user, "display_name email language digest joined_at last_login is_superuser"),
        "addresses": [_values(row, "email verified primary") for row in user.emailaddress_set.order_by("pk")],
        "second_steps": _second_steps(user),
        "accounts_elsewhere": _accounts_elsewhere(user),
        "teams": [{**_initiative(row, names), "role": row.role} for row in user.memberships.order_by("pk")],
        "roles": [
            {"kind": row.kind, "where": str(row.programme or row.city)}
            for row in user.roles.select_related("programme", "city").order_by("pk")
        ],
        "proposals": _proposals(user, names),
        "proposals_declined": _proposals_declined(user),
        "asked_to_join": _with_initiative(
            user.membership_requests.order_by("asked_at"), names, "note asked_at declined_at"
        ),
        "invitations_sent": _with_initiative(
            Invitation.objects.filter(invited_by=user).order_by("invited_at"),
            names,
            "role invited_at expires_at accepted_at revoked_at",
        ),
        "invitations_accepted": _with_initiative(
            Invitation.objects.filter(accepted_by=user).order_by("accepted_at"),
            names,
            "email role invited_at accepted_at",
        ),
        "wins": _told_wins(user, names),
        "answers_to_the_programme": _replies(user, names),
        **_all_written(user, names),
        "tables_brought": [
            _values(row, "table file_name made_at written_at undone_at sheets")
            for row in ImportBatch.objects.visible_to(user).order_by("made_at", "pk")
        ],
        "letters": _letters(user),
        **_about_mail(user, names),
        "mail_off": [_values(row, "kind") for row in user.mail_off.order_by("pk")],
        "named_in": {column: _rows_naming(user, column) for column in named_in()},
        "changes": _changes(user),
    }


def _about_mail(user: User, names: Names) -> dict[str, list[dict]]:
    """What they follow, and the letters that nobody's act caused."""
    return {
        "follows": [
            {"followed_at": row.followed_at, "what": str(row)}
            for row in Follow.objects.visible_to(user).by_name()
        ],
        "said_that_it_is_still_so": _with_initiative(
            StillQuestion.objects.filter(answered_by=user).order_by("answered_at"),
            names,
            "answer answered_at",
        ),
        "asked_whether_it_is_still_so": [
            {**_initiative(row.question, names), **_values(row, "made_at expires_at used_at")}
            for row in StillWord.objects.filter(user=user).select_related("question").order_by("made_at")
        ],
        "reminders": [_values(row, "kind about made_at") for row in Reminder.objects.visible_to(user)],
        "week_mail": [
            _values(row, "week since until lines")
            for row in WeekMail.objects.visible_to(user).order_by("week")
        ],
    }


def _values(row: Model, names: str) -> dict:
    return {name: getattr(row, name) for name in names.split()}


def _letters(user: User) -> list[dict]:
    """What went to their mailbox, as long as it is kept. The words are in the mailbox."""
    return [
        _values(row, "made_at kind to subject sent_at given_up_at")
        for row in user.letters.order_by("made_at", "pk")
    ]


def _second_steps(user: User) -> list[dict]:
    """The kinds of second steps, without secrets: those are for the device that holds them."""
    return [_values(row, "type created_at last_used_at") for row in user.authenticator_set.order_by("pk")]


def _accounts_elsewhere(user: User) -> list[dict]:
    rows = user.socialaccount_set.order_by("pk")
    return [_values(row, "provider uid date_joined last_login extra_data") for row in rows]


# --- Initiatives ------------------------------------------------------------------------------
def _names_of_initiatives(user: User) -> Names:
    """The names of the initiatives that this person may see, declined proposals of their teams too."""
    seen = Initiative.objects.visible_to(user) | Initiative.objects.proposed_in_team_of(user)
    rows = seen.values_list("pk", "title", "slug")
    return {pk: {"initiative": title, "slug": slug} for pk, title, slug in rows}


def _initiative(row: Model, names: Names) -> dict:
    """The name of the row's initiative; None where this person may no longer see it."""
    return names.get(row.initiative_id, {"initiative": None, "slug": None})


def _with_initiative(rows: QuerySet, names: Names, columns: str) -> list[dict]:
    return [{**_initiative(row, names), **_values(row, columns)} for row in rows]


def _proposals(user: User, names: Names) -> list[dict]:
    """What they proposed, and the answer. Of what they may no longer see, what they wrote."""
    told = "title summary admitted_at declined_at why_declined"
    return [
        {"proposed_at": row.proposed_at, "seen": True, **_values(row, told)}
        if row.pk in names
        else {"proposed_at": row.proposed_at, "seen": False, "written": _written(row, user)}
        for row in Initiative.objects.filter(proposed_by=user).order_by("proposed_at", "pk")
    ]


def _proposals_declined(user: User) -> list[dict]:
    """What they declined, in their own words; its title while they may read it."""
    kept = set(Initiative.objects.curated_with_declined_by(user).declined().values_list("pk", flat=True))
    rows = Initiative.objects.declined().filter(declined_by=user).order_by("declined_at")
    return [
        {"title": row.title if row.pk in kept else None, **_values(row, "declined_at why_declined")}
        for row in rows
    ]


# --- What was told ----------------------------------------------------------------------------
def _told_wins(user: User, names: Names) -> list[dict]:
    seen = set(SmallWin.objects.visible_to(user).filter(logged_by=user).values_list("pk", flat=True))
    told = SmallWin.objects.filter(logged_by=user).defer("search")
    return [_win(win, user, names, seen=win.pk in seen) for win in told.order_by("logged_at", "pk")]


def _win(win: SmallWin, user: User, names: Names, *, seen: bool) -> dict:
    told = {"id": win.pk, **_initiative(win, names), "told_at": win.logged_at}
    if not seen:
        return {**told, "seen": False, "written": _written(win, user)}
    said = {field.name: getattr(win, field.name) for field in _said_by_the_team()}
    return {**told, "seen": True, "state": win.state.value, **said}


def _said_by_the_team() -> list[Field]:
    """Words and answers of the team, without those of curators."""
    said = fields_of(SmallWin, *SAID)
    return [field for field in said if field.editable and field.name not in OF_EDITORS]


def _replies(user: User, names: Names) -> list[dict]:
    """Their answers to questions of the programme, about wins of whoever told them."""
    rows = SmallWin.objects.filter(replied_by=user).defer("search").order_by("replied_at", "pk")
    return [{"id": row.pk, **_initiative(row, names), **_values(row, "replied_at reply")} for row in rows]


# --- What was written -------------------------------------------------------------------------
def _all_written(user: User, names: Names) -> dict[str, list[dict]]:
    parts = {part: _part(user, seen(user), names) for part, seen in WRITTEN.items()}
    for photo in parts["photos"]:
        if "written" not in photo:
            photo["address"] = reverse("photos:show", args=[photo["id"]])
    _without_what_the_team_keeps(parts["actors"], user)
    return parts


def _part(user: User, open_to: QuerySet, names: Names) -> list[dict]:
    """The rows that somebody wrote, as they are now. A row that they may no longer see is as they wrote it."""
    model, by_them = open_to.model, {columns_of(open_to.model).author: user}
    seen = set(open_to.filter(**by_them).values_list("pk", flat=True))
    return [
        {
            "id": row.pk,
            **(_initiative(row, names) if hasattr(row, "initiative_id") else {}),
            **(_as_it_stands(row) if row.pk in seen else {"written": _written(row, user)}),
        }
        for row in model._base_manager.filter(**by_them).order_by("pk")
    ]


def _as_it_stands(row: Model) -> dict:
    """The row for the export: ties, words, answers and states. Files and secrets are left out."""
    shown = fields_of(type(row), Kind.TIE, *SAID, Kind.STATE)
    secret = set(quiet_in(type(row))) & set(fields_of(type(row), Kind.STATE))
    return {
        field.attname: getattr(row, field.attname)
        for field in shown
        if field not in secret and not isinstance(field, FileField)
    }


def _without_what_the_team_keeps(actors: list[dict], user: User) -> None:
    """Takes the stance out of actors whose stance this person may not know."""
    if not actors:
        return
    known = set(Actor.objects.stance_known_to(user).filter(added_by=user).values_list("pk", flat=True))
    for actor in actors:
        if actor["id"] not in known:
            actor.pop("stance", None)


# --- What the audit says ----------------------------------------------------------------------
def _written(row: Model, user: User) -> list[dict]:
    """This person's own words in a row that others may have changed since, oldest first.

    A column of which the audit keeps only the name is left out.
    """
    said = {field.column for field in fields_of(type(row), Kind.TIE, *SAID)}
    entries = AuditEntry.objects.of_row(row).filter(actor=user).order_by("pk")
    spoken = (
        {
            "at": entry.at,
            **{name: pair[1] for name, pair in entry.changes.items() if name in said and _says(pair)},
        }
        for entry in entries
    )
    return [words for words in spoken if len(words) > 1]


def _says(pair: list) -> bool:
    """Whether something was said: "no" and "none of these" are answers. In: the value before and after, or nothing."""
    return bool(pair) and pair[1] not in (None, "")


def _changes(user: User) -> list[dict]:
    entries = AuditEntry.objects.filter(actor=user).order_by("pk")
    return [
        {**_values(entry, "at action table row"), "columns": sorted(entry.changes)}
        for entry in entries.iterator()
    ]


def _rows_naming(user: User, column: str) -> list[str]:
    app, model, name = column.split(".")
    rows = apps.get_model(app, model)._base_manager.filter(**{name: user}).order_by("pk")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]
