"""Every screen alike: as many queries for many rows as for few, and no nonsense brings it down."""

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.lenses import ScalingType
from initiatives.models import Challenge, InitiativeLink
from tests import factories
from tests.access.sheets import read_and_send
from tests.factories_profile import create_figure, send_in

MODELS = sorted(model._meta.model_name for model in site._registry)
NOT_ADDED = (
    "auditentry",
    "challengeproposal",
    "letter",
    "programme",
    "smallwin",
)  # told or sent in on the site, written by the database, made by a superuser


def grow(programme, rounds: int) -> None:
    """More of everything: each round one row, or a few, of each kind."""
    for _ in range(rounds):
        initiative = factories.create_initiative(programme=programme, published=False)
        initiative.themes.add(factories.create_theme())
        partner = initiative.partners.get()
        partner.aliases.create(name=f"Ook bekend als {partner.pk}")
        question = Challenge.objects.create(
            title=f"Vraag {partner.pk}", slug=f"vraag-{partner.pk}", asked_by=partner
        )
        initiative.challenges.add(question)
        teller = factories.create_user(
            member_of=initiative, coordinates=initiative.cities.get(), staff_of=programme
        )
        earlier, later = (factories.create_win(initiative=initiative, by=teller) for _ in range(2))
        factories.read_by_editors(later, types=[ScalingType.GROWTH])
        factories.create_link(earlier=earlier, later=later)
        create_figure(initiative=initiative, by=teller)
        beside = factories.create_initiative(programme=programme)
        InitiativeLink.objects.create(initiative=initiative, kind="part_of", other=beside, told_by=teller)
        send_in(programme=programme, question=f"Wie helpt {partner.pk}?", sender="Ans")
        factories.create_letter(programme=programme)


def oldest(model: str, curator):
    """The row of this screen that was told or made first."""
    screen = next(screen for m, screen in site._registry.items() if m._meta.model_name == model)
    return screen.curated(curator).earliest(
        {
            "smallwin": "logged_at",
            "figure": "added_at",
            "challengeproposal": "sent_at",
            "letter": "made_at",
        }.get(model, "pk")
    )


def queries(client, address: str) -> int:
    client.get(address)  # the first time Django also looks up which kinds of rows there are
    with CaptureQueriesContext(connection) as counted:
        response = client.get(address)
    assert response.status_code == 200
    return len(counted)


CHOOSERS = [
    (model._meta.model_name, field) for model, screen in site._registry.items() for field in screen.choosers
]


def allowed(curator) -> dict[str, int]:
    """The most queries that each page of the administration may ask: lists, searches, rows, new rows, choosers, the first page."""
    chooser = "/beheer/autocomplete/?app_label=initiatives&model_name={}&field_name={}&term="
    rows = {model: oldest(model, curator).pk for model in MODELS}
    return {
        "/beheer/": 12,  # two of them: whether somebody sends the letters, and how many wait if not
        **{f"/beheer/initiatives/{model}/{query}": 9 for model in MODELS for query in ("", "?q=a")},
        **{reverse(f"admin:initiatives_{model}_change", args=[pk]): 22 for model, pk in rows.items()},
        **{f"/beheer/initiatives/{model}/add/": 10 for model in MODELS if model not in NOT_ADDED},
        **{chooser.format(*of): 8 for of in CHOOSERS},
    }


def test_every_page_asks_as_many_queries_in_a_large_network_as_in_a_small_one(client, curator, initiative):
    grow(initiative.programme, 2)
    most = allowed(curator)
    few = {address: queries(client, address) for address in most}
    grow(initiative.programme, 8)
    many = {address: queries(client, address) for address in most}
    assert {address: n for address, n in few.items() if n > most[address]} == {}
    assert {address: (few[address], n) for address, n in many.items() if n != few[address]} == {}


def test_a_chooser_never_puts_more_than_two_hundred_rows_in_the_page(client, curator):
    for _ in range(210):
        factories.create_theme()
    html = client.get("/beheer/initiatives/initiative/add/").text
    assert html.split('name="themes"')[1].split("</select>")[0].count("<option") == 200


def test_a_chosen_row_beyond_the_first_two_hundred_stays_chosen(client, curator, initiative):
    last = factories.create_theme(name="zzz")
    for _ in range(210):
        factories.create_theme(name="aaa")
    initiative.themes.add(last)
    html = client.get(reverse("admin:initiatives_initiative_change", args=[initiative.pk])).text
    assert f'<option value="{last.pk}" selected>zzz</option>' in html


NONSENSE = [
    "status=%00",
    "q=%00",
    "status=bestaat-niet",
    "stad=bestaat-niet",
    "initiatief=%27%3B--",
    "niveau=%F0%9F%98%80",
    "p=999999",
    "p=-1",
    "p=abc",
    "o=abc.9.-9",
    "o=99999999999999999999",
    "all=",
    "e=1",
    "e=1&status=x",
    "_facets=True",
    "_popup=1",
    "_to_field=id",
    "_to_field=password",
    "q=%22%22%22",
    "q=%28%26%7C%21%3A%2A",
    "q=%5C",
    "q=" + "x" * 5000,
    "id__exact=abc",
    "pk__in=",
    "status__exact=%00",
    "logged_by__password__startswith=a",
    "password__startswith=a",
    "programme__initiatives__title=a",
    "_changelist_filters=%C3%28",
]


@pytest.mark.parametrize("model", MODELS)
def test_nonsense_in_the_address_is_answered_without_falling_over(client, curator, model):
    answers = {words: client.get(f"/beheer/initiatives/{model}/?{words}").status_code for words in NONSENSE}
    assert {words: status for words, status in answers.items() if status not in (200, 302, 400)} == {}


@pytest.mark.parametrize(
    "column", ["password__startswith", "email", "roles__kind", "logged_by__email", "id__gt"]
)
@pytest.mark.parametrize("model", ["user", "smallwin"])
def test_one_does_not_search_in_columns_that_are_not_shown(client, curator, model, column):
    assert client.get(f"/beheer/initiatives/{model}/?{column}=a").status_code == 400


KEYS = [
    "abc",
    "0",
    "99999999999999999999999",
    "00000000-0000-0000-0000-000000000000",
    "_5F",
    "..",
    "%F0%9F%98%80",
]


@pytest.mark.parametrize("model", MODELS)
def test_a_made_up_key_leads_back_to_the_first_page(client, curator, model):
    addresses = [
        f"/beheer/initiatives/{model}/{key}/{page}/"
        for key in KEYS
        for page in ("change", "history", "delete")
    ]
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status not in (302, 404)} == {}


@pytest.mark.parametrize("model", MODELS)
def test_made_up_rows_are_acted_on_without_falling_over(client, curator, model):
    actions = ["confirm", "publish", "delete_selected", "", "bestaat-niet"]
    made_up = [["abc"], ["99999999999999999999999"], ["", "%"], []]
    posts = [
        {"action": action, "index": 0, "_selected_action": keys} for action in actions for keys in made_up
    ]
    answers = [client.post(f"/beheer/initiatives/{model}/", data).status_code for data in posts]
    assert set(answers) <= {200, 302}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "app_label=initiatives",
        "app_label=initiatives&model_name=smallwin&field_name=title&term=",
        "app_label=initiatives&model_name=bestaatniet&field_name=x&term=",
        "app_label=auth&model_name=permission&field_name=content_type&term=",
        "app_label=admin&model_name=logentry&field_name=content_type&term=a",
        "app_label=initiatives&model_name=winlink&field_name=earlier&term=%00",
        "app_label=initiatives&model_name=winlink&field_name=earlier&term=a&page=abc",
        "app_label=initiatives&model_name=winlink&field_name=earlier&term=a&page=999",
    ],
)
def test_nonsense_in_a_chooser_is_refused(client, curator, words):
    assert client.get(f"/beheer/autocomplete/?{words}").status_code in (400, 403, 404)


@pytest.mark.parametrize("model", [m for m in MODELS if m not in NOT_ADDED])
def test_nonsense_in_every_field_comes_back_with_sentences(client, curator, model):
    address = f"/beheer/initiatives/{model}/add/"
    fields = client.get(address).context["adminform"].form.fields
    empty = client.post(address, dict.fromkeys(fields, ""))
    assert empty.context["adminform"].form.errors
    values = ["abc", "-1", "99999999999999999999999", "x" * 9999]
    assert {client.post(address, dict.fromkeys(fields, value)).status_code for value in values} <= {200, 302}


def test_an_unknown_filter_says_so_and_shows_everything(client, curator, initiative):
    response = client.get("/beheer/initiatives/initiative/?fase=bestaat-niet")
    assert [str(message) for message in response.context["messages"]] == [
        "Dit filter kennen we niet. Je ziet nu alles."
    ]
    assert response.context["cl"].result_count == 1


BANNED = {"list_editable", "filter_horizontal", "filter_vertical", "raw_id_fields", "inlines"}


@pytest.mark.parametrize("model", MODELS)
def test_no_screen_uses_what_makes_a_page_endless_or_a_field_nameless(model):
    screen = next(screen for m, screen in site._registry.items() if m._meta.model_name == model)
    assert {option for option in BANNED if getattr(screen, option)} == set()
    assert screen.show_full_result_count is False


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_form_has_its_label(client, curator, initiative, model):
    grow(initiative.programme, 1)
    row = oldest(model, curator)
    form = client.get(reverse(f"admin:initiatives_{model}_change", args=[row.pk])).context["adminform"].form
    assert [name for name, field in form.fields.items() if not field.label] == []
    assert not {"dataset_key", "submission_id", "password", "last_login", "published_by"} & set(form.fields)


def test_two_curators_at_once_lose_nothing_unseen(client, curator, initiative):
    address = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    seen = client.get(address).context["adminform"].form["version"].value()
    typed = {"programme": initiative.programme_id, "started_precision": "day", "version": seen}
    assert client.post(address, {**typed, "title": "Van de eerste"}).status_code == 302
    refused = client.post(address, {**typed, "title": "Van de tweede"})
    assert "Iemand anders veranderde dit net." in refused.text
    assert 'value="Van de tweede"' in refused.text
    initiative.refresh_from_db()
    assert initiative.title == "Van de eerste"
    again = refused.context["adminform"].form["version"].value()
    assert client.post(address, {**typed, "version": again, "title": "Van de tweede"}).status_code == 302


@pytest.mark.parametrize("mark", [{}, {"version": ""}], ids=["no mark", "an empty one"])
def test_without_the_mark_of_what_one_read_a_row_is_not_saved(client, curator, initiative, mark):
    address = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    typed = {"programme": initiative.programme_id, "started_precision": "day", "title": "X", **mark}
    assert "Iemand anders veranderde dit net." in client.post(address, typed).text
    initiative.refresh_from_db()
    assert initiative.title != "X"


def test_a_row_counts_as_changed_when_something_on_it_changed(client, curator, initiative):
    address = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    seen = client.get(address).context["adminform"].form["version"].value()
    initiative.themes.add(factories.create_theme())
    typed = {"programme": initiative.programme_id, "started_precision": "day", "title": "X", "version": seen}
    assert "Iemand anders veranderde dit net." in client.post(address, typed).text


@pytest.mark.parametrize(
    "model", [m for m in MODELS if m not in ("role", "auditentry", "challengeproposal", "letter")]
)  # a role is given or taken, a question is answered
def test_a_form_that_was_just_shown_can_be_saved(client, curator, initiative, model):
    grow(initiative.programme, 1)
    row = oldest(model, curator)
    address = reverse(f"admin:initiatives_{model}_change", args=[row.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    typed = {
        name: [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
        for name, value in values.items()
    }
    kept = {name: value for name, value in typed.items() if value not in (None, False)}
    assert client.post(address, {**kept, "_save": "1"}).status_code == 302


@pytest.fixture
def logged_out(client, curator):
    """`logged_out(address, typed)`: sends a form when the login turned out to have expired, and logs in again."""

    def send(address: str, typed: dict) -> str:
        client.logout()
        assert client.post(address, {**typed, "typed_by": curator.pk}).status_code == 302
        kept = dict(client.session.items())
        client.force_login(curator)
        session = client.session
        session.update({name: value for name, value in kept.items() if not name.startswith("_")})
        session.save()
        return client.get(address)

    return send


def test_text_that_was_typed_with_an_expired_login_comes_back(client, logged_out, initiative):
    address = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    typed = {"programme": initiative.programme_id, "title": "Lang over nagedacht", "started_precision": "day"}
    page = logged_out(address, typed)
    assert 'value="Lang over nagedacht"' in page.text
    initiative.refresh_from_db()
    assert initiative.title != "Lang over nagedacht"
    read_and_send(client, address, {**typed, "_save": "1"})
    assert "Lang over nagedacht" in client.get(address).context["adminform"].form["title"].value()
    assert not client.get(address).context["adminform"].form.is_bound


def test_an_initiative_that_staff_began_when_the_login_had_expired_comes_back(client, logged_out, initiative):
    start, typed = reverse("admin:initiatives_initiative_start"), {"title": "De Buurtkeuken"}
    assert 'value="De Buurtkeuken"' in logged_out(start, typed).text
    lead = {"partner_1": "De Buurt", "kind_1": "residents", "programme": initiative.programme_id}
    assert client.post(start, typed | lead).status_code == 302
    assert 'value="De Buurtkeuken"' not in client.get(start).text


def test_a_question_typed_when_the_login_had_expired_comes_back(logged_out, initiative):
    win = factories.create_win(initiative=initiative)
    page = logged_out(f"/beheer/initiatives/smallwin/vragen/?win={win.pk}", {"words": "Wie was erbij?"})
    assert "Wie was erbij?</textarea>" in page.text
    assert "Iemand anders veranderde hier net iets aan" not in page.text
