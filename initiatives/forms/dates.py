"""When something was: today, yesterday, on a day, or roughly."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from initiatives.forms.widgets import Day, Pills
from initiatives.lenses import Precision
from initiatives.periods import stretch

OTHER_DAY, ROUGHLY, NOT_KNOWN = "other", "roughly", "not_known"
ONLY_YEAR = "year"
FIRST_YEAR, FAR_AHEAD = 1900, 100
STRETCHES = [
    (ONLY_YEAR, _("nee, alleen het jaar")),
    (_("Maand"), [(f"month-{month}", name) for month, name in MONTHS.items()]),
    (
        _("Kwartaal"),
        [
            ("quarter-1", _("januari tot en met maart")),
            ("quarter-4", _("april tot en met juni")),
            ("quarter-7", _("juli tot en met september")),
            ("quarter-10", _("oktober tot en met december")),
        ],
    ),
]
FUTURE = _("Deze dag moet nog komen. Kies vandaag of eerder.")
FUTURE_STRETCH = _("Deze tijd moet nog komen. Een small win is al gebeurd.")
LONG_AGO = _("Klopt het jaar %(year)s? Kies een jaar vanaf 1900.")
FAR_AWAY = _("Klopt het jaar %(year)s? Kies een jaar tot en met %(last)s.")


def check_year(year: int, *, last: int = dt.MAXYEAR) -> None:
    """Raises ValidationError for a year that can only be a typing error."""
    if not FIRST_YEAR <= year <= dt.MAXYEAR:
        raise ValidationError(LONG_AGO, params={"year": year})
    if year > last:
        raise ValidationError(FAR_AWAY, params={"year": year, "last": last})


class DayField(forms.DateField):
    """A day that has been, or one that `may_come`."""

    widget = Day
    default_error_messages = {
        "required": _("Kies de dag."),
        "invalid": _("Dit is geen dag die we kennen. Schrijf bijvoorbeeld 17-2-2022."),
    }

    def __init__(self, *, may_come: bool = False, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **options)
        self.may_come = may_come

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if value > today and not self.may_come:
            raise ValidationError(FUTURE)
        check_year(value.year, last=today.year + FAR_AHEAD)


class WhenForm(forms.Form):
    """Gives `occurred_on` and `precision`. Today and yesterday travel as dates: a draft that is
    sent a day later still means the day on which it was typed."""

    when = forms.ChoiceField(
        label=_("Wanneer was het?"),
        widget=Pills,
        error_messages={
            "required": _("Kies wanneer het was."),
            "invalid_choice": _("Dit antwoord kennen we niet. Kies wanneer het was."),
        },
    )
    occurred_on = DayField(label=_("Welke dag?"), required=False)
    stretch = forms.ChoiceField(
        label=_("Weet je ook de maand?"),
        required=False,
        choices=STRETCHES,
        error_messages={"invalid_choice": _("Deze maand kennen we niet. Kies er een uit de lijst.")},
    )
    year = forms.IntegerField(
        label=_("Welk jaar?"),
        required=False,
        validators=[check_year],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Schrijf het jaar in vier cijfers, bijvoorbeeld 2019.")},
    )

    in_future = FUTURE_STRETCH

    def __init__(self, data=None, *args, may_be_unknown: bool = False, **options):
        self.today = timezone.localdate()
        super().__init__(self._completed(data), *args, **options)
        self.fields["occurred_on"].widget.attrs["max"] = self.today.isoformat()
        self.fields["when"].choices = self._choices() + (
            [(NOT_KNOWN, _("Weet ik niet"))] if may_be_unknown else []
        )
        for part in ("occurred_on", "stretch", "year"):
            self.fields[part].is_part = True  # asked by the answer above it; never "may stay empty"

    def _choices(self) -> list:
        yesterday = self.today - dt.timedelta(days=1)
        return [
            (self.today.isoformat(), _("Vandaag")),
            (yesterday.isoformat(), _("Gisteren")),
            (OTHER_DAY, _("Andere dag")),
            (ROUGHLY, _("Ongeveer")),
        ]

    def _completed(self, data):
        """The data with the chip that a plain request leaves out. A "today" from an older draft becomes its own day."""
        if data is None:
            return None
        data, when = data.copy(), data.get("when", "")
        if not when and (data.get("occurred_on") or data.get("year")):
            data["when"] = OTHER_DAY if data.get("occurred_on") else ROUGHLY
        elif when not in dict(self._choices()) and (day := day_or_none(when)):
            data["when"], data["occurred_on"] = OTHER_DAY, day.isoformat()
        return data

    def clean(self) -> dict:
        cleaned = super().clean()
        for answer, field in ((OTHER_DAY, "occurred_on"), (ROUGHLY, "year")):
            if cleaned.get("when", answer) != answer:
                self._errors.pop(field, None)  # from before another answer was chosen
        if "when" in cleaned:
            day, precision = self._meant(cleaned)
            if day and stretch(day, precision).first_day > self.today:
                self.add_error("year", self.in_future)
            cleaned |= {"occurred_on": day, "precision": precision}
        return cleaned

    def _meant(self, cleaned: dict) -> tuple[dt.date | None, Precision]:
        match cleaned["when"]:
            case "other":
                return self._need("occurred_on", _("Kies de dag.")), Precision.DAY
            case "roughly":
                return self._roughly(cleaned.get("stretch") or ONLY_YEAR)
            case "not_known" | "":  # a draft may say nothing yet
                return None, Precision.DAY
            case day:
                return dt.date.fromisoformat(day), Precision.DAY

    def _roughly(self, choice: str) -> tuple[dt.date | None, Precision]:
        precision, _dash, month = choice.partition("-")
        year = self._need("year", _("Schrijf in welk jaar het was."))
        if year is None:
            return None, Precision(precision)
        return dt.date(year, int(month or 1), 1), Precision(precision)

    def _need(self, field: str, sentence: str):
        answer = self.cleaned_data.get(field)
        if answer is None and field not in self.errors:
            self.add_error(field, sentence)
        return answer


def day_or_none(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def when_initial(day: dt.date | None, precision: str) -> dict:
    """How an earlier answer looks in the form."""
    if day is None:
        return {"when": NOT_KNOWN}
    if precision == Precision.DAY:
        recent = timezone.localdate() - day <= dt.timedelta(days=1)
        return {"when": day.isoformat() if recent else OTHER_DAY, "occurred_on": day}
    choice = ONLY_YEAR if precision == Precision.YEAR else f"{precision}-{day.month}"
    return {"when": ROUGHLY, "stretch": choice, "year": day.year}
