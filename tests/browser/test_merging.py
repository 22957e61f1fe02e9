"""Two partners become one and two again, with the keyboard alone; each page on the way is sound on a phone, at a desk and in the dark."""

import pytest
from playwright.sync_api import expect

from initiatives.models import Partner
from tests import factories
from tests.keyboard import tab_to


@pytest.fixture
def two(transactional_db, page, login):
    initiative = factories.create_initiative()
    stays, goes = (factories.create_partner(name=name) for name in ("Hogeschool Leiden", "Hogeschool Leidn"))
    for partner in (stays, goes):
        initiative.partnerships.create(partner=partner)
    login(page, factories.create_user(staff_of=initiative.programme))
    page.set_viewport_size({"width": 360, "height": 740})
    return stays, goes


def press(page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_two_partners_become_one_and_two_again_without_a_mouse(page, faults, two):
    stays, goes = two
    page.goto("/beheer/lijken-dubbel/")
    assert faults(page) == []
    press(page, f"{stays} en {goes}")
    expect(page.get_by_text("Dit gaat mee: 1 samenwerking.")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Van wie blijft").focus()
    page.keyboard.press("ArrowDown")
    press(page, "Voeg samen")
    expect(page.get_by_text("Samengevoegd.")).to_be_visible()
    assert Partner.objects.filter(pk__in=[stays.pk, goes.pk]).get().name == "Hogeschool Leidn"
    press(page, "Dit staat dubbel")
    expect(page.get_by_text("ging hierin op.")).to_be_visible()
    assert faults(page) == []
    press(page, f"Draai “{goes.name}” terug")
    expect(page.get_by_text("Alles staat weer zoals het was.")).to_be_visible()
    assert {each.name for each in Partner.objects.filter(pk__in=[stays.pk, goes.pk])} == {
        stays.name,
        goes.name,
    }
