"""Questions about what sort of win it is, who was there and what it cost: asked after the path and the rose.

The words of their help are those of the network (theory §7a). Silence stays silence.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.additions import LossFields
from initiatives.forms.outside import (
    CHOOSE_EFFECT,
    MOVES,
    WHAT_A_WALL_IS,
    WHAT_IT_DID,
    WHICH_WALL,
    choices_of_walls,
    walls_to_choose,
    word_field,
)
from initiatives.forms.questions import (
    DONT_KNOW,
    NO_ANSWER,
    UNKNOWN_ANSWER,
    Question,
    SetsForm,
    told_set,
)
from initiatives.forms.texts import SubmissionField
from initiatives.forms.widgets import Rows, RowsMultiple, Tiles, TilesMultiple
from initiatives.lenses import (
    NONE_OF_THESE,
    UNKNOWN,
    Answer,
    Audience,
    CompanyAnswer,
    Coupling,
    LossAnswer,
    WallAnswer,
    WallStatus,
    WinKind,
    WinSize,
)
from initiatives.models import Loss, Partner

NOBODY_ELSE = _("niemand anders")


def answer_field(label, words, help_text: str = "", widget=None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(word.value, capfirst(word.label)) for word in words],
        widget=widget or Tiles(attrs={"class": "tiles--two"}),
        error_messages=UNKNOWN_ANSWER,
    )


class HappenedForm(Question):
    step = "gebeurd"
    heading = _("Is het gebeurd en af?")
    lead = _("Een plan of een belofte mag ook. Dan heet het hier een signaal, en een signaal kan groeien.")
    fields_of_win = ("concrete", "completed")

    concrete = answer_field(
        _("Is het gebeurd, en kunnen anderen het zien?"),
        Answer,
        _("Het is gebeurd en anderen kunnen het zien. Geen plan, idee of belofte."),
    )
    completed = answer_field(_("Is deze stap af?"), Answer, _("De stap is af, ook als het werk doorgaat."))


class KindsForm(SetsForm):
    step = "soort"
    heading = _("Wat voor winst is het?")
    lead = _("Meer dan één mag.")
    fields_of_win = ("kinds",)

    kinds = forms.MultipleChoiceField(
        label=_("Kies wat past"),
        required=False,
        choices=[(word.value, capfirst(word.label)) for word in WinKind] + [(UNKNOWN, capfirst(DONT_KNOW))],
        widget=TilesMultiple(attrs={"class": "tiles--two"}),
        error_messages=UNKNOWN_ANSWER,
    )

    def clean_kinds(self) -> list[str] | None:
        return told_set(self.one_kind_of_answer("kinds"))


class SizeForm(Question):
    step = "grootte"
    heading = _("Hoe groot is het?")
    lead = _("Een small win is klein genoeg om zelf te doen, en groot genoeg om iets te betekenen.")
    fields_of_win = ("size",)

    size = answer_field(
        _("Hoe groot?"),
        WinSize,
        _("Groot? Dan heet het een mijlpaal. Misschien kun je hem opknippen in stappen."),
    )


class CoupledForm(Question):
    step = "gekoppeld"
    heading = _("Veranderde er iets in mensen én in dingen?")
    lead = _("In mensen: wat ze doen, kunnen of denken. In dingen: spullen, regels of middelen.")
    fields_of_win = ("coupled",)

    coupled = answer_field(_("Waarin veranderde er iets?"), Coupling, widget=Rows())


class DreamForm(Question):
    step = "droom"
    heading = _("Draagt het bij aan jullie opschaaldroom?")
    lead = _("Groot kijken en klein doen: brengt deze stap de droom dichterbij?")
    fields_of_win = ("serves_dream",)

    serves_dream = answer_field(_("Brengt dit de droom dichterbij?"), Answer)

    @property
    def dream(self) -> str:
        return self.win.initiative.dream


# --- who was there ----------------------------------------------------------------------------
class CompanyForm(SetsForm):
    """The partners that were there; or nobody else; or not known."""

    step = "erbij"
    heading = _("Wie was erbij?")
    lead = _("Tik aan welke partners meededen. Meer dan één mag.")
    fields_of_win = ("company_answer",)

    partners = forms.MultipleChoiceField(
        label=_("Welke partners?"), required=False, widget=RowsMultiple, error_messages=UNKNOWN_ANSWER
    )

    def __init__(self, *args, win, **options):
        self.there = list(win.partners.order_by("name"))
        super().__init__(*args, win=win, **options)
        of_initiative = Partner.objects.filter(partnerships__initiative=win.initiative_id).distinct()
        self.known = {str(partner.pk): partner for partner in [*of_initiative.order_by("name"), *self.there]}
        self.fields["partners"].choices = [
            *((code, partner.name) for code, partner in self.known.items()),
            (NONE_OF_THESE, capfirst(NOBODY_ELSE)),
            (UNKNOWN, capfirst(DONT_KNOW)),
        ]

    def answers(self) -> dict:
        answer = {CompanyAnswer.NOBODY: NONE_OF_THESE, CompanyAnswer.UNKNOWN: UNKNOWN}.get(
            self.win.company_answer
        )
        return {"partners": [str(partner.pk) for partner in self.there] or ([answer] if answer else [])}

    @property
    def is_answered(self) -> bool:
        return bool(self.there) or super().is_answered

    parts = {"partners": ("company_answer",)}

    def stored(self, part: str) -> tuple:
        return (self.answers()["partners"],)

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned["partners"],)

    def worded(self, part: str, value: tuple) -> str:
        labels = dict(self.fields["partners"].choices)
        return ", ".join(str(labels.get(code, code)) for code in value[0]) or str(NO_ANSWER)

    def as_cleaned(self, part: str) -> dict:
        return self.answers()

    def clean_partners(self) -> list[str]:
        return self.one_kind_of_answer("partners")

    def save(self) -> None:
        ticks = self.cleaned_data["partners"]
        partners = [self.known[code] for code in ticks if code in self.known]
        answers = {NONE_OF_THESE: CompanyAnswer.NOBODY, UNKNOWN: CompanyAnswer.UNKNOWN}
        self.win.say_who_was_there(partners, next((answers[code] for code in ticks if code in answers), None))


# --- which wall gave way ----------------------------------------------------------------------
class BarrierForm(Question):
    """A wall and what the win did to it; or none; or not known. What it moved before stays, and is taken back one by one."""

    step = "muur"
    heading = WHICH_WALL
    lead = WHAT_A_WALL_IS
    fields_of_win = ("wall_answer",)

    wall = forms.ChoiceField(
        label=_("Welke muur?"), required=False, widget=Rows, error_messages=UNKNOWN_ANSWER
    )
    effect = word_field(WHAT_IT_DID, MOVES, required=False)

    def __init__(self, *args, win, by, **options):
        self.walls = walls_to_choose(win, by)
        self.moves = list(win.wall_moves.filter(wall__in=self.walls.values()).select_related("wall__topic"))
        super().__init__(*args, win=win, by=by, **options)
        self.fields["wall"].choices = choices_of_walls(self.walls)

    parts = {"wall": ("wall_answer",)}

    def answers(self) -> dict:
        return {"wall": self.win.wall_answer}

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned["wall"] or None,)

    def as_cleaned(self, part: str) -> dict:
        return {"wall": self.win.wall_answer or "", "effect": None}

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = cleaned.get("wall")
        if chosen in self.walls and not cleaned.get("effect") and "effect" not in self.errors:
            self.add_error("effect", CHOOSE_EFFECT)
        elif cleaned.get("effect") and chosen not in self.walls and "wall" not in self.errors:
            self.add_error("wall", _("Kies ook welke muur het was, of laat alles leeg."))
        elif chosen in WallAnswer.values and self.moves:
            self.add_error("wall", _("Er staat al een muur bij. Haal die eerst weg."))
        return cleaned

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when the wall did not stand yet."""
        try:
            return super().try_save()
        except ValidationError as refused:
            self.add_error("wall", refused.messages)
            return False

    def save(self) -> None:
        chosen = self.cleaned_data["wall"]
        if wall := self.walls.get(chosen):
            wall.moved_by(self.win, WallStatus(self.cleaned_data["effect"]), by=self.by)
        elif not self.moves:
            self.win.say_which_wall(WallAnswer(chosen) if chosen else None)


# --- what got lost ----------------------------------------------------------------------------
class LossAnswerForm(LossFields, Question):
    """Something, and then what; looked and seen nothing; not known."""

    step = "verlies"
    heading = _("Ging er iets verloren, of werd het voor iemand lastiger?")
    lead = _("Wie wint, laat soms iets los. Het verlies staat naast de winst en gaat er nooit vanaf.")
    fields_of_win = ("loss_answer",)
    may_be_skipped_whole = True

    loss_answer = answer_field(_("Zag je iets?"), LossAnswer, widget=Rows())
    number = SubmissionField()

    field_order = ["loss_answer", "kind", "borne_by", "severity", "note", "audience"]

    def __init__(self, *args, win, **options):
        self.losses = list(win.losses.all())
        self.was_sent_before = False
        super().__init__(*args, win=win, **options)
        for name in ("kind", "borne_by", "audience"):
            self.fields[name].required = False  # asked below, where something got lost
            self.fields[name].widget.is_required = False

    def answers(self) -> dict:
        return {"loss_answer": self.win.loss_answer, "audience": Audience.NETWORK}

    @property
    def is_answered(self) -> bool:
        """What got lost is taken back one by one, so that nothing goes unseen."""
        return super().is_answered and not self.losses

    def clean_number(self):
        number = self.cleaned_data["number"]
        mine = Loss.objects.filter(pk=number, told_by=self.by, win=self.win).exists()
        taken = Loss.objects.filter(pk=number).exists()
        self.was_sent_before = mine
        return SubmissionField().clean("") if taken and not mine else number

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.clears and not cleaned.get("loss_answer") and self._tells(cleaned):
            cleaned["loss_answer"] = LossAnswer.SOMETHING.value
        if self.was_sent_before:
            return cleaned
        if cleaned.get("loss_answer") == LossAnswer.SOMETHING:
            self._need_what_and_whom(cleaned)
        elif self._tells(cleaned):
            self.add_error(
                "loss_answer", _("Je vulde ook in wat er verloren ging. Kies “Ja, iets”, of maak dat leeg.")
            )
        elif self.losses and not self.has_conflict:
            self.add_error("loss_answer", _("Er staat al iets bij dat verloren ging. Haal dat eerst weg."))
        return cleaned

    def _tells(self, cleaned: dict) -> bool:
        return any(cleaned.get(name) for name in ("kind", "borne_by", "severity", "note"))

    def _need_what_and_whom(self, cleaned: dict) -> None:
        if self.losses and not self._tells(cleaned):
            return
        for name, sentence in (("kind", _("Kies wat er verloren ging.")), ("borne_by", _("Kies voor wie."))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(sentence))

    def save(self) -> None:
        cleaned = self.cleaned_data
        if cleaned["loss_answer"] == LossAnswer.SOMETHING and self._tells(cleaned):
            self._tell(cleaned)
        self.win.say_what_got_lost(cleaned["loss_answer"] or None)

    def _tell(self, cleaned: dict) -> None:
        Loss.objects.tell(
            pk=cleaned["number"],
            win=self.win,
            initiative=self.win.initiative,
            told_by=self.by,
            audience=cleaned["audience"] or Audience.NETWORK,
            **{name: cleaned[name] for name in ("kind", "borne_by", "severity", "note")},
        )
