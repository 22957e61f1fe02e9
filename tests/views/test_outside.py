"""The world around an initiative: who reads what, who writes what, and what a form says back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import (
    Level,
    PartnerKind,
    Stance,
    TakesPart,
    WallStatus,
    WindowKind,
    World,
    floors_of,
)
from initiatives.models import Actor, Wall, WallMove, WallTopic, Window
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_user,
    create_win,
)
from tests.factories_outside import create_actor, create_wall, create_window

INSIDERS = ["team_member", "lead", "coordinator", "programme_staff"]


@pytest.fixture
def as_(client, request):
    """`as_("outsider")`: the client of this person; of nobody for "visitor"."""

    def log_in(who):
        client.logout()
        if who != "visitor":
            client.force_login(request.getfixturevalue(who))
        return client

    return log_in


def index_of(initiative) -> str:
    return reverse("outside:index", args=[initiative.slug])


def a_day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


# ------------------------------------------------------------------ who reads what
@pytest.fixture
def world(initiative):
    """An actor with a stance, at whose house a wall with a note stands."""
    director = create_actor(
        initiative=initiative, label="Opleidingsdirecteur", level=Level.VERTICAL,
        stance=Stance.HESITATES, takes_part=TakesPart.NOT_YET, need="Een voorbeeld",
    )  # fmt: skip
    wall = create_wall(initiative=initiative, name="Rooster ligt vast", note="Dat zei de roosteraar")
    wall.actors.add(director)
    create_window(initiative=initiative, title="Nieuw curriculum")
    return initiative


@pytest.mark.parametrize("who", INSIDERS)
def test_people_who_work_on_it_read_actors_and_notes(as_, world, who):
    page = as_(who).get(index_of(world)).text
    assert "Opleidingsdirecteur" in page
    assert "Dat zei de roosteraar" in page
    assert "Een voorbeeld" in page


def test_the_network_reads_walls_and_windows_without_actors_and_notes(as_, world):
    page = as_("outsider").get(index_of(world)).text
    assert "Rooster ligt vast" in page
    assert "Nieuw curriculum" in page
    assert "Bij wie, weet het team" in page
    assert "Opleidingsdirecteur" not in page
    assert "Dat zei de roosteraar" not in page
    assert "Een voorbeeld" not in page
    assert "buitenwereld/actor/" not in page


def test_the_network_does_not_read_who_told_it(as_, initiative):
    teller = create_user()
    wall = create_wall(initiative=initiative, by=teller)
    wall.moved_by(create_win(initiative=initiative), WallStatus.BREACHED, by=teller)
    assert teller.display_name in as_("team_member").get(index_of(initiative)).text
    assert teller.display_name not in as_("outsider").get(index_of(initiative)).text


def test_a_visitor_has_no_such_page(as_, world):
    missing = as_("visitor").get("/initiatieven/bestaat-niet/buitenwereld/")
    response = as_("visitor").get(index_of(world))
    assert response.status_code == missing.status_code == 404
    assert response.content == missing.content.replace(b"bestaat-niet", world.slug.encode())


def test_an_unpublished_initiative_has_no_such_page_for_the_network(as_):
    hidden = create_initiative(published=False)
    assert as_("outsider").get(index_of(hidden)).status_code == 404


@pytest.mark.parametrize(("who", "knows"), [("team_member", True), ("lead", True), ("coordinator", False), ("programme_staff", False)])  # fmt: skip
def test_stance_is_for_the_team_alone(as_, world, who, knows):
    actor = Actor.objects.get()
    client = as_(who)
    assert ("aarzelt" in client.get(index_of(world)).text) is knows
    assert ("Hoe staat die erin?" in client.get(reverse("outside:edit_actor", args=[actor.pk])).text) is knows


def test_an_editor_who_may_not_know_the_stance_leaves_it_as_it_was(as_, world):
    actor = Actor.objects.get()
    sent = {"label": "Directeur", "world": World.OUTSIDE, "stance": Stance.AGAINST}
    assert as_("coordinator").post(reverse("outside:edit_actor", args=[actor.pk]), sent).status_code == 302
    actor.refresh_from_db()
    assert (actor.label, actor.stance) == ("Directeur", Stance.HESITATES)


def test_the_fingerprint_does_not_give_a_stance_away(as_, world):
    address = reverse("outside:edit_actor", args=[Actor.objects.get().pk])
    before = as_("coordinator").get(address).context["form"]["version"].value()
    Actor.objects.update(stance=Stance.AGAINST)
    assert as_("coordinator").get(address).context["form"]["version"].value() == before
    assert as_("team_member").get(address).context["form"]["version"].value() != before


# ------------------------------------------------------------------ who writes what
def pages_of_writers(initiative) -> list[str]:
    actor, wall = create_actor(initiative=initiative), create_wall(initiative=initiative)
    window = create_window(initiative=initiative)
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.BREACHED, by=create_user())
    return [
        *(reverse(f"outside:add_{what}", args=[initiative.slug]) for what in ("actor", "wall", "window")),
        reverse("outside:big", args=[initiative.slug]),
        *(reverse(f"outside:{verb}_actor", args=[actor.pk]) for verb in ("edit", "remove")),
        *(reverse(f"outside:{verb}_wall", args=[wall.pk]) for verb in ("edit", "remove", "move")),
        *(reverse(f"outside:{verb}_window", args=[window.pk]) for verb in ("edit", "remove")),
        reverse("outside:undo_move", args=[move.pk]),
    ]


def test_the_network_writes_nothing(as_, initiative):
    client = as_("outsider")
    for address in pages_of_writers(initiative):
        assert client.post(address, {}).status_code == 404, address
    assert WallMove.objects.count() == Actor.objects.count() == Window.objects.count() == 1


def test_a_visitor_logs_in_first(as_, initiative):
    for address in pages_of_writers(initiative):
        response = as_("visitor").post(address, {})
        assert response.status_code == 302 and reverse("account_login") in response["Location"], address


@pytest.mark.parametrize("who", INSIDERS)
def test_people_who_work_on_it_open_every_form(as_, initiative, who):
    *pages, undo = pages_of_writers(initiative)
    client = as_(who)
    assert {client.get(address).status_code for address in pages} == {200}
    assert client.get(undo).status_code == 405


def test_looking_changes_nothing(as_, initiative):
    with_move = pages_of_writers(initiative)[:-1]
    before = [Actor.objects.count(), Wall.objects.count(), Window.objects.count(), WallTopic.objects.count()]
    for address in with_move:
        as_("team_member").get(address)
    assert before == [Actor.objects.count(), Wall.objects.count(), Window.objects.count(), WallTopic.objects.count()]  # fmt: skip


# ------------------------------------------------------------------ the first time
def test_the_first_time_invites_to_a_sitting_of_half_an_hour(as_, initiative):
    page = as_("team_member").get(index_of(initiative)).text
    assert "in een half uur" in page
    for what in ("actor", "wall", "window"):
        assert reverse(f"outside:add_{what}", args=[initiative.slug]) in page
    assert "Geschiedenis" not in page
    assert "in een half uur" not in as_("outsider").get(index_of(initiative)).text


# ------------------------------------------------------------------ actors
def test_an_actor_is_a_partner_or_a_label(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    partner = initiative.partnerships.get().partner
    assert as_("team_member").post(address, {"partner": partner.pk, "world": "partner"}).status_code == 302
    assert as_("team_member").post(address, {"label": "Wijktafel", "world": "outside"}).status_code == 302
    assert [str(actor) for actor in Actor.objects.order_by("added_at")] == [partner.name, "Wijktafel"]
    assert Actor.objects.first().added_by.memberships.get().initiative == initiative


def test_an_actor_without_a_name_is_asked_for_one(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    response = as_("team_member").post(address, {"world": "own", "need": "Een lokaal"})
    assert response.status_code == 422
    assert "Kies een partner of een plek, of schrijf wie of wat het is." in response.text
    assert "Een lokaal" in response.text
    assert not Actor.objects.exists()


def test_a_partner_of_somewhere_else_is_no_choice(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    response = as_("team_member").post(address, {"partner": create_partner().pk, "world": "partner"})
    assert response.status_code == 422
    assert "Deze partner doet niet mee aan dit initiatief." in response.text


def test_the_form_says_that_names_of_people_do_not_belong_here(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    assert "Namen van mensen horen hier niet." in as_("team_member").get(address).text


def test_an_actor_is_checked_today_and_never_tomorrow(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    as_("team_member").post(address, {"label": "Wijktafel", "world": "outside"})
    assert Actor.objects.get().checked_on == a_day(0)
    sent = {"label": "Koster", "world": "outside", "checked_on": a_day(1)}
    assert as_("team_member").post(address, sent).status_code == 422


def test_an_actor_goes_after_a_question(as_, world):
    actor = Actor.objects.get()
    address = reverse("outside:remove_actor", args=[actor.pk])
    assert "Haal je dit weg?" in as_("team_member").get(address).text
    assert Actor.objects.exists()
    assert as_("team_member").post(address).status_code == 302
    assert not Actor.objects.exists()
    assert Wall.objects.exists()


# ------------------------------------------------------------------ conflicts
@pytest.mark.parametrize(
    ("what", "make", "sent", "change", "now"),
    [
        ("actor", create_actor, {"label": "A", "world": "own", "need": "Van mij"}, {"need": "Tijd van iemand anders"}, "Tijd van iemand anders"),
        ("wall", create_wall, {"name": "Iets heel anders", "kind": "money", "status": "active", "note": "Van mij"}, {"note": "Van een ander"}, "Van een ander"),
        ("window", create_window, {"title": "A", "kind": "people"}, {"title": "Van een ander"}, "Van een ander"),
    ],
)  # fmt: skip
def test_two_at_once_do_not_write_over_each_other(as_, initiative, what, make, sent, change, now):
    row = make(initiative=initiative)
    address = reverse(f"outside:edit_{what}", args=[row.pk])
    seen = as_("team_member").get(address).context["form"]["version"].value()
    type(row).objects.filter(pk=row.pk).update(**change)
    response = as_("team_member").post(address, sent | {"version": seen})
    assert response.status_code == 409
    assert "Iemand anders veranderde dit terwijl jij typte." in response.text
    assert now in response.text
    again = as_("team_member").post(address, sent | {"version": response.context["form"]["version"].value()})
    assert again.status_code == 302


# ------------------------------------------------------------------ walls
def add_wall(client, initiative, **sent):
    sent = {"name": "Rooster ligt vast", "kind": "curriculum", "status": "active"} | sent
    return client.post(reverse("outside:add_wall", args=[initiative.slug]), sent)


def test_a_wall_gets_the_topic_of_its_name(as_, initiative):
    elsewhere = create_wall(initiative=create_initiative(), name="Rooster ligt vast")
    assert add_wall(as_("team_member"), initiative, name=" rooster  ligt vast! ").status_code == 302
    assert Wall.objects.get(initiative=initiative).topic == elsewhere.topic


def test_a_name_that_looks_like_another_is_asked_about(as_, initiative):
    elsewhere = create_wall(initiative=create_initiative(), name="Rooster ligt een jaar vast")
    response = add_wall(as_("team_member"), initiative, name="Het rooster ligt een jaar vast")
    assert response.status_code == 422
    assert "Bedoel je een van deze muren?" in response.text
    assert not Wall.objects.filter(initiative=initiative).exists()
    chosen = {"name": "Het rooster ligt een jaar vast", "meant": elsewhere.topic.slug}
    assert add_wall(as_("team_member"), initiative, **chosen).status_code == 302
    assert Wall.objects.get(initiative=initiative).topic == elsewhere.topic


def test_a_wall_may_still_be_another_one(as_, initiative):
    create_wall(initiative=create_initiative(), name="Rooster ligt een jaar vast")
    add_wall(as_("team_member"), initiative, name="Rooster ligt een maand vast", meant="?")
    assert Wall.objects.get(initiative=initiative).topic.name == "Rooster ligt een maand vast"


def test_the_names_of_hidden_walls_are_not_suggested(as_, initiative):
    create_wall(initiative=create_initiative(), name="Bekende muur")
    create_wall(initiative=create_initiative(published=False), name="Geheime muur")
    page = as_("team_member").get(reverse("outside:add_wall", args=[initiative.slug])).text
    assert "Bekende muur" in page
    assert "Geheime muur" not in page
    assert "Geheime muur" not in add_wall(as_("team_member"), initiative, name="Geheime muren").text


def test_the_same_wall_stands_once(as_, initiative):
    create_wall(initiative=initiative, name="Rooster ligt vast")
    response = add_wall(as_("team_member"), initiative)
    assert response.status_code == 422
    assert "Deze muur staat er al." in response.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Geef de muur een korte naam."),
        ({"kind": ""}, "Kies wat voor muur het is."),
        ({"kind": "nonsense"}, "Dit antwoord kennen we niet."),
        ({"since": "gisteren"}, "Dit is geen dag die we kennen."),
        ({"since": "2026-05-01", "status": "gone", "ended_on": "2026-04-30"}, "Een muur verdwijnt niet voordat hij er staat."),
        ({"actors": "nonsense"}, "Dit antwoord kennen we niet."),
        ({"note": "x" * 1001}, "Er passen er 1000."),
    ],
)  # fmt: skip
def test_a_wall_that_cannot_be_comes_back_in_full(as_, initiative, sent, sentence):
    response = add_wall(as_("team_member"), initiative, **({"note": "Wat ik typte"} | sent))
    assert response.status_code == 422
    assert sentence in response.text
    assert "note" in sent or "Wat ik typte" in response.text
    assert not Wall.objects.exists()
    assert not WallTopic.objects.exists()


def test_a_wall_that_is_gone_got_an_end_today(as_, initiative):
    add_wall(as_("team_member"), initiative, status="gone")
    assert Wall.objects.get().ended_on == a_day(0)


def test_a_wall_that_stands_again_has_no_end(as_, initiative):
    wall = create_wall(initiative=initiative, status=WallStatus.GONE, ended_on=a_day(-3))
    sent = {"name": wall.topic.name, "kind": "rules", "status": "active", "ended_on": a_day(-3)}
    assert as_("team_member").post(reverse("outside:edit_wall", args=[wall.pk]), sent).status_code == 302
    wall.refresh_from_db()
    assert wall.ended_on is None


def test_an_actor_of_another_initiative_is_no_choice(as_, initiative):
    response = add_wall(as_("team_member"), initiative, actors=[create_actor().pk])
    assert response.status_code == 422


# ------------------------------------------------------------------ a win moves a wall
def test_a_win_moves_a_wall(as_, initiative):
    wall = create_wall(initiative=initiative, since=dt.date(2025, 1, 1))
    win = create_win(initiative=initiative, title="De roosteraar deed mee")
    address = reverse("outside:move_wall", args=[wall.pk])
    assert "De roosteraar deed mee" in as_("team_member").get(address).text
    assert as_("team_member").post(address, {"win": win.pk, "effect": "bypassed"}).status_code == 302
    wall.refresh_from_db()
    assert (wall.status, wall.ended_on) == (WallStatus.BYPASSED, win.occurred_on)
    assert "De roosteraar deed mee" in as_("outsider").get(index_of(initiative)).text


def test_a_win_from_before_the_wall_is_refused_with_a_sentence(as_, initiative):
    wall = create_wall(initiative=initiative, since=dt.date(2026, 6, 1))
    win = create_win(initiative=initiative, occurred_on=dt.date(2026, 3, 1))
    response = as_("team_member").post(
        reverse("outside:move_wall", args=[wall.pk]), {"win": win.pk, "effect": "gone"}
    )
    assert response.status_code == 422
    assert "Deze small win was eerder (1 maart 2026) dan de muur er stond (1 juni 2026)." in response.text
    assert not wall.moves.exists()


def test_a_win_of_somewhere_else_moves_nothing(as_, initiative):
    wall = create_wall(initiative=initiative)
    sent = {"win": create_win().pk, "effect": "gone"}
    assert as_("team_member").post(reverse("outside:move_wall", args=[wall.pk]), sent).status_code == 422


@pytest.mark.parametrize("effect", ["active", "accepted", "", "nonsense"])
def test_a_win_breaks_goes_round_or_takes_away(as_, initiative, effect):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    sent = {"win": win.pk, "effect": effect}
    assert as_("team_member").post(reverse("outside:move_wall", args=[wall.pk]), sent).status_code == 422


def test_a_move_is_taken_back(as_, initiative):
    wall = create_wall(initiative=initiative)
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.GONE, by=create_user())
    assert as_("team_member").post(reverse("outside:undo_move", args=[move.pk])).status_code == 302
    wall.refresh_from_db()
    assert (wall.status, wall.ended_on) == (WallStatus.ACTIVE, None)


def test_a_move_stays_where_the_same_wall_stands_again(as_, initiative):
    wall = create_wall(initiative=initiative, name="Rooster ligt vast")
    move = wall.moved_by(create_win(initiative=initiative), WallStatus.GONE, by=create_user())
    create_wall(initiative=initiative, name="Rooster ligt vast")
    response = as_("team_member").post(reverse("outside:undo_move", args=[move.pk]), follow=True)
    assert "Deze muur staat er al." in response.text
    assert wall.moves.exists()


def test_people_who_work_on_it_read_who_changed_it_and_when(as_, initiative, team_member):
    wall = create_wall(initiative=initiative)
    sent = {"name": wall.topic.name, "kind": "rules", "status": "accepted"}
    as_("team_member").post(reverse("outside:edit_wall", args=[wall.pk]), sent)
    page = as_("coordinator").get(index_of(initiative)).text
    assert "Van “staat er” naar “geaccepteerd”" in page
    assert team_member.display_name in page
    assert "Van “staat er”" not in as_("outsider").get(index_of(initiative)).text


def test_a_move_stands_once_in_the_history(as_, initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative)
    sent = {"win": win.pk, "effect": "breached"}
    as_("team_member").post(reverse("outside:move_wall", args=[wall.pk]), sent)
    page = as_("team_member").get(index_of(initiative)).text
    assert "Bres geslagen" in page
    assert "naar “bres geslagen”" not in page


def test_a_withdrawn_win_is_not_named(as_, initiative):
    wall, win = create_wall(initiative=initiative), create_win(initiative=initiative, title="Teruggenomen")
    wall.moved_by(win, WallStatus.BREACHED, by=create_user())
    win.withdraw(by=create_user())
    assert "Teruggenomen" not in as_("team_member").get(index_of(initiative)).text


# ------------------------------------------------------------------ windows
def test_a_window_of_the_team(as_, initiative):
    win = create_win(initiative=initiative)
    sent = {"title": "Nieuw curriculum", "kind": "politics", "closes_on": a_day(12), "used_by": win.pk}
    address = reverse("outside:add_window", args=[initiative.slug])
    assert as_("team_member").post(address, sent).status_code == 302
    window = Window.objects.get()
    assert (window.initiative, window.opens_on, list(window.wins.all())) == (initiative, a_day(0), [win])
    assert "Sluit over 12 dagen" in as_("outsider").get(index_of(initiative)).text


def test_a_window_does_not_close_before_it_opens(as_, initiative):
    sent = {"title": "Nieuw curriculum", "kind": "politics", "opens_on": a_day(3), "closes_on": a_day(2)}
    response = as_("team_member").post(reverse("outside:add_window", args=[initiative.slug]), sent)
    assert response.status_code == 422
    assert "Een kans sluit niet voordat hij opengaat." in response.text


def test_a_win_is_unticked_and_hidden_ones_stay(as_, initiative):
    window = create_window(initiative=initiative)
    seen, withdrawn = create_win(initiative=initiative), create_win(initiative=initiative)
    window.wins.add(seen, withdrawn)
    withdrawn.withdraw(by=create_user())
    sent = {"title": window.title, "kind": window.kind, "opens_on": window.opens_on}
    as_("team_member").post(reverse("outside:edit_window", args=[window.pk]), sent)
    assert list(window.wins.all()) == [withdrawn]


def test_the_windows_of_the_city_stand_with_the_initiative(as_, initiative):
    create_window(city=initiative.cities.get(), title="Subsidie van de stad")
    create_window(city=create_city(), title="Subsidie van elders")
    page = as_("team_member").get(index_of(initiative)).text
    assert "Subsidie van de stad" in page
    assert "Subsidie van elders" not in page
    assert "in een half uur" in page  # the team wrote nothing yet


@pytest.mark.parametrize(("who", "may"), [("coordinator", True), ("programme_staff", True), ("team_member", False), ("outsider", False)])  # fmt: skip
def test_the_coordinator_keeps_the_windows_of_the_city(as_, initiative, who, may):
    city = initiative.cities.get()
    address = reverse("outside:add_city_window", args=[city.slug])
    sent = {"title": "Subsidie", "kind": WindowKind.MONEY}
    assert as_(who).post(address, sent).status_code == (302 if may else 404)
    assert city.windows.exists() is may
    window = create_window(city=city)
    assert as_(who).get(reverse("outside:edit_window", args=[window.pk])).status_code == (200 if may else 404)


def test_a_coordinator_of_another_city_does_not(client, initiative):
    client.force_login(create_user(coordinates=create_city()))
    address = reverse("outside:add_city_window", args=[initiative.cities.get().slug])
    assert client.get(address).status_code == 404


# ------------------------------------------------------------------ the picture
def test_each_house_says_what_it_shows(as_, initiative):
    partner = create_partner(name="Gemeente Delft", kind=PartnerKind.MUNICIPALITY)
    actor = create_actor(
        initiative=initiative, label="", partner=partner, role="decides", takes_part="not_yet", level="vertical"
    )  # fmt: skip
    wall, window = create_wall(initiative=initiative), create_window(initiative=initiative)
    wall.actors.add(actor)
    window.actors.add(actor)
    page = as_("team_member").get(index_of(initiative)).text
    house = page.partition('class="street"')[2].partition('id="actors"')[0]
    for words in ("Gemeente Delft", "verticaal", "Beslist. Doet nog niet mee.", str(wall), window.title):
        assert words in house


def test_rows_without_a_level_stand_in_a_band_of_their_own(as_, initiative):
    create_wall(initiative=initiative, level=Level.LOCAL)
    assert "Nog niet geplaatst" not in as_("team_member").get(index_of(initiative)).text
    create_window(initiative=initiative)
    assert "Nog niet geplaatst" in as_("team_member").get(index_of(initiative)).text
    create_actor(initiative=initiative)
    assert "niveau nog niet gezegd" in as_("team_member").get(index_of(initiative)).text


# ------------------------------------------------------------------ places and floors
def test_an_actor_may_be_called_by_its_place(as_, initiative):
    address = reverse("outside:add_actor", args=[initiative.slug])
    partner = initiative.partnerships.get().partner
    sent = {"partner": partner.pk, "world": "partner", "position": "alderman"}
    assert as_("team_member").post(address, sent).status_code == 302
    actor = Actor.objects.get()
    assert (actor.called, str(actor)) == ("Wethouder", f"Wethouder, {partner.name}")


def test_one_tap_opens_the_form_half_filled_in(as_, initiative):
    partner = initiative.partnerships.get().partner
    partner.kind = PartnerKind.MUNICIPALITY
    partner.save()
    create_actor(initiative=initiative, partner=partner, position="civil_servant")
    client = as_("team_member")
    page = client.get(index_of(initiative))
    (question, residents) = page.context["report"].missing
    assert f"Wie van {partner.name} hoort hier nog bij?" in page.text
    form = client.get(question.ways[0][1]).context["form"]
    assert [form[name].value() for name in ("partner", "position", "world")] == [
        str(partner.pk),
        "alderman",
        "own",
    ]
    assert client.get(residents.ways[0][1]).context["form"]["position"].value() == "residents_group"
    for who in ("coordinator", "programme_staff", "outsider"):
        assert "Wie mist er nog?" not in as_(who).get(index_of(initiative)).text


def test_an_address_fills_in_nothing_that_we_do_not_know(as_, initiative):
    words = {"plek": "koning", "wereld": "maan", "partner": "x"}
    form = as_("team_member").get(reverse("outside:add_actor", args=[initiative.slug]), words).context["form"]
    assert [form[name].value() for name in ("partner", "position", "world")] == ["", "", ""]


# ------------------------------------------------------------------ on a large screen
def big_of(initiative) -> str:
    return reverse("outside:big", args=[initiative.slug])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_group_fills_the_street_with_script_and_without(as_, initiative, headers):
    client, partner = as_("team_member"), initiative.partnerships.get().partner
    place = f"{partner.pk}:{floors_of(partner.kind)[0]}"
    number = client.get(big_of(initiative)).context["form"]["number"].value()
    sent = {"label": "Kwartiermaker", "where": place, "number": str(number)}
    for _ in range(2):
        page = client.post(big_of(initiative), sent, headers=headers, follow=True)
    actor = Actor.objects.get()
    assert (actor.label, actor.partner, actor.position) == (
        "Kwartiermaker",
        partner,
        floors_of(partner.kind)[0],
    )
    assert "Staat erbij: Kwartiermaker" in page.text
    assert page.text.index('id="big"') < page.text.index('<strong lang="nl">Kwartiermaker</strong>')
    assert ("<html" in page.text) is not bool(headers)
    assert page.context["form"]["where"].value() == place
    assert "HX-Request" in page["Vary"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"label": "", "where": "outside"}, "Schrijf wie of wat het is, of kies een plek in een huis."),
        ({"label": "Koning", "where": "paleis"}, "Dit antwoord kennen we niet."),
        ({"label": "Koning"}, "Kies er een."),
    ],
)
def test_somebody_who_cannot_be_placed_comes_back_in_full(as_, initiative, sent, sentence):
    page = as_("team_member").post(big_of(initiative), sent)
    assert page.status_code == 422
    assert sentence in page.text
    assert not sent["label"] or 'value="Koning"' in page.text
    assert not Actor.objects.exists()


def test_nothing_that_is_known_of_people_is_on_the_large_screen(as_, world):
    page = as_("team_member").get(big_of(world)).text
    assert "Opleidingsdirecteur" in page
    for secret in ("aarzelt", "Doet nog niet mee", "Een voorbeeld", "Rooster ligt vast"):
        assert secret not in page


# ------------------------------------------------------------------ how often it asks
def fill(initiative, n: int) -> None:
    for _ in range(n):
        actor, wall = create_actor(initiative=initiative), create_wall(initiative=initiative)
        wall.actors.add(actor)
        wall.moved_by(create_win(initiative=initiative), WallStatus.BREACHED, by=create_user())
        window = create_window(initiative=initiative)
        window.actors.add(actor)
        window.wins.add(create_win(initiative=initiative))


@pytest.mark.parametrize("who", ["outsider", "team_member", "coordinator"])
def test_the_page_asks_as_often_when_there_is_more(as_, initiative, who):
    fill(initiative, 2)
    counts = []
    for _ in range(2):
        client = as_(who)
        client.get(index_of(initiative))
        with CaptureQueriesContext(connection) as queries:
            client.get(index_of(initiative))
        counts.append(len(queries))
        fill(initiative, 10)
    assert counts[0] == counts[1]
    assert counts[0] < 30


# ------------------------------------------------------------------ canaries
def plant(initiative) -> tuple[list[str], list[str]]:
    """Words that only those who work on it read, and the addresses where they might slip out."""
    teller = create_user()
    actor = create_actor(
        initiative=initiative, label="kanarie-wie", need="kanarie-nodig", stance=Stance.AGAINST, by=teller
    )
    wall = create_wall(initiative=initiative, name="Gedeelde muur", note="kanarie-toelichting", by=teller)
    create_wall(name="Gedeelde muur")
    wall.actors.add(actor)
    win = create_win(initiative=initiative)
    wall.moved_by(win, WallStatus.BREACHED, by=teller)
    window = create_window(initiative=initiative, by=teller)
    window.actors.add(actor)
    city = initiative.cities.get().get_absolute_url()
    create_window(city=initiative.cities.get(), by=teller)
    pages = ["/", reverse("network:dashboard"), reverse("walls:shared", args=[wall.topic.slug])]
    pages += [index_of(initiative), initiative.get_absolute_url(), win.get_absolute_url(), city]
    return ["kanarie-wie", "kanarie-nodig", "kanarie-toelichting", teller.display_name], pages


@pytest.mark.parametrize("who", ["outsider", "visitor"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_notes_and_stances_slip_out_nowhere(as_, initiative, who, headers):
    words, pages = plant(initiative)
    client = as_(who)
    for page in pages:
        text = client.get(page, headers=headers).text
        assert [word for word in words if f"{word}<" in text or f"{word} " in text] == [], page


def test_the_canaries_are_there_to_be_found(as_, initiative):
    words, _pages = plant(initiative)
    page = as_("team_member").get(index_of(initiative)).text
    assert [word for word in words if word not in page] == []


# ------------------------------------------------------------------ pages that it touches
@pytest.mark.parametrize("who", ["outsider", "team_member", "coordinator", "visitor"])
def test_the_pages_around_it_ask_as_often_when_there_is_more(as_, initiative, who):
    win = create_win(initiative=initiative)
    city = initiative.cities.get()

    def grow(n: int) -> None:
        for _ in range(n):
            create_wall(initiative=initiative).moved_by(win, WallStatus.BREACHED, by=create_user())
            create_window(initiative=initiative, closes_on=a_day(5))
            create_window(city=city, closes_on=a_day(5)).wins.add(win)
            create_window(city=city, closes_on=a_day(5))

    def asked() -> dict[str, int]:
        client, found = as_(who), {}
        for page in ["/", initiative.get_absolute_url(), win.get_absolute_url(), city.get_absolute_url()]:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found[page] = len(queries)
        return found

    grow(2)
    before = asked()
    grow(6)
    assert asked() == before
