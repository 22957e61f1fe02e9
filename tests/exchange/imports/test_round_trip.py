"""What people take along comes back unchanged: on the real data, nothing is new, changed or refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.exports.files import FILE_FORMS, Taken
from initiatives.exchange.exports.tables import TABLES
from initiatives.exchange.imports.kinds import KINDS
from initiatives.models import Onlooker, Programme
from initiatives.reports.filter.wins import WinFilter
from tests.exchange.imports.bringing import bring, outcomes, plan_of
from tests.factories import create_user

MOST_QUERIES = {"partners": 4, "partnerships": 6, "challenges": 7, "initiatives": 14}


@pytest.fixture(scope="module")
def staff(django_db_setup, django_db_blocker):
    """Made once: these stories only read."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_dataset(DATA)
        yield create_user(staff_of=Programme.objects.get())
        transaction.set_rollback(True)


def taken_along(kind, form: str, user) -> bytes:
    table = TABLES[kind.export]
    chosen = WinFilter({}, onlooker=Onlooker(user), page=table.page)
    return b"".join(FILE_FORMS[form].bytes_of(Taken(table, chosen, "https://vliegwiel.example/")))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.word)
def test_a_table_that_was_taken_along_changes_nothing_when_it_is_brought(staff, kind, form, language):
    with translation.override(language):
        data = taken_along(kind, form, staff)
        plan = plan_of(bring(kind.word, data, staff))
    assert {row.name: (row.reason, row.changes) for row in plan.rows if row.outcome != "same"} == {}
    assert outcomes(plan) == {"same": kind.model.objects.count()}


def test_the_table_of_a_visitor_changes_nothing_either(staff):
    kind = KINDS["partners"]
    plan = plan_of(bring("partners", taken_along(kind, "csv", AnonymousUser()), staff))
    assert set(outcomes(plan)) == {"same"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.word)
def test_a_preview_asks_the_same_number_of_questions_whatever_its_size(staff, kind):
    data = taken_along(kind, "csv", staff)
    asked = []
    for rows in (data.splitlines(keepends=True)[:4], data.splitlines(keepends=True)):
        batch = bring(kind.word, b"".join(rows), staff)
        with CaptureQueriesContext(connection) as queries:
            plan_of(batch)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= MOST_QUERIES[kind.word]
