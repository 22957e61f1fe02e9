"""Mail about teams: plain text, in the language of its receiver. Opening a link in it changes nothing.

Each letter is a row, written in the transaction of what it is about; `post.py` sends it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext

from initiatives.exchange.periodic_letters import PeriodicLetter
from initiatives.language import spoken_here
from initiatives.lenses import LetterKind, MembershipRole
from initiatives.links import for_others
from initiatives.models import (
    Initiative,
    InitiativeLink,
    Introduction,
    Invitation,
    Letter,
    MembershipRequest,
    Programme,
    User,
    WinLink,
)
from initiatives.models.introductions import SIDES
from initiatives.models.teams import who_decides, who_manages, who_proposed

A_LETTER_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Addressee:
    """Somebody who may have no account yet."""

    email: str
    language: str
    user: User | None


def invite_by_mail(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Mail the invitation, and say so on the next page."""
    address = for_others(request, reverse("invitations:accept", args=[token]))
    send_invitation(invitation, address=address, language=spoken_here())
    said = gettext("De uitnodiging gaat nu naar %(email)s.")
    messages.success(request, said % {"email": invitation.email})


def send_invitation(invitation: Invitation, *, address: str, language: str) -> None:
    """Invite by mail. In: the whole address of the page to accept on, and the sender's language.

    A stranger gets a line in the other language, too.
    """
    known = User.objects.filter(email__iexact=invitation.email).first()
    other = {"nl": "en", "en": "nl"}[language]
    words = {"invitation": invitation, "address": address, "also_in": "" if known else other}
    to = Addressee(invitation.email, known.language if known else language, known)
    _write(LetterKind.INVITATION, to, invitation.initiative, **words)


def send_request(request: MembershipRequest, *, address: str) -> None:
    """Tell those who let people in that somebody asks to join. In: the whole address of the team's page."""
    for person in _who_answers(request):
        _write(LetterKind.REQUEST, person, request.initiative, request=request, address=address)


def send_welcome(request: MembershipRequest, *, address: str) -> None:
    """Tell the asker that they are in. In: the whole address of the initiative."""
    _write(LetterKind.WELCOME, request.user, request.initiative, request=request, address=address)


def send_opening_question(initiative: Initiative, *, wins: int, by: User, address: str) -> None:
    """Ask the team whether everyone may read what it told. In: how many wins, and the whole address of the page.

    It goes to the leads; where there are none, to everybody in the team.
    """
    for to in who_decides(initiative):
        _write(LetterKind.OPENING, to, initiative, initiative=initiative, wins=wins, by=by, address=address)


def send_declined(initiative: Initiative, *, address: str) -> None:
    """Tell the proposer why the staff did not take it up. In: the whole address of the page to propose it again on."""
    _to_proposer(LetterKind.DECLINED, initiative, address)


def send_admitted(initiative: Initiative, *, address: str) -> None:
    """Tell the proposer that it is in, and their role. In: the whole address of the initiative."""
    _to_proposer(LetterKind.ADMITTED, initiative, address)


def _to_proposer(kind: LetterKind, initiative: Initiative, address: str) -> None:
    for to in who_proposed(initiative):
        membership = initiative.memberships.filter(user=to).first()
        _write(kind, to, initiative, initiative=initiative, membership=membership, address=address)


def ask_team_by_mail(request: HttpRequest, link: WinLink | InitiativeLink) -> None:
    """Ask a team whether what another team says is so: of two wins, or of the two initiatives.

    One letter a day, however much comes in.
    """
    if cache.add(f"asked-about-links-{link.asked_id}", "mailed", A_LETTER_A_DAY):
        page = reverse("arrivals:index", args=[link.asked.slug])
        words = {"link": link, "address": for_others(request, f"{page}#gevraagd")}
        kind = LetterKind.TIE if isinstance(link, WinLink) else LetterKind.BELONGING
        for to in who_decides(link.asked):
            _write(kind, to, link.asked, **words)


def introduce_by_mail(request: HttpRequest, introduction: Introduction) -> None:
    """Ask both sides whether they want to meet; once they agree, give each the names and addresses of the other."""
    address = for_others(request, introduction.get_absolute_url())
    is_agreed = introduction.is_agreed
    people = {side: list(introduction.people_of(side)) for side in SIDES} if is_agreed else {}
    kind = LetterKind.INTRODUCED if is_agreed else LetterKind.INTRODUCTION
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        words = {"introduction": introduction, "mine": introduction.of(side), "address": address}
        words |= {"theirs": introduction.of(other), "people": people.get(other, [])}
        for person in people[side] if is_agreed else _who_is_asked(introduction, side):
            _write(kind, person, introduction.of(side), **words)


def _who_is_asked(introduction: Introduction, side: str) -> list[User]:
    """Who decides there, without the proposer: they know already."""
    return list(who_decides(introduction.of(side)).exclude(pk=introduction.proposed_by_id))


def _who_answers(request: MembershipRequest):
    """The leads; where a team has none, everybody who may let people in."""
    managers = who_manages(request.initiative)
    leads = managers.filter(
        memberships__initiative=request.initiative_id, memberships__role=MembershipRole.LEAD
    )
    return leads or managers


def _write(kind: LetterKind, to: "User | Addressee", about: Initiative, **words) -> None:
    """Write a letter, in the language of its reader. In: the initiative that it is about, and what its text names."""
    reader = to if isinstance(to, User) else to.user
    if reader and reader.mail_off.filter(kind=kind).exists():
        return
    words["SITE_NAME"] = settings.SITE_NAME
    with translation.override(to.language):
        subject = render_to_string(f"teams/email/{kind}_subject.txt", words)
        body = render_to_string(f"teams/email/{kind}_message.txt", words)
    site = _site_of(words["address"])
    _keep(
        kind,
        about.programme_id,
        reader,
        email=to.email,
        language=to.language,
        subject=subject,
        body=body,
        site=site,
    )


def keep_periodic(letter: PeriodicLetter) -> None:
    """Keep a letter that nobody's act caused. It is about the programme that the site is for."""
    to, kind = letter.to, LetterKind(letter.kind)
    programme, site = Programme.objects.of_the_site().pk, settings.SITE_ADDRESS
    said = {"subject": letter.subject, "body": letter.body}
    _keep(kind, programme, to, email=to.email, language=to.language, site=site, **said)


def _keep(kind: LetterKind, programme: int, reader: User | None, *, subject: str, **said: str) -> None:
    longest = Letter._meta.get_field("subject").max_length
    line = Truncator(" ".join(subject.split())).chars(longest)
    Letter.objects.create(
        kind=kind, programme_id=programme, reader=reader, to=said.pop("email"), subject=line, **said
    )


def _site_of(address: str) -> str:
    """Where the site stands, of an address on it; a worker has no request that says so."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
