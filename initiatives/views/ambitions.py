"""Where an initiative wants to go. Whoever reads the initiative reads the choices; those who work on it make them."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.forms.ambitions import AgreementForm, ChoiceForm, DreamForm, MeaningForm
from initiatives.lenses import Direction, ScalingType
from initiatives.models import Ambition, Initiative
from initiatives.reports.mirror.ambitions import ambitions_page
from initiatives.typed import forget_typed, sent_or_typed

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    page = ambitions_page(initiative, user=request.user)
    return render(request, "ambitions/index.html", {"page": page, "initiative": initiative})


@page_with_form
def choose(request: HttpRequest, slug, ray) -> HttpResponse:
    """Yes, later or deliberately not, for one type or direction."""
    initiative, word = _own_initiative(request, slug), _ray(ray)
    now = Ambition.objects.filter(initiative=initiative, ray=ray).order_by("-decided_at", "-pk").first()
    form = ChoiceForm(sent_or_typed(request), now=now)
    if request.method == "POST" and form.is_valid():
        form.save(initiative, ray, by=request.user)
        return _saved(request, slug, ray)
    return _form_page(request, "ambitions/choose.html", form, initiative=initiative, ray=word)


@page_with_form
def dream(request: HttpRequest, slug) -> HttpResponse:
    initiative = _own_initiative(request, slug)
    form = DreamForm(sent_or_typed(request), initiative=initiative)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _saved(request, slug, "droom")
    return _form_page(request, "ambitions/dream.html", form, initiative=initiative)


@page_with_form
def mean(request: HttpRequest, slug) -> HttpResponse:
    """What scaling means here; another text is a new version."""
    initiative = _own_initiative(request, slug)
    now = initiative.meanings.first()
    form = MeaningForm(sent_or_typed(request), now=now)
    if request.method == "POST" and form.is_valid():
        form.save(initiative, by=request.user)
        return _saved(request, slug, "betekenis")
    return _form_page(request, "ambitions/mean.html", form, initiative=initiative, now=now)


@page_with_form
def agree(request: HttpRequest, slug, partnership) -> HttpResponse:
    """Whether one partner shares what scaling means here."""
    initiative = _own_initiative(request, slug)
    meaning = initiative.meanings.first()
    if meaning is None:
        raise Http404
    row = get_object_or_404(initiative.partnerships.select_related("partner"), pk=partnership)
    said = meaning.answers.filter(partnership=row).first()
    form = AgreementForm(sent_or_typed(request), meaning=meaning, said=said)
    if request.method == "POST" and form.is_valid():
        form.save(row, by=request.user)
        return _saved(request, slug, "betekenis")
    context = {"initiative": initiative, "meaning": meaning, "partner": row.partner}
    return _form_page(request, "ambitions/agree.html", form, **context)


def _own_initiative(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _ray(code: str) -> ScalingType | Direction:
    for words in (ScalingType, Direction):
        if code in words.values:
            return words(code)
    raise Http404


def _saved(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    forget_typed(request)
    return redirect(f"{reverse('ambitions:index', args=[slug])}#{place}")


def _form_page(request: HttpRequest, template: str, form, **context) -> HttpResponse:
    """The page with its form; refused, it comes back in full."""
    refused = HTTPStatus.CONFLICT if getattr(form, "has_conflict", False) else HTTPStatus.UNPROCESSABLE_ENTITY
    status = refused if request.method == "POST" else HTTPStatus.OK
    context |= {"form": form, "was_typed_before": request.method != "POST" and form.is_bound}
    return render(request, template, context, status=status)
