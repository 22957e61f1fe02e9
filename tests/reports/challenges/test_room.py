"""The questions of the network, who works on them, and which of them nobody does that we know of."""

import pytest
from django.contrib.auth.models import AnonymousUser

from initiatives.models import Challenge, Onlooker
from initiatives.reports.challenges.room import challenge_room
from initiatives.reports.filter.wins import WinFilter
from tests.factories import create_city, create_initiative, create_user


def ask(title: str, *initiatives, scope: str = "city") -> Challenge:
    challenge = Challenge.objects.create(title=title, slug=title.split()[-1].lower().strip("?"), scope=scope)
    challenge.initiatives.set(initiatives)
    return challenge


def room(user=None, *, words: str = "", **asked):
    chosen = WinFilter(asked, onlooker=Onlooker(user or AnonymousUser()), page="challenges:index")
    return challenge_room(chosen, words=words)


def worked_on(report) -> dict[str, list[tuple[str, int]]]:
    return {
        str(group.name): [(str(line.challenge), line.here) for line in group.lines] for group in report.groups
    }


def titles(lines) -> list[str]:
    return [str(line.challenge) for line in lines]


def test_they_stand_by_how_far_they_reach_and_then_by_name_not_by_how_many_work_on_them(initiative):
    other = create_initiative()
    ask("Wat is zacht?", initiative, other)
    ask("Wat is nabij?", other, scope="neighbourhood")
    ask("Wat is koel?", initiative)
    ask("Wat is wijd?", initiative, scope=None)
    assert worked_on(room()) == {
        "Wijk": [("Wat is nabij?", 1)],
        "Stad": [("Wat is koel?", 1), ("Wat is zacht?", 2)],
        "Niet gezegd hoe ver het reikt": [("Wat is wijd?", 1)],
    }


def test_a_question_without_an_initiative_stands_apart(initiative):
    ask("Wat is koel?", initiative)
    ask("Wat is stil?")
    report = room()
    assert titles(report.nobody) == ["Wat is stil?"]
    assert (report.quiet, report.worked_on, report.total) == (1, 1, 2)


def test_a_filter_tells_what_others_work_on_from_what_nobody_does(initiative):
    elsewhere = create_initiative(city=create_city(name="Zwolle"))
    ask("Wat is koel?", initiative)
    ask("Wat is ver?", elsewhere)
    ask("Wat is stil?")
    report = room(stad=initiative.cities.get().slug)
    assert worked_on(report) == {"Stad": [("Wat is koel?", 1)]}
    assert titles(report.nobody) == ["Wat is stil?"]
    assert [(str(line.challenge), line.anywhere) for line in report.elsewhere] == [("Wat is ver?", 1)]


def test_a_question_is_found_by_a_word_of_it(initiative):
    ask("Wat is koel?", initiative)
    ask("Wat is stil?")
    assert titles(room(words="stil").nobody) == ["Wat is stil?"]
    assert room(words="stil").total == 1


def test_initiatives_that_one_may_not_read_are_not_counted(initiative):
    hidden = create_initiative(published=False)
    ask("Wat is koel?", initiative, hidden)
    ask("Wat is geheim?", hidden)
    assert worked_on(room()) == {"Stad": [("Wat is koel?", 1)]}
    assert room().total == 1
    assert worked_on(room(create_user(member_of=hidden)))["Stad"] == [
        ("Wat is geheim?", 1),
        ("Wat is koel?", 2),
    ]


def test_it_asks_as_many_queries_for_many_as_for_few(initiative, django_assert_num_queries):
    ask("Wat is koel?", initiative)
    chosen = WinFilter({}, onlooker=Onlooker(AnonymousUser()), page="challenges:index")
    for n in range(5):
        ask(f"Wat is nummer{n}?", initiative)
    with django_assert_num_queries(4):
        challenge_room(chosen)


@pytest.mark.parametrize("within", [False, True])
def test_the_number_opens_exactly_the_initiatives_that_it_counts(client, initiative, within):
    ask("Wat is koel?", initiative, create_initiative(city=create_city(name="Zwolle")))
    (group,) = room(**({"stad": initiative.cities.get().slug} if within else {})).groups
    (line,) = group.lines
    opened = client.get(line.href).context["report"]
    assert opened.total == line.here == (1 if within else 2)
