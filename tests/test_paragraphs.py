"""A text of several paragraphs, as people type it."""

from initiatives.paragraphs import Paragraph, paragraphs

TYPED = """Wij zijn
met velen.

# Wat we doen
Veel:
- vertellen
- lezen

 \t
- nog een lijst
"""


def test_an_empty_line_a_heading_and_a_list_are_what_one_can_type():
    assert list(paragraphs(TYPED)) == [
        Paragraph(("Wij zijn", "met velen.")),
        Paragraph(("Wat we doen",), is_heading=True),
        Paragraph(("Veel:",)),
        Paragraph(("vertellen", "lezen"), is_list=True),
        Paragraph(("nog een lijst",), is_list=True),
    ]


def test_no_text_has_no_paragraphs():
    assert list(paragraphs(" \n\n ")) == []
