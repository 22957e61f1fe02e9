import pytest
from django.core.management import CommandError, call_command

from initiatives.management.growing import Size, grow_to
from initiatives.models import Initiative, Partner, Partnership, SmallWin, WinLink


def test_a_network_grows_to_the_size_that_is_asked_for_and_no_further(monkeypatch):
    monkeypatch.setattr(
        "initiatives.management.growing.VACUUM", "analyze"
    )  # not inside the transaction of a test
    asked = Size(wins=400, initiatives=60, partners=150)
    assert grow_to(asked) == asked
    assert grow_to(Size(1, 1, 1)) == asked
    assert Partnership.objects.filter(initiative__slug__startswith="bench-").exists()
    assert WinLink.objects.filter(later__dataset_key=None).exists()
    assert SmallWin.objects.filter(dataset_key=None, partners__isnull=False).exists()


def test_rows_that_are_made_up_go_into_a_demo_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="alleen in de demo"):
        call_command("grow_network")
    assert not Initiative.objects.exists()
    assert not Partner.objects.exists()
