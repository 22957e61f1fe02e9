"""A state cannot be bought: the attack as a story, through the forms that people use."""

import uuid

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import ANSWERS, RAYS, CellState, Level
from initiatives.models import Evidence, EvidenceCheck, Onlooker, Reader, SmallWin
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.profile.page import initiative_profile
from tests.factories import create_user, create_win
from tests.factories_profile import create_evidence

EMPTY = {CellState.NO_DATA, CellState.TOO_LITTLE, CellState.NOT_OBSERVED}
OFTEN = CellState.SEEN_MORE_OFTEN


def sent(client: Client, path: str, **words):
    """A form, as a page sends it; and it was saved."""
    words = {"number": uuid.uuid4(), "submission_id": uuid.uuid4(), **words}
    response = client.post(path, words)
    assert response.status_code == 302, response.context["form"].errors
    return response


def question(win: SmallWin, name: str) -> str:
    return reverse("telling:ask", args=[win.pk, ANSWERS[name].step])


def add(client: Client, win: SmallWin, name: str, **words) -> None:
    sent(client, reverse("additions:add", args=[win.pk, name]), **words)


def three_wins_by(client: Client, initiative, person) -> list[SmallWin]:
    """One person tells three one-line wins, in a minute."""
    client.force_login(person)
    today = timezone.localdate()
    for title in ("Meer mensen", "Nog meer mensen", "En nog meer"):
        sent(client, "/small-wins/nieuw/", title=title, occurred_on=today, initiative=initiative.slug)
    wins = list(initiative.wins.order_by("logged_at"))
    for win in wins:
        sent(client, question(win, "types"), types=["growth"], directions=["out"])
        sent(client, question(win, "level"), level="local")
    return wins


def states_of(initiative) -> set:
    tally = initiative_profile(Reader(create_user(member_of=initiative), initiative)).tally
    return {tally.ray_facts(ray).state for ray in RAYS} | {
        tally.cell_facts(ray, level).state for ray in RAYS for level in Level
    }


def growth_of(initiative) -> CellState:
    return (
        initiative_profile(Reader(create_user(member_of=initiative), initiative))
        .tally.ray_facts("growth")
        .state
    )


def seen_more_often(client: Client) -> set[str]:
    """The initiatives of which the network says so."""
    page = client.get("/initiatieven/", {"toestand": f"growth.{OFTEN}"})
    return {line.initiative.slug for line in page.context["report"].lines}


# ------------------------------------------------------------------ the attack
def test_one_person_with_three_wins_and_every_box_ticked_buys_nothing_but_a_signal(
    client, initiative, team_member
):
    """Three one-line wins in a minute, "van buiten" ticked at each, and judged as a partner and a resident."""
    wins = three_wins_by(client, initiative, team_member)
    for win in wins:
        for independence in ("outside", "partner"):
            add(client, win, "bewijs", kind="statement", independence=independence, text="Zij zagen het ook")
        for perspective in ("partner", "resident"):
            add(client, win, "oordelen", whose="mine", perspective=perspective, verdict="positive")
        add(
            client, win, "oordelen",
            whose="for_somebody", on_behalf_of="de wethouder", perspective="municipality", verdict="positive",
        )  # fmt: skip
        assert (
            client.get(reverse("curating:check", args=[win.evidence.earliest("added_at").pk])).status_code
            == 404
        )
    assert initiative.wins.count() == 3 and Evidence.objects.count() == 6

    assert states_of(initiative) <= {CellState.SIGNAL, *EMPTY}
    assert growth_of(initiative) == CellState.SIGNAL
    assert seen_more_often(client) == set()
    assert WinFilter(QueryDict("bewijs=buiten"), onlooker=Onlooker(team_member)).wins().count() == 0
    sheet = client.get(reverse("stories:sheet", args=[initiative.slug])).content.decode()
    assert "vaker gezien" not in sheet.lower()
    page = client.get(wins[0].get_absolute_url()).content.decode()
    assert "Wie liet het zien? Een partner" not in page and "Wie liet het zien? Iemand van buiten" not in page
    assert "volgens het team van: iemand van buiten" in page


def test_a_friend_in_the_team_and_a_link_of_the_team_buy_no_more(client, initiative, team_member):
    """Two accounts in one team are two voices. Neither is somebody else."""
    wins = three_wins_by(client, initiative, team_member)
    friend = create_user(member_of=initiative)
    create_win(initiative=initiative, by=friend, types=["growth"], occurred_on=timezone.localdate())
    client.force_login(friend)
    for win in wins:
        add(client, win, "oordelen", whose="mine", perspective="partner", verdict="positive")
    assert growth_of(initiative) == CellState.SIGNAL


def test_one_act_of_somebody_else_and_a_second_teller_do_it(client, initiative, team_member, outsider):
    """And nothing less: without either of them it is a signal."""
    wins = three_wins_by(client, initiative, team_member)
    SmallWin.objects.update(audience="network")
    client.force_login(outsider)
    add(client, wins[0], "oordelen", perspective="resident", verdict="positive")
    assert growth_of(initiative) == CellState.SIGNAL  # one voice
    create_win(
        initiative=initiative,
        by=create_user(member_of=initiative),
        types=["growth"],
        occurred_on=timezone.localdate(),
    )
    assert growth_of(initiative) == OFTEN
    assert seen_more_often(client) == {initiative.slug}
    wins[0].judgements.get().remove()
    assert growth_of(initiative) == CellState.SIGNAL


# ------------------------------------------------------------------ the act of a curator
@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("programme_staff", 200), ("team_member", 404),
                                             ("lead", 404), ("outsider", 404)])  # fmt: skip
def test_evidence_is_looked_at_by_the_programme_and_the_city_alone(client, initiative, request, who, status):
    evidence = create_evidence(create_win(initiative=initiative))
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("curating:check", args=[evidence.pk])).status_code == status


def test_a_curator_says_what_the_evidence_shows_and_everybody_reads_it(client, initiative, coordinator):
    evidence = create_evidence(create_win(initiative=initiative))
    client.force_login(coordinator)
    path = reverse("curating:check", args=[evidence.pk])
    page = client.get(evidence.win.get_absolute_url())
    assert path in page.content.decode()
    version = client.get(path).context["form"]["version"].value()
    sent(client, path, independence="partner", shows="De corporatie schrijft het zelf", version=version)
    sent(client, path, independence="outside", shows="De krant schrijft het", version=version)  # put better
    check = EvidenceCheck.objects.get()
    assert (check.checked_by, check.independence, check.shows) == (
        coordinator,
        "outside",
        "De krant schrijft het",
    )
    client.logout()
    page = client.get(evidence.win.get_absolute_url()).content.decode()
    assert "De krant schrijft het (van: iemand van buiten)" in page
    assert "wie liet het zien? iemand van buiten" in page.lower()


def test_a_curator_does_not_say_it_of_evidence_that_changed_meanwhile(client, initiative, coordinator):
    evidence = create_evidence(create_win(initiative=initiative))
    client.force_login(coordinator)
    path = reverse("curating:check", args=[evidence.pk])
    version = client.get(path).context["form"]["version"].value()
    evidence.rewrite(text="Iets heel anders")
    answer = client.post(path, {"independence": "partner", "shows": "Een brief", "version": version})
    assert answer.status_code == 409
    assert "Een brief" in answer.content.decode() and not EvidenceCheck.objects.exists()
