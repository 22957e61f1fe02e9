"""A spreadsheet in the open document format (ODF 1.3), of cells of text and numbers and nothing else.

No library for it is well kept (decision 0269), and the part that we need is small: three files in a zip.
"""

import re
import zipfile
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet>
"""
FOOT = "</office:spreadsheet></office:body></office:document-content>\n"
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MANY_SPACES = re.compile("^ +| {2,}| +$")


def write_ods(sheets: dict[str, Iterable[list[str | int | float]]], file: IO[bytes]) -> None:
    """Writes the sheets by their names, row by row."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED
        )  # first, and as it is: so the format asks
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        with archive.open("content.xml", "w") as content:
            content.write(HEAD.encode())
            for name, rows in sheets.items():
                content.write(f"<table:table table:name={quoteattr(name)}>\n".encode())
                for row in rows:
                    content.write(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>\n".encode())
                content.write(b"</table:table>\n")
            content.write(FOOT.encode())


def _cell(held: str | float) -> str:
    if held == "":
        return "<table:table-cell/>"
    if not isinstance(held, str):
        return f'<table:table-cell office:value-type="float" office:value="{held}"><text:p>{held}</text:p></table:table-cell>'
    lines = "".join(
        f"<text:p>{_line(line)}</text:p>" for line in NOT_IN_XML.sub("", held).splitlines() or [""]
    )
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _line(text: str) -> str:
    """One line. The format reads several spaces as one, and a tab as a space, unless it is told."""
    spaced = MANY_SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(text))
    return spaced.replace("\t", "<text:tab/>")
