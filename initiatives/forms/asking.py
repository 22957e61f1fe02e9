"""The questions after telling, in their order. Some come only to tellers who want more."""

from initiatives.forms.earlier import CameFromForm
from initiatives.forms.facets import BarrierForm, CompanyForm, JudgeForm, LossAnswerForm
from initiatives.forms.photos import PhotoForm
from initiatives.forms.questions import ChangeForm, PairsForm, form_of
from initiatives.lenses import TURNS
from initiatives.links import address
from initiatives.models import SmallWin

# Where other rows answer, or none at all; the others ask for their coded answers only.
OWN_FORMS = {
    form.turn: form
    for form in (
        ChangeForm,
        JudgeForm,
        CameFromForm,
        LossAnswerForm,
        CompanyForm,
        PairsForm,
        PhotoForm,
        BarrierForm,
    )
}

QUESTIONS = {step: OWN_FORMS.get(turn) or form_of(turn) for step, turn in TURNS.items()}
AFTER_TELLING = [step for step, turn in TURNS.items() if not turn.is_more]
MORE = [step for step, turn in TURNS.items() if turn.is_more]
FIRST_STEP, FIRST_OF_MORE = AFTER_TELLING[0], MORE[0]


def unanswered_after(win: SmallWin, step: str) -> list[str]:
    """The questions that follow this one, without those that somebody answered already and those that make no sense."""
    steps = MORE if step in MORE else AFTER_TELLING
    following = steps[steps.index(step) + 1 :]
    return [each for each in following if not QUESTIONS[each].is_said(win)]


def page_of(win: SmallWin, step: str = FIRST_STEP, *, just_told: bool = True) -> str:
    """The address of a question about a win; right after telling, the others follow it."""
    return address("telling:ask", win.pk, step, verteld="ja" if just_told else None)
