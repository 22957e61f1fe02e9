"""Two rows that turn out to be one, at /beheer/: choosing, looking, doing it and taking it back."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import Merge, Partner, SaidApart
from initiatives.reports.network.doubles import doubles
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_programme,
    create_theme,
    create_user,
)


def page(row, name: str = "merge", *of) -> str:
    return reverse(f"admin:initiatives_{row._meta.model_name}_{name}", args=[row.pk, *of])


@pytest.fixture
def two(curator):
    return create_partner(name="Hogeschool Leiden"), create_partner(name="Hogeschool Leidn")


def test_rows_that_look_alike_are_proposed_and_any_other_is_found(client, two):
    stays, goes = two
    other = create_partner(name="Buurthuis")
    assertContains(client.get(page(goes)), f"?met={stays.pk}")
    assertNotContains(client.get(page(goes)), f"?met={other.pk}")
    assertContains(client.get(page(goes), {"zoek": "buurt"}), f"?met={other.pk}")


def test_a_merge_says_in_numbers_what_goes_along_and_can_be_taken_back(client, initiative, two):
    stays, goes = two
    for row in two:
        initiative.partnerships.create(partner=row)
    goes.website = "https://leidn.nl"
    goes.save()
    shown = client.get(page(goes), {"met": stays.pk})
    assertContains(shown, "Dit gaat mee: 1 samenwerking.")
    assert {each.name: each.takes_other for each in shown.context["preview"].choices} == {
        "name": False,
        "website": True,  # the one that is filled
    }
    client.post(page(goes), {"met": stays.pk, "of_name": "stays", "of_website": "goes"})
    stays.refresh_from_db()
    assert stays.website == "https://leidn.nl"
    client.logout()
    assertRedirects(client.get(goes.get_absolute_url()), stays.get_absolute_url())


def test_undoing_brings_the_page_back(client, programme_staff, two):
    stays, goes = two
    client.post(page(goes), {"met": stays.pk})
    made = Merge.objects.get()
    back = page(stays, "unmerge", made.pk)
    assertContains(client.get(page(stays)), back)
    assertContains(client.post(back, follow=True), "Alles staat weer zoals het was.")
    assert client.get(goes.get_absolute_url()).status_code == 200
    history = reverse("admin:initiatives_partner_history", args=[goes.pk])
    assertContains(client.get(history), "Ging op in “Hogeschool Leiden”.")
    assertContains(client.post(back, follow=True), "kan niet meer worden teruggedraaid")


def test_a_pair_that_somebody_said_are_two_is_proposed_no_more(client, two):
    stays, goes = two
    doubles = reverse("admin:doubles")
    assertContains(client.get(doubles), page(goes))
    client.post(page(goes, "apart"), {"met": stays.pk})
    client.post(page(stays, "apart"), {"met": goes.pk})
    assert SaidApart.objects.count() == 1
    assertNotContains(client.get(doubles), page(goes))
    assertNotContains(client.get(page(goes)), f"?met={stays.pk}")


def test_the_list_of_doubles_asks_the_same_however_many_there_are(two, django_assert_num_queries):
    create_partner(name="Hogeschool Leiden 2")
    with django_assert_num_queries(3):
        assert len(doubles(Partner.objects.all())) == 3


@pytest.mark.parametrize("create", [create_theme, create_city])
def test_themes_and_cities_merge_in_the_same_way(client, curator, create):
    stays, goes = create(name="Wonen"), create(name="Wonen en leven")
    initiative = create_initiative()
    (initiative.themes if create is create_theme else initiative.cities).add(goes)
    client.post(page(goes), {"met": stays.pk})
    rows = initiative.themes if create is create_theme else initiative.cities
    assert stays in rows.all()
    assert not type(goes).objects.filter(pk=goes.pk).exists()


def test_a_real_partner_and_an_invented_one_do_not_become_one(client, curator, two):
    stays, goes = two
    create_initiative(partner=stays)
    create_initiative(partner=goes, programme=create_programme(is_example=True))
    shown = client.get(page(goes), {"met": stays.pk})
    assertContains(shown, "Die blijven apart.")
    client.post(page(goes), {"met": stays.pk})
    assert not Merge.objects.exists()


def test_nobody_merges_their_own_account_or_one_beyond_their_reach(client, curator, initiative):
    somebody, boss = create_user(member_of=initiative), create_user()
    boss.is_superuser = True
    boss.save()
    for row, other in ((curator, somebody), (boss, somebody), (somebody, boss), (somebody, curator)):
        client.post(page(row), {"met": other.pk})
    assert not Merge.objects.exists()


def test_only_who_merged_two_accounts_takes_them_apart(client, curator, initiative):
    goes, stays = create_user(member_of=initiative), create_user(member_of=initiative)
    client.post(page(goes), {"met": stays.pk})
    made = Merge.objects.get()
    assert client.get(reverse("admin:initiatives_user_changelist")).context["cl"].queryset.count() >= 2
    assertNotContains(client.get(reverse("admin:initiatives_user_changelist")), f"/user/{goes.pk}/")
    client.force_login(create_user(staff_of=initiative.programme))
    client.post(page(stays, "unmerge", made.pk))
    goes.refresh_from_db()
    assert not goes.is_active
    client.force_login(curator)
    client.post(page(stays, "unmerge", made.pk))
    goes.refresh_from_db()
    assert goes.is_active


def test_a_partner_that_stopped_is_not_offered_by_a_part_of_its_name_and_is_named_so_where_it_is_meant(
    client, curator
):
    create_initiative(partner=create_partner(name="Buurthuis De Zon"))
    alike = reverse("partners:alike")
    assertContains(client.get(alike, {"partner_name": "buurth"}), "De Zon")
    Partner.objects.update(gone_on="2024-05-03")
    assertNotContains(client.get(alike, {"partner_name": "buurth"}), "De Zon")
    assertContains(client.get(alike, {"partner_name": "Buurthuis De Zon"}), "gestopt op 3 mei 2024")


def test_a_website_of_another_partner_is_asked_about_once(client, curator):
    known = create_partner(name="Buurthuis De Zon")
    Partner.objects.filter(pk=known.pk).update(website="https://zon.nl")
    words = {"name": "Heel anders", "kind": "network", "website": "https://zon.nl"}
    add = reverse("admin:initiatives_partner_add")
    assertContains(client.post(add, words), "Buurthuis De Zon", status_code=200)
    client.post(add, words | {"is_another": "on"})
    assert Partner.objects.filter(name="Heel anders").exists()


def test_a_partner_that_is_two_is_split_after_a_look_and_put_back(client, initiative, two):
    partner, _other = two
    row = initiative.partnerships.create(partner=partner)
    words = {"name": "Hogeschool Noord", "partnerships": [row.pk]}
    assertContains(client.get(page(partner, "split"), words), "komt naast")
    assert not Partner.objects.filter(name="Hogeschool Noord").exists()
    client.post(page(partner, "split"), words)
    row.refresh_from_db()
    assert row.partner.name == "Hogeschool Noord"
    client.post(page(partner, "unmerge", Merge.objects.get().pk))
    row.refresh_from_db()
    assert row.partner == partner
    assert client.post(page(partner, "split"), {"name": ""}).status_code == 422


def test_an_initiative_of_others_that_is_not_public_is_not_named_where_a_partner_is_split(client, two):
    partner, _other = two
    create_initiative(title="Geheim plan", partner=partner, programme=create_programme(), published=False)
    assertNotContains(client.get(page(partner, "split")), "Geheim plan")
