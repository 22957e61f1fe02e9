"""A coded answer of a win is said once: a new line in the table shows in every place."""

import ast
import datetime as dt
import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import strip_tags

from initiatives.exchange.own_data import own_data
from initiatives.lenses import ANSWERS, NONE_OF_THESE, UNKNOWN, CodedAnswer, codes_in
from initiatives.models import Onlooker, acting
from initiatives.reports.filter.wins import WinFilter
from tests.factories import create_win

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for path in sorted((ROOT / "initiatives").rglob("*.py"))
    if not {"lenses", "migrations"} & set(path.relative_to(ROOT).parts)
]


def an_answer(answer: CodedAnswer) -> str | list[str]:
    """A stored answer that needs no other row."""
    codes = [word.value for word in answer.words if word not in (answer.with_rows, UNKNOWN)]
    return codes[:2] if answer.many else codes[0]


STORED = {name: an_answer(answer) for name, answer in ANSWERS.items()}


@pytest.fixture
def silent(initiative, team_member):
    """A win without any answer."""
    return create_win(initiative=initiative, by=team_member, confirmed=False)


@pytest.fixture
def win(silent, team_member):
    """Gives every answer, one after another."""
    with acting(team_member):
        for name, stored in STORED.items():
            setattr(silent, name, stored)
            silent.save(update_fields=[name])
    return silent


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(unescape(strip_tags(response.text)).casefold().split())


QUESTION = {name: str(answer.question).casefold() for name, answer in ANSWERS.items()}
NEAR = 200  # characters from a question to its answer, at most


def after(text: str, name: str) -> list[str]:
    """The words behind each place where this question stands, up to the next question."""
    another = "|".join(re.escape(words) for words in {*QUESTION.values()} - {QUESTION[name]})
    return [re.split(another, rest)[0][:NEAR] for rest in text.split(QUESTION[name])[1:]]


def missing_in(text: str, *, said: bool = True) -> list[str]:
    """The answers of which this page lacks the question, or behind it what was answered, in whole words."""
    words = {
        name: re.escape(answer.said(STORED[name]).casefold()) if said else ""
        for name, answer in ANSWERS.items()
    }
    return [
        name
        for name in ANSWERS
        if not any(re.search(rf"(?<!\w){words[name]}(?!\w)", rest) for rest in after(text, name))
    ]


def test_an_answer_is_looked_for_behind_its_own_question_and_in_whole_words():
    pages = {
        name: f"{QUESTION[name]} {answer.said(STORED[name]).casefold()}" for name, answer in ANSWERS.items()
    }
    assert missing_in(" ".join(pages.values())) == []
    for wrong in ("jaar", ""):
        pages["completed"] = f"{QUESTION['completed']} {wrong}"
        assert missing_in(" ".join(pages.values())) == ["completed"]


# Beside the rows that answer in its place an answer has another name; and "nobody" is "none of these" beside partners.
ASKED_AS = {"came_from": "earlier", "company_answer": "partners", "wall_answer": "wall"}
TICKED_AS = {"company_answer": NONE_OF_THESE}


def not_asked(page: str, names: Iterable[str]) -> list[str]:
    """The answers of which this form lacks the tick."""
    ticks = {name: TICKED_AS.get(name, codes_in(STORED[name])[0]) for name in names}
    return [
        name
        for name, tick in ticks.items()
        if f'name="{ASKED_AS.get(name, name)}" value="{escape(tick)}"' not in page
    ]


def test_each_answer_is_asked_for_in_a_form(client, team_member, silent):
    client.force_login(team_member)
    create_win(initiative=silent.initiative, occurred_on=silent.occurred_on - dt.timedelta(days=1))
    silent.say(types=STORED["types"], directions=STORED["directions"])  # so that pairs are asked for
    missing = []
    for name, answer in ANSWERS.items():
        page = client.get(reverse("telling:ask", args=[silent.pk, answer.step])).text
        missing += not_asked(page, [name])
    assert missing == []


def test_an_answer_that_another_field_of_its_form_offers_is_not_asked():
    assert not_asked('<input type="radio" name="concrete" value="yes">', ["concrete", "completed"]) == [
        "completed"
    ]


def test_each_answer_stands_on_the_page_of_the_win(client, team_member, win):
    client.force_login(team_member)
    page = text_of(client.get(win.get_absolute_url()))
    assert (
        missing_in(page.replace("wat ging er verloren?", QUESTION["loss_answer"])) == []
    )  # a heading of the page


def test_each_answer_stands_in_the_history(client, team_member, win):
    client.force_login(team_member)
    assert missing_in(text_of(client.get(reverse("wins:history", args=[win.pk])))) == []


def test_each_answer_is_in_the_file_of_whoever_told_it(team_member, win):
    (told,) = own_data(team_member)["wins"]
    assert {name: told.get(name) for name in ANSWERS} == STORED


def test_a_curator_reads_each_answer_before_confirming(client, programme_staff, win):
    client.force_login(programme_staff)
    page = client.get(reverse("admin:initiatives_smallwin_change", args=[win.pk]))
    assert missing_in(text_of(page)) == []
    assert page.context["not_asked"] == []


def test_a_curator_reads_which_questions_nobody_asked(client, programme_staff, silent):
    client.force_login(programme_staff)
    page = client.get(reverse("admin:initiatives_smallwin_change", args=[silent.pk]))
    assert missing_in(text_of(page), said=False) == []
    assert page.context["answered"] == []


def test_each_answer_can_be_asked_for_in_the_address(team_member, win, initiative):
    create_win(initiative=initiative)  # a win without any answer
    missing = []
    for name, answer in ANSWERS.items():
        words = QueryDict(mutable=True)
        words[answer.word] = STORED[name][0] if answer.many else STORED[name]
        asked = WinFilter(words, onlooker=Onlooker(team_member))
        if asked.problems or list(asked.wins()) != [win]:
            missing.append(name)
    assert missing == []


def test_a_visitor_asks_for_no_answer_that_only_the_network_reads(visitor, win):
    asked = WinFilter(QueryDict("muur=none"), onlooker=Onlooker(visitor))
    assert asked.words == {}
    assert asked.problems


def lists_in(source: str) -> list[str]:
    """Places where four or more answers are named one after another, as a second table would."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict)
        and len(ANSWERS.keys() & {part.value for part in ast.iter_child_nodes(node) if isinstance(part, ast.Constant)})
        >= 4
    ]  # fmt: skip


def test_no_other_list_of_answers_is_kept():
    kept = {path.relative_to(ROOT).as_posix(): lists_in(path.read_text()) for path in CODE}
    assert {path: lines for path, lines in kept.items() if lines} == {}


@pytest.mark.parametrize(
    "bad", ["x = ('types', 'level', 'depth', 'size')", "x = {'types': 1, 'level': 2, 'depth': 3, 'size': 4}"]
)
def test_the_guard_of_lists_bites(bad):
    assert lists_in(bad)
