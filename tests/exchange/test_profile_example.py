"""The examples of the demo: each says that it is one, and together they show every state."""

from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest import raises

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.examples.profile import profile_example
from initiatives.lenses import RAYS, CellState
from initiatives.models import (
    Ambition,
    Evidence,
    FollowUp,
    Initiative,
    Judgement,
    Loss,
    Reader,
    User,
)
from initiatives.reports.profile.looks import recent_years
from initiatives.reports.profile.page import initiative_profile


def test_every_state_can_be_seen_and_every_text_says_that_it_is_an_example():
    load_dataset(DATA)
    assert profile_example() > 20
    assert profile_example() == 0  # rows that exist stay as they are

    texts = [
        *Evidence.objects.values_list("text", flat=True),
        *FollowUp.objects.values_list("note", flat=True),
        *Judgement.objects.values_list("comment", flat=True),
        *Judgement.objects.values_list("on_behalf_of", flat=True),
        *Loss.objects.filter(sources="").values_list("note", flat=True),
        *Ambition.objects.values_list("reason", flat=True),
    ]
    assert [text for text in texts if not text.startswith("Voorbeeld:")] == []

    reader, states = User.objects.create_user("lezer@voorbeeld.example"), set()
    for initiative in Initiative.objects.filter(slug__in=["wijs-groningen", "stadslab-delft-tanthof"]):
        for period in (None, recent_years(timezone.localdate())):
            tally = initiative_profile(Reader(reader, initiative), period=period).tally
            states |= {tally.ray_facts(ray).state for ray in RAYS}
            states |= {tally.cell_facts(*place).state for place in tally.cells}
    quiet = Initiative.objects.filter(wins__isnull=True).first()
    tally = initiative_profile(Reader(reader, quiet)).tally
    states |= {tally.ray_facts(ray).state for ray in RAYS}
    # What was loaded is too long ago to be seen more often.
    assert states | {CellState.TOO_LITTLE, CellState.SEEN_MORE_OFTEN} == set(CellState)


def test_examples_are_for_the_demo(settings):
    settings.SECURE = True
    with raises(CommandError, match="geen demo"):
        call_command("load_examples")
