import pytest
from django.core.management import CommandError, call_command

from initiatives.management.commands.bench import pages
from initiatives.management.growing import Size, grow_to, reader
from initiatives.models import Initiative, Partner, Partnership, SmallWin, WinLink

ASKED = Size(wins=400, initiatives=60, partners=150)


@pytest.fixture
def grown(monkeypatch) -> Size:
    monkeypatch.setattr(
        "initiatives.management.growing.VACUUM", "analyze"
    )  # not inside the transaction of a test
    return grow_to(ASKED)


def test_a_network_grows_to_the_size_that_is_asked_for_and_no_further(grown):
    assert grown == ASKED
    assert grow_to(Size(1, 1, 1)) == ASKED
    assert Partnership.objects.filter(initiative__slug__startswith="bench-").exists()
    assert WinLink.objects.filter(later__dataset_key=None).exists()
    assert SmallWin.objects.filter(dataset_key=None, partners__isnull=False).exists()


def test_every_page_that_is_measured_is_there(grown, client):
    answers = {}
    for page in pages():
        if page.logged_in:
            client.force_login(reader())
        answers[page.name] = client.get(page.address).status_code
    assert set(answers.values()) == {200}, answers


def test_rows_that_are_made_up_go_into_a_demo_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="alleen in de demo"):
        call_command("grow_network")
    assert not Initiative.objects.exists()
    assert not Partner.objects.exists()
