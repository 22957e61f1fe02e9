"""Small wins of the data set, what stopped or got lost, and what led to what."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext

from initiatives.exchange.bringing import Loaded, bring, keys_by_web_name, taken_away, untouched
from initiatives.exchange.rows import SETBACK, WHOM
from initiatives.lenses import READ_BY_EDITORS, Audience, Precision
from initiatives.models import Initiative, Loss, SmallWin, User, WinLink


def load_wins_and_losses(rows: list[dict], editors: User) -> list[Loaded]:
    """In this order: links that are gone would hold a corrected date back."""
    initiatives = keys_by_web_name(Initiative)
    told = [row for row in rows if row["outcome"] != SETBACK]
    setbacks = [row for row in rows if row["outcome"] == SETBACK]
    gone = _let_go_of_links(rows)
    losses = load_losses(setbacks, initiatives, editors)
    wins = load_wins(told, initiatives, editors)
    return [wins, losses, load_links(told, editors, gone=gone)]


# ------------------------------------------------------------------ wins
def load_wins(rows: list[dict], initiatives: dict[str, int], editors: User) -> Loaded:
    now = timezone.now()
    undated = sum(not row["date"] for row in rows)
    return bring(
        "Small wins",
        SmallWin,
        {row["slug"]: _win_of(row, initiatives) for row in rows},
        {win.dataset_key: win for win in _loaded_wins()},
        stamps={"changed_at": now},
        once={
            "editor_read_at": now,
            "editor_read_by": editors,
            "logged_by": editors,
            "audience": Audience.PUBLIC,
            "confirmed_at": now,
            "confirmed_by": editors,
        },
        together=({"occurred_on", "precision"}, {answer.editors_name for answer in READ_BY_EDITORS}),
        remark=f" ({undated} zonder datum)",
    )


def _loaded_wins():
    return SmallWin.objects.filter(dataset_key__isnull=False).defer("search")


def _win_of(row: dict, initiatives: dict[str, int]) -> dict[str, object]:
    return {
        "dataset_key": row["slug"],
        "initiative_id": initiatives[row["initiative_slug"]],
        "title": row["title_nl"],
        "title_en": row["title_en"],
        "description": row["description_nl"],
        "description_en": row["description_en"],
        "changed_for": get_text_list([WHOM[whom] for whom in row["changed_for"]], "en"),
        "occurred_on": row["date"],
        "precision": row["date_precision"] if row["date"] else Precision.DAY.value,
        "sources": row["source"],
        "source_kind": row["source_kind"],
        "editor_types": row["types"] or [],
        "editor_directions": row["directions"] or [],
        "editor_pairs": row["pairs"],
        "editor_level": row["level"],
        "editor_concrete": row["concrete"],
        "editor_completed": row["completed"],
    }


# ------------------------------------------------------------------ what stopped or got lost
def load_losses(rows: list[dict], initiatives: dict[str, int], editors: User) -> Loaded:
    """A win of the first reading that is a loss by now becomes one, unless people added something to it."""
    were_wins = list(_loaded_wins().filter(dataset_key__in=[row["slug"] for row in rows]))
    alone = [win for win in untouched(SmallWin, were_wins) if not _has_company(win)]
    theirs = {win.dataset_key for win in were_wins} - {win.dataset_key for win in alone}
    for win in alone:
        win.delete()
    rows = [row for row in rows if row["slug"] not in theirs]
    words = gettext("%(n)s bleef een small win, omdat mensen er iets bij schreven") % {"n": len(theirs)}
    return bring(
        "Verliezen",
        Loss,
        {row["slug"]: _loss_of(row, initiatives) for row in rows},
        {loss.dataset_key: loss for loss in Loss.objects.filter(dataset_key__isnull=False)},
        once={"told_by": editors, "audience": Audience.PUBLIC, "status": None},
        together=({"seen_on", "precision"},),
        gone=taken_away(Loss, "dataset_key"),
        remark=f" ({words})" if theirs else "",
    )


def _has_company(win: SmallWin) -> bool:
    return any(rows.exists() for _name, _column, rows in win.hanging())


def _loss_of(row: dict, initiatives: dict[str, int]) -> dict[str, object]:
    return {
        "dataset_key": row["slug"],
        "initiative_id": initiatives[row["initiative_slug"]],
        "title": row["title_nl"],
        "title_en": row["title_en"],
        "note": row["description_nl"],
        "note_en": row["description_en"],
        "seen_on": row["date"],
        "precision": row["date_precision"] if row["date"] else Precision.DAY.value,
        "sources": row["source"],
        "source_kind": row["source_kind"],
    }


# ------------------------------------------------------------------ what led to what
def _told_links(rows: Iterable[dict]) -> dict[tuple[str, str], dict]:
    """The rows by the earlier and the later win; a link needs two wins, and what got lost is none."""
    wins = {row["slug"] for row in rows if row["outcome"] != SETBACK}
    return {
        (row["follows"], row["slug"]): row
        for row in rows
        if row["follows"] and {row["follows"], row["slug"]} <= wins
    }


def _loaded_links():
    """Links between two loaded wins, by their keys."""
    rows = WinLink.objects.filter(earlier__dataset_key__isnull=False, later__dataset_key__isnull=False)
    rows = rows.select_related("earlier", "later").defer("earlier__search", "later__search")
    return {(link.earlier.dataset_key, link.later.dataset_key): link for link in rows}


def _let_go_of_links(rows: list[dict]) -> int:
    """Delete links of an earlier reading that the file no longer has, where nobody touched them. Out: how many."""
    wanted = _told_links(rows)
    theirs = [link for ends, link in _loaded_links().items() if ends not in wanted]
    gone = untouched(WinLink, theirs)
    WinLink.objects.filter(pk__in=[link.pk for link in gone]).delete()
    return len(gone)


def load_links(rows: list[dict], editors: User, *, gone: int) -> Loaded:
    keys = dict(_loaded_wins().values_list("dataset_key", "pk"))
    wanted = {ends: row for ends, row in _told_links(rows).items() if {*ends} <= keys.keys()}
    now = timezone.now()
    loaded = bring(
        "Verbanden",
        WinLink,
        {ends: _link_of(row, keys) for ends, row in wanted.items()},
        _loaded_links(),
        once={"told_by": editors, "confirmed_at": now, "confirmed_by": editors},
        together=({"mechanism", "mechanism_basis", "basis"},),
        gone=_links_taken_away(keys),
    )
    return Loaded(**{**vars(loaded), "gone": gone})


def _links_taken_away(keys: dict) -> set[tuple[str, str]]:
    names = {str(key): name for name, key in keys.items()}
    ends = taken_away(WinLink, "earlier_id", "later_id")
    return {(names.get(earlier, ""), names.get(later, "")) for earlier, later in ends}


def _link_of(row: dict, keys: dict) -> dict[str, object]:
    return {
        "earlier_id": keys[row["follows"]],
        "later_id": keys[row["slug"]],
        "mechanism": row["mechanism"] or None,
        "mechanism_basis": row["mechanism_basis"],
        "basis": row["follows_basis"],
    }
