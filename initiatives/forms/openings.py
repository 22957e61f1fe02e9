"""The team says whether everyone may read what it told, and what it tells next."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.forms.choices import RowsField, WordField
from initiatives.lenses import Audience
from initiatives.models import Initiative, SmallWin, User
from initiatives.periods import in_words

YES, NO = "ja", "nee"


class WinsField(RowsField):
    """Small wins to tick, each with its day."""

    def label_from_instance(self, win: SmallWin) -> str:
        return f"{win.title} ({in_words(win.occurred_on, win.precision)})"


class OpeningForm(forms.Form):
    """One yes for all wins that are ticked, and for what comes next."""

    answer = WordField(
        gettext_lazy("Mag iedereen dit lezen?"),
        (
            (YES, gettext_lazy("Ja, iedereen mag dit lezen")),
            (NO, gettext_lazy("Nee, laat het bij het netwerk")),
        ),
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    wins = WinsField(SmallWin.objects.none(), gettext_lazy("Deze small wins"))
    onwards = forms.BooleanField(
        label=gettext_lazy("En ook wat we hierna vertellen"),
        help_text=gettext_lazy("Bij elke small win kun je anders kiezen."),
        required=False,
        initial=True,
    )

    def __init__(self, data=None, *, initiative: Initiative, by: User):
        super().__init__(data)
        self.initiative, self.by = initiative, by
        told = initiative.wins.to_open().defer("search").newest_first()
        self.fields["wins"].queryset = told
        self.fields["wins"].initial = [win.pk for win in told if win.audience == Audience.NETWORK]
        self.fields["wins"].widget.hints = {
            str(win.pk): _("Nu alleen voor het team.") for win in told if win.audience == Audience.TEAM
        }

    @property
    def sentence_of_kept(self) -> str:
        """How many wins are not in the list because of who told them; empty for none."""
        n = self.initiative.wins.kept_from_everyone().count()
        said = ngettext(
            "%(n)s small win staat hier niet bij. Wie die vertelde, vinkte niet aan dat iedereen hem mag lezen.",
            "%(n)s small wins staan hier niet bij. Wie die vertelden, vinkten niet aan dat iedereen ze mag lezen.",
            n,
        )
        return said % {"n": n} if n else ""

    def clean(self) -> dict:
        """A yes is about something."""
        cleaned = super().clean()
        if cleaned.get("answer") == YES and not (cleaned.get("wins") or cleaned["onwards"]):
            self.add_error("onwards", _("Vink aan wat iedereen mag lezen, of kies nee."))
        return cleaned

    def keep(self) -> str:
        """Do as was answered. Out: the sentence that says what happened."""
        says_yes = self.cleaned_data["answer"] == YES
        opened = list(self.cleaned_data["wins"].select_for_update(no_key=True)) if says_yes else []
        for win in opened:
            win.show_to(Audience.PUBLIC)
        self.initiative.say_who_reads(everyone=says_yes and self.cleaned_data["onwards"], by=self.by)
        if not says_yes:
            return _("Bewaard. Het blijft bij het netwerk.")
        return _("Bewaard. Iedereen leest het zodra het programma het las.")
