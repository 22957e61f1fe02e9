"""Rights are said in one way for every table. (models/rights.py)"""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet

from initiatives.models import Actor, NextBite, rights
from tests.factories import create_initiative, create_user

MODELS = Path(rights.__file__).parent
WORDS = ("visible_to", "editable_by")
KEPT = [
    (model, word)
    for model in apps.get_app_config("initiatives").get_models()
    for word in WORDS
    if hasattr(model.objects, word)
]
SAYS_WHO_COMES_IN = {"rights.py", "audit.py"}  # the audit writes down who acts, whatever they may


def asked_for(user) -> dict[tuple, str]:
    """The query of each model and right for this user; empty where no row can match."""
    return {(model, word): question(getattr(model.objects, word)(user)) for model, word in KEPT}


def question(rows) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


def deciders(sources: dict[str, str]) -> set[str]:
    return {name for name, source in sources.items() if "is_authenticated" in source}


@pytest.mark.django_db
def test_somebody_who_is_shut_out_has_the_rights_of_a_visitor():
    shut_out = create_user(member_of=create_initiative())
    shut_out.is_active, shut_out.is_superuser = False, True
    assert len(KEPT) > 30
    assert asked_for(shut_out) == asked_for(AnonymousUser())


def test_a_visitor_changes_nothing():
    asked = asked_for(AnonymousUser())
    assert [model for (model, word), words in asked.items() if word == "editable_by" and words] == []


def test_one_module_says_who_may_come_in():
    assert deciders({path.name: path.read_text() for path in MODELS.rglob("*.py")}) == SAYS_WHO_COMES_IN
    assert deciders({"losses.py": "if not user.is_authenticated:\n    return self.none()"}) == {"losses.py"}


@pytest.mark.django_db
def test_the_condition_of_a_right_is_written_once_for_all_tables():
    reader = create_user(member_of=create_initiative())
    asked = [model.objects.editable_by(reader).query.sql_with_params() for model in (Actor, NextBite)]
    (keys,) = vars(reader)["_conditions"].values()
    words, values = keys.written
    assert all(words in sql and set(values) <= set(used) for sql, used in asked)
    assert keys.as_sql(None, None) is keys.written
