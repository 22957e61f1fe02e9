"""Finds rows invented for the demo, which say so wherever they count."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from initiatives.models import Ambition, Evidence, FollowUp, Initiative, Judgement, Loss, Reader

EXAMPLE = "Voorbeeld:"  # how an invented text begins where its table has no mark of its own


def rests_on_examples(reader: Reader, wins: QuerySet) -> bool:
    """Whether a picture drawn from these wins counts something that was invented. One query, in a demo only.

    In: the wins of the initiative that the reader may see.
    """
    return settings.DEMO and (
        Initiative.objects.filter(pk=reader.initiative.pk)
        .filter(_invented(reader, wins) | Exists(_choices().filter(initiative=OuterRef("pk"))))
        .exists()
    )


def _choices() -> QuerySet:
    return Ambition.objects.filter(reason__startswith=EXAMPLE)


def _invented(reader: Reader, wins: QuerySet) -> Q:
    invented = (
        Evidence.objects.filter(text__startswith=EXAMPLE),
        FollowUp.objects.filter(note__startswith=EXAMPLE),
        Judgement.objects.filter(Q(comment__startswith=EXAMPLE) | Q(on_behalf_of__startswith=EXAMPLE)),
        reader.sees(Loss).filter(note__startswith=EXAMPLE),
    )
    seen = wins.order_by().values("pk")
    found = Q()
    for rows in invented:
        found |= Q(Exists(rows.filter(win__in=seen)))
    return found
