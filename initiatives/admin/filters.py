"""Filters above a list: a few selects in one form, with the words of the site's own address bar."""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.admin.fields import SHOWN_AT_ONCE
from initiatives.lenses import OPEN


class SelectFilter(SimpleListFilter):
    """One select. `words` is a list of (value in the address, label, condition)."""

    template = "admin/_filter.html"
    everything = _("alles")
    source = None  # only where one can search: the field whose other side is chosen from

    def value(self) -> str | None:
        return super().value() or None

    @property
    def heading(self) -> str:
        return capfirst(str(self.title))

    @property
    def chosen_label(self) -> str:
        """The chosen filter in words; empty without one."""
        return str(dict(self.lookup_choices).get(self.value(), ""))

    def words(self, request) -> list[tuple[str, object, Q]]:
        raise NotImplementedError

    def lookups(self, request, model_admin):
        self.conditions = {value: condition for value, _label, condition in self.words(request)}
        return [(value, label) for value, label, _condition in self.words(request)]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in self.conditions:
            raise IncorrectLookupParameters
        return queryset.filter(self.conditions[self.value()])

    def choices(self, changelist):
        yield {"value": "", "label": self.everything, "selected": self.value() is None}
        for value, label in self.lookup_choices:
            yield {"value": value, "label": label, "selected": value == self.value()}


class WordsFilter(SelectFilter):
    """By the word of a `vocabulary` in the `column`; with `open_label` also the rows without one."""

    vocabulary = ()
    column = open_label = ""

    def words(self, request):
        known = [(word.value, word.label, Q(**{self.column: word})) for word in self.vocabulary]
        open_rows = (OPEN, self.open_label, Q(**{f"{self.column}__isnull": True}))
        return [*known, open_rows] if self.open_label else known


class RowFilter(SelectFilter):
    """Choose a row on the other side of `source`, by its web name. By script all can be searched, not only the first."""

    def __init__(self, request, params, model, model_admin):
        self.site = model_admin.admin_site
        super().__init__(request, params, model, model_admin)

    def rows(self, request):
        """The rows one may know about."""
        return self.source.related_model.objects.order_by("name_sort")

    def condition(self, queryset, row):
        return queryset.filter(**{self.source.name: row})

    def lookups(self, request, model_admin):
        shown = list(self.rows(request)[:SHOWN_AT_ONCE])
        self.chosen = None
        if wanted := self.value():
            here = [row for row in shown if row.slug == wanted]
            self.chosen = here[0] if here else self.rows(request).filter(slug=wanted).first()
            shown += [self.chosen] if self.chosen and not here else []
        return [(row.slug, str(row)) for row in shown]

    def has_output(self) -> bool:
        return True

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.chosen is None:
            raise IncorrectLookupParameters
        return self.condition(queryset, self.chosen)

    @property
    def search(self) -> str:
        return reverse("admin:autocomplete", current_app=self.site.name)

    @property
    def source_words(self) -> tuple[str, str, str]:
        meta = self.source.model._meta
        return meta.app_label, meta.model_name, self.source.name
