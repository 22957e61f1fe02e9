"""Fields to choose with: words of a vocabulary, and rows of the database."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.widgets import MostOneTapAway, Pills, RowsMultiple
from initiatives.models import SmallWin
from initiatives.periods import in_words

CHOOSE_ONE = _("Kies er een.")
NOT_KNOWN = _("Dit antwoord kennen we niet. Kies er een uit de lijst.")


def choices_of(words: Iterable, *, none=None) -> list:
    """In: words of a vocabulary, or pairs of a code and what it says. `none` is the line for no answer."""
    pairs = [(word.value, capfirst(word.label)) if hasattr(word, "label") else word for word in words]
    return pairs if none is None else [("", none), *pairs]


class WordField(forms.TypedChoiceField):
    """One of a few words; None where it stays empty. `none` is the line for no answer."""

    widget = Pills
    default_error_messages = {"required": CHOOSE_ONE, "invalid_choice": NOT_KNOWN}

    def __init__(self, label, words=(), *, none=None, **options):
        super().__init__(label=label, choices=choices_of(words, none=none), empty_value=None, **options)


class AnotherField(forms.BooleanField):
    """A box that answers a question about a name that is here already. Hidden until the form asks."""

    is_answer = True  # its label stands below the question, and makes no sense before it

    def __init__(self, label):
        super().__init__(label=label, required=False, widget=forms.HiddenInput)


class AsksOnce:
    """A form that may ask once whether it is really another. `is_another` is the box that says yes."""

    def ask(self, question: str) -> None:
        """Show the box to tick, with the question above it."""
        self.fields["is_another"].widget = forms.CheckboxInput()
        self.add_error("is_another", question)


class WordsField(forms.MultipleChoiceField):
    """Several words, or none."""

    widget = RowsMultiple
    default_error_messages = {"invalid_choice": NOT_KNOWN}

    def __init__(self, label, words=(), **options):
        super().__init__(label=label, choices=choices_of(words), required=False, **options)


class OneOfTheRows:
    """A choice of rows. A value that is no number of a row is refused as an unknown choice."""

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as refused:
            if refused.code == "invalid":
                raise ValidationError(NOT_KNOWN) from refused
            raise


class WinField(OneOfTheRows, forms.ModelChoiceField):
    """A small win out of a list, latest first, with its date before it."""

    default_error_messages = {
        "required": _("Kies een small win."),
        "invalid_choice": _("Deze small win kennen we niet. Kies er een uit de lijst."),
    }

    def __init__(self, label, **options):
        options = {"empty_label": _("Kies een small win")} | options
        super().__init__(SmallWin.objects.none(), label=label, **options)
        self.empty_label = options["empty_label"]  # also where a first choice is required

    def label_from_instance(self, win: SmallWin) -> str:
        return f"{in_words(win.occurred_on, win.precision)} · {Truncator(win.title).chars(90)}"


class RowsField(OneOfTheRows, forms.ModelMultipleChoiceField):
    """Several rows of the database, each with a box to tick."""

    widget = RowsMultiple
    default_error_messages = {
        "invalid_choice": NOT_KNOWN,
        "invalid_pk_value": NOT_KNOWN,
        "invalid_list": NOT_KNOWN,
    }

    def __init__(self, queryset: QuerySet, label, **options):
        super().__init__(queryset, label=label, required=False, **options)


class ManyRowsField(RowsField):
    """Several rows out of many: those chosen already first, the others one tap away."""

    widget = MostOneTapAway

    def put_first(self, chosen: Iterable, *, others) -> None:
        """In: the rows chosen already, and the name under which the others wait."""
        first = {row.pk for row in chosen}
        rows = [(row.pk, self.label_from_instance(row), row.pk in first) for row in self.queryset]
        before, after = (
            [(pk, label) for pk, label, is_first in rows if is_first is side] for side in (True, False)
        )
        self.choices = [*before, (others, after)] if after else before


def wins_to_choose(user, **of) -> QuerySet:
    """Standing wins this user may read, to choose one from."""
    return SmallWin.objects.visible_to(user).standing().filter(**of).defer("search").newest_first()
