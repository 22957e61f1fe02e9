import datetime as dt
import re
from itertools import pairwise

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.text import capfirst

from initiatives.lenses import Answer, CellState, Direction, Level, Mechanism, ScalingType, Shock
from tests import factories
from tests.factories_facets import create_follow_up

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


def example(initiative, **details):
    """A win that may show circulation: read so by its team, and it happened and is finished."""
    reading = {"types": [ScalingType.CIRCULATION], "concrete": Answer.YES, "completed": Answer.YES, **details}
    return factories.create_win(
        initiative=initiative, title="Gemeente gebruikt het advies", dataset_key="br-ovpas", **reading
    )


def test_an_example_opens_the_win_that_shows_the_word(client, initiative):
    win = example(initiative)
    html = page(client, "vocabulary")
    assert f'<a href="{win.get_absolute_url()}">Gemeente gebruikt het advies</a>' in html
    assert "ingedeeld door het team" in html


@pytest.mark.parametrize(
    "details", [{"types": [ScalingType.GROWTH]}, {"concrete": Answer.NO}, {"completed": None}]
)
def test_a_win_that_does_not_pass_the_definition_is_no_example(client, initiative, details):
    example(initiative, **details)
    html = page(client, "vocabulary")
    assert "Gemeente gebruikt het advies" not in html
    assert "Er is hier nog geen voorbeeld" in html


def test_a_hidden_win_is_no_example(client):
    example(factories.create_initiative(published=False))
    assert "Gemeente gebruikt het advies" not in page(client, "vocabulary")


def linked(initiative, mechanism):
    before = factories.create_win(initiative=initiative, title="Het werk begon")
    after = factories.create_win(initiative=initiative, title="Er kwam geld", dataset_key="wijs-impuls")
    factories.create_link(earlier=before, later=after, mechanism=mechanism)
    return before, after


def test_a_mechanism_shows_the_win_before_and_the_win_after(client, initiative):
    before, after = linked(initiative, Mechanism.ATTRACTION)
    html = page(client, "vocabulary")
    assert html.index(before.get_absolute_url()) < html.index(after.get_absolute_url())
    assert "antrekkingskracht, verteld door het team" in html  # who says how


def test_another_mechanism_on_the_link_is_no_example_of_it(client, initiative):
    linked(initiative, Mechanism.COUPLING)
    assert "Er kwam geld" not in page(client, "vocabulary")


@pytest.mark.parametrize("shock, is_shown", [(Shock.MONEY, True), (Shock.NONE, False), (None, False)])
def test_robustness_shows_what_stood_after_headwind(client, initiative, shock, is_shown):
    win = factories.create_win(initiative=initiative, title="Nog steeds", occurred_on=dt.date(2024, 1, 1))
    create_follow_up(win, checked_on=dt.date(2025, 6, 1), shock=shock)
    assert ("Nog steeds" in page(client, "vocabulary")) == is_shown


def test_the_words_that_mean_something_else_elsewhere_are_set_apart(client):
    box = page(client, "vocabulary").split('id="andere-betekenissen"')[1].split("</table>")[0]
    for word in ("Scaling up", "Breder", "Dieper", "Koppelen", "verspreiden", "verbreden", "verdiepen"):
        assert word.lower() in box.lower()
    assert "Groei heet hier dus nooit scaling up." in box


def test_the_vocabulary_quotes_nobody_whom_we_did_not_read(client):
    """Each sentence stood on the page, and no source says it (theory §2, §3, §7)."""
    html = page(client, "vocabulary")
    for sentence in (
        "of het duurt langer",  # that is no growth
        "stellen we een richting voor",  # the two lenses are independent
        "welke small wins mensen met elkaar hebben verbonden",  # the editors did too
        "hoort bij het verband tussen twee small wins, niet bij één small win",  # our choice, and not of robustness
    ):
        assert sentence not in " ".join(html.split())
    dream = html.split("Draagt bij aan een droom")[1].split("</div>")[0]
    assert "Termeer" not in dream  # an ambition is no criterion of theirs


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
