"""A number of an initiative in a study year, with who says so."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import NOT_KNOWN, WordField
from initiatives.forms.numbers import CountField
from initiatives.forms.rows import KeptForm
from initiatives.forms.texts import NameField, SentenceField
from initiatives.lenses import Exactness, Measure
from initiatives.models import Figure
from initiatives.periods import Period

EARLIEST = 1980  # no list of years before this one
NO_ADDRESS = _("Dit webadres klopt niet. Kopieer het nog eens, of schrijf in woorden wie het zegt.")


def study_years() -> list[tuple[int, str]]:
    """The study years that one may choose, the present one first; each by the year in which it begins."""
    years = Period.academic_year(timezone.localdate())
    present = years.first_day.year
    return [(year, f"{year}-{year + 1}") for year in range(present, EARLIEST - 1, -1)]


class StudyYearField(forms.TypedChoiceField):
    """Gives the year in which the study year begins."""

    def __init__(self, **options):
        super().__init__(
            choices=lambda: [("", _("Kies een studiejaar")), *study_years()],
            coerce=int,
            empty_value=None,
            error_messages={"required": _("Kies een studiejaar."), "invalid_choice": NOT_KNOWN},
            **options,
        )


class SourceField(SentenceField):
    """Who says it, in words, or an address where it stands."""

    def to_python(self, value) -> str:
        source = super().to_python(value)
        return f"https://{source}" if source.startswith("www.") and " " not in source else source

    def validate(self, value: str) -> None:
        super().validate(value)
        if value.startswith(("http:", "https:")):
            try:
                URLValidator(schemes=["http", "https"])(value)
            except ValidationError as refused:
                raise ValidationError(NO_ADDRESS, code="invalid") from refused


class FigureForm(KeptForm):
    measure = WordField(
        _("Wat is er geteld?"),
        Measure,
        none=_("Kies er een"),
        widget=forms.Select,
        error_messages={"required": _("Kies wat er geteld is.")},
    )
    year = StudyYearField(label=_("In welk studiejaar?"))
    exactness = WordField(_("Hoe precies weten jullie het?"), Exactness, initial=Exactness.EXACT)
    quantity = CountField(label=_("Hoeveel?"), error_messages={"required": _("Schrijf een getal.")})
    source = SourceField(
        label=_("Wie zegt dit, of waar staat het?"),
        help_text=_("Een webadres, of in woorden: “onze eigen telling, juli 2024”. Iedereen die het getal ziet, leest dit."),
        max_length=500,
        error_messages={"required": _("Schrijf wie dit zegt. Een getal zonder bron vertelt niets.")},
    )  # fmt: skip
    note = NameField(
        label=_("Wat telt het precies?"),
        help_text=_("Alleen als dat nodig is, zoals “alleen eerstejaars” of “gezinnen, geen personen”."),
        required=False,
        max_length=200,
    )
    note_en = NameField(label=_("Hetzelfde in het Engels"), required=False, max_length=200)

    class Meta:
        model = Figure
        fields = ["measure", "year", "exactness", "quantity", "source", "note", "note_en"]

    field_order = Meta.fields

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """A number and how exact it is are one answer."""
        rest = {name: (name,) for name in self._meta.fields if name not in ("exactness", "quantity")}
        return rest | {"quantity": ("exactness", "quantity")}
