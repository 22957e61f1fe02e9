"""The pilot paradox: answered alone through an address, and read together by those who work on it."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Degree, Perspective, Verdict, WallKind
from initiatives.lenses.paradox import ITEMS
from initiatives.models import NextBite, PilotAnswer, PilotCheck, PilotRespondent, Recognition, Wall
from initiatives.models.paradox import MOST_AN_HOUR
from tests.factories import create_initiative, create_win
from tests.factories_wishes import answer, create_check, days_ago, judge

TEAM = ["team_member", "lead", "programme_staff"]
OPPOSED = 9  # of the twelve pairs; the others have words of their own


def page(name: str, initiative, *of) -> str:
    return reverse(f"paradox:{name}", args=[initiative.slug, *of])


@pytest.fixture
def check(initiative):
    return create_check(initiative)


@pytest.fixture
def tense(check):
    """Three people who see a tension in every pair."""
    for _ in range(3):
        answer(check)
    return check


@pytest.fixture
def form():
    return {"perspective": Perspective.RESIDENT, "1A": "3", "1B": "0", "submission_id": str(uuid.uuid4())}


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", TEAM)
def test_the_team_and_the_programme_open_it(client, request, initiative, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(page("index", initiative)).status_code == 200
    assert client.get(page("start", initiative)).status_code == 200


@pytest.mark.parametrize("who", ["coordinator", "outsider"])
def test_for_others_there_is_nothing_there(client, request, initiative, tense, who):
    client.force_login(request.getfixturevalue(who))
    for address in (page("index", initiative), page("start", initiative)):
        assert client.get(address).status_code == 404
    for address in (
        page("start", initiative),
        page("revoke", initiative, tense.pk),
        page("remove", initiative, tense.pk),
        page("turn", initiative, tense.pk, 1),
    ):
        assert client.post(address, {"into": "bite"}).status_code == 404
    assert not NextBite.objects.exists()
    assert PilotCheck.objects.usable().count() == 1


def test_a_coordinator_is_not_sent_to_a_page_that_is_not_there(client, initiative, coordinator):
    client.force_login(coordinator)
    assertNotContains(client.get(reverse("wishes:index", args=[initiative.slug])), "/pilotparadox/")


def test_a_visitor_is_asked_to_log_in(client, initiative):
    assert client.get(page("index", initiative)).status_code == 302


# --- a round ----------------------------------------------------------------------------------
def test_a_round_gets_an_address_to_share(client, initiative, team_member):
    client.force_login(team_member)
    answer = client.post(page("start", initiative), {"taken_on": days_ago(0).isoformat()})
    assertRedirects(answer, page("index", initiative))
    check = PilotCheck.objects.get()
    assert check.created_by == team_member
    html = client.get(page("index", initiative))
    assertContains(html, f"http://testserver{check.get_absolute_url()}")
    assertContains(html, f"testserver/paradox/{check.word}")
    assert client.get(check.typed_url.upper().replace("PARADOX", "paradox")).context["check"] == check
    assertContains(html, "Werkt tot")
    assertContains(html, "Nog niemand heeft geantwoord. We missen:")


@pytest.mark.parametrize("day", ["", "ooit", "1999-01-01"])
def test_a_round_without_a_day_comes_back(client, initiative, team_member, day):
    client.force_login(team_member)
    assert client.post(page("start", initiative), {"taken_on": day}).status_code == 422
    assert not PilotCheck.objects.exists()


def test_a_closed_round_keeps_its_answers(client, initiative, team_member, tense):
    client.force_login(team_member)
    client.post(page("revoke", initiative, tense.pk))
    assert client.get(tense.get_absolute_url()).status_code == 404
    html = client.get(page("index", initiative))
    assertContains(html, "Deze ronde is dicht")
    assertContains(html, "3 van 3 spanning", count=OPPOSED)
    assertNotContains(html, tense.token)


# --- the spread -------------------------------------------------------------------------------
def test_missing_perspectives_stand_first(client, initiative, team_member, check):
    for perspective in set(Perspective) - {Perspective.MUNICIPALITY, Perspective.RESIDENT}:
        answer(check, perspective=perspective)
    client.force_login(team_member)
    text = " ".join(client.get(page("index", initiative)).text.partition("<main")[2].split())
    first = text.index("Nog niemand vanuit:</strong> gemeente en bewoner.")
    assert first < text.index("van 6 spanning")
    assert first < text.index("Een proef laten slagen")


@pytest.mark.parametrize("people", [1, 2])
def test_one_or_two_answers_show_only_their_number(client, initiative, team_member, check, people):
    for _ in range(people):
        answer(check)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "We laten de antwoorden zien vanaf drie mensen.")
    assertNotContains(html, "spanning</span>")
    assertNotContains(html, "square")


def test_three_people_and_what_they_say(client, initiative, team_member, check):
    answer(check)
    answer(check, scaling=Degree.YES)
    answer(check, scaling=None)
    client.force_login(team_member)
    html = " ".join(client.get(page("index", initiative)).text.split())
    assert html.count("1 van 3 spanning") == html.count("1 overbrugd") == OPPOSED
    assert html.count("1 onbekend") == 12
    assert html.count("1 van 3 bij ons wel, bij wie volgt nog niet") == 3
    assert html.count("niet ingevuld: 1") == 12


def test_no_total_anywhere(client, initiative, team_member, tense):
    initiative.title = "Ruimte in de kerk"
    initiative.save()
    client.force_login(team_member)
    main = client.get(page("index", initiative)).text.partition("<main")[2].partition("</main")[0]
    text = strip_tags(main).replace(tense.token, "").lower()  # by chance a code has a number in it
    assert not [word for word in ("totaal", "gemiddeld", "%", "score", "36") if word in text]


def test_earlier_rounds_stand_beside(client, initiative, team_member, tense):
    old = create_check(initiative, taken_on=days_ago(400))
    for _ in range(4):
        answer(old, scaling=Degree.YES)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "0 van 4 zagen spanning", count=OPPOSED)
    assertContains(html, "0 van 4: bij ons wel, bij wie volgt nog niet", count=3)


def test_a_new_round_stands_above_the_answers_and_hides_none(client, initiative, team_member, tense):
    new = create_check(initiative, taken_on=days_ago(-90))
    held = date_format(new.taken_on, "j F Y")
    client.force_login(team_member)
    html = " ".join(client.get(page("index", initiative)).text.split())
    assert html.count("3 van 3 spanning") == html.count('name="into" value="wall"') - 3 == OPPOSED
    assert (
        html.index(f"Ronde van {held}: <strong>Nog niemand heeft geantwoord.")
        < html.index(new.token)
        < html.index("3 van 3 spanning")
    )
    assert html.index("We laten de antwoorden zien vanaf drie mensen.") < html.index("3 van 3 spanning")


def test_an_earlier_round_opens_in_full(client, initiative, team_member, tense):
    old = create_check(initiative, taken_on=days_ago(400))
    for _ in range(4):
        answer(old, scaling=Degree.YES)
    client.force_login(team_member)
    earlier = f"{page('index', initiative)}?ronde={old.pk}"
    assertContains(client.get(page("index", initiative)), f'href="{earlier}"')
    html = client.get(earlier)
    assertContains(html, "4 van 4 overbrugd", count=OPPOSED)
    assertContains(html, f'href="{page("index", initiative)}?ronde={tense.pk}"')


def test_a_round_on_a_day_far_ahead_can_be_answered_on_that_day(client, initiative, team_member, form):
    client.force_login(team_member)
    client.post(page("start", initiative), {"taken_on": days_ago(-360).isoformat()})
    client.post(page("start", initiative), {"taken_on": days_ago(360).isoformat()})
    ahead, past = PilotCheck.objects.all()
    assert (timezone.localdate(ahead.expires_at) - ahead.taken_on).days == 60
    assert (timezone.localdate(past.expires_at) - timezone.localdate()).days == 60


def test_a_round_begun_by_mistake_goes_away(client, initiative, team_member, check):
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), page("remove", initiative, check.pk))
    assertContains(client.post(page("remove", initiative, check.pk), follow=True), "De ronde is weg.")
    assert not PilotCheck.objects.exists()


def test_a_round_with_an_answer_is_never_taken_away(client, initiative, team_member, check):
    answer(check)
    client.force_login(team_member)
    assertNotContains(client.get(page("index", initiative)), page("remove", initiative, check.pk))
    html = client.post(page("remove", initiative, check.pk), follow=True)
    assertContains(html, "Deze ronde kun je alleen sluiten.")
    assert PilotRespondent.objects.count() == 1


def test_wins_praised_by_the_team_alone_open(client, initiative, team_member):
    own, shared = (
        create_win(initiative=initiative, title="Eigen lof"),
        create_win(initiative=initiative, title="Ook de wijk"),
    )
    judge(own)
    judge(shared)
    judge(shared, perspective=Perspective.RESIDENT)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    said = (
        "Iemand noemt 2 small wins een succes. Bij 1 daarvan zegt alleen het eigen team dat. Wij van WC-eend?"
    )
    assert said in " ".join(html.text.split())
    assertContains(html, "Vraag het iemand anders.")
    assertContains(html, own.get_absolute_url(), count=2)
    assertContains(html, shared.get_absolute_url(), count=1)


def test_a_win_that_outsiders_judged_asks_for_no_other_judgement(client, initiative, team_member):
    win = create_win(initiative=initiative)
    judge(win)
    judge(win, perspective=Perspective.RESIDENT, verdict=Verdict.NEGATIVE)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "Eén small win noemt iemand een succes. Dat zegt alleen het eigen team.")
    assertContains(html, "Anderen gaven daar wel een oordeel.")
    assertNotContains(html, "Vraag het iemand anders")
    judge(create_win(initiative=initiative))
    html = client.get(page("index", initiative))
    assertContains(
        html, "Iemand noemt 2 small wins een succes. Bij 2 daarvan zegt alleen het eigen team dat."
    )
    assertContains(html, "Vraag het iemand anders, waar nog niemand anders een oordeel gaf.")
    assertContains(html, "(anderen gaven wel een oordeel)", count=1)


def test_where_nobody_calls_anything_a_success_it_says_so(client, initiative, team_member):
    win = create_win(initiative=initiative)
    judge(win, verdict=Verdict.NEGATIVE)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "Nog niemand noemt een small win een succes.")
    assertContains(html, win.get_absolute_url(), count=1)


def test_a_paradox_of_another_initiative_opens_nothing(client, team_member, tense):
    elsewhere = create_initiative()
    elsewhere.memberships.create(user=team_member)
    client.force_login(team_member)
    assert client.post(page("turn", elsewhere, tense.pk, 1), {"into": "bite"}).status_code == 404


# --- what becomes of a tension ----------------------------------------------------------------
def test_a_tension_becomes_a_wish_with_its_words(client, initiative, team_member, tense):
    client.force_login(team_member)
    answer = client.post(page("turn", initiative, tense.pk, 8), {"into": "wish"}, follow=True)
    assertContains(answer, "Eigenaarschap: Voelen partners zich mede-eigenaar?</textarea>")


def test_a_tension_becomes_a_wall_of_the_name_that_every_team_gives_it(
    client, initiative, team_member, tense
):
    client.force_login(team_member)
    wall = client.post(page("turn", initiative, tense.pk, 9), {"into": "wall"}, follow=True)
    form = wall.context["form"]
    assert wall.status_code == 200
    assert form["name"].value() == "Geen plek in het curriculum"
    assert form["kind"].value() == WallKind.CURRICULUM
    client.post(
        wall.redirect_chain[-1][0], {name: form[name].value() or "" for name in ("name", "kind", "status")}
    )
    made = Wall.objects.get()
    assert (made.initiative, str(made), made.added_by) == (initiative, str(ITEMS[8].wall), team_member)


def test_the_wall_has_the_same_name_for_a_reader_of_english(client, initiative, team_member, tense):
    client.force_login(team_member)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    wall = client.post(page("turn", initiative, tense.pk, 9), {"into": "wall"}, follow=True)
    assert wall.context["form"]["name"].value() == "Geen plek in het curriculum"


def test_a_tension_becomes_one_bite_and_a_dutch_wish_in_both_languages(
    client, initiative, team_member, tense
):
    client.force_login(team_member)
    for language in ("en", "nl"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        client.post(page("turn", initiative, tense.pk, 6), {"into": "bite"})
        wish = client.post(page("turn", initiative, tense.pk, 6), {"into": "wish"}, follow=True)
        assertContains(wish, "Trekkers: Kunnen die het loslaten?")
    assert NextBite.objects.get().text.startswith("Trekkers: Kunnen die het loslaten?")


def test_each_tension_offers_a_wall_a_wish_and_a_next_bite(client, initiative, team_member, tense):
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    for into in ("wall", "wish", "bite"):
        assertContains(html, f'name="into" value="{into}"', count=len(ITEMS))


def test_an_address_fills_in_no_kind_of_wall_that_we_do_not_know(client, initiative, team_member):
    client.force_login(team_member)
    wall = client.get(
        reverse("outside:add_wall", args=[initiative.slug]), {"soort": "beton", "onderwerp": "x" * 300}
    )
    assert (wall.context["form"]["kind"].value(), len(wall.context["form"]["name"].value())) == ("", 120)


def test_a_tension_becomes_a_next_bite_once(client, initiative, team_member, tense):
    client.force_login(team_member)
    for _ in range(2):
        client.post(page("turn", initiative, tense.pk, 2), {"into": "bite"})
    bite = NextBite.objects.get()
    assert bite.text.startswith("Middelen: Past dit binnen gewone budgetten")
    assert (bite.initiative, bite.set_by) == (initiative, team_member)


@pytest.mark.parametrize(("number", "into"), [(0, "bite"), (13, "bite"), (1, "loterij"), (1, "")])
def test_an_item_without_tension_becomes_nothing(client, initiative, team_member, tense, number, into):
    client.force_login(team_member)
    assert client.post(page("turn", initiative, tense.pk, number), {"into": into}).status_code == 404


def test_it_takes_posting(client, initiative, team_member, tense):
    client.force_login(team_member)
    assert client.get(page("turn", initiative, tense.pk, 1)).status_code == 405
    assert client.get(page("revoke", initiative, tense.pk)).status_code == 405
    assert client.get(page("remove", initiative, tense.pk)).status_code == 405


def test_three_pairs_stand_open_and_the_others_wait_in_folds(client, initiative, team_member, tense):
    client.force_login(team_member)
    html = client.get(page("index", initiative)).text
    first, folded = html.partition("Start hier</h3>")[2].split("<details", 1)
    assert [f'id="paar-{n}"' in first for n in range(1, 5)] == [True, True, True, False]
    assert folded.count('id="paar-') == 9
    assert folded.index("Uit onderzoek naar proefprojecten") < folded.index("Uit de leermiddag")


# --- a round in the words in which it was answered ----------------------------------------------
def test_an_earlier_round_keeps_the_words_that_people_answered(client, initiative, team_member):
    old = create_check(initiative, version=1)
    assertContains(client.get(old.get_absolute_url()), "Hebben volgers de vaardigheden én de tijd?")
    for _ in range(3):
        answer(old)
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "Kunnen die loslaten, overdragen en ruimte geven aan andere meningen?")
    assertNotContains(html, "Kunnen die het loslaten?")
    wall = client.post(page("turn", initiative, old.pk, 9), {"into": "wall"}, follow=True)
    assert wall.context["form"]["name"].value() == "Geen plek in curriculum, toetsing en rooster"


# --- what somebody recognises in themselves -----------------------------------------------------
@pytest.fixture
def own(check):
    """Where somebody who answered reads the question for themselves."""
    return reverse("paradox:thanks", args=[check.token])


def share(client, own, *items):
    return client.post(own, {"items": items, "submission_id": str(uuid.uuid4())})


def test_answering_leads_to_a_question_for_oneself_of_which_nothing_is_kept(client, check, own, form):
    html = client.post(check.get_absolute_url(), form, follow=True)
    assertContains(html, "Welke drie herken je bij jezelf?")
    assertContains(html, "Het blijft op dit scherm: we bewaren het niet.")
    assert 'type="checkbox"' in html.text and "checked" not in html.text and "data-draft=" not in html.text
    assert not Recognition.objects.exists()
    assert client.get(own, {"items": ["6"]}).context["form"].is_bound is False


def test_somebody_shares_it_with_the_team_by_their_own_act(client, initiative, team_member, check, own):
    number = str(uuid.uuid4())
    for _ in range(2):
        sent = client.post(own, {"items": ["6", "11"], "submission_id": number})
        assertRedirects(sent, reverse("paradox:shared", args=[check.token]))
    assert [one.items for one in Recognition.objects.all()] == [[6, 11]]
    share(client, own, "6")
    client.force_login(team_member)
    html = " ".join(client.get(page("index", initiative)).text.split())
    assert '“Ik vind het lastig om los te laten.” <span class="small soft">2 keer gedeeld' in html
    assert html.index("2 keer gedeeld") < html.index("1 keer gedeeld")


@pytest.mark.parametrize(
    ("who", "reads"), [("team_member", True), ("lead", True), ("programme_staff", False)]
)
def test_the_team_alone_reads_what_was_shared(client, request, initiative, tense, who, reads):
    tense.share(submission_id=uuid.uuid4(), items=[6])
    client.force_login(request.getfixturevalue(who))
    html = client.get(page("index", initiative)).text
    assert ("keer gedeeld" in html, "Ik vind het lastig" in html) == (reads, reads)


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "Kies er minstens één om te delen."),
        (["1", "2", "3", "4"], "Kies er hoogstens drie."),
        (["13"], "Dit antwoord kennen we niet."),
    ],
)
def test_more_than_three_or_none_comes_back(client, own, items, sentence):
    html = share(client, own, *items)
    assertContains(html, sentence, status_code=422)
    assert html.text.count("checked") == (4 if len(items) == 4 else 0)
    assert not Recognition.objects.exists()


def test_a_round_in_which_somebody_shared_is_not_taken_away(client, initiative, team_member, check, own):
    share(client, own, "1")
    client.force_login(team_member)
    assertContains(client.post(page("remove", initiative, check.pk), follow=True), "kun je alleen sluiten")


# --- answering --------------------------------------------------------------------------------
def test_twelve_pairs_on_one_page(client, check):
    html = client.get(check.get_absolute_url())
    for item in ITEMS:
        assertContains(html, item.pilot, html=False)
        assertContains(html, item.scaling)
    numbers = [html.text.index(f'name="{n}A"') for n in range(1, 13)]
    research, afternoon = (html.text.index(f'id="origin-{of}"') for of in ("research", "afternoon"))
    assert research < numbers[0] < numbers[4] < afternoon < numbers[5]
    assertContains(html, "We vragen geen naam")


def test_somebody_answers(client, check, form):
    thanks = reverse("paradox:thanks", args=[check.token])
    assertRedirects(client.post(check.get_absolute_url(), form | {"2A": "unknown", "2B": "n/a"}), thanks)
    assertContains(client.get(thanks), "Dank je")
    assert PilotRespondent.objects.get().perspective == Perspective.RESIDENT
    assert {(a.item, a.side, a.value, a.special) for a in PilotAnswer.objects.all()} == {
        (1, "A", 3, None),
        (1, "B", 0, None),
        (2, "A", None, "unknown"),
        (2, "B", None, "n/a"),
    }


def test_somebody_who_typed_the_short_word_goes_on_behind_it(client, check, form):
    typed = check.typed_url
    page = client.post(typed, form, follow=True)
    assertContains(page, typed)
    assertNotContains(page, check.token)


def test_sent_twice_is_one(client, check, form):
    for _ in range(3):
        assert client.post(check.get_absolute_url(), form).status_code == 302
    assert PilotRespondent.objects.count() == 1


def test_two_people_on_one_phone_are_two(client, check, form):
    numbers = [
        client.get(check.get_absolute_url()).context["form"]["submission_id"].value() for _ in range(2)
    ]
    for number in numbers:
        client.post(check.get_absolute_url(), form | {"submission_id": number})
    assert PilotRespondent.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"perspective": ""}, "Kies vanuit welke rol je antwoordt."),
        ({"perspective": "baas"}, "Dit antwoord kennen we niet."),
        ({"1A": "", "1B": ""}, "Je hebt nog niets ingevuld."),
        ({"3A": "7"}, "Dit antwoord kennen we niet."),
    ],
)
def test_answers_that_cannot_be_come_back_in_full(client, check, form, change, sentence):
    words = form | ({} if "1A" in change else {"4B": "2"}) | change
    html = client.post(check.get_absolute_url(), words)
    assertContains(html, sentence, status_code=422)
    if "1A" not in change:
        assertContains(
            html, '<input type="radio" name="4B" value="2" id="id_4B_2" checked>', status_code=422, html=True
        )
    assert not PilotRespondent.objects.exists()


def test_nothing_of_it_stays_in_the_session_or_on_the_device(client, check, form):
    client.post(check.get_absolute_url(), form)
    assert "sessionid" not in client.cookies
    html = client.get(check.get_absolute_url()).text
    assert "data-draft=" not in html
    assert "checked" not in html


def test_nobody_reads_the_answers_through_the_address(client, tense):
    for address in (tense.get_absolute_url(), reverse("paradox:thanks", args=[tense.token])):
        html = client.get(address)
        assertNotContains(html, "spanning</span>")
        assertNotContains(html, "van 3")


def test_a_full_hour_is_too_many_and_keeps_what_was_chosen(client, check, form):
    PilotRespondent.objects.bulk_create(
        PilotRespondent(pilot_check=check, perspective=Perspective.TEAM) for _ in range(MOST_AN_HOUR)
    )
    html = client.post(check.get_absolute_url(), form)
    assertContains(html, 'name="1A" value="3" id="id_1A_3" checked', status_code=429)
    assert html["Retry-After"] == "3600"


@pytest.mark.parametrize("name", ["answer", "thanks", "shared"])
def test_nobody_keeps_such_a_page_or_passes_it_on(client, check, name):
    answered = client.get(reverse(f"paradox:{name}", args=[check.token]))
    assert answered["Referrer-Policy"] == "no-referrer"
    assert answered["Cache-Control"] == "no-store"
    assert answered["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("stop", ["revoked", "expired", "wrong"])
def test_an_address_that_does_not_work_is_not_there(client, team_member, check, form, stop):
    token = "x" * 22 if stop == "wrong" else check.token
    if stop == "revoked":
        check.revoke(by=team_member)
    elif stop == "expired":
        PilotCheck.objects.update(expires_at=timezone.now())
    for name in ("answer", "thanks"):
        assert client.get(reverse(f"paradox:{name}", args=[token])).status_code == 404
    assert client.post(reverse("paradox:answer", args=[token]), form).status_code == 404
    assert not PilotRespondent.objects.exists()
