"""Sending the letters that wait, one by one. A letter that was sent twice because a worker stopped in between is one to a mailbox: it has the same number."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from initiatives.lenses import LetterKind, LetterTrouble
from initiatives.models import Letter
from initiatives.models.letters import word_to_stop

log = logging.getLogger(__name__)

LINE = "―" * 12
FOR_GOOD = 500  # from here on a mail server says no, not: later
UNKNOWN_HERE = range(550, 560)  # a mailbox that is not there, or takes nothing


def deliver(*, most: int = 100) -> int:
    """Send letters that are due. Out: how many were tried.

    Each is taken in hand in one transaction and sent after it: no row is held while a mail server thinks, and who is killed leaves a letter that
    another one sends some minutes later.
    """
    tried = 0
    while tried < most and (letter := _next()):
        tried += 1
        try:
            send_one(letter)
        except Exception:  # it stays in hand for some minutes; the others do not wait for it
            log.exception("a letter could not be sent (try %s)", letter.tries)
    return tried


def _next() -> Letter | None:
    with transaction.atomic():
        letter = Letter.objects.due().select_for_update(of=("self",), skip_locked=True, no_key=True).first()
        if letter is None:
            return None
        # Another worker may have begun a bundle for this reader in between: then this one waits for the next round.
        if not letter.is_mine_to_bundle() or not Letter.objects.due().filter(pk=letter.pk).exists():
            return None
        letter.take_in_hand()
    return letter


def send_one(letter: Letter) -> None:
    """Hand it to the mail server, and write down what came of it."""
    trouble = _handed_over(letter)
    if trouble is None:
        letter.went()
        return
    log.warning("a letter could not be sent: %s (try %s)", trouble, letter.tries)
    letter.did_not_go(trouble)


def _handed_over(letter: Letter) -> LetterTrouble | None:
    subject, body = as_one(letter)
    message = EmailMessage(subject, body, to=[letter.to], headers=_heads(letter))
    try:
        message.connection = get_connection()
        message.send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        is_final = codes and all(code in UNKNOWN_HERE for code in codes)
        return LetterTrouble.REFUSED if is_final else LetterTrouble.BUSY
    except SMTPResponseException as answered:
        return LetterTrouble.BUSY if answered.smtp_code < FOR_GOOD else LetterTrouble.UNREACHABLE
    except (SMTPException, OSError):
        return LetterTrouble.UNREACHABLE
    return None


def as_one(letter: Letter) -> tuple[str, str]:
    """The subject and the text of the mail: of one letter its own, of several what they are about and then each of them."""
    letters = letter.all_of_it()
    with translation.override(letter.language):
        if len(letters) == 1:
            subject, body = letter.subject, letter.body
        else:
            subject = ngettext("%(n)s ding wacht op je", "%(n)s dingen wachten op je", len(letters))
            subject %= {"n": len(letters)}
            lines = "\n".join(f"- {each.subject}" for each in letters)
            body = "\n\n".join([lines, *(f"{LINE}\n\n{each.body.strip()}" for each in letters)])
        whys = "\n\n".join(_why(each) for each in {each.kind: each for each in letters}.values())
        return subject, f"{body.rstrip()}\n\n-- \n{whys}\n"


def _why(letter: Letter) -> str:
    """Why its reader gets it, and how it stops."""
    why = gettext("Je krijgt deze mail van %(site)s, omdat: %(why)s.")
    said = why % {"site": settings.SITE_NAME, "why": LetterKind(letter.kind).explanation}
    if stop := _stop_address(letter):
        said += "\n" + gettext("Liever niet meer? Zet het hier uit, inloggen hoeft niet: %(stop)s") % {
            "stop": stop
        }
    return said


def _stop_address(letter: Letter) -> str:
    """Where its reader stops this kind of mail; empty for what answers to what they asked."""
    if not letter.is_bundle or not letter.site:
        return ""
    return letter.site + reverse("mail:stop", args=[word_to_stop(letter.reader_id, letter.kind)])


def _heads(letter: Letter) -> dict[str, str]:
    """`Auto-Submitted`: no machine answers it with "I am on leave". `List-Unsubscribe`: the button of the mailbox (RFC 8058)."""
    host = urlsplit(letter.site or settings.SITE_ADDRESS).hostname or "vliegwiel.invalid"
    heads = {"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if stop := _stop_address(letter):
        heads |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return heads
