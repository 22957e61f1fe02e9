"""From the rows of one initiative to the facts of the rules, in a fixed number of queries."""

import datetime as dt
import re
from collections import defaultdict

from django.utils import timezone

from initiatives.lenses import PartnershipRole
from initiatives.models import (
    Initiative,
    Judgement,
    Loss,
    Partnership,
    PilotCheck,
    Reader,
    SmallWin,
    Wall,
    WinLink,
    Wish,
    WishPair,
)
from initiatives.reports.mirror import served
from initiatives.reports.signals.facts import (
    Facts,
    JudgementFact,
    LossFact,
    PartnerFact,
    RoundFact,
    TieFact,
    WallFact,
    WinFact,
)

WIN_TEXTS = ("title", "title_en", "description", "description_en", "changed_for")
WIN_COLUMNS = (
    "pk", "logged_at", "middle_on", "depth", "counted_level", "counted_types", "logged_by", "dataset_key", "loss_answer",
    "company_answer", *WIN_TEXTS,
)  # fmt: skip


def facts_of(reader: Reader) -> Facts:
    """All that is known today. In: somebody who works on the initiative.

    The rounds of the pilot paradox only where the reader may know them.
    """
    initiative = reader.initiative
    partnerships = list(initiative.partnerships.select_related("partner"))
    rows = list(_standing_wins(initiative).values(*WIN_COLUMNS))
    losses = list(reader.sees_here(Loss).standing().filter(seen_on__isnull=False))
    leads = [row for row in partnerships if row.role == PartnershipRole.LEAD and row.takes_part()]
    return Facts(
        today=timezone.localdate(),
        begun=initiative.started_on,
        published=_day_of(initiative.published_at),
        ended=initiative.ended_on,
        wins=_win_facts(initiative, rows),
        losses=tuple(map(_loss_fact, losses)),
        judgements=_judgement_facts(initiative),
        walls=_wall_facts(initiative, _texts(rows, losses)),
        ties=_ties(initiative),
        rounds=_rounds(reader),
        leads=frozenset(row.partner_id for row in leads),
        lead_kinds=frozenset(row.partner.kind for row in leads),
        **_of_wishes(initiative, partnerships),
    )


def facts_of_wishes(initiative: Initiative) -> Facts:
    """Gathers the facts of the four questions about wishes, and no more. In: the initiative."""
    told = _day_by_key(_standing_wins(initiative).values_list("pk", "logged_at"))
    return Facts(
        today=timezone.localdate(),
        wins=tuple(WinFact(key, known) for key, known in told.items()),
        **_of_wishes(initiative, initiative.partnerships.select_related("partner")),
    )


def _standing_wins(initiative: Initiative):
    return SmallWin.objects.standing().filter(initiative=initiative).order_by()


def _day_by_key(rows) -> dict[str, dt.date]:
    """The day on which each row was told, by number. In: numbers with moments."""
    return {str(pk): timezone.localdate(at) for pk, at in rows}


def _day_of(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


# ------------------------------------------------------------------ wins
def _win_facts(initiative: Initiative, rows: list[dict]) -> tuple[WinFact, ...]:
    there: dict[object, set[int]] = defaultdict(set)
    through = SmallWin.partners.through.objects.filter(smallwin__in=_standing_wins(initiative).values("pk"))
    for win, partner in through.values_list("smallwin", "partner"):
        there[win].add(partner)
    return tuple(_win_fact(row, frozenset(there[row["pk"]])) for row in rows)


def _win_fact(row: dict, partners: frozenset[int]) -> WinFact:
    types, is_loaded = row["counted_types"], row["dataset_key"] is not None
    return WinFact(
        key=str(row["pk"]),
        known=timezone.localdate(row["logged_at"]),
        day=row["middle_on"],
        depth=row["depth"],
        level=row["counted_level"],
        types=None if types is None else frozenset(types),
        teller=None if is_loaded else row["logged_by"],
        is_loaded=is_loaded,
        loss_answer=row["loss_answer"],
        company_answer=row["company_answer"],
        partners=partners,
    )


def _ties(initiative: Initiative) -> tuple[TieFact, ...]:
    """Links with a win of the initiative at either end, the other of which counts too."""
    links = WinLink.objects.agreed().filter(earlier__stands=True, later__stands=True)
    ours = links.filter(earlier__initiative=initiative) | links.filter(later__initiative=initiative)
    rows = ours.values_list("confirmed_at", "earlier", "later")
    return tuple(TieFact(timezone.localdate(at), frozenset({str(a), str(b)})) for at, a, b in rows)


# ------------------------------------------------------------------ wishes
def _of_wishes(initiative: Initiative, partnerships) -> dict:
    pairs = WishPair.objects.filter(first__partnership__initiative=initiative)
    return {
        "partners": tuple(_partner_fact(row) for row in partnerships if row.takes_part()),
        "wish_facts": served.facts_of(initiative),
        "wish_known": _day_by_key(Wish.objects.of(initiative).values_list("pk", "stated_at")),
        "pair_known": _day_by_key(pairs.values_list("pk", "told_at")),
    }


def _partner_fact(row: Partnership) -> PartnerFact:
    written = timezone.localdate(row.added_at)
    return PartnerFact(row.partner_id, max(written, row.since or written))


# ------------------------------------------------------------------ losses and judgements
def _loss_fact(loss: Loss) -> LossFact:
    return LossFact(
        key=str(loss.pk),
        known=timezone.localdate(loss.told_at),
        seen_on=loss.seen_on,
        kind=loss.kind,
        borne_by=loss.borne_by,
        severity=loss.severity,
        status=loss.status,
        win=str(loss.win_id) if loss.win_id else None,
    )


def _judgement_facts(initiative: Initiative) -> tuple[JudgementFact, ...]:
    said = Judgement.objects.filter(win__initiative=initiative, win__stands=True).order_by()
    rows = said.values_list("pk", "said_at", "win", "perspective", "verdict")
    return tuple(
        JudgementFact(str(pk), timezone.localdate(at), str(win), who, verdict)
        for pk, at, win, who, verdict in rows
    )


# ------------------------------------------------------------------ walls
def _texts(rows: list[dict], losses: list[Loss]) -> dict[str, str]:
    """The words of each win and loss, to find the walls that they name."""
    texts = {str(row["pk"]): " ".join(row[name] for name in WIN_TEXTS) for row in rows}
    return {
        key: text.casefold() for key, text in (texts | {str(loss.pk): loss.note for loss in losses}).items()
    }


def _wall_facts(initiative: Initiative, texts: dict[str, str]) -> tuple[WallFact, ...]:
    walls = Wall.objects.filter(initiative=initiative).select_related("topic").prefetch_related("moves")
    return tuple(_wall_fact(wall, texts) for wall in walls)


def _wall_fact(wall: Wall, texts: dict[str, str]) -> WallFact:
    """A wall without a first day counts from the day on which it was written down."""
    known = timezone.localdate(wall.added_at)
    names = "|".join(re.escape(name.casefold()) for name in (wall.topic.name, wall.topic.name_en) if name)
    whole_words = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    named = {key for key, text in texts.items() if whole_words.search(text)}
    moved = {str(move.win_id) for move in wall.moves.all()} & texts.keys()
    return WallFact(
        str(wall.pk), known, str(wall.topic), wall.since or known, wall.status, frozenset(named | moved)
    )


# ------------------------------------------------------------------ the pilot paradox
def _rounds(reader: Reader) -> tuple[RoundFact, ...]:
    rows = reader.sees_here(PilotCheck).prefetch_related("respondents__answers")
    return tuple(RoundFact(_round_key(check), check.taken_on, _answers_by_person(check)) for check in rows)


def _round_key(check: PilotCheck) -> str:
    """A key that sorts rounds of one day by the moment at which they began."""
    return f"{check.created_at.isoformat()} {check.pk}"


def _answers_by_person(check: PilotCheck) -> tuple:
    return tuple((timezone.localdate(one.answered_at), one.given) for one in check.respondents.all())
