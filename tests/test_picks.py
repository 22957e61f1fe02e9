"""The guard against picks that chance decides, shown to bite; and keys that come in an order, shown to do so."""

import uuid

import pytest
from django.db.models import Exists, OuterRef, Subquery

from initiatives.models import Initiative, SmallWin, Wish
from tests import factories, factories_wishes, keys
from tests.picks import RandomPick

BY_CHANCE = {
    "the first": lambda wins: wins.first(),
    "the last": lambda wins: wins.last(),
    "the first by place": lambda wins: wins[0],
    "the first by place, of those read before": lambda wins: [len(wins), wins[0]],
    "the first few": lambda wins: list(wins[:2]),
    "the first by its key": lambda wins: wins.order_by("pk").first(),
    "the last by its key": lambda wins: wins.order_by("-id").last(),
    "the latest by its key": lambda wins: wins.latest("pk"),
    "one of those in two places": lambda wins: wins.filter(pk__in=[uuid.uuid4(), uuid.uuid4()]).first(),
    "one of either": lambda wins: (wins.filter(pk=uuid.uuid4()) | wins.filter(title="Eten")).first(),
    "all but one": lambda wins: wins.exclude(pk=uuid.uuid4()).first(),
    "one by half of what is unique": lambda wins: wins.filter(submission_id=uuid.uuid4()).first(),
    "one of each initiative": lambda wins: list(
        Initiative.objects.annotate(one=Subquery(wins.filter(initiative=OuterRef("pk")).values("title")[:1]))
    ),
}
NAMED = {
    "the first told": lambda wins: wins.order_by("logged_at").first(),
    "the latest told": lambda wins: wins.latest("logged_at"),
    "the newest few": lambda wins: list(wins.newest_first()[:2]),
    "a model that names an order": lambda wins: Wish.objects.first(),
    "keys that count up": lambda wins: Initiative.objects.order_by("pk").last(),
    "the one of this key": lambda wins: wins.filter(pk=uuid.uuid4()).first(),
    "the one with this word": lambda wins: wins.filter(title="Eten").filter(dataset_key="eten").first(),
    "the one of these two": lambda wins: wins.filter(logged_by=1, submission_id=uuid.uuid4()).first(),
    "none": lambda wins: wins.none().first(),
    "all that go": lambda wins: Wish.objects.order_by().filter(priority=None).delete(),
    "how many, up to some": lambda wins: wins[:2].count(),
    "whether there is one": lambda wins: list(
        Initiative.objects.filter(Exists(wins.filter(initiative=OuterRef("pk"))[:1]))
    ),
}


@pytest.mark.parametrize("pick", BY_CHANCE.values(), ids=BY_CHANCE)
def test_a_pick_by_chance_is_refused(initiative, pick):
    factories.create_win(initiative=initiative)
    with pytest.raises(RandomPick, match="SmallWin"):
        pick(SmallWin.objects.all())


@pytest.mark.parametrize("pick", NAMED.values(), ids=NAMED)
def test_a_pick_in_a_named_order_or_of_one_row_is_none_of_its_business(initiative, pick):
    factories.create_win(initiative=initiative)
    factories_wishes.create_wish(partnership=initiative.partnerships.get())
    pick(SmallWin.objects.all())


def test_a_message_about_rows_shows_them(initiative):
    win = factories.create_win(initiative=initiative, title="Eten")
    assert repr(SmallWin.objects.all()) == f"<SmallWinQuerySet [{win!r}]>"


@pytest.mark.parametrize(("way", "falls"), [("rising", False), ("falling", True)])
def test_keys_can_be_made_to_come_in_an_order(monkeypatch, way, falls):
    monkeypatch.setattr(uuid, "uuid4", uuid.uuid4)  # put back afterwards
    keys.only(way)
    made = [uuid.uuid4() for _ in range(300)]
    assert sorted(made, reverse=falls) == made
    assert {key.version for key in made} == {4}
