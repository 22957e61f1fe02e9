"""Our checks for `manage.py check --deploy`, beside Django's own. Each failure is an error.

The limits of the questions and the profile are checked at every `check` and `migrate`: a slip there would only show on a page.

These checks cannot know whether the site is behind a proxy: its administrator says so (docs/running.md). They only
check that the two settings about it fit together.
"""

import re
import time
from dataclasses import asdict
from fractions import Fraction

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from initiatives.exchange.rounds import nobody_sends
from initiatives.models.audit import badly_watched
from initiatives.reports.counting.cells import Thresholds
from initiatives.reports.signals.limits import Limits

REAL_MAIL = re.compile(r"\.(console|filebased|locmem|dummy)\.|\.FileAndLogBackend$")
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
SHORTEST_SECRET = 50  # characters
A_YEAR = 31_536_000  # seconds
WORST_CLOCK = 5  # seconds
_KEY_HINTS = {
    "SECRET_KEY": f"Set it to {SHORTEST_SECRET} random characters or more.",
    "SECRET_KEY_FALLBACKS": "Leave out what is shorter or no random row of characters.",
}


def _error(number: int, what: str, hint: str) -> Error:
    return Error(what, hint=hint, id=f"vliegwiel.E{number:03}")


@register()
def check_limits(app_configs, **kwargs) -> list[Error]:
    return [
        _error(17, f"{setting} has {name}={value}, which is no limit of this site or no such number.",
               f"Choose from: {', '.join(known)}. See docs/running.md.")
        for setting, known in (("SIGNAL_LIMITS", asdict(Limits())), ("PROFILE_THRESHOLDS", asdict(Thresholds())))
        for name, value in getattr(settings, setting).items()
        if name not in known or not _fits(value, known[name])
    ]  # fmt: skip


def _fits(value: object, default: int | Fraction) -> bool:
    """A whole number for a whole number; a part may be written as 2/3 or 0.6 and is at most all."""
    if isinstance(default, int):
        return isinstance(value, int)
    return 0 <= Fraction(str(value)) <= 1


@register(Tags.security, deploy=True)
def check_mode(app_configs, **kwargs) -> list[Error]:
    on = [name for name in ("DEBUG", "DEMO") if getattr(settings, name)]
    return [
        _error(1, f"{name} is on: whoever comes by sees what only makers may see, or logs in with a known password.",
               f"Set {name}=False.")
        for name in on
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_secret_key(app_configs, **kwargs) -> list[Error]:
    """Also the keys from before: a session made with one of them counts as much."""
    keys = {"SECRET_KEY": [settings.SECRET_KEY], "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS}
    weak = [name for name, values in keys.items() if not all(map(_is_random, values))]
    return [
        _error(2, f"{name} can be guessed; whoever has it can log in as anyone.", _KEY_HINTS[name])
        for name in weak
    ]


def _is_random(key: str) -> bool:
    return len(key) >= SHORTEST_SECRET and len(set(key)) > 10 and "django-insecure" not in key


@register(Tags.security, deploy=True)
def check_hosts(app_configs, **kwargs) -> list[Error]:
    wild = [host for host in settings.ALLOWED_HOSTS if host.startswith(("*", "."))]
    if settings.ALLOWED_HOSTS and not wild:
        return []
    return [
        _error(3, "ALLOWED_HOSTS lets the site be called anything, or nothing: links in mails would lead elsewhere.",
               "Set it to the names of the site, without * or a dot in front.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_https(app_configs, **kwargs) -> list[Error]:
    if settings.SECURE_HSTS_SECONDS >= A_YEAR:
        return []
    return [
        _error(4, "Browsers are not told to use https and nothing else (HSTS).",
               "Set SECURE_HSTS_SECONDS to a year; production does unless somebody changed the settings.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_second_step(app_configs, **kwargs) -> list[Error]:
    if settings.MFA_REQUIRED_FOR_STAFF:
        return []
    return [
        _error(5, "Programme staff and superusers can log in without a second step.",
               "Set MFA_REQUIRED_FOR_STAFF to True.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_shared_limits(app_configs, **kwargs) -> list[Error]:
    if settings.CACHES["default"]["BACKEND"] == "scaling.limits.LimitsCache":
        return []
    return [
        _error(6, "Guesses are not counted in the database: each process allows as many again, or forgets.",
               "Set CACHES to scaling.limits.LimitsCache.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_proxy(app_configs, **kwargs) -> list[Error]:
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT or not settings.BEHIND_PROXY:
        return []
    return [
        _error(18, "Behind a proxy every visitor counts as that proxy: one who guesses or asks too often shuts out all.",
               "Set PROXY_COUNT to how many proxies of your own add an address to X-Forwarded-For, usually 1.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_mail(app_configs, **kwargs) -> list[Error]:
    if not REAL_MAIL.search(settings.EMAIL_BACKEND):
        return []
    return [
        _error(7, "Mail is not sent, so nobody gets a code to log in.", "Set EMAIL_BACKEND to that of SMTP.")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def check_database(app_configs, **kwargs) -> list[Error]:
    """Check the database itself: it may run with other settings than its files say."""
    questions = (_durability, _role, _patience, _clock, _tables, _audit)
    try:
        with connection.cursor() as cursor:
            found = [error for question in questions for error in question(cursor)] + _migrations()
        return found or _post()  # of a database that is in order
    except DatabaseError as problem:
        return [_error(10, f"The database does not answer: {problem}", "See DATABASE_URL.")]


def _post() -> list[Error]:
    if not (unsent := nobody_sends()):
        return []
    return [
        _error(20, f"Letters that have waited for more than ten minutes: {unsent}. No worker lives that sends them.",
               "Run `manage.py worker` beside the site, and see to it that it is started again (docs/running.md).")
    ]  # fmt: skip


def _ask(cursor, question: str, *values):
    cursor.execute(question, values)
    return cursor.fetchone()[0]


def _durability(cursor) -> list[Error]:
    loose = [name for name in DURABLE if _ask(cursor, "select current_setting(%s)", name) == "off"]
    return [
        _error(11, f"{name} is off: a power cut loses what people were told was saved.",
               f"Set {name} = on in postgresql.conf.")
        for name in loose
    ]  # fmt: skip


def _role(cursor) -> list[Error]:
    if not _ask(cursor, "select rolsuper from pg_roles where rolname = current_user"):
        return []
    return [
        _error(12, "The site uses the database as a superuser, who may switch off every guard in it.",
               "Give it a role of its own: ALTER ROLE … NOSUPERUSER.")
    ]  # fmt: skip


def _patience(cursor) -> list[Error]:
    if _ask(cursor, "select current_setting('statement_timeout')") != "0":
        return []
    return [
        _error(13, "A question to the database may last for ever (statement_timeout).",
               "Leave the options of DATABASES as they are in the settings, or set it for the role.")
    ]  # fmt: skip


def _clock(cursor) -> list[Error]:
    if abs(float(_ask(cursor, "select extract(epoch from clock_timestamp())")) - time.time()) < WORST_CLOCK:
        return []
    return [
        _error(16, "The clock of this machine and that of the database differ: links expire too early or too late.",
               "Let both follow a time server.")
    ]  # fmt: skip


def _tables(cursor) -> list[Error]:
    table = settings.CACHES["default"].get("LOCATION", "")
    if not table or _ask(cursor, "select to_regclass(%s)::text", table):
        return []
    return [
        _error(14, "There is no table to count guesses in.", "Run: manage.py createcachetable")
    ]  # fmt: skip


def _audit(cursor) -> list[Error]:
    unwatched = ", ".join(sorted(badly_watched(cursor)))
    if not unwatched:
        return []
    return [
        _error(19, f"The audit does not write these down as it should: {unwatched}", "Run: manage.py migrate")
    ]  # fmt: skip


def _migrations() -> list[Error]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return []
    names = ", ".join(str(migration) for migration, _ in waiting)
    return [_error(15, f"The tables are of an older version: {names}", "Run: manage.py migrate")]
