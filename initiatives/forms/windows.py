"""A chance that opens for a while, of an initiative or of a city."""

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.actors import NOT_SAID
from initiatives.forms.choices import RowsField, WinField, WordField, wins_to_choose
from initiatives.forms.dates import DayField
from initiatives.forms.rows import KeptForm
from initiatives.forms.texts import NameField
from initiatives.lenses import Level, WindowKind
from initiatives.models import Actor, SmallWin, Window


class WindowForm(KeptForm):
    title = NameField(
        label=_("Welke kans gaat er open?"),
        help_text=_("Zoals “De opleiding vernieuwt het curriculum”."),
        max_length=160,
        error_messages={"required": _("Schrijf in een paar woorden welke kans het is.")},
    )
    kind = WordField(
        _("Wat opent hem?"),
        WindowKind,
        none=_("Kies er een"),
        widget=forms.Select,
        error_messages={"required": _("Kies wat de kans opent.")},
    )
    opens_on = DayField(
        label=_("Open vanaf"), required=False, may_come=True, help_text=_("Leeg? Dan vanaf vandaag.")
    )
    closes_on = DayField(
        label=_("Open tot en met"),
        required=False,
        may_come=True,
        help_text=_("Weet je het niet? Laat het dan leeg."),
    )
    level = WordField(_("Op welk niveau?"), Level, **NOT_SAID)
    actors = RowsField(Actor.objects.none(), _("Bij wie gaat hij open?"))
    wins = RowsField(SmallWin.objects.none(), _("Gebruikt door"), help_text=_("Haal het vinkje weg als het niet klopt."))  # fmt: skip
    used_by = WinField(
        _("Welke small win gebruikte deze kans?"), required=False, empty_label=_("Geen, of nog niet")
    )

    class Meta:
        model = Window
        fields = ["title", "kind", "opens_on", "closes_on", "level", "actors", "wins"]

    field_order = ["title", "kind", "opens_on", "closes_on", "level", "actors", "wins", "used_by"]

    def adjust(self) -> None:
        window = self.instance
        of = (
            {"initiative": window.initiative_id}
            if window.initiative_id
            else {"initiative__cities": window.city_id}
        )
        wins = wins_to_choose(self.by, **of)
        self.fields["used_by"].queryset = wins
        self.shown_wins = wins.filter(windows=window.pk) if not window._state.adding else wins.none()
        self._offer("wins", self.shown_wins)
        self._offer("actors", Actor.objects.visible_to(self.by).filter(initiative=window.initiative_id or None).select_related("partner"))  # fmt: skip

    def _offer(self, name: str, rows: QuerySet) -> None:
        """Offer these rows; without any the field goes."""
        self.fields[name].queryset = rows
        if not rows.exists():
            del self.fields[name]

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Also the fields without rows: somebody may tie a win meanwhile."""
        return super().parts | {name: (name,) for name in ("actors", "wins")}

    def stored(self, part: str) -> tuple:
        return (list(self.shown_wins),) if part == "wins" else super().stored(part)

    def clean_opens_on(self) -> dt.date:
        return self.cleaned_data["opens_on"] or timezone.localdate()

    def keep(self) -> None:
        """The wins that this reader does not see stay as they were."""
        ticked = self.cleaned_data.pop("wins", None)
        super().keep()
        if ticked is not None:
            self.instance.wins.remove(*self.shown_wins.exclude(pk__in=[win.pk for win in ticked]))
        if self.cleaned_data.get("used_by"):
            self.instance.wins.add(self.cleaned_data["used_by"])
