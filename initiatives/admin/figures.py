"""Numbers of initiatives by study year, as sources state them. No list adds them up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import WordsFilter
from initiatives.admin.initiatives import HangsOnInitiative
from initiatives.admin.reach import figures_of
from initiatives.admin.screens import RowForm
from initiatives.forms.figures import FigureForm
from initiatives.lenses import Measure


class FigureRowForm(RowForm):
    """The same questions as those of a team."""

    year = FigureForm.base_fields["year"]
    quantity = FigureForm.base_fields["quantity"]
    source = FigureForm.base_fields["source"]


class MeasureFilter(WordsFilter):
    title, parameter_name = _("wat is er geteld?"), "geteld"
    vocabulary, column = Measure, "measure"


class FigureAdmin(HangsOnInitiative):
    form = FigureRowForm
    list_display = ["what", "initiative", "source_said"]
    list_filter = [*HangsOnInitiative.list_filter, MeasureFilter]
    list_select_related = ["initiative"]
    search_fields = ["initiative__title_key__holds", "source"]
    ordering = ["initiative__title_sort", "measure", "year", "pk"]
    choosers = ("initiative",)
    kept = ()
    fields = ["initiative", "measure", "year", "exactness", "quantity", "source", "note", "note_en"]

    def curated(self, user):
        return figures_of(user)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("aantal"))
    def what(self, figure) -> str:
        return str(figure)

    @admin.display(description=_("wie zegt dit?"))
    def source_said(self, figure) -> str:
        return figure.source_said
