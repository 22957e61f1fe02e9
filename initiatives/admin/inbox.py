"""The work that waits for a curator, in its order. Every number opens exactly the rows it counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.admin.reach import initiatives_of, links_of, wins_of
from initiatives.admin.states import COUNTS, LINK_STATES, WIN_STATES
from initiatives.lenses import READ_BY_EDITORS, WinState
from initiatives.links import address
from initiatives.models import Introduction, Partner, User
from initiatives.models.initiatives import PROPOSED


@dataclass(frozen=True)
class Task:
    text: str
    count: int
    address: str


def inbox(user: User) -> list[Task]:
    """Five counts in one query over the wins, and one each over the links, the partners, the initiatives and the introductions."""
    return [*_of_wins(user), *_of_the_rest(user)]


def _of_wins(user: User) -> list[Task]:
    wins = wins_of(user).aggregate(
        to_confirm=Count("pk", filter=WIN_STATES[WinState.LOGGED]),
        asked=Count("pk", filter=WIN_STATES[WinState.RETURNED]),
        replied=Count("pk", filter=WIN_STATES[WinState.LOGGED] & Q(replied_at__isnull=False)),
        unread=Count("pk", filter=Q(COUNTS, **_nobody_read_it())),
        undated=Count("pk", filter=Q(COUNTS, occurred_on__isnull=True)),
    )
    return [
        _task(_("small wins om te lezen"), wins["to_confirm"], "smallwin", status=WinState.LOGGED),
        _task(
            _("antwoorden van teams op een vraag"),
            wins["replied"],
            "smallwin",
            status=WinState.LOGGED,
            antwoord="ja",
        ),
        _task(_("vragen die bij een team liggen"), wins["asked"], "smallwin", status=WinState.RETURNED),
        _task(
            _("small wins die nog niemand indeelde"),
            wins["unread"],
            "smallwin",
            status="standing",
            duiding="open",
        ),
        _task(_("small wins zonder datum"), wins["undated"], "smallwin", status="standing", datum="zonder"),
    ]


def _of_the_rest(user: User) -> list[Task]:
    unpublished = initiatives_of(user).aggregate(
        all=Count("pk", filter=Q(published_at__isnull=True)), proposed=Count("pk", filter=PROPOSED)
    )
    return [
        _task(
            _("verbanden die wachten op een ja"),
            links_of(user).filter(LINK_STATES["open"]).count(),
            "winlink",
            status="open",
        ),
        _task(
            _("partners die een team voorstelde"),
            Partner.objects.visible_to(user).waiting().count(),
            "partner",
            toegelaten="nee",
        ),
        _task(
            _("initiatieven die iemand voorstelde"),
            unpublished["proposed"],
            "initiative",
            gepubliceerd="voorgesteld",
        ),
        _task(
            _("initiatieven die nog niet gepubliceerd zijn"),
            unpublished["all"],
            "initiative",
            gepubliceerd="nee",
        ),
        Task(
            _("kennismakingen die op antwoord wachten"),
            Introduction.objects.visible_to(user).waiting_for(user).count(),
            address("introductions:index", wacht="ja"),
        ),
    ]


def _nobody_read_it() -> dict[str, bool]:
    return {f"{answer.counted_name}__isnull": True for answer in READ_BY_EDITORS}


def _task(text: str, count: int, model_name: str, **words: str) -> Task:
    changelist = reverse(f"admin:initiatives_{model_name}_changelist")
    return Task(text, count, f"{changelist}?{urlencode({word: str(code) for word, code in words.items()})}")
