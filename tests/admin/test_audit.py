"""Changes can be read in a list of their own and in the history of every row."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.admin.site import SCREENS
from initiatives.models import AuditEntry, Challenge, InitiativeLink, Partner, acting
from tests import factories
from tests.access.sheets import read_and_send
from tests.factories_profile import create_figure, send_in

LIST = "/beheer/initiatives/auditentry/"
MODELS = [model for _heading, screens in SCREENS for model in screens if model is not AuditEntry]


@pytest.fixture
def superuser():
    boss = factories.create_user()
    boss.is_superuser = True
    boss.save()
    return boss


@pytest.fixture
def win(initiative, team_member):
    with acting(team_member):
        win = factories.create_win(initiative=initiative, by=team_member, title="Eerst")
        win.rewrite(title="Daarna")
    return win


def test_a_curator_reads_what_changed_in_their_own_programme(client, curator, win, team_member):
    elsewhere = factories.create_initiative(programme=factories.create_programme(), title="Kwikstaart")
    factories.create_win(initiative=elsewhere, title="Kwikstaart")
    page = client.get(LIST)
    assertContains(page, "Daarna")
    assertContains(page, str(team_member))
    assertNotContains(page, "Kwikstaart")


@pytest.mark.parametrize("who", ["team_member", "coordinator", "outsider"])
def test_others_do_not_come_in(client, request, win, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(LIST, follow=True).status_code == 404


@pytest.mark.parametrize(
    "query, n",
    [("?waar=smallwin", 3), ("?waar=photo", 0), ("?wie={teller}", 3), ("?wanneer=vandaag", 3), ("?wanneer=2001-02-03", 0)],
)  # fmt: skip
def test_the_list_can_be_narrowed(client, superuser, win, query, n, team_member):
    client.force_login(superuser)
    page = client.get(LIST + query.format(teller=team_member.pk))
    rows = page.context["cl"].queryset.filter(win=win.pk, actor=team_member).exclude(table__endswith="link")
    assert rows.count() == n


def test_a_day_of_before_can_be_asked_for(client, superuser, win):
    client.force_login(superuser)
    today = timezone.localdate()
    for day, found in ((today, True), (today - dt.timedelta(days=1), False)):
        assert bool(client.get(f"{LIST}?wanneer={day}").context["cl"].result_count) is found


@pytest.mark.parametrize("query", ["?waar=x", "?wie=x", "?wie=999999999999", "?wanneer=2026-13-45", "?p=9"])
def test_a_made_up_filter_shows_everything(client, curator, win, query):
    assert client.get(LIST + query, follow=True).status_code == 200


def test_an_entry_says_from_what_into_what(client, curator, win):
    entry = AuditEntry.objects.about_win(win).filter(changes__title__0="Eerst").get()
    page = client.get(reverse("admin:initiatives_auditentry_change", args=[entry.pk]))
    assertContains(page, "Eerst → Daarna")
    assertContains(page, "Wat is er gelukt?")


def test_nobody_changes_what_happened(client, superuser, win):
    client.force_login(superuser)
    entry = AuditEntry.objects.first()
    before = AuditEntry.objects.count()
    for page in ("change", "delete"):
        address = reverse(f"admin:initiatives_auditentry_{page}", args=[entry.pk])
        assert client.post(address, {"post": "yes", "table": "x"}).status_code in (302, 403)
    assert client.get(f"{LIST}add/").status_code == 403
    entry.refresh_from_db()
    assert entry.table != "x"
    assert AuditEntry.objects.count() == before


def test_an_entry_of_another_programme_is_not_there(client, curator):
    elsewhere = factories.create_initiative(programme=factories.create_programme(), title="Kwikstaart")
    entry = AuditEntry.objects.filter(initiative=elsewhere.pk).last()
    response = client.get(reverse("admin:initiatives_auditentry_change", args=[entry.pk]), follow=True)
    assertNotContains(response, "Kwikstaart")


def test_the_list_costs_the_same_however_long(
    client, curator, win, initiative, django_assert_max_num_queries
):
    for number in range(60):
        factories.create_win(initiative=initiative, title=f"Nog een {number}")
    with django_assert_max_num_queries(11):
        client.get(LIST)


@pytest.mark.parametrize("model", MODELS)
def test_the_history_of_every_row_shows_what_was_written_down(client, superuser, initiative, model):
    client.force_login(superuser)
    factories.create_link(
        earlier=factories.create_win(initiative=initiative), later=factories.create_win(initiative=initiative)
    )
    factories.create_theme()
    initiative.challenges.create(title="Wat is er nodig?", slug="wat", scope="city")
    factories.create_user(member_of=initiative, coordinates=initiative.cities.get())
    create_figure(initiative=initiative)
    other = factories.create_initiative(programme=initiative.programme)
    teller = factories.create_user()
    InitiativeLink.objects.create(initiative=initiative, kind="part_of", other=other, told_by=teller)
    send_in(programme=initiative.programme)
    factories.create_letter(programme=initiative.programme)
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
    pages = [client.get(reverse(address, args=[row.pk])) for row in model.objects.all()]
    assert pages
    for page in pages:
        assertContains(page, "Wat er veranderde")
        assert page.context["history"].events


@pytest.mark.parametrize("model", ["programme", "city", "partner", "theme", "challenge"])
def test_staff_read_the_history_of_what_all_programmes_share(client, curator, model):
    if model == "challenge":
        row = Challenge.objects.create(title="Wat is er nodig?", slug="wat", scope="city")
    else:
        row = getattr(factories, f"create_{model}")()
    page = client.get(reverse(f"admin:initiatives_{model}_history", args=[row.pk]))
    assert page.context["history"].events


def test_staff_of_another_programme_read_no_history_of_a_partner_that_waits(curator):
    other = factories.create_initiative(programme=factories.create_programme())
    member = factories.create_user(member_of=other)
    partner = Partner.objects.propose("Kwikstaart", "residents", city=None, by=member)
    other.partnerships.create(partner=partner)
    about = AuditEntry.objects.visible_to(curator).of_row(partner)
    assert not about.exists()
    partner.admit(by=factories.create_user(staff_of=other.programme))
    assert about.all().exists()


@pytest.mark.parametrize("role", ["member_of", "coordinates"])
def test_the_history_of_what_all_programmes_share_is_for_staff(initiative, role):
    theme = factories.create_theme()
    of = initiative if role == "member_of" else initiative.cities.get()
    reader = factories.create_user(**{role: of})
    assert not AuditEntry.objects.visible_to(reader).of_row(theme).exists()


def test_the_history_holds_no_address_or_name_of_a_person(client, superuser):
    person = factories.create_user(email="kwikstaart@voorbeeld.example")
    person.email = "nieuw-adres@voorbeeld.example"
    person.save()
    client.force_login(superuser)
    page = client.get(reverse("admin:initiatives_user_history", args=[person.pk]))
    assertContains(page, "Wat er stond, bewaren we niet.")
    for secret in ("kwikstaart", "nieuw-adres"):
        assertNotContains(page, secret)


def test_the_notes_of_the_admin_stand_beside_it(client, curator, win):
    read_and_send(client, f"/beheer/initiatives/smallwin/vragen/?win={win.pk}", {"words": "Wie was erbij?"})
    page = client.get(reverse("admin:initiatives_smallwin_history", args=[win.pk]))
    assertContains(page, "Vraag gesteld: Wie was erbij?")
    assertContains(page, "Vraag gesteld aan het team.")
