"""The first steps of a network of one's own, for the superuser of an empty database. They go when they are done."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from initiatives.exchange.letters import invite_by_mail
from initiatives.forms.begin import LIST, CityForm, FirstInitiativeForm, LeadForm, ProgrammeForm
from initiatives.models import Programme
from initiatives.municipalities import municipalities
from initiatives.reports.network.beginning import Beginning, beginning
from initiatives.sending import (
    button,
    form_page,
    is_sent,
    page_with_form,
    saved,
    send,
    typed,
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The four steps, and which comes now."""
    return _begun(request) or render(request, "begin/index.html", {"beginning": beginning(request.user)})


@page_with_form
def programme(request: HttpRequest) -> HttpResponse:
    if elsewhere := _elsewhere(request, "programme"):
        return elsewhere
    form = ProgrammeForm(typed(request))
    return send(
        request, form, "begin/programme.html", _step(request, "programme"), save=form.save, to="begin:city"
    )


@page_with_form
def city(request: HttpRequest) -> HttpResponse:
    """One city; it comes back for the next one, or goes on."""
    if elsewhere := _elsewhere(request, "city"):
        return elsewhere
    form = CityForm(typed(request))
    context = _step(request, "city") | {"municipalities": municipalities(), "list": LIST}
    said = partial(_("%(city)s staat op de kaart.").__mod__)
    return send(
        request,
        form,
        "begin/city.html",
        context,
        save=form.save,
        to="begin:city",
        says=lambda city: said({"city": city}),
    )


@page_with_form
def initiative(request: HttpRequest) -> HttpResponse:
    if is_sent(request):
        Programme.objects.one_at_a_time()
    if elsewhere := _elsewhere(request, "initiative"):
        return elsewhere
    form = FirstInitiativeForm(typed(request))
    context = _step(request, "initiative")
    save = partial(form.save, context["beginning"].programme, by=request.user)
    return send(request, form, "begin/initiative.html", context, save=save, to="begin:lead")


@page_with_form
def lead(request: HttpRequest) -> HttpResponse:
    """The last step: after it the network has begun."""
    if elsewhere := _elsewhere(request, "lead"):
        return elsewhere
    form, context = LeadForm(typed(request)), _step(request, "lead")
    first = context["beginning"].initiative
    if is_sent(request) and (invited := form.try_save(first, by=request.user)):
        invite_by_mail(request, *invited)
        messages.success(
            request, _("Je netwerk is begonnen. Vertel zelf ook een small win, of hang een QR-poster op.")
        )
        return saved(request, first)
    return form_page(request, "begin/lead.html", form, context)


@button
def dismiss(request: HttpRequest) -> HttpResponse:
    """Somebody does the rest at /beheer/."""
    if elsewhere := _begun(request):
        return elsewhere
    here = beginning(request.user)
    if here.may_be_put_aside:
        here.programme.begin()
    return saved(request, "home", _("“Begin hier” is weg. De rest doe je in beheer."))


# --- Who is where -----------------------------------------------------------------------------
def _begun(request: HttpRequest) -> HttpResponse | None:
    """On to the first page when the network has begun. Whoever is no superuser finds nothing here."""
    if not request.user.is_superuser:
        raise Http404
    return None if beginning(request.user) else redirect("home")


def _elsewhere(request: HttpRequest, page: str) -> HttpResponse | None:
    """On to the step that comes now, where this one is done or comes later. Cities may be several."""
    if begun := _begun(request):
        return begun
    here: Beginning = beginning(request.user)
    if here.at(page).is_next or (
        page == "city" and here.at("city").is_done and not here.at("initiative").is_done
    ):
        return None
    return redirect(here.next.href)


def _step(request: HttpRequest, page: str) -> dict:
    here = beginning(request.user)
    return {"beginning": here, "step": here.at(page)}
