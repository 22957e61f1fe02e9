from initiatives.management.commands.bench import TimedPage, measure
from tests.factories import create_user, create_win


def test_a_page_is_measured_with_its_queries():
    create_win()
    found = measure(TimedPage("stream", "/small-wins/"), create_user())
    assert found.queries > 0
    assert found.milliseconds > 0
