"""`manage.py check --deploy`: quiet where all is in order, and a sentence for each thing that is not."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from scaling import checks, postgres

PROJECT = Path(__file__).resolve().parent.parent.parent


# ------------------------------------------------------------------ as it should be
@pytest.fixture
def state_dir():
    """A folder that the account of the database may enter, whatever pytest does to its own."""
    with tempfile.TemporaryDirectory(prefix="vliegwiel-tests-") as folder:
        yield Path(folder)


@pytest.fixture
def production(state_dir):
    """The environment of a real site: a server that waits for its disk, and a role that is no superuser."""
    server = postgres.database_url(state_dir)
    with psycopg.connect(server, autocommit=True) as database:
        database.execute("create role site login")
        database.execute("create database site owner site")
    database.close()
    yield {
        "PATH": os.environ["PATH"],
        "STATE_DIR": str(state_dir),
        "DATABASE_URL": server.replace("//vliegwiel@", "//site@").removesuffix("vliegwiel") + "site",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "vliegwiel.example",
        "BEHIND_PROXY": "True",
        "PROXY_COUNT": "1",
        "OIDC_ISSUER": "https://connect.example",
        "OIDC_CLIENT_ID": "vliegwiel",
        "OIDC_CLIENT_SECRET": "secret",
    }
    postgres.release(state_dir)


def manage(environment: dict, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *command],
        cwd=PROJECT, env=environment, capture_output=True, text=True,
    )  # fmt: skip


def test_a_proper_site_has_nothing_to_say(production):
    unready = manage(production, "check", "--deploy")
    assert "vliegwiel.E014" in unready.stderr
    assert "vliegwiel.E015" in unready.stderr
    assert manage(production, "migrate").returncode == 0
    ready = manage(production, "check", "--deploy", "--fail-level", "WARNING")
    assert (ready.returncode, ready.stderr) == (0, "")
    assert ready.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"OIDC_ISSUER": "http://connect.example"}, "OIDC_ISSUER must begin with https://"),
        ({"OIDC_CLIENT_SECRET": ""}, "Set the environment variable OIDC_CLIENT_SECRET"),
        ({"PROXY_COUNT": "een"}, "PROXY_COUNT must be a number"),
        ({"SIGNAL_LIMITS": "wins"}, "SIGNAL_LIMITS must look like 'one=5,other=2/3', not 'wins'"),
        ({"PROFILE_THRESHOLDS": "known_share=1/0"}, "PROFILE_THRESHOLDS must look like"),
        ({"SIGNAL_LIMITS": "wins=8, later=28", "PROFILE_THRESHOLDS": "known_share=2/3"}, ""),
        ({"MFA_REQUIRED_FOR_STAFF": "False"}, ""),
    ],
)
def test_a_wrong_variable_stops_the_start_with_a_sentence(broken, said):
    settings = {
        "PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50, "DATABASE_URL": "postgresql://nowhere/x",
        "BEHIND_PROXY": "True", "OIDC_ISSUER": "https://connect.example", "OIDC_CLIENT_ID": "x",
        "OIDC_CLIENT_SECRET": "x",
    }  # fmt: skip
    read = "from scaling import settings; print(settings.MFA_REQUIRED_FOR_STAFF)"
    done = subprocess.run(
        [sys.executable, "-c", read], cwd=PROJECT, env=settings | broken, capture_output=True, text=True
    )
    assert said in done.stderr
    assert done.stdout == ("" if said else "True\n")  # in production nobody switches the second step off


# ------------------------------------------------------------------ broken, one by one
def errors() -> list[str]:
    found = run_checks(include_deployment_checks=True)
    assert all(error.hint and error.msg[-1] != " " for error in found if error.id.startswith("vliegwiel"))
    return sorted(error.id for error in found if error.id.startswith("vliegwiel"))


@pytest.fixture
def in_order(settings, monkeypatch):
    """The settings of production; what is said of the database of the tests is another story."""
    settings.DEBUG = settings.DEMO = False
    settings.SECRET_KEY = secrets.token_urlsafe(50)
    settings.ALLOWED_HOSTS = ["vliegwiel.example"]
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.MFA_REQUIRED_FOR_STAFF = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(checks, "DURABLE", ())
    monkeypatch.setattr(checks, "_role", lambda cursor: [])
    return settings


def test_in_order_is_quiet(in_order):
    assert errors() == []


def test_behind_a_proxy_that_is_counted_all_is_in_order(in_order):
    in_order.BEHIND_PROXY, in_order.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1
    assert errors() == []


@pytest.mark.parametrize(
    ("setting", "value", "number"),
    [
        ("DEBUG", True, 1),
        ("DEMO", True, 1),
        ("SECRET_KEY", "short", 2),
        ("SECRET_KEY", "a" * 60, 2),
        ("SECRET_KEY", "django-insecure-" + "abcdefghijklmnop" * 4, 2),
        ("SECRET_KEY", "only for development", 2),
        ("SECRET_KEY_FALLBACKS", ["short"], 2),
        ("BEHIND_PROXY", True, 18),
        ("ALLOWED_HOSTS", [], 3),
        ("ALLOWED_HOSTS", ["*"], 3),
        ("ALLOWED_HOSTS", ["vliegwiel.example", ".example"], 3),
        ("SECURE_HSTS_SECONDS", 0, 4),
        ("SIGNAL_LIMITS", {"winst": 8}, 17),
        ("SIGNAL_LIMITS", {"wins": "2/3"}, 17),
        ("PROFILE_THRESHOLDS", {"known_share": 3}, 17),
        ("SECURE_HSTS_SECONDS", 3600, 4),
        ("MFA_REQUIRED_FOR_STAFF", False, 5),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, 6),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}, 6),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", 7),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", 7),
        ("EMAIL_BACKEND", "scaling.mail.FileAndLogBackend", 7),
    ],
    ids=str,
)
def test_a_setting_that_will_not_do(in_order, setting, value, number):
    setattr(in_order, setting, value)
    assert errors() == [f"vliegwiel.E{number:03}"]


def test_a_database_that_does_not_wait_for_its_disk(in_order, monkeypatch):
    """That of the tests is one: thrown away afterwards, whatever happens."""
    monkeypatch.setattr(checks, "DURABLE", ("fsync", "synchronous_commit", "full_page_writes"))
    assert errors() == ["vliegwiel.E011"] * 3


def test_a_database_used_as_superuser(in_order, monkeypatch):
    monkeypatch.undo()
    assert "vliegwiel.E012" in errors()


def test_a_database_without_a_time_limit(in_order):
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
    assert errors() == ["vliegwiel.E013"]


def test_no_table_to_count_in(in_order):
    in_order.CACHES = {"default": {**in_order.CACHES["default"], "LOCATION": "nowhere"}}
    assert errors() == ["vliegwiel.E014"]


def test_tables_of_an_older_version(in_order):
    MigrationRecorder(connection).migration_qs.filter(app="initiatives").last().delete()
    assert errors() == ["vliegwiel.E015"]


@pytest.mark.parametrize(
    "change",
    [
        "drop trigger write_audit on initiatives_theme",
        "alter table initiatives_theme disable trigger write_audit",
        "create or replace trigger write_audit after insert on initiatives_user for each row "
        "execute function write_audit('{}', '{}')",
    ],
)
def test_a_table_that_the_audit_does_not_watch_as_it_should(in_order, change):
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert errors() == ["vliegwiel.E019"]


def test_two_clocks(in_order, monkeypatch):
    monkeypatch.setattr(checks.time, "time", lambda: 1_000_000)
    assert errors() == ["vliegwiel.E016"]


def test_a_database_that_is_away(in_order, monkeypatch):
    def away():
        raise checks.DatabaseError("server closed the connection")

    with monkeypatch.context() as while_away:
        while_away.setattr(checks.connection, "cursor", away)
        assert [error.id for error in checks.check_database(None)] == ["vliegwiel.E010"]
