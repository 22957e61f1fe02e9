"""Put two initiatives in touch: propose it, and answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import OneOfTheRows, WordField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import Rows
from initiatives.models import Initiative, Introduction, Reader, User, Wall
from initiatives.models.initiative_links import as_real_as
from initiatives.sentences import listed

YES, NO = "ja", "nee"
NOBODY_THERE = _(
    "Ook bij deze muur, maar nog zonder iemand in het team die ja of nee kan zeggen: %(names)s. Laat het programma daar eerst iemand uitnodigen."
)


class WallField(OneOfTheRows, forms.ModelChoiceField):
    """The same wall at other initiatives."""

    def label_from_instance(self, wall: Wall) -> str:
        return f"{wall.initiative} ({wall.topic})"


class IntroduceForm(OnceForm):
    makes = Introduction

    wall = WallField(
        Wall.objects.none(),
        label=_("Met wie?"),
        empty_label=None,
        widget=Rows,
        error_messages={"required": _("Kies een initiatief.")},
    )
    why = SentenceField(
        label=_("Waarom deze twee?"),
        help_text=_("Eén zin. Wie ja of nee zegt, leest hem, met jouw naam."),
        max_length=400,
        error_messages={"required": _("Schrijf in één zin waarom.")},
    )

    def __init__(self, data=None, *, initiative: Initiative, by: User):
        super().__init__(data)
        self.initiative, self.by = initiative, by
        self.is_new = False
        self._offer(walls_shared_with(Reader(by, initiative)))

    def _offer(self, walls) -> None:
        """Offer those where somebody can answer, and name the others. Sent all the same, the model says why not."""
        field = self.fields["wall"]
        field.queryset = walls
        found = [*walls]
        answering = {*Initiative.objects.with_somebody().filter(walls__in=found).values_list("pk", flat=True)}
        field.choices = [
            (wall.pk, field.label_from_instance(wall)) for wall in found if wall.initiative_id in answering
        ]
        silent = {str(wall.initiative): None for wall in found if wall.initiative_id not in answering}
        if not found:
            field.help_text = _("Nu loopt geen ander initiatief tegen dezelfde muur aan.")
        elif silent:
            field.help_text = NOBODY_THERE % {"names": listed(silent)}

    def said(self) -> dict:
        return {"why": self.cleaned_data["why"]}

    def place(self) -> dict:
        pair = self.initiative, self.cleaned_data["wall"].initiative
        first, second = sorted(pair, key=lambda each: each.pk)
        return {"first": first, "second": second, "topic": self.cleaned_data["wall"].topic}

    def try_save(self) -> Introduction | None:
        """Out: the proposal, new or sent before; None where something is wrong, also with the two."""
        if not self.is_valid():
            return None
        try:
            proposed = self.make_once(self._propose)
        except ValidationError as refusal:
            if not (proposed := self.sent_before()):  # the same form at this very moment
                self.add_error(None, refusal)
        return proposed

    def _propose(self, number) -> Introduction:
        two = self.initiative, self.cleaned_data["wall"].initiative
        topic = self.cleaned_data["wall"].topic
        proposed = Introduction.objects.propose(*two, topic=topic, by=self.by, pk=number, **self.said())
        self.is_new = True
        return proposed


def walls_shared_with(reader: Reader):
    """Walls in the way here, at other initiatives that the network reads."""
    theirs = reader.sees(Wall).in_the_way()
    topics = theirs.filter(initiative=reader.initiative).order_by().values("topic")
    readable = Initiative.objects.read_by_the_network().filter(as_real_as(reader.initiative)).order_by()
    others = theirs.filter(topic__in=topics, initiative__in=readable.values("pk")).exclude(
        initiative=reader.initiative
    )
    return others.select_related("initiative", "topic").order_by("initiative__title_sort", "topic__name_sort")


class MeetForm(forms.Form):
    answer = WordField(
        _("Willen jullie kennismaken?"),
        ((YES, _("Ja, deel onze naam en ons adres")), (NO, _("Nee, nu niet"))),
        error_messages={"required": _("Kies ja of nee.")},
    )

    def __init__(self, data=None, *, introduction: Introduction, by: User):
        super().__init__(data)
        self.introduction, self.by = introduction, by
        self.is_agreed_now = False  # both agree since this form was sent, and did not before

    def try_save(self) -> bool:
        """Out: whether the answer is kept."""
        if self.is_valid():
            agrees = self.cleaned_data["answer"] == YES
            try:
                self.is_agreed_now = Introduction.objects.answer(
                    self.introduction.pk, agrees=agrees, by=self.by
                )
            except ValidationError as refusal:
                self.add_error("answer", refusal)
        return not self.errors
