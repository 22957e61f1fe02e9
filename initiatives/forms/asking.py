"""Which questions follow telling, in which order, and which ones only whoever wants more gets to see."""

from initiatives.forms.facets import (
    BarrierForm,
    CompanyForm,
    CoupledForm,
    DreamForm,
    HappenedForm,
    KindsForm,
    LossAnswerForm,
    SizeForm,
)
from initiatives.forms.questions import CameFromForm, DepthForm, LensForm, LevelForm, PhotoForm

# What makes the path and the rose comes first; who was there and what it cost before what is nice to know.
AFTER_TELLING = (
    CameFromForm,
    LensForm,
    LevelForm,
    DepthForm,
    HappenedForm,
    CompanyForm,
    LossAnswerForm,
    KindsForm,
    PhotoForm,
)
MORE = (SizeForm, CoupledForm, DreamForm, BarrierForm)

QUESTIONS = {form.step: form for form in (*AFTER_TELLING, *MORE)}
FIRST_STEP, FIRST_OF_MORE = AFTER_TELLING[0].step, MORE[0].step


def steps_from(step: str) -> list[str]:
    """This question and those that follow it."""
    part = MORE if step in {form.step for form in MORE} else AFTER_TELLING
    steps = [form.step for form in part]
    return steps[steps.index(step) :]


def step_after(step: str) -> str | None:
    """The next question; None after the last."""
    return next(iter(steps_from(step)[1:]), None)


def steps_left(step: str) -> int:
    """How many questions there are from here, this one included."""
    return len(steps_from(step))


def is_last_before_more(step: str) -> bool:
    return step == AFTER_TELLING[-1].step
