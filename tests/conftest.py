"""The people of the tests. A test names the person it is about, so that its reader knows the expected rights."""

import gc
import os

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import translation
from hypothesis import HealthCheck, settings

from initiatives.exchange.post import send_one
from initiatives.models import Letter
from tests import databases, factories, picks
from tests.access import world

# How long something takes is a matter for the bench, and a busy machine is no fault.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

picks.guard()
BACKWARDS = os.environ.get("ORDER") == "backwards"


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A database for all tests of this process. One that is kept (`--reuse-db`) is made as pytest-django does it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and not request.config.getoption("reuse_db"):
        made = databases.database_of(worker)
        with django_db_blocker.unblock():
            made.__enter__()
        yield
        with django_db_blocker.unblock():
            made.__exit__(None, None, None)
    else:
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            databases.allow_emptying()
        yield


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here may touch the database; that is what a Django test is for."""


@pytest.fixture(autouse=True)
def _dutch():
    """A page in English leaves its language behind in this thread; the next story is in Dutch again."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def _letters_go_at_once(request):
    """What a worker does some seconds later. A story about the worker itself says `@pytest.mark.letters_wait`."""
    if request.node.get_closest_marker("letters_wait"):
        yield
        return
    post_save.connect(_send, sender=Letter, dispatch_uid="letters go at once")
    yield
    post_save.disconnect(sender=Letter, dispatch_uid="letters go at once")


def _send(instance: Letter, created: bool, **kwargs) -> None:
    if created:
        send_one(instance)


@pytest.fixture
def fresh_limits():
    """Guesses and mails of another story do not count."""
    cache.clear()


@pytest.fixture
def initiative():
    return factories.create_initiative()


@pytest.fixture
def team_member(initiative):
    return factories.create_user(member_of=initiative)


@pytest.fixture
def lead(initiative):
    return factories.create_user(lead_of=initiative)


@pytest.fixture
def coordinator(initiative):
    return factories.create_user(coordinates=initiative.cities.get())


@pytest.fixture
def programme_staff(initiative):
    return factories.create_user(staff_of=initiative.programme)


@pytest.fixture
def outsider():
    """Knows the network, belongs to no team and coordinates no city."""
    return factories.create_user()


@pytest.fixture
def visitor():
    """Somebody without an account."""
    return AnonymousUser()


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """A whole network in which everybody takes part and a row stands in every state (docs/access.md)."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = world.build()
        with connection.cursor() as cursor:
            # Nobody else sees these rows, and queries would be planned for none. Only our own tables: another worker
            # waits for the tables that all databases share, for as long as this transaction is open.
            tables = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
            cursor.execute(f"analyze {', '.join(tables)}")
        yield scene
        transaction.set_rollback(True)


def pytest_configure(config):
    if BACKWARDS:
        config.option.randomly_reorganize = False


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_collection_modifyitems(items):
    """Reverse the order of the tests. Tests that empty the tables still come last."""
    if BACKWARDS:
        items.reverse()
    return (yield)


def pytest_collection_finish():
    """What is loaded by now stays. A collector that looks through it again and again takes a sixth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """Report how many requests the proof of access made."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    asked = sum(n for report in reports for name, n in report.user_properties if name == "requests")
    if asked:
        terminalreporter.write_line(f"Who may see and do what: {asked:,} requests.")
