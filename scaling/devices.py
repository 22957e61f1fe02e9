"""The devices on which somebody is logged in: how long each stays so, and ending it from another (docs/decisions/0210-staying-logged-in.md).

A session remembers the browser and the moment it began in, and the day it was last used. Its key is a secret and stands on no page:
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
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.sending import button, saved, word_of
from initiatives.tokens import digest

STAYS, BROWSER, SINCE, USED_ON = "stays", "browser", "since", "used_on"  # in the session
USUAL, LONG = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE), dt.timedelta(days=90)
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "SamsungBrowser": "Samsung Internet",
            "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows",
           "Macintosh": "Mac", "Linux": "Linux"}  # fmt: skip
TABLET = "Android-tablet"
THINGS = {"iPhone": gettext_lazy("een iPhone"), "iPad": gettext_lazy("een iPad"), "Android": gettext_lazy("een Android-telefoon"),
          TABLET: gettext_lazy("een Android-tablet"), "Chromebook": gettext_lazy("een Chromebook"),
          "Windows": gettext_lazy("een Windows-computer"), "Mac": gettext_lazy("een Mac"), "Linux": gettext_lazy("een Linux-computer")}  # fmt: skip
MAC_OR_IPAD = gettext_lazy("een Mac of een iPad")  # Safari says the same of both


# --- How long a session lasts -----------------------------------------------------------------
def may_stay(user) -> bool:
    """Not programme staff and superusers: `/beheer/` would lie open for three months on a phone that somebody finds.

    A coordinator and a lead may: what they change is of one city or team, and a team can put it back.
    """
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
        request.session[SINCE] = timezone.now().isoformat()
        request.session[USED_ON] = timezone.localdate().isoformat()
        settle(request)


def _named(agent: str) -> list[str]:
    """Browser and system as people call them; empty for what we do not know."""
    browser, system = (
        next((name for sign, name in names.items() if sign in agent), "") for names in (BROWSERS, SYSTEMS)
    )
    is_tablet = system == "Android" and "Mobile" not in agent
    return [browser, TABLET if is_tablet else system]


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
    since: dt.datetime | None
    used_on: dt.date | None
    ends_at: dt.datetime
    is_this: bool

    @property
    def name(self) -> str:
        return digest(self.key)

    @property
    def words(self) -> str:
        if self.browser and self.thing:
            return _("%(browser)s op %(thing)s") % {"browser": self.browser, "thing": self.thing}
        return self.browser or capfirst(self.thing) or _("Een toestel dat we niet herkennen")

    @property
    def thing(self) -> str:
        """What somebody holds, with its article: "een iPhone"; empty where we do not know."""
        is_either = (self.browser, self.system) == ("Safari", "Mac")
        return str(MAC_OR_IPAD if is_either else THINGS.get(self.system, ""))

    @property
    def facts(self) -> str:
        """Since when, last used, and until when, as far as this session remembers."""
        return " ".join(filter(None, (self._began, self._used, self._ends)))

    @property
    def _began(self) -> str:
        if self.since is None:
            return ""
        began = timezone.localtime(self.since)
        words = {"day": date_format(began, "j F Y"), "time": date_format(began, "H.i")}
        return _("Ingelogd sinds %(day)s, %(time)s uur.") % words

    @property
    def _used(self) -> str:
        if self.used_on is None:
            return ""
        days = (timezone.localdate() - self.used_on).days
        day = date_format(self.used_on, "j F Y")
        said = {0: _("Vandaag gebruikt."), 1: _("Gisteren het laatst gebruikt.")}
        return said.get(days, _("Het laatst gebruikt op %(day)s.") % {"day": day})

    @property
    def _ends(self) -> str:
        return _("Ingelogd tot %(day)s.") % {"day": date_format(timezone.localtime(self.ends_at), "j F Y")}


def devices_of(request: HttpRequest) -> list[Device]:
    """Where the person of this request is logged in: this device first, then by last use."""
    found = sorted(_open_sessions(request), key=lambda device: device.used_on or dt.date.min, reverse=True)
    return sorted(found, key=lambda device: not device.is_this)


def _open_sessions(request: HttpRequest) -> Iterator[Device]:
    """Whose a session is stands in its data only, so each is read."""
    user = request.user
    whose, proofs = str(user.pk), {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        kept = session.get_decoded()
        if kept.get(SESSION_KEY) == whose and kept.get(HASH_SESSION_KEY) in proofs:
            browser, system = kept.get(BROWSER, ["", ""])
            since = dt.datetime.fromisoformat(kept[SINCE]) if SINCE in kept else None
            used_on = dt.date.fromisoformat(kept[USED_ON]) if USED_ON in kept else None
            is_this = session.pk == request.session.session_key
            yield Device(session.pk, browser, system, since, used_on, session.expire_date, is_this)


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
