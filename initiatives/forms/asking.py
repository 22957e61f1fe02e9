"""The questions after telling, in their order. Some come only to tellers who want more."""

from initiatives.forms.earlier import CameFromForm
from initiatives.forms.facets import BarrierForm, CompanyForm, LossAnswerForm
from initiatives.forms.photos import PhotoForm
from initiatives.forms.questions import form_of
from initiatives.lenses import TURNS
from initiatives.links import address
from initiatives.models import SmallWin

# Where other rows answer, or none at all; the others ask for their coded answers only.
OWN_FORMS = {form.turn: form for form in (CameFromForm, CompanyForm, LossAnswerForm, BarrierForm, PhotoForm)}

QUESTIONS = {step: OWN_FORMS.get(turn) or form_of(turn) for step, turn in TURNS.items()}
AFTER_TELLING = [step for step, turn in TURNS.items() if not turn.is_more]
MORE = [step for step, turn in TURNS.items() if turn.is_more]
FIRST_STEP, FIRST_OF_MORE = AFTER_TELLING[0], MORE[0]


def steps_from(step: str) -> list[str]:
    """This question and those that follow it."""
    steps = MORE if step in MORE else AFTER_TELLING
    return steps[steps.index(step) :]


def step_after(step: str) -> str | None:
    """The next question; None after the last."""
    return next(iter(steps_from(step)[1:]), None)


def steps_left(step: str) -> int:
    """How many questions there are from here, this one included."""
    return len(steps_from(step))


def is_last_before_more(step: str) -> bool:
    return step == AFTER_TELLING[-1]


def page_of(win: SmallWin, step: str = FIRST_STEP, *, just_told: bool = True) -> str:
    """The address of a question about a win; right after telling, the others follow it."""
    return address("telling:ask", win.pk, step, verteld="ja" if just_told else None)
