"""Small wins as curators read them: the team's words stay the team's, the reading beside it is ours."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter
from initiatives.admin.initiatives import InitiativeCityFilter, OfInitiativeFilter
from initiatives.admin.merging import Merging
from initiatives.admin.opening import AskingToOpen
from initiatives.admin.reach import links_of, wins_of
from initiatives.admin.readings import NOBODY_YET, READING, LevelFilter, ReaderFilter, ReadingForm, TypeFilter
from initiatives.admin.screens import SHOWN_IN_A_PANEL, CurationAdmin, Panel, PanelLine
from initiatives.admin.states import COUNTS, WIN_STATES
from initiatives.admin.stepping import Stepping
from initiatives.admin.steps import CONFIRM, STEPS
from initiatives.forms.answers import field_of_reading
from initiatives.lenses import PLACED_BY, Mechanism, WinState
from initiatives.models import SmallWin
from initiatives.periods import in_words
from initiatives.reports.win.facets import team_answers
from initiatives.reports.win.notices import who_will_read

NOT_CURATED = (WinState.DRAFT, WinState.WAITING, WinState.REFUSED)  # theirs to read, the team's to decide on


class StateFilter(SelectFilter):
    title, parameter_name = _("status"), "status"

    def words(self, request):
        known = [(state.value, state.label, WIN_STATES[state]) for state in WinState]
        return [*known, ("standing", _("telt mee"), COUNTS)]


class WinCityFilter(InitiativeCityFilter):
    def condition(self, queryset, row):
        return queryset.filter(initiative__in=row.initiatives.values("pk"))


class DateFilter(SelectFilter):
    title, parameter_name = _("datum"), "datum"

    def words(self, request):
        return [
            ("met", _("met datum"), Q(occurred_on__isnull=False)),
            ("zonder", _("zonder datum"), Q(occurred_on__isnull=True)),
        ]


class ReplyFilter(SelectFilter):
    title, parameter_name = _("vraag van het programma"), "antwoord"

    def words(self, request):
        return [("ja", _("het team antwoordde in woorden"), Q(replied_at__isnull=False))]


class SmallWinAdmin(AskingToOpen, Stepping, Merging, CurationAdmin):
    form = ReadingForm
    kept_because = _("Een small win verwijder je niet. Trek hem in: dan telt hij niet meer mee.")
    list_display = ["title", "state_now", "initiative", "when", "told", "read_by", "readers_then"]
    list_filter = [
        StateFilter,
        OfInitiativeFilter,
        WinCityFilter,
        TypeFilter,
        LevelFilter,
        ReaderFilter,
        DateFilter,
        ReplyFilter,
    ]
    list_select_related = ["initiative", "logged_by"]
    ordering = ["-logged_at", "-pk"]
    search_fields = ["title"]
    search_help_text = _("Zoekt in titel en verhaal, zoals op de site.")
    actions = ["confirm", "ask", "ask_to_open", "withdraw", "restore"]
    told_fields = [
        "in_dutch",
        "title_en",
        "story",
        "description_en",
        "of_initiative",
        "when",
        "told",
        "audience",
        "will_read",
        "found_in",
    ]
    readonly_fields = [*told_fields, "editors_read"]
    fieldsets = [
        (_("Wat het team vertelde"), {"fields": told_fields}),
        (
            _("Hoe de redactie het indeelt"),
            {
                "fields": [*READING, "editors_read"],
                "description": _(
                    "Jouw indeling telt zolang het team zelf niets koos. Daarna telt wat het team koos."
                ),
            },
        ),
    ]

    def curated(self, user):
        return wins_of(user).select_related("initiative", "logged_by", "editor_read_by").defer("search")

    def choosable(self, user):
        return self.curated(user).standing()

    def get_fieldsets(self, request, obj=None):
        """The fields of the form, without English texts that are empty."""
        empty = {name for name in ("title_en", "description_en") if obj and not getattr(obj, name)}
        return [
            (heading, {**options, "fields": [name for name in options["fields"] if name not in empty]})
            for heading, options in self.fieldsets
        ]

    def has_add_permission(self, request) -> bool:
        """A win is told, on the site."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes what its teller took back."""
        return super().has_change_permission(request, obj) and not (obj and self.is_closed(obj))

    def is_closed(self, row) -> bool:
        return row.is_taken_back

    def label_of(self, row) -> str:
        return f"{row} ({row.initiative})"

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    # --- what a column says ----------------------------------------------------------------------
    @admin.display(description=_("status"))
    def state_now(self, win) -> str:
        return win.state.label

    @admin.display(description=_("wanneer"), ordering="sort_on")
    def when(self, win) -> str:
        return in_words(win.occurred_on, win.precision)

    @admin.display(description=_("verteld door"), ordering="logged_at")
    def told(self, win) -> str:
        return _("%(who)s, op %(day)s") % {"who": win.teller, "day": date_format(win.logged_at, "j F Y")}

    @admin.display(description=_("indeling"))
    def read_by(self, win) -> str:
        if win.has_editors_reading_only:
            return _("redactie")
        nobody = all(getattr(win, answer.counted_name) is None for answer in PLACED_BY)
        return NOBODY_YET if nobody else _("team")

    @admin.display(description=_("wie leest het na bevestigen?"))
    def readers_then(self, win) -> str:
        return win.audience_once_confirmed.label if win.stands else ""

    @admin.display(description=_("wie leest het na bevestigen?"))
    def will_read(self, win) -> str:
        return " ".join(filter(None, (who_will_read(win) if win.stands else "", win.teller_on_readers)))

    @admin.display(description=SmallWin._meta.get_field("title").verbose_name)
    def in_dutch(self, win) -> str:
        return format_html('<span lang="nl">{}</span>', win.title)

    @admin.display(description=SmallWin._meta.get_field("description").verbose_name)
    def story(self, win) -> str:
        return format_html('<span lang="nl">{}</span>', win.description) if win.description else ""

    @admin.display(description=SmallWin._meta.get_field("sources").verbose_name)
    def found_in(self, win) -> str:
        return format_html_join(" ", "<p>{}</p>", ((as_link(source),) for source in win.source_list))

    @admin.display(description=_("initiatief"))
    def of_initiative(self, win) -> str:
        address = reverse("admin:initiatives_initiative_change", args=[win.initiative_id])
        return format_html('<a href="{}">{}</a>', address, win.initiative)

    @admin.display(description=_("laatst ingedeeld"))
    def editors_read(self, win) -> str:
        if not win.editor_read_at:
            return _("nog niet")
        day = date_format(win.editor_read_at, "j F Y")
        return _("door %(who)s, op %(day)s") % {"who": win.editor_read_by, "day": day}

    # --- the page of one win ---------------------------------------------------------------------
    def formfield_for_dbfield(self, db_field, request, **options):
        if answer := READING.get(db_field.name):
            return field_of_reading(answer)
        return super().formfield_for_dbfield(db_field, request, **options)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form with all answers of the team beside it, so that a curator sees them before confirming."""
        asked = team_answers(obj, user=request.user)
        context["answered"] = [each for each in asked if each.answer]
        context["not_asked"] = [each for each in asked if not each.answer]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def remarks(self, request, obj) -> list[str]:
        words = {"by": obj.merged_by or obj.withdrawn_by or obj.returned_by or obj.confirmed_by}
        if obj.state in NOT_CURATED:
            return [WinState(obj.state).explanation]
        if obj.merged_at:
            return [_("Samengevoegd door %(by)s met “%(other)s”.") % {**words, "other": obj.merged_into}]
        if obj.is_taken_back:
            return [capfirst(str(obj)) + "."]
        if obj.withdrawn_at:
            reason = obj.withdrawal_reason or _("zonder reden")
            return [_("Ingetrokken door %(by)s: %(reason)s") % {**words, "reason": reason}]
        if obj.returned_at:
            return [_("%(by)s vroeg het team: %(question)s") % {**words, "question": obj.question}]
        return [
            *([_("Bevestigd door %(by)s.") % words] if obj.confirmed_at else []),
            *([replied_in_words(obj)] if obj.reply else []),
        ]

    def panels(self, request, obj) -> list[Panel]:
        links = links_touching(request.user, obj)
        lines = [
            PanelLine(
                text=_("kwam voort uit: %(win)s") % {"win": link.earlier}
                if link.later_id == obj.pk
                else _("leidde tot: %(win)s") % {"win": link.later},
                address=reverse("admin:initiatives_winlink_change", args=[link.pk]),
                remark=Mechanism(link.mechanism).label if link.mechanism else "",
            )
            for link in links[:SHOWN_IN_A_PANEL]
        ]
        photos = [
            PanelLine(photo.alt_text or _("foto zonder woorden"), photo.get_absolute_url())
            for photo in obj.photos.all()[:10]
        ]
        return [
            Panel(_("Verbanden"), lines, links.count()),
            *([Panel(_("Foto’s"), photos, len(photos))] if photos else []),
        ]

    def extra_buttons(self, request, obj):
        return [] if CONFIRM.refuses(obj) else [("_confirm", _("Bewaar en bevestig"))]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        win = self.get_object(request, object_id)
        fitting = [step for step in STEPS if win and step is not CONFIRM and not step.refuses(win)]
        links = [(step.heading, self.address_of(step, [win], request)) for step in fitting]
        links += self.ways_to_merge(win)
        return super().change_view(request, object_id, form_url, {"steps": links, **(extra_context or {})})

    def save_model(self, request, obj, form, change) -> None:
        """Only our own columns, so that what the team types at this moment stays."""
        if form.has_new_reading():
            obj.read_as_editors(by=request.user)

    def after_saving(self, request, obj) -> None:
        if "_confirm" in request.POST:
            self.take(CONFIRM, request, [obj])


def replied_in_words(win: SmallWin) -> str:
    """The question of the programme, and the team's answer to it."""
    text = _("Gevraagd: “%(question)s” %(who)s antwoordde: “%(reply)s”")
    return text % {"question": win.question, "who": win.replied_by, "reply": win.reply}


def as_link(source: str) -> str:
    """A web address opens; the name of a book does not."""
    if not source.startswith(("https://", "http://")):
        return source
    return format_html('<a href="{}" rel="noreferrer">{}</a>', source, source)


def links_touching(user, win):
    return links_of(user).touching(win).select_related("earlier", "later").order_by("told_at", "pk")
