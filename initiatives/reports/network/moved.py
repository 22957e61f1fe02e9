"""Where the page of something went that turned out to be something else."""

from django.db.models import Model, QuerySet
from django.http import Http404

from initiatives.models import Merge
from initiatives.models.merging.kinds import KINDS


def moved_or_404(rows: QuerySet, slug: str) -> Model:
    """In: the rows that the reader may know. Out: the one of them that this old address leads to by now."""
    kind = next(kind for kind in KINDS.values() if kind.model is rows.model)
    row = rows.filter(pk=Merge.objects.now_at(kind.word, slug)).first()
    if row is None:
        raise Http404
    return row
