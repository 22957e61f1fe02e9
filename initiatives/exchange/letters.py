"""Mail about teams: plain text, in the language of its receiver. Opening a link in it changes nothing."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from initiatives.language import spoken_here
from initiatives.lenses import MembershipRole
from initiatives.links import for_others
from initiatives.models import (
    Initiative,
    InitiativeLink,
    Introduction,
    Invitation,
    MembershipRequest,
    User,
    WinLink,
)
from initiatives.models.introductions import SIDES
from initiatives.models.teams import who_decides, who_manages, who_proposed

log = logging.getLogger(__name__)

A_LETTER_A_DAY = 24 * 60 * 60


def invite_by_mail(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Mail the invitation, and say so on the next page. It is kept already, also where the mail server refuses the letter."""
    address = for_others(request, reverse("invitations:accept", args=[token]))
    if send_invitation(invitation, address=address, language=spoken_here()):
        said = gettext("De uitnodiging is verstuurd aan %(email)s.")
        messages.success(request, said % {"email": invitation.email})
    else:
        said = gettext(
            "De mail aan %(email)s kon niet weg. De uitnodiging staat klaar: kies straks “Stuur opnieuw”."
        )
        messages.error(request, said % {"email": invitation.email})


def send_invitation(invitation: Invitation, *, address: str, language: str) -> bool:
    """Invite by mail. In: the whole address of the page to accept on, and the sender's language.

    Out: whether the mail server took it. A stranger gets a line in the other language, too.
    """
    known = User.objects.filter(email__iexact=invitation.email).values_list("language", flat=True).first()
    other = {"nl": "en", "en": "nl"}[language]
    words = {"invitation": invitation, "address": address, "also_in": "" if known else other}
    return _send("invitation", invitation.email, known or language, **words)


def send_request(request: MembershipRequest, *, address: str) -> None:
    """Tell those who let people in that somebody asks to join. In: the whole address of the team's page."""
    for person in _who_answers(request):
        _send("request", person.email, person.language, request=request, address=address)


def send_welcome(request: MembershipRequest, *, address: str) -> None:
    """Tell the asker that they are in. In: the whole address of the initiative."""
    _send("welcome", request.user.email, request.user.language, request=request, address=address)


def send_opening_question(initiative: Initiative, *, wins: int, by: User, address: str) -> bool:
    """Ask the team whether everyone may read what it told. In: how many wins, and the whole address of the page.

    Out: whether the mail server took a letter. It goes to the leads; where there are none, to everybody in the team.
    """
    sent = [
        _send("opening", to.email, to.language, initiative=initiative, wins=wins, by=by, address=address)
        for to in who_decides(initiative)
    ]
    return any(sent)


def send_declined(initiative: Initiative, *, address: str) -> bool:
    """Tell the proposer why the staff did not take it up. In: the whole address of the page to propose it again on."""
    return _to_proposer("declined", initiative, address)


def send_admitted(initiative: Initiative, *, address: str) -> bool:
    """Tell the proposer that it is in, and their role. In: the whole address of the initiative."""
    return _to_proposer("admitted", initiative, address)


def _to_proposer(letter: str, initiative: Initiative, address: str) -> bool:
    """Out: whether the mail server took a letter."""
    sent = []
    for to in who_proposed(initiative):
        membership = initiative.memberships.filter(user=to).first()
        words = {"initiative": initiative, "membership": membership, "address": address}
        sent.append(_send(letter, to.email, to.language, **words))
    return any(sent)


def ask_team_by_mail(request: HttpRequest, link: WinLink | InitiativeLink) -> None:
    """Ask a team whether what another team says is so: of two wins, or of the two initiatives.

    One letter a day, however much comes in. One that could not go does not count.
    """
    mailed = f"asked-about-links-{link.asked_id}"
    if cache.add(mailed, "mailed", A_LETTER_A_DAY):
        page = reverse("arrivals:index", args=[link.asked.slug])
        words = {"link": link, "address": for_others(request, f"{page}#gevraagd")}
        letter = "tie" if isinstance(link, WinLink) else "belonging"
        sent = [_send(letter, to.email, to.language, **words) for to in who_decides(link.asked)]
        if not any(sent):
            cache.delete(mailed)


def introduce_by_mail(request: HttpRequest, introduction: Introduction) -> None:
    """Ask both sides whether they want to meet; once they agree, give each the names and addresses of the other.

    Says on the next page which team could not be reached. The question is on their first page anyway.
    """
    address = for_others(request, introduction.get_absolute_url())
    is_agreed = introduction.is_agreed
    people = {side: list(introduction.people_of(side)) for side in SIDES} if is_agreed else {}
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        words = {"introduction": introduction, "mine": introduction.of(side), "address": address}
        words |= {"theirs": introduction.of(other), "people": people.get(other, [])}
        to = people[side] if is_agreed else _who_is_asked(introduction, side)
        letter = "introduced" if is_agreed else "introduction"
        sent = [_send(letter, person.email, person.language, **words) for person in to]
        if sent and not any(sent):
            messages.error(request, _not_mailed(introduction.of(side), is_agreed=is_agreed))


def _who_is_asked(introduction: Introduction, side: str) -> list[User]:
    """Who decides there, without the proposer: they know already."""
    return list(who_decides(introduction.of(side)).exclude(pk=introduction.proposed_by_id))


def _not_mailed(initiative: Initiative, *, is_agreed: bool) -> str:
    said = (
        gettext(
            "De mail aan het team van “%(title)s” kon niet weg. Op deze pagina lezen ze jullie namen ook."
        )
        if is_agreed
        else gettext(
            "De mail aan het team van “%(title)s” kon niet weg. De vraag staat wel op hun eerste pagina."
        )
    )
    return said % {"title": initiative.title}


def _who_answers(request: MembershipRequest):
    """The leads; where a team has none, everybody who may let people in."""
    managers = who_manages(request.initiative)
    leads = managers.filter(
        memberships__initiative=request.initiative_id, memberships__role=MembershipRole.LEAD
    )
    return leads or managers


def _send(letter: str, to: str, language: str, **words) -> bool:
    words["SITE_NAME"] = settings.SITE_NAME
    with translation.override(language):
        subject = render_to_string(f"teams/email/{letter}_subject.txt", words)
        body = render_to_string(f"teams/email/{letter}_message.txt", words)
    message = EmailMessage(" ".join(subject.split()), body, to=[to])
    try:
        message.send()
    except (SMTPException, OSError) as trouble:
        log.warning("a letter could not be sent: %s", type(trouble).__name__)
        return False
    return True
