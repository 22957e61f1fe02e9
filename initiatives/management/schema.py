"""Migrations know of a model only what the database holds. Labels change without a migration (decision 0147)."""

from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState

# Attributes of a field that are not in the database: words for people, checks of typed text, the folder of a file.
FOR_PEOPLE = {
    "choices",
    "error_messages",
    "help_text",
    "upload_to",
    "validators",
    "verbose_name",
    "verbose_name_plural",
    "violation_error_message",
}


def as_kept(part):
    """A field or a constraint made anew without what is for people; anything else as it is."""
    if not isinstance(part, models.Field | models.BaseConstraint):
        return part
    _path, args, words = part.deconstruct()[-3:]
    return type(part)(
        *args, **{name: as_kept(value) for name, value in words.items() if name not in FOR_PEOPLE}
    )


def leave_out_labels(model: ModelState) -> None:
    model.fields = {name: as_kept(field) for name, field in model.fields.items()}
    model.options = {
        name: [as_kept(each) for each in value] if name == "constraints" else value
        for name, value in model.options.items()
        if name not in FOR_PEOPLE
    }


class OfTheDatabase(MigrationAutodetector):
    """Compares and writes down models without their labels; `makemigrations` and `migrate` both use it."""

    def __init__(self, from_state: ProjectState, to_state: ProjectState, questioner=None):
        for state in (from_state, to_state):
            for model in state.models.values():
                leave_out_labels(model)
        super().__init__(from_state, to_state, questioner)
