"""Say how an initiative belongs to another one: part of it, grown out of it, or together with it."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import CHOOSE_ONE, NOT_KNOWN, WordField
from initiatives.forms.figures import EARLIEST, SourceField
from initiatives.forms.finding import FindingForm
from initiatives.forms.texts import SentenceField
from initiatives.forms.ties import NOBODY_YET
from initiatives.forms.widgets import Rows
from initiatives.lenses import InitiativeTie
from initiatives.links import number_in
from initiatives.models import Initiative, InitiativeLink, User
from initiatives.models.initiative_links import as_real_as
from initiatives.sentences import joined


@dataclass(frozen=True)
class BelongingWay:
    """One answer to how two initiatives belong together, as the team at this end says it."""

    kind: InitiativeTie
    label: Promise
    is_back: bool = False  # the other one belongs to this one


WAYS = {
    "hoort-bij": BelongingWay(InitiativeTie.PART_OF, _("Wij horen bij het andere initiatief")),
    "hierbij-hoort": BelongingWay(
        InitiativeTie.PART_OF, _("Het andere initiatief hoort bij ons"), is_back=True
    ),
    "kwam-voort-uit": BelongingWay(
        InitiativeTie.GREW_OUT_OF, _("Wij kwamen voort uit het andere initiatief")
    ),
    "hieruit-kwam-voort": BelongingWay(
        InitiativeTie.GREW_OUT_OF, _("Het andere initiatief kwam uit ons voort"), is_back=True
    ),
    "samen-met": BelongingWay(
        InitiativeTie.TOGETHER_WITH, _("We doen dit samen, geen van de twee is een deel")
    ),
}


class YearField(forms.TypedChoiceField):
    """A year; None where nobody knows it."""

    def __init__(self, **options):
        super().__init__(
            choices=lambda: [("", _("Weet ik niet")), *years()],
            coerce=int,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": NOT_KNOWN},
            **options,
        )


def years() -> list[tuple[int, str]]:
    """The years that one may choose, this one first."""
    return [(year, str(year)) for year in range(timezone.localdate().year, EARLIEST - 1, -1)]


class BelongingForm(FindingForm):
    """Any initiative that the teller may read: a real one with real ones, an invented one with invented ones."""

    not_known = _("Dit initiatief kennen we niet. Zoek opnieuw.")
    key_of = staticmethod(number_in)

    kind = WordField(
        _("Hoe horen jullie bij elkaar?"),
        [(word, way.label) for word, way in WAYS.items()],
        widget=Rows,
        error_messages={"required": CHOOSE_ONE},
    )
    year = YearField(label=_("Sinds welk jaar?"))
    note = SentenceField(
        label=_("Wat moet een lezer ervan weten?"),
        help_text=_("Alleen als dat nodig is, in één zin. Iedereen die het verband ziet, leest dit."),
        required=False,
        max_length=400,
    )
    sources = SourceField(
        label=_("Staat dit ergens?"),
        help_text=_("Een webadres, of in woorden. Zonder bron staat erbij dat een team het zegt."),
        required=False,
        max_length=500,
    )

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        self.initiative, self.by = initiative, by
        super().__init__(*args, **options)
        field = self.fields["other"]
        field.label = _("Welk initiatief?")
        field.error_messages["required"] = _("Kies een initiatief. Zoek eerst met een woord uit de naam.")

    def candidates(self) -> QuerySet:
        others = Initiative.objects.visible_to(self.by).exclude(pk=self.initiative.pk)
        others = others.filter(as_real_as(self.initiative))
        team = Initiative.objects.with_somebody().filter(pk=OuterRef("pk"))
        found = others.select_related("programme").prefetch_related("cities")
        return found.annotate(has_a_team=Exists(team)).order_by("title_sort", "pk")

    def holding_words(self, rows: QuerySet) -> QuerySet:
        return rows.filter(title_key__holds=self.search)

    def hint(self, row: Initiative) -> SafeString:
        """Where it is, its programme if that is another one, and that nobody there will answer."""
        programme = "" if row.programme_id == self.initiative.programme_id else row.programme
        return joined((row.where, programme, "" if row.has_a_team else NOBODY_YET))

    def try_save(self) -> InitiativeLink | None:
        """The tie. None where something is missing, where it closes a circle, and where the other team said no."""
        if not self.is_valid():
            return None
        words = dict(self.cleaned_data)
        words["since"] = words.pop("year")
        way, ends = WAYS[words.pop("kind")], [self.initiative, words.pop("other")]
        first, second = reversed(ends) if way.is_back else ends
        tie = InitiativeLink(initiative=first, kind=way.kind, other=second, **words)
        try:
            return InitiativeLink.objects.tell(tie, here=self.initiative, by=self.by)
        except ValidationError as refused:
            self.add_error("other", refused)
        return None
