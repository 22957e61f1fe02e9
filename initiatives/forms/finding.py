"""A form that ties something to one row out of very many: one of those that a search has found."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from initiatives.forms.earlier import EarlierWinField
from initiatives.forms.widgets import Rows
from initiatives.links import key_in
from initiatives.models.names import typed_words

AT_MOST = 20  # rows on the page; the rest can be searched


class FindingForm(forms.Form):
    """In: `search`, the words that somebody typed. What was ticked stays among the rows that are found."""

    other = EarlierWinField(widget=Rows)
    not_known: Promise  # the refusal of a row that nobody may choose
    key_of = staticmethod(key_in)

    def __init__(self, *args, search: str = "", **options):
        self.search = search.strip()
        super().__init__(*args, **options)
        found = list(self._found()[: AT_MOST + 1])
        self.has_more, self.found = len(found) > AT_MOST, found[:AT_MOST]
        field = self.fields["other"]
        field.choices = [(str(row.pk), row.title) for row in self.found]
        field.widget.hints = {str(row.pk): self.hint(row) for row in self.found}

    def candidates(self) -> QuerySet:
        """The rows that may be chosen, in their order."""
        raise NotImplementedError

    def holding_words(self, rows: QuerySet) -> QuerySet:
        """Those of them that hold the words of the search."""
        raise NotImplementedError

    def hint(self, row: Model) -> SafeString:
        """What stands below its title."""
        raise NotImplementedError

    def _found(self) -> QuerySet:
        if key := self.key_of(self.data.get("other", "")):
            return self.candidates().filter(pk=key)
        if not typed_words(self.search):
            return self.candidates().none()
        return self.holding_words(self.candidates())

    def clean_other(self) -> Model:
        key = self.key_of(self.cleaned_data["other"])
        found = self.candidates().filter(pk=key).first() if key else None
        if found is None:
            raise ValidationError(self.not_known)
        return found
