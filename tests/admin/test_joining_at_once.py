"""Two of the staff say at one moment which partner it is."""

import re

import pytest
from django.urls import reverse

from initiatives.models import Partner
from tests.factories import create_partner, create_user
from tests.room import all_at_once, browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(initiative):
    return create_user(staff_of=initiative.programme)


@pytest.fixture
def two(initiative, team_member) -> list[Partner]:
    """Both wait, and take part."""
    names = ("Buurtkantine Oost", "Kantine Oost")
    rows = [Partner.objects.propose(name, "residents", city=None, by=team_member) for name in names]
    for row in rows:
        initiative.partnerships.create(partner=row)
    return rows


def join_page(partner: Partner) -> str:
    return reverse("admin:initiatives_partner_merge", args=[partner.pk])


def sent_by(staff, page: str, words: dict):
    client = browser()
    client.force_login(staff)
    answer = client.post(page, words, follow=True)
    return (answer.redirect_chain or [("", answer.status_code)])[0][1], answer.text


def test_two_partners_that_turn_out_to_be_each_other_at_once_become_one(initiative, staff, two):
    one, other = two
    pairs = [(one, other), (other, one)]
    answers = all_at_once(lambda pair: sent_by(staff, join_page(pair[0]), {"met": pair[1].pk}), pairs)
    assert {status for status, _page in answers} <= {302, 422}  # 422: the other one was quite done
    assert sorted("Samengevoegd" in page for _status, page in answers) == [False, True]
    assert Partner.objects.filter(pk__in=[one.pk, other.pk]).count() == 1
    assert initiative.partnerships.filter(partner__in=[one.pk, other.pk]).count() == 1


def test_a_partner_that_was_chosen_and_is_gone_is_named_as_such(staff, two):
    waiting, gone = two
    page, words = join_page(waiting), {"met": gone.pk}
    assert sent_by(staff, join_page(gone), {"met": waiting.pk})[0] == 302
    status, shown = sent_by(staff, page, words)
    assert (status, "Die is er niet (meer)." in shown) == (422, True)


def test_a_partner_turns_out_to_be_one_other_and_who_was_second_hears_it(staff, two):
    waiting, _other = two
    known = [create_partner(name=name) for name in ("Mensa Noord", "Mensa Zuid")]
    answers = all_at_once(lambda row: sent_by(staff, join_page(waiting), {"met": row.pk}), known)
    assert sorted("Samengevoegd" not in page for _status, page in answers) == [False, True]


def test_saving_a_partner_that_a_colleague_joined_meanwhile_says_that_it_is_gone(staff, two):
    waiting, other = two
    page = reverse("admin:initiatives_partner_change", args=[waiting.pk])
    client = browser()
    client.force_login(staff)
    shown = dict(re.findall(r'name="([\w-]*(?:_FORMS|version))" value="([^"]*)"', client.get(page).text))
    words = shown | {"name": waiting.name, "slug": waiting.slug, "kind": "residents", "_admit": "1"}
    ways = [(page, words), (join_page(waiting), {"met": other.pk})]
    answers = all_at_once(lambda way: sent_by(staff, *way), ways)
    assert {status for status, _page in answers} == {302}
