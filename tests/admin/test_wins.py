"""Reading small wins as a curator: confirm, ask, withdraw, and a reading of our own beside the team's."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains

from initiatives.lenses import Audience, Direction, Level, LinkBasis, ScalingType, WinState
from initiatives.models import CaptureLink, SmallWin, WinLink
from tests import factories
from tests.access.sheets import read_and_send

LIST = "/beheer/initiatives/smallwin/"


def told(**details):
    """A win that no curator has read yet."""
    return factories.create_win(**{"confirmed": False, **details})


@pytest.fixture
def win(initiative):
    return told(initiative=initiative, title="De wethouder kwam kijken")


def page_of(win) -> str:
    return reverse("admin:initiatives_smallwin_change", args=[win.pk])


def act(client, action, *wins, **options):
    """Tick these wins in the list and press the button, and once more on the page that shows them."""
    data = {"action": action, "index": 0, "_selected_action": [str(win.pk) for win in wins]}
    asked = client.post(LIST, data, follow=True)
    return client.post(asked.redirect_chain[-1][0], marks(asked.text), **options)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def history_of(win) -> list[str]:
    return list(LogEntry.objects.filter(object_id=str(win.pk)).values_list("change_message", flat=True))


# ------------------------------------------------------------------ from the list
def test_confirming_several_at_once(client, curator, initiative, win):
    other = told(initiative=initiative)
    response = act(client, "confirm", win, other, follow=True)
    assert messages_of(response) == ["2 small wins bevestigd."]
    assert {win.state for win in SmallWin.objects.all()} == {WinState.CONFIRMED}
    assert SmallWin.objects.get(pk=win.pk).confirmed_by == curator
    assert history_of(win) == ["Bevestigd."]


def test_a_withdrawn_win_is_not_confirmed_along_with_the_others(client, curator, initiative, win):
    gone = told(initiative=initiative, title="Dubbel verteld")
    gone.withdraw(by=curator)
    response = act(client, "confirm", win, gone, follow=True)
    assert messages_of(response) == [
        "1 small win bevestigd.",
        "“Dubbel verteld” is ingetrokken. Zet hem eerst terug.",
    ]
    assert SmallWin.objects.get(pk=gone.pk).confirmed_at is None
    assert history_of(gone) == []


def test_twenty_refusals_are_not_twenty_messages(client, curator, initiative):
    gone = [told(initiative=initiative) for _ in range(8)]
    for win in gone:
        win.withdraw(by=curator)
    messages = messages_of(act(client, "confirm", *gone, follow=True))
    assert len(messages) == 6
    assert messages[-1] == "En nog 3 andere niet."


def test_asking_leads_to_a_page_for_the_question(client, curator, initiative, win):
    other = told(initiative=initiative, title="Nog een")
    chosen = {"action": "ask", "index": 0, "_selected_action": [win.pk, other.pk]}
    response = client.post(LIST, chosen, follow=True)
    assert response.status_code == 200
    assert {shown.pk for shown in response.context["wins"]} == {win.pk, other.pk}
    address = response.redirect_chain[-1][0]
    response = read_and_send(client, address, {"words": "Wie was erbij?"}, follow=True)
    assert messages_of(response) == ["Vraag gesteld bij 2 small wins."]
    for asked in SmallWin.objects.all():
        assert (asked.state, asked.question, asked.returned_by) == (
            WinState.RETURNED,
            "Wie was erbij?",
            curator,
        )
    assert history_of(win) == ["Vraag gesteld: Wie was erbij?"]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [("ask", "Schrijf je vraag aan het team."), ("withdraw", "Schrijf waarom. Het team wil dat weten.")],
)
@pytest.mark.parametrize("typed", ["", "   \n "])
def test_nothing_happens_without_words(client, curator, win, step, sentence, typed):
    address = f"{reverse(f'admin:initiatives_smallwin_{step}')}?win={win.pk}"
    response = read_and_send(client, address, {"words": typed})
    assert response.status_code == 422
    assert response.context["form"].errors["words"] == [sentence]
    assert SmallWin.objects.get(pk=win.pk).state == WinState.LOGGED


def test_words_that_are_too_long_come_back_as_they_were_typed(client, curator, win):
    typed = "waarom " * 200
    response = read_and_send(client, f"{LIST}intrekken/?win={win.pk}", {"words": typed})
    assert response.status_code == 422
    assert typed in response.text
    assert SmallWin.objects.get(pk=win.pk).withdrawn_at is None


def test_withdrawing_with_a_reason_and_putting_back(client, curator, win):
    address = f"{LIST}intrekken/?win={win.pk}"
    response = read_and_send(client, address, {"words": "Staat er dubbel."}, follow=True)
    assert response.redirect_chain[-1][0] == page_of(win)
    assert "Staat er dubbel." in response.text
    withdrawn = SmallWin.objects.get(pk=win.pk)
    assert (withdrawn.state, withdrawn.withdrawn_by) == (WinState.WITHDRAWN, curator)
    read_and_send(client, f"{LIST}terugzetten/?win={win.pk}")
    assert SmallWin.objects.get(pk=win.pk).state == WinState.LOGGED
    assert history_of(win) == ["Teruggezet.", "Ingetrokken: Staat er dubbel."]


def test_looking_at_a_step_changes_nothing(client, curator, win):
    for path in ["bevestigen", "vragen", "intrekken", "terugzetten"]:
        assert client.get(f"{LIST}{path}/?win={win.pk}").status_code == 200
    assert SmallWin.objects.get(pk=win.pk).changed_at == win.changed_at


def test_the_list_comes_back_with_its_filters(client, curator, win):
    response = client.post(
        f"{LIST}?status=logged&o=2", {"action": "withdraw", "index": 0, "_selected_action": [str(win.pk)]}
    )
    response = read_and_send(client, response["Location"], {"words": "Dubbel."})
    assert response["Location"] == f"{LIST}?status=logged&o=2"


@pytest.mark.parametrize("path", ["bevestigen", "vragen", "intrekken", "terugzetten"])
def test_a_step_does_nothing_to_a_win_of_another_programme(client, curator, path):
    elsewhere = told(initiative=factories.create_initiative(programme=factories.create_programme()))
    response = client.get(f"{LIST}{path}/?win={elsewhere.pk}")
    assert elsewhere.title not in response.text
    client.post(f"{LIST}{path}/?win={elsewhere.pk}", {"words": "Weg ermee."})
    assert SmallWin.objects.get(pk=elsewhere.pk).state == WinState.LOGGED


def test_a_team_member_who_curates_another_programme_does_not_confirm_their_own_wins(client, win):
    somebody = factories.create_user(member_of=win.initiative, staff_of=factories.create_programme())
    client.force_login(somebody)
    act(client, "confirm", win)
    assert SmallWin.objects.get(pk=win.pk).confirmed_at is None
    assert client.get(page_of(win)).status_code == 302


# ------------------------------------------------------------------ the page of one win
def read(client, win, **data):
    return read_and_send(client, page_of(win), {"editor_level": "", "_save": "1", **data}, follow=True)


def test_a_reading_says_who_read_it(client, curator, win):
    read(client, win, editor_types=[ScalingType.GROWTH], editor_directions=["geen"], editor_level=Level.LOCAL)
    win = SmallWin.objects.get(pk=win.pk)
    assert (win.editor_types, win.editor_directions, win.editor_level) == (
        [ScalingType.GROWTH],
        [],
        Level.LOCAL,
    )
    assert win.editor_read_by == curator
    assert win.counted_types == [ScalingType.GROWTH]


def test_editors_say_which_type_went_which_way_and_only_of_what_they_ticked(client, curator, win):
    ticked = {"editor_types": ["growth", "replication"], "editor_directions": ["out", "deep"]}
    page = read(client, win, **ticked, editor_pairs=["growth>up"])
    assertContains(page, "groei (hoger) past niet bij de soorten en richtingen die je aanvinkte.")
    read(client, win, **ticked, editor_pairs=["growth>deep"])
    assert SmallWin.objects.get(pk=win.pk).crossings == ("growth>deep",)


def test_the_reading_of_the_team_stays_and_counts(client, curator, initiative):
    win = told(initiative=initiative, types=[ScalingType.REPLICATION], directions=[])
    read(client, win, editor_types=[ScalingType.GROWTH], editor_directions=[Direction.UP])
    read_again = SmallWin.objects.get(pk=win.pk)
    assert (read_again.types, read_again.directions, read_again.level) == (
        [ScalingType.REPLICATION],
        [],
        None,
    )
    assert read_again.counted_types == [ScalingType.REPLICATION]
    assert read_again.counted_directions == []


def test_the_words_of_the_team_have_no_field(client, curator, win):
    read(
        client, win, title="Anders", description="Anders", types=["growth"], editor_types=[ScalingType.GROWTH]
    )
    same = SmallWin.objects.get(pk=win.pk)
    assert (same.title, same.description, same.types) == (win.title, win.description, None)


def test_words_that_the_team_types_at_the_same_moment_stay(client, curator, win, monkeypatch):
    def meanwhile(form):
        SmallWin.objects.filter(pk=win.pk).update(title="Net verbeterd door het team")
        return True

    monkeypatch.setattr("initiatives.admin.readings.ReadingForm.has_new_reading", meanwhile)
    read(client, win, editor_types=[ScalingType.GROWTH])
    saved = SmallWin.objects.get(pk=win.pk)
    assert (saved.title, saved.editor_types) == ("Net verbeterd door het team", [ScalingType.GROWTH])


def test_silence_takes_the_reading_back(client, curator, win):
    factories.read_by_editors(win, types=[ScalingType.GROWTH])
    read(client, win)
    silent = SmallWin.objects.get(pk=win.pk)
    assert (silent.editor_types, silent.editor_read_at, silent.editor_read_by) == (None, None, None)


def test_saving_without_a_change_does_not_put_our_name_under_it(client, curator, win):
    before = factories.read_by_editors(win, types=[ScalingType.GROWTH], level=Level.LOCAL)
    read(client, win, editor_types=[ScalingType.GROWTH], editor_level=Level.LOCAL)
    assert SmallWin.objects.get(pk=win.pk).editor_read_by == before.editor_read_by


@pytest.mark.parametrize("mixed", [["growth", "geen"], ["geen", "unknown"], ["growth", "unknown"]])
def test_none_of_these_does_not_go_with_a_word(client, curator, win, mixed):
    response = read(client, win, editor_types=mixed)
    (refusal,) = response.context["adminform"].form.errors["editor_types"]
    assert "Die gaan niet samen: tik er een weg." in refusal
    ticked = response.context["adminform"].form["editor_types"].value()
    assert sorted(ticked) == sorted(mixed)


@pytest.mark.parametrize(
    ("stored", "ticked"), [(None, []), ([], ["geen"]), (["unknown"], ["unknown"]), (["growth"], ["growth"])]
)
def test_silence_none_of_these_and_dont_know_are_shown_as_three_things(client, curator, win, stored, ticked):
    factories.read_by_editors(win, types=stored, level=Level.LOCAL)
    form = client.get(page_of(win)).context["adminform"].form
    assert form["editor_types"].value() == ticked


def test_reading_and_confirming_in_one_go(client, curator, win):
    read_and_send(client, page_of(win), {"editor_types": ["growth"], "editor_level": "", "_confirm": "1"})
    done = SmallWin.objects.get(pk=win.pk)
    assert (done.state, done.confirmed_by, done.editor_types) == (WinState.CONFIRMED, curator, ["growth"])


def test_a_win_is_never_deleted(client, curator, win):
    response = client.post(
        reverse("admin:initiatives_smallwin_delete", args=[win.pk]), {"post": "yes"}, follow=True
    )
    assert messages_of(response) == [
        "Een small win verwijder je niet. Trek hem in: dan telt hij niet meer mee."
    ]
    assert SmallWin.objects.filter(pk=win.pk).exists()


def test_a_win_is_not_made_here(client, curator):
    assert client.get(f"{LIST}add/").status_code == 403


def test_the_history_says_what_was_done_and_by_whom(client, curator, win):
    act(client, "confirm", win)
    html = client.get(reverse("admin:initiatives_smallwin_history", args=[win.pk])).text
    assert "Bevestigd." in html
    assert str(curator) in html


# ------------------------------------------------------------------ as it was read
REWRITTEN = {"title": "Ongelezen woorden", "audience": Audience.PUBLIC}


def marks(html: str) -> dict[str, str]:
    """The marks of the wins on a page, as its form sends them."""
    return dict(re.findall(r'name="(version|read-[0-9a-f-]+)" value="([^"]+)"', html))


def test_saving_and_confirming_confirms_what_the_page_showed(client, curator, win):
    shown = marks(client.get(page_of(win)).text)
    win.rewrite(**REWRITTEN)
    refused = client.post(page_of(win), {"editor_level": "local", "_confirm": "1", **shown})
    assert "Lees eerst wat er nu staat." in refused.text
    assert "Ongelezen woorden" in refused.text
    win.refresh_from_db()
    assert (win.confirmed_at, win.editor_level) == (None, None)

    again = marks(refused.text)
    client.post(page_of(win), {"editor_level": "local", "_confirm": "1", **again})
    win.refresh_from_db()
    assert (win.confirmed_by, win.editor_level) == (curator, "local")


def test_a_question_that_nobody_here_saw_is_not_swept_away(client, curator, win):
    shown = marks(client.get(page_of(win)).text)
    win.ask(by=curator, question="Wie was erbij?")
    client.post(page_of(win), {"editor_level": "", "_confirm": "1", **shown})
    win.refresh_from_db()
    assert win.question == "Wie was erbij?"


def test_a_reading_without_confirming_goes_on_beside_new_words(client, curator, win):
    shown = marks(client.get(page_of(win)).text)
    win.rewrite(**REWRITTEN)
    read(client, win, editor_level="local", **shown)
    win.refresh_from_db()
    assert (win.title, win.editor_level) == ("Ongelezen woorden", "local")


def test_confirming_from_the_list_shows_first_what_one_confirms(client, curator, initiative, win):
    """A list has titles only. What changed since the page was shown is read again, photos included."""
    win.rewrite(description="Dit is wat er gebeurde.")
    others = [told(initiative=initiative, title=f"Nog een {n}") for n in range(2)]
    chosen = {"action": "confirm", "index": 0, "_selected_action": [win.pk, *(other.pk for other in others)]}
    asked = client.post(LIST, chosen, follow=True)
    assert "Dit is wat er gebeurde." in asked.text and "Nog een 1" in asked.text
    assert not SmallWin.objects.filter(confirmed_at__isnull=False).exists()

    address, shown = asked.redirect_chain[-1][0], marks(asked.text)
    assert len(shown) == 3
    a_photo(win, curator)
    refused = client.post(address, shown)
    assert refused.status_code == 409
    assert f"“{win}”: Iemand anders veranderde hier net iets aan." in refused.text
    assert messages_of(client.post(address, marks(refused.text), follow=True)) == ["3 small wins bevestigd."]


def a_photo(win: SmallWin, by) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    assert win.keeps_photo(
        ContentFile(file.getvalue(), name="photo.jpg"),
        by=by,
        photo_id=uuid.uuid4(),
        alt_text="",
        people_agreed=False,
    )


@pytest.mark.parametrize("path", ["bevestigen", "vragen", "intrekken"])
@pytest.mark.parametrize("sent", ["nothing", "an empty mark"])
def test_no_step_is_taken_without_the_mark_of_what_one_has_read(client, curator, win, path, sent):
    mark = {} if sent == "nothing" else {f"read-{win.pk}": ""}
    refused = client.post(f"{LIST}{path}/?win={win.pk}", {"words": "Wat ik al typte", **mark})
    assert refused.status_code == 409
    client.post(page_of(win), {"editor_level": "", "_confirm": "1"})
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


@pytest.mark.parametrize("path", ["bevestigen", "vragen", "intrekken"])
def test_a_step_waits_where_the_words_changed_since_its_page_was_shown(client, curator, win, path):
    address = f"{LIST}{path}/?win={win.pk}"
    shown = marks(client.get(address).text)
    win.rewrite(**REWRITTEN)
    refused = client.post(address, {"words": "Wat ik al typte", **shown})
    assert refused.status_code == 409
    assert "Lees eerst wat er nu staat." in refused.text
    assert path == "bevestigen" or "Wat ik al typte" in refused.text
    win.refresh_from_db()
    assert win.state == WinState.LOGGED

    client.post(address, {"words": "Wat ik al typte", **marks(refused.text)})
    win.refresh_from_db()
    assert win.state != WinState.LOGGED


# ------------------------------------------------------------------ finding
def titles(client, query) -> set[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return {win.title for win in response.context["cl"].result_list}


@pytest.fixture
def several(initiative, programme_staff):
    city = factories.create_city(name="Assen", slug="assen")
    in_assen = factories.create_initiative(programme=initiative.programme, city=city, slug="in-assen")
    read = told(
        initiative=in_assen, title="Studenten koken mee", occurred_on=dt.date(2024, 5, 1), precision="month"
    )
    factories.read_by_editors(read, types=[ScalingType.GROWTH], directions=[], level=Level.VERTICAL)
    told(initiative=initiative, title="Besluit", types=[ScalingType.GROWTH], level="unknown")
    told(initiative=initiative, title="Oud verhaal", occurred_on=None, sources="een boek")
    told(initiative=initiative, title="Dubbel").withdraw(by=programme_staff)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stad=assen", {"Studenten koken mee"}),
        ("initiatief=in-assen", {"Studenten koken mee"}),
        ("type=growth", {"Studenten koken mee", "Besluit"}),
        ("type=open", {"Oud verhaal", "Dubbel"}),
        ("niveau=vertical", {"Studenten koken mee"}),
        ("niveau=unknown", {"Besluit"}),
        ("duiding=redactie", {"Studenten koken mee"}),
        ("duiding=team", {"Besluit"}),
        ("duiding=open&status=standing", {"Oud verhaal"}),
        ("datum=zonder", {"Oud verhaal"}),
        ("status=withdrawn", {"Dubbel"}),
        ("status=logged&type=growth", {"Studenten koken mee", "Besluit"}),
        ("q=student", {"Studenten koken mee"}),
        ("q=koken+-mee", set()),
        ("status=&q=", {"Studenten koken mee", "Besluit", "Oud verhaal", "Dubbel"}),
    ],
)
def test_finding_wins(client, curator, several, query, found):
    assert titles(client, query) == found


def test_a_date_is_shown_as_exactly_as_it_is_known(client, curator, several):
    html = client.get(LIST).text
    assert ">mei 2024<" in html
    assert ">zonder datum<" in html


# ------------------------------------------------------------------ links
@pytest.fixture
def link(initiative, team_member):
    earlier, later = (told(initiative=initiative, title=title) for title in ("Eerst", "Toen"))
    return WinLink.objects.create(earlier=earlier, later=later, basis=LinkBasis.INFERRED, told_by=team_member)


def test_confirming_and_declining_links(client, curator, link):
    client.post(
        "/beheer/initiatives/winlink/", {"action": "confirm", "index": 0, "_selected_action": [link.pk]}
    )
    link.refresh_from_db()
    assert (link.confirmed_by, link.declined_at) == (curator, None)
    client.post(
        "/beheer/initiatives/winlink/", {"action": "decline", "index": 0, "_selected_action": [link.pk]}
    )
    link.refresh_from_db()
    assert link.declined_by == curator
    assert history_of(link) == ["Afgewezen.", "Bevestigd."]


def test_a_new_link_that_closes_a_circle_gets_a_sentence(client, curator, link):
    data = {
        "earlier": link.later.pk,
        "later": link.earlier.pk,
        "basis": LinkBasis.STATED,
        "how": "",
        "_save": "1",
    }
    response = client.post("/beheer/initiatives/winlink/add/", data)
    assert "Zo ontstaat een kringetje" in response.text
    assert WinLink.objects.count() == 1


@pytest.mark.parametrize("earlier", ["", "geen-uuid"])
def test_a_link_with_one_end_gets_a_sentence(client, curator, link, earlier):
    data = {"earlier": earlier, "later": str(link.later.pk), "basis": LinkBasis.STATED, "_save": "1"}
    response = client.post("/beheer/initiatives/winlink/add/", data)
    assert "earlier" in response.context["adminform"].form.errors


def test_a_link_says_who_made_it(client, curator, initiative):
    earlier, later = (told(initiative=initiative, title=title) for title in ("Eerst", "Toen"))
    data = {"earlier": earlier.pk, "later": later.pk, "basis": LinkBasis.INFERRED, "how": "", "_confirm": "1"}
    client.post("/beheer/initiatives/winlink/add/", data)
    made = WinLink.objects.get()
    assert (made.told_by, made.confirmed_by) == (curator, curator)


def test_the_page_of_a_win_shows_what_the_team_told_and_where_it_can_be_read(client, curator, initiative):
    win = told(
        initiative=initiative,
        description="Zo <b>ging</b> het.",
        sources="https://voorbeeld.example/a?b=1&c\nEen boek",
    )
    html = client.get(page_of(win)).text
    assert "Zo &lt;b&gt;ging&lt;/b&gt; het." in html
    assert '<a href="https://voorbeeld.example/a?b=1&amp;c" rel="noreferrer">' in html
    assert "<p>Een boek</p>" in html


def test_a_source_that_is_a_script_is_no_link(client, curator, initiative):
    win = told(initiative=initiative, sources="javascript:alert(1)")
    assert 'href="javascript' not in client.get(page_of(win)).text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_title_says_that_it_is_dutch(client, curator, win, language):
    client.cookies["django_language"] = language
    assert '<h1 lang="nl">De wethouder' in client.get(page_of(win)).text


# ------------------------------------------------------------------ what is not told yet, or told by a link
def test_a_draft_without_an_initiative_is_nobodys_business_here(client, curator, team_member, initiative):
    mine = SmallWin.objects.keep_draft(by=team_member, submission_id=uuid.uuid4(), title="Kwikstaart")
    assert "Kwikstaart" not in client.get(LIST).text
    assert "Kwikstaart" not in client.get(page_of(mine), follow=True).text
    of_team = SmallWin.objects.keep_draft(
        by=team_member, submission_id=uuid.uuid4(), title="Half", initiative=initiative
    )
    assert "Half" in client.get(f"{LIST}?status=draft").text
    assert "Alleen het team, de kwartiermaker en het programma zien het." in client.get(page_of(of_team)).text


def test_curators_read_waiting_and_refused_wins_and_leave_them_to_the_team(client, curator, lead, initiative):
    link = CaptureLink.objects.create(initiative=initiative, created_by=lead)
    win, _new = SmallWin.objects.tell_through(
        link,
        submission_id=uuid.uuid4(),
        title="Via de poster",
        occurred_on=dt.date(2026, 3, 1),
        told_as="student",
    )
    listed = client.get(f"{LIST}?status=waiting").text
    assert "Via de poster" in listed
    assert "student" in listed.lower()
    for step in ("bevestigen", "vragen", "intrekken", "terugzetten"):
        client.post(f"{LIST}{step}/?win={win.pk}", {"words": "x"})
    win.refresh_from_db()
    assert win.state == WinState.WAITING
    win.withdraw(by=lead)
    assert "Via de poster" in client.get(f"{LIST}?status=refused").text
    client.post(f"{LIST}terugzetten/?win={win.pk}")
    win.refresh_from_db()
    assert win.state == WinState.REFUSED


def test_the_words_of_a_step_are_true(client, curator, win):
    for step in ("vragen", "bevestigen"):
        page = client.get(f"{LIST}{step}/?win={win.pk}").text
        assert "blijft zichtbaar" not in page
        assert "openbare pagina’s" in page
