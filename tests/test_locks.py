"""Rows are held in one order, and foreign keys to them seldom wait (decision 0173)."""

import ast
import re
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access import policy
from tests.access.questions import questions
from tests.factories import create_win

ROOT = Path(__file__).parents[1]

# ------------------------------------------------------------------ plain `for update`
PLAIN = {
    "initiatives/models/people.py:_hold": "rows that point at somebody who leaves are waited for, and go too",
    "initiatives/models/merging/doing.py:_hold_both": "rows that point at one that goes are waited for, and move too",
    "initiatives/models/wins/taking_back.py:take_back": "nobody hangs anything on a win that is being emptied",
}


def plain_locks(source: str) -> list[str]:
    """The functions that hold rows so that foreign keys to them wait."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            names = [call for call in calls if getattr(call.func, "attr", "") == "select_for_update"]
            found += [function.name for call in names if "no_key" not in {each.arg for each in call.keywords}]
    return found


def test_foreign_keys_wait_for_a_held_row_only_where_they_must():
    files = sorted(path for room in ("initiatives", "scaling") for path in (ROOT / room).rglob("*.py"))
    found = {f"{path.relative_to(ROOT)}:{name}" for path in files for name in plain_locks(path.read_text())}
    assert found == set(PLAIN)


def test_the_guard_of_plain_locks_bites():
    assert plain_locks("def hold():\n    Win.objects.select_for_update(of=('self',)).get()") == ["hold"]
    assert plain_locks("def hold():\n    Win.objects.select_for_update(no_key=True).get()") == []


# ------------------------------------------------------------------ one order
ORDER = (  # who holds rows of two lines holds the upper one first; all other tables come after these
    "importbatch",  # of one person, who holds it before all that it writes
    "user",
    "initiative city programme partner",
    "role invitation membership membershiprequest partnership capturelink pilotcheck merge mergechange",
    "smallwin",
    "wall",
)
RANKS = {table: rank for rank, tables in enumerate(ORDER) for table in tables.split()}
# Who sends forms, and where: together every form that saves. The visitor has the words of links; somebody of the
# network waits for an answer of a team.
ACTORS = [
    ("lead", "site"),
    ("invited", "site"),
    ("network", "site"),
    ("visitor", "site"),
    ("staff", "site"),
    ("staff", "admin"),
]
# Asks for the password first; and the first steps of a network, which began here long ago (tests/views/test_begin.py).
BY_ITSELF = {"mine:delete", *policy.BEFORE_THE_BEGINNING} - {"begin:index"}
HELD = re.compile(
    r'FOR (?:NO KEY )?UPDATE(?: OF "(?P<of>\w+)")?|^UPDATE "(?P<changed>\w+)"|^DELETE FROM "(?P<gone>\w+)"'
)
FROM = re.compile(r'FROM "(\w+)"')


def tables_held(queries: list[str]) -> list[str]:
    """The tables of which rows were held, changed or taken away, each where it came first."""
    found = []
    for query in queries:
        if held := HELD.search(query):
            found.append(held["of"] or held["changed"] or held["gone"] or FROM.search(query)[1])
    ours = [table.removeprefix("initiatives_") for table in found if table.startswith("initiatives_")]
    return list(dict.fromkeys(ours))


def held_too_late(tables: list[str]) -> list[str]:
    """The tables that should have come before one that came sooner."""
    ranks = [RANKS.get(table, len(ORDER)) for table in tables]
    return [table for place, table in enumerate(tables) if ranks[place] < max(ranks[:place], default=0)]


def forms_that_save(scene):
    """Each form that saves, sent by each of these people about one row, and the tables that it held."""
    for actor, part in ACTORS:
        saving = [q for q in questions(scene, actor, part) if q.method == "POST" and q.expected == "done"]
        asker = scene.sessions[actor]
        for question in {q.name: q for q in saving}.values():
            sent = question.sent_by(asker)
            with CaptureQueriesContext(connection) as asked:
                asker.ask("POST", question.path, sent)
            yield question, tables_held([query["sql"] for query in asked.captured_queries])


def test_every_form_holds_rows_in_one_order(scene):
    held = list(forms_that_save(scene))
    posted = {name for name, page in policy.SITE_PAGES.items() if page["POST"] != "405"}
    assert posted - {question.name for question, _tables in held} == BY_ITSELF
    late = [f"{question}: {tables}" for question, tables in held if held_too_late(tables)]
    assert not late, "\n".join(late)


def test_an_account_that_goes_holds_rows_in_that_order(initiative, team_member):
    create_win(initiative=initiative, by=team_member)
    with CaptureQueriesContext(connection) as asked:
        team_member.anonymise()
    held = tables_held([query["sql"] for query in asked.captured_queries])
    assert held[0] == "user"
    assert "membership" in held
    assert held_too_late(held) == [], held


def test_the_guard_of_the_order_bites():
    win = 'SELECT 1 FROM "initiatives_smallwin" FOR NO KEY UPDATE OF "initiatives_smallwin"'
    wall = 'UPDATE "initiatives_wall" SET "status" = 1'
    assert held_too_late(tables_held([win, wall, win])) == []
    assert held_too_late(tables_held([wall, win])) == ["smallwin"]
