"""A new initiative, proposed by somebody who logs in; declined by the staff with a word, and proposed again."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.challenges import ChallengeQuestions
from initiatives.forms.choices import NOT_KNOWN
from initiatives.forms.conflicts import MarkedForm
from initiatives.forms.initiatives import InitiativeFactsForm, InitiativeTitleField
from initiatives.forms.texts import TextField
from initiatives.links import NATIONAL
from initiatives.models import Challenge, City, Initiative, Onlooker, Programme, User
from initiatives.models.places import names_apart


class WhereField(forms.ModelChoiceField):
    """A city, or none. Both are chosen: nationwide is no answer to take for granted."""

    def offer(self, cities) -> None:
        self.queryset = cities
        names = [(city.pk, name) for city, name in names_apart(cities).items()]
        self.choices = [("", _("Kies een stad, of landelijk")), (NATIONAL, _("landelijk")), *names]

    def clean(self, value):
        return None if value == NATIONAL else super().clean(value)


class SummaryField(TextField):
    def __init__(self):
        super().__init__(
            label=_("Wat is het, in een paar zinnen?"),
            help_text=_("Wat doen jullie, met wie en voor wie?"),
            max_length=2000,
            error_messages={"required": _("Vertel in een paar zinnen wat het is.")},
        )


class ProposalForm(ChallengeQuestions, forms.Form):
    """The question that it works on, its name, what it is and where. It is for the programme in which one is looking."""

    title = InitiativeTitleField()
    summary = SummaryField()
    city = WhereField(
        City.objects.none(),
        label=_("In welke stad?"),
        help_text=_(
            "De kwartiermaker van die stad ziet je voorstel ook. Bij landelijk is er geen kwartiermaker."
        ),
        error_messages={"required": _("Kies een stad, of landelijk."), "invalid_choice": NOT_KNOWN},
    )

    def __init__(self, *args, onlooker: Onlooker, challenge: Challenge | None = None, **options):
        """In: the question at which somebody begins."""
        self.onlooker, begun = onlooker, [challenge] if challenge else []
        super().__init__(*args, initial={"challenges": begun}, **options)
        self.offer_challenges(onlooker.challenges, begun)
        self.fields["city"].offer(onlooker.cities)

    @property
    def programme(self) -> Programme:
        return self.onlooker.programme or Programme.objects.of_the_site()

    def clean(self) -> dict:
        cleaned = super().clean()
        self.check_challenge(cleaned)
        return cleaned

    def try_save(self) -> Initiative | None:
        """The initiative, of which the proposer is the lead. None where something is wrong with what was typed."""
        if not self.is_valid():
            return None
        words = {name: self.cleaned_data[name] for name in ("title", "summary", "city")}
        try:
            with transaction.atomic():
                made = Initiative.objects.propose(by=self.onlooker.user, programme=self.programme, **words)
                made.challenges.add(*self.challenges_named())
                return made
        except ValidationError as refused:
            self.add_error(None, refused)
        return None


class ProposedAgainForm(InitiativeFactsForm):
    """A declined proposal, with all that its team says of it. Saved, it comes before the staff again.

    Where a colleague was first, both texts come back. Who may edit it then still saves theirs.
    """

    reads = ("declined_at",)
    summary = SummaryField()

    @property
    def sentence_of_unread(self) -> str:
        if self._may_change:
            return _(
                "Een collega stelde dit net al opnieuw voor. Wat jij schreef staat hieronder nog. Bewaar je nog eens, dan geldt dat."
            )
        return _(
            "Een collega stelde dit net al opnieuw voor. Wat jij schreef staat hieronder nog. Alleen een trekker kan er nu iets aan veranderen."
        )

    @property
    def _may_change(self) -> bool:
        return Initiative.objects.managed_by(self.by).contains(self.row)

    @property
    def says_the_same(self) -> bool:
        return not self.has_changed()

    def is_unread(self, was: dict[str, str]) -> bool:
        return not self.row.declined_at and (super().is_unread(was) or not self._may_change)

    def try_save(self) -> bool:
        try:
            return super().try_save()
        except ValidationError as refused:
            self.add_error(None, refused)
        return False

    def _write(self) -> None:
        super()._write()
        if self.row.declined_at:
            self.row.propose_again()


class DeclineForm(MarkedForm):
    """Why the staff do not take it up; refused when the proposal changed since they read it."""

    reads = ("title", "summary", "proposed_at")

    why = TextField(
        label=_("Waarom niet?"),
        help_text=_(
            "Eén of twee zinnen. Wie het voorstelde leest ze precies zo, in een mail en op de eerste pagina."
        ),
        max_length=1000,
        error_messages={"required": _("Schrijf waarom. Wie het voorstelde wil dat weten.")},
    )

    def try_save(self, *, by: User) -> bool:
        """In: the proposal held. Out: whether it was declined now."""
        if not self.is_valid():
            return False
        self.row.decline(why=self.cleaned_data["why"], by=by)
        return True
