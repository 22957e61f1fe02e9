"""Every column has a kind, and the lists that follow from the kinds agree."""

import pytest
from django.apps import apps

from initiatives.lenses.answers import ANSWERS, READ_BY_EDITORS
from initiatives.models import Judgement, SmallWin
from initiatives.models.columns import OF_PACKAGES, Columns, Kind, columns_of, kind_of, names_of
from initiatives.models.wins.attachments import STAYS, relations_to


def our_models(*, sets: bool = False) -> list:
    return list(apps.get_app_config("initiatives").get_models(include_auto_created=sets))


def unclassified() -> list[str]:
    return [
        f"{model._meta.model_name}.{field.name}"
        for model in our_models(sets=True)
        for field in model._meta.concrete_fields
        if kind_of(field) is None
    ]


def names_without_a_field() -> list[str]:
    """The `columns` of a model that name a column it does not have."""
    wrong = []
    for model in [*our_models(), *map(apps.get_model, OF_PACKAGES)]:
        said = columns_of(model)
        named = {*said.kinds, *said.quiet, *said.author.split()}
        known = {field.name for field in model._meta.concrete_fields}
        wrong += [f"{model._meta.model_name}.{name}" for name in sorted(named - known)]
    return wrong


def test_no_column_is_unclassified():
    assert unclassified() == []


def test_a_text_column_without_a_kind_is_found(monkeypatch):
    monkeypatch.setattr(Judgement, "columns", Columns(words="comment"))
    assert unclassified() == ["judgement.on_behalf_of"]


def test_nothing_is_said_of_a_column_that_is_not_there():
    assert names_without_a_field() == []


def test_a_name_that_is_misspelt_is_found(monkeypatch):
    monkeypatch.setattr(Judgement, "columns", Columns(private="on_behalf_of comments"))
    assert names_without_a_field() == ["judgement.comments"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("id", Kind.KEY),
        ("initiative", Kind.TIE),
        ("logged_by", Kind.PERSON),
        ("title", Kind.WORDS),
        ("question", Kind.WORDS),
        ("occurred_on", Kind.ANSWER),
        ("types", Kind.ANSWER),
        ("confirmed_at", Kind.STATE),
        ("receipt_digest", Kind.STATE),
        ("stands", Kind.DERIVED),
        ("changed_at", Kind.DERIVED),
        ("submission_id", Kind.DERIVED),
    ],
)
def test_a_column_is_what_it_looks_like(name, kind):
    assert kind_of(SmallWin._meta.get_field(name)) is kind


def test_the_answers_of_a_win_are_those_of_the_lenses():
    """The team's, the editors' beside some of them, and what belongs to the words: when, and for whom."""
    editors = {answer.editors_name for answer in READ_BY_EDITORS}
    told = {"occurred_on", "precision", "audience"}
    assert set(names_of(SmallWin, Kind.ANSWER)) == {*ANSWERS, *editors, *told}


# ------------------------------------------------------------------ what is tied to a win
def left_behind(tied: list[tuple]) -> set[tuple[str, str]]:
    """Columns that point at a win and that merging does not name. In: the relations to a win."""
    known = {(table, column) for _name, column, table in tied}
    return {
        (model._meta.model_name, field.name)
        for model in our_models(sets=True)
        for field in model._meta.concrete_fields
        if field.related_model is SmallWin and (model, field.name) not in known
    }


def test_every_relation_to_a_win_moves_along_or_is_named_as_staying():
    tied = list(relations_to(SmallWin))
    assert left_behind(tied) == set()
    assert {name for name, _column, _table in tied} > STAYS


def test_a_relation_that_nobody_knows_of_is_found():
    tied = [tie for tie in relations_to(SmallWin) if tie[0] not in ("bites", "partners")]
    assert left_behind(tied) == {("nextbite", "win"), ("smallwin_partners", "smallwin")}
