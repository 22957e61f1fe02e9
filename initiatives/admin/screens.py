"""Shared behaviour of the curation screens."""

from dataclasses import dataclass
from functools import partialmethod
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db import connection, models
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.admin.fields import Choose, ChooseSeveral
from initiatives.forms.choices import AsksOnce
from initiatives.forms.columns import FIELDS
from initiatives.forms.conflicts import MarkedForm
from initiatives.links import free_slug
from initiatives.marks import mark
from initiatives.models.columns import is_key
from initiatives.models.names import NameSorting
from initiatives.reports.win.history import history_of_row
from initiatives.sending import forget_typed, typed_before

SHOWN_IN_A_PANEL = 50


@dataclass(frozen=True)
class PanelLine:
    """One related row in a panel."""

    text: str
    address: str
    remark: str = ""


@dataclass(frozen=True)
class Panel:
    """Related rows under a form: the first of them, how many there are, and where the rest is."""

    heading: str
    lines: list[PanelLine]
    total: int
    all_address: str = ""
    add_address: str = ""
    add_text: str = ""

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


class RowForm(MarkedForm, forms.ModelForm):
    """Notices when somebody else saved the row since this form was shown, and then asks once more."""

    sentence_of_unread = _(
        "Iemand anders veranderde dit net. Kijk in een ander tabblad wat er nu staat. Bewaar je nog eens, dan geldt wat jij hier hebt."
    )

    def __init__(self, *args, **options):
        super().__init__(*args, row=options.get("instance"), **options)

    def marks_to_read(self) -> dict[str, str]:
        """A mark of every field of the row."""
        return {"row": mark(value for _name, value in sorted(self.initial.items()))}

    @property
    def says_the_same(self) -> bool:
        return not self.has_changed()


class AskingForm(AsksOnce, RowForm):
    """Asks once whether it is really another, where a row of this name stands there already.

    A form of this kind names what it is about in its box `is_another`.
    """

    named = ("name",)  # the field of the name, and those of other names

    def clean(self) -> dict:
        cleaned = super().clean()
        if not set(self.named).isdisjoint(self.changed_data) and not cleaned.get("is_another"):
            self.ask_about(cleaned)
        return cleaned

    def ask_about(self, cleaned: dict) -> None:
        same, name = self._meta.model._default_manager.exclude(pk=self.instance.pk), self.named[0]
        known = list(same.filter(**{f"{name}_key__named": cleaned.get(name, "")})[:5])
        if known:
            said = _("Deze naam staat er al: %(known)s. Is het dezelfde? Voeg hem dan niet nog eens toe.")
            self.ask(said % {"known": ", ".join(map(self.told_apart, known))})

    def told_apart(self, row) -> str:
        return str(row)


def given_back(form, typed: QueryDict):
    """The same form, holding what was typed when the login turned out to have expired."""
    return type(form.__name__, (form,), {"__init__": partialmethod(form.__init__, data=typed)})


class CurationList(ChangeList):
    """A list of which the column of a name is sorted as names are everywhere."""

    def get_ordering_field(self, field_name):
        field = super().get_ordering_field(field_name)
        names = {each.name for each in self.lookup_opts.get_fields()}
        if f"{field}_sort" in names:
            return f"{field}_sort"
        return NameSorting(field) if field == "title" else field


class CurationAdmin(ModelAdmin):
    """Programme staff see and change what they curate; no rows of permissions, no long selects."""

    form = RowForm
    formfield_overrides = FIELDS
    empty_value_display = _("niet ingevuld")
    list_per_page = list_max_show_all = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    actions_selection_counter = False
    choosers: tuple[str, ...] = ()  # foreign keys and sets that are searched, not listed
    kept_because = _("Dit heeft een geschiedenis. Het blijft staan.")
    has_history = True
    slug_from = ""  # the field from which a web name is made where none was typed

    # --- who may do what -------------------------------------------------------------------------
    def curated(self, user) -> models.QuerySet:
        """The rows this curator works on. Everything below starts here."""
        return self.model._default_manager.all()

    def choosable(self, user) -> models.QuerySet:
        """The rows that may be chosen in another form."""
        return self.curated(user)

    def choices_for(self, request) -> models.QuerySet:
        return self.choosable(request.user).order_by(*(self.get_ordering(request) or self.opts.ordering))

    def get_queryset(self, request):
        queryset = self.curated(request.user)
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def has_module_permission(self, request) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return (
            obj is not None and self.admin_site.has_permission(request) and self.may_be_deleted(request, obj)
        )

    def may_be_deleted(self, request, obj) -> bool:
        """Only what nothing refers to; the rest keeps its history."""
        return False

    def lookup_allowed(self, lookup, value, request) -> bool:
        """Only the words of our own filters: no searching in columns that are not shown."""
        return lookup in {f.parameter_name for f in self.list_filter}

    def view_on_site(self, obj) -> str:
        return obj.get_absolute_url()

    # --- lists -----------------------------------------------------------------------------------
    def get_changelist(self, request, **options):
        return CurationList

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            self.message_user(request, _("Dit filter kennen we niet. Je ziet nu alles."), messages.WARNING)
            request.GET = QueryDict()
            return super().get_changelist_instance(request)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def response_action(self, request, queryset):
        """With made-up keys left out, which Django would not survive."""
        request.POST = request.POST.copy()
        keys = (key for key in request.POST.getlist("_selected_action") if is_key(self.model, key))
        request.POST.setlist("_selected_action", list(keys))
        return super().response_action(request, queryset)

    # --- forms -----------------------------------------------------------------------------------
    def get_object(self, request, object_id, from_field=None):
        """The row, locked while it is being saved; None where it went meanwhile."""
        obj = super().get_object(request, object_id, from_field)
        if obj and request.method == "POST" and connection.in_atomic_block:
            self.hold(obj)
            return super().get_object(request, object_id, from_field)
        return obj

    def hold(self, row) -> None:
        self.model._default_manager.select_for_update(no_key=True).filter(pk=row.pk).values("pk").first()

    def label_of(self, row) -> str:
        """How a row is named where one chooses it."""
        return str(row)

    def formfield_for_dbfield(self, db_field, request, **options):
        if isinstance(db_field, models.ForeignKey | models.ManyToManyField) and not db_field.choices:
            return self._choice_of_rows(db_field, request, **options)
        return super().formfield_for_dbfield(db_field, request, **options)

    def formfield_for_choice_field(self, db_field, request, **options):
        """An empty choice that says so, instead of a row of dashes."""
        no_answer = [("", _("niet ingevuld") if db_field.blank else _("kies"))]
        options = {"choices": db_field.get_choices(blank_choice=no_answer), **options}
        return super().formfield_for_choice_field(db_field, request, **options)

    def _choice_of_rows(self, db_field, request, **options):
        """Only rows this curator may know about; found by typing where there may be many."""
        other = self.admin_site.get_model_admin(db_field.related_model)
        if not db_field.many_to_many:
            options = {"empty_label": _("niet ingevuld") if db_field.blank else _("kies"), **options}
        options = {"queryset": other.choices_for(request), **options}
        if db_field.name in self.choosers:
            options["widget"] = self._chooser(db_field, request, other)
        return db_field.formfield(**options)

    def _chooser(self, db_field, request, other):
        widget = ChooseSeveral() if db_field.many_to_many else Choose()
        return widget.set_up(
            source=db_field,
            address=reverse("admin:autocomplete", current_app=self.admin_site.name),
            label_of=other.label_of,
            add_address=other.add_address if other.has_add_permission(request) else "",
        )

    @property
    def add_address(self) -> str:
        return self._address("add")

    def _address(self, page: str, *args) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args, current_app=self.admin_site.name)

    def get_readonly_fields(self, request, obj=None):
        """A web name stays once it is given: people have shared it."""
        fixed = ("slug",) if obj and self.slug_from else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        if "slug" in form.base_fields:
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = _("Leeg laten mag: dan maken we hem zelf.")
        typed = typed_before(request) if request.method == "GET" else None
        return given_back(form, typed) if typed else form

    def is_closed(self, row) -> bool:
        """Whether nobody changes this row here any more, while somebody may still have its form open."""
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        if row and self.is_closed(row) and self.has_view_permission(request, row):
            return self._closed_meanwhile(request, row)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _closed_meanwhile(self, request, row) -> TemplateResponse:
        """What was typed comes back beside what stands there."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dit kan niet meer worden bewaard"),
            "opts": self.opts,
            "row": row,
            "remarks": self.remarks(request, row),
            "typed": self._texts_typed(request, row),
        }
        return TemplateResponse(request, "admin/closed.html", context, status=HTTPStatus.CONFLICT)

    def _texts_typed(self, request, row) -> list[tuple[str, str]]:
        """Label and text of each text field that differs from the row."""
        texts = [
            field for field in self.opts.fields if isinstance(field, models.CharField | models.TextField)
        ]
        sent = [(field, request.POST.get(field.name, "")) for field in texts if not field.choices]
        return [
            (capfirst(field.verbose_name), text)
            for field, text in sent
            if text.strip() and text != getattr(row, field.name)
        ]

    def save_model(self, request, obj, form, change) -> None:
        if self.slug_from and not obj.slug:
            obj.slug = free_slug(self.model, getattr(obj, self.slug_from))
        super().save_model(request, obj, form, change)

    def panels(self, request, obj) -> list[Panel]:
        """The related rows, in panels."""
        return []

    def remarks(self, request, obj) -> list[str]:
        """Sentences above the form."""
        return []

    def extra_buttons(self, request, obj) -> list[tuple[str, object]]:
        """Buttons beside "save": (name, text). `after_saving` says what each does."""
        return []

    def after_saving(self, request, obj) -> None:
        """Do what a button beside "save" promised."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = self._title(request, obj)
        context["panels"] = self.panels(request, obj) if obj else []
        context["remarks"] = self.remarks(request, obj) if obj else []
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context["extra_buttons"] = self.extra_buttons(request, obj) if may_save else []
        context["may_save"] = may_save
        context["has_history"] = self.has_history
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _title(self, request, obj) -> str:
        if obj is None:
            return _("Nieuw: %(what)s") % {"what": self.opts.verbose_name}
        return str(obj)

    def response_add(self, request, obj, post_url_continue=None):
        forget_typed(request)
        self.after_saving(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        forget_typed(request)
        self.after_saving(request, obj)
        return super().response_change(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        """The audit of this row by the database, beside the notes of the admin."""
        context = {"title": _("Geschiedenis"), **(extra_context or {})}
        if row := self.get_object(request, unquote(object_id)):
            after = request.GET.get("na", "")
            context["history"] = history_of_row(row, user=request.user, after=after)
        return super().history_view(request, object_id, context)

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, obj):
            self.message_user(request, self.kept_because, messages.WARNING)
            return self.back_to(obj)
        return super().delete_view(request, object_id, {"title": _("Verwijderen"), **(extra_context or {})})

    def back_to(self, obj) -> HttpResponseRedirect:
        """To the page of another row, where this one is shown."""
        page = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk], current_app=self.admin_site.name))

    def note(self, request, rows, words: str) -> None:
        """Write what happened in the history of each row."""
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, words)
