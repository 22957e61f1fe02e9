"""A spreadsheet is a zip: what may come out of it is looked at before anything is unpacked."""

import io
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_UNPACKED = 25 * 2**20
MOST_TIMES = 200  # as large as it is in the zip; ordinary sheets stay under 30
MOST_PARTS = 1000
IS_ODS, IS_XLSX = "content.xml", "xl/workbook.xml"
MACROS = ("xl/vbaProject.bin", "Basic/script-lc.xml")

BOMB = _("Dit bestand wordt te groot als we het uitpakken. Bewaar alleen de tabel in een nieuw bestand.")
LOCKED = _("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord.")
HAS_MACROS = _("In dit bestand zitten macro’s. Bewaar het als gewoon Excel-bestand (.xlsx), zonder macro’s.")
NO_SHEET = _("Dit is een ingepakt bestand, en geen Excel of ODS. Bewaar de tabel als .xlsx, .ods of .csv.")


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, once it is known what comes out of it. Raises ValidationError, or whatever `zipfile` says of a broken one.

    `zipfile` never unpacks more of a part than the part says, so what they say together is the most there is.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts) or _is_locked_ods(archive, names):
        raise ValidationError(LOCKED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(BOMB)
    if any(part.file_size > 2**20 and part.file_size > part.compress_size * MOST_TIMES for part in parts):
        raise ValidationError(BOMB)
    if names.intersection(MACROS):
        raise ValidationError(HAS_MACROS)
    if not names.intersection({IS_ODS, IS_XLSX}):
        raise ValidationError(NO_SHEET)
    return archive


def _is_locked_ods(archive: zipfile.ZipFile, names: set[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in names or archive.getinfo(manifest).file_size > 2**20:
        return False
    return b"encryption-data" in archive.read(manifest)
