"""What someone typed when it turned out that they were no longer logged in.

It waits in their session, so the form is back in full once they have logged in, also without
JavaScript. Reading changes nothing; it goes when the form is saved, or after an hour.
"""

import time

from django.http import HttpRequest, QueryDict

SHELF = "typed"
SECONDS = 60 * 60
NEVER_KEPT = (
    "csrf",
    "password",
    "code",
    "secret",
    "token",
)  # what only counts at this moment, or is nobody's business
MOST = 20_000  # characters: three times the longest form there is


def keep_typed(request: HttpRequest) -> None:
    """Keep the texts of this form. Files and whatever is too long cannot wait here."""
    texts = {name: values for name, values in request.POST.lists() if not _is_secret(name)}
    if sum(len(text) for values in texts.values() for text in values) <= MOST:
        request.session[SHELF] = {"path": request.path, "texts": texts, "at": time.time()}


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in NEVER_KEPT)


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before logging in, unless somebody else typed it."""
    kept = request.session.get(SHELF, {})
    if kept.get("path") != request.path or time.time() - kept["at"] > SECONDS:
        return None
    texts = QueryDict(mutable=True)
    for name, values in kept["texts"].items():
        texts.setlist(name, values)
    return texts if texts.get("typed_by", str(request.user.pk)) == str(request.user.pk) else None


def forget_typed(request: HttpRequest) -> None:
    """It has been saved."""
    request.session.pop(SHELF, None)


def sent_or_typed(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)
