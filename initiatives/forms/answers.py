"""Form fields for the coded answers of a win (`lenses.ANSWERS`): silence, an answer and "I don't know" are three things."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import NOT_KNOWN
from initiatives.forms.widgets import Rows, RowsMultiple, Tiles, TilesMultiple
from initiatives.lenses import NONE_OF_THESE, UNKNOWN, CodedAnswer, Crossing, Section
from initiatives.lenses.words import Words

UNKNOWN_ANSWER = {"invalid_choice": NOT_KNOWN}
IN_ROWS = ("depth", "coupled", "loss_answer")  # their words are long
IN_THREES = ("directions", "level")


def capitalised(choices: Iterable[tuple]) -> list[tuple]:
    """Choices as a form writes them."""
    return [(code, capfirst(label)) for code, label in choices]


class AnswerSet(forms.MultipleChoiceField):
    """A set of words, none of them, "don't know", or no answer (nothing ticked, stored as NULL).

    In and out: the set as it is stored. Ticks are a tuple here, so that no ticks are silence and not an empty set.
    """

    def __init__(self, answer: CodedAnswer, **options):
        options.setdefault("error_messages", UNKNOWN_ANSWER)
        super().__init__(choices=capitalised(answer.ticks), required=False, **options)

    def bound_data(self, data, initial):
        return tuple(data or ())

    def prepare_value(self, value):
        if value is None or isinstance(value, tuple):
            return list(value or ())
        return list(value) or [NONE_OF_THESE]

    def clean(self, value) -> list[str] | None:
        ticks = super().clean(value)
        check_one_kind(ticks, dict(self.choices))
        return _stored(ticks)

    def has_changed(self, initial, data) -> bool:
        return _stored(list(data or ())) != initial


def check_one_kind(ticks: list[str], labels: Mapping[str, str]) -> None:
    """Words, or one of the answers that exclude all others; ValidationError for both at once."""
    alone = [code for code in (NONE_OF_THESE, UNKNOWN) if code in ticks]
    if alone and len(ticks) > 1:
        other = next(code for code in ticks if code != alone[0])
        words = {"one": labels[other], "other": labels[alone[0]]}
        raise ValidationError(
            _("Je koos “%(one)s” én “%(other)s”. Die gaan niet samen: tik er een weg."), params=words
        )


def _stored(ticks: list[str]) -> list[str] | None:
    if not ticks:
        return None
    return [] if ticks == [NONE_OF_THESE] else ticks


def field_of(answer: CodedAnswer) -> forms.Field:
    """The question about this answer, as the team is asked. Out of its `clean`: what is stored."""
    options = {
        "label": answer.label or answer.question,
        "help_text": answer.help,
        "widget": widget_of(answer),
        "error_messages": UNKNOWN_ANSWER,
    }
    if answer.many:
        return AnswerSet(answer, **options)
    choices = capitalised(answer.ticks)
    return forms.TypedChoiceField(choices=choices, required=False, empty_value=None, **options)


def field_of_reading(answer: CodedAnswer) -> forms.Field:
    """The question how the editors read it, with what each word means."""
    words = {"label": answer.question}
    if answer.many:
        return AnswerSet(answer, widget=RowsMultiple(vocabulary=_explained(answer)), **words)
    choices = [*capitalised(answer.words.choices), ("", capfirst(_("nog geen antwoord")))]
    widget = Rows(vocabulary=answer.words)
    return forms.TypedChoiceField(choices=choices, required=False, empty_value=None, widget=widget, **words)


def _explained(answer: CodedAnswer) -> Iterable[Words]:
    """The words that explain themselves, with an icon: how a win is read. A crossing is two of those."""
    return answer.words if answer.section is Section.READING and answer.words is not Crossing else ()


def widget_of(answer: CodedAnswer) -> forms.Widget:
    """Two tiles beside each other, unless its words ask for more or less room."""
    vocabulary = _explained(answer)
    if answer.name in IN_ROWS or answer.words is Crossing:
        return (RowsMultiple if answer.many else Rows)(vocabulary=vocabulary)
    kind = TilesMultiple if answer.many else Tiles
    beside = "three" if answer.name in IN_THREES else "two"
    return kind(vocabulary=vocabulary, attrs={"class": f"tiles--{beside}"})
