"""Choices the size of a thumb. Each is an ordinary radio or checkbox underneath."""

from django import forms


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Pills(forms.RadioSelect):
    template_name = "forms/widgets/pills.html"


class ExplainedChoices:
    """Shows with each choice what it means, and its icon where it is a word of the `vocabulary`."""

    def __init__(self, *args, vocabulary=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = {word.value: word.explanation for word in vocabulary}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        known = str(value) in self.hints
        return {**option, "hint": self.hints.get(str(value), ""), "icon": str(value) if known else ""}


class Tiles(ExplainedChoices, forms.RadioSelect):
    template_name = "forms/widgets/tiles.html"


class TilesMultiple(ExplainedChoices, forms.CheckboxSelectMultiple):
    template_name = "forms/widgets/tiles.html"


class Rows(ExplainedChoices, forms.RadioSelect):
    template_name = "forms/widgets/rows.html"


class RowsMultiple(ExplainedChoices, forms.CheckboxSelectMultiple):
    template_name = "forms/widgets/rows.html"


class OneTapAway:
    """A few rows at once, the others one tap away: those in a named group."""

    template_name = "forms/widgets/one_tap_away.html"

    def get_context(self, *args):
        context = super().get_context(*args)
        groups = context["widget"]["optgroups"]
        context["widget"]["is_open"] = any(
            option["selected"] for name, options, _index in groups if name for option in options
        )
        return context


class MostOneTapAway(OneTapAway, RowsMultiple):
    """Several rows, of which most wait behind one tap."""
