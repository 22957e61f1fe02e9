"""The words of a team for who reads its A4."""

from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField, choices_of
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.texts import TextField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Audience
from initiatives.models import Appeal, Initiative, User


class AppealForm(BothKeptForm):
    """Where they get stuck and what they ask. Another text is a new version."""

    parts = {"stuck": ("stuck",), "asked": ("asked",), "audience": ("audience",)}

    stuck = TextField(
        label=_("Hier lopen we op vast"),
        help_text=_("Eén zin. Leeg? Dan staan er de muren die nu in de weg staan."),
        required=False,
        max_length=280,
    )
    asked = TextField(
        label=_("Wat we vragen"),
        help_text=_("Eén ding, zo concreet als het kan. Leeg? Dan vraagt het blad niets."),
        required=False,
        max_length=400,
    )
    audience = WordField(_("Wie mag dit lezen?"), Audience, widget=Rows(vocabulary=Audience))

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        """In: the initiative, locked while somebody writes."""
        said = initiative.appeals.newest().first()
        now = said or Appeal(initiative=initiative)
        initial = {name: getattr(now, name) for name in self.parts}
        super().__init__(*args, row=now, by=by, initial=initial, **options)
        free = initiative.readers_for(by, now=said.audience if said else "")
        self.fields["audience"].choices = choices_of(free)

    def save(self) -> None:
        """A new version; the very same words change nothing."""
        words = {name: self.cleaned_data[name] for name in self.parts}
        if any(getattr(self.row, name) != value for name, value in words.items()):
            Appeal.objects.create(initiative=self.row.initiative, written_by=self.by, **words)
