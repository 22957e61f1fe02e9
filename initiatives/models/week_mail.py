"""The weekly mail of one person: which week, from when till when it looked, and whether there was something to say."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.people import User
from initiatives.models.rights import own

A_WEEK = dt.timedelta(days=7)
LONGEST = dt.timedelta(weeks=8)  # what is longer ago is no news, also where the mail stood still
SETTLED = dt.timedelta(minutes=10)  # what is written down now may be kept a moment later


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


class WeekMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(own(user, "user"))

    def until_now(self, user: User) -> tuple[dt.datetime, dt.datetime]:
        """From when and till when the next mail of this person looks, by the clock of the database: each moment lies in one
        of them. One query.
        """
        last = self.filter(user=user).order_by("-until").values("until")[:1]
        people = User.objects.filter(pk=user.pk).order_by()
        now, before = people.values_list(Now(), models.Subquery(last)).get()
        until = now - SETTLED
        since = before if before and before > until - LONGEST else until - A_WEEK
        return min(since, until - dt.timedelta(microseconds=1)), until


class WeekMail(models.Model):
    """Of one week there is one. It is kept also when nothing was said, so that the next one begins where it ended."""

    columns = Columns(state="week since until lines", author="user")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="week_mail", editable=False, verbose_name=_("wie")
    )
    week = models.DateField(_("maandag van de week"), editable=False)
    since = models.DateTimeField(_("vanaf"), editable=False)
    until = models.DateTimeField(_("tot"), editable=False)
    lines = models.PositiveSmallIntegerField(_("regels"), editable=False)  # 0: it was not sent
    made_at = models.DateTimeField(_("gemaakt op"), default=timezone.now, editable=False)

    objects = WeekMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekmail")
        verbose_name_plural = _("weekmails")
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="one_mail_a_week"),
            models.CheckConstraint(name="week_mail_looks_back", condition=Q(since__lt=F("until"))),
            models.CheckConstraint(name="week_of_a_mail_begins_on_monday", condition=Q(week__iso_week_day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"
