"""Sending the letters that wait, one by one. A letter that was sent twice because a worker stopped in between is one to a mailbox: it has the same number."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from initiatives.lenses import LetterTrouble
from initiatives.models import Letter

log = logging.getLogger(__name__)

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
        send_one(letter)
    return tried


def _next() -> Letter | None:
    with transaction.atomic():
        letter = Letter.objects.due().select_for_update(skip_locked=True, no_key=True).first()
        if letter:
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
    message = EmailMessage(letter.subject, letter.body, to=[letter.to], headers=_heads(letter))
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


def _heads(letter: Letter) -> dict[str, str]:
    """`Auto-Submitted`: no machine answers it with "I am on leave"."""
    host = urlsplit(settings.SITE_ADDRESS).hostname or "vliegwiel.invalid"
    return {"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
