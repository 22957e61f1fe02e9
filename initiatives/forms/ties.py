"""Say that a win of another initiative made this one possible, or that this one led to it."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.earlier import EarlierWinField
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Mechanism
from initiatives.links import key_in
from initiatives.models import SmallWin, User, WinLink
from initiatives.models.names import typed_words
from initiatives.models.wins.searching import matches
from initiatives.sentences import joined

AT_MOST = 20  # wins on the page; the rest can be searched


@dataclass(frozen=True)
class LinkSide:
    """From which side the link is told."""

    heading: Promise
    question: Promise
    is_back: bool


WAYS = {
    "kwam-door": LinkSide(_("Kwam dit door een ander team?"), _("Door welke small win?"), is_back=True),
    "leidde-tot": LinkSide(
        _("Leidde dit tot iets bij een ander team?"), _("Tot welke small win?"), is_back=False
    ),
}


class TieForm(forms.Form):
    """Any win of another initiative that the teller may read, out of those that a search has found."""

    other = EarlierWinField(
        widget=Rows, error_messages={"required": _("Kies een small win. Zoek eerst met een woord eruit.")}
    )
    mechanism = WordField(_("Hoe hielp die?"), Mechanism, widget=Rows(vocabulary=Mechanism), required=False)
    how = SentenceField(label=_("Hoe ging dat?"), required=False, max_length=1000)

    def __init__(self, *args, win: SmallWin, way: LinkSide, by: User, search: str = "", **options):
        self.win, self.way, self.by, self.search = win, way, by, search.strip()
        super().__init__(*args, **options)
        found = list(self._found()[: AT_MOST + 1])
        self.has_more, self.found = len(found) > AT_MOST, found[:AT_MOST]
        field = self.fields["other"]
        field.label = way.question
        field.choices = [(str(win.pk), win.title) for win in self.found]
        field.widget.hints = {str(win.pk): joined((win.initiative, win.when_said)) for win in self.found}

    def _candidates(self) -> QuerySet:
        """Standing wins of others that the teller may read, and that lie on the right side of the day of this one."""
        wins = SmallWin.objects.visible_to(self.by).standing().exclude(initiative=self.win.initiative)
        if stretch := self.win.stretch:
            day = (
                {"occurred_on__lte": stretch.last_day}
                if self.way.is_back
                else {"occurred_on__gte": stretch.first_day}
            )
            wins = wins.filter(Q(occurred_on__isnull=True) | Q(**day))
        return wins.select_related("initiative").defer("search").newest_first()

    def _found(self) -> QuerySet:
        """What was searched for: words of the win, or the name of its initiative. What was ticked stays among them."""
        if key := key_in(self.data.get("other", "")):
            return self._candidates().filter(pk=key)
        if not typed_words(self.search):
            return self._candidates().none()
        named = Q(initiative__title_key__holds=self.search)
        return self._candidates().filter(matches(self.search) | named)

    def clean_other(self) -> SmallWin:
        found = self._candidates().filter(pk=key_in(self.cleaned_data["other"])).first()
        if found is None:
            raise ValidationError(_("Deze small win kennen we niet. Zoek opnieuw."))
        return found

    def try_save(self) -> WinLink | None:
        """The link. None where something is missing, or where it closes a circle or runs back in time."""
        if not self.is_valid():
            return None
        words = dict(self.cleaned_data)
        tell = self.win.grew_from if self.way.is_back else self.win.made_possible
        try:
            return tell(words.pop("other"), by=self.by, **words)
        except ValidationError as refused:
            self.add_error("other", refused)
        return None
