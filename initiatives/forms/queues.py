"""Where a win stands in the rose, on one page: what somebody answers who works through a queue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.answers import field_of
from initiatives.forms.curating import READ_FIRST
from initiatives.forms.questions import PairsForm, TurnForm
from initiatives.lenses import ANSWERS, PLACED_BY, UNKNOWN, CodedAnswer, codes_in
from initiatives.models import Initiative, SmallWin, User

NOTHING_CHOSEN = _("Kies iets, of sla deze over.")


class PlaceForm(TurnForm):
    """The team says how its own win is read: type, direction and level."""

    asked: tuple[CodedAnswer, ...] = PLACED_BY
    lead = ""
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


class OfEditors:
    """Before a form about coded answers: the editors read the win, beside what its team says. They must have read its words."""

    says_who_counts = _("Je kiest als redactie. Dat telt zolang het team zelf niets zegt.")
    reads = READ_FIRST

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {answer.name: (answer.editors_name,) for answer in self.asked}

    def answers(self) -> dict:
        return {answer.name: getattr(self.win, answer.editors_name) for answer in self.asked}

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned[part],)

    def as_cleaned(self, part: str) -> dict:
        return {part: self.stored(part)[0]}

    def save(self) -> None:
        self.win.read_as_editors(by=self.by, **{name: self.cleaned_data[name] for name in self.parts})


class EditorsPlaceForm(OfEditors, PlaceForm):
    """The editors say the place, and may confirm at once what they read."""

    confirms = forms.BooleanField(
        label=_("Ik las mee en het is goed beschreven: bevestig deze small win ook."), required=False
    )

    def __init__(self, *args, win: SmallWin, **options):
        super().__init__(*args, win=win, **options)
        if win.confirmed_at or win.returned_at:
            del self.fields["confirms"]

    def _says_something(self, cleaned: dict) -> bool:
        return bool(cleaned.get("confirms")) or super()._says_something(cleaned)

    def save(self) -> None:
        super().save()
        if self.cleaned_data.get("confirms"):
            self.win.confirm(by=self.by)


class EditorsPairsForm(OfEditors, PairsForm):
    """The editors say which type went which way, of what they said themselves: the database lets go of all else."""

    def words_of(self, name: str) -> tuple[str, ...]:
        ticked = codes_in(getattr(self.win, ANSWERS[name].editors_name))
        return tuple(code for code in ticked if code != UNKNOWN)


def place_form(data, *, win: SmallWin, by: User) -> PlaceForm:
    """The form of who works through the queue: a team reads its own wins, all others read for the editors."""
    return (PlaceForm if _is_of_their_team(win, by) else EditorsPlaceForm)(data, win=win, by=by)


def pairs_form(data, *, win: SmallWin, by: User) -> PairsForm:
    """Which type went which way, by the same person."""
    return (PairsForm if _is_of_their_team(win, by) else EditorsPairsForm)(data, win=win, by=by)


def _is_of_their_team(win: SmallWin, by: User) -> bool:
    return Initiative.objects.of_team(by).filter(pk=win.initiative_id).exists()
