from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.examples.programme import load_example
from initiatives.models import Initiative, SmallWin, User


def make_logins() -> str:
    out = StringIO()
    call_command("demo_logins", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(settings):
    settings.SECURE = False
    load_dataset(DATA)


def test_the_demo_prints_a_password_that_opens_every_login(demo):
    out = make_logins()
    password = out.partition("Wachtwoord: ")[2].split("\n")[0]
    people = User.objects.filter(is_active=True)
    assert people.count() == 5
    for user in people:
        assert user.email in out
        assert user.check_password(password)


def test_everyone_in_the_demo_has_the_rights_of_their_role(demo):
    make_logins()
    wijs = Initiative.objects.get(slug="wijs-groningen")
    user = {user.email.partition("@")[0]: user for user in User.objects.all()}
    assert user["programma"].is_staff
    assert not user["programma"].is_superuser
    editable = {who: Initiative.objects.editable_by(user[who]).contains(wijs) for who in user}
    assert {who for who, may in editable.items() if may} == {
        "programma",
        "kwartiermaker",
        "trekker",
        "teamlid",
    }
    assert not SmallWin.objects.editable_by(user["buitenstaander"]).exists()


def test_the_same_people_have_the_same_place_in_the_example(demo):
    load_example()
    assert "/voorbeeldprogramma/initiatieven/warme-voeten/" in make_logins()
    user = {
        user.email.partition("@")[0]: user
        for user in User.objects.filter(email__endswith="@vliegwiel.example")
    }
    warm = Initiative.objects.get(slug="warme-voeten")
    spoken_for = {who for who in user if Initiative.objects.spoken_for_by(user[who]).contains(warm)}
    assert spoken_for == {"trekker"}
    editable = {who for who in user if Initiative.objects.editable_by(user[who]).contains(warm)}
    assert editable == {"programma", "kwartiermaker", "trekker", "teamlid"}
    assert {role.programme.is_example for role in user["programma"].roles.all()} == {True, False}


def test_without_the_example_nothing_is_said_of_it(demo):
    assert "voorbeeldprogramma" not in make_logins()


def test_a_second_start_makes_nobody_twice(demo):
    make_logins()
    make_logins()
    assert User.objects.filter(is_active=True).count() == 5


def test_production_refuses_logins_with_a_known_password(settings):
    settings.SECURE = True
    with pytest.raises(CommandError, match="geen demo"):
        make_logins()
    assert not User.objects.exists()
