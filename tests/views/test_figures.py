"""Numbers of a study year on the page of an initiative: what is read, what is drawn, and who writes them."""

import re

import pytest
from django.urls import reverse

from initiatives.lenses import Exactness
from initiatives.models import Figure
from tests.factories import create_initiative
from tests.factories_profile import create_figure

SOURCE = "https://www.wijs.example/jaarverslag-2019"
SENT = {
    "measure": "students",
    "year": "2019",
    "exactness": "more_than",
    "quantity": "1.200",
    "source": SOURCE,
}


def page(client, initiative) -> str:
    return re.sub(r"\s+", " ", client.get(initiative.get_absolute_url()).text)


def words(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_the_sentence_says_year_exactness_and_what_was_counted(client, initiative):
    create_figure(initiative=initiative, exactness=Exactness.ABOUT, note="alleen eerstejaars")
    create_figure(initiative=initiative, year=2022, quantity=300, exactness=Exactness.MORE_THAN)
    said = "ongeveer 120 in 2019-2020 (alleen eerstejaars), meer dan 300 in 2022-2023."
    assert said in words(page(client, initiative))


def test_each_point_opens_its_source(client, initiative):
    create_figure(initiative=initiative, source=SOURCE)
    in_words = create_figure(initiative=initiative, year=2020)
    shown = page(client, initiative)
    drawn = shown[
        shown.index('class="year-points"') : shown.index("</svg>", shown.index('class="year-points"'))
    ]
    assert re.findall('href="([^"]*)"', drawn) == [SOURCE, f"#figure-{in_words.pk}"]
    assert f'<tr id="figure-{in_words.pk}">' in shown
    assert "120 in 2019-2020, volgens wijs.example" in drawn


def test_two_sources_that_disagree_both_stand_and_are_not_added_up(client, initiative):
    create_figure(initiative=initiative, quantity=111, source="de hogeschool")
    create_figure(initiative=initiative, quantity=222, source="de gemeente")
    said = words(page(client, initiative))
    assert "111 in 2019-2020, 222 in 2019-2020." in said
    assert "333" not in said


def test_one_year_alone_is_told_and_not_drawn(client, initiative):
    create_figure(initiative=initiative)
    shown = page(client, initiative)
    assert "120 in 2019-2020" in words(shown)
    assert 'class="year-points"' not in shown


def test_without_numbers_only_those_who_can_add_one_read_a_line(client, initiative, team_member):
    line = "Zet er een getal bij"
    assert line not in page(client, initiative)
    assert 'id="figures"' not in page(client, initiative)
    client.force_login(team_member)
    assert line in page(client, initiative)


def test_a_visitor_reads_the_numbers_of_what_they_may_read(initiative, visitor, outsider, team_member):
    public = create_figure(initiative=initiative)
    hidden = create_figure(initiative=create_initiative(published=False))
    for reader in (visitor, outsider):
        assert list(Figure.objects.visible_to(reader)) == [public]
        assert not Figure.objects.editable_by(reader).exists()
    assert list(Figure.objects.editable_by(team_member)) == [public]
    assert not Figure.objects.visible_to(team_member).contains(hidden)


# ------------------------------------------------------------------ writing
def test_a_number_typed_the_dutch_way_is_kept_with_its_source(client, initiative, team_member):
    client.force_login(team_member)
    answer = client.post(
        reverse("figures:add", args=[initiative.slug]), SENT | {"source": "www.wijs.example/a"}
    )
    assert answer.status_code == 302
    figure = Figure.objects.get()
    assert (figure.quantity, figure.source, figure.added_by) == (
        1200,
        "https://www.wijs.example/a",
        team_member,
    )
    assert figure.amount == "meer dan 1.200"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source": ""}, "Een getal zonder bron vertelt niets."),
        ({"source": "http://"}, "Dit webadres klopt niet."),
        ({"quantity": "1,5"}, "Schrijf een heel getal"),
        ({"quantity": "veel"}, "Dit lezen we niet als getal."),
        ({"quantity": ""}, "Schrijf een getal."),
        ({"year": ""}, "Kies een studiejaar."),
        ({"year": "1850"}, "Dit antwoord kennen we niet."),
        ({"measure": ""}, "Kies wat er geteld is."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_what_was_typed_stays(
    client, initiative, team_member, wrong, sentence
):
    client.force_login(team_member)
    answer = client.post(
        reverse("figures:add", args=[initiative.slug]), SENT | {"note": "alleen hbo"} | wrong
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "alleen hbo" in answer.text
    assert not Figure.objects.exists()


def test_nought_is_a_number_too(client, initiative, team_member):
    client.force_login(team_member)
    sent = SENT | {"quantity": "0", "exactness": "exact"}
    assert client.post(reverse("figures:add", args=[initiative.slug]), sent).status_code == 302
    assert Figure.objects.get().amount == "0"


def test_a_source_says_one_number_about_a_year(client, initiative, team_member):
    create_figure(initiative=initiative, source=SOURCE)
    client.force_login(team_member)
    answer = client.post(reverse("figures:add", args=[initiative.slug]), SENT)
    assert answer.status_code == 422
    assert "Deze bron staat er al met een getal over dit studiejaar." in answer.text


def test_a_number_is_changed_and_taken_away(client, initiative, team_member):
    figure = create_figure(initiative=initiative)
    client.force_login(team_member)
    shown = client.get(reverse("figures:edit", args=[figure.pk])).context["form"]
    sent = SENT | {"quantity": "130", "version": shown.version_now()}
    assert client.post(reverse("figures:edit", args=[figure.pk]), sent).status_code == 302
    figure.refresh_from_db()
    assert figure.amount == "meer dan 130"
    gone = reverse("figures:remove", args=[figure.pk])
    assert "studenten: meer dan 130 in 2019-2020" in client.get(gone).text
    assert client.post(gone).url.endswith("#figures")
    assert not Figure.objects.exists()
