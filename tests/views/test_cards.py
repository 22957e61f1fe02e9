"""What a page says of itself to who gets its address, and the card that goes along."""

import re
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from initiatives.glyphs import cards as drawing
from initiatives.lenses import Audience
from initiatives.models import Photo, User
from tests.factories import create_initiative, create_user, create_win

PNG = b"\x89PNG\r\n"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caches["cards"].clear()


def said(client, address: str) -> dict[str, str]:
    """What a messenger reads at this address."""
    page = client.get(address).text
    return dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)"', page))


def add_photo(win, *, agreed: bool = True) -> Photo:
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    image = ContentFile(file.getvalue(), name="photo.jpg")
    by = win.logged_by
    return Photo.objects.create(win=win, image=image, alt_text="Aan tafel", people_agreed=agreed, added_by=by)


def test_a_page_for_everyone_says_what_it_is_and_has_a_card(client, initiative):
    win = create_win(initiative=initiative, title="De raad zei ja & meer", description="Nu is er geld.")
    for address, title in (
        (win.get_absolute_url(), "De raad zei ja &amp; meer"),
        (initiative.get_absolute_url(), initiative.title),
    ):
        words = said(client, f"{address}?periode=2025")
        assert (words["og:title"], words["og:url"]) == (title, f"http://testserver{address}")
        assert f'<link rel="canonical" href="http://testserver{address}">' in client.get(address).text
        answer = client.get(words["og:image"])
        assert answer.content.startswith(PNG) and answer["Content-Type"] == "image/png"
    for name in (
        "home",
        "wins:index",
        "network:dashboard",
        "cities:index",
        "pages:about",
        "pages:vocabulary",
    ):
        words = said(client, reverse(name))
        assert words["og:image"] == "http://testserver" + reverse("cards:network"), name
        assert client.get(words["og:image"]).content.startswith(PNG)


def test_a_page_that_not_everyone_may_read_says_nothing_to_others(client):
    hidden = create_initiative(published=False)
    network = create_initiative()
    network.audience = Audience.NETWORK
    network.save()
    wins = [
        create_win(initiative=hidden),
        create_win(initiative=network),
        create_win(audience=Audience.NETWORK),
        create_win(confirmed=False),
    ]
    client.force_login(User.objects.create_superuser("machine@voorbeeld.example", "geheim"))
    pages = [row.get_absolute_url() for row in (hidden, network, *wins)]
    pages += [
        reverse(f"stories:{name}", args=[row.slug])
        for row in (hidden, network)
        for name in ("index", "sheet")
    ]
    pages += [
        reverse(name, args=[hidden.slug])
        for name in ("wishes:index", "teams:index", "outside:index", "bites:index")
    ]
    for page in (*pages, reverse("mine:index"), reverse("telling:tell")):
        text = client.get(page).text
        assert "og:" not in text and "canonical" not in text and "data-share" not in text, page


def test_a_card_counts_what_its_reader_may_read(client, initiative, team_member):
    create_win(initiative=initiative)
    address = reverse("cards:initiative", args=[initiative.slug])
    before = client.get(address)
    secret = create_win(initiative=initiative, audience=Audience.TEAM)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after.content) == (304, b"")
    assert client.get(reverse("cards:win", args=[secret.pk])).status_code == 404
    client.force_login(team_member)
    assert client.get(address)["ETag"] != before["ETag"]


def test_a_photo_is_on_the_card_once_it_may_be_shown(client, initiative, monkeypatch):
    win = create_win(initiative=initiative)
    address = reverse("cards:win", args=[win.pk])
    plain = client.get(address)["ETag"]
    photo = add_photo(win, agreed=False)
    assert client.get(address)["ETag"] == plain
    photo.describe(alt_text="Aan tafel", people_agreed=True)
    assert client.get(address)["ETag"] != plain
    photo.image.storage.delete(photo.image.name)
    caches["cards"].clear()
    assert client.get(address).status_code == 404


def test_a_card_is_drawn_once(client, initiative, monkeypatch):
    create_win(initiative=initiative)
    times = []
    image = drawing._drawing
    monkeypatch.setattr(drawing, "_drawing", lambda *how: times.append(1) or image(*how))
    for _ in range(3):
        client.get(reverse("cards:initiative", args=[initiative.slug]))
    assert len(times) == 1


def test_a_withdrawn_win_has_no_card_any_more(client, initiative):
    win = create_win(initiative=initiative)
    address = reverse("cards:win", args=[win.pk])
    assert client.get(address).status_code == 200
    win.withdraw(by=create_user(), reason="Klopte niet.")
    assert client.get(address).status_code == 404


def test_a_phone_finds_an_icon_that_it_can_show(client):
    page = client.get("/").text
    for name, side in (("icon-32.png", 32), ("icon-180.png", 180)):
        assert name in page
        file = b"".join(client.get(f"/static/img/{name}").streaming_content)
        with Image.open(BytesIO(file)) as icon:
            assert icon.size == (side, side)
    assert "icon-512.png" in b"".join(client.get("/static/manifest.webmanifest").streaming_content).decode()


# --- the same photo in the story and on the first page ---------------------------------------------


def test_the_story_and_the_first_page_show_what_happened_and_its_photo(client, initiative):
    win = create_win(initiative=initiative, title="De buurt at mee", description="Elke week een maaltijd.")
    story = reverse("stories:index", args=[initiative.slug])
    for page in (story, "/"):
        text = client.get(page).text
        assert "Elke week een maaltijd." in text and "Lees hoe het ging" in client.get("/").text
    photo = add_photo(win, agreed=False)
    for reader in (None, win.logged_by):
        if reader:
            client.force_login(reader)
        assert photo.get_absolute_url() not in client.get(story).text + client.get("/").text
    photo.describe(alt_text="Aan tafel", people_agreed=True)
    client.logout()
    for page in (story, "/"):
        assert f'<img src="{photo.get_absolute_url()}" alt="Aan tafel"' in client.get(page).text


def test_the_first_page_opens_with_a_win_that_everyone_may_read(client, initiative, team_member):
    create_win(initiative=initiative, title="Voor ons", description="Stil.", audience=Audience.NETWORK)
    client.force_login(team_member)
    assert "Lees hoe het ging" not in client.get("/").text


def test_the_first_page_says_who_is_behind_it(client, initiative):
    programme = initiative.programme
    assert "Wie zit hierachter?" not in client.get("/").text
    programme.contact, programme.contact_email = "Het bureau van het netwerk.", "bureau@voorbeeld.example"
    programme.save()
    text = client.get("/").text
    assert "Het bureau van het netwerk." in text and "mailto:bureau@voorbeeld.example" in text
