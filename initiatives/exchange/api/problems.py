"""What the API says when it cannot give what was asked: a problem (RFC 9457), in the headers of every answer of the API."""

import json
from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from pydantic import BaseModel, Field

from initiatives.exchange.visiting import FROM_ANY_SITE

VERSION = "1.0.0"  # of the API, not of the site: docs/api.md says what may change within a version
ROOT = "/api/v1"
MEDIA, PROBLEM = "application/json", "application/problem+json"
ALLOWED = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "API-Version": VERSION,
    **FROM_ANY_SITE,  # public rows, without a cookie
    "Access-Control-Expose-Headers": "API-Version, ETag, Link",
}


class Fault(BaseModel):
    """One word of the address that means nothing here."""

    name: str
    reason: str


class Problem(BaseModel):
    type: str = Field("about:blank", description="Soort probleem; about:blank: de status zegt genoeg.")
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field([], description="Per woord in het adres wat er niet klopt.")


class NotUnderstoodError(Exception):
    """The address asks for something that means nothing."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__(", ".join(fault.name for fault in self.faults))


def is_for_programs(request: HttpRequest) -> bool:
    return request.path_info == ROOT or request.path_info.startswith(f"{ROOT}/")


def problem(status: int, faults: Iterable[Fault] = ()) -> HttpResponse:
    said = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=_detail(status))
    if faults := list(faults):
        said.errors = faults
    text = json.dumps(said.model_dump(exclude_unset=True), ensure_ascii=False)
    headers = {**HEADERS, "Cache-Control": "no-store"}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(ALLOWED)
    return HttpResponse(text, status=status, content_type=PROBLEM, headers=headers)


def _detail(status: int) -> str:
    return {
        400: gettext("Iets in dit adres kennen we niet."),
        404: gettext("Hier is niets, of het is niet voor iedereen."),
        405: gettext("Deze API geeft alleen gegevens. Vraag met GET of HEAD."),
        406: gettext("Deze API spreekt alleen JSON."),
        503: gettext("De database is even weg. Probeer het zo nog eens."),
    }.get(status, gettext("Er ging iets mis bij ons."))
