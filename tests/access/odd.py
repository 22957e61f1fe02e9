"""Odd requests: any address, method, person and value that somebody could send. The same seed makes the same requests.

They are sensible requests of the policy of access, of which something was changed: a value, a name, a word of the
address, a header, the kind of what is sent. Names are learnt from the pages that come back, so that a new field or
filter takes part by itself.
"""

import random
import re
import traceback
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception

from tests.access import policy
from tests.access.asking import Answer
from tests.access.questions import METHODS, Question, questions
from tests.access.world import World

PARTS = ("site", "site", "site", "accounts", "admin")  # most of what can go wrong is ours
NAMES_ON_A_PAGE = re.compile(rb'[?&;]([a-z_-]{1,40})=|<(?:input|select|textarea)[^>]* name="([^"]{1,60})"')
VALUES_ON_A_PAGE = re.compile(rb' value="([^"<>&]{1,60})"')
MOST_VALUES = 3000

ODD_WORDS = [
    "", " ", "\t\n", "0", "-1", "1", "9" * 5, "9" * 25, "-9223372036854775809", "2147483648", "1.5", "1,5", "1e309",
    "NaN", "Infinity", "٣", "²", "½", "①", "0x10", "1_000", "true", "None", "null", "undefined", "[]", "{}", "[object Object]",
    "\x00", "\x01", "\x1b[0m", "\x7f", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2028", "\u202e", "\u2060", "\ufeff",
    "\ufffd", "\uffff", "\U0010ffff", "\ue000", "\uff9f\uff9e\uff9f", "\u0301", "e\u0301\u0301", "\u1160", "\u0345", "\u0f71\u0f74",
    "ß", "İ", "ı", "ŉ", "ǰ", "ﬁ", "㎏", "ﷺ", "Ω", "Å", "ǅ", "👩‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "مرحبا", "中文", "ñ" * 200,
    "a" * 300, "a" * 5000, "woord " * 400, "https://voorbeeld.example/" + "b" * 200, "<b>x</b>", "<script>x</script>", "</textarea>",
    "{{ 7|add:7 }}", "{% url %}", "%s %(a)s %", "{0.__class__}", "'", '"', "''", "';--", "\\", "\\'", "a'b", "`x`", "$(x)", "../../etc",
    "C:\\x", "//elders.example", "javascript:x", "http://[::1", "http://a:b@c:99999/", "mailto:a@b", "a@b.nl", "a@@b", "@", "a@" + "b" * 300,
    "&", "|", "!", ":*", "'':*", "<->", "(", ")", "a & | !b", "or", "OR or", "-woord", "-", "--", '"open', '"a b" -c', "*", "%", "_", "C.1",
    "2026-02-30", "2026-13-01", "0000-00-00", "0001-01-01", "1822-05-05", "9999-12-31", "10000-01-01", "31-12-2025", "2026-W05", "2026-3-1",
    "2026-03-01T10:00", "2025-2024", "2024-2025..2021-2022", "1899-1900", "2199-2201", "2025", "2025-2026", "zonder-datum", "24:00", "-2026-01-01",
    "growth", "growth.signal", "growth.", ".growth", "growth.signal.growth", "nothing", "open", "ja", "nee", "landelijk", "stil", "alle",
    "00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-00000000000g", "{00000000000040008000000000000000}",
    "pk", "id", "__all__", "title__regex", "initiative__published_at", "password", "-pk", "?", "+", "a+b", "a%00b", "%ff", "\r\nX-Odd: 1",
]  # fmt: skip
ODD_NAMES = [
    "q", "p", "o", "e", "all", "next", "page", "pagina", "periode", "van", "tot", "taal", "win", "status", "q__icontains", "id__in", "_popup",
    "_to_field", "_changelist_filters", "term", "app_label", "model_name", "field_name", "action", "select_across", "index", "_selected_action",
    "csrfmiddlewaretoken", "form-TOTAL_FORMS", "form-INITIAL_FORMS", "", "a[]", "ü", "x" * 300, "pk__gt", "version", "read-title",
]  # fmt: skip
ODD_HEADERS = {
    "HTTP_HX_REQUEST": ["true", "false", "1", ""],
    "HTTP_HX_CURRENT_URL": ["http://[::1", "", "//", "javascript:x", "http://testserver/%ff", "http://testserver/?a=%00", "ü"],
    "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": ["true", "x"],
    "HTTP_HX_TARGET": ["%ff", "x"],
    "HTTP_HX_TRIGGERING_EVENT": ["{", "[]"],
    "HTTP_X_DRAFT": ["1", ""],
    "HTTP_REFERER": ["http://[::1", "http://a:b:c/", "", "\xff", "data:x", "http://testserver:99999/", "//[", "http://testserver/ü"],
    "HTTP_ORIGIN": ["null", "http://[::1", "", "https://elders.example", "http://testserver:x"],
    "HTTP_HOST": ["testserver", "testserver:80", "[::1", "", "elders.example", "a b", "testserver:99999", "TESTSERVER."],
    "HTTP_ACCEPT_LANGUAGE": ["en", "nl;q=x", "*;q=2", "en-GB,,;q=", "x" * 5000, "xx-yy-zz", ";", "i-klingon", "\xff"],
    "HTTP_ACCEPT": ["application/json", "*/*;q=x", "x", ""],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=x", "br", "identity;q=0", "*", ""],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Sat, 99 Feb 2026 99:99:99 GMT", "0", "Thu, 01 Jan 0001 00:00:00 GMT"],
    "HTTP_IF_NONE_MATCH": ["*", '"', 'W/"x"', "x,"],
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9-1", "x=1", "bytes=0-0,1-1"],
    "HTTP_USER_AGENT": ["", "x" * 9000, "\xff", "Mozilla/", "() { :; }"],
    "HTTP_X_FORWARDED_FOR": ["", "x", "1.2.3.4, ::1", "[::1", "999.1.1.1", "unix:"],
    "HTTP_X_FORWARDED_PROTO": ["https", "x", "https,http", ""],
    "HTTP_X_FORWARDED_HOST": ["[::1", "x y", ""],
    "HTTP_COOKIE": ["sessionid=x", "sessionid=\xff", "=", ";;", "a=b=c", "messages=x", "django_language=xx", 'x="', "csrftoken=x", "sessionid="],
    "CONTENT_LENGTH": ["x", "-1", "3"],
    "CONTENT_TYPE": ["", "x", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "application/json",
                     "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=x", "multipart/form-data; boundary=é"],
    "REMOTE_ADDR": ["", "x", "::1", "unix:"],
    "SCRIPT_NAME": ["/onder"],
    "QUERY_STRING": ["%", "&&&", "=", "a=%ff", "a=%00", ";", "%C0%AF", "a=%ED%A0%80"],
}  # fmt: skip
FILES = [
    b"", b"x", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"%PDF-1.7", b"<svg/>", b"\0" * 3000,
    b"\0\0\0\x1cftypheic", b"\0\0\0\x1cftypavif", b"BM", b"II*\0", b"P6 9999999 9999999 255\n",
]  # fmt: skip


@dataclass
class Odd:
    """One odd request; it prints as what somebody needs to ask it again."""

    actor: str
    method: str
    path: str
    data: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path!r} as {self.actor}, data {self.data!r}, headers {self.headers!r}"


class Fuzzer:
    """Makes odd requests, asks them, and remembers the names and values of the pages that come back."""

    def __init__(self, world: World, seed: int):
        self.world, self.any = world, random.Random(seed)
        self.names: dict[str, list[str]] = {"": list(ODD_NAMES)}  # learnt at each address; "": at any
        self.values: list[str] = []
        self.searched: dict[str, Question] = {}  # pages with a field to search in, by name
        self.by_name: dict[tuple, dict[str, list[Question]]] = {}

    def fallen(self, requests: int) -> list[str]:
        """The requests that the site fell over, each once for the same place in the code, with the last lines of why."""
        found: dict[str, str] = {}
        for _number in range(requests):
            about, odd = self.request()
            if why := self._ask(about, odd):
                found.setdefault(why, f"{odd}\n{why}")
        return list(found.values())

    def request(self) -> tuple[Question, Odd]:
        """A question of the policy, and what was made of it."""
        actor = self.any.choice(list(policy.ACTORS))
        if self.searched and self._chance(0.1):
            about = self.searched[self.any.choice(list(self.searched))]
            return about, Odd(
                actor, "GET", f"{about.path.partition('?')[0]}?{urlencode({'q': self._value()})}"
            )
        about = self._question(actor, self.any.choice(PARTS))
        method = about.method if self._chance(0.75) else self.any.choice(METHODS)
        odd = Odd(actor, method, self._path(about))
        if method == "POST":
            odd.data = self._data(about, actor)
        for name in self.any.sample(list(ODD_HEADERS), self.any.choice((0, 0, 0, 1, 1, 2))):
            if name not in ("CONTENT_LENGTH", "CONTENT_TYPE") or method == "POST":
                odd.headers[name] = self.any.choice(ODD_HEADERS[name])
        return about, odd

    def _question(self, actor: str, part: str) -> Question:
        """Every address as often as any other, however many rows there are to ask about."""
        if (actor, part) not in self.by_name:
            by_name = self.by_name[actor, part] = defaultdict(list)
            for each in questions(self.world, actor, part):
                by_name[each.name].append(each)
        by_name = self.by_name[actor, part]
        return self.any.choice(by_name[self.any.choice(list(by_name))])

    def _ask(self, about: Question, odd: Odd) -> str:
        """Why it fell; empty where it stood."""
        traces = []
        with listening(traces):
            answer = self.world.sessions[odd.actor].ask(odd.method, odd.path, odd.data, **odd.headers)
        self._learn(about, answer)
        if answer.status < 500:
            return ""
        return f"{answer.status}: {traces[-1] if traces else 'and no exception'}"

    def _learn(self, about: Question, answer: Answer) -> None:
        found = {b"".join(pair).decode("utf-8", "replace") for pair in NAMES_ON_A_PAGE.findall(answer.body)}
        if "q" in found and about.method == "GET":
            self.searched[about.name] = about
        for names in (self.names[""], self.names.setdefault(about.name, [])):
            names += sorted(found.difference(names))
        if len(self.values) < MOST_VALUES:
            found = VALUES_ON_A_PAGE.findall(answer.body)
            self.values += [value.decode("utf-8", "replace") for value in found[:20]]

    def _name(self, about: Question) -> str:
        """More often one of its own pages than any other."""
        own = self.names.get(about.name)
        return self.any.choice(own if own and self._chance(0.7) else self.names[""])

    def _path(self, about: Question) -> str:
        path, _mark, query = about.path.partition("?")
        words = path.split("/")
        if self._chance(0.15):
            words[self.any.randrange(1, len(words))] = quote(self._value(), safe="")
        asked = [(self._name(about), self._value()) for _n in range(self.any.choice((0, 0, 1, 1, 2, 4)))]
        query = "&".join(filter(None, (query, urlencode(asked, errors="surrogatepass"))))
        return "/".join(words) + ("?" + query if query else "")

    def _data(self, about: Question, actor: str) -> dict:
        """What its form would send, with something changed; what its page offers is learnt from the page itself."""
        data = dict(about.sent_by(self.world.sessions[actor]) if self._chance(0.5) else about.data)
        for name in list(data):
            if self._chance(0.3):
                data[name] = self._value()
            elif self._chance(0.05):
                del data[name]
        for _n in range(self.any.choice((0, 1, 1, 2, 5))):
            data[self._name(about)] = self._some()
        return data

    def _some(self) -> object:
        """A value, several, or a file."""
        if self._chance(0.06):
            return SimpleUploadedFile(self._value().strip("\x00/\\. ")[:80] or "x", self.any.choice(FILES))
        return (
            [self._value() for _n in range(self.any.choice((0, 2, 30)))]
            if self._chance(0.12)
            else self._value()
        )

    def _value(self) -> str:
        if self.values and self._chance(0.35):
            return self.any.choice(self.values)
        value = self._signs() if self._chance(0.1) else self.any.choice(ODD_WORDS)
        return value + self.any.choice(ODD_WORDS) if self._chance(0.15) else value

    def _signs(self) -> str:
        """A few signs from anywhere in Unicode, or of those that combine with a sign before them."""
        first, last = self.any.choice(
            ((0x300, 0x36F), (0xFF00, 0xFFEF), (0x2000, 0x20FF), (0xA0, 0xD7FF), (0xE000, 0x10FFFF))
        )
        signs = [chr(self.any.randint(first, last)) for _n in range(self.any.randint(1, 4))]
        return "".join(signs * self.any.choice((1, 1, 3)))

    def _chance(self, part: float) -> bool:
        return self.any.random() < part


@contextmanager
def listening(traces: list[str]) -> Iterator[None]:
    """Note why a request fell: the last lines of our own code, and the exception."""

    def note(sender, **kwargs) -> None:
        lines = traceback.format_exc().splitlines()
        ours = [line.strip() for line in lines if "/initiatives/" in line or "/scaling/" in line]
        traces.append("\n".join([*ours[-3:], lines[-1][:300]]))

    got_request_exception.connect(note)
    try:
        yield
    finally:
        got_request_exception.disconnect(note)
