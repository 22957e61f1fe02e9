"""The devices on which somebody is logged in: how long each stays so, and ending it from another (docs/decisions/0210-staying-logged-in.md).

A session remembers the browser it began in and the day it was last used. Its key is a secret and stands on no page:
forms name a device by a digest of it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from initiatives.sending import button, saved, word_of
from initiatives.tokens import digest

STAYS, BROWSER, USED_ON = "stays", "browser", "used_on"  # in the session
USUAL, LONG = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE), dt.timedelta(days=90)
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "SamsungBrowser": "Samsung Internet",
            "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows",
           "Macintosh": "Mac", "Linux": "Linux"}  # fmt: skip


# --- How long a session lasts -----------------------------------------------------------------
def may_stay(user) -> bool:
    """Not who changes the work of others: an unlocked phone would do so for three months."""
    return not (user.is_superuser or user.is_programme_staff)


def stay(request: HttpRequest, wanted: bool) -> None:
    """Remember what somebody chose, for when they are in: a code or a second step may come first."""
    if wanted or STAYS in request.session:
        request.session[STAYS] = wanted


def settle(request: HttpRequest) -> None:
    """Let the session end on a day that later use does not move."""
    stays = request.session.get(STAYS, False) and may_stay(request.user)
    request.session.set_expiry(LONG if stays else USUAL)


@receiver(user_logged_in)
def came_in(request: HttpRequest | None, user, **kwargs) -> None:
    if request:
        request.session[BROWSER] = _named(request.META.get("HTTP_USER_AGENT", ""))
        request.session[USED_ON] = timezone.localdate().isoformat()
        settle(request)


def _named(agent: str) -> list[str]:
    """Browser and system as people call them; empty for what we do not know."""
    return [
        next((name for sign, name in names.items() if sign in agent), "") for names in (BROWSERS, SYSTEMS)
    ]


class LastUseMiddleware(MiddlewareMixin):
    """Notes once a day that a session is used, and whether it may last. Looks only where the answer needed the session anyway."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session, today = getattr(request, "session", None), timezone.localdate().isoformat()
        is_known = session is not None and session.accessed and session.get(SESSION_KEY)
        if is_known and session.get(USED_ON, "") < today:
            session[USED_ON] = today
            _shorten(request)
        return response


def _shorten(request: HttpRequest) -> None:
    """Who was given more to do since they chose to stay, stays no longer than usual."""
    if request.session.get(STAYS, False) and not may_stay(request.user):
        stay(request, False)
        settle(request)


# --- All of one person ------------------------------------------------------------------------
@dataclass(frozen=True)
class Device:
    """One open session. `name` is what forms call it."""

    key: str
    browser: str
    system: str
    used_on: dt.date | None
    ends_at: dt.datetime
    is_this: bool

    @property
    def name(self) -> str:
        return digest(self.key)

    @property
    def words(self) -> str:
        if self.browser and self.system:
            return _("%(browser)s op %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("Een toestel dat we niet herkennen")


def devices_of(request: HttpRequest) -> list[Device]:
    """Where the person of this request is logged in: this device first, then by last use."""
    found = sorted(_open_sessions(request), key=lambda device: device.used_on or dt.date.min, reverse=True)
    return sorted(found, key=lambda device: not device.is_this)


def _open_sessions(request: HttpRequest) -> Iterator[Device]:
    """Whose a session is stands in its data only, so each is read."""
    whose, proof = str(request.user.pk), request.user.get_session_auth_hash()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        kept = session.get_decoded()
        if kept.get(SESSION_KEY) == whose and kept.get(HASH_SESSION_KEY) == proof:
            browser, system = kept.get(BROWSER, ["", ""])
            used_on = dt.date.fromisoformat(kept[USED_ON]) if USED_ON in kept else None
            is_this = session.pk == request.session.session_key
            yield Device(session.pk, browser, system, used_on, session.expire_date, is_this)


@button
def end_device(request: HttpRequest) -> HttpResponse:
    """Log out on one of one's own devices. One that is out already is no trouble."""
    asked = word_of(request, "device")
    device = next((each for each in devices_of(request) if each.name == asked), None)
    if device is None:
        return saved(request, "mfa_index")
    if device.is_this:
        logout(request)
        return saved(request, settings.LOGOUT_REDIRECT_URL)
    Session.objects.filter(pk=device.key).delete()
    return saved(request, "mfa_index", _("Uitgelogd: %(device)s.") % {"device": device.words})


@button
def choose_stay(request: HttpRequest) -> HttpResponse:
    """Stay logged in on this device for long, or as long as usual."""
    if word_of(request, "stay") not in ("yes", "no"):
        return saved(request, "mfa_index")
    stay(request, word_of(request, "stay") == "yes")
    settle(request)
    return saved(request, "mfa_index", _("Bewaard."))
