"""Photos at a win: sent in, shown to readers of the win, and gone when they are taken away."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience
from initiatives.models import CaptureLink, Photo, SmallWin
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through

CANARY = b"KANARIEPIET"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member)


def upload(name: str = "DSC_0042 van Anna.jpg", body: bytes | None = None) -> SimpleUploadedFile:
    if body is None:
        file = io.BytesIO()
        Image.new("RGB", (60, 40), "teal").save(file, "JPEG", comment=CANARY)
        body = file.getvalue()
    return SimpleUploadedFile(name, body, content_type="image/jpeg")


def send(client, win: SmallWin, photo=None, **words):
    answers = {"alt_text": "Studenten aan tafel", "people_agreed": "on"} | words
    return client.post(question(win), answers | {"photo": photo or upload()})


def question(win: SmallWin) -> str:
    return reverse("telling:ask", args=[win.pk, "foto"])


def files() -> list[str]:
    return default_storage.listdir("photos")[1] if default_storage.exists("photos") else []


# --- sending ----------------------------------------------------------------------------------


def test_a_photo_without_a_story_does_not_ask_what_changed(member, win):
    send(member, win)
    assert not win.description
    page = member.get(win.get_absolute_url())
    assertContains(page, "De foto")
    assertNotContains(page, "Wat veranderde er?")


def test_a_photo_that_others_do_not_see_says_so_to_its_team(member, win):
    send(member, win, alt_text="", people_agreed="")
    note = "Anderen zien de foto pas met een zin over wat er te zien is"
    assertContains(member.get(win.get_absolute_url()), note)
    send(member, win)
    win.photos.get(alt_text="").remove()
    assertNotContains(member.get(win.get_absolute_url()), note)


def test_the_team_sees_the_photo_of_an_arrival_before_it_decides(member, initiative, lead):
    arrived = tell_through(create_capture_link(initiative=initiative, by=lead))
    send(member, arrived)
    assertContains(
        member.get(reverse("arrivals:index", args=[initiative.slug])), arrived.photos.get().get_absolute_url()
    )


def test_the_queue_shows_the_photo_of_a_win(member, win):
    send(member, win, alt_text="", people_agreed="")
    shown = member.get(reverse("queues:read", args=[win.pk]))
    assertContains(shown, win.photos.get().get_absolute_url())


def test_a_photo_is_kept_with_its_words(member, win, team_member):
    assertRedirects(send(member, win), win.get_absolute_url())
    photo = win.photos.get()
    assert (photo.alt_text, photo.people_agreed, photo.added_by) == ("Studenten aan tafel", True, team_member)
    assert (photo.width, photo.height) == (60, 40)
    assert files() == [f"{photo.pk}.jpg"]


def test_a_kept_photo_has_no_comment_and_no_name_of_a_phone(member, win):
    send(member, win)
    kept = win.photos.get()
    assert CANARY not in member.get(kept.get_absolute_url()).content
    assert "Anna" not in kept.image.name


def test_a_photo_without_words_or_consent_is_kept_for_the_team(member, client, win):
    send(member, win, alt_text="", people_agreed="")
    address = win.photos.get().get_absolute_url()
    assert member.get(address).status_code == 200
    asked = member.get(question(win))
    # under the photo, and where one chooses another
    assertContains(asked, "Tot dan zien alleen het team, het programma en de kwartiermaker hem.", count=2)
    assertContains(asked, "Nog een foto erbij?")
    assertNotContains(asked, "Heb je er een foto van?")
    client.logout()
    assert client.get(address).status_code == 404


def test_a_question_answered_before_is_not_asked_again_and_not_counted(member, win):
    """The queue said how it scales and where; the photo came along with the sentence."""
    win.say(types=["growth"], directions=["out"], level="local")
    send(member, win, alt_text="", people_agreed="")
    page = member.get(reverse("telling:ask", args=[win.pk, "mogelijk"]) + "?verteld=ja")
    assertContains(page, "Nog 5 vragen, je mag ze allemaal overslaan")
    assertContains(page, reverse("telling:ask", args=[win.pk, "verlies"]))
    last = member.get(reverse("telling:ask", args=[win.pk, "diepte"]) + "?verteld=ja")
    assertContains(last, "Laatste vraag, je mag hem overslaan")
    assertContains(last, "Meer vragen")
    assert last.context["next"] == reverse("telling:told", args=[win.pk])


def test_the_same_form_twice_is_one_photo(member, win):
    number = str(uuid.uuid4())
    for _ in range(2):
        assert send(member, win, photo_id=number).status_code == 302
    assert win.photos.get().pk == uuid.UUID(number)
    assert len(files()) == 1


def test_the_number_of_another_photo_is_not_taken(member, win, initiative):
    send(member, win)
    other = create_win(initiative=initiative)
    send(member, other, photo_id=str(win.photos.get().pk))
    assert win.photos.count() == other.photos.count() == 1


@pytest.mark.parametrize(
    "photo, sentence",
    [
        (
            upload(body=b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"),
            "Dit is een EPS-bestand, geen foto.",
        ),
        (upload(body=upload().read()[:300]), "Deze foto is beschadigd"),
        (upload(body=b""), "Dit bestand is leeg."),
        (upload(body=b"\0\0\0\x18ftypheic" + bytes(50)), "Dit is een HEIC-foto"),
    ],
)
def test_a_file_that_is_no_photo_gets_a_sentence_and_leaves_nothing(member, win, photo, sentence):
    response = send(member, win, photo)
    assertContains(response, sentence, status_code=422)
    assertContains(response, "Studenten aan tafel", status_code=422)
    assert files() == []
    assert not Photo.objects.exists()


def test_no_photo_at_all_is_a_reason_to_skip(member, win):
    response = member.post(question(win), {"alt_text": "Studenten aan tafel"})
    assertContains(response, "Kies een foto, of sla deze vraag over.", status_code=422)
    assertContains(response, "Studenten aan tafel", status_code=422)


def test_six_photos_are_enough(member, win):
    for _ in range(6):
        send(member, win)
    assertContains(send(member, win), "Er staan al 6 foto’s bij.", status_code=422)
    assert len(files()) == win.photos.count() == 6


def test_a_full_disk_gets_a_sentence_and_leaves_no_row(member, win, monkeypatch):
    def full(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    assertContains(send(member, win), "We kunnen de foto nu niet bewaren.", status_code=422)
    assert not Photo.objects.exists()


def test_a_row_that_fails_leaves_no_file(member, win, team_member, monkeypatch):
    from django.db import DatabaseError

    def broken(*args, **options):
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.models.query.QuerySet._insert", broken)
    with pytest.raises(DatabaseError):
        win.add_photo(upload(), by=team_member, photo_id=uuid.uuid4())
    assert files() == []


def test_a_film_by_mistake_is_let_go_before_it_is_written_and_the_words_stay(member, win, monkeypatch):
    monkeypatch.setattr("scaling.uploads.MAX_BYTES", 500)
    monkeypatch.setattr("initiatives.photos.rebuilding.MAX_BYTES", 900)
    response = send(member, win, upload(body=bytes(1000)))
    assertContains(response, "Deze foto is groter dan", status_code=422)
    assertContains(response, "Studenten aan tafel", status_code=422)
    assert files() == []


# --- beside the sentence ----------------------------------------------------------------------


@pytest.fixture
def told(initiative):
    """A small win as its form sends it, with a photo."""
    words = {"title": "De tuin ligt er", "when": "2024-03-07", "initiative": initiative.slug}
    return words | {"alt_text": "Een tuin", "people_agreed": "on", "photo": upload()}


def tell(client, told: dict):
    return client.post(reverse("telling:tell"), told, follow=True)


def test_a_photo_comes_along_with_the_sentence(member, team_member, told):
    number = str(uuid.uuid4())
    for _twice in range(2):
        tell(member, told | {"submission_id": number, "photo": upload()})
    photo = Photo.objects.get()
    assert (photo.win.title, photo.added_by, photo.is_for_the_team_only) == (
        told["title"],
        team_member,
        False,
    )


@pytest.mark.parametrize(
    "body, why",
    [
        (b"\0\0\0\x18ftypheic" + bytes(50), "Dit is een HEIC-foto"),
        (upload().read()[:300], "Deze foto is beschadigd"),
        (b"", "Dit bestand is leeg"),
        (bytes(2000), "Deze foto is groter dan"),
    ],
)
def test_a_photo_that_cannot_be_kept_costs_nobody_their_words(member, told, monkeypatch, body, why):
    monkeypatch.setattr("scaling.uploads.MAX_BYTES", 1900)
    monkeypatch.setattr("initiatives.photos.rebuilding.MAX_BYTES", 1500)
    page = tell(member, told | {"photo": upload(body=body)})
    assertContains(page, f"Je tekst is bewaard, de foto niet. {why}")
    assert SmallWin.objects.get().title == told["title"]
    assert files() == []


def test_a_form_that_comes_back_says_that_its_photo_must_be_chosen_again(member, told):
    page = tell(member, told | {"title": "", "photo": upload()})
    assertContains(page, "Je had een foto gekozen. Kies die opnieuw.", status_code=422)
    assertContains(page, "Een tuin", status_code=422)


def test_a_draft_keeps_its_photo(member, told):
    tell(member, told | {"concept": "ja"})
    assert SmallWin.objects.drafts().get().photos.get().alt_text == "Een tuin"


def test_after_logging_in_again_the_words_are_there_and_the_lost_photo_is_named(client, team_member, told):
    tell(client, told)
    client.force_login(team_member)
    page = client.get(reverse("telling:tell"))
    assertContains(page, told["title"])
    assertContains(page, "De foto kon niet wachten. Kies die opnieuw.")


def test_a_photo_without_an_account_is_for_the_team_until_it_takes_the_win_on(
    client, initiative, lead, told, django_capture_on_commit_callbacks
):
    link = CaptureLink.objects.create(initiative=initiative, created_by=lead)
    page = client.post(link.get_absolute_url(), told | {"told_as": "student"}, follow=True)
    photo = Photo.objects.get()
    assertContains(page, "De tuin ligt er")
    assertContains(page, 'src="data:image/jpeg;base64,')  # its teller sees it, and cannot open it
    assert photo.added_by is None
    assert client.get(photo.get_absolute_url()).status_code == 404
    client.force_login(lead)
    assert client.get(photo.get_absolute_url()).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        photo.win.take_back()
    assert files() == []


def test_without_an_account_a_broken_photo_costs_no_words_either(client, initiative, lead, told):
    link = CaptureLink.objects.create(initiative=initiative, created_by=lead)
    page = client.post(link.get_absolute_url(), told | {"photo": upload(body=b"no photo")}, follow=True)
    assertContains(page, "Je tekst is verstuurd, de foto niet.")
    assertContains(page, "Vertel het nog eens, met de foto erbij.")
    assert "kies" not in str(*page.context["messages"]).lower()  # there is no place to choose one here
    assert link.wins.get().title == told["title"]


# --- showing ----------------------------------------------------------------------------------


@pytest.fixture
def photo(win, team_member):
    return win.add_photo(
        upload(), by=team_member, photo_id=uuid.uuid4(), alt_text="Studenten aan tafel", people_agreed=True
    )


def test_a_photo_comes_alone_and_is_asked_for_again_each_time(client, photo):
    response = client.get(photo.get_absolute_url())
    assert response.content.startswith(b"\xff\xd8")
    headers = {
        "Content-Type": "image/jpeg",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert headers.items() <= dict(response.headers).items()
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_a_browser_that_has_it_does_not_get_it_twice(client, photo):
    etag = client.get(photo.get_absolute_url()).headers["ETag"]
    assert client.get(photo.get_absolute_url(), headers={"If-None-Match": etag}).status_code == 304


def hide_the_initiative(photo):
    photo.win.initiative.unpublish()


def tell_the_team_only(photo):
    SmallWin.objects.update(audience=Audience.TEAM)


def withdraw_the_win(photo):
    photo.win.withdraw(by=photo.added_by)


def forget_the_words(photo):
    Photo.objects.update(alt_text="")


def take_back_the_consent(photo):
    Photo.objects.update(people_agreed=False)


@pytest.mark.parametrize(
    "hide",
    [hide_the_initiative, tell_the_team_only, withdraw_the_win, forget_the_words, take_back_the_consent],
)
@pytest.mark.parametrize("who", ["visitor", "outsider", "team_member"])
def test_a_photo_is_hidden_with_its_win_also_from_a_browser_that_had_it(client, photo, hide, who, request):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    address = photo.get_absolute_url()
    etag = client.get(address).headers["ETag"]
    hide(photo)
    expected = 304 if who == "team_member" else 404
    assert client.get(address, headers={"If-None-Match": etag}).status_code == expected


def test_a_photo_whose_file_is_gone_is_not_found(client, photo):
    default_storage.delete(photo.image.name)
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_showing_takes_no_post(member, photo):
    assert member.post(photo.get_absolute_url()).status_code == 405


# --- the words beside it ----------------------------------------------------------------------


def test_a_photo_gets_its_words_later(member, client, photo):
    forget_the_words(photo)
    address = reverse("photos:describe", args=[photo.pk])
    assertContains(member.get(address), "Vertel wat er te zien is")
    response = member.post(address, {"alt_text": "Een volle tafel", "people_agreed": "on"})
    assertRedirects(response, question(photo.win))
    client.logout()
    assert client.get(photo.get_absolute_url()).status_code == 200
    assert Photo.objects.get().alt_text == "Een volle tafel"


def test_taking_the_consent_back_hides_it(member, client, photo):
    member.post(reverse("photos:describe", args=[photo.pk]), {"alt_text": "Een volle tafel"})
    client.logout()
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_too_many_words_stay_in_the_form(member, photo):
    response = member.post(reverse("photos:describe", args=[photo.pk]), {"alt_text": "x" * 301})
    assertContains(response, "Dit is 301 tekens lang.", status_code=422)
    assertContains(response, "x" * 301, status_code=422)


def test_only_the_team_describes(client, photo, outsider):
    client.force_login(outsider)
    address = reverse("photos:describe", args=[photo.pk])
    assert client.get(address).status_code == client.post(address).status_code == 404


# --- taking away ------------------------------------------------------------------------------


def test_a_photo_that_is_taken_away_is_gone(member, photo, win, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = member.post(reverse("photos:remove", args=[photo.pk]))
    assertRedirects(response, question(win))
    assert files() == []
    assert member.get(photo.get_absolute_url()).status_code == 404
    assertNotContains(member.get(question(win)), "Haal deze foto weg")


def test_the_file_stays_until_the_database_agrees(photo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        photo.remove()
    assert len(waiting) == len(files()) == 1


@pytest.mark.parametrize("who", ["visitor", "outsider", "someone of another team"])
def test_only_the_team_takes_photos_away(client, photo, outsider, who):
    if who != "visitor":
        client.force_login(outsider if who == "outsider" else create_user(member_of=create_initiative()))
    response = client.post(reverse("photos:remove", args=[photo.pk]))
    assert response.status_code == (302 if who == "visitor" else 404)
    assert Photo.objects.exists()
