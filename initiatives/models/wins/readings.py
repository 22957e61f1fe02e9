"""How a win is read: by its team, and by the editors beside it. Where the team has not answered, theirs counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.lenses import (
    ANSWERS,
    PLACED_BY,
    RARE_CROSSINGS,
    READ_BY_EDITORS,
    UNKNOWN,
    CodedAnswer,
    Crossing,
    codes_in,
    crossing_of,
)
from initiatives.lenses.words import Words
from initiatives.models.people import User
from initiatives.models.wins.columns import WinColumns

READING = tuple(answer.name for answer in READ_BY_EDITORS)


@dataclass(frozen=True)
class Tag:
    """A word that counts for a win, and whose word it is."""

    word: Words
    by_editors: bool


class WinReadings(WinColumns):
    class Meta:
        abstract = True

    @property
    def has_editors_reading_only(self) -> bool:
        """True while some of its place in the rose is the editors' reading and the team has not said so."""
        return any(answer.name in self.read_by_editors_only for answer in PLACED_BY)

    @property
    def read_by_editors_only(self) -> list[str]:
        """The questions that the editors answered and the team did not."""
        return [
            name for name in READING if getattr(self, name) is None and self._editors_answer(name) is not None
        ]

    @property
    def tags(self) -> list[Tag]:
        """The types, the directions and the level that count. No answer and "don't know" are no tag; pairs only say
        which of them belong together."""
        return [
            Tag(answer.words(code), by_editors=getattr(self, answer.name) is None)
            for answer in PLACED_BY
            for code in codes_in(getattr(self, answer.counted_name))
            if code != UNKNOWN
        ]

    def words_of(self, name: str) -> tuple[str, ...]:
        """The words of the answer that counts. Silence, "none of these" and "don't know" are no words."""
        return tuple(code for code in codes_in(self.counted(name)) if code != UNKNOWN)

    def is_asked(self, answer: CodedAnswer) -> bool:
        """False where the question makes no sense for this win: one type or one direction says its pairs by itself."""
        several = len(self.words_of("types")) > 1 and len(self.words_of("directions")) > 1
        return several or answer.words is not Crossing

    @property
    def crossings(self) -> tuple[str, ...]:
        """The types that went a direction, as somebody said (theory §3). The database counts by the same rule."""
        types, directions = self.words_of("types"), self.words_of("directions")
        fit = tuple(crossing_of(kind, way) for kind, way in product(types, directions))
        if min(len(types), len(directions)) < 2:
            return fit
        return tuple(crossing for crossing in fit if crossing in self.words_of("pairs"))

    @property
    def question_of_rare(self) -> str:
        """A question about types and directions that seldom go together; it changes nothing by itself. Empty without them."""
        rare = [str(Crossing(crossing).label) for crossing in self.crossings if crossing in RARE_CROSSINGS]
        return (
            _("%(pairs)s: die gaan zelden samen. Klopt dit?") % {"pairs": capfirst(", ".join(rare))}
            if rare
            else ""
        )

    def read_as_editors(self, *, by: User, **answers) -> None:
        """Keep how the editors read it, by the name of each question. It stands beside the team's own answers."""
        for name, answer in answers.items():
            setattr(self, ANSWERS[name].editors_name, answer)
        silent = all(self._editors_answer(name) is None for name in READING)
        self.editor_read_at, self.editor_read_by = (None, None) if silent else (timezone.now(), by)
        names = (ANSWERS[name].editors_name for name in READING)
        self.save(update_fields=[*names, "editor_read_at", "editor_read_by", "changed_at"])

    def accept_reading(self, names: Iterable[str]) -> None:
        """The team agrees with the editors about these questions, where it has not answered: theirs becomes its own."""
        agreed = [name for name in self.read_by_editors_only if name in names]
        for name in agreed:
            setattr(self, name, self._editors_answer(name))
        self.save(update_fields=[*agreed, "changed_at"])

    @property
    def readings_that_differ(self) -> list[str]:
        """The questions to which the team answers otherwise than the editors, until the team has looked at it."""
        if self.reading_kept_at and self.editor_read_at and self.reading_kept_at >= self.editor_read_at:
            return []
        return [name for name in READING if _differ(getattr(self, name), self._editors_answer(name))]

    def counted(self, name: str) -> str | list[str] | None:
        """The answer that counts, the team's or else the editors', also before the database has worked it out."""
        stored = getattr(self, name)
        return self._editors_answer(name) if stored is None and ANSWERS[name].editors else stored

    def _editors_answer(self, name: str) -> object:
        return getattr(self, ANSWERS[name].editors_name)

    def keep_reading(self) -> None:
        """The team looked at how the editors read it, and keeps its own answers. Both stay."""
        self.reading_kept_at = timezone.now()
        self.save(update_fields=["reading_kept_at", "changed_at"])

    def take_over_reading(self, name: str) -> None:
        """The team finds the editors' answer to this question the better one."""
        setattr(self, name, self._editors_answer(name))
        self.save(update_fields=[name, "changed_at"])


def _differ(team, editors) -> bool:
    """Both have answered, in other words. The order of a set is no difference."""
    if team is None or editors is None:
        return False
    return set(codes_in(team)) != set(codes_in(editors))
