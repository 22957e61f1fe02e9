"""Everything that is kept of one person, for that person (docs/own-data.md).

Their own words whole, of others nothing: no address of whoever they invited, and of what they may no
longer see only what they wrote themselves, as the audit kept it.
"""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from initiatives.lenses import ANSWERS
from initiatives.models import (
    Actor,
    Ambition,
    AuditEntry,
    CaptureLink,
    Evidence,
    FollowUp,
    Initiative,
    Invitation,
    Judgement,
    Loss,
    MeaningAnswer,
    NextBite,
    Photo,
    ScalingMeaning,
    SignalDismissal,
    SmallWin,
    User,
    Wall,
    Window,
    WinLink,
    Wish,
    WishPair,
)

# Every column that names a person: the part of the file that tells of it.
TOLD_IN = {
    "account.emailaddress.user": "addresses",
    "initiatives.actor.added_by": "actors",
    "initiatives.ambition.decided_by": "ambitions",
    "initiatives.auditentry.actor": "changes",
    "initiatives.capturelink.created_by": "links_without_an_account",
    "initiatives.evidence.added_by": "evidence",
    "initiatives.followup.told_by": "follow_ups",
    "initiatives.initiative.team": "teams",
    "initiatives.invitation.accepted_by": "invitations_accepted",
    "initiatives.invitation.invited_by": "invitations_sent",
    "initiatives.judgement.said_by": "judgements",
    "initiatives.loss.told_by": "losses",
    "initiatives.meaninganswer.said_by": "answers_of_partners",
    "initiatives.membership.user": "teams",
    "initiatives.membershiprequest.user": "asked_to_join",
    "initiatives.nextbite.set_by": "next_bites",
    "initiatives.photo.added_by": "photos",
    "initiatives.role.user": "roles",
    "initiatives.scalingmeaning.written_by": "what_scaling_means",
    "initiatives.signaldismissal.dismissed_by": "questions_put_aside",
    "initiatives.smallwin.logged_by": "wins",
    "initiatives.wall.added_by": "walls",
    "initiatives.window.added_by": "windows",
    "initiatives.winlink.told_by": "ties",
    "initiatives.wish.stated_by": "wishes",
    "initiatives.wishpair.told_by": "pairs_of_wishes",
    "mfa.authenticator.user": "second_steps",
    "socialaccount.socialaccount.user": "accounts_elsewhere",
}
# … and those that say no more than that this person did it: the rows, in `named_in`.
NAMED_IN = [
    "initiatives.capturelink.revoked_by",
    "initiatives.initiative.published_by",
    "initiatives.invitation.revoked_by",
    "initiatives.membershiprequest.declined_by",
    "initiatives.nextbite.done_by",
    "initiatives.pilotcheck.created_by",
    "initiatives.pilotcheck.revoked_by",
    "initiatives.signaldismissal.ended_by",
    "initiatives.smallwin.claimed_by",
    "initiatives.smallwin.confirmed_by",
    "initiatives.smallwin.editor_read_by",
    "initiatives.smallwin.merged_by",
    "initiatives.smallwin.returned_by",
    "initiatives.smallwin.taken_on_by",
    "initiatives.smallwin.withdrawn_by",
    "initiatives.snapshot.taken_by",
    "initiatives.wallmove.told_by",
    "initiatives.winlink.confirmed_by",
    "initiatives.winlink.declined_by",
    "initiatives.wishlink.created_by",
    "initiatives.wishlink.revoked_by",
]
LEFT_OUT = {
    "admin.logentry.user": "The same acts stand in `changes`, without the names of others.",
}

WIN = ("title", "title_en", "description", "description_en", "sources", "occurred_on", "precision", "audience",
       *ANSWERS)  # fmt: skip
WORDS = {  # of each table: the columns that somebody types into
    SmallWin: {"title", "title_en", "description", "description_en", "sources", "question", "withdrawal_reason"},
    WinLink: {"how"},
    Photo: {"alt_text"},
    CaptureLink: {"place"},
    Judgement: {"comment", "on_behalf_of"},
    Loss: {"note"},
    Evidence: {"text", "url"},
    FollowUp: {"note"},
    Wish: {"statement"},
    WishPair: {"reason", "agreement", "first_gives", "second_gives"},
    Ambition: {"reason"},
    ScalingMeaning: {"text"},
    MeaningAnswer: {"note"},
    NextBite: {"text"},
    Actor: {"label", "need", "stance"},
    Wall: {"note"},
    Window: {"title"},
    SignalDismissal: {"reason"},
}  # fmt: skip
# What somebody wrote in the mirror: the part of the file, its rows, who wrote them, and the answers beside the words.
IN_THE_MIRROR = {
    "wishes": (Wish, "stated_by", "partnership_id kind quantity unit per priority stated_at"),
    "pairs_of_wishes": (WishPair, "told_by", "first_id second_id relation told_at"),
    "ambitions": (Ambition, "decided_by", "initiative_id ray choice decided_at"),
    "what_scaling_means": (ScalingMeaning, "written_by", "initiative_id written_at"),
    "answers_of_partners": (MeaningAnswer, "said_by", "meaning_id partnership_id answer said_at"),
    "next_bites": (NextBite, "set_by", "initiative_id set_at done_at"),
    "actors": (Actor, "added_by", "initiative_id world level role takes_part added_at"),
    "walls": (Wall, "added_by", "initiative_id topic_id kind cause status added_at"),
    "windows": (Window, "added_by", "initiative_id city_id kind opens_on closes_on added_at"),
    "questions_put_aside": (SignalDismissal, "dismissed_by", "initiative_id rule until dismissed_at"),
}


def own_data(user: User) -> dict:
    """The file, as JSON can hold it; dates and numbers are written by Django's encoder."""
    open_to = set(Initiative.objects.visible_to(user).values_list("pk", flat=True))
    return {
        "about": {"site": settings.SITE_NAME, "format": 1},
        "account": _values(user, "display_name email language digest joined_at last_login is_superuser"),
        "addresses": [_values(row, "email verified primary") for row in user.emailaddress_set.order_by("pk")],
        "second_steps": _second_steps(user),
        "accounts_elsewhere": _accounts_elsewhere(user),
        "teams": [
            {**_initiative(row.initiative, open_to), "role": row.role}
            for row in user.memberships.select_related("initiative").order_by("pk")
        ],
        "roles": [
            {"kind": row.kind, "where": str(row.programme or row.city)}
            for row in user.roles.select_related("programme", "city").order_by("pk")
        ],
        "asked_to_join": _with_initiative(
            user.membership_requests.order_by("asked_at"), open_to, "note asked_at declined_at"
        ),
        "invitations_sent": _with_initiative(
            Invitation.objects.filter(invited_by=user).order_by("invited_at"),
            open_to,
            "role invited_at expires_at accepted_at revoked_at",
        ),
        "invitations_accepted": _with_initiative(
            Invitation.objects.filter(accepted_by=user).order_by("accepted_at"),
            open_to,
            "email role invited_at accepted_at",
        ),
        "links_without_an_account": _links(user, open_to),
        "wins": _wins(user, open_to),
        "ties": _ties(user),
        "photos": _photos(user),
        "judgements": _added(
            user,
            Judgement.objects.told_inside_to(user),
            "said_by",
            "win_id perspective verdict is_first_hand said_at",
        ),
        "losses": _added(
            user,
            Loss.objects.visible_to(user),
            "told_by",
            "initiative_id win_id kind borne_by severity status seen_on audience told_at",
        ),
        "evidence": _added(
            user, Evidence.objects.visible_to(user), "added_by", "win_id kind independence added_at"
        ),
        "follow_ups": _added(
            user, FollowUp.objects.visible_to(user), "told_by", "win_id checked_on still_stands shock told_at"
        ),
        **_of_the_mirror(user),
        "named_in": {column: _rows_naming(user, column) for column in NAMED_IN},
        "changes": _changes(user),
    }


def _values(row: Model, names: str) -> dict:
    return {name: getattr(row, name) for name in names.split()}


def _second_steps(user: User) -> list[dict]:
    """That they are there; their secrets are for the device that holds them."""
    return [_values(row, "type created_at last_used_at") for row in user.authenticator_set.order_by("pk")]


def _accounts_elsewhere(user: User) -> list[dict]:
    rows = user.socialaccount_set.order_by("pk")
    return [_values(row, "provider uid date_joined last_login extra_data") for row in rows]


# --- Initiatives ------------------------------------------------------------------------------
def _initiative(initiative: Initiative | None, open_to: set[int]) -> dict:
    """Its name, where this person may still see it."""
    seen = initiative and initiative.pk in open_to
    return {"initiative": initiative.title if seen else None, "slug": initiative.slug if seen else None}


def _with_initiative(rows: QuerySet, open_to: set[int], names: str) -> list[dict]:
    return [
        {**_initiative(row.initiative, open_to), **_values(row, names)}
        for row in rows.select_related("initiative")
    ]


# --- What was told ----------------------------------------------------------------------------
def _wins(user: User, open_to: set[int]) -> list[dict]:
    seen = set(SmallWin.objects.visible_to(user).filter(logged_by=user).values_list("pk", flat=True))
    told = SmallWin.objects.filter(logged_by=user).defer("search").select_related("initiative")
    return [_win(win, user, open_to, seen=win.pk in seen) for win in told.order_by("logged_at", "pk")]


def _win(win: SmallWin, user: User, open_to: set[int], *, seen: bool) -> dict:
    told = {"id": win.pk, **_initiative(win.initiative, open_to), "told_at": win.logged_at}
    if not seen:
        return {**told, "seen": False, "written": _written(win, user)}
    return {**told, "seen": True, "state": win.state.value, **{name: getattr(win, name) for name in WIN}}


def _ties(user: User) -> list[dict]:
    seen = set(WinLink.objects.visible_to(user).filter(told_by=user).values_list("pk", flat=True))
    return [
        {
            **_values(tie, "id earlier_id later_id basis mechanism told_at confirmed_at declined_at"),
            **({"how": tie.how} if tie.pk in seen else {"written": _written(tie, user)}),
        }
        for tie in WinLink.objects.filter(told_by=user).order_by("told_at", "pk")
    ]


def _photos(user: User) -> list[dict]:
    seen = set(Photo.objects.visible_to(user).filter(added_by=user).values_list("pk", flat=True))
    return [
        {
            **_values(photo, "id win_id added_at"),
            **(
                {"address": photo.get_absolute_url(), **_values(photo, "alt_text people_agreed")}
                if photo.pk in seen
                else {"written": _written(photo, user)}
            ),
        }
        for photo in Photo.objects.filter(added_by=user).order_by("added_at", "pk")
    ]


def _added(user: User, open_to: QuerySet, author: str, names: str) -> list[dict]:
    """What somebody added to a win: its answers, and its words as they stand now or as they wrote them."""
    model = open_to.model
    seen = set(open_to.filter(**{author: user}).values_list("pk", flat=True))
    return [
        {
            **_values(row, f"id {names}"),
            **(
                _values(row, " ".join(sorted(WORDS[model])))
                if row.pk in seen
                else {"written": _written(row, user)}
            ),
        }
        for row in model._base_manager.filter(**{author: user}).order_by("pk")
    ]


def _of_the_mirror(user: User) -> dict[str, list[dict]]:
    """How an actor stands towards an initiative is the team's, also where somebody else wrote down who it is."""
    parts = {
        part: _added(user, model.objects.editable_by(user), author, names)
        for part, (model, author, names) in IN_THE_MIRROR.items()
    }
    if parts["actors"]:
        known = set(Actor.objects.stance_known_to(user).filter(added_by=user).values_list("pk", flat=True))
        for row in parts["actors"]:
            if row["id"] not in known:
                row.pop("stance", None)
    return parts


def _links(user: User, open_to: set[int]) -> list[dict]:
    """Without their secret word."""
    seen = set(CaptureLink.objects.visible_to(user).filter(created_by=user).values_list("pk", flat=True))
    made = CaptureLink.objects.filter(created_by=user).select_related("initiative").order_by("created_at")
    return [
        {
            **_initiative(link.initiative, open_to),
            **_values(link, "id created_at expires_at revoked_at"),
            **({"place": link.place} if link.pk in seen else {"written": _written(link, user)}),
        }
        for link in made
    ]


# --- What the audit says ----------------------------------------------------------------------
def _written(row: Model, user: User) -> list[dict]:
    """The words that this person wrote in a row that others may have changed since, oldest first."""
    entries = AuditEntry.objects.filter(actor=user, table=row._meta.db_table, row=str(row.pk)).order_by("pk")
    spoken = ({"at": entry.at, **_words(entry, WORDS[type(row)])} for entry in entries)
    return [words for words in spoken if len(words) > 1]


def _words(entry: AuditEntry, columns: Iterable[str]) -> dict:
    """What stood there afterwards; [] is a column of which the audit keeps only the name."""
    return {
        column: pair[1] for column, pair in entry.changes.items() if column in columns and pair and pair[1]
    }


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
