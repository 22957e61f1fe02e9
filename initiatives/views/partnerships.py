"""The partners of an initiative, kept by those who work on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from initiatives.forms.partnerships import MissingPartnerForm, PartnershipForm
from initiatives.models import Initiative, Objection, Partner, Partnership
from initiatives.sending import held, page_with_form, send, typed


@page_with_form
def add(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(held(request, Initiative.objects.editable_by(request.user)), slug=slug)
    form = MissingPartnerForm(typed(request), initiative=initiative, by=request.user)
    context = {"initiative": initiative}
    return send(request, form, "partnerships/add.html", context, to=_list_on(initiative), says=_added)


def _added(partner: Partner) -> str:
    if partner.waits:
        return _(
            "%(name)s staat erbij. Tot het programma meekeek, zien alleen jullie, de kwartiermaker en het programma de naam."
        ) % {"name": partner}
    return _("%(name)s staat erbij.") % {"name": partner}


@page_with_form
def edit(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Its role here, and since and until when."""
    mine = Partnership.objects.editable_by(request.user).select_related("partner", "initiative")
    row = get_object_or_404(held(request, mine), pk=pk, initiative__slug=slug)
    form = PartnershipForm(typed(request), partnership=row, by=request.user)
    objections = Objection.objects.editable_by(request.user).waiting().about(row).with_things()
    context = {"initiative": row.initiative, "partner": row.partner, "objections": objections}
    return send(request, form, "partnerships/edit.html", context, to=_list_on(row.initiative))


def _list_on(initiative: Initiative) -> str:
    return f"{initiative.get_absolute_url()}#partners"
