from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from initiatives.forms.initiatives import InitiativeFactsForm
from initiatives.forms.proposals import ProposalForm, ProposedAgainForm
from initiatives.htmx import render_page
from initiatives.lenses import RAYS, Level
from initiatives.links import address
from initiatives.models import Initiative, Reader, StillQuestion
from initiatives.periods import Period
from initiatives.reports.challenges.page import tried
from initiatives.reports.counting.balance import loss_list
from initiatives.reports.digest.following import follow_button
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.mirror.outside import around
from initiatives.reports.network.initiatives import initiative_list
from initiatives.reports.profile.looks import perspective_in
from initiatives.reports.profile.mechanisms import link_list
from initiatives.reports.profile.page import Profile, initiative_profile
from initiatives.reports.profile.places import place_of, place_words
from initiatives.reports.signals.page import signals_of
from initiatives.reports.team.people import place_in
from initiatives.reports.team.queues import to_place
from initiatives.sending import SAVED, button, held, page_with_form, saved, send, typed
from initiatives.sentences import link, said

PROPOSED_AGAIN = _("Opnieuw voorgesteld. Het programma kijkt mee.")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = {name: values for name, values in request.GET.lists() if name != "q"}
    chosen = WinFilter(words, onlooker=request.onlooker, page="initiatives:index")
    asked = request.GET.get("q", "").strip()
    report = initiative_list(
        chosen.initiatives(), user=request.user, words=asked, page=request.GET.get("pagina")
    )
    return render(request, "initiatives/index.html", {"report": report, "filter": chosen})


@login_not_required
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """What one reads in half a minute; the rest has pages of its own."""
    report = _profile(request, slug, "profile")
    reader = report.reader
    context = {
        "report": report,
        "place": place_in(reader),
        "around": around(reader),
        "todo": to_place(reader) if reader.is_inside else None,
        "signals": signals_of(reader) if reader.is_inside else None,
        # whoever is in its team reads of it every week anyway
        "follow": None if reader.is_in_the_team else follow_button(request.user, report.initiative),
        "still": reader.sees_here(StillQuestion).confirmed().first(),
    }
    return render_page(request, "initiatives/profile.html", context, fragment="initiatives/_profile.html")


@login_not_required
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """All small wins on the winding path, and what drove them."""
    context = {"report": _profile(request, slug, "path")}
    return render_page(request, "initiatives/path.html", context, fragment="initiatives/_path_page.html")


@login_not_required
@require_safe
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile in figures, and how much is known."""
    context = {"report": _profile(request, slug, "tables")}
    return render_page(request, "initiatives/tables.html", context, fragment="initiatives/_tables_page.html")


@login_not_required
@require_safe
def place(request: HttpRequest, slug: str, ray: str, level: str) -> HttpResponse:
    """One place of the rose; for htmx the card alone."""
    report = _profile(request, slug, "profile")
    if ray not in RAYS or level not in Level.values:
        raise Http404
    chosen = WinFilter(place_words(report, ray, level), onlooker=request.onlooker, page="wins:index")
    context = {"place": place_of(report, ray, level, chosen.wins())}
    return render_page(request, "initiatives/place.html", context, fragment="initiatives/_place.html")


@login_not_required
@require_safe
def losses(request: HttpRequest, slug: str) -> HttpResponse:
    """The losses that the reader may know: the page that every number of losses opens."""
    report = loss_list(
        _reader(request, slug),
        period=Period.asked(request.GET.get("periode", "")),
        words=request.GET,
        page=request.GET.get("pagina"),
    )
    return render(request, "initiatives/losses.html", {"report": report})


@login_not_required
@require_safe
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links between wins: the page that every number of links opens."""
    report = link_list(
        _reader(request, slug),
        period=Period.asked(request.GET.get("periode", "")),
        perspective=perspective_in(request.GET.get("vanuit", "")),
        words=request.GET,
        page=request.GET.get("pagina"),
    )
    return render(request, "initiatives/links.html", {"report": report})


@page_with_form
def propose(request: HttpRequest) -> HttpResponse:
    """A new initiative, led by whoever proposes it. `?vraagstuk=`: on this question, with what others did on it first."""
    challenge = request.onlooker.challenges.filter(
        slug=request.GET.get("vraagstuk", "").replace("\0", "")
    ).first()
    form = ProposalForm(typed(request), onlooker=request.onlooker, challenge=challenge)
    context = {"tried": tried(challenge, request.onlooker) if challenge else None}
    return send(
        request, form, "initiatives/propose.html", context, to=Initiative.get_absolute_url, says=_proposed
    )


def _proposed(initiative: Initiative) -> SafeString:
    return said(
        gettext(
            "Het staat er, en jij bent de trekker. Het programma kijkt mee. %(partners)s, dan kan het gepubliceerd worden."
        ),
        partners=link(address("partnerships:add", initiative.slug), gettext("Voeg je partners toe")),
    )


@page_with_form
def propose_again(request: HttpRequest, slug: str) -> HttpResponse:
    """A proposal that the staff declined, with their word. Its team changes it and proposes it again."""
    theirs = Initiative.objects.proposed_in_team_of(request.user)
    initiative = get_object_or_404(held(request, theirs), slug=slug)
    words = typed(request)
    if words is None and not initiative.declined_at:  # a colleague was first
        return redirect(initiative)
    form = ProposedAgainForm(words, initiative=initiative, by=request.user)
    context = {"initiative": initiative}
    says = SAVED if initiative.admitted_at else PROPOSED_AGAIN
    return send(request, form, "initiatives/propose_again.html", context, to=initiative, says=says)


@button
def put_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """A no that the team leaves at that for now. It is still to be found at the account of each of them."""
    theirs = Initiative.objects.proposed_in_team_of(request.user).declined()
    get_object_or_404(held(request, theirs), slug=slug).put_aside(by=request.user)
    return saved(request, "home", _("Opzijgelegd. Je vindt het voorstel nog bij Mijn account."))


@page_with_form
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The name, the text and the facts, for those who let people into the team."""
    mine = Initiative.objects.managed_by(request.user)
    initiative = get_object_or_404(held(request, mine), slug=slug)
    form = InitiativeFactsForm(typed(request), initiative=initiative, by=request.user)
    return send(request, form, "initiatives/edit.html", {"initiative": initiative}, to=initiative)


def _profile(request: HttpRequest, slug: str, room: str) -> Profile:
    """The profile as the address asks to look at it, on one of its pages."""
    return initiative_profile(
        _reader(request, slug),
        period=Period.asked_in_years(request.GET.get("periode", "")),
        page=request.GET.get("pad"),
        perspective=perspective_in(request.GET.get("vanuit", "")),
        beside=Period.asked_in_years(request.GET.get("naast", "")),
        room=f"initiatives:{room}",
    )


def _reader(request: HttpRequest, slug: str) -> Reader:
    return Reader(request.user, get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug))
