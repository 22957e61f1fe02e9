"""The proof of access: every address, every method, everybody, every state of a row.

The policy is written down by hand in `tests/access/policy.py`, which knows nothing of the code.
"""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from tests.access import policy
from tests.access.asking import Answer, masked
from tests.access.questions import Question, questions
from tests.access.turns import asked_by

PARTS = ("site", "accounts", "admin")


# --- the table itself -------------------------------------------------------------------------
def addresses(patterns, namespace: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= addresses(pattern.url_patterns, inner)
        else:
            found.add(f"{namespace}{pattern.name or ''}")
    return found


def test_every_address_has_a_row_and_every_row_an_address():
    there = addresses(get_resolver().url_patterns)
    assert (there - policy.urls(), policy.urls() - there) == (set(), set())


def test_the_policy_imports_nothing_from_the_app():
    tree = ast.parse(Path(policy.__file__).read_text())
    assert [
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
    ] == []


# --- the proof --------------------------------------------------------------------------------
def complaint(asker, question: Question) -> str:
    """The fault of the answer; empty where the answer follows the policy."""
    happened = []
    answer = asker.ask(
        question.method,
        question.path,
        question.sent_by(asker),
        and_then=lambda: happened.append(question.meant()),
    )
    wrong = verdict(answer, question, happened[0])
    if not wrong and question.expected in COMPARED:
        wrong = betrays(asker, answer, question)
    seen = f"{answer.status} {answer.leads_to}{' and it changed something' if answer.changed else ''}"
    return f"{question}: {wrong}, not {seen}" if wrong else ""


COMPARED = {"gone", "unknown", "refused"}
STATUS = {"unknown": 200, "refused": 422}  # the others are their own status
LEADS_TO = {"login": "/accounts/login/?next=", "door": "/beheer/login/?next=", "kept": "/beheer/initiatives/"}


def verdict(answer: Answer, question: Question, as_meant: bool) -> str:
    """The expected answer; empty where the site gave it."""
    expected = question.expected
    if expected == "done":
        saved = answer.status in (200, 302) and answer.changed and as_meant
        return "" if saved else "to be saved"
    if answer.changed and question.name not in policy.COPIES_AN_ADDRESS:
        return "nothing changed"
    is_read = question.method in policy.SAFE
    if is_read and answer.kept and question.name not in policy.KEEPS_A_SECRET_IN_THE_SESSION:
        return "no session written"
    return "" if is_as(expected, answer, question) else expected


def is_as(expected: str, answer: Answer, question: Question) -> bool:
    if expected in ("any", "still"):
        return answer.status < 500
    if expected == "gone":
        return answer.status == 404 or question.name.startswith("admin:")
    if expected in LEADS_TO:
        return answer.status == 302 and answer.leads_to.startswith(LEADS_TO[expected])
    if expected.startswith("/"):
        return answer.status == 302 and answer.leads_to.split("?")[0] == expected
    return answer.status == int(STATUS.get(expected, expected))


def betrays(asker, answer: Answer, question: Question) -> str:
    """How the answer about a hidden row differs from one about no row, in words or in queries; empty where it does not."""
    data = question.data if question.no_data is None else question.no_data
    absent = asker.ask_of_nothing(question.method, question.nowhere, data)
    if masked(answer, *question.echoed) != masked(absent, *question.echoed):
        return f"the answer of what does not exist ({absent.status} {absent.leads_to})"
    return "" if answer.queries == absent.queries else f"{absent.queries} queries, not {answer.queries}"


@pytest.mark.parametrize("actor", policy.ACTORS)
@pytest.mark.parametrize("part", PARTS)
def test_the_site_answers_as_the_policy_says(scene, part, actor, record_property):
    asker = scene.sessions[actor]
    before = asker.asked
    wrong = []
    for question in asked_by(scene, actor, part):
        if question.key in asker.as_expected:
            continue  # actors without a login share a session: one of them asks for all
        if words := complaint(asker, question):
            wrong.append(words)
        else:
            asker.as_expected.add(question.key)
    record_property("requests", asker.asked - before)
    assert not wrong, "\n".join(wrong)


def combinations(scene, actor: str) -> set[tuple]:
    """Every address and state to ask about. The door of the admin does not look at the row, so one state is enough."""
    found = {(name, "") for name in (*policy.ACCOUNT_PAGES, *policy.ADMIN_PAGES)}
    for name, page in policy.SITE_PAGES.items():
        kind = page["row"].lstrip("?")
        there = scene.tokens["receipt"] if name == "capture:receipt" else scene.rows.get(kind, {"": None})
        found |= {(name, state) for state in there if state in policy.RIGHTS.get(kind, there)}
    for model, states in policy.MODELS.items():
        screen = f"admin:initiatives_{model}"
        found |= {(f"{screen}_{page}", "") for page in ("changelist", "add")}
        pages = {*policy.MODEL_PAGES, *(policy.STEPS if model == "smallwin" else ())} - {"changelist", "add"}
        pages |= {"smallwin": {"merge"}, "challengeproposal": {"answer"}}.get(
            model, set(policy.pages_of_joining(model)) if model in policy.JOINED else set()
        )
        looked_at = _looked_at(actor, states)
        found |= {(f"{screen}_{page}", state) for page in pages for state in looked_at}
    imports = _looked_at(actor, ["shown", "written"])
    found |= {(f"admin:{page}", state) for page in policy.IMPORT_PAGES for state in imports}
    found.add(("admin:import_template", ""))
    proposals = _looked_at(actor, policy.RIGHTS["proposal"])
    return found | {("admin:initiatives_initiative_decline", state) for state in proposals}


def _looked_at(actor: str, states) -> list[str]:
    return [*states] if actor in policy.CURATORS else [*states][:1]


@pytest.mark.parametrize("actor", policy.ACTORS)
def test_everybody_asks_every_address_about_every_state(scene, actor):
    asked = {(each.name, each.state) for part in PARTS for each in questions(scene, actor, part)}
    assert combinations(scene, actor) ^ asked == set()


def test_each_question_of_the_network_is_asked_by_two_more_in_turn(scene):
    times = Counter(
        (each.name, each.method, each.state)
        for actor, with_whom in policy.STANDS_WITH.items()
        if with_whom == "network"
        for part in PARTS
        for each in asked_by(scene, actor, part)
    )
    everything = {
        (each.name, each.method, each.state) for part in PARTS for each in asked_by(scene, "network", part)
    }
    assert everything
    assert {key for key in everything if times[key] < 2} == set()
