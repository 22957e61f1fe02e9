"""A table from its cells to the network, with the keyboard alone; each page on the way is sound on a phone, at a desk and in the dark."""

import pytest
from playwright.sync_api import expect

from initiatives.models import Partner
from tests import factories
from tests.keyboard import tab_to

TEXT = (
    "Partners 2024\nOrganisatie\tSoort\tPlaats\n"
    "Een huis met een lange naam waar bewoners en studenten elkaar vinden\tnetwerk\tAssen\n"
    "Hogeschool Leidn\thogeschool\t\nOud Huis\tkroeg\tAtlantis\nPortaal\tnetwerk\t\n"
)


@pytest.fixture
def curator(transactional_db, page, login):
    curator = factories.create_user(staff_of=factories.create_programme(name="City Deal Kennis Maken"))
    factories.create_city(name="Assen", slug="assen")
    factories.create_partner(name="Hogeschool Leiden", kind="university_of_applied_sciences")
    factories.create_partner(name="Portaal", kind="business")
    login(page, curator)
    return curator


def press(page, button: str) -> None:
    tab_to(page, button)
    page.keyboard.press("Enter")


def choose(page, box: str, first_letters: str) -> None:
    page.get_by_label(box).focus()
    page.keyboard.type(first_letters)


def test_a_pasted_table_goes_in_and_out_again_without_a_mouse(page, faults, curator):
    page.goto("/beheer/importeren/")
    press(page, "Lees de tabel")
    expect(page.get_by_role("heading", name="Dit kan nog niet zo")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Partners").focus()
    page.keyboard.press("Space")
    page.get_by_label("Of plak de cellen").focus()
    page.keyboard.insert_text(TEXT)
    press(page, "Lees de tabel")
    expect(page.get_by_label("Organisatie")).to_have_value("name")
    assert faults(page) == []
    press(page, "Laat zien wat er gebeurt")
    expect(page.get_by_text("“kroeg” kennen we niet.")).to_be_visible()
    assert faults(page) == []
    choose(page, "Hogeschool Leidn", "Hogeschool Leiden")
    press(page, "Onthoud dit")
    expect(page.get_by_text("Wie je bedoelde")).to_be_visible()
    tab_to(page, "2 veranderd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("insertion").filter(has_text="netwerk")).to_be_visible()
    assert faults(page) == []
    press(page, "Lees 3 rijen in")
    expect(page.get_by_role("heading", name="Ingelezen")).to_be_visible()
    assert faults(page) == []
    assert Partner.objects.get(name="Portaal").kind == "network"
    press(page, "Draai dit terug")
    expect(page.get_by_text("Alles staat weer zoals het was.")).to_be_visible()
    assert Partner.objects.get(name="Portaal").kind == "business"
