"""Questions that other rows answer too: who was there, which wall gave way, what it cost. Silence stays silence."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.actors import NOT_SAID
from initiatives.forms.additions import MINE, JudgementFields, LossFields
from initiatives.forms.answers import UNKNOWN_ANSWER, check_one_kind, field_of
from initiatives.forms.choices import WordField, choices_of
from initiatives.forms.partnerships import MissingPartner
from initiatives.forms.questions import TurnForm
from initiatives.forms.rows import OnceForm
from initiatives.forms.walls import CHOOSE_EFFECT, MOVES, WHAT_IT_DID, choices_of_walls, walls_to_choose
from initiatives.forms.widgets import Rows, RowsMultiple
from initiatives.lenses import (
    ANSWERS,
    DONT_KNOW,
    NONE_OF_THESE,
    TURNS,
    UNKNOWN,
    Audience,
    CompanyAnswer,
    LossAnswer,
    WallAnswer,
    WallStatus,
)
from initiatives.models import Judgement, Loss, Partner, Partnership

# What a judgement cannot do without.
NEEDED = {
    "whose": _("Kies wie dit vindt."),
    "perspective": _("Kies vanuit welke rol."),
    "verdict": _("Kies of het goed is."),
}
# Ticks that exclude all partners, with the answer that each is stored as.
IN_THEIR_PLACE = {NONE_OF_THESE: CompanyAnswer.NOBODY, UNKNOWN: CompanyAnswer.UNKNOWN}


# --- who finds it good -------------------------------------------------------------------------
class JudgeForm(JudgementFields, OnceForm, TurnForm):
    """A judgement, of the teller or of somebody who told it. Nothing is chosen before; all empty is silence."""

    turn, makes = TURNS["oordeel"], Judgement
    body = "telling/_judgement.html"
    parts: dict[str, tuple[str, ...]] = {}  # it adds a row
    is_answered = False  # each judgement is taken back by itself

    field_order = ["whose", "on_behalf_of", "perspective", "verdict", "comment"]

    def __init__(self, *args, win, **options):
        self.said_before = list(win.judgements.all())
        super().__init__(*args, win=win, **options)
        for name in NEEDED:
            self.fields[name].required = False  # asked below, where somebody begins
            self.fields[name].widget.is_required = False

    @classmethod
    def is_said(cls, win) -> bool:
        return win.judgements.exists()

    def answers(self) -> dict:
        return {}

    def clean(self) -> dict:
        cleaned = super().clean()
        if self._says_something(cleaned) and not self.sent_before():
            for name, sentence in NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if not self.errors:
                self.check_whose(cleaned, is_first_hand=cleaned["whose"] == MINE)
        return cleaned

    def _says_something(self, cleaned: dict) -> bool:
        return any(cleaned.get(name) for name in self.field_order)

    def said(self) -> dict:
        said = {name: self.cleaned_data.get(name, "") for name in self.field_order}
        return said | {"is_first_hand": said.pop("whose") == MINE}

    def place(self) -> dict:
        return {"win": self.win}

    def save(self) -> None:
        if self._says_something(self.cleaned_data):
            self.make_once(self._judge)

    def _judge(self, number: UUID) -> Judgement:
        return Judgement.objects.create(pk=number, said_by=self.by, **self.said(), **self.place())


# --- who was there ----------------------------------------------------------------------------
class CompanyForm(MissingPartner, TurnForm):
    """The partners that were there, also one that was missing until now; or nobody else; or not known."""

    turn = TURNS["erbij"]
    body = "telling/_company.html"

    partners = forms.MultipleChoiceField(
        label=_("Welke partners?"), required=False, widget=RowsMultiple, error_messages=UNKNOWN_ANSWER
    )

    def __init__(self, *args, win, **options):
        self.there, self.at = list(win.partners.order_by("name_sort")), win.initiative
        super().__init__(*args, win=win, **options)
        rows = Partnership.objects.filter(initiative=win.initiative_id).taking_part(on=win.occurred_on)
        then = Partner.objects.filter(pk__in=rows.values("partner"))
        self.known = {str(partner.pk): partner for partner in [*then.order_by("name_sort"), *self.there]}
        self.fields["partners"].choices = [
            *((code, partner.name) for code, partner in self.known.items()),
            (NONE_OF_THESE, capfirst(CompanyAnswer.NOBODY.label)),
            (UNKNOWN, capfirst(DONT_KNOW)),
        ]

    def answers(self) -> dict:
        ticks = [tick for tick, answer in IN_THEIR_PLACE.items() if answer == self.win.company_answer]
        return {"partners": [str(partner.pk) for partner in self.there] or ticks}

    @property
    def is_answered(self) -> bool:
        return bool(self.there) or super().is_answered

    parts = {"partners": ("company_answer",)}

    def stored(self, part: str) -> tuple:
        return (self.answers()["partners"],)

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned["partners"],)

    def as_cleaned(self, part: str) -> dict:
        return self.answers()

    def clean_partners(self) -> list[str]:
        ticks = self.cleaned_data["partners"]
        check_one_kind(ticks, dict(self.fields["partners"].choices))
        return ticks

    def clean(self) -> dict:
        cleaned = super().clean()
        self.check_partner(cleaned)
        if cleaned.get("partner_name") and set(cleaned.get("partners", ())) & set(IN_THEIR_PLACE):
            self.add_error(
                "partners", _("Je schreef ook een partner op. Haal dit vinkje weg, of maak die naam leeg.")
            )
        return cleaned

    @property
    def names_one(self) -> bool:
        """Somebody began to write down a partner: the questions about it stay open."""
        return bool(self.data.get("partner_name") or self.data.get("known_as"))

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when too many partners wait."""
        try:
            with transaction.atomic():
                return super().try_save()
        except ValidationError as refused:
            self.add_error("partner_name", refused.messages)
            return False

    def save(self) -> None:
        ticks, missing = self.cleaned_data["partners"], self.take_in(self.win.initiative)
        partners = [self.known[code] for code in ticks if code in self.known]
        answers = (IN_THEIR_PLACE[code] for code in ticks if code in IN_THEIR_PLACE)
        self.win.say_who_was_there([*partners, *([missing] if missing else [])], next(answers, None))


# --- which wall gave way ----------------------------------------------------------------------
class BarrierForm(TurnForm):
    """A wall and the effect of the win on it, or none, or not known. Earlier moves stay; each is taken back by itself."""

    turn = TURNS["muur"]
    above, below = "telling/_walls.html", "telling/_wall_of_ones_own.html"

    wall = forms.ChoiceField(
        label=_("Welke muur?"), required=False, widget=Rows, error_messages=UNKNOWN_ANSWER
    )
    effect = WordField(WHAT_IT_DID, MOVES, **NOT_SAID)

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
            self.win.say(wall_answer=WallAnswer(chosen) if chosen else None)


# --- what got lost ----------------------------------------------------------------------------
class LossAnswerForm(LossFields, OnceForm, TurnForm):
    """Something, and then what; looked and seen nothing; not known."""

    turn, makes = TURNS["verlies"], Loss
    body = "telling/_loss.html"

    loss_answer = field_of(ANSWERS["loss_answer"])

    field_order = ["loss_answer", "kind", "borne_by", "severity", "note", "audience"]

    def __init__(self, *args, win, **options):
        self.losses = list(win.losses.all())
        super().__init__(*args, win=win, **options)
        self.fields["audience"].choices = choices_of(win.initiative.readers_for(self.by))
        for name in ("kind", "borne_by", "audience"):
            self.fields[name].required = False  # asked below, where something got lost
            self.fields[name].widget.is_required = False

    def answers(self) -> dict:
        return {"loss_answer": self.win.loss_answer, "audience": Audience.NETWORK}

    @property
    def is_answered(self) -> bool:
        """False while there are losses: each is taken back by itself, so that none goes unseen."""
        return super().is_answered and not self.losses

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.clears and not cleaned.get("loss_answer") and self._tells(cleaned):
            cleaned["loss_answer"] = LossAnswer.SOMETHING.value
        if self._tells(cleaned) and self.sent_before():
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

    def said(self) -> dict:
        said = {name: self.cleaned_data.get(name) for name in ("kind", "borne_by", "severity", "note")}
        return said | {"audience": self.cleaned_data.get("audience") or Audience.NETWORK.value}

    def place(self) -> dict:
        return {"win": self.win, "initiative": self.win.initiative}

    def save(self) -> None:
        answer = self.cleaned_data["loss_answer"]
        if answer == LossAnswer.SOMETHING and self._tells(self.cleaned_data):
            self.make_once(self._tell)
        self.win.say(loss_answer=answer)

    def _tell(self, number: UUID) -> Loss:
        return Loss.objects.tell(pk=number, told_by=self.by, **self.said(), **self.place())
