"""The examples of the demo: made once, marked everywhere, and never on a real site."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.models import Actor, NextBite, Wall, Window
from tests.factories import create_user


@pytest.fixture
def demo(settings):
    settings.SECURE = False
    load_dataset(DATA)
    call_command("load_examples", verbosity=0)


def counts() -> list[int]:
    return [model.objects.count() for model in (Actor, Wall, Window, NextBite)]


def test_examples_are_made_once(demo):
    before = counts()
    call_command("load_examples", verbosity=0)
    assert counts() == before
    assert all(before)


def test_every_example_says_so(demo, client):
    for model in (Actor, Wall, Window):
        assert not model.objects.filter(is_example=False).exists()
    assert NextBite.objects.exclude(text__startswith="Voorbeeld:").count() == 0
    client.force_login(create_user())
    for slug in ("wijs-groningen", "cdkm-nijmegen"):
        assert "voorbeeld</span>" in client.get(reverse("outside:index", args=[slug])).text


def test_the_network_shows_a_shared_wall(demo, client):
    client.force_login(create_user())
    page = client.get(reverse("network:dashboard")).text
    assert "3 initiatieven in 3 steden lopen tegen hetzelfde aan" in page


def test_a_real_site_gets_none(settings):
    settings.SECURE = True
    with pytest.raises(CommandError):
        call_command("load_examples", verbosity=0)
