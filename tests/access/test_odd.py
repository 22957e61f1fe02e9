"""Whatever somebody sends, and whatever was never filled in: the site answers.

`ODD=20000 ODD_SEED=7 pytest tests/access/test_odd.py` sends more odd requests, or others (see odd.py).
"""

import os
from collections.abc import Iterator
from itertools import combinations

from django.apps import apps
from django.db import Error, transaction
from django.urls import reverse

from initiatives.reports.story.spans import WORDS
from tests.access import pages
from tests.access.asking import undone
from tests.access.odd import Fuzzer

REQUESTS, SEED = int(os.environ.get("ODD", "600")), int(os.environ.get("ODD_SEED", "1"))
GOES_WITH = {"precision": "occurred_on"}  # set and emptied together, with names that do not say so


def test_no_request_makes_the_site_fall(scene):
    fallen = Fuzzer(scene, SEED).fallen(REQUESTS)
    assert not fallen, "\n\n".join(fallen)


def test_every_page_stands_where_nothing_was_filled_in(scene):
    with undone():
        emptied = {
            column
            for model in apps.get_app_config("initiatives").get_models()
            for column in emptied_of(model)
        }
        read = [each for actor in ("visitor", "lead") for each in pages.read(scene, actor)]
        fallen = [asked for asked, answer in [*read, *sheets_of(scene)] if answer.status >= 500]
    assert {
        "SmallWin.occurred_on",
        "Initiative.started_on",
        "Partnership.since",
    } <= emptied
    assert fallen == []


def sheets_of(scene) -> Iterator[tuple]:
    """The A4 of an initiative over every stretch of time, as its lead."""
    address = reverse("stories:sheet", args=[scene.row("initiative", "public").slug])
    for words in (
        *(f"periode={code}" for code in WORDS),
        "periode=zelf&van=&tot=",
        "van=2020-01-01",
        "tot=x",
        "van=&win=",
    ):
        yield words, scene.sessions["lead"].ask("GET", f"{address}?{words}")


def emptied_of(model) -> Iterator[str]:
    """Empty every column that the database lets be empty, alone or with the one that it belongs to. Out: their names."""
    empty = {
        field.name: None if field.null else ""
        for field in model._meta.concrete_fields
        if field.null or (field.empty_strings_allowed and field.blank)
    }
    rows = model._base_manager.all()
    for names in [
        *((name,) for name in empty),
        *(pair for pair in combinations(empty, 2) if belong_together(*pair)),
    ]:
        try:
            with transaction.atomic():
                rows.update(**{name: empty[name] for name in names})
        except Error:
            continue  # a rule of the database
        yield from (f"{model.__name__}.{name}" for name in names)


def belong_together(one: str, other: str) -> bool:
    return (
        one.rsplit("_", 1)[0] == other.rsplit("_", 1)[0]
        or GOES_WITH.get(other) == one
        or GOES_WITH.get(one) == other
    )
