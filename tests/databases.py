"""Each worker of a run has a database of its own. The first one to come makes it from the migrations, the others copy it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection


@contextmanager
def database_of(worker: str) -> Iterator[None]:
    """In this block the connection is to the database of this worker. The process that made the template also drops it."""
    creation = connection.creation
    before = connection.settings_dict["NAME"]
    example = creation._get_test_db_name()
    with _one_at_a_time() as is_first:
        if is_first:
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            allow_emptying()
        _turn_to(example)
        creation.clone_test_db(worker, verbosity=0, autoclobber=True)
    _turn_to(creation.get_test_db_clone_settings(worker)["NAME"])
    yield
    _drop(connection.settings_dict["NAME"])
    if is_first:
        _drop(example)
    _turn_to(before)


@contextmanager
def _one_at_a_time() -> Iterator[bool]:
    """Lets one worker in at a time. Out: whether it is the first one of this run."""
    with (Path(os.environ["STATE_DIR"]) / "database-of-the-tests").open("a") as visitors:
        fcntl.flock(visitors, fcntl.LOCK_EX)
        yield visitors.seek(0, os.SEEK_END) == 0
        visitors.write("x")


def _turn_to(name: str) -> None:
    connection.close()
    settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = connection.settings_dict["NAME"] = name


def _drop(name: str) -> None:
    """Also while a thread of the server that a browser asked has not let go of it yet."""
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"drop database if exists {connection.ops.quote_name(name)} with (force)")


def allow_emptying() -> None:
    """Tests that commit empty every table behind them; the audit would refuse that."""
    with connection.cursor() as cursor:
        cursor.execute("alter table initiatives_auditentry disable trigger audit_is_not_emptied")
