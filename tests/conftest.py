"""The cast. Everyone in these stories is one of these people, and you know who should fail."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import translation

from tests import factories
from tests.access import world


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty every table behind them; the audit would refuse that."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("alter table initiatives_auditentry disable trigger audit_is_not_emptied")


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here may touch the database; that is what a Django test is for."""


@pytest.fixture(autouse=True)
def _dutch():
    """A page in English leaves its language behind in this thread; the next story is in Dutch again."""
    with translation.override("nl"):
        yield


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
        yield world.build()
        transaction.set_rollback(True)


def pytest_terminal_summary(terminalreporter):
    """How much was asked to prove who may see and do what."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    asked = sum(n for report in reports for name, n in report.user_properties if name == "requests")
    if asked:
        terminalreporter.write_line(f"Who may see and do what: {asked:,} requests.")
