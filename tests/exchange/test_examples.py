"""The worked example of the seed on a real initiative, marked as an example, and the same when loaded again."""

import pytest
from django.core.management import CommandError, call_command

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.examples.wishes import INITIATIVE
from initiatives.lenses import Choice
from initiatives.models import (
    Ambition,
    Initiative,
    MeaningAnswer,
    PilotCheck,
    PilotRespondent,
    Reader,
    Wish,
    WishPair,
)
from initiatives.reports.counting.examples import EXAMPLE
from initiatives.reports.mirror.wishes import wish_table
from initiatives.reports.signals.page import questions_of_wishes
from tests.factories import create_user


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.SECURE = False


@pytest.fixture
def wijs():
    load_dataset(DATA)
    call_command("load_examples", verbosity=0)
    return Initiative.objects.get(slug=INITIATIVE)


def counts() -> list[int]:
    return [model.objects.count() for model in (Wish, WishPair, Ambition, MeaningAnswer, PilotRespondent)]


def test_all_students_and_four_projects(wijs):
    member = create_user(member_of=wijs)
    table = wish_table(Reader(member, wijs), asked=questions_of_wishes(Reader(member, wijs)))
    assert [sharing.each for sharing, _pair in table.sharings] == [300]
    assert [asked.signal.value for asked in table.questions] == [
        "wish_unserved",
        "wish_unserved",
        "tension_open",
    ]
    assert table.unknown


def test_loading_twice_changes_nothing(wijs):
    before = counts()
    call_command("load_examples", verbosity=0)
    assert counts() == before


def test_everything_invented_says_so(wijs):
    assert all(Wish.objects.values_list("is_example", flat=True))
    assert all(PilotCheck.objects.values_list("is_example", flat=True))
    texts = [
        *WishPair.objects.values_list("reason", flat=True),
        *Ambition.objects.values_list("reason", flat=True),
        *wijs.meanings.values_list("text", flat=True),
        *MeaningAnswer.objects.values_list("note", flat=True),
    ]
    assert [text for text in texts if not text.startswith(EXAMPLE)] == []
    assert Ambition.objects.filter(choice=Choice.NOT).exists()


def test_without_the_data_of_the_network_there_is_nothing_to_put_it_on():
    with pytest.raises(CommandError, match="load_network"):
        call_command("load_examples")


def test_outside_the_demo_nothing_is_invented(settings):
    settings.SECURE = True
    with pytest.raises(CommandError, match="geen demo"):
        call_command("load_examples")
