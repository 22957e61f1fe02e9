"""Two people change the same win at once: nothing is lost, and the second sees both texts and chooses."""

import datetime as dt
import html
import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, Direction, Level, LinkAnswer, Mechanism, ScalingType
from initiatives.models import AuditEntry, Photo, acting
from tests.factories import create_user, create_win


@pytest.fixture
def win(initiative, team_member):
    return create_win(
        initiative=initiative,
        by=team_member,
        title="Eerst",
        description="Zo begon het",
        occurred_on=dt.date(2024, 3, 7),
    )


@pytest.fixture
def colleague(initiative):
    other = create_user(member_of=initiative)
    other.display_name = "Collega Cor"
    other.save()
    return other


def edit(win) -> str:
    return reverse("telling:edit", args=[win.pk])


def question(win, step: str) -> str:
    return reverse("telling:ask", args=[win.pk, step])


def opened(client, address: str) -> dict:
    """The data of the form there when nothing is changed."""
    form = client.get(address).context["form"]
    values = {field.name: field.value() for field in form if field.value() is not None}
    return {name: value if isinstance(value, list) else str(value) for name, value in values.items()}


def again(page, typed: dict, **choices: str) -> dict:
    return typed | {"version": page.context["form"]["version"].value()} | choices


def changes(win, by, **words) -> None:
    """A colleague saves this, with their name on it."""
    with acting(by):
        win.refresh_from_db()
        win.rewrite(**words)


def test_both_texts_stand_beside_each_other_with_who_wrote_theirs(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    for words in ("Hun woorden", "Mijn woorden", "Dit staat er nu", "Dit typte jij", "Collega Cor"):
        assertContains(page, words, status_code=409)
    assertContains(page, 'name="keep_title"', count=2, status_code=409)
    assertContains(page, 'value="mine" checked', status_code=409)
    assert [clash.part for clash in page.context["form"].clashes] == ["title"]
    win.refresh_from_db()
    assert win.title == "Hun woorden"


@pytest.mark.parametrize(
    "choice, kept", [("mine", "Mijn woorden"), ("theirs", "Hun woorden"), ("", "Mijn woorden")]
)
def test_one_chooses_and_saves(member, win, colleague, choice, kept):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    chosen = {"keep_title": choice} if choice else {}
    assertRedirects(member.post(edit(win), again(page, typed, **chosen)), win.get_absolute_url())
    win.refresh_from_db()
    assert win.title == kept


def test_one_may_also_write_on_in_the_text_that_came_back(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    typed["title"] = "Hun woorden en mijn woorden"
    member.post(edit(win), again(page, typed, keep_title="mine"))
    win.refresh_from_db()
    assert win.title == "Hun woorden en mijn woorden"


def test_a_part_that_only_the_other_changed_stays_and_is_named(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, description="Hun verhaal", audience=Audience.TEAM)
    page = member.post(edit(win), typed, follow=True)
    assertContains(page, "Dat blijft staan zoals diegene het schreef.")
    assertContains(page, "“Wat veranderde er?”")
    win.refresh_from_db()
    assert (win.title, win.description, win.audience) == ("Mijn woorden", "Hun verhaal", Audience.TEAM)


def test_the_same_words_twice_are_no_conflict(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Dezelfde woorden"}
    changes(win, colleague, title="Dezelfde woorden")
    assert member.post(edit(win), typed).status_code == 302


def test_only_true_conflicts_are_asked_and_the_rest_is_taken_over_in_the_form(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden", "title_en": "Mine"}
    changes(win, colleague, title="Hun woorden", description="Hun verhaal", occurred_on=dt.date(2024, 1, 2))
    page = member.post(edit(win), typed)
    form = page.context["form"]
    assert [clash.part for clash in form.clashes] == ["title"]
    assert form["description"].value() == "Hun verhaal"
    assert form["occurred_on"].value() == dt.date(2024, 1, 2)
    assert form["title_en"].value() == "Mine"
    typed = {field.name: str(field.value()) for field in form if field.value() is not None}
    assert member.post(edit(win), typed).status_code == 302
    win.refresh_from_db()
    assert (win.title, win.description, win.title_en) == ("Mijn woorden", "Hun verhaal", "Mine")
    assert win.occurred_on == dt.date(2024, 1, 2)


def test_a_day_is_compared_as_a_day(member, win, colleague):
    typed = opened(member, edit(win)) | {"when": "roughly", "year": "2023", "stretch": "month-5"}
    changes(win, colleague, occurred_on=dt.date(2024, 1, 2))
    page = member.post(edit(win), typed)
    (clash,) = page.context["form"].clashes
    assert (clash.theirs, clash.mine) == ("2 januari 2024", "mei 2023")
    member.post(edit(win), again(page, typed, keep_when="theirs"))
    win.refresh_from_db()
    assert win.occurred_on == dt.date(2024, 1, 2)


def test_choosing_theirs_keeps_their_newest_words(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    changes(win, colleague, title="Hun nieuwste woorden")
    page = member.post(edit(win), again(page, typed, keep_title="theirs"), follow=True)
    assertContains(page, "Dat blijft staan")
    win.refresh_from_db()
    assert win.title == "Hun nieuwste woorden"


def test_a_third_version_is_asked_about_again(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    changes(win, colleague, title="Hun nieuwste woorden")
    page = member.post(edit(win), again(page, typed, keep_title="mine"))
    assertContains(page, "Hun nieuwste woorden", status_code=409)


def test_a_refusal_beside_a_conflict_keeps_every_word_and_the_choice(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden", "description": "x" * 5001}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    for words in ("Hun woorden", "Mijn woorden", "x" * 5001, "Dit is 5001 tekens lang."):
        assertContains(page, words, status_code=409)
    page = member.post(edit(win), again(page, typed, keep_title="theirs"))
    assertContains(page, 'value="theirs" checked', status_code=422)
    typed["description"] = "Korter"
    member.post(edit(win), again(page, typed, keep_title="theirs"))
    win.refresh_from_db()
    assert (win.title, win.description) == ("Hun woorden", "Korter")


def test_an_empty_answer_against_their_words_is_shown_too(member, win, colleague):
    typed = opened(member, edit(win)) | {"title": ""}
    changes(win, colleague, title="Hun woorden")
    page = member.post(edit(win), typed)
    assertContains(page, "Hun woorden", status_code=409)
    assertRedirects(member.post(edit(win), again(page, typed, keep_title="theirs")), win.get_absolute_url())


@pytest.mark.parametrize("version", ["0123456789abcdef", "title:onzin", "x:y:z ::", "'"])
def test_a_page_of_yesterday_asks_and_never_breaks(member, win, version):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden", "version": version}
    page = member.post(edit(win), typed)
    assertContains(page, "Eerst", status_code=409)
    assert member.post(edit(win), again(page, typed)).status_code == 302


def test_a_win_that_was_merged_meanwhile_keeps_ones_words_on_the_screen(member, win, initiative, colleague):
    typed = opened(member, edit(win)) | {"title": "Mijn woorden"}
    win.merge_into(create_win(initiative=initiative), by=colleague)
    page = member.post(edit(win), typed)
    assertContains(page, "intussen samengevoegd", status_code=422)
    assertContains(page, "Mijn woorden", status_code=422)


def test_an_outsider_cannot_learn_who_wrote_the_other_words(client, win, outsider, colleague):
    changes(win, colleague, title="Hun woorden")
    client.force_login(outsider)
    assert client.post(edit(win), {"title": "x", "version": "title:x"}).status_code == 404


# --- one question at a time -------------------------------------------------------------------

ANSWERS = [
    ("lens", "types", {"types": [ScalingType.GROWTH]}, [ScalingType.REPLICATION]),
    ("lens", "directions", {"directions": [Direction.UP]}, ["unknown"]),
    ("niveau", "level", {"level": Level.LOCAL}, Level.VERTICAL),
    ("diepte", "depth", {"depth": "better"}, "different"),
]


@pytest.mark.parametrize("step, column, mine, theirs", ANSWERS)
def test_the_same_question_answered_twice_shows_both(member, win, colleague, step, column, mine, theirs):
    typed = opened(member, question(win, step)) | mine
    changes(win, colleague, **{column: theirs})
    page = member.post(question(win, step), typed)
    assertContains(page, "Iemand anders beantwoordde deze vraag ook", status_code=409)
    assertContains(page, "Collega Cor", status_code=409)
    (clash,) = page.context["form"].clashes
    assert clash.mine
    assert clash.theirs
    assert clash.mine != clash.theirs
    win.refresh_from_db()
    assert getattr(win, column) == theirs
    member.post(question(win, step), again(page, typed, **{f"keep_{column}": "theirs"}))
    win.refresh_from_db()
    assert getattr(win, column) == theirs
    member.post(question(win, step), again(page, typed, **{f"keep_{column}": "mine"}))
    win.refresh_from_db()
    assert getattr(win, column) == next(iter(mine.values()))


def test_silence_does_not_wipe_an_answer_of_somebody_else(member, win, colleague):
    typed = opened(member, question(win, "lens"))
    changes(win, colleague, types=[ScalingType.GROWTH])
    page = member.post(question(win, "lens"), typed, follow=True)
    assertContains(page, "Dat blijft staan")
    win.refresh_from_db()
    assert win.types == [ScalingType.GROWTH]


def test_taking_an_answer_back_sees_that_it_has_become_another(member, win, colleague):
    win.rewrite(level=Level.LOCAL)
    typed = opened(member, question(win, "niveau")) | {"clear": "1"}
    changes(win, colleague, level=Level.VERTICAL)
    page = member.post(question(win, "niveau"), typed)
    assertContains(page, "geen antwoord", status_code=409)
    win.refresh_from_db()
    assert win.level == Level.VERTICAL


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_nothing_before_it_against_an_earlier_win(member, win, initiative, colleague, choice):
    earlier = create_win(initiative=initiative, title="Ervoor", occurred_on=dt.date(2024, 1, 1))
    typed = opened(member, question(win, "mogelijk")) | {"earlier": LinkAnswer.NONE}
    with acting(colleague):
        win.grew_from(earlier, by=colleague, mechanism=Mechanism.LEARNING, how="Door te doen")
    page = member.post(question(win, "mogelijk"), typed)
    (clash,) = page.context["form"].clashes
    assert clash.theirs == "“Ervoor”, leren door te doen, Door te doen"
    assert clash.mine == "Niets, dit stond op zichzelf"
    assertContains(page, f'value="{LinkAnswer.NONE}"', status_code=409)
    member.post(question(win, "mogelijk"), again(page, typed, keep_earlier=choice))
    win.refresh_from_db()
    assert (win.came_from, win.earlier_links.count()) == ((None, 1) if choice == "theirs" else ("none", 0))


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_same_earlier_win_with_other_words(member, win, initiative, colleague, choice):
    earlier = create_win(initiative=initiative, title="Ervoor", occurred_on=dt.date(2024, 1, 1))
    typed = opened(member, question(win, "mogelijk")) | {"earlier": str(earlier.pk), "how": "Mijn uitleg"}
    win.grew_from(earlier, by=colleague, how="Hun uitleg")
    page = member.post(question(win, "mogelijk"), typed)
    assertContains(page, "Hun uitleg", status_code=409)
    assertContains(page, "Mijn uitleg", status_code=409)
    assertContains(page, f'value="{earlier.pk}"', status_code=409)
    member.post(question(win, "mogelijk"), again(page, typed, keep_earlier=choice))
    assert win.earlier_links.get().how == {"mine": "Mijn uitleg", "theirs": "Hun uitleg"}[choice]


def test_two_earlier_wins_stand_beside_each_other(member, win, initiative, colleague):
    one, other = (
        create_win(initiative=initiative, title=title, occurred_on=dt.date(2024, 1, 1)) for title in "AB"
    )
    typed = opened(member, question(win, "mogelijk")) | {"earlier": str(one.pk)}
    win.grew_from(other, by=colleague)
    assert member.post(question(win, "mogelijk"), typed).status_code == 302
    assert win.earlier_links.count() == 2


def test_the_words_of_a_photo(member, win, team_member, colleague):
    photo = Photo.objects.create(win=win, image="photos/x.jpg", width=1, height=1, added_by=team_member)
    address = reverse("photos:describe", args=[photo.pk])
    typed = opened(member, address) | {"alt_text": "Mijn zin"}
    typed.pop("people_agreed")
    with acting(colleague):
        photo.describe(alt_text="Hun zin", people_agreed=True)
    page = member.post(address, typed)
    for words in ("Mijn zin", "Hun zin", "Collega Cor"):
        assertContains(page, words, status_code=409)
    member.post(address, again(page, typed, keep_alt_text="mine") | {"people_agreed": "on"})
    assert Photo.objects.values_list("alt_text", "people_agreed").get() == ("Mijn zin", True)


# --- twice at once ----------------------------------------------------------------------------


def test_withdrawing_and_putting_back_twice_is_once(member, win, team_member, colleague):
    address = reverse("telling:withdraw", args=[win.pk])
    member.post(address, {"reason": "De eerste reden"})
    page = member.post(address, {"reason": "Een andere reden"}, follow=True)
    assertContains(page, "Iemand anders trok hem net al in")
    win.refresh_from_db()
    assert win.withdrawal_reason == "De eerste reden"
    for _ in range(2):
        assertRedirects(member.post(reverse("telling:restore", args=[win.pk])), win.get_absolute_url())
    assertNotContains(member.get(win.get_absolute_url()), "trok deze small win in")


EDITORS, EDITS = 8, 8
VERSION = re.compile(r'name="version" value="([^"]*)"')
STORY = re.compile(r'<textarea name="description"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


def rush(win, editors, *, carries_version: bool) -> list[tuple[str, str]]:
    """Everyone edits the story again and again. Out: of each acknowledged edit, what its writer saw and wrote."""
    saved, gate, address = [], threading.Barrier(len(editors), timeout=60), edit(win)
    browsers = [Client() for _ in editors]
    for browser, user in zip(browsers, editors, strict=True):
        browser.force_login(user)

    def write(browser, name):
        gate.wait()
        for number in range(EDITS):
            page = browser.get(address).text
            connection.close()  # as after every request: the pool is smaller than this crowd
            before, after = html.unescape(STORY.search(page)[1]), f"{name} schreef {number}"
            typed = {"title": "Eerst", "when": "other", "occurred_on": "2024-03-07", "audience": "public"}
            typed |= {"description": after} | (
                {"version": VERSION.search(page)[1]} if carries_version else {}
            )
            if browser.post(address, typed).status_code == 302:
                saved.append((before, after))
            connection.close()

    threads = [threading.Thread(target=write, args=[browser, n]) for n, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return saved


def written_over_unseen(win, saved) -> list:
    """Edits that replaced another text than the one that their writer had seen."""
    entries = AuditEntry.objects.about_win(win).filter(action="UPDATE", changes__has_key="description")
    replaced = {tuple(entry.changes["description"]) for entry in entries}
    wrote = {after for _before, after in saved}
    assert wrote == {after for _before, after in replaced}, "every acknowledged edit is in the history"
    return sorted(replaced - set(saved))


@pytest.mark.django_db(transaction=True)
def test_eight_people_edit_one_win_and_no_acknowledged_word_is_lost(initiative, win):
    editors = [create_user(member_of=initiative) for _ in range(EDITORS)]
    saved = rush(win, editors, carries_version=True)
    assert saved
    assert written_over_unseen(win, saved) == []
    win.refresh_from_db()
    assert win.description in {after for _before, after in saved}


@pytest.mark.django_db(transaction=True)
def test_without_the_version_they_do_write_over_each_other(initiative, win):
    """The test above can fail: this is what it guards against."""
    editors = [create_user(member_of=initiative) for _ in range(EDITORS)]
    assert written_over_unseen(win, rush(win, editors, carries_version=False))
