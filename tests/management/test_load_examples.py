"""The command that loads the example programme: beside the data of the network, and never on a real site."""

import pytest
from django.core.management import CommandError, call_command


def test_without_the_data_of_the_network_there_is_nothing_to_put_it_beside(db, settings):
    settings.SECURE = False
    with pytest.raises(CommandError, match="load_network"):
        call_command("load_examples")


def test_outside_the_demo_nothing_is_invented(settings):
    settings.SECURE = True
    with pytest.raises(CommandError, match="geen demo"):
        call_command("load_examples")
