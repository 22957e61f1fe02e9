"""Where an initiative wants to go: the choices, the dream with its earlier versions, and what scaling means here."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.lenses import Agreement, Choice, Direction, ScalingType
from initiatives.models import (
    Ambition,
    AuditEntry,
    ForReader,
    MeaningAnswer,
    Objection,
    Partnership,
    Reader,
    ScalingMeaning,
)
from initiatives.models.objections import by_thing
from initiatives.periods import on_day
from initiatives.sentences import joined


# ------------------------------------------------------------------ the choices
@dataclass(frozen=True)
class RayChoice:
    """One type or direction: the choice that holds, if any was made, and those before it."""

    ray: ScalingType | Direction
    now: Ambition | None
    before: tuple[Ambition, ...]

    @property
    def code(self) -> str:
        """The choice as a style name; nothing chosen is something else than deliberately not."""
        return self.now.choice if self.now else "open"

    @property
    def label(self) -> str:
        return str(Choice(self.now.choice).label) if self.now else ""


def ray_choices(ambitions: Iterable[Ambition]) -> tuple[RayChoice, ...]:
    """All seven, types first. In: every choice that was made, latest first."""
    by_ray: dict[str, list[Ambition]] = {}
    for ambition in ambitions:
        by_ray.setdefault(ambition.ray, []).append(ambition)
    return tuple(_choice(ray, by_ray.get(ray, [])) for ray in (*ScalingType, *Direction))


def _choice(ray, made: list[Ambition]) -> RayChoice:
    return RayChoice(ray, made[0] if made else None, tuple(made[1:]))


# ------------------------------------------------------------------ the dream
@dataclass(frozen=True)
class DreamVersion:
    """An earlier text of the dream, and until when it was the present one."""

    text: str
    language: str
    until: dt.datetime
    changed_by: str

    @property
    def stood(self) -> SafeString:
        """The day until which it stood, and who changed it."""
        until = _("stond er tot %(on)s") % {"on": on_day(self.until)}
        return joined(
            (until, _("veranderd door %(who)s") % {"who": self.changed_by} if self.changed_by else "")
        )


def earlier_dreams(reader: Reader) -> tuple[DreamVersion, ...]:
    """The earlier texts, latest first, for readers of the history of the initiative. One query."""
    entries = reader.sees(AuditEntry).of_row(reader.initiative)
    entries = entries.filter(changes__has_any_keys=["dream", "dream_en"])
    return tuple(
        DreamVersion(before, language, entry.at, entry.who)
        for entry in entries.select_related("actor")
        for column, language in (("dream", "nl"), ("dream_en", "en"))
        if (before := (entry.changes.get(column) or [None])[0])
    )


# ------------------------------------------------------------------ what scaling means here
@dataclass(frozen=True)
class PartnerView:
    """Whether one partner shares the meaning. No answer is "not asked"; "we don't know" is an answer."""

    partnership: Partnership
    answer: MeaningAnswer | None
    objections: tuple[Objection, ...] = ()  # of the partner to this answer, which nobody looked at

    @property
    def code(self) -> str:
        """The answer as a style name."""
        return self.answer.answer if self.answer else "open"

    @property
    def label(self) -> str:
        return str(Agreement(self.answer.answer).label) if self.answer else ""


@dataclass(frozen=True)
class Meaning:
    """The present text and those before it. `views` is empty for a reader who does not work on the initiative."""

    now: ScalingMeaning | None
    before: tuple[ScalingMeaning, ...]
    views: tuple[PartnerView, ...] = ()

    @property
    def counted(self) -> str:
        """Each answer that was given with its number of partners, in a fixed order. There is no total."""
        counted = agreement_counts(view.answer.answer if view.answer else None for view in self.views)
        return ", ".join(f"{number} {_said(code)}" for code, number in counted)


def _said(code: str) -> str:
    return str(Agreement(code).label) if code else _("niet gevraagd")


def agreement_counts(answers: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    """In: each partner's answer, or None where it was not asked. Out: (code, number), "" for not asked."""
    counted = Counter("" if answer is None else answer for answer in answers)
    return tuple((code, counted[code]) for code in (*Agreement.values, "") if counted[code])


def meaning_of(reader: Reader) -> Meaning:
    """The meaning as this reader may know it, in four queries at most."""
    texts = list(reader.sees_here(ScalingMeaning).select_related("written_by"))
    if not texts or not reader.is_inside:
        return Meaning(texts[0] if texts else None, tuple(texts[1:]))
    said = {answer.partnership_id: answer for answer in texts[0].answers.select_related("said_by")}
    objected = by_thing(reader.sees_here(Objection).waiting().filter(answer__isnull=False).with_things())
    here = reader.initiative.partnerships.taking_part().select_related("partner")
    views = (PartnerView(p, said.get(p.pk), tuple(objected.get(said.get(p.pk), ()))) for p in here)
    return Meaning(texts[0], tuple(texts[1:]), tuple(views))


# ------------------------------------------------------------------ the page
@dataclass(frozen=True)
class Ambitions(ForReader):
    """The page of ambitions, as this reader may know it."""

    types: tuple[RayChoice, ...]
    directions: tuple[RayChoice, ...]
    dreams: tuple[DreamVersion, ...]
    meaning: Meaning

    @property
    def chosen(self) -> int:
        return sum(ray.now is not None for ray in (*self.types, *self.directions))


def ambitions_page(reader: Reader) -> Ambitions:
    """In: somebody who may read the initiative. A fixed number of queries."""
    made = reader.sees_here(Ambition).select_related("decided_by")
    rays = ray_choices(made.order_by("-decided_at", "-pk"))
    return Ambitions(
        reader=reader,
        types=rays[: len(ScalingType)],
        directions=rays[len(ScalingType) :],
        dreams=earlier_dreams(reader) if reader.is_inside else (),
        meaning=meaning_of(reader),
    )
