"""One optional question at a time about a win that has been told.

Leaving a question empty is silence; "none of these" and "I don't know" are answers. Each form
gives back an earlier answer, so it is also the way to change one.
"""

from itertools import product

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from initiatives.forms.answers import field_of
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.telling import MERGED_MEANWHILE, AgreeForm, ChangedForField
from initiatives.forms.texts import TextField
from initiatives.lenses import (
    ANSWERS,
    PLACED_BY,
    TURNS,
    UNKNOWN,
    CodedAnswer,
    Turn,
    answers_at,
    codes_in,
    crossing_of,
)
from initiatives.lenses.words import Words
from initiatives.models import SmallWin

NO_ANSWER = _("geen antwoord")


class TurnForm(BothKeptForm):
    """A page of questions about `win`. `turn` says which answers it asks for; where other rows answer, a form of its own does."""

    turn: Turn
    may_be_skipped_whole = True
    searches = False  # takes words to look something up with
    above = below = ""  # a template above or under the form, where it has one
    body = "telling/_fields.html"
    sentence_of_clash = _(
        "Iemand anders beantwoordde deze vraag ook, terwijl jij dat deed. Kies welk antwoord er blijft staan."
    )

    def __init__(self, data=None, *args, win: SmallWin, by, **options):
        self.win = win
        self.clears = data is not None and "clear" in data
        if self.clears:
            data = _only_its_version(data)  # the answer is taken back: silence again
        super().__init__(data, *args, row=win, by=by, initial=self.answers(), **options)
        for field in self.fields.values():
            field.is_part = self.may_be_skipped_whole  # the page says so once, not each field

    # --- what the page says
    @property
    def step(self) -> str:
        return self.turn.step

    @property
    def heading(self):
        return self.turn.heading

    @property
    def is_about_dream(self) -> bool:
        return ANSWERS["serves_dream"] in self.asked

    @property
    def lead(self):
        return self.turn.lead

    @property
    def asked(self) -> tuple[CodedAnswer, ...]:
        return answers_at(self.turn)

    def answers(self) -> dict:
        """The answers from before, as the form shows them."""
        return {answer.name: getattr(self.win, answer.name) for answer in self.asked}

    @classmethod
    def is_said(cls, win: SmallWin) -> bool:
        """Somebody answered all of it, so that it needs not be asked again. A page without coded answers says it by itself."""
        return all(_is_said(win, answer) for answer in answers_at(cls.turn))

    @property
    def is_answered(self) -> bool:
        return any(getattr(self.win, answer.name) is not None for answer in self.asked)

    @property
    def answered_codes(self) -> list[str]:
        """The words of the other questions, which light the rose already."""
        others = (answer.name for answer in PLACED_BY if answer not in self.asked)
        return [code for name in others for code in codes_in(getattr(self.win, name))]

    @property
    def agreement(self) -> AgreeForm:
        """The editors' reading where the team has not answered, to agree with."""
        return AgreeForm(win=self.win, asked=self.asked)

    @property
    def asks_about_rare(self) -> bool:
        """Right after the lenses: whether what was said there is right, where it seldom goes together."""
        return self.asked != answers_at(TURNS["lens"]) and not self.turn.is_more

    @property
    def prompts(self) -> list[tuple[Words, tuple]]:
        """The words of which the page says what helps to choose them."""
        return [each for answer in self.asked for each in answer.prompts.items()]

    # --- two people answer at once
    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {answer.name: (answer.name,) for answer in self.asked}

    def shown(self, part: str) -> dict:
        return {part: self.fields[part].prepare_value(self.initial[part])}

    def worded(self, part: str, value: tuple) -> str:
        """The labels of what was ticked."""
        field = self.fields[part]
        labels, codes = dict(field.choices), codes_in(field.prepare_value(value[0]))
        return ", ".join(str(labels.get(code, code)) for code in codes) or str(NO_ANSWER)

    # --- to check and to save
    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        if self.win.merged_at:
            self.add_error(None, MERGED_MEANWHILE)
        return cleaned

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when saving found one more reason."""
        if self.is_valid():
            self.save()
        return self.is_valid()

    def save(self) -> None:
        names = [answer.name for answer in self.asked]
        for name in names:
            setattr(self.win, name, self.cleaned_data[name])
        self.win.save(update_fields=[*names, "changed_at"])


class PairsForm(TurnForm):
    """Which type went which way, where a win has several of both. Only those can be chosen."""

    turn = TURNS["combinatie"]
    says_who_counts = _("Zo telt deze small win mee in de lens van jullie initiatief.")

    pairs = field_of(ANSWERS["pairs"])

    def __init__(self, data=None, *args, win: SmallWin, **options):
        super().__init__(data, *args, win=win, **options)
        if not self.asked:
            del self.fields["pairs"]
            return
        both = product(self.words_of("types"), self.words_of("directions"))
        offered = [*(crossing_of(kind, way) for kind, way in both), UNKNOWN]
        field = self.fields["pairs"]
        field.choices = [choice for choice in field.choices if choice[0] in offered]

    @property
    def lead(self):
        return (
            self.turn.lead if self.asked else _("Dit vragen we alleen waar je van allebei meer dan één koos.")
        )

    @property
    def asked(self) -> tuple[CodedAnswer, ...]:
        several = all(len(self.words_of(name)) > 1 for name in ("types", "directions"))
        return answers_at(self.turn) if several else ()

    def words_of(self, name: str) -> tuple[str, ...]:
        """The types or the directions that can go together."""
        return self.win.words_of(name)

    @property
    def is_open(self) -> bool:
        """It is asked, and nobody whose answer this is gave one."""
        return bool(self.asked) and self.answers()["pairs"] is None


class ChangeForm(TurnForm):
    """What changed, and for whom: in words."""

    turn = TURNS["verandering"]
    is_answered = False  # one empties the fields; no button throws away what somebody wrote

    description = TextField(label=_("Wat veranderde er?"), required=False, max_length=5000)
    changed_for = ChangedForField()

    parts = {"description": ("description",), "changed_for": ("changed_for",)}

    @classmethod
    def is_said(cls, win: SmallWin) -> bool:
        return all(getattr(win, name) for name in cls.parts)

    def answers(self) -> dict:
        return {name: getattr(self.win, name) for name in self.parts}

    def worded(self, part: str, value: tuple) -> str:
        return BothKeptForm.worded(self, part, value)

    def save(self) -> None:
        self.win.put_in_words(**{name: self.cleaned_data[name] for name in self.parts})


def _is_said(win: SmallWin, answer: CodedAnswer) -> bool:
    if getattr(win, answer.name) is not None or not win.is_asked(answer):
        return True
    return bool(answer.rows) and getattr(win, answer.rows).exists()


def _only_its_version(data: QueryDict) -> QueryDict:
    """The part of the sent data that says where it started and what was chosen."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        if name == "version" or name.startswith("keep_"):
            kept.setlist(name, values)
    return kept


def form_of(turn: Turn) -> type[TurnForm]:
    """The form that asks this turn's answers and nothing else."""
    fields = {answer.name: field_of(answer) for answer in answers_at(turn)}
    said = {"__module__": __name__, "turn": turn}
    return type(TurnForm)(f"{turn.step.capitalize()}Form", (TurnForm,), said | fields)
