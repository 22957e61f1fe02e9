"""The open data: the whole public set as one file, and its description for catalogues (DCAT-AP-NL 3.0)."""

import zipfile
from collections.abc import Callable, Iterator
from io import RawIOBase

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.exchange.exports.files import LICENCE_URL, Taken, csv_bytes, lines_of_csv, open_rights
from initiatives.exchange.exports.tables import TABLES
from initiatives.links import address
from initiatives.models import Onlooker
from initiatives.reports.filter.wins import WinFilter

READ_ME, COLUMNS = "LEESMIJ.txt", "kolommen.csv"
AS_HEAD = [["table", "name", "label", "about", "codes"]]


# ------------------------------------------------------------------ the file
class Outlet(RawIOBase):
    """A file that hands on what is written to it, so that an archive goes out while it is made."""

    def __init__(self):
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def everything(visitor: Onlooker, whole: Callable[[str], str]) -> dict[str, Taken]:
    """Every table as a visitor knows it. In: `whole`, which makes a path an address for others."""
    return {
        name: Taken(table, WinFilter({}, onlooker=visitor, page=table.page), whole(address(table.page)))
        for name, table in TABLES.items()
    }


def whole_set(tables: dict[str, Taken], page: str) -> Iterator[bytes]:
    """The archive, table by table. In: `page`, the address where it is explained."""
    files = {
        READ_ME: iter([read_me(page).encode()]),
        COLUMNS: lines_of_csv(AS_HEAD, explained(tables)),
        **{f"{name}.csv": csv_bytes(taken) for name, taken in tables.items()},
    }
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files.items():
            with archive.open(zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6]), "w") as file:
                for piece in pieces:
                    file.write(piece)
                    if len(outlet.pieces) > 1:
                        yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()


def explained(tables: dict[str, Taken]) -> Iterator[list[str]]:
    """The columns of all tables, with what each code means."""
    for name, taken in tables.items():
        for each in taken.columns:
            codes = " | ".join(f"{code}: {label}" for code, label in each.choices)
            yield [name, each.name, str(each.label), str(each.about), codes]


def read_me(page: str) -> str:
    words = {
        "site": settings.SITE_NAME,
        "page": page,
        "day": timezone.localdate().isoformat(),
        "rights": open_rights(),
        "url": LICENCE_URL,
        "columns": COLUMNS,
    }
    return (
        _(
            "Open data van %(site)s, op %(day)s\n"
            "\n"
            "Alles wat iedereen op de site mag lezen. Uitleg: %(page)s\n"
            "%(rights)s\n"
            "Wie het vertelde, staat bij een small win in de kolom origin. De licentie: %(url)s\n"
            "De plek van de steden komt van GeoNames (geonames.org), ook CC BY 4.0.\n"
            "\n"
            "Elke tabel is een CSV-bestand in UTF-8 met puntkomma’s. Meer dingen in een cel staan met | uit elkaar.\n"
            "Een lege cel: niemand zei het. none: geen van deze. unknown: iemand zei “weet ik niet”.\n"
            "Een tekst die met = + - @ of een apostrof begint, heeft er een apostrof voor. Haal die weg bij het inlezen.\n"
            "Wat de kolommen en de codes betekenen, staat in %(columns)s.\n"
        )
        % words
    )


# ------------------------------------------------------------------ DCAT-AP-NL
EU = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LICENCE_FOR_CATALOGUES = "http://creativecommons.org/licenses/by/4.0/deed.nl"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
TITLE = {"nl": "Small wins en initiatieven van %(name)s", "en": "Small wins and initiatives of %(name)s"}
DESCRIPTION = {
    "nl": "Wat initiatieven van een netwerk van steden en scholen lukte, en hoe dat opschaalt. Met de initiatieven, partners, steden en "
    "vraagstukken, en wat waartoe leidde. Alleen wat iedereen mag lezen.",
    "en": "What initiatives of a network of cities and schools achieved, and how that scales. With the initiatives, partners, cities and "
    "challenges, and what led to what. Only what everybody may read.",
}
RIGHTS = {
    "nl": "CC BY 4.0 geldt voor wat uit openbare bronnen komt, en voor hoe de redactie alles las. Wat mensen zelf vertelden, mag iedereen "
    "lezen en blijft van hen: noem hen als je het aanhaalt.",
    "en": "CC BY 4.0 holds for what comes from public sources, and for how the editors read everything. What people told themselves "
    "everybody may read, and it stays theirs: name them when you quote it.",
}
KEYWORDS = {
    "nl": ("opschaling", "small wins", "onderwijs", "stad"),
    "en": ("scaling", "small wins", "education", "city"),
}


def catalogue(publisher: str, contact: str, website: str, whole: Callable[[str], str]) -> dict:
    """The description with all that the profile obliges to say (DCAT-AP-NL 3.0), in JSON-LD.

    In: who publishes it, their mail address and their website, each empty where nobody said it; and `whole`, as in `everything`.
    """
    page = whole(address("open_data:index"))
    said = _of_both(publisher, contact, website or page)
    return {
        "@context": CONTEXT,
        "@id": f"{page}#catalogus",
        "@type": "dcat:Catalog",
        **said,
        "foaf:homepage": {"@id": page},
        **_allowed(),
        "dcat:dataset": [_dataset(said, page, whole)],
    }


def _of_both(publisher: str, contact: str, website: str) -> dict:
    """What the catalogue and its only data set say alike."""
    kind = {"@type": "vcard:Kind", "vcard:fn": publisher, "vcard:hasURL": {"@id": website}}
    if contact:
        kind["vcard:hasEmail"] = {"@id": f"mailto:{contact}"}
    return {
        "dct:title": _in_both(TITLE, name=publisher),
        "dct:description": _in_both(DESCRIPTION),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dcat:contactPoint": kind,
        "dct:language": [{"@id": f"{EU}/language/{code}"} for code in ("NLD", "ENG")],
    }


def _dataset(said: dict, page: str, whole: Callable[[str], str]) -> dict:
    tables = (
        _file(whole(address("exports:table", name, "json")), "json", page, table.label)
        for name, table in TABLES.items()
    )
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        **said,
        "dct:creator": said["dct:publisher"],
        "dct:identifier": f"{page}#dataset",
        "dct:accessRights": {"@id": f"{EU}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{EU}/frequency/UPDATE_CONT"},
        "dcat:theme": [{"@id": f"{EU}/data-theme/{code}"} for code in ("EDUC", "SOCI")],
        "dcat:keyword": [
            {"@language": code, "@value": word} for code, words in KEYWORDS.items() for word in words
        ],
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_file(whole(address("open_data:whole")), "zip", page), *tables],
    }


def _in_both(texts: dict[str, str], **words: str) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text % words if words else text} for code, text in texts.items()]


def _file(where: str, form: str, page: str, label: object = "") -> dict:
    return {
        "@id": f"{page}#{where.rsplit('/', 1)[-1]}",
        "@type": "dcat:Distribution",
        "dct:title": capfirst(str(label)) or _("Alles in één bestand"),
        "dcat:accessURL": {"@id": page},
        "dcat:downloadURL": {"@id": where},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}/application/{form}"},
        "dct:format": {"@id": f"{EU}/file-type/{form.upper()}"},
        **_allowed(),
    }


def _allowed() -> dict:
    """The licence, which the profile obliges to name, and to what it reaches (decision 0272)."""
    return {
        "dct:license": {"@id": LICENCE_FOR_CATALOGUES},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _in_both(RIGHTS)},
    }
