"""A word longer than a phone is wide, in every text that somebody types."""

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Left

from initiatives.models import EvidenceCheck, acting
from initiatives.models.columns import Kind, fields_of

LETTERS = "verantwoordelijkheidsverdelingsovereenkomstdossierbesprekingsverslagenbewaarplaats"
SHORT = 60  # a column with room for fewer letters holds no long word
UNSEEN = {"password"}  # a digest, which stands on no page
# What stands before and behind the letters, where a column takes no loose word.
AROUND = {
    models.EmailField: ("", "@voorbeeld.example", 80),
    models.URLField: ("https://www.voorbeeld.example/", "", 90),
}


def long_columns() -> Iterator[models.Field]:
    """Every column of every table into which people type a text, and in which a long word fits."""
    for model in apps.get_models():
        for field in fields_of(model, Kind.WORDS):
            if field.name not in UNSEEN and (field.max_length or SHORT) >= SHORT:
                yield field


def lengthen() -> list[str]:
    """Put a long word into every such column of every row. Out: the columns that hold none.

    Where the database wants a column empty in some row (a reason without its act), rows with a text in it get the word.
    """
    fields, looks = list(long_columns()), list(EvidenceCheck.objects.all())
    with acting(None):
        for field in sorted(fields, key=lambda field: field.model is EvidenceCheck):
            if field.model is EvidenceCheck:  # they went when the words of the evidence changed
                EvidenceCheck.objects.bulk_create(looks, ignore_conflicts=True)
            _fill(field, Q()) or _fill(field, ~Q(**{field.name: ""}))
    return [str(field) for field in fields if not _holds(field)]


def _fill(field: models.Field, rows: Q) -> bool:
    try:
        with transaction.atomic():
            field.model._base_manager.filter(rows).update(**{field.name: _long_word(field)})
    except DatabaseError:
        return False
    return True


def _long_word(field: models.Field) -> Concat:
    """The letters, another word in each row."""
    before, after, length = AROUND.get(type(field), ("", "", min(field.max_length or 90, 90)))
    own = Concat(Cast(F("pk"), CharField()), Value(LETTERS), output_field=CharField())
    word = Left(own, length - len(before) - len(after))
    return Concat(Value(before), word, Value(after), output_field=CharField())


def _holds(field: models.Field) -> bool:
    return field.model._base_manager.filter(**{f"{field.name}__contains": LETTERS[:20]}).exists()
