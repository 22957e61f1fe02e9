"""Who asks what, where several people get the same answers: one asks everything, the others take turns.

Seven people know the network and belong to no team that matters here, each for a reason of their own; six have no account.
One of each asks everything, and one of the staff. The others ask what is answered them otherwise, each address once, and of
the rest one in three, another part for each (docs/decisions/0281-who-gets-the-same-answers-takes-turns.md).
"""

import zlib
from collections.abc import Iterator

from tests.access import policy
from tests.access.questions import Question, questions
from tests.access.world import World

TURNS = 3


def asked_by(world: World, actor: str, part: str) -> list[Question]:
    """The questions of the proof that this person asks."""
    own = questions(world, actor, part)
    if actor not in policy.STANDS_WITH:
        return own
    answered = {_of(each): each.expected for each in questions(world, policy.STANDS_WITH[actor], part)}
    firsts = {(each.name, each.method): each for each in reversed(own)}
    return [
        each
        for each in own
        if answered.get(_of(each)) != each.expected
        or firsts[each.name, each.method] is each
        or is_turn_of(actor, each)
    ]


def read_by(actor: str, pages: Iterator, pages_of_other: Iterator) -> Iterator[tuple]:
    """The pages that this person reads. In: pages, and those of the one with whom they stand: an address, and what goes along."""
    known = {(path, *headers) for path, headers in pages_of_other}
    for number, (path, headers) in enumerate(pages):
        if (path, *headers) not in known or number % TURNS == _place(actor):
            yield path, headers


def is_turn_of(actor: str, question: Question) -> bool:
    """The same one in each run, and another for each of three people."""
    return zlib.crc32(":".join(_of(question)).encode()) % TURNS == _place(actor)


def _place(actor: str) -> int:
    return [*policy.STANDS_WITH].index(actor) % TURNS


def _of(question: Question) -> tuple[str, str, str]:
    return question.name, question.method, question.state
