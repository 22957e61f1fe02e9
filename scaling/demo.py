"""The demo: `make demo`. Database, tables, real data, logins and the site, until Ctrl-C.

It is on this machine only, unless somebody says HOST: then it is open to the local network, on purpose (decision 0190).
"""

import contextlib
import errno
import hashlib
import io
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from gunicorn.app.base import BaseApplication

from initiatives.glyphs import qr_lines
from scaling import postgres

PROJECT = Path(__file__).resolve().parent.parent
THIS_MACHINE = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 only where somebody asked for it
SOMEWHERE_ELSE = ("192.0.2.1", 9)  # an address of no one (RFC 5737): to find the way out; nothing is sent
ROOM_TO_START = 250_000_000  # bytes: the data, and the log of what changes in it
ROOM_TO_GO_ON = 50_000_000
UNSUITABLE = {
    errno.ENOTDIR: "is geen map",
    errno.EEXIST: "is geen map",
    errno.ENAMETOOLONG: "is te lang als naam",
    errno.ENOSPC: "is vol",
}


class CannotStart(Exception):
    """One sentence, in Dutch, for the user of the command."""


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the web server takes over
    os.umask(0o077)  # no other account may read uploads, mail and the secret key
    try:
        run(chosen_place(), chosen_state_dir())
    except (CannotStart, postgres.DatabaseUnavailable) as problem:
        sys.exit(f"{problem}")
    except KeyboardInterrupt:
        say("\nGestopt.")


def run(place: "Place", state_dir: Path) -> None:
    """Serve until somebody stops it. Raises CannotStart."""
    url = start_database(state_dir)
    first = os.getpid()
    try:
        logins = prepare(place, state_dir, url)
        with worker_beside(place):
            Site(place, state_dir, logins).run()
    except SystemExit as stop:
        if stop.code or os.getpid() != first:
            raise
    except (OSError, CommandError, ImproperlyConfigured, django.db.Error) as problem:
        raise CannotStart(explain(problem, state_dir)) from problem
    finally:
        if os.getpid() == first:  # the workers of the site, copies of this process, end here as well
            postgres.release(state_dir)
    say(f"\nGestopt. Wat je invoerde, blijft bewaard in {state_dir}.")


# --- Before anything starts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where the site listens, and the name or number under which others open it."""

    host: str
    port: int
    opened_at: str

    @property
    def bind(self) -> str:
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{bracketed(self.opened_at)}:{self.port}"

    @property
    def is_for_others(self) -> bool:
        return self.host != THIS_MACHINE


def bracketed(host: str) -> str:
    """A number of IPv6 stands in brackets before a port."""
    return f"[{host}]" if ":" in host else host


def chosen_place() -> Place:
    """Give DEMO_HOST and PORT, where nobody else may listen. Raises CannotStart."""
    host, port = os.environ.get("DEMO_HOST") or THIS_MACHINE, chosen_port()
    try:
        listen_at(host, port)
    except PermissionError:
        raise CannotStart(
            f"Poort {port} mag je niet gebruiken. Kies een andere: make demo PORT=8001"
        ) from None
    except (socket.gaierror, UnicodeError):
        raise CannotStart(not_here(host)) from None
    except OSError as problem:
        if problem.errno == errno.EADDRNOTAVAIL:
            raise CannotStart(not_here(host)) from None
        raise CannotStart(
            f"Poort {port} is al in gebruik. Kies een andere: make demo PORT={port % 65535 + 1}"
        ) from None
    return Place(host, port, opened_at=in_the_network() if host in EVERYWHERE else host)


def chosen_port() -> int:
    """Give PORT. Raises CannotStart."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CannotStart(f"PORT is een getal van 1 tot en met 65535, niet {text!r}.")
    return int(text)


def listen_at(host: str, port: int) -> None:
    """Try it, and let go. Raises OSError."""
    family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(where)


def not_here(host: str) -> str:
    return f"{host} is geen adres van deze machine. Neem HOST=0.0.0.0, of een adres dat zij wel heeft."


def in_the_network() -> str:
    """Give this machine's address in the network that it would use to reach others. Raises CannotStart."""
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as way_out:
        way_out.connect(SOMEWHERE_ELSE)
        return way_out.getsockname()[0]
    raise CannotStart(
        "Deze machine zit niet in een netwerk. Verbind haar, of zeg het adres: make demo HOST=192.168.…"
    )


def chosen_state_dir() -> Path:
    """Give STATE_DIR, made where it does not exist, writable and with room. Raises CannotStart."""
    state_dir = Path(os.environ.get("STATE_DIR") or PROJECT / "var").resolve()
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=state_dir) as trial:
            trial.write(b"Vliegwiel")
    except OSError as problem:
        raise CannotStart(unsuitable(state_dir, problem)) from problem
    needed = ROOM_TO_GO_ON if (state_dir / "postgres").exists() else ROOM_TO_START
    if shutil.disk_usage(state_dir).free < needed:
        raise CannotStart(f"De schijf van {state_dir} is (bijna) vol: er is {needed // 1_000_000} MB nodig.")
    return state_dir


def unsuitable(state_dir: Path, problem: OSError) -> str:
    reason = UNSUITABLE.get(problem.errno, "is niet van jou om in te schrijven")
    return f"{state_dir} {reason}. Kies een andere map: make demo STATE_DIR=…"


# --- What the site needs ----------------------------------------------------------------------------------------------


def start_database(state_dir: Path) -> str:
    say(f"Database starten in {state_dir / 'postgres'} …")
    return postgres.database_url(state_dir)


def prepare(place: Place, state_dir: Path, url: str) -> str:
    """Set the demo's settings, bring tables, files, data and logins up to date, and give the logins as text."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="scaling.settings",
        DEMO="True",
        DEBUG="False",
        STATE_DIR=str(state_dir),
        DATABASE_URL=url,  # never somebody's real one: the demo makes logins with a known password
        SECRET_KEY=secret_key(state_dir / "secret-key"),
        ALLOWED_HOSTS=bracketed(place.opened_at) if place.is_for_others else "",
        SITE_ADDRESS=place.address if place.is_for_others else "",
        SCRIPT_NAME="",
    )
    django.setup()
    say("Tabellen bijwerken …")
    call_command("migrate", verbosity=0, interactive=False)
    collect_static_files()
    say("Gegevens laden …")
    call_command("load_network")
    call_command("load_examples")
    logins = io.StringIO()
    call_command("demo_logins", stdout=logins)
    close_connections()
    return logins.getvalue()


def collect_static_files() -> None:
    """Collect and compress them where they changed since the last start: it takes the longest of all."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    files = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    seen = [(str(file), file.stat().st_mtime_ns) for file in [*files, *Path(__file__).parent.glob("*.py")]]
    fingerprint = hashlib.sha256(repr(sorted(seen)).encode()).hexdigest()
    if not mark.exists() or mark.read_text() != fingerprint:
        say("Stijl en plaatjes klaarzetten …")
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(fingerprint)


def secret_key(file: Path) -> str:
    """Give the key kept in `file`, made the first time, so that who is logged in stays so after a restart."""
    with contextlib.suppress(FileNotFoundError):
        if key := file.read_text():
            return key
    file.write_text(secrets.token_urlsafe(48))
    file.chmod(0o600)
    return file.read_text()


def close_connections() -> None:
    """The processes of the site are copies of this one; a copied connection would be used twice."""
    for connection in django.db.connections.all():
        connection.close()
        connection.close_pool()


@contextlib.contextmanager
def worker_beside(place: Place) -> Iterator[None]:
    """A worker sends the letters while the site is there. It ends with it, also where this process is killed."""
    here = os.getpid()
    command = [sys.executable, str(PROJECT / "manage.py"), "worker", "--beside", str(here)]
    environment = os.environ | {"SITE_ADDRESS": place.address}  # nobody asked for a page of its own
    worker = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield
    finally:
        if os.getpid() == here:
            worker.terminate()
            worker.wait()


# --- The site ---------------------------------------------------------------------------------------------------------


class Site(BaseApplication):
    """The web server. Raises SystemExit when it stops."""

    def __init__(self, place: Place, state_dir: Path, logins: str):
        self.place, self.state_dir, self.logins = place, state_dir, logins
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self.place.bind,
            "workers": 2,
            "worker_class": "gthread",
            "threads": 4,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": self.welcome,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self):
        from scaling.wsgi import application

        return application

    def welcome(self, server) -> None:
        # The terminal was closed.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        say(f"\nVliegwiel draait op {self.place.address}\n")
        if self.place.is_for_others:
            say(open_to_others(self.place.address))
        say(self.logins)
        say(f"Mail komt in {self.state_dir / 'mail'} en hier op het scherm. Stoppen: Ctrl-C.")


def open_to_others(address: str) -> str:
    """What the user of the command should know, and the address for a phone."""
    return (
        "Let op: iedereen in dit netwerk kan erbij, ook inloggen met het wachtwoord hieronder.\n"
        f"Scan met een telefoon in hetzelfde netwerk:\n\n{qr_lines(address)}\n"
    )


def explain(problem: Exception, state_dir: Path) -> str:
    if shutil.disk_usage(state_dir).free < ROOM_TO_GO_ON // 2:
        return f"De schijf van {state_dir} is vol. Maak ruimte en start opnieuw; wat bewaard was, is er nog."
    return f"De demo kan niet starten: {str(problem).strip().splitlines()[0]}"


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
