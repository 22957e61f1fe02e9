"""The team of an initiative: its members, invitations and requests, and leaving.

`Initiative.objects.managed_by` lets people in and out, `editable_by` reads. An act that became impossible
meanwhile gets the page with a sentence (409), or a 404 where its row is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.exchange.letters import invite_by_mail, send_request, send_welcome
from initiatives.forms.teams import AskForm, InviteForm
from initiatives.lenses import MembershipRole
from initiatives.links import for_others
from initiatives.models import Initiative, Invitation, Membership, MembershipRequest, Reader
from initiatives.reports.team.people import links_that_stay, team
from initiatives.sending import (
    ask_first,
    button,
    form_page,
    is_sent,
    page_with_form,
    saved,
    too_late,
    typed,
    word_of,
)

A_LETTER_AN_HOUR = 60 * 60  # seconds: asking, taking it back and asking again is no way to fill a mailbox


# --- Looking ----------------------------------------------------------------------------------
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    return _team_page(request, _own_initiative(request, slug))


def _team_page(request: HttpRequest, initiative: Initiative, *, refusal: str = "") -> HttpResponse:
    """The page of the team with its form to invite somebody, which keeps text that was typed before logging in."""
    context = {"team": team(Reader(request.user, initiative)), "refusal": refusal}
    if refusal:
        return too_late(request, "teams/index.html", context | {"form": InviteForm()})
    form = InviteForm(typed(request, at=reverse("teams:invite", args=[initiative.slug])))
    return form_page(request, "teams/index.html", form, context)


def _own_initiative(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _managed(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.managed_by(request.user), slug=slug)


# --- Inviting ---------------------------------------------------------------------------------
@page_with_form
def invite(request: HttpRequest, slug) -> HttpResponse:
    initiative = _managed(request, slug)
    form = InviteForm(typed(request))
    if is_sent(request) and (invited := form.try_save(initiative, by=request.user)):
        invite_by_mail(request, *invited)
        return saved(request, reverse("teams:index", args=[slug]))
    return form_page(request, "teams/invite.html", form, {"initiative": initiative})


@button
def resend(request: HttpRequest, slug, pk) -> HttpResponse:
    """A new letter with a new link; the one before stops working."""
    before = _waiting_invitation(request, slug, pk)
    role = MembershipRole(before.role)
    try:
        invited = Invitation.objects.invite(before.email, to=before.initiative, role=role, by=request.user)
    except ValidationError as refusal:
        return _team_page(request, before.initiative, refusal=refusal.messages[0])
    invite_by_mail(request, *invited)
    return redirect("teams:index", slug)


@require_POST
def revoke(request: HttpRequest, slug, pk) -> HttpResponse:
    with _gone_meanwhile():
        _waiting_invitation(request, slug, pk).revoke(by=request.user)
    messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))
    return redirect("teams:index", slug)


def _waiting_invitation(request: HttpRequest, slug, pk) -> Invitation:
    mine = Invitation.objects.editable_by(request.user).select_related("initiative")
    return get_object_or_404(mine, pk=pk, initiative__slug=slug)


@contextmanager
def _gone_meanwhile() -> Iterator[None]:
    """Turn a row that somebody else answered a moment ago into a 404."""
    try:
        yield
    except ObjectDoesNotExist as gone:
        raise Http404 from gone


# --- Who is in the team -----------------------------------------------------------------------
@require_POST
def give(request: HttpRequest, slug, pk) -> HttpResponse:
    """Make a member lead, or a lead member again."""
    membership = _managed_membership(request, slug, pk)
    if (role := word_of(request, "role")) not in MembershipRole.values:
        raise Http404
    try:
        membership.give(MembershipRole(role))
    except ValidationError as refusal:
        return _team_page(request, membership.initiative, refusal=refusal.messages[0])
    said = _("%(name)s is nu %(role)s.") % {"name": membership.user, "role": membership.get_role_display()}
    messages.success(request, said)
    return redirect("teams:index", slug)


@page_with_form
def remove(request: HttpRequest, slug, pk) -> HttpResponse:
    membership = _managed_membership(request, slug, pk)
    return _end(request, membership, "teams/remove.html", said=_("%(name)s zit niet meer in het team."))


@page_with_form
def leave(request: HttpRequest, slug) -> HttpResponse:
    own = request.user.memberships.select_related("initiative", "user")
    membership = get_object_or_404(own, initiative__slug=slug)
    return _end(request, membership, "teams/leave.html", said=_("Je zit niet meer in dit team."))


def _end(request: HttpRequest, membership: Membership, page: str, *, said: str) -> HttpResponse:
    """Ask first and say what ends; end the membership; lead on to a page that the user may still read."""
    context = {"membership": membership, "links": links_that_stay(membership, user=request.user)}
    end, said = partial(membership.end, by=request.user), said % {"name": membership.user}
    try:
        return ask_first(
            request, page, context, do=end, to=lambda _ended: _still_open(request, membership), says=said
        )
    except ValidationError as refusal:
        return _team_page(request, membership.initiative, refusal=refusal.messages[0])


def _still_open(request: HttpRequest, membership: Membership) -> str:
    initiative = membership.initiative
    if Initiative.objects.editable_by(request.user).contains(initiative):
        return reverse("teams:index", args=[initiative.slug])
    may_look = Initiative.objects.visible_to(request.user).contains(initiative)
    return initiative.get_absolute_url() if may_look else reverse("home")


def _managed_membership(request: HttpRequest, slug, pk) -> Membership:
    managed = Membership.objects.editable_by(request.user).select_related("initiative", "user")
    return get_object_or_404(managed, pk=pk, initiative__slug=slug)


# --- Asking to join ---------------------------------------------------------------------------
@page_with_form
def ask(request: HttpRequest, slug) -> HttpResponse:
    """Ask to join a team. An earlier request of the user is on the same page."""
    initiative = _to_join(request, slug)
    form = AskForm(typed(request))
    if is_sent(request) and (asked := form.try_save(initiative, by=request.user)):
        _tell_the_team(request, *asked)
        return saved(request, request.path, _("Je vraag ligt nu bij het team."))
    mine = initiative.membership_requests.filter(user=request.user)
    context = {
        "initiative": initiative,
        "asked": mine.waiting().first(),
        "declined": mine.order_by("-declined_at").filter(declined_at__isnull=False).first(),
    }
    return form_page(request, "teams/ask.html", form, context)


@require_POST
def take_back(request: HttpRequest, slug) -> HttpResponse:
    initiative = _to_join(request, slug)
    get_object_or_404(request.user.membership_requests.waiting(), initiative=initiative).delete()
    messages.success(request, _("Je hebt je vraag teruggenomen."))
    return redirect(initiative)


@button
def accept(request: HttpRequest, slug, pk) -> HttpResponse:
    """Let the asker in."""
    asked = _open_request(request, slug, pk)
    with _gone_meanwhile():
        asked.accept(by=request.user)
    send_welcome(asked, address=for_others(request, asked.initiative.get_absolute_url()))
    messages.success(request, _("%(name)s zit nu in het team.") % {"name": asked.user})
    return redirect("teams:index", slug)


@require_POST
def decline(request: HttpRequest, slug, pk) -> HttpResponse:
    asked = _open_request(request, slug, pk)
    with _gone_meanwhile():
        asked.decline(by=request.user)
    messages.success(request, _("De vraag van %(name)s is afgewezen.") % {"name": asked.user})
    return redirect("teams:index", slug)


def _to_join(request: HttpRequest, slug) -> Initiative:
    """An initiative that the reader may see without being in its team."""
    others = Initiative.objects.visible_to(request.user).exclude(memberships__user=request.user)
    return get_object_or_404(others, slug=slug)


def _open_request(request: HttpRequest, slug, pk) -> MembershipRequest:
    mine = MembershipRequest.objects.editable_by(request.user).filter(user__is_active=True)
    return get_object_or_404(mine.select_related("initiative", "user"), pk=pk, initiative__slug=slug)


def _tell_the_team(request: HttpRequest, asked: MembershipRequest, is_new: bool) -> None:
    key = f"asked-to-join-{asked.initiative_id}-{asked.user_id}"
    if is_new and cache.add(key, "mailed", A_LETTER_AN_HOUR):
        page = reverse("teams:index", args=[asked.initiative.slug])
        send_request(asked, address=for_others(request, page))
