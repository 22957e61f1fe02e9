"""Which questions of the city an initiative works on: known in the network, or written by its team."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import NOT_KNOWN, ManyRowsField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.texts import SentenceField
from initiatives.language import plain
from initiatives.links import free_slug, number_in
from initiatives.models import Challenge, Initiative, Onlooker, Reader, User
from initiatives.reports.network.challenges import (
    ANOTHER_QUESTION,
    ChallengeHints,
    challenge_hints,
    like_questions,
)

OTHERS = _("Vraagstukken in het netwerk")
CHOOSE_WHICH_QUESTION = _("Dit lijkt op een vraagstuk dat er al is. Kies welk je bedoelt.")
EXAMPLE = _("Schrijf het als vraag, zoals “Hoe zorgen we dat minder mensen zich eenzaam voelen?”")


class ChallengesField(ManyRowsField):
    """Several questions, each in the language of the page."""

    def label_from_instance(self, challenge: Challenge) -> str:
        return plain(challenge, "title")


class AnyChallengeField(forms.ChoiceField):
    """The key of a question that was hinted, or that it is another one. The form looks it up."""

    def valid_value(self, value) -> bool:
        return True


class ChallengeQuestions(forms.Form):
    """What it works on. Part of a form that calls `offer_challenges` and `check_challenge`."""

    challenges = ChallengesField(Challenge.objects.none(), _("Aan welk vraagstuk werken jullie?"))
    other_challenge = SentenceField(
        label=_("Staat jullie vraagstuk er niet bij? Zoek op een woord, of schrijf je eigen vraag."),
        help_text=EXAMPLE,
        required=False,
        max_length=200,
    )
    known_challenge = AnyChallengeField(
        label=_("Bedoel je een van deze?"), required=False, widget=forms.RadioSelect
    )

    known_challenges: QuerySet[Challenge]

    def offer_challenges(self, known: QuerySet[Challenge], chosen: list[Challenge]) -> None:
        """In: the questions that the reader may know, and those that it works on already, which stay to choose."""
        self.known_challenges = known
        field, here = self.fields["challenges"], [each.pk for each in chosen]
        field.queryset = Challenge.objects.filter(Q(pk__in=known.order_by().values("pk")) | Q(pk__in=here))
        field.put_first(chosen, others=OTHERS)
        self.fields["other_challenge"].is_part = self.fields["known_challenge"].is_part = True
        if not field.choices:  # a network that begins has none: nothing to tick
            self.fields["other_challenge"].label = field.label

    @property
    def challenge_hints(self) -> ChallengeHints:
        """The questions that one may mean by what was typed."""
        typed, chosen = (self.data.get(name, "") for name in ("other_challenge", "known_challenge"))
        return challenge_hints(typed, chosen, among=self.known_challenges)

    def clean_known_challenge(self) -> Challenge | str:
        answer = self.cleaned_data["known_challenge"]
        if answer in ("", ANOTHER_QUESTION):
            return answer
        known = self.known_challenges.filter(pk=number_in(answer)).first()
        if known is None:
            raise ValidationError(NOT_KNOWN)
        return known

    def check_challenge(self, cleaned: dict) -> None:
        """Ask which one is meant where the question looks like another."""
        typed, known = cleaned.get("other_challenge"), cleaned.get("known_challenge", "")
        if not typed or known or "known_challenge" in self.errors:
            return
        if same := self.known_challenges.asking(typed).order_by("pk").first():
            cleaned["known_challenge"] = same
        elif self._is_like_another(typed, cleaned.get("challenges") or ()):
            self.add_error("known_challenge", CHOOSE_WHICH_QUESTION)

    def _is_like_another(self, typed: str, ticked) -> bool:
        """Not where one of those is ticked: then the typed question stands beside it."""
        alike = like_questions(typed, among=self.known_challenges)
        return bool(alike) and not {*alike} & {*ticked}

    def challenges_named(self) -> list[Challenge]:
        """Those that were ticked, and the one that was typed; new where nobody asked it before."""
        cleaned = self.cleaned_data
        known, typed = cleaned["known_challenge"], cleaned["other_challenge"]
        typed_one = [known] if isinstance(known, Challenge) else [_asked(typed)] if typed else []
        return [*dict.fromkeys([*cleaned["challenges"], *typed_one])]


def _asked(question: str) -> Challenge:
    return Challenge.objects.create(title=question, slug=free_slug(Challenge, question))


class ChallengesForm(ChallengeQuestions, BothKeptForm):
    """The questions alone, for everybody in the team."""

    parts = {"challenges": ("challenges",)}

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        now = list(initiative.challenges.order_by("title_sort"))
        super().__init__(*args, row=initiative, by=by, initial={"challenges": now}, **options)
        self.offer_challenges(Onlooker.around(Reader(by, initiative)).challenges, now)

    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        self.check_challenge(cleaned)
        return cleaned

    def try_save(self) -> bool:
        if self.is_valid():
            with transaction.atomic():
                self.row.challenges.set(self.challenges_named())
        return not self.errors
