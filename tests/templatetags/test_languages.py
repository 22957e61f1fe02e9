from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import override

from initiatives.language import shortened


@dataclass
class Told:
    title: str = "Bewoners kozen het plein"
    title_en: str = "Residents chose the square"


def shown(thing, source="{% load languages %}{% in_language thing 'title' %}"):
    return Template(source).render(Context({"thing": thing}))


def in_attribute(thing):
    return shown(thing, "{% load languages %}{{ thing|text:'title' }}")


def test_a_dutch_page_shows_the_dutch_text():
    with override("nl"):
        assert shown(Told()) == "Bewoners kozen het plein"


def test_an_english_page_shows_the_english_text():
    with override("en"):
        assert shown(Told()) == "Residents chose the square"


def test_an_english_page_says_that_a_text_is_dutch():
    with override("en"):
        assert shown(Told(title_en="")) == '<span lang="nl">Bewoners kozen het plein</span>'


def test_british_english_is_english_too():
    with override("en-gb"):
        assert shown(Told()) == "Residents chose the square"


def test_an_empty_text_stays_empty():
    with override("en"):
        assert shown(Told(title="", title_en="")) == ""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("english", ["", "<b>x</b>"])
def test_markup_in_a_text_is_shown_as_text(language, english):
    told = Told(title=SafeString("<b>x</b>"), title_en=SafeString(english))
    with override(language):
        assert "<b>" not in shown(told)
        assert "&lt;b&gt;x&lt;/b&gt;" in shown(told)


def test_a_misspelt_field_is_an_error():
    with override("nl"), pytest.raises(AttributeError):
        shown(Told(), "{% load languages %}{% in_language thing 'titel' %}")


def test_an_attribute_gets_plain_text():
    with override("en"):
        assert in_attribute(Told()) == "Residents chose the square"
        assert in_attribute(Told(title_en="")) == "Bewoners kozen het plein"
    with override("nl"):
        assert in_attribute(Told()) == "Bewoners kozen het plein"


@pytest.mark.parametrize("english", ["", '"><script>'])
def test_an_attribute_is_escaped(english):
    with override("en"):
        assert "<script>" not in in_attribute(Told(title='"><script>', title_en=english))


def test_text_marked_safe_elsewhere_is_escaped_in_an_attribute():
    with override("en"):
        told = Told(title_en=SafeString('"><script>'))
        assert "<script>" not in in_attribute(told)


def test_a_long_text_is_cut_between_two_words():
    assert shortened("Studenten koken voor de wijk", 40) == "Studenten koken voor de wijk"
    assert shortened("Studenten koken, samen met de wijk", 20) == "Studenten koken…"
    assert shortened("Onafgebrokenonafgebroken", 10) == "Onafgebro…"
    assert all(len(shortened("een twee drie vier", n)) <= n for n in range(2, 19))
