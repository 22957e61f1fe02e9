"""Choices and their history, the dream that was, and who shares what scaling means here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import Agreement, Choice, Direction, ScalingType
from initiatives.models import Initiative, MeaningAnswer, Reader, acting
from initiatives.reports.mirror.ambitions import agreement_counts, ambitions_page
from initiatives.reports.mirror.wishes import wish_table
from initiatives.reports.profile.page import initiative_profile
from tests.factories_wishes import create_ambition, create_meaning, create_partnership, days_ago


def page(initiative, user):
    return ambitions_page(Reader(user, initiative))


def test_the_latest_choice_holds_and_the_earlier_ones_stay(initiative, visitor):
    create_ambition(initiative, choice=Choice.YES)
    create_ambition(initiative, choice=Choice.NOT, reason="Te groot")
    growth = page(initiative, visitor).types[0]
    assert (growth.code, growth.now.reason) == ("not", "Te groot")
    assert [earlier.choice for earlier in growth.before] == [Choice.YES]


def test_every_type_and_direction_has_a_place_also_before_anything_was_chosen(initiative, visitor):
    found = page(initiative, visitor)
    assert [choice.ray for choice in (*found.types, *found.directions)] == [*ScalingType, *Direction]
    assert {choice.code for choice in found.types} == {"open"}
    assert found.chosen == 0


def test_the_dream_as_it_was(initiative, team_member):
    with acting(team_member):
        for text in ("Eerst", "Toen", "Nu"):
            Initiative.objects.get(pk=initiative.pk).dream  # noqa: B018 as a page does
            initiative.dream = text
            initiative.save(update_fields=["dream"])
        initiative.title = "Andere titel"
        initiative.save(update_fields=["title"])
    found = page(initiative, team_member).dreams
    assert [(version.text, version.changed_by) for version in found] == [
        ("Toen", str(team_member)),
        ("Eerst", str(team_member)),
    ]


def test_the_english_dream_is_kept_apart(initiative, team_member):
    for text in ("First", "Now"):
        initiative.dream_en = text
        initiative.save(update_fields=["dream_en"])
    (version,) = page(initiative, team_member).dreams
    assert (version.text, version.language) == ("First", "en")


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_others_read_the_dream_but_not_what_it_was(initiative, request, who):
    for text in ("Eerst", "Nu"):
        initiative.dream = text
        initiative.save(update_fields=["dream"])
    assert page(initiative, request.getfixturevalue(who)).dreams == ()


def test_a_meaning_counts_partners_by_answer_and_those_not_asked(initiative, team_member):
    meaning = create_meaning(initiative)
    for answer in (Agreement.AGREES, Agreement.AGREES, Agreement.UNKNOWN):
        row = create_partnership(initiative)
        MeaningAnswer.objects.create(meaning=meaning, partnership=row, answer=answer, said_by=team_member)
    found = page(initiative, team_member).meaning
    assert found.counted == "2 eens, 1 weten we niet, 1 niet gevraagd"


def test_a_partner_who_leaves_later_is_still_asked(initiative, team_member):
    create_meaning(initiative)
    here = {initiative.partnerships.get().partner.name}
    for name, days in (("Gisteren", 1), ("Vandaag", 0), ("Morgen", -1)):
        create_partnership(initiative, name=name, until=days_ago(days))
    names = {view.partnership.partner.name for view in page(initiative, team_member).meaning.views}
    profile = initiative_profile(Reader(team_member, initiative))
    wishes = wish_table(Reader(team_member, initiative))
    assert names == {*here, "Vandaag", "Morgen"}
    assert {row.partner.name for row in profile.together.now} == names
    assert {row.partnership.partner.name for row in wishes.partners if row.is_here} == names


def test_another_text_asks_the_partners_anew(initiative, team_member):
    row = initiative.partnerships.get()
    first = create_meaning(initiative)
    MeaningAnswer.objects.create(meaning=first, partnership=row, answer=Agreement.AGREES, said_by=team_member)
    create_meaning(initiative, text="Iets anders")
    found = page(initiative, team_member).meaning
    assert (found.now.text, [earlier.text for earlier in found.before]) == ("Iets anders", [first.text])
    assert found.counted == "1 niet gevraagd"


def test_the_network_reads_the_text_and_not_who_agrees(initiative, outsider, visitor):
    create_meaning(initiative)
    assert page(initiative, outsider).meaning.now is not None
    assert page(initiative, outsider).meaning.views == ()
    assert page(initiative, visitor).meaning.now is None


@given(st.lists(st.one_of(st.none(), st.sampled_from(Agreement.values))), st.randoms(use_true_random=False))
def test_disagreement_is_counted_and_never_netted(answers, chance):
    counts = agreement_counts(answers)
    assert counts == agreement_counts(chance.sample(answers, len(answers)))
    assert sum(number for _code, number in counts) == len(answers)
    assert {code for code, _number in counts} == {answer or "" for answer in answers}


@pytest.mark.parametrize("times", [1, 10])
def test_the_page_asks_as_often_with_a_long_history(
    initiative, team_member, django_assert_num_queries, times
):
    for n in range(times):
        create_ambition(initiative)
        initiative.dream = f"Droom {n}"
        initiative.save()
        create_partnership(initiative)
        create_meaning(initiative, text=f"Tekst {n}")
    with django_assert_num_queries(8):
        page(initiative, team_member)
