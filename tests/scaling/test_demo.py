"""The demo as somebody meets it: the real command, in a folder of its own."""

import contextlib
import csv
import errno
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from initiatives.exchange.dataset import DATA
from initiatives.management.commands.demo_logins import PASSWORD
from scaling import demo, postgres

PROJECT = Path(__file__).resolve().parent.parent.parent
OTHER_ADDRESS = "127.0.0.2"  # of every machine, and not the one that the demo takes by itself
EXAMPLE = "voorbeeldprogramma/initiatieven/warme-voeten/"
PATIENCE = 120  # seconds; on two busy cores the first start compresses every static file
# By a person: what nobody wrote is loaded anew.
TELL = """
select set_config('vliegwiel.actor', (select min(id) from initiatives_user)::text, false);
update initiatives_initiative
set dream = case when dream ~ '^x+$' then dream else '' end || 'x' where slug = 'wijs-groningen'
"""


def data_set(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture
def state_dir(tmp_path):
    """With a space and a comma in its name, as people have them."""
    return tmp_path / "het vliegwiel, van ons"


def start(**environment: str) -> subprocess.Popen:
    environment = {"PATH": os.environ["PATH"], **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "scaling.demo"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextlib.contextmanager
def running(state_dir: Path, *, end: signal.Signals, host: str = ""):
    """Give the demo's address and what it said, and end it as a terminal does: by a signal to all it started."""
    port = str(free_port())
    # It must not touch a database that somebody happens to have at hand, and not mind how they reach it.
    elsewhere = {"PGPORT": "1", "PGHOST": "elders.invalid", "PGSERVICE": "echt", "PGSSLMODE": "verify-full"}
    where = {"STATE_DIR": str(state_dir), "DEMO_HOST": host, "PORT": port}
    with start(**where, **elsewhere, DATABASE_URL="postgresql://echt/") as process:
        watchdog = threading.Timer(PATIENCE, os.killpg, [process.pid, signal.SIGKILL])
        watchdog.start()
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        try:
            yield f"http://{host or '127.0.0.1'}:{port}/", said
        finally:
            os.killpg(process.pid, end)
            process.stdout.read()  # until the last process of the site has closed it
            process.wait()
            watchdog.cancel()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(address: str) -> int:
    with urllib.request.urlopen(address) as answer:
        return answer.status


def logged_in_at(address: str) -> str:
    """Log in as a browser does, with the origin of the page beside the form; give the address where that leads."""
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.open(f"{address}accounts/login/").read()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"login": "trekker@vliegwiel.example", "password": PASSWORD, "csrfmiddlewaretoken": token}
    request = urllib.request.Request(f"{address}accounts/login/", urllib.parse.urlencode(form).encode())
    request.add_header("Origin", address.rstrip("/"))
    with browser.open(request) as answer:
        return answer.url


def left_behind(state_dir: Path) -> list[psutil.Process]:
    """The processes that name this folder, or got it in their environment."""
    found = psutil.process_iter(["cmdline", "environ"])
    return [process for process in found if str(state_dir) in f"{process.info}"]


def ask(state_dir: Path, question: str):
    """Ask the demo's database, which runs already or starts for this."""
    with psycopg.connect(postgres.database_url(state_dir)) as connection:
        cursor = connection.execute(question)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    postgres.release(state_dir)
    return answer


def test_the_demo_serves_the_real_data_keeps_what_is_told_and_leaves_nothing_running(state_dir):
    """However it ends: by Ctrl-C, with its terminal, killed. The last time at an address that others could open."""
    for end, host in ((signal.SIGINT, ""), (signal.SIGHUP, ""), (signal.SIGKILL, OTHER_ADDRESS)):
        with running(state_dir, end=end, host=host) as (address, said):
            assert ("iedereen in dit netwerk kan erbij" in said, "▀" in said) == (bool(host), bool(host))
            assert logged_in_at(address) == address
            assert address.rstrip("/") in said
            assert re.search(r"^Wachtwoord: \S+$", said, re.MULTILINE)
            assert "programma@vliegwiel.example" in said
            assert status(f"{address}{EXAMPLE}") == 200
            assert status(address) == 200
            ask(state_dir, TELL)
        _, alive = psutil.wait_procs(left_behind(state_dir), PATIENCE if end == signal.SIGKILL else 0)
        assert alive == []
    assert ask(state_dir, "select dream from initiatives_initiative where slug = 'wijs-groningen'") == (
        "xxx",
    )
    wins = [row for row in data_set("small_wins") if row["outcome"] == "win"]
    assert ask(state_dir, "select count(dataset_key) from initiatives_smallwin") == (len(wins),)
    assert (state_dir / "secret-key").stat().st_mode & 0o077 == 0


def refusal(**environment: str) -> str:
    with start(**environment) as process:
        said = process.stdout.read()
    assert process.returncode == 1
    assert said.count("\n") == 1, said
    return said


def test_a_port_in_use_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"Poort {port} is al in gebruik." in refusal(PORT=port, STATE_DIR=str(tmp_path))


@pytest.mark.parametrize("host", ["203.0.113.9", "nergens.invalid"])
def test_an_address_of_another_machine_is_one_sentence(monkeypatch, host):
    monkeypatch.setenv("DEMO_HOST", host)
    with pytest.raises(demo.CannotStart, match=f"{host} is geen adres van deze machine"):
        demo.chosen_place()


def test_in_the_whole_network_it_says_the_address_that_others_open(monkeypatch):
    monkeypatch.setenv("DEMO_HOST", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("PORT", str(free_port()))
    place = demo.chosen_place()
    own = {address.address for addresses in psutil.net_if_addrs().values() for address in addresses}
    assert place.opened_at in own - {"127.0.0.1"}
    assert (place.bind, place.address) == (f"0.0.0.0:{place.port}", f"http://{place.opened_at}:{place.port}")


def test_it_is_open_to_others_only_for_who_types_host(tmp_path):
    """Some shells have a HOST of their own."""
    ask = ["make", "--eval", 'said: ; @echo "[$$DEMO_HOST]"', "said"]
    its_own = {"PATH": os.environ["PATH"], "HOST": "x86_64-linux-gnu"}
    said = [
        subprocess.run([*ask, *more], cwd=PROJECT, env=its_own, capture_output=True, text=True, check=True)
        for more in ([], ["HOST=0.0.0.0"])
    ]
    assert [run.stdout.strip() for run in said] == ["[]", "[0.0.0.0]"]


def test_a_port_that_is_none_is_one_sentence(tmp_path):
    assert "PORT is een getal" in refusal(PORT="achtduizend", STATE_DIR=str(tmp_path))


def test_a_setting_that_is_none_is_one_sentence(tmp_path):
    """It is read once the database runs, after a line that says so."""
    with start(PORT=str(free_port()), STATE_DIR=str(tmp_path), BEHIND_PROXY="ja") as process:
        said = process.stdout.read()
    assert process.returncode == 1
    assert said.splitlines()[1:] == [
        "De demo kan niet starten: BEHIND_PROXY must be 'True' or 'False', not 'ja'"
    ]


def test_a_folder_that_is_none_is_one_sentence(tmp_path):
    (tmp_path / "bestand").touch()
    assert "is geen map" in refusal(PORT=str(free_port()), STATE_DIR=str(tmp_path / "bestand"))


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "niet van jou"), (errno.EROFS, "niet van jou"), (errno.ENOSPC, "is vol")],
)
def test_a_folder_where_nothing_can_be_written_is_one_sentence(monkeypatch, tmp_path, number, said):
    def refuse(**_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(demo.CannotStart, match=said):
        demo.chosen_state_dir()


def test_a_disk_that_is_nearly_full_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1_000_000))
    with pytest.raises(demo.CannotStart, match="vol: er is 250 MB nodig"):
        demo.chosen_state_dir()
