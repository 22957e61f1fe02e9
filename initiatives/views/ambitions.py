"""Ambitions of an initiative. Readers of the initiative read the choices; people who work on it make them."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.forms.ambitions import AgreementForm, ChoiceForm, DreamForm, MeaningForm
from initiatives.lenses import Direction, ScalingType
from initiatives.models import Ambition, Initiative, Reader
from initiatives.reports.mirror.ambitions import ambitions_page
from initiatives.sending import held, page_with_form, send, typed


@login_not_required
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    page = ambitions_page(Reader(request.user, initiative))
    return render(request, "ambitions/index.html", {"page": page, "initiative": initiative})


@page_with_form
def choose(request: HttpRequest, slug, ray) -> HttpResponse:
    """Yes, later or deliberately not, for one type or direction."""
    initiative, word = _held_initiative(request, slug), _ray_or_404(ray)
    now = Ambition.objects.filter(initiative=initiative, ray=ray).order_by("-decided_at", "-pk").first()
    form = ChoiceForm(typed(request), now=now, by=request.user)
    context = {"initiative": initiative, "ray": word}
    save = partial(form.save, initiative, ray)
    return send(request, form, "ambitions/choose.html", context, save=save, to=_place(slug, ray))


@page_with_form
def dream(request: HttpRequest, slug) -> HttpResponse:
    initiative = _held_initiative(request, slug)
    form = DreamForm(typed(request), initiative=initiative, by=request.user)
    context = {"initiative": initiative}
    return send(request, form, "ambitions/dream.html", context, save=form.save, to=_place(slug, "droom"))


@page_with_form
def mean(request: HttpRequest, slug) -> HttpResponse:
    """Write the meaning of scaling here. Another text is a new version."""
    initiative = _held_initiative(request, slug)
    now = initiative.meanings.first()
    form = MeaningForm(typed(request), now=now, by=request.user)
    save = partial(form.save, initiative)
    context = {"initiative": initiative, "now": now}
    return send(request, form, "ambitions/mean.html", context, save=save, to=_place(slug, "betekenis"))


@page_with_form
def agree(request: HttpRequest, slug, partnership) -> HttpResponse:
    """Whether one partner shares what scaling means here."""
    initiative = _held_initiative(request, slug)
    meaning = initiative.meanings.first()
    if meaning is None:
        raise Http404
    row = get_object_or_404(initiative.partnerships.taking_part().select_related("partner"), pk=partnership)
    said = meaning.answers.filter(partnership=row).first()
    form = AgreementForm(typed(request), meaning=meaning, said=said, by=request.user)
    context = {"initiative": initiative, "meaning": meaning, "partner": row.partner}
    save = partial(form.save, row)
    return send(request, form, "ambitions/agree.html", context, save=save, to=_place(slug, "betekenis"))


def _held_initiative(request: HttpRequest, slug) -> Initiative:
    """The initiative, locked while somebody saves: the rows that a form compares with hang on it."""
    return get_object_or_404(held(request, Initiative.objects.editable_by(request.user)), slug=slug)


def _ray_or_404(code: str) -> ScalingType | Direction:
    for words in (ScalingType, Direction):
        if code in words.values:
            return words(code)
    raise Http404


def _place(slug: str, name: str) -> str:
    return f"{reverse('ambitions:index', args=[slug])}#{name}"
