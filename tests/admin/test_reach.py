"""A curator of one programme and the hidden rows of another: in lists, pages, choices and searches."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from initiatives.lenses import Audience, LinkBasis, MembershipRole, RoleKind
from initiatives.models import Initiative, Membership, Partnership, Role, SmallWin, User, WinLink
from tests import factories
from tests.access.sheets import read_and_send
from tests.factories_profile import create_figure

SECRET = "kwikstaart"
SECRETS = [f"Plan {SECRET}", f"plan-{SECRET}", f"Win {SECRET}", f"Later {SECRET}"]


@pytest.fixture
def hidden():
    """Rows that the other programme has not published; every word of them is secret."""
    partner = factories.create_partner(name="Buurtbedrijf")
    other = factories.create_programme(name="Andere deal")
    initiative = factories.create_initiative(
        title=f"Plan {SECRET}", slug=f"plan-{SECRET}", programme=other, published=False, partner=partner
    )
    member = factories.create_user(member_of=initiative)
    win = factories.create_win(
        initiative=initiative, by=member, title=f"Win {SECRET}", audience=Audience.TEAM
    )
    later = factories.create_win(
        initiative=initiative, by=member, title=f"Later {SECRET}", audience=Audience.TEAM
    )
    factories.create_link(earlier=win, later=later)
    create_figure(initiative=initiative, source=f"Kopie van plan-{SECRET}", by=member)
    return initiative


def rows_of(hidden) -> dict[str, object]:
    """A hidden row of each kind."""
    return {
        "initiative": hidden,
        "smallwin": hidden.wins.earliest("logged_at"),
        "winlink": WinLink.objects.get(),
        "partnership": hidden.partnerships.get(),
        "membership": hidden.memberships.get(),
        "figure": hidden.figures.get(),
    }


LISTS = ["initiative", "smallwin", "winlink", "partnership", "membership", "figure", "partner", "city", "theme", "challenge",
         "challengeproposal", "letter", "programme", "user", "role"]  # fmt: skip


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("query", ["", f"?q={SECRET}"])
def test_no_list_shows_it(client, curator, hidden, model, query):
    response = client.get(f"/beheer/initiatives/{model}/{query}")
    assert response.status_code == 200
    assert [name for name in SECRETS if name in response.text] == []
    assert response.context["cl"].result_count == 0 or not query


@pytest.mark.parametrize(
    "model", ["initiative", "smallwin", "winlink", "partnership", "membership", "figure"]
)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_its_pages_are_as_absent_as_those_of_nothing(client, curator, hidden, model, page):
    row = rows_of(hidden)[model]
    nothing = uuid.uuid4() if model == "smallwin" else 10**9
    there, not_there = (
        client.get(reverse(f"admin:initiatives_{model}_{page}", args=[key]), follow=True)
        for key in (row.pk, nothing)
    )
    assert there.redirect_chain == not_there.redirect_chain
    said = [[str(message) for message in page.context["messages"]] for page in (there, not_there)]
    assert [words.replace(str(row.pk), "…") for words in said[0]] == [
        words.replace(str(nothing), "…") for words in said[1]
    ]
    assert SECRET not in there.text


@pytest.mark.parametrize(
    "model", ["initiative", "smallwin", "winlink", "partnership", "membership", "figure"]
)
def test_nothing_of_it_can_be_saved(client, curator, hidden, model):
    row = rows_of(hidden)[model]
    before = type(row).objects.filter(pk=row.pk).values().get()
    address = reverse(f"admin:initiatives_{model}_change", args=[row.pk])
    client.post(address, {"title": "Gekaapt", "role": "lead", "editor_level": "local", "_save": "1"})
    client.post(reverse(f"admin:initiatives_{model}_delete", args=[row.pk]), {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).values().get() == before


CHOICES = [
    ("winlink", "earlier"),
    ("winlink", "later"),
    ("partnership", "initiative"),
    ("membership", "initiative"),
    ("smallwin", "initiative"),
]


@pytest.mark.parametrize(("model", "field"), CHOICES)
def test_typing_in_a_chooser_does_not_find_it(client, curator, hidden, model, field):
    words = {"app_label": "initiatives", "model_name": model, "field_name": field, "term": SECRET}
    response = client.get("/beheer/autocomplete/", words)
    assert response.json()["results"] == []


@pytest.mark.parametrize(("model", "field"), CHOICES[:-1])
def test_choosing_it_by_its_number_is_refused_without_its_name(client, curator, hidden, model, field):
    row = hidden if field == "initiative" else hidden.wins.earliest("logged_at")
    response = client.post(f"/beheer/initiatives/{model}/add/", {field: row.pk, "_save": "1"})
    assert field in response.context["adminform"].form.errors
    assert SECRET not in response.text


def test_no_shortcut_gives_away_the_web_name(client, curator, hidden):
    kind = ContentType.objects.get_for_model(Initiative)
    assert client.get(f"/beheer/r/{kind.pk}/{hidden.pk}/").status_code == 404


def test_a_chooser_finds_what_its_form_accepts(client, curator, initiative, hidden):
    factories.create_win(initiative=initiative, title="Staat er nog")
    factories.create_win(initiative=initiative, title="Ingetrokken").withdraw(by=curator)
    words = {"app_label": "initiatives", "model_name": "winlink", "field_name": "earlier", "term": ""}
    assert len(client.get("/beheer/autocomplete/", words).json()["results"]) == 1
    words = {"app_label": "initiatives", "model_name": "role", "field_name": "programme", "term": ""}
    found = client.get("/beheer/autocomplete/", words).json()["results"]
    assert [row["id"] for row in found] == [str(initiative.programme_id)]


def test_a_form_does_not_fill_in_a_hidden_initiative(client, curator, hidden):
    response = client.get(f"/beheer/initiatives/partnership/add/?initiative={hidden.pk}")
    assert SECRET not in response.text


def test_the_web_name_of_a_hidden_initiative_filters_nothing(client, curator, hidden, initiative):
    factories.create_win(initiative=initiative)
    response = client.get(f"/beheer/initiatives/smallwin/?initiatief={hidden.slug}")
    unknown = client.get("/beheer/initiatives/smallwin/?initiatief=bestaat-niet")
    assert SECRET not in response.text.replace(f"initiatief={hidden.slug}", "")
    assert [str(m) for m in response.context["messages"]] == [str(m) for m in unknown.context["messages"]]


def test_a_shared_partner_does_not_count_or_name_it(client, curator, hidden):
    partner = hidden.partners.get()
    html = client.get(reverse("admin:initiatives_partner_change", args=[partner.pk])).text
    assert SECRET not in html
    rows = client.get("/beheer/initiatives/partner/?q=Buurtbedrijf").context["cl"].result_list
    assert [row.initiatives_together for row in rows] == [0]


def test_a_person_page_does_not_name_their_hidden_team(client, curator, hidden):
    member = hidden.memberships.get().user
    html = client.get(reverse("admin:initiatives_user_change", args=[member.pk])).text
    assert SECRET not in html


def test_an_initiative_does_not_move_to_another_programme(client, curator, hidden, initiative):
    form = (
        client.get(reverse("admin:initiatives_initiative_change", args=[initiative.pk]))
        .context["adminform"]
        .form
    )
    assert {row.pk for row in form.fields["programme"].queryset} == {initiative.programme_id}


def test_another_programme_is_read_only(client, curator, hidden):
    address = reverse("admin:initiatives_programme_change", args=[hidden.programme_id])
    assert client.get(address).context["may_save"] is False
    assert client.post(address, {"name": "Gekaapt", "_save": "1"}).status_code == 403


def test_a_superuser_curates_everything(client, hidden):
    root = User.objects.create_superuser("root@voorbeeld.example", display_name="Root")
    client.force_login(root)
    for model, row in rows_of(hidden).items():
        assert client.get(reverse(f"admin:initiatives_{model}_change", args=[row.pk])).status_code == 200


def test_links_to_the_win_of_another_programme_hide_what_is_hidden(
    client, curator, hidden, initiative, team_member
):
    mine = factories.create_win(initiative=initiative)
    theirs = hidden.wins.earliest("logged_at")
    WinLink.objects.create(earlier=theirs, later=mine, basis=LinkBasis.INFERRED, told_by=team_member)
    assert SECRET not in client.get("/beheer/initiatives/winlink/").text
    assert SECRET not in client.get(reverse("admin:initiatives_smallwin_change", args=[mine.pk])).text


# ------------------------------------------------------------------ people
def change(client, person, **data):
    kept = {"display_name": person.display_name, "email": person.email, "language": "nl", "is_active": "on"}
    address = reverse("admin:initiatives_user_change", args=[person.pk])
    return read_and_send(client, address, {**kept, **data, "_save": "1"})


@pytest.fixture
def above(hidden, initiative):
    """People who can do something that this curator cannot."""
    shared = hidden.cities.get()
    initiative.cities.add(shared)
    return {
        "superuser": User.objects.create_superuser("root@voorbeeld.example", display_name="Root"),
        "staff elsewhere": factories.create_user(staff_of=hidden.programme),
        "team elsewhere": hidden.memberships.get().user,
        "coordinator of a shared city": factories.create_user(coordinates=shared),
    }


@pytest.mark.parametrize(
    "who", ["superuser", "staff elsewhere", "team elsewhere", "coordinator of a shared city"]
)
def test_nobody_takes_over_the_account_of_someone_with_more_power(client, curator, above, who):
    person = above[who]
    assert change(client, person, email="van-mij@voorbeeld.example").status_code == 403
    assert User.objects.get(pk=person.pk).email == person.email
    page = client.get(reverse("admin:initiatives_user_change", args=[person.pk]))
    assert page.context["may_save"] is False
    assert "Vraag het de beheerder." in page.text


def test_people_of_ones_own_programme_are_kept_up_to_date(
    client, curator, team_member, coordinator, outsider
):
    for person in (team_member, coordinator, outsider):
        change(client, person, display_name="Nieuwe naam")
        assert User.objects.get(pk=person.pk).display_name == "Nieuwe naam"


def test_curators_make_no_superusers(client, curator, outsider):
    change(client, outsider, is_superuser="on")
    assert not User.objects.get(pk=outsider.pk).is_superuser
    client.post(
        "/beheer/initiatives/user/add/",
        {
            "display_name": "Nieuw",
            "email": "nieuw@voorbeeld.example",
            "language": "nl",
            "is_active": "on",
            "is_superuser": "on",
        },
    )
    assert User.objects.get(email="nieuw@voorbeeld.example").is_superuser is False


def give(client, person, **role):
    return client.post("/beheer/initiatives/role/add/", {"user": person.pk, **role, "_save": "1"})


def test_curators_give_roles_in_their_own_programme(client, curator, outsider, initiative):
    give(client, outsider, kind=RoleKind.PROGRAMME_STAFF, programme=initiative.programme_id)
    give(client, outsider, kind=RoleKind.COORDINATOR, city=initiative.cities.get().pk)
    assert outsider.roles.count() == 2


def test_curators_give_no_role_in_another_programme(client, curator, outsider, hidden):
    response = give(client, outsider, kind=RoleKind.PROGRAMME_STAFF, programme=hidden.programme_id)
    assert "programme" in response.context["adminform"].form.errors
    assert not outsider.roles.exists()


def test_curators_make_nobody_coordinator_where_another_programme_works(client, curator, hidden):
    city = hidden.cities.get()
    response = give(client, curator, kind=RoleKind.COORDINATOR, city=city.pk)
    assert response.context["adminform"].form.errors["city"] == [
        f"In {city} werkt ook een ander programma. Vraag de beheerder om deze rol te geven."
    ]


def test_curators_take_no_role_of_another_programme(client, curator, hidden):
    role = factories.create_user(staff_of=hidden.programme).roles.get()
    client.post(reverse("admin:initiatives_role_delete", args=[role.pk]), {"post": "yes"})
    assert Role.objects.filter(pk=role.pk).exists()


def test_nobody_takes_away_their_own_role(client, curator):
    role = curator.roles.get()
    client.post(reverse("admin:initiatives_role_delete", args=[role.pk]), {"post": "yes"})
    assert Role.objects.filter(pk=role.pk).exists()


def test_nobody_shuts_themselves_out(client, curator):
    kept = {"display_name": "Ik", "email": curator.email, "language": "nl", "_save": "1"}
    read_and_send(client, reverse("admin:initiatives_user_change", args=[curator.pk]), kept)
    me = User.objects.get(pk=curator.pk)
    assert (me.display_name, me.is_active) == ("Ik", True)


def test_a_role_is_given_or_taken_never_changed(client, curator, outsider, initiative):
    role = outsider.roles.create(kind=RoleKind.COORDINATOR, city=initiative.cities.get())
    address = reverse("admin:initiatives_role_change", args=[role.pk])
    assert client.post(address, {"user": curator.pk, "_save": "1"}).status_code == 403


@pytest.mark.parametrize("model", [Initiative, SmallWin, Partnership, Membership])
def test_nothing_of_the_team_itself_is_hidden_from_its_curator(
    client, curator, initiative, team_member, model
):
    factories.create_win(initiative=initiative, by=team_member)
    assert model.objects.count() == 1
    place = f"admin:initiatives_{model._meta.model_name}_change"
    assert client.get(reverse(place, args=[model.objects.get().pk])).status_code == 200


def test_a_member_becomes_lead_on_the_page_of_the_team(client, curator, initiative, team_member):
    membership = team_member.memberships.get()
    address = reverse("admin:initiatives_membership_change", args=[membership.pk])
    response = read_and_send(client, address, {"role": MembershipRole.LEAD, "_save": "1"})
    assert response["Location"] == reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    assert Membership.objects.get().role == MembershipRole.LEAD
