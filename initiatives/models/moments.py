"""Who did something to a row, and when: two columns that go together (`fields.together` holds that)."""

from django.conf import settings
from django.db import models
from django.utils import timezone


def made(label=None, **options) -> tuple[models.DateTimeField, models.ForeignKey]:
    """When the row was made, and by whom; NULL in the second where the `options` let somebody without an account do it."""
    return models.DateTimeField(label, default=timezone.now, editable=False), _person(**options)


def not_yet(label=None) -> tuple[models.DateTimeField, models.ForeignKey]:
    """When something happened to the row, and by whom; NULL until then."""
    return models.DateTimeField(label, null=True, blank=True, editable=False), _person(null=True, blank=True)


def _person(**options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, **options
    )
