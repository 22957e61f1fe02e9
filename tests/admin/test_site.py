"""The door of /beheer/, and its first page."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from initiatives.lenses import RoleKind
from initiatives.models import User
from tests import factories

INDEX = "/beheer/"


def test_a_visitor_logs_in_on_the_page_of_the_site_itself(client):
    response = client.get(INDEX, follow=True)
    assert response.redirect_chain[-1][0] == f"/accounts/login/?next={INDEX.replace('/', '%2F')}"
    assert response.status_code == 200


@pytest.mark.parametrize("who", ["team_member", "lead", "coordinator", "outsider"])
@pytest.mark.parametrize("address", [INDEX, "/beheer/initiatives/smallwin/", "/beheer/autocomplete/"])
def test_without_the_role_there_is_nothing_here(client, request, who, address):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address, follow=True).status_code == 404


def test_staff_that_left_are_out_at_once(client, programme_staff):
    client.force_login(programme_staff)
    assert client.get(INDEX).status_code == 200
    User.objects.filter(pk=programme_staff.pk).update(is_active=False)
    assert client.get(INDEX).status_code == 302


def test_somebody_who_loses_the_role_is_out_at_once(client, programme_staff):
    client.force_login(programme_staff)
    programme_staff.roles.filter(kind=RoleKind.PROGRAMME_STAFF).delete()
    assert client.get(INDEX, follow=True).status_code == 404


def test_a_waiting_task_opens_exactly_the_rows_it_counts(client, initiative, programme_staff):
    factories.create_win(initiative=initiative, title="Nog te lezen", confirmed=False)
    asked = factories.create_win(
        initiative=initiative, title="Met een vraag", occurred_on=None, sources="boek"
    )
    asked.ask(by=programme_staff, question="Wie?")
    answered = factories.create_win(initiative=initiative)
    answered.ask(by=programme_staff, question="Wie?")
    answered.reply_with("Wij.", by=programme_staff)
    factories.create_win(initiative=initiative).withdraw(by=programme_staff)
    factories.create_initiative(programme=initiative.programme, published=False)
    client.force_login(programme_staff)
    tasks = client.get(INDEX).context["inbox"]
    assert [task.count for task in tasks] == [2, 1, 1, 3, 1, 0, 0, 0, 0, 1, 0]
    for task in tasks[:-1]:  # introductions stand on a page of the site: tests/views/test_introductions.py
        assert client.get(task.address).context["cl"].result_count == task.count


def test_the_inbox_counts_nothing_of_another_programme(client, initiative, programme_staff):
    elsewhere = factories.create_initiative(programme=factories.create_programme(), published=False)
    factories.create_win(initiative=elsewhere)
    client.force_login(programme_staff)
    assert {task.count for task in client.get(INDEX).context["inbox"]} == {0}


def test_only_our_own_screens_are_here():
    assert {model._meta.app_label for model in site._registry} == {"initiatives"}


@pytest.mark.parametrize("page", ["password_change/", "r/1/1/", "jsi18n/", "initiatives/", "auth/group/"])
def test_pages_of_django_that_we_do_not_use_are_closed(client, page):
    client.force_login(factories.create_user())
    User.objects.update(is_superuser=True)
    assert client.get(f"{INDEX}{page}").status_code == 404


def test_every_screen_stands_on_the_first_page(client, programme_staff):
    client.force_login(programme_staff)
    html = client.get(INDEX).text
    for model in site._registry:
        assert reverse(f"admin:initiatives_{model._meta.model_name}_changelist") in html


@pytest.mark.parametrize(("language", "words"), [("nl", "Wat er wacht"), ("en", "Waiting for you")])
def test_the_first_page_speaks_the_language_of_the_reader(client, programme_staff, language, words):
    client.force_login(programme_staff)
    client.cookies["django_language"] = language
    assert words in client.get(INDEX).text
