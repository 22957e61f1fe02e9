"""From a file, or from pasted text, to sheets of text cells. Whatever it is that came in: sheets, or one sentence.

What a file is follows from what is in it, never from its name.
"""

import logging

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.imports.files.ods import read_ods
from initiatives.exchange.imports.files.sheets import MOST_BYTES, BroughtSheet
from initiatives.exchange.imports.files.texts import decoded, read_text
from initiatives.exchange.imports.files.xlsx import read_xlsx
from initiatives.exchange.imports.files.zips import IS_ODS, opened

log = logging.getLogger(__name__)
EMPTY = _("Dit bestand is leeg.")
TOO_BIG = _("Dit bestand is groter dan %(most)s MB. Haal het uit elkaar in kleinere bestanden.")
BROKEN = _(
    "Dit bestand kunnen we niet lezen. Open het in Excel of LibreOffice, en bewaar het opnieuw als .xlsx."
)
WHAT_IT_IS = {
    b"%PDF": _("Dit is een PDF, ook als de naam iets anders zegt. Geef het bestand waar de tabel in staat."),
    b"{\\rtf": _("Dit is een tekstdocument en geen tabel. Plak de tabel eruit, of bewaar hem als .xlsx."),
    b"\x89PNG": _("Dit is een plaatje. Geef het bestand waar de tabel in staat."),
    b"\xff\xd8\xff": _("Dit is een plaatje. Geef het bestand waar de tabel in staat."),
    b"GIF8": _("Dit is een plaatje. Geef het bestand waar de tabel in staat."),
    b"\x1f\x8b": _("Dit is een ingepakt bestand. Pak het eerst uit."),
}
OLD_EXCEL, LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
IS_LOCKED = _("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord.")
IS_OLD = _("Dit is een oud bestand van Office (.xls of .doc). Bewaar het als .xlsx.")
IS_WEB_PAGE = _("Dit is een webpagina, ook als de naam iets anders zegt. Bewaar het in Excel als .xlsx.")


def read_file(data: bytes) -> list[BroughtSheet]:
    """The sheets of a file. Raises ValidationError with a sentence for what is no table, or one that is too large."""
    if not data.strip():
        raise ValidationError(EMPTY)
    if len(data) > MOST_BYTES:
        raise ValidationError(TOO_BIG, params={"most": MOST_BYTES // 2**20})
    _refuse_what_is_no_table(data)
    if not data.startswith(b"PK"):
        return [read_text(decoded(data), undo_guards=True)]
    try:
        archive = opened(data)
        return read_ods(archive) if IS_ODS in archive.namelist() else read_xlsx(archive, data)
    except ValidationError:
        raise
    except (
        Exception
    ) as fault:  # a library meets a file of a stranger: whatever it stumbles over is said, not shown
        log.info("a file could not be read: %s", type(fault).__name__)
        raise ValidationError(BROKEN) from fault


def _refuse_what_is_no_table(data: bytes) -> None:
    for start, sentence in WHAT_IT_IS.items():
        if data.startswith(start):
            raise ValidationError(sentence)
    if data.startswith(OLD_EXCEL):
        raise ValidationError(IS_LOCKED if LOCKED in data else IS_OLD)
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")):
        raise ValidationError(IS_WEB_PAGE)


def read_pasted(text: str) -> list[BroughtSheet]:
    """The one sheet of what somebody pasted. Raises ValidationError for nothing, or for too much."""
    return [read_text(text)]
