"""Bringing a table in a test, without a page."""

from django.db import transaction

from initiatives.admin.reach import initiatives_of, programmes_of
from initiatives.exchange.imports.bringing import brought
from initiatives.exchange.imports.files import read_file, read_pasted
from initiatives.exchange.imports.kinds import WithinReach
from initiatives.exchange.imports.plan import ImportPlan, planned
from initiatives.exchange.imports.writing import undo, write
from initiatives.models import ImportBatch, Partner, acting


def reach_of(user) -> WithinReach:
    return WithinReach(user, initiatives_of(user), Partner.objects.visible_to(user), programmes_of(user))


def bring(table: str, what: str | bytes, by) -> ImportBatch:
    sheets = read_pasted(what) if isinstance(what, str) else read_file(what)
    return brought(table, sheets, by=by)


def plan_of(batch: ImportBatch) -> ImportPlan:
    return planned(batch, reach_of(batch.made_by))


def digest_of(batch: ImportBatch) -> str:
    """What the form of the preview sends back; nothing once it was read in."""
    return "" if batch.written_at else plan_of(batch).digest


def outcomes(plan: ImportPlan) -> dict[str, int]:
    return {str(outcome): n for outcome, n in plan.counts.items() if n}


def go_on(batch: ImportBatch) -> ImportPlan | None:
    """Write what the preview shows."""
    with acting(batch.made_by), transaction.atomic():
        return write(batch, reach_of(batch.made_by), digest=plan_of(batch).digest, by=batch.made_by)


def take_back(batch: ImportBatch) -> list[str]:
    """Undo it. Out: what stayed, with the reason."""
    with acting(batch.made_by), transaction.atomic():
        return [row.stayed for row in undo(batch, reach_of(batch.made_by), by=batch.made_by)]
