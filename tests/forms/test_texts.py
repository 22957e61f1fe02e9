"""Typed texts, whatever a phone made of them."""

import uuid

import pytest
from django import forms

from initiatives.forms.texts import SentenceField, SubmissionField, TextField


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  een   zin \n over twee\r\nregels ", "een zin over twee regels"),
        ("caf\u0065\u0301", "café"),
        ("’s-Hertogenbosch & IJ, ij", "’s-Hertogenbosch & IJ, ij"),
        ("voor\u202erethca", "voorrethca"),
        ("nul\u200bbreed", "nulbreed"),
        ("👩‍🎓 blijft 👩‍🎓", "👩‍🎓 blijft 👩‍🎓"),
        ("bel\x07 en \x1b[31m", "bel en [31m"),
    ],
)
def test_a_sentence_is_one_line_that_says_what_it_shows(typed, kept):
    assert SentenceField().clean(typed) == kept


def test_a_text_keeps_its_lines():
    assert TextField().clean(" Eén\r\n\r\n  Twee\u202e ") == "Eén\n\n  Twee"


def test_a_text_that_only_looks_filled_is_empty():
    with pytest.raises(forms.ValidationError, match="Vul dit in"):
        SentenceField().clean("\u200b \u202e")


def test_the_browser_cuts_nothing_off():
    """A `maxlength` would shorten what is pasted without a word."""
    assert "maxlength" not in SentenceField(max_length=280).widget.attrs


def test_the_refusal_counts_what_would_be_kept():
    field = TextField(max_length=5)
    assert field.clean(" 12345 \n") == "12345"
    with pytest.raises(forms.ValidationError, match="Dit is 6 tekens lang"):
        field.clean("123456")


def test_a_form_without_a_number_gets_one():
    number = uuid.uuid4()
    assert SubmissionField().clean(str(number)) == number
    fresh = {SubmissionField().clean(value) for value in ("", "x", None)}
    assert len(fresh) == 3
