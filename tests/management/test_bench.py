from initiatives.management.commands.bench import Page, measure
from tests.factories import create_user, create_win


def test_a_page_is_measured_with_its_queries():
    create_win()
    found = measure(Page("stream", "/small-wins/"), create_user())
    assert found.queries > 0
    assert found.milliseconds > 0
