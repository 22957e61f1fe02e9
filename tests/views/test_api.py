"""The read API: what a visitor may see, for programs."""

import json

import pytest
from django.urls import reverse

from initiatives.exchange.api.schemas import Asked, choices_of, words_of_visitors
from initiatives.exchange.exports.tables import TABLES
from initiatives.lenses import Audience
from initiatives.models import Challenge, SmallWin
from initiatives.reports.filter.words import WORDS
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_programme,
    create_user,
    create_win,
)

ROOT = "/api/v1"


def asked(client, path: str, **headers) -> dict:
    answer = client.get(f"{ROOT}/{path}", **headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def walked(client, path: str, *, meanwhile=lambda: None) -> list[dict]:
    """The rows of all pages, one after the other."""
    page = asked(client, path)
    rows = page["results"]
    while page["next"]:
        meanwhile()
        page = asked(client, page["next"].partition(f"{ROOT}/")[2])
        rows += page["results"]
    return rows


def titles(rows: list[dict]) -> list[str]:
    return [row["title"] for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_an_address(client, name):
    create_link(earlier=create_win(), later=create_win())
    Challenge.objects.create(title="Hoe dan?", slug="hoe-dan")
    answer = client.get(f"{ROOT}/{name}")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["API-Version"] == "1.0.0"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    columns = {column.name for column in TABLES[name].columns if column.audience == Audience.PUBLIC}
    assert all(row.keys() == columns for row in answer.json()["results"])


def test_a_win_is_named_by_its_number_and_everything_else_by_its_web_name(client):
    win = create_win(
        initiative=create_initiative(slug="soep", city=create_city(slug="stad"), partner=create_partner())
    )
    partner = win.initiative.partnerships.get().partner
    assert asked(client, f"small-wins/{win.pk}")["initiative"] == "soep"
    assert asked(client, "initiatieven/soep")["cities"] == ["stad"]
    assert asked(client, "steden/stad")["initiatives"] == ["soep"]
    assert asked(client, f"partners/{partner.slug}")["name"] == partner.name


# ------------------------------------------------------------------ who sees what
def test_the_api_shows_what_a_visitor_sees_whoever_asks(client):
    initiative = create_initiative()
    create_win(initiative=initiative, title="Voor iedereen")
    hidden = create_win(initiative=initiative, title="Voor het netwerk", audience=Audience.NETWORK)
    of_a_visitor = client.get(f"{ROOT}/small-wins")
    client.force_login(create_user(member_of=initiative))
    answer = client.get(f"{ROOT}/small-wins")
    assert answer.content == of_a_visitor.content
    assert titles(answer.json()["results"]) == ["Voor iedereen"]
    assert client.get(f"{ROOT}/small-wins/{hidden.pk}").status_code == 404


def test_the_links_of_a_programme_beside_another_one_are_given(client):
    first, second = create_win(), create_win()
    create_link(earlier=first, later=second)
    other = create_programme()
    create_link(
        earlier=create_win(initiative=create_initiative(programme=other)),
        later=create_win(initiative=create_initiative(programme=other)),
    )
    assert [row["later"] for row in asked(client, "verbanden")["results"]] == [str(second.pk)]
    of_the_other = client.get(f"/{other.slug}{ROOT}/verbanden").json()["results"]
    assert len(of_the_other) == 1
    assert str(second.pk) not in of_the_other[0].values()


def test_a_filter_for_insiders_is_none_here(client):
    client.force_login(create_user(member_of=create_initiative()))
    assert client.get(f"{ROOT}/initiatieven?status=stil").status_code == 400


# ------------------------------------------------------------------ the filters of the pages
def test_a_filter_counts_what_its_page_counts(client):
    here = create_city()
    for number in range(3):
        create_win(initiative=create_initiative(city=here), types=["growth"] if number else None)
    create_win(types=["growth"])
    for words in ("", f"?stad={here.slug}", "?type=growth", f"?stad={here.slug}&type=growth"):
        page = client.get(f"{reverse('wins:index')}{words}").context["stream"]
        assert len(asked(client, f"small-wins{words}")["results"]) == page.count
    assert len(asked(client, f"initiatieven?stad={here.slug}")["results"]) == 3
    assert [row["slug"] for row in asked(client, f"steden?stad={here.slug}")["results"]] == [here.slug]


def test_a_word_takes_several_values_as_on_a_page(client):
    first, second = create_city(), create_city()
    for city in (first, second, create_city()):
        create_win(initiative=create_initiative(city=city))
    words = f"?stad={first.slug}&stad={second.slug}"
    assert len(walked(client, f"small-wins{words}&aantal=1")) == 2


def test_a_word_typed_for_initiatives_and_partners_looks_in_their_names(client):
    create_initiative(title="Buurtsoep")
    create_initiative(title="Fietsles")
    assert titles(asked(client, "initiatieven?q=soep")["results"]) == ["Buurtsoep"]


def test_the_document_names_every_word_of_a_visitor(client):
    known = {"na", "voor", "aantal", *words_of_visitors()}
    assert set(Asked.model_fields) == known
    assert set(WORDS) - known == {"status", "toestand", "muur"}  # for insiders


def test_the_fixed_choices_of_a_word_need_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ("growth", "groei") in [(code, str(label)) for code, label in choices_of("type")]


# ------------------------------------------------------------------ pages
def test_next_walks_all_rows_once_while_rows_are_added(client):
    initiative = create_initiative()
    teller = create_user(member_of=initiative)
    wins = {str(create_win(initiative=initiative, by=teller).pk) for _number in range(7)}
    rows = walked(
        client, "small-wins?aantal=2", meanwhile=lambda: create_win(initiative=initiative, by=teller)
    )
    keys = [row["id"] for row in rows]
    assert len(keys) == len(set(keys))
    assert wins <= set(keys)


@pytest.mark.parametrize("name", ["small-wins", "initiatieven", "samenwerkingen"])
def test_previous_leads_back_to_the_same_rows(client, name):
    for _number in range(5):
        create_win()
    first = asked(client, f"{name}?aantal=2")
    second = asked(client, first["next"].partition(f"{ROOT}/")[2])
    back = asked(client, second["previous"].partition(f"{ROOT}/")[2])
    assert (back["results"], back["previous"]) == (first["results"], None)
    assert first["previous"] is None


def test_a_place_stays_a_place_when_its_row_is_gone(client):
    for _number in range(3):
        create_win()
    first = asked(client, "small-wins?aantal=1")
    SmallWin.objects.filter(pk=first["results"][0]["id"]).update(audience=Audience.TEAM)
    assert len(walked(client, first["next"].partition(f"{ROOT}/")[2])) == 2


def test_undated_wins_come_last_and_are_walked_too(client):
    create_win(occurred_on=None, title="Ooit", sources="https://bron.example")
    create_win(title="In maart")
    assert titles(walked(client, "small-wins?aantal=1")) == ["In maart", "Ooit"]


@pytest.mark.parametrize("name", TABLES)
def test_a_page_asks_as_often_when_there_is_more(client, name, django_assert_max_num_queries):
    def grow():
        first, second = create_win(), create_win()
        create_link(earlier=first, later=second)

    grow()
    with django_assert_max_num_queries(12) as few:
        asked(client, name)
    grow()
    grow()
    with django_assert_max_num_queries(len(few.captured_queries)):
        asked(client, name)


# ------------------------------------------------------------------ problems
def problem_of(answer) -> dict:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    said = json.loads(answer.content)
    assert said["status"] == answer.status_code
    assert said.keys() >= {"type", "title", "detail"}
    return said


@pytest.mark.parametrize(
    "words, faulty",
    [
        ("?stad=nergens", ["stad"]),
        ("?type=groei", ["type"]),
        ("?stadt=utrecht", ["stadt"]),
        ("?na=overal", ["na"]),
        ("?aantal=0", ["aantal"]),
        ("?aantal=101", ["aantal"]),
        ("?aantal=veel", ["aantal"]),
        ("?na=2026-13-45.day.x", ["na"]),
    ],
)
def test_a_word_that_means_nothing_is_a_problem_that_names_it(client, words, faulty):
    create_win()
    answer = client.get(f"{ROOT}/small-wins{words}")
    assert answer.status_code == 400
    assert [fault["name"] for fault in problem_of(answer)["errors"]] == faulty


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/niets", "/small-wins/", "/small-wins/geen-nummer", "/small-wins/00000000-0000-4000-8000-000000000000",
        "/initiatieven/bestaat-niet", "/initiatieven/a.b", "/verbanden/1",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_a_problem(client, path):
    answer = client.get(f"{ROOT}{path}")
    assert answer.status_code == 404
    problem_of(answer)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nobody_changes_anything_through_the_api(client, method):
    answer = getattr(client, method)(f"{ROOT}/small-wins")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    problem_of(answer)


def test_another_form_than_json_is_a_problem(client):
    answer = client.get(f"{ROOT}/small-wins", HTTP_ACCEPT="text/csv")
    assert answer.status_code == 406
    problem_of(answer)


def test_a_broken_address_is_a_problem_in_json_too(client):
    answer = client.get(f"{ROOT}/small-wins?q=%00")
    assert answer.status_code == 400
    problem_of(answer)


def test_a_problem_speaks_the_language_that_is_asked_for(client):
    answer = client.get(f"{ROOT}/niets", HTTP_ACCEPT_LANGUAGE="en")
    assert answer["Content-Language"] == "en"
    assert problem_of(answer)["detail"] == "There is nothing here, or it is not for everyone."


# ------------------------------------------------------------------ HTTP
def test_head_says_what_get_says_without_the_rows(client):
    create_win()
    head, get = client.head(f"{ROOT}/small-wins"), client.get(f"{ROOT}/small-wins")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


def test_options_says_that_pages_of_other_sites_may_ask(client):
    answer = client.options(f"{ROOT}/small-wins")
    assert (answer.status_code, answer["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_program_that_has_the_page_already_gets_no_second_copy(client):
    create_win()
    etag = client.get(f"{ROOT}/small-wins")["ETag"]
    assert client.get(f"{ROOT}/small-wins", HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_the_page_about_the_api_says_how_one_asks(client):
    page = client.get("/api/").content.decode()
    for name in TABLES:
        assert f'/api/v1/{name}"' in page
    assert "/api/v1/openapi.json" in page
    assert "<code>vraagstuk</code>" in page
    assert "<code>toestand</code>" not in page
