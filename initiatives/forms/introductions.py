"""Put two initiatives in touch: propose it, and answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.forms.choices import NOT_KNOWN, WordField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import Rows
from initiatives.models import Initiative, Introduction, Reader, User
from initiatives.reports.network.pairs import Shared, shared_with
from initiatives.sentences import listed

YES, NO = "ja", "nee"
OFFERED, NAMED = 40, 5  # at once; others are reached through who they are
NOBODY_THERE = _(
    "Deelt ook iets, maar nog zonder iemand in het team die ja of nee kan zeggen: %(names)s. Laat het programma daar eerst iemand uitnodigen."
)


class SharedField(forms.ChoiceField):
    """What an initiative shares with another one: with whom it may be put in touch, and over what."""

    default_error_messages = {"invalid_choice": NOT_KNOWN}
    found: dict[str, Shared] = {}

    def offer(self, found: list[Shared], shown: list[Shared]) -> None:
        """In: all that may be sent, and what of it is shown."""
        self.found = {each.code: each for each in found}
        self.choices = [(each.code, each.label) for each in shown]

    def valid_value(self, value) -> bool:
        return value in self.found

    def clean(self, value) -> Shared:
        return self.found[super().clean(value)]


class IntroduceForm(OnceForm):
    makes = Introduction

    shared = SharedField(
        label=_("Met wie?"),
        widget=Rows,
        error_messages={"required": _("Kies een initiatief.")},
    )
    why = SentenceField(
        label=_("Waarom deze twee?"),
        help_text=_("Eén zin. Wie ja of nee zegt, leest hem, met jouw naam."),
        max_length=400,
        error_messages={"required": _("Schrijf in één zin waarom.")},
    )

    def __init__(self, data=None, *, initiative: Initiative, by: User, met: str = ""):
        """In: `met`, the web name of the initiative that was chosen before."""
        super().__init__(data)
        self.initiative, self.by = initiative, by
        self.is_new = False
        self._offer(shared_with(Reader(by, initiative)), met)

    def _offer(self, found: list[Shared], met: str) -> None:
        """Offer those where somebody can answer, and name the others. Sent all the same, the model says why not."""
        field = self.fields["shared"]
        asked = [each for each in found if each.other.slug == met] or found
        others = {each.other.pk for each in asked}
        answering = {*Initiative.objects.with_somebody().filter(pk__in=others).values_list("pk", flat=True)}
        shown = [each for each in asked if each.other.pk in answering]
        field.offer(found, shown[:OFFERED])
        if met and shown and asked is not found:
            self._fill_in(shown[0])
        silent = list(
            {each.other.pk: each.other.title for each in asked if each.other.pk not in answering}.values()
        )
        if not found:
            field.help_text = _(
                "Nu deelt geen ander initiatief een muur of een vraagstuk met dit initiatief."
            )
        elif silent:
            field.help_text = NOBODY_THERE % {"names": _few(silent)}

    def _fill_in(self, shared: Shared) -> None:
        self.initial = {"shared": shared.code, "why": shared.as_one_sentence(self.initiative)}

    def said(self) -> dict:
        return {"why": self.cleaned_data["why"]}

    def place(self) -> dict:
        first, second = sorted(self._two, key=lambda each: each.pk)
        return {"first": first, "second": second, **self._about}

    @property
    def _two(self) -> tuple[Initiative, Initiative]:
        return self.initiative, self.cleaned_data["shared"].other

    @property
    def _about(self) -> dict:
        shared = self.cleaned_data["shared"]
        return {"topic": shared.topic, "challenge": shared.challenge}

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
        proposed = Introduction.objects.propose(
            *self._two, **self._about, by=self.by, pk=number, **self.said()
        )
        self.is_new = True
        return proposed


def _few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    also = [ngettext("nog %(n)s", "nog %(n)s", more) % {"n": more}] if more > 0 else []
    return listed([*names[:NAMED], *also])


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
