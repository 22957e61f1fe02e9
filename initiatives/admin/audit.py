"""Changes in all that this curator keeps, to read only."""

import datetime as dt

from django.contrib import admin
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from initiatives.admin.fields import SHOWN_AT_ONCE
from initiatives.admin.filters import SelectFilter
from initiatives.admin.screens import CurationAdmin
from initiatives.forms.dates import day_or_none
from initiatives.models import AuditAction, AuditEntry, Initiative, SmallWin, User
from initiatives.names import sorting
from initiatives.reports.win.history import (
    Event,
    act_in_words,
    events_of,
    models_by_table,
    name_of_table,
    said_briefly,
)

NOBODY = "niemand"


class TableFilter(SelectFilter):
    title, parameter_name = _("waar"), "waar"

    def words(self, request):
        named = [
            (model._meta.model_name, model._meta.verbose_name_plural, Q(table=table))
            for table, model in models_by_table().items()
            if model is not AuditEntry and not model._meta.auto_created
        ]
        return sorted(named, key=lambda row: sorting(str(row[1])))


class ActorFilter(SelectFilter):
    """The people who changed something, of whom this reader may know."""

    title, parameter_name = _("wie"), "wie"

    def words(self, request):
        seen = AuditEntry.objects.visible_to(request.user).order_by().values("actor")
        people = User.objects.filter(pk__in=seen).order_by("display_name_sort", "pk")[:SHOWN_AT_ONCE]
        named = [(str(user.pk), str(user), Q(actor=user.pk)) for user in people]
        return [*named, (NOBODY, _("het systeem, of zonder account"), Q(actor__isnull=True))]


class DayFilter(SelectFilter):
    title, parameter_name = _("wanneer"), "wanneer"

    def words(self, request):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        days = [
            ("vandaag", _("vandaag"), 0),
            ("week", _("de laatste zeven dagen"), 6),
            ("maand", _("de laatste dertig dagen"), 29),
        ]
        known = [(code, label, Q(at__gte=midnight - dt.timedelta(days=n))) for code, label, n in days]
        day = request.GET.get(self.parameter_name, "")
        if (chosen := day_or_none(day)) and day not in dict.fromkeys(code for code, _label, _n in days):
            start = timezone.make_aware(dt.datetime.combine(chosen, dt.time.min))
            until = start + dt.timedelta(days=1)
            known.append((day, date_format(chosen, "j F Y"), Q(at__gte=start, at__lt=until)))
        return known


class AuditEntryAdmin(CurationAdmin):
    list_display = ["summary", "about", "what_of_it", "who", "happened"]
    list_filter = [TableFilter, ActorFilter, DayFilter]
    list_select_related = ["actor"]
    ordering = ["-pk"]
    view_on_site = has_history = False
    kept_because = _("Wat er gebeurde, blijft staan.")
    fields = readonly_fields = ["happened", "who", "did_what", "where", "about", "in_words"]

    def curated(self, user):
        wins = SmallWin.objects.visible_to(user).filter(pk=OuterRef("win")).order_by()
        initiatives = Initiative.objects.visible_to(user).filter(pk=OuterRef("initiative")).order_by()
        return (
            AuditEntry.objects.visible_to(user)
            .select_related("actor")
            .annotate(
                title_of_win=Subquery(wins.values("title")[:1]),
                title_of_initiative=Subquery(initiatives.values("title")[:1]),
            )
        )

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_object(self, request, object_id, from_field=None):
        """Also keeps the reader, who decides what the page may name."""
        entry = super().get_object(request, object_id, from_field)
        self.reader = request.user
        return entry

    def _title(self, request, obj) -> str:
        return self.summary(obj)

    @admin.display(description=_("wanneer"), ordering="pk")
    def happened(self, entry) -> str:
        return date_format(timezone.localtime(entry.at), "j F Y H:i")

    @admin.display(description=_("wat"))
    def summary(self, entry) -> str:
        return act_in_words(entry)

    @admin.display(description=_("wie"))
    def who(self, entry) -> str:
        return entry.who

    @admin.display(description=_("wat"))
    def did_what(self, entry) -> str:
        return str(AuditAction(entry.action).label)

    @admin.display(description=_("waar"))
    def where(self, entry) -> str:
        return name_of_table(entry.table)

    @admin.display(description=_("waarvan"), empty_value="–")
    def about(self, entry) -> str:
        return entry.title_of_win or entry.title_of_initiative or ""

    @admin.display(description=_("welke gegevens"), empty_value="–")
    def what_of_it(self, entry) -> str:
        """The meaning of a change, or which answers changed; the values are one click away."""
        return said_briefly(entry)

    @admin.display(description=_("van wat naar wat"))
    def in_words(self, entry) -> str:
        (event,) = events_of([entry], user=self.reader)
        return _as_html(event)


def _as_html(event: Event) -> str:
    changes = (
        (
            change.label,
            _("niet bewaard") if change.is_unspoken else f"{change.before or '–'} → {change.after or '–'}",
        )
        for change in event.changes
    )
    sentences = format_html_join("", "<p>{}</p>", ((sentence,) for sentence in event.did))
    return format_html("{}{}", sentences, format_html_join("", "<p><strong>{}</strong>: {}</p>", changes))
