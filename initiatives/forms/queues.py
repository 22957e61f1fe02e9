"""Where a win stands in the rose, on one page: what somebody answers who works through a queue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.answers import field_of
from initiatives.forms.curating import READ_FIRST
from initiatives.forms.questions import TurnForm
from initiatives.lenses import ANSWERS, PLACED_BY, CodedAnswer
from initiatives.models import Initiative, SmallWin, User

NOTHING_CHOSEN = _("Kies iets, of sla deze over.")


class PlaceForm(TurnForm):
    """The team says how its own win is read: type, direction and level."""

    asked: tuple[CodedAnswer, ...] = PLACED_BY
    says_who_counts = _("Zo telt deze small win mee in jullie roos.")

    types = field_of(ANSWERS["types"])
    directions = field_of(ANSWERS["directions"])
    level = field_of(ANSWERS["level"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not self._says_something(cleaned):
            self.add_error(None, NOTHING_CHOSEN)
        return cleaned

    def _says_something(self, cleaned: dict) -> bool:
        return any(cleaned.get(answer.name) is not None for answer in self.asked)


class EditorsPlaceForm(PlaceForm):
    """The editors read it, beside the team; who read the words may confirm them at once."""

    says_who_counts = _("Je kiest als redactie. Dat telt zolang het team zelf niets zegt.")
    reads = READ_FIRST
    parts = {answer.name: (answer.editors_name,) for answer in PLACED_BY}

    confirms = forms.BooleanField(
        label=_("Ik las mee en het is goed beschreven: bevestig deze small win ook."), required=False
    )

    def __init__(self, *args, win: SmallWin, **options):
        super().__init__(*args, win=win, **options)
        if win.confirmed_at or win.returned_at:
            del self.fields["confirms"]

    def answers(self) -> dict:
        return {answer.name: getattr(self.win, answer.editors_name) for answer in self.asked}

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned[part],)

    def as_cleaned(self, part: str) -> dict:
        return {part: self.stored(part)[0]}

    def _says_something(self, cleaned: dict) -> bool:
        return bool(cleaned.get("confirms")) or super()._says_something(cleaned)

    def save(self) -> None:
        self.win.read_as_editors(by=self.by, **{name: self.cleaned_data[name] for name in self.parts})
        if self.cleaned_data.get("confirms"):
            self.win.confirm(by=self.by)


def place_form(data, *, win: SmallWin, by: User) -> PlaceForm:
    """The form of who works through the queue: a team reads its own wins, all others read for the editors."""
    is_theirs = Initiative.objects.of_team(by).filter(pk=win.initiative_id).exists()
    return (PlaceForm if is_theirs else EditorsPlaceForm)(data, win=win, by=by)
