"""Two rows that turn out to be one: everything comes along, and comes back to the letter."""

import datetime as dt
import random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier

from initiatives.lenses import MergeKind
from initiatives.models import (
    AuditEntry,
    Challenge,
    Merge,
    MergeChange,
    Objection,
    Partner,
    PartnerAlias,
    Role,
    User,
)
from initiatives.models.merging.doing import merge, split, undo
from initiatives.models.merging.kinds import KINDS
from initiatives.models.merging.merges import KEPT
from initiatives.models.merging.relations import name_of, relations_to
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_user,
    create_win,
)
from tests.factories_facets import create_judgement
from tests.factories_wishes import create_meaning, create_wish

PARTNER, CHALLENGE, THEME, CITY, USER = (KINDS[kind] for kind in MergeKind)
LEDGER = {Merge, MergeChange, AuditEntry}


def everything() -> dict[str, list[str]]:
    """Every row of every table, but of the audit and the ledger."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model in LEDGER or not model._meta.managed:
                continue
            table = Identifier(model._meta.db_table)
            cursor.execute(SQL("select to_jsonb(it)::text from {} it").format(table))
            found[model._meta.label] = sorted(row for (row,) in cursor.fetchall())
    return found


@pytest.fixture
def by(initiative):
    return create_user(staff_of=initiative.programme)


@pytest.fixture
def two():
    return create_partner(name="Hogeschool Leiden"), create_partner(name="HS Leiden")


# --- nothing is forgotten ---------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_relation_that_does_not_come_along_is_named_with_a_reason(kind):
    names = {name_of(column) for column in relations_to(kind.model)}
    left = {**kind.stays, **kind.falls}
    assert left.keys() <= names
    assert all(map(str, left.values()))
    assert kind.closes or not kind.stays  # a row that is deleted keeps nothing


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_rule_of_a_table_that_points_there_is_written_in_a_way_that_merging_does_not_read(kind):
    """A unique rule with an expression would not be seen as a twin."""
    for column in relations_to(kind.model):
        for rule in column.model._meta.constraints:
            told = " ".join(map(str, getattr(rule, "expressions", ())))
            assert f"F({column.name})" not in told, rule.name
    with connection.cursor() as cursor:
        there = (
            connection.introspection.get_constraints
        )  # every foreign key of the database is a relation we know
        known = {(column.model._meta.db_table, column.column) for column in relations_to(kind.model)}
        for table in connection.introspection.table_names(cursor):
            keys = [each for each in there(cursor, table).values() if each["foreign_key"]]
            for key in keys:
                if key["foreign_key"][0] == kind.model._meta.db_table:
                    assert (table, key["columns"][0]) in known


# --- partners ---------------------------------------------------------------------------------
def test_everything_that_points_at_a_partner_points_at_the_one_that_stays(initiative, two, by):
    stays, goes = two
    win = create_win(initiative=initiative)
    win.partners.set([stays, goes])
    initiative.partnerships.create(partner=goes, role="funder")
    goes.aliases.create(name="HSL")
    merge(PARTNER, goes, stays, chosen=(), by=by)
    assert [*win.partners.all()] == [stays]
    assert initiative.partnerships.get(role="funder").partner == stays
    assert {alias.name for alias in stays.aliases.all()} == {"HSL", "HS Leiden"}
    assert not Partner.objects.filter(pk=goes.pk).exists()


def test_where_both_take_part_one_partnership_stays_with_what_hung_on_both(initiative, two, by):
    stays, goes = two
    here = initiative.partnerships.create(partner=stays, since=dt.date(2025, 1, 1))
    there = initiative.partnerships.create(partner=goes, since=dt.date(2024, 1, 1), role="funder")
    wish = there.wishes.create(statement="Meer tijd", stated_by=by)
    merge(PARTNER, goes, stays, chosen=(), by=by)
    wish.refresh_from_db()
    here.refresh_from_db()
    assert wish.partnership == here
    assert (here.role, here.since) == ("funder", dt.date(2024, 1, 1))


def test_a_chosen_value_comes_from_the_one_that_goes_and_the_name_that_is_left_over_is_kept(two, by):
    stays, goes = two
    goes.website = "https://hsl.nl"
    goes.save()
    merge(PARTNER, goes, stays, chosen=["name", "website"], by=by)
    stays.refresh_from_db()
    assert (stays.name, stays.website) == ("HS Leiden", "https://hsl.nl")
    assert PartnerAlias.objects.get().name == "Hogeschool Leiden"


def test_the_old_address_leads_to_the_one_that_stays_also_after_another_merge(two, by):
    stays, goes = two
    last, slugs = create_partner(name="Hogeschool te Leiden"), [row.slug for row in two]
    first = merge(PARTNER, goes, stays, chosen=(), by=by)
    merge(PARTNER, stays, last, chosen=(), by=by)
    at = Merge.objects.now_at
    assert [at(MergeKind.PARTNER, slug) for slug in slugs] == [last.pk, last.pk]
    with pytest.raises(ValidationError, match="Draai eerst dat terug"):
        undo(first, by=by)


def test_an_objection_to_an_answer_that_falls_is_not_said_of_the_one_that_stays(initiative, two, by):
    stays, goes = two
    here, there = (initiative.partnerships.create(partner=row) for row in two)
    meaning = create_meaning(initiative=initiative)
    for row, answer in ((here, "partly"), (there, "disagrees")):
        said = meaning.answers.create(partnership=row, answer=answer, said_by=by)
    Objection.objects.create(partnership=there, answer=said)
    assert "1 antwoord op wat opschalen betekent vervalt" in PARTNER.warns(goes, stays)[0]
    made = merge(PARTNER, goes, stays, chosen=(), by=by)
    assert meaning.answers.get().answer == "partly"
    assert not Objection.objects.exists()
    assert undo(made, by=by) == []
    assert Objection.objects.get().answer.answer == "disagrees"


def test_the_name_of_a_partner_that_only_a_team_knew_is_no_address(two, by):
    stays, goes = two
    Partner.objects.filter(pk=goes.pk).update(proposed_at=timezone.now(), proposed_by=by)
    merge(PARTNER, goes, stays, chosen=(), by=by)
    assert Merge.objects.now_at(MergeKind.PARTNER, goes.slug) is None


def test_undoing_leaves_what_somebody_changed_since_and_says_which(initiative, two, by):
    stays, goes = two
    row = initiative.partnerships.create(partner=goes)
    made = merge(PARTNER, goes, stays, chosen=["name"], by=by)
    Partner.objects.filter(pk=stays.pk).update(name="Iets anders")
    stayed = undo(made, by=by)
    row.refresh_from_db()
    stays.refresh_from_db()
    assert [line.table for line in stayed] == ["initiatives.partner"]
    assert (row.partner, stays.name) == (goes, "Iets anders")


def test_a_month_later_nothing_is_undone_and_the_address_still_leads_there(two, by):
    stays, goes = two
    made = merge(PARTNER, goes, stays, chosen=(), by=by)
    Merge.objects.update(made_at=timezone.now() - KEPT)
    Merge.objects.forget_old()
    with pytest.raises(ValidationError):
        undo(made, by=by)
    assert not MergeChange.objects.exists()
    assert Merge.objects.now_at(MergeKind.PARTNER, goes.slug) == stays.pk


def test_undoing_is_refused_where_the_address_is_of_another_by_now(two, by):
    stays, goes = two
    made = merge(PARTNER, goes, stays, chosen=(), by=by)
    Partner.objects.create(name="Nieuw", slug=goes.slug, kind="network")
    with pytest.raises(ValidationError, match="van een ander"):
        undo(made, by=by)
    made.refresh_from_db()
    assert made.undone_at is None


def test_of_one_partner_that_is_two_what_was_chosen_goes_with_the_new_one_and_comes_back(initiative, two, by):
    partner, _other = two
    going, staying = (row.partnerships.create(partner=partner) for row in (initiative, create_initiative()))
    win, alias = create_win(initiative=initiative), partner.aliases.create(name="HL")
    win.partners.add(partner)
    before = everything()
    made = split(partner, "Hogeschool Noord", partnerships=[going.pk], aliases=[alias.pk], by=by)
    new = Partner.objects.get(name="Hogeschool Noord")
    assert ([*win.partners.all()], [*new.aliases.all()]) == ([new], [alias])
    assert [*partner.partnerships.all()] == [staying]
    assert undo(made, by=by) == []
    assert everything() == before


# --- people -----------------------------------------------------------------------------------
def test_the_account_that_goes_is_closed_and_its_work_is_of_the_one_that_stays(initiative, by):
    goes, stays = create_user(lead_of=initiative, coordinates=initiative.cities.get()), create_user()
    goes.emailaddress_set.create(email=goes.email, verified=True, primary=True)
    address, win = goes.email, create_win(initiative=initiative, by=goes, confirmed=False)
    merge(USER, goes, stays, chosen=(), by=by)
    goes.refresh_from_db()
    win.refresh_from_db()
    assert (goes.is_active, goes.email, goes.merged_into) == (False, None, stays)
    assert win.logged_by == stays
    assert initiative.memberships.get().user == stays
    assert not Role.objects.filter(user__in=[goes, stays]).exists()
    assert not stays.emailaddress_set.get(email=address).primary


def test_nobody_gets_more_rights_by_a_merge(initiative, by):
    boss, _another = create_superuser(), create_superuser()
    stays = create_user()
    merge(USER, boss, stays, chosen=(), by=by)
    stays.refresh_from_db()
    assert not stays.is_superuser


def test_an_account_that_is_deleted_takes_the_names_of_earlier_ones_along(initiative, by):
    goes, stays = create_user(), create_user()
    merge(USER, goes, stays, chosen=(), by=by)
    stays.anonymise()
    goes.refresh_from_db()
    assert (goes.display_name, Merge.objects.get().gone_name) == ("", "")
    assert not MergeChange.objects.exists()


# --- there and back ---------------------------------------------------------------------------
def create_superuser():
    return User.objects.create_superuser(
        f"baas-{User.objects.count()}@voorbeeld.example", display_name="Baas"
    )


few = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


def partners_with_work(dice, by):
    one, other = create_partner(name="Een huis"), create_partner(name="Eén huis")
    for _number in range(2):
        initiative = create_initiative()
        win = create_win(initiative=initiative, by=by)
        win.partners.set([row for row in (one, other) if dice.random() < 0.6])
        meaning = create_meaning(initiative=initiative)
        for partner in (one, other):
            if dice.random() < 0.7:
                row = initiative.partnerships.create(partner=partner, role=dice.choice(["partner", "funder"]))
                create_wish(partnership=row)
                meaning.answers.create(partnership=row, answer="partly", said_by=by)
                Objection.objects.create(partnership=row)
    return one, other


def challenges_with_work(dice, by):
    rows = [
        Challenge.objects.create(title=f"Hoe {n}?", slug=f"hoe-{Challenge.objects.count()}") for n in range(2)
    ]
    for _number in range(3):
        create_initiative().challenges.set([row for row in rows if dice.random() < 0.6])
    return rows


def people_with_work(dice, by):
    one, other = create_user(), create_user()
    for _number in range(2):
        initiative = create_initiative()
        shared = create_win(initiative=initiative)
        for user in (one, other):
            user.emailaddress_set.get_or_create(
                email=user.email, defaults={"verified": True, "primary": True}
            )
            if dice.random() < 0.7:
                initiative.memberships.create(user=user, role=dice.choice(["lead", "member"]))
            if dice.random() < 0.5:
                create_win(initiative=initiative, by=user)
            create_judgement(shared, by=user)
    Role.objects.create(user=other, kind="coordinator", city=create_city())
    return one, other


WORK = {PARTNER: partners_with_work, CHALLENGE: challenges_with_work, USER: people_with_work}


@pytest.mark.parametrize("kind", WORK, ids=lambda kind: str(kind.word))
@few
@given(seed=st.integers(0, 10_000))
def test_after_a_merge_and_its_undoing_every_row_is_as_it_was(by, kind, seed):
    dice = random.Random(seed)
    stays, goes = WORK[kind](dice, by)
    before = everything()
    chosen = [name for name in kind.fields if dice.random() < 0.5]
    made = merge(kind, goes, stays, chosen=chosen, by=by)
    assert everything() != before
    assert undo(made, by=by) == []
    assert everything() == before
