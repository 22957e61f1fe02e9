"""Names of places as a line may break them."""

import pytest

from initiatives.templatetags.names import kept_together


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("'s-Hertogenbosch", '<span class="nowrap">&#x27;s-H</span>ertogenbosch'),
        ("Gemeente ’s-Gravenhage", 'Gemeente <span class="nowrap">’s-G</span>ravenhage'),
        ("Sittard-Geleen", "Sittard-Geleen"),
        ("<b>'t-Zand</b>", '&lt;b&gt;<span class="nowrap">&#x27;t-Z</span>and&lt;/b&gt;'),
        ("Amsterdam's-Hof", "Amsterdam&#x27;s-Hof"),
    ],
)
def test_a_line_never_ends_after_the_article_of_a_name(name, shown):
    assert kept_together(name) == shown
