"""Who reads what a team tells: the team chooses, nobody over its head, and never against who told it."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.lenses import Audience
from initiatives.models import Appeal, Initiative, Loss, SmallWin, acting
from tests.access.sheets import read_and_send
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through
from tests.factories_facets import create_loss

TELL = reverse("telling:tell")
QUESTION = "Mag iedereen lezen wat jullie vertellen, zodra het programma het las?"
WIN = {"title": "De sleutel is er", "when": "other", "occurred_on": "2024-03-07"}


def tells(user, **typed) -> SmallWin:
    browser = Client()
    browser.force_login(user)
    response = browser.post(
        TELL, {**WIN, "initiative": Initiative.objects.editable_by(user).get().slug, **typed}
    )
    assert response.status_code == 302, response.context["form"].errors
    return SmallWin.objects.latest("logged_at")


def choices_at(client, user, win) -> list[str]:
    client.force_login(user)
    form = client.get(reverse("telling:edit", args=[win.pk])).context["form"]
    return [code for code, _label in form.fields["audience"].choices]


# --- the team chooses once, and each win can differ -------------------------------------------
def test_the_first_win_asks_the_team_once_and_the_next_follows(
    client, initiative, team_member, programme_staff
):
    client.force_login(team_member)
    assertContains(client.get(TELL), QUESTION)
    first = tells(team_member, audience="public")
    initiative.refresh_from_db()
    assert (initiative.opens_wins, initiative.opened_by) == (True, team_member)

    page = client.get(TELL)
    assertNotContains(page, QUESTION)
    assertContains(page, "Gekozen: zodra het programma het las, mag iedereen het lezen.")
    silent, other = (
        tells(team_member, title="Zonder keuze"),
        tells(team_member, title="Anders", audience="network"),
    )
    assert [win.audience for win in (first, silent, other)] == ["public", "public", "network"]
    initiative.refresh_from_db()
    assert initiative.opens_wins is True

    visitors_page = reverse("wins:detail", args=[first.pk])
    assert Client().get(visitors_page).status_code == 404
    first.confirm(by=programme_staff)
    assertContains(Client().get(visitors_page), first.title)
    assertContains(Client().get(reverse("home")), first.title)


def test_a_team_that_says_nothing_tells_the_network(initiative, team_member):
    assert tells(team_member).audience == Audience.NETWORK
    initiative.refresh_from_db()
    assert initiative.opens_wins is None


# --- nobody over the head of the team ---------------------------------------------------------
@pytest.mark.parametrize("who", ["programme_staff", "coordinator"])
def test_others_who_tell_follow_the_team_and_open_nothing(client, initiative, lead, who, request):
    other = request.getfixturevalue(who)
    client.force_login(other)
    assertNotContains(client.get(TELL), 'name="audience"')
    assert tells(other, audience="public").audience == Audience.NETWORK
    initiative.say_who_reads(everyone=True, by=lead)
    assert tells(other, title="Zoals het team koos").audience == Audience.PUBLIC


def test_only_the_team_lets_more_people_read_a_win(client, initiative, team_member, programme_staff):
    win = create_win(initiative=initiative, by=team_member, audience=Audience.NETWORK)
    assert choices_at(client, team_member, win) == ["team", "network", "public"]
    for other in (programme_staff, create_user(coordinates=initiative.cities.get())):
        assert choices_at(client, other, win) == ["team", "network"]
    for column, row in (("audience", win), ("opens_wins", initiative)):
        news = {"audience": Audience.PUBLIC} if column == "audience" else {
            "opens_wins": True, "opened_at": timezone.now(), "opened_by": programme_staff
        }  # fmt: skip
        with acting(programme_staff), pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**news)
        with acting(team_member):
            type(row).objects.filter(pk=row.pk).update(**news)


def test_the_team_cannot_open_what_a_guest_keeps_from_everyone(client, initiative, team_member):
    told = tell_through(create_capture_link(initiative=initiative), teller_opens=False)
    told.take_on(by=team_member)
    assert choices_at(client, team_member, told) == ["team", "network"]
    page = client.get(reverse("telling:edit", args=[told.pk]))
    assertContains(page, "Wie dit vertelde, vinkte niet aan dat iedereen het mag lezen.")
    with pytest.raises(IntegrityError), transaction.atomic():
        told.show_to(Audience.PUBLIC)


# --- one page, one yes ------------------------------------------------------------------------
def page_of(initiative) -> str:
    return reverse("openings:choose", args=[initiative.slug])


def test_one_yes_opens_all_that_is_ticked_and_what_comes_next(client, initiative, lead, team_member):
    open_now, kept = (
        create_win(initiative=initiative, by=team_member, audience=audience, title=f"Voor {audience}")
        for audience in (Audience.NETWORK, Audience.TEAM)
    )
    guests = tell_through(create_capture_link(initiative=initiative), teller_opens=False)
    guests.take_on(by=team_member)
    client.force_login(lead)
    page = client.get(page_of(initiative))
    assert {*page.context["form"].fields["wins"].queryset} == {open_now, kept}
    assert page.context["form"].fields["wins"].initial == [open_now.pk]
    assertContains(
        page, "1 small win staat hier niet bij. Wie die vertelde, vinkte niet aan dat iedereen hem mag lezen."
    )

    sent = {"answer": "ja", "wins": [open_now.pk, guests.pk], "onwards": "on"}
    assert client.post(page_of(initiative), sent).status_code == 422
    of_nothing = client.post(page_of(initiative), {"answer": "ja"})
    assertContains(of_nothing, "Vink aan wat iedereen mag lezen, of kies nee.", status_code=422)
    page = client.post(page_of(initiative), sent | {"wins": [open_now.pk]}, follow=True)
    assertContains(page, "Iedereen leest het zodra het programma het las.")
    for win, now in ((open_now, "public"), (kept, "team"), (guests, "network")):
        win.refresh_from_db()
        assert win.audience == now
    assert tells(team_member).audience == Audience.PUBLIC
    assertContains(Client().get(reverse("home")), open_now.title)


def test_a_teller_who_did_not_choose_is_asked_once_after_it(client, initiative, team_member):
    win = tells(team_member)
    client.force_login(team_member)
    after = reverse("telling:ask", args=[win.pk, "verandering"]) + "?verteld=ja"
    assertContains(client.get(after), QUESTION)
    yes = {"answer": "ja", "wins": [win.pk], "onwards": "on", "after": win.pk}
    page = client.post(page_of(initiative), yes, follow=True)
    assertContains(page, "Iedereen leest het zodra het programma het las.")
    assert page.redirect_chain[-1][0] == after
    assertNotContains(page, QUESTION)
    win.refresh_from_db()
    assert win.audience == Audience.PUBLIC


def test_the_form_of_a_teller_for_two_teams_says_what_each_of_them_chose(client, initiative, lead):
    other = create_initiative(title="De andere", programme=initiative.programme)
    lead.memberships.create(initiative=other)
    other.say_who_reads(everyone=True, by=lead)
    client.force_login(lead)
    page = client.get(reverse("telling:tell"))
    assertContains(page, "<b>De andere</b><br>Gekozen: zodra het programma het las, mag iedereen het lezen.")
    assertContains(page, f"<b>{initiative.title}</b><br>Nog niet gekozen.")


# --- who tells without an account -------------------------------------------------------------
@pytest.mark.parametrize(("ticked", "audience"), [(True, "public"), (False, "network")])
def test_a_guest_says_in_one_tick_whether_everyone_may_read_it(client, initiative, lead, ticked, audience):
    initiative.say_who_reads(everyone=True, by=lead)
    link = create_capture_link(initiative=initiative)
    typed = WIN | ({"teller_opens": "on"} if ticked else {})
    receipt = client.post(link.get_absolute_url(), typed, follow=True)
    told = link.wins.get()
    assert (told.teller_opens, told.audience) == (ticked, audience)
    said = (
        "Je vindt het goed dat iedereen het later leest."
        if ticked
        else "Je vinkte niet aan dat iedereen het mag lezen. Daar houdt het team zich aan."
    )
    assertContains(receipt, said)
    client.force_login(lead)
    of_teller = (
        "Wie dit vertelde, vindt het goed"
        if ticked
        else "Wie dit vertelde, vinkte niet aan dat iedereen het mag lezen."
    )
    assertContains(client.get(reverse("arrivals:index", args=[initiative.slug])), of_teller)


@pytest.mark.parametrize(("ticked", "waits"), [(True, True), (False, False)])
def test_after_taking_on_the_receipt_promises_no_reading_that_the_teller_did_not_tick(
    client, initiative, lead, ticked, waits
):
    told = tell_through(create_capture_link(initiative=initiative), teller_opens=ticked)
    told.take_on(by=lead)
    page = client.get(reverse("capture:receipt", args=[told.receipt])).text
    assert ("Nog niet iedereen kan het lezen." in page) is waits
    assert ("Je vinkte niet aan dat iedereen het mag lezen." in page) is not ticked


# --- who confirms -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ("public", "Bevestig je, dan leest iedereen dit, ook zonder in te loggen."),
        ("network", "Bevestig je, dan blijft het bij het netwerk"),
        ("team", "Bevestig je, dan leest nog steeds alleen het team dit"),
    ],
)
def test_a_curator_hears_who_will_read_it_before_confirming(
    client, initiative, programme_staff, audience, said
):
    win = create_win(initiative=initiative, confirmed=False, audience=audience)
    client.force_login(programme_staff)
    for page in (
        reverse("curating:confirm", args=[win.pk]),
        reverse("queues:index"),
        reverse("cities:waiting", args=[initiative.cities.get().slug]),
        reverse("admin:initiatives_smallwin_change", args=[win.pk]),
    ):
        assertContains(client.get(page), said)


@pytest.mark.parametrize("who", ["coordinator", "programme_staff"])
def test_a_curator_sees_the_photos_before_confirming(
    client, request, initiative, team_member, who, settings, tmp_path
):
    """Confirming shows them all to everyone, too: on each page of the site that confirms stands what is shown."""
    settings.MEDIA_ROOT = tmp_path
    win = create_win(initiative=initiative, by=team_member, confirmed=False)
    photos = [add_photo(win, by=team_member, photo_id=uuid4()) for _ in range(2)]
    client.force_login(request.getfixturevalue(who))
    for page in (
        reverse("curating:confirm", args=[win.pk]),
        reverse("queues:index"),
        reverse("queues:read", args=[win.pk]),
        reverse("cities:waiting", args=[initiative.cities.get().slug]),
    ):
        for photo in photos:
            assertContains(client.get(page), f'src="{photo.get_absolute_url()}" alt="Samen aan tafel"')


def add_photo(win, *, by, photo_id):
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    image = ContentFile(file.getvalue(), name="photo.jpg")
    return win.add_photo(image, by=by, photo_id=photo_id, alt_text="Samen aan tafel", people_agreed=True)


# --- what hangs on it and what it asks ---------------------------------------------------------
@pytest.mark.parametrize("kept", [Audience.TEAM, Audience.NETWORK])
def test_a_loss_and_a_question_on_the_sheet_are_opened_by_the_team_alone(
    client, initiative, team_member, coordinator, programme_staff, kept
):
    loss = create_loss(create_win(initiative=initiative), audience=kept)
    initiative.appeals.create(asked="Geld", audience=kept, written_by=team_member)
    of_loss = {"kind": loss.kind, "borne_by": loss.borne_by, "status": loss.status, "seen_on": loss.seen_on}
    sheets = {
        reverse("additions:edit", args=["verliezen", loss.pk]): of_loss,
        reverse("stories:appeal", args=[initiative.slug]): {"asked": "Geld"},
    }
    for user, answer in ((coordinator, 422), (programme_staff, 422), (team_member, 302)):
        client.force_login(user)
        for page, words in sheets.items():
            assert client.post(page, words | {"audience": kept}).status_code == 302
            assert read_and_send(client, page, words | {"audience": "public"}).status_code == answer


def refuses(by, write) -> bool:
    """Whether the database refuses it of this person. What was written is taken back."""
    try:
        with acting(by), transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        assert "only the team" in str(refusal)
        return True
    return False


def test_the_database_lets_only_the_team_open_a_loss_or_what_its_sheet_asks(
    initiative, team_member, coordinator, programme_staff
):
    def write(model, audience):
        of = {"initiative": initiative, "audience": audience}
        if model is Loss:
            return Loss.objects.create(**of, kind="time", borne_by="teacher", told_by=team_member)
        return Appeal.objects.create(**of, asked="Geld", written_by=team_member)

    others = (coordinator, programme_staff)
    rights = [*((other, True) for other in others), (team_member, False), (None, False)]
    for model in (Loss, Appeal):
        new = [(by, refuses(by, lambda m=model: write(m, Audience.PUBLIC))) for by, _refused in rights]
        assert new == rights
        assert not refuses(programme_staff, lambda m=model: write(m, Audience.NETWORK))
        kept = model.objects.filter(pk=write(model, Audience.TEAM).pk)
        wider = [(by, refuses(by, lambda k=kept: k.update(audience=Audience.NETWORK))) for by, _r in rights]
        assert wider == rights
        assert not refuses(programme_staff, lambda k=kept: k.update(audience=Audience.TEAM))
    assert refuses(programme_staff, lambda: write(Appeal, Audience.NETWORK))  # over the text before it


def test_a_win_whose_teller_said_no_moves_nothing_to_one_that_may_be_opened(
    initiative, team_member, programme_staff
):
    kept = tell_through(
        create_capture_link(initiative=initiative), title="Niet voor allen", teller_opens=False
    )
    kept.take_on(by=team_member)
    ours = create_win(initiative=initiative, by=team_member, audience=Audience.NETWORK)
    for win in (kept, ours):
        win.refresh_from_db()
    with pytest.raises(ValidationError, match="voor minder mensen"):
        kept.merge_into(ours, by=programme_staff)
    ours.merge_into(kept, by=programme_staff)
    assert kept.audiences_for(team_member)[-1] == Audience.NETWORK
