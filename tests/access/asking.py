"""Asking the site something as somebody, without leaving a trace; and comparing what it said."""

import base64
import re
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.client import ClientHandler

from scaling.devices import USED_ON

# Parts that may differ between two answers that say the same.
CSRF = re.compile(
    rb'(csrfmiddlewaretoken" value="|"x-csrftoken": "|X-CSRFToken&quot;: &quot;)[A-Za-z0-9]{64}', re.I
)
EACH_TIME = re.compile(r"^(Content-Length|Expires): .*$", re.M)
NUMBER_OF_A_FORM = re.compile(rb'(name="(?:submission_id|photo_id|number)" value=")[0-9a-f-]{36}')
TRACES = (
    "select (select max(id) from initiatives_auditentry), (select count(*) from django_admin_log),"
    " (select count(*) from account_emailaddress), (select count(*) from mfa_authenticator),"
    " (select count(*) from socialaccount_socialaccount),"
    " (select count(*) from django_session), (select sum(length(session_data)) from django_session)"
)
IN_A_SESSION = 2  # the last ones are about sessions
ONLY_READS = re.compile(r"\s*\(?select\b|(release |rollback to )?savepoint\b", re.I)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: str
    changed: bool  # something was written that stays written
    kept: bool  # something was written in a session
    queries: int = 0
    is_streamed: bool = False  # it leaves in parts, before its length is known

    @property
    def leads_to(self) -> str:
        return self.headers.get("Location", "")

    def everything(self) -> str:
        """Everything that somebody sees or can look up, also inside cookies and pictures."""
        heads = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{heads}\n{unpacked(self.cookies)}\n{self.body.decode('utf-8', 'replace')}"


def unpacked(cookies: str) -> str:
    """The cookies, with the contents of those that Django packed, such as a message for the next page."""
    texts = [cookies]
    for data in re.findall(r"=\"?\.([\w-]+):", cookies):
        with suppress(ValueError, zlib.error):
            texts.append(zlib.decompress(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))).decode())
    return "\n".join(texts)


SECRET = re.compile(r"zq[bcdfghjklmnpqrstvwxz]{10}")


def secrets_in(answer: Answer) -> set[str]:
    return set(SECRET.findall(answer.everything()))


def masked(answer: Answer, *echoed: str) -> tuple:
    """The text of an answer, without tokens and without the words of the question itself."""
    body = NUMBER_OF_A_FORM.sub(rb"\1", CSRF.sub(rb"\1", answer.body))
    heads = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    for word in echoed:
        body, heads = body.replace(word.encode(), b"..."), heads.replace(word, "...")
    cookies = re.sub(r"=[^;]*", "", answer.cookies)
    return answer.status, EACH_TIME.sub("", heads), body, cookies


class Asker:
    """Somebody with a browser, in which a session may be open. Changes by a question are undone after it."""

    def __init__(self, user=None):
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.factory = RequestFactory()
        self.asked = 0
        self.as_expected: set[tuple] = (
            set()
        )  # questions with the right answer, not asked in this session again
        self.of_nothing: dict[tuple, Answer] = {}
        self.seen: dict[str, Answer] = {}  # the page that was looked at last
        if user is not None:
            self.factory.cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)

    def ask(self, method: str, path: str, data=None, *, and_then=None, **headers) -> Answer:
        """`and_then` looks at the database before everything is put back."""
        self.asked += 1
        mails = len(mail.outbox)
        with undone():
            queries = Watch()
            if method in ("POST", "PUT", "PATCH"):
                request = getattr(self.factory, method.lower())(path, **_body(method, data), **headers)
            else:
                request = self.factory.generic(method, path, **headers)
            with connection.execute_wrapper(queries):
                response = self.handler(request.environ | {"PATH_INFO": _as_a_server_says(request.path_info)})
            before, after = queries.traces, _traces() if queries.traces else None
            if and_then:
                and_then()
        answer = Answer(
            response.status_code,
            dict(response.items()),
            b"".join(response) if response.streaming else response.content,
            response.cookies.output(header=""),
            changed=(bool(before) and after[:-IN_A_SESSION] != before[:-IN_A_SESSION])
            or len(mail.outbox) != mails,
            kept=bool(before) and after[-IN_A_SESSION:] != before[-IN_A_SESSION:],
            queries=queries.n,
            is_streamed=response.streaming,
        )
        self.seen = {path: answer} if method == "GET" and not headers else {}
        return answer

    def look(self, path: str) -> Answer:
        """The page at this address; the one that was looked at last still lies there."""
        return self.seen.get(path) or self.ask("GET", path)

    def ask_of_nothing(self, method: str, path: str, data=None) -> Answer:
        """The answer about a row that does not exist, with the queries that it took; asked once."""
        key = (method, path, repr(data))
        if key not in self.of_nothing:
            self.of_nothing[key] = self.ask(method, path, data)
        return self.of_nothing[key]


class Watch:
    """Counts queries, and keeps the traces from before the first query that may write. Most queries only read."""

    n = 0
    traces: tuple | None = None

    def __call__(self, execute, sql, *query):
        if sql == TRACES:
            return execute(sql, *query)
        self.n += 1
        if self.traces is None and not ONLY_READS.match(sql):
            self.traces = _traces()
        return execute(sql, *query)


def _as_a_server_says(path: str) -> str:
    """A path as WSGI wants it, in which each byte is a sign. A request holds it decoded, and the handler decodes again."""
    return path.encode().decode("latin-1")


def _body(method: str, data) -> dict:
    if method == "POST":
        return {"data": data or {}}
    return {"data": "x=1", "content_type": "application/x-www-form-urlencoded"}


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _traces() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        return cursor.fetchone()


def _session_of(user) -> str:
    """The key of a session that is open."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[USED_ON] = (
        "9999-12-31"  # the note that a session is used, once a day, is nothing that a question writes
    )
    session.save()
    return session.session_key
