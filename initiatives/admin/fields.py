"""Fields of the curation screens: choosing from a long list, a set of words, a day, lines of text."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import Cleaned
from initiatives.models.columns import is_key
from initiatives.names import letters

SHOWN_AT_ONCE = 200  # without script this is the whole choice; with it, typing finds the rest


class Chooser:
    """A select that never grows long: the first rows, and by script a box in which to search all.

    `source` is the field of the model whose other side is chosen from, `address` where to search,
    `label_of` gives the words of a row, `add_address` opens a form to make a new one.
    """

    template_name = "admin/widgets/choose.html"

    def set_up(self, *, source, address: str, label_of, add_address: str = "") -> "Chooser":
        self.source, self.address = source, address
        self.label_of, self.add_address = label_of, add_address
        return self

    def optgroups(self, name, value, attrs=None):
        """The chosen rows and the first of the others."""
        queryset = self.choices.queryset
        chosen = [item for item in value if item]
        rows = {str(row.pk): row for row in queryset[:SHOWN_AT_ONCE]}
        if missing := [item for item in chosen if str(item) not in rows]:
            rows |= {
                str(row.pk): row
                for row in queryset.filter(pk__in=[key for key in missing if is_key(queryset.model, key)])
            }
        options = [
            self.create_option(name, pk, self.label_of(row), pk in set(map(str, chosen)), index)
            for index, (pk, row) in enumerate(rows.items())
        ]
        if not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", not chosen, len(options)))
        return [(None, options, 0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        meta = self.source.model._meta
        context["widget"] |= {
            "search": self.address,
            "source": (meta.app_label, meta.model_name, self.source.name),
            "add_address": self.add_address,
            "what": self.source.related_model._meta.verbose_name,
        }
        return context


class Choose(Chooser, forms.Select):
    pass


class ChooseSeveral(Chooser, forms.SelectMultiple):
    pass


class LinesField(Cleaned, forms.CharField):
    """Short texts, one a line, each once however it is spelled (the first spelling stays). Out: a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, longest: int, **options):
        self.longest = longest
        super().__init__(required=False, **options)

    def clean(self, value) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        kept = list({letters(line) or line: line for line in reversed(lines) if line}.values())[::-1]
        if too_long := [line for line in kept if len(line) > self.longest]:
            raise ValidationError(
                _("“%(line)s…” is langer dan %(longest)s tekens."),
                params={"line": too_long[0][:40], "longest": self.longest},
            )
        return kept
