"""Small wins as curators read them: the team's words stay the team's, the reading beside it is ours."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter
from initiatives.admin.initiatives import InitiativeCityFilter, OfInitiativeFilter
from initiatives.admin.merging import Merging
from initiatives.admin.reach import links_of, wins_of
from initiatives.admin.screens import SHOWN_IN_A_PANEL, CurationAdmin, Line, Panel, RowForm
from initiatives.admin.states import STANDING, WIN_STATES
from initiatives.admin.steps import CONFIRM, RESTORE, STEPS, Step
from initiatives.forms.answers import AnswerSet, capitalised
from initiatives.forms.curating import NOT_AS_READ, as_read
from initiatives.forms.widgets import Rows, RowsMultiple
from initiatives.lenses import ANSWERS, OPEN, READ_BY_EDITORS, CodedAnswer, Mechanism, WinState
from initiatives.models import SmallWin
from initiatives.models.fields import holds
from initiatives.periods import in_words
from initiatives.reports.win.facets import team_answers
from initiatives.sending import forget_typed, typed_before

READING = {answer.editors_name: answer for answer in READ_BY_EDITORS}
NAMED_IN_A_MESSAGE = 5
NOBODY_YET = _("nog niemand")
CHANGED_JUST_NOW = _("is net veranderd. Lees eerst wat er nu staat.")
NOT_CURATED = (WinState.DRAFT, WinState.WAITING, WinState.REFUSED)  # theirs to read, the team's to decide on


class StateFilter(SelectFilter):
    title, parameter_name = _("status"), "status"

    def words(self, request):
        known = [(state.value, state.label, WIN_STATES[state]) for state in WinState]
        return [*known, ("standing", _("telt mee"), STANDING)]


class WinCityFilter(InitiativeCityFilter):
    def condition(self, queryset, row):
        return queryset.filter(initiative__in=row.initiatives.values("pk"))


class AnswerFilter(SelectFilter):
    """By an answer that counts, whoever's it is."""

    answer: CodedAnswer

    def words(self, request):
        said = [(code, label, holds(self.answer, code)) for code, label in self.answer.asked_for]
        return [*said, (OPEN, NOBODY_YET, holds(self.answer, OPEN))]


class TypeFilter(AnswerFilter):
    answer = ANSWERS["types"]
    title, parameter_name = answer.question, answer.word


class LevelFilter(AnswerFilter):
    answer = ANSWERS["level"]
    title, parameter_name = answer.question, answer.word


class ReaderFilter(SelectFilter):
    title, parameter_name = _("duiding door"), "duiding"

    def words(self, request):
        return [
            ("team", _("het team"), Q(pk__in=SmallWin.objects.read_by_team().values("pk"))),
            ("redactie", _("alleen de redactie"), Q(pk__in=SmallWin.objects.read_by_editors().values("pk"))),
            (OPEN, NOBODY_YET, Q(pk__in=SmallWin.objects.not_read().values("pk"))),
        ]


class DateFilter(SelectFilter):
    title, parameter_name = _("datum"), "datum"

    def words(self, request):
        return [
            ("met", _("met datum"), Q(occurred_on__isnull=False)),
            ("zonder", _("zonder datum"), Q(occurred_on__isnull=True)),
        ]


class MarkField(forms.CharField):
    """Says what was read; that it differs is no change of the row."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def has_changed(self, initial, data) -> bool:
        return False


class ReadingForm(RowForm):
    """The editors' own reading; what the team said has no field here, and is confirmed as it was read."""

    read = MarkField(required=False, label=_("zoals je het zag"))

    def get_initial_for_field(self, field, field_name):
        if field_name == "read":
            return as_read(self.instance)
        return super().get_initial_for_field(field, field_name)

    def clean(self):
        data = super().clean()
        now = as_read(self.instance)
        if "_confirm" in self.data and self.cleaned_data.get("read") not in ("", now):
            self.data = self.data.copy()
            self.data["read"] = now
            raise ValidationError(NOT_AS_READ)
        return data

    def has_new_reading(self) -> bool:
        return bool(set(READING) & set(self.changed_data))


class SmallWinAdmin(Merging, CurationAdmin):
    form = ReadingForm
    kept_because = _("Een small win verwijder je niet. Trek hem in: dan telt hij niet meer mee.")
    list_display = ["title", "state_now", "initiative", "when", "told", "read_by"]
    list_filter = [
        StateFilter,
        OfInitiativeFilter,
        WinCityFilter,
        TypeFilter,
        LevelFilter,
        ReaderFilter,
        DateFilter,
    ]
    list_select_related = ["initiative", "logged_by"]
    ordering = ["-logged_at", "-pk"]
    search_fields = ["title"]
    search_help_text = _("Zoekt in titel en verhaal, zoals op de site.")
    actions = ["confirm", "ask", "withdraw", "restore"]
    told_fields = [
        "in_dutch",
        "title_en",
        "story",
        "description_en",
        "of_initiative",
        "when",
        "told",
        "audience",
        "found_in",
    ]
    readonly_fields = [*told_fields, "editors_read"]
    fieldsets = [
        (_("Wat het team vertelde"), {"fields": told_fields}),
        (
            _("Hoe de redactie het duidt"),
            {
                "fields": [*READING, "editors_read"],
                "description": _(
                    "Jouw lezing telt zolang het team niets zegt. Zegt het team iets anders, dan telt het team."
                ),
            },
        ),
    ]

    def curated(self, user):
        return wins_of(user).select_related("initiative", "logged_by", "editor_read_by").defer("search")

    def choosable(self, user):
        return self.curated(user).standing()

    def get_fieldsets(self, request, obj=None):
        """Without the English texts that nobody wrote."""
        empty = {name for name in ("title_en", "description_en") if obj and not getattr(obj, name)}
        return [
            (heading, {**options, "fields": [name for name in options["fields"] if name not in empty]})
            for heading, options in self.fieldsets
        ]

    def has_add_permission(self, request) -> bool:
        """A win is told, on the site."""
        return False

    def label_of(self, row) -> str:
        return f"{row.title} ({row.initiative})"

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    # --- what a column says ----------------------------------------------------------------------
    def action_checkbox(self, obj):
        """And what stood there when it was ticked."""
        hidden = format_html('<input type="hidden" name="{}" value="{}">', _mark_of(obj), as_read(obj))
        return super().action_checkbox(obj) + hidden

    @admin.display(description=_("status"))
    def state_now(self, win) -> str:
        return win.state.label

    @admin.display(description=_("wanneer"), ordering="sort_on")
    def when(self, win) -> str:
        return in_words(win.occurred_on, win.precision)

    @admin.display(description=_("verteld door"), ordering="logged_at")
    def told(self, win) -> str:
        return _("%(who)s, op %(day)s") % {"who": win.teller, "day": date_format(win.logged_at, "j F Y")}

    @admin.display(description=_("duiding"))
    def read_by(self, win) -> str:
        if win.is_read_by_editors_only:
            return _("redactie")
        nobody = win.counted_types is None and win.counted_directions is None and win.counted_level is None
        return NOBODY_YET if nobody else _("team")

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

    @admin.display(description=_("laatst geduid"))
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
        """With all that the team answered, so that whoever confirms has seen it."""
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
        if obj.withdrawn_at:
            reason = obj.withdrawal_reason or _("zonder reden")
            return [_("Ingetrokken door %(by)s: %(reason)s") % {**words, "reason": reason}]
        if obj.returned_at:
            return [_("%(by)s vroeg het team: %(question)s") % {**words, "question": obj.question}]
        return [_("Bevestigd door %(by)s.") % words] if obj.confirmed_at else []

    def panels(self, request, obj) -> list[Panel]:
        links = links_touching(request.user, obj)
        lines = [
            Line(
                text=_("kwam voort uit: %(win)s") % {"win": link.earlier}
                if link.later_id == obj.pk
                else _("leidde tot: %(win)s") % {"win": link.later},
                address=reverse("admin:initiatives_winlink_change", args=[link.pk]),
                remark=Mechanism(link.mechanism).label if link.mechanism else "",
            )
            for link in links[:SHOWN_IN_A_PANEL]
        ]
        photos = [
            Line(photo.alt_text or _("foto zonder woorden"), photo.get_absolute_url())
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
            silent = all(getattr(obj, name) is None for name in READING)
            obj.editor_read_at = None if silent else timezone.now()
            obj.editor_read_by = None if silent else request.user
            obj.save(update_fields=[*READING, "editor_read_at", "editor_read_by", "changed_at"])

    def after_saving(self, request, obj) -> None:
        if "_confirm" in request.POST:
            self.take(CONFIRM, request, [obj])

    # --- steps -----------------------------------------------------------------------------------
    def get_urls(self):
        steps = [
            path(
                f"{step.path}/",
                self.admin_site.admin_view(self.step_view),
                {"step": step},
                name=f"initiatives_smallwin_{step.code}",
            )
            for step in STEPS
        ]
        return steps + self.merging_urls() + super().get_urls()

    def address_of(self, step: Step, wins, request) -> str:
        words = [("win", str(win.pk)) for win in wins]
        if (
            kept := request.GET.urlencode()
            if self._is_list(request)
            else request.GET.get("_changelist_filters")
        ):
            words.append(("_changelist_filters", kept))
        return f"{self._address(step.code)}?{urlencode(words)}"

    def _is_list(self, request) -> bool:
        return request.resolver_match.url_name == "initiatives_smallwin_changelist"

    def step_view(self, request, step: Step):
        """GET asks for the words, POST does it: for every win in the address that is theirs."""
        asked = [key for key in request.GET.getlist("win")[: self.list_per_page] if self._is_key(key)]
        wins = list(self.get_queryset(request).filter(pk__in=asked))
        fitting = [win for win in wins if not step.refuses(win)]
        form = step.form(request.POST if request.method == "POST" else typed_before(request))
        unread = [win for win in fitting if not is_as_read(win, request)]
        if request.method == "POST" and not unread and (form is None or form.is_valid()):
            self.take(step, request, wins, form.cleaned_data["words"] if form else "")
            forget_typed(request)
            return self._after_step(request, wins)
        context = {
            **self.admin_site.each_context(request),
            "title": step.heading,
            "step": step,
            "form": form,
            "wins": fitting,
            "marks": [(_mark_of(win), as_read(win)) for win in fitting],
            "unread": unread,
            "left_out": [(win, step.refuses(win)) for win in wins if win not in fitting],
            "opts": self.opts,
            "back": self._list_address(request),
        }
        refused = HTTPStatus.CONFLICT if unread else HTTPStatus.UNPROCESSABLE_ENTITY
        status = refused if request.method == "POST" else HTTPStatus.OK
        return TemplateResponse(request, "admin/step.html", context, status=status)

    def _after_step(self, request, wins):
        if len(wins) == 1 and not request.GET.get("_changelist_filters"):
            return self.back_to(wins[0])
        return HttpResponseRedirect(self._list_address(request))

    def _list_address(self, request) -> str:
        kept = request.GET.get("_changelist_filters", "")
        return f"{self._address('changelist')}?{kept}" if kept else self._address("changelist")

    def take(self, step: Step, request, wins, words: str = "") -> None:
        """Do it for each win that it fits, say what was done, and why not for the others."""
        done, refused = [], {}
        with transaction.atomic():
            for win in self.locked(wins):
                if reason := step.refuses(win) or ("" if is_as_read(win, request) else CHANGED_JUST_NOW):
                    refused[win] = reason
                else:
                    done.append(win)
            for win in done:
                step.do(win, request.user, words)
            if done:
                self.note(request, done, str(step.noted) % {"words": words})
        if done:
            self.message_user(request, step.done(len(done)) % {"count": len(done)}, messages.SUCCESS)
        for win, reason in list(refused.items())[:NAMED_IN_A_MESSAGE]:
            self.message_user(request, f"“{win}” {reason}", messages.WARNING)
        if len(refused) > NAMED_IN_A_MESSAGE:
            rest = _("En nog %(count)s andere niet.") % {"count": len(refused) - NAMED_IN_A_MESSAGE}
            self.message_user(request, rest, messages.WARNING)

    def locked(self, wins) -> list[SmallWin]:
        """The same wins as they stand now, until it is done: nobody else decides about them meanwhile."""
        rows = SmallWin.objects.filter(pk__in=[win.pk for win in wins]).order_by("pk")
        rows = rows.select_related("initiative").defer("search")
        return list(rows.select_for_update(of=("self",), no_key=True))

    @admin.action(description=_("Bevestig"))
    def confirm(self, request, wins) -> None:
        self.take(CONFIRM, request, wins)

    @admin.action(description=_("Stel een vraag aan het team"))
    def ask(self, request, wins):
        return self._ask_first("ask", request, wins)

    @admin.action(description=_("Trek in"))
    def withdraw(self, request, wins):
        return self._ask_first("withdraw", request, wins)

    @admin.action(description=_("Zet terug"))
    def restore(self, request, wins) -> None:
        self.take(RESTORE, request, wins)

    def _ask_first(self, code: str, request, wins):
        step = next(step for step in STEPS if step.code == code)
        return HttpResponseRedirect(self.address_of(step, wins, request))


def _mark_of(win: SmallWin) -> str:
    """The name under which a page sends what it showed of a win."""
    return f"read-{win.pk}"


def is_as_read(win: SmallWin, request) -> bool:
    """Nobody says anything of words that the page before did not show."""
    return request.POST.get(_mark_of(win), "") in ("", as_read(win))


def field_of_reading(answer: CodedAnswer) -> forms.Field:
    """Our own reading of an answer, with what each word means."""
    words = {"label": answer.question}
    if answer.many:
        return AnswerSet(answer, widget=RowsMultiple(vocabulary=answer.words), **words)
    choices = [*capitalised(answer.words.choices), ("", _("nog geen antwoord"))]
    widget = Rows(vocabulary=answer.words)
    return forms.TypedChoiceField(choices=choices, required=False, empty_value=None, widget=widget, **words)


def as_link(source: str) -> str:
    """A web address opens; the name of a book does not."""
    if not source.startswith(("https://", "http://")):
        return source
    return format_html('<a href="{}" rel="noreferrer">{}</a>', source, source)


def links_touching(user, win):
    return links_of(user).touching(win).select_related("earlier", "later").order_by("told_at", "pk")
