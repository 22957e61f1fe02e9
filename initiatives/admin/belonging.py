"""How initiatives belong together, which curators write down, confirm or decline."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.admin.agreements import AgreementAdmin, LinkStateFilter
from initiatives.admin.filters import WordsFilter
from initiatives.admin.initiatives import HangsOnInitiative, OfInitiativeFilter
from initiatives.admin.reach import ties_of
from initiatives.admin.screens import RowForm
from initiatives.forms.belonging import BelongingForm
from initiatives.lenses import InitiativeTie


class TieRowForm(RowForm):
    since = BelongingForm.base_fields["year"]


class TieKindFilter(WordsFilter):
    title, parameter_name = _("hoe hoort het erbij?"), "soort"
    vocabulary, column = InitiativeTie, "kind"


class AtInitiativeFilter(OfInitiativeFilter):
    """Which initiative stands at one of the ends."""

    def condition(self, queryset, row):
        return queryset.filter(Q(initiative=row) | Q(other=row))


class InitiativeLinkAdmin(AgreementAdmin):
    form = TieRowForm
    list_display = ["what", "since", "basis", "state_now"]
    list_filter = [AtInitiativeFilter, LinkStateFilter, TieKindFilter]
    list_select_related = ["initiative", "other"]
    search_fields = ["initiative__title_key__holds", "other__title_key__holds"]
    choosers = ("initiative", "other")
    ends = ("initiative", "kind", "other")
    fields = ["initiative", "kind", "other", "since", "note", "basis", "sources", "state_now"]

    get_changeform_initial_data = HangsOnInitiative.get_changeform_initial_data

    def curated(self, user):
        return ties_of(user).select_related("initiative__programme", "other__programme")

    @admin.display(description=_("verband"))
    def what(self, tie) -> str:
        return str(tie)
