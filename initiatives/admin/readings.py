"""How a win is read, on the screens of curators: filters by what counts, and a form for our own reading beside the team's."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter
from initiatives.admin.screens import RowForm
from initiatives.forms.curating import READ_FIRST, AsReadForm
from initiatives.lenses import (
    ANSWERS,
    OPEN,
    READ_BY_EDITORS,
    UNKNOWN,
    CodedAnswer,
    Crossing,
    codes_in,
    ends_of,
)
from initiatives.marks import READ, as_read, marks_in
from initiatives.models import SmallWin
from initiatives.models.fields import holds

READING = {answer.editors_name: answer for answer in READ_BY_EDITORS}
NOBODY_YET = _("nog niemand")


class AnswerFilter(SelectFilter):
    """Filters by the answer that counts, the team's or the editors'."""

    answer: CodedAnswer

    def words(self, request):
        said = [(code, label, holds(self.answer, code)) for code, label in self.answer.asked_for]
        return [*said, (OPEN, NOBODY_YET, holds(self.answer, OPEN))]


class TypeFilter(AnswerFilter):
    answer = ANSWERS["types"]
    title, parameter_name = answer.question, answer.word


class LevelFilter(AnswerFilter):
    answer = ANSWERS["level"]
    title, parameter_name = answer.question, answer.word


class ReaderFilter(SelectFilter):
    title, parameter_name = _("ingedeeld door"), "duiding"

    def words(self, request):
        return [
            ("team", _("het team"), Q(pk__in=SmallWin.objects.with_team_reading().values("pk"))),
            (
                "redactie",
                _("alleen de redactie"),
                Q(pk__in=SmallWin.objects.with_editors_reading().values("pk")),
            ),
            (OPEN, NOBODY_YET, Q(pk__in=SmallWin.objects.without_reading().values("pk"))),
        ]


def _joins(pair: str, types: tuple[str, ...], directions: tuple[str, ...]) -> bool:
    kind, way = ends_of(pair)
    return kind in types and way in directions


class ReadingForm(RowForm):
    """The editors' own reading; what the team said has no field here, and is confirmed as it was read."""

    def marks_now(self) -> dict[str, str]:
        """Also of the words of the team, which one reads before one confirms them."""
        return super().marks_now() | marks_in(as_read(self.instance, READ_FIRST))

    def compare(self, was: dict[str, str], cleaned: dict) -> None:
        super().compare(was, cleaned)
        if "_confirm" in self.data and was.get(READ) != self.marks_now()[READ]:
            self.has_conflict = True
            self.add_error(None, AsReadForm.sentence_of_unread)

    def clean(self) -> dict:
        cleaned = super().clean()
        types, directions, pairs = (
            codes_in(cleaned.get(ANSWERS[name].editors_name)) for name in ("types", "directions", "pairs")
        )
        loose = [pair for pair in pairs if pair != UNKNOWN and not _joins(pair, types, directions)]
        if loose:
            words = {"pairs": ", ".join(str(Crossing(pair).label) for pair in loose)}
            sentence = _("%(pairs)s past niet bij de soorten en richtingen die je aanvinkte.")
            self.add_error(ANSWERS["pairs"].editors_name, ValidationError(sentence, params=words))
        return cleaned

    def has_new_reading(self) -> bool:
        return bool(set(READING) & set(self.changed_data))
