"""The work that waits for a curator, in its order. Every number opens exactly the rows it counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from initiatives.admin.reach import initiatives_of, links_of, wins_of
from initiatives.admin.states import COUNTS, LINK_STATES, WIN_STATES
from initiatives.lenses import PLACED_BY, WinState
from initiatives.links import address
from initiatives.models import ChallengeProposal, Introduction, Partner, User
from initiatives.models.initiatives import PROPOSED


@dataclass(frozen=True)
class Task:
    text: str
    count: int
    address: str


def inbox(user: User) -> list[Task]:
    """Five counts in one query over the wins, and one each over the links, the partners, the questions sent in, the initiatives and the introductions."""
    return [*_of_wins(user), *_of_the_rest(user)]


def _of_wins(user: User) -> list[Task]:
    n = wins_of(user).aggregate(
        to_confirm=Count("pk", filter=WIN_STATES[WinState.LOGGED]),
        asked=Count("pk", filter=WIN_STATES[WinState.RETURNED]),
        replied=Count("pk", filter=WIN_STATES[WinState.LOGGED] & Q(replied_at__isnull=False)),
        unread=Count("pk", filter=Q(COUNTS, **_nobody_read_it())),
        undated=Count("pk", filter=Q(COUNTS, occurred_on__isnull=True)),
    )
    to_confirm = ngettext("small win om te lezen", "small wins om te lezen", n["to_confirm"])
    replied = ngettext(
        "antwoord van een team op een vraag", "antwoorden van teams op een vraag", n["replied"]
    )
    asked = ngettext("vraag die bij een team ligt", "vragen die bij een team liggen", n["asked"])
    unread = ngettext(
        "small win die nog niemand indeelde", "small wins die nog niemand indeelde", n["unread"]
    )
    undated = ngettext("small win zonder datum", "small wins zonder datum", n["undated"])
    return [
        _task(to_confirm, n["to_confirm"], "smallwin", status=WinState.LOGGED),
        _task(replied, n["replied"], "smallwin", status=WinState.LOGGED, antwoord="ja"),
        _task(asked, n["asked"], "smallwin", status=WinState.RETURNED),
        _task(unread, n["unread"], "smallwin", status="standing", duiding="open"),
        _task(undated, n["undated"], "smallwin", status="standing", datum="zonder"),
    ]


def _of_the_rest(user: User) -> list[Task]:
    links = links_of(user).filter(LINK_STATES["open"]).count()
    partners = Partner.objects.visible_to(user).waiting().count()
    asked = ChallengeProposal.objects.visible_to(user).waiting().count()
    meetings = Introduction.objects.visible_to(user).waiting_for(user).count()
    to_answer = ngettext(
        "kennismaking die op antwoord wacht", "kennismakingen die op antwoord wachten", meetings
    )
    return [
        _task(
            ngettext("verband dat wacht op een ja", "verbanden die wachten op een ja", links),
            links,
            "winlink",
            status="open",
        ),
        _task(
            ngettext("partner die een team voorstelde", "partners die een team voorstelde", partners),
            partners,
            "partner",
            toegelaten="nee",
        ),
        _task(
            ngettext("vraag die iemand instuurde", "vragen die iemand instuurde", asked),
            asked,
            "challengeproposal",
            wacht="ja",
        ),
        *_of_new_initiatives(user),
        Task(to_answer, meetings, address("introductions:index", wacht="ja")),
    ]


def _of_new_initiatives(user: User) -> list[Task]:
    n = initiatives_of(user).aggregate(
        all=Count("pk", filter=Q(published_at__isnull=True)), proposed=Count("pk", filter=PROPOSED)
    )
    proposed = ngettext(
        "initiatief dat iemand voorstelde", "initiatieven die iemand voorstelde", n["proposed"]
    )
    waiting = ngettext(
        "initiatief dat nog niet gepubliceerd is", "initiatieven die nog niet gepubliceerd zijn", n["all"]
    )
    return [
        _task(proposed, n["proposed"], "initiative", gepubliceerd="voorgesteld"),
        _task(waiting, n["all"], "initiative", gepubliceerd="nee"),
    ]


def _nobody_read_it() -> dict[str, bool]:
    return {f"{answer.counted_name}__isnull": True for answer in PLACED_BY}


def _task(text: str, count: int, model_name: str, **words: str) -> Task:
    changelist = reverse(f"admin:initiatives_{model_name}_changelist")
    return Task(text, count, f"{changelist}?{urlencode({word: str(code) for word, code in words.items()})}")
