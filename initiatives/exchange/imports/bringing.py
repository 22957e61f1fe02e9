"""What comes in becomes a batch: read at once, and set up as well as we can guess."""

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.exchange.imports.files.sheets import NOTHING_IN_IT, BroughtSheet
from initiatives.exchange.imports.headings import set_up
from initiatives.models import ImportBatch, User
from initiatives.signs import cleaned


def brought(table: str, sheets: list[BroughtSheet], *, by: User, file_name: str = "") -> ImportBatch:
    """Keep these sheets. The first one that is not hidden and holds something is the one that is read, until somebody chooses another.

    In: what `files` made of what came in.
    """
    order = sorted(range(len(sheets)), key=lambda place: (sheets[place].is_empty, sheets[place].is_hidden))
    if not order or sheets[order[0]].is_empty:
        raise ValidationError(NOTHING_IN_IT)
    batch = ImportBatch(table=table, file_name=cleaned(file_name)[:200], made_by=by)
    batch.sheets = [vars(sheet) for sheet in sheets]
    set_up(batch, sheet=order[0])
    with transaction.atomic():
        ImportBatch.objects.forget_old()
        batch.save(force_insert=True)
    return batch
