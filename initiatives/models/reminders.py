"""That somebody was reminded by mail of a day: once a row."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import ReminderKind
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.people import User
from initiatives.models.rights import own


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(own(user, "user"))

    def first_time(self, user: User, kind: ReminderKind, about: models.Model) -> bool:
        """Keep that this person is reminded of this row. Out: whether they were not before."""
        _row, is_new = self.get_or_create(user=user, kind=kind, about=str(about.pk))
        return is_new


class Reminder(models.Model):
    """`about` is the key of the row, which may be gone since."""

    columns = Columns(state="kind about", author="user")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="reminders", editable=False, verbose_name=_("wie")
    )
    kind = code_field(_("waaraan?"), ReminderKind, editable=False)
    about = models.CharField(_("de rij"), max_length=40, editable=False)
    made_at = models.DateTimeField(_("gemaakt op"), default=timezone.now, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        ordering = ["made_at", "pk"]
        constraints = [
            known_code("reminder", "kind", ReminderKind),
            models.UniqueConstraint(fields=["user", "kind", "about"], name="reminded_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
