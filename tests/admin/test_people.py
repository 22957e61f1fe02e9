"""People: made without a password, found by name or address, out when they leave."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.forms import modelform_factory
from django.test import Client
from django.urls import reverse

from initiatives.admin.people import UserForm
from initiatives.lenses import RoleKind
from initiatives.models import User
from tests import factories
from tests.access.sheets import marks_on, read_and_send


def typed(**data):
    return {
        "display_name": "Noor Nieuw",
        "email": "Noor@Voorbeeld.example",
        "language": "nl",
        "is_active": "on",
        **data,
    }


def test_a_new_person_has_no_password_and_logs_in_with_a_mailed_code(client, curator, mailoutbox):
    assert client.post("/beheer/initiatives/user/add/", typed()).status_code == 302
    noor = User.objects.get(email="noor@voorbeeld.example")
    assert not noor.has_usable_password()
    client.logout()
    client.post(reverse("account_request_login_code"), {"email": "noor@voorbeeld.example"})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mailoutbox[0].body, re.MULTILINE)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_an_address_has_one_account(client, curator, outsider):
    response = client.post("/beheer/initiatives/user/add/", typed(email=outsider.email.upper()))
    assert "email" in response.context["adminform"].form.errors


def test_no_page_shows_a_password(client, curator, outsider):
    for address in [
        "/beheer/initiatives/user/add/",
        reverse("admin:initiatives_user_change", args=[outsider.pk]),
    ]:
        html = client.get(address).text
        assert 'type="password"' not in html
        assert 'name="password"' not in html
        assert "pbkdf2" not in html


def test_the_old_address_no_longer_logs_in(client, curator, outsider):
    EmailAddress.objects.create(user=outsider, email=outsider.email, primary=True, verified=True)
    old = outsider.email
    read_and_send(client, page_of(outsider), typed(email="nieuw@voorbeeld.example"))
    assert not EmailAddress.objects.filter(email=old).exists()
    assert User.objects.get(pk=outsider.pk).email == "nieuw@voorbeeld.example"


def test_an_account_that_is_switched_off_here_is_not_active(client, curator, outsider):
    data = typed(email=outsider.email)
    del data["is_active"]
    read_and_send(client, page_of(outsider), data)
    assert not User.objects.get(pk=outsider.pk).is_active


def test_people_stay_as_what_they_told_is_theirs(client, curator, outsider):
    client.post(reverse("admin:initiatives_user_delete", args=[outsider.pk]), {"post": "yes"})
    assert User.objects.filter(pk=outsider.pk).exists()


@pytest.mark.parametrize("by", ["name", "address", "role", "not active"])
def test_finding_people(client, curator, coordinator, by):
    User.objects.filter(pk=coordinator.pk).update(
        display_name="Kas", email="kas@stad.example", is_active=by != "not active"
    )
    query = {
        "name": "q=kas",
        "address": "q=stad.example",
        "role": "rol=coordinator",
        "not active": "inloggen=nee",
    }[by]
    rows = client.get(f"/beheer/initiatives/user/?{query}").context["cl"].result_list
    assert [person.pk for person in rows] == [coordinator.pk]


def test_a_superuser_makes_another_one_but_does_not_unmake_themselves(client, outsider):
    root = User.objects.create_superuser("root@voorbeeld.example", display_name="Root")
    client.force_login(root)
    change = lambda person: read_and_send(  # noqa: E731
        client,
        page_of(person),
        {
            "display_name": "X",
            "email": person.email,
            "language": "nl",
            "is_active": "on",
            "is_superuser": "on",
        },
    )
    change(outsider)
    assert User.objects.get(pk=outsider.pk).is_superuser
    read_and_send(client, page_of(root), {"display_name": "Ik", "email": root.email, "language": "nl"})
    me = User.objects.get(pk=root.pk)
    assert (me.display_name, me.is_superuser, me.is_active) == ("Ik", True, True)


def test_choosing_a_person_shows_which_one(client, curator, outsider):
    words = {
        "app_label": "initiatives",
        "model_name": "membership",
        "field_name": "user",
        "term": outsider.email,
    }
    found = client.get("/beheer/autocomplete/", words).json()["results"]
    assert [row["text"] for row in found] == [f"{outsider.display_name} ({outsider.email})"]


def test_giving_a_role_starts_at_the_person(client, curator, outsider):
    page = client.get(reverse("admin:initiatives_user_change", args=[outsider.pk]))
    address = page.context["panels"][0].add_address
    assert client.get(address).context["adminform"].form.initial == {"user": outsider.pk}
    city = factories.create_city()
    response = client.post(
        address, {"user": outsider.pk, "kind": "coordinator", "city": city.pk}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("admin:initiatives_user_change", args=[outsider.pk])


def test_a_role_without_its_own_scope_gets_a_sentence(client, curator, outsider, initiative):
    data = {"user": outsider.pk, "kind": "coordinator", "programme": initiative.programme_id}
    response = client.post("/beheer/initiatives/role/add/", data)
    assert "een kwartiermaker bij een stad" in response.text


# ------------------------------------------------------------------ who left, and who must stay
@pytest.fixture
def superuser(client):
    boss = factories.create_user()
    boss.is_superuser = True
    boss.save()
    client.force_login(boss)
    return boss


def page_of(user) -> str:
    return reverse("admin:initiatives_user_change", args=[user.pk])


def test_a_deleted_account_is_shown_so_and_cannot_be_changed(client, superuser, outsider):
    outsider.anonymise()
    page = client.get(page_of(outsider))
    assert "iemand die niet meer meedoet" in page.text
    assert "Dit account is verwijderd op" in page.text
    assert not page.context["may_save"]
    assert client.post(page_of(outsider), typed(is_active="on")).status_code == 403
    outsider.refresh_from_db()
    assert (outsider.email, outsider.is_active) == (None, False)
    listed = client.get("/beheer/initiatives/user/?inloggen=verwijderd")
    assert listed.context["cl"].result_count == 1
    search = "/beheer/autocomplete/?app_label=initiatives&model_name=role&field_name=user&term="
    assert str(outsider.pk) not in [row["id"] for row in client.get(search).json()["results"]]


def another_superuser() -> User:
    other = factories.create_user()
    other.is_superuser = True
    other.save()
    return other


@pytest.mark.parametrize("taken", ["is_active", "is_superuser"])
def test_the_last_superuser_stays_one(client, superuser, taken):
    other = another_superuser()
    form = typed(display_name="Ander", email=other.email, is_superuser="on")
    form.pop(taken)
    now = User.objects.get(pk=other.pk)
    fields = ["display_name", "email", "language", "is_active", "is_superuser"]
    checked = modelform_factory(User, form=UserForm, fields=fields)
    form["version"] = checked(instance=now)["version"].value()
    assert checked(form, instance=now).is_valid(), "one of two may step down"
    User.objects.filter(pk=superuser.pk).update(is_superuser=False)  # while this page was open
    last = checked(form, instance=User.objects.get(pk=other.pk))
    assert "Dit is de laatste beheerder." in str(last.errors)


@pytest.mark.django_db(transaction=True)
def test_two_superusers_who_demote_each_other_leave_one():
    pair = [another_superuser(), another_superuser()]
    gate, browsers = threading.Barrier(2, timeout=30), [Client(), Client()]
    for browser, user in zip(browsers, pair, strict=True):
        browser.force_login(user)

    def demote(browser, other):
        read = marks_on(page_of(other), browser.get(page_of(other)).text)
        gate.wait()
        browser.post(page_of(other), read | typed(display_name="Gewoon", email=other.email))
        connection.close()

    threads = [threading.Thread(target=demote, args=a) for a in zip(browsers, pair[::-1], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_a_facilitator_belongs_to_a_programme_and_comes_no_further(client, superuser, initiative, outsider):
    add = "/beheer/initiatives/role/add/"
    page = client.get(add)
    for words in ("Begeleider", "begeleidt leermiddagen van een programma", "Kwartiermaker"):
        assert words in page.text
    alone = client.post(add, {"user": outsider.pk, "kind": RoleKind.FACILITATOR})
    assert "een begeleider horen bij een programma" in alone.text
    given = {"user": outsider.pk, "kind": RoleKind.FACILITATOR, "programme": initiative.programme_id}
    assert client.post(add, given).status_code == 302
    assert str(outsider.roles.get()) == f"begeleider · {initiative.programme}"
    client.force_login(outsider)
    assert client.get("/beheer/", follow=True).status_code == 404
    assert client.post(add, given).status_code in (302, 404)


def test_staff_give_facilitators_in_their_own_programme_only(client, curator, initiative, outsider):
    add, elsewhere = "/beheer/initiatives/role/add/", factories.create_programme()
    given = {"user": outsider.pk, "kind": RoleKind.FACILITATOR}
    assert client.post(add, given | {"programme": elsewhere.pk}).status_code == 200
    assert not outsider.roles.exists()
    assert client.post(add, given | {"programme": initiative.programme_id}).status_code == 302
