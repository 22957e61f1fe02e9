import re
from itertools import pairwise

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.text import capfirst

from initiatives.lenses import CellState, Direction, Level, Mechanism, ScalingType
from tests import factories

PAGES = ["vocabulary", "imagery", "about", "accessibility", "privacy"]


def page(client, name, language="nl"):
    client.cookies["django_language"] = language
    response = client.get(reverse(f"pages:{name}"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_visitor_reads_each_page_without_a_cookie(client, name, language):
    assert "<h1" in page(client, name, language)
    assert set(client.cookies) == {"django_language"}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_one_main_heading_and_skips_no_level(client, name):
    levels = [
        int(level) for level in re.findall(r"<h(\d)", page(client, name).split("<main")[1].split("</main")[0])
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_inside_a_page_has_a_place_to_go(client, name):
    html = page(client, name)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert set(re.findall(r'href="#([^"]+)"', html)) - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_the_vocabulary_explains_every_word_of_the_lenses(client):
    html = page(client, "vocabulary")
    for word in [*ScalingType, *Direction, *Level, *CellState, *set(Mechanism) - {Mechanism.UNKNOWN}]:
        assert f"{capfirst(word.label)}</" in html


def test_without_the_data_set_the_vocabulary_has_no_examples(client):
    assert "Voorbeeld:" not in page(client, "vocabulary")


def test_an_example_opens_the_win_that_shows_the_word(client, initiative):
    win = factories.create_win(
        initiative=initiative, title="Idee overgenomen uit Finland", dataset_key="br-finland"
    )
    assert f'<a href="{win.get_absolute_url()}">Idee overgenomen uit Finland</a>' in page(
        client, "vocabulary"
    )


def test_a_hidden_win_is_no_example(client):
    hidden = factories.create_initiative(published=False)
    factories.create_win(initiative=hidden, title="Nog niet openbaar", dataset_key="br-finland")
    assert "Nog niet openbaar" not in page(client, "vocabulary")


def test_a_mechanism_shows_the_win_before_and_the_win_after(client, initiative):
    before = factories.create_win(initiative=initiative, title="Eerste pilot")
    after = factories.create_win(initiative=initiative, title="Tweede pilot", dataset_key="ens-pilot2")
    factories.create_link(earlier=before, later=after, mechanism=Mechanism.LEARNING)
    html = page(client, "vocabulary")
    assert html.index(before.get_absolute_url()) < html.index(after.get_absolute_url())


def test_another_mechanism_on_the_link_is_no_example_of_it(client, initiative):
    before = factories.create_win(initiative=initiative, title="Eerste pilot")
    after = factories.create_win(initiative=initiative, title="Tweede pilot", dataset_key="ens-pilot2")
    factories.create_link(earlier=before, later=after, mechanism=Mechanism.COUPLING)
    assert "Tweede pilot" not in page(client, "vocabulary")


def test_the_pages_about_the_site_name_whom_to_mail(client, settings):
    settings.CONTACT_EMAIL = "vraag@voorbeeld.example"
    for name in ("about", "accessibility", "privacy"):
        assert 'href="mailto:vraag@voorbeeld.example"' in page(client, name)


def test_without_an_address_they_say_so(client, settings):
    settings.CONTACT_EMAIL = ""
    for name in ("about", "accessibility", "privacy"):
        assert "nog geen contactadres" in page(client, name)


def test_the_credits_that_licences_ask_for_are_there(client):
    html = page(client, "about")
    assert all(words in html for words in ("GeoNames", "CC BY 4.0", "Open Font License", "EUPL-1.2"))
    assert finders.find("fonts/atkinson-hyperlegible-next-LICENSE.txt")
    assert finders.find("fonts/bricolage-grotesque-LICENSE.txt")


def test_the_source_code_is_linked_where_it_is_known(client, settings):
    settings.SOURCE_CODE_URL = "https://code.example/vliegwiel"
    assert "https://code.example/vliegwiel" in page(client, "about").split("<main")[1].split("</main")[0]


def test_the_privacy_page_names_the_cookies_as_they_are_called_here(client, settings):
    settings.SESSION_COOKIE_NAME = "__Host-session"
    html = page(client, "privacy")
    assert "__Host-session" in html
    assert settings.LANGUAGE_COOKIE_NAME in html


def test_a_site_without_a_programme_has_the_name_in_its_settings_and_no_other_words(client, settings):
    settings.PROGRAMME_NAME = "Zorg dichtbij"
    html = page(client, "about")
    assert "<small>Zorg dichtbij</small>" in html
    assert "Over Zorg dichtbij" not in html
    settings.PROGRAMME_NAME = ""
    assert "<small>" not in page(client, "about")
