"""An initiative in the words of those who lead it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.challenges import ChallengeQuestions
from initiatives.forms.choices import ManyRowsField, WordField
from initiatives.forms.dates import OTHER_DAY, ROUGHLY, DayField, when_initial
from initiatives.forms.telling import ToldInParts
from initiatives.forms.texts import SentenceField, TextField
from initiatives.lenses import CurriculumStatus, Stage
from initiatives.models import City, Initiative, Onlooker, Reader, Theme, User

NOT_FILLED_IN = _("niet ingevuld")
SINCE = ("started_on", "started_precision")
SETS = ("cities", "themes", "challenges")
OTHERS = {
    "cities": _("Andere steden"),
    "themes": _("Andere thema’s"),
}


class InitiativeTitleField(SentenceField):
    def __init__(self):
        super().__init__(
            label=_("Hoe heet het?"),
            max_length=200,
            error_messages={"required": _("Geef het initiatief een naam.")},
        )


class InitiativeFactsForm(ChallengeQuestions, ToldInParts):
    """The question that it works on, what it is called and what it is about, where and since when. Two who change it at once lose no word."""

    title = InitiativeTitleField()
    summary = TextField(
        label=_("Wat is het, in een paar zinnen?"),
        help_text=_("Wat doen jullie, met wie en voor wie? Deze tekst staat bovenaan jullie profiel."),
        required=False,
        max_length=2000,
    )
    cities = ManyRowsField(
        City.objects.none(), _("In welke steden?"), help_text=_("Geen stad? Dan is het landelijk.")
    )
    themes = ManyRowsField(Theme.objects.none(), _("Welke thema’s?"))
    stage = WordField(_("Hoe ver is het?"), Stage, none=NOT_FILLED_IN, required=False)
    curriculum = WordField(
        _("Hoort het bij het onderwijs?"), CurriculumStatus, none=NOT_FILLED_IN, required=False
    )
    ended_on = DayField(
        label=_("Gestopt op"),
        required=False,
        help_text=_("Alleen als het gestopt is. Weet je de dag niet? Laat dit leeg."),
    )
    title_en = SentenceField(label=_("De naam in het Engels"), required=False, max_length=200)
    summary_en = TextField(
        label=_("De samenvatting in het Engels"),
        help_text=_("Leeg? Dan lezen Engelstalige bezoekers de Nederlandse tekst."),
        required=False,
        max_length=2000,
    )

    parts = {
        name: (name,)
        for name in ("title", "summary", *SETS, "stage", "curriculum", "ended_on", "title_en", "summary_en")
    } | {"when": SINCE}
    sentence_of_clash = _(
        "Iemand anders veranderde dit initiatief terwijl jij typte. Kies wat er blijft staan."
    )
    in_future = _("Deze tijd moet nog komen. Is het nog niet begonnen? Kies dan “Weet ik niet”.")

    def __init__(self, data=None, *args, initiative: Initiative, by: User, **options):
        now = {name: getattr(initiative, name) for name in self.parts if name not in ("when", *SETS)}
        now |= {name: list(getattr(initiative, name).all()) for name in SETS}
        now |= since_initial(initiative)
        options |= {"initial": now, "may_be_unknown": True}
        super().__init__(data, *args, row=initiative, by=by, **options)
        self.fields["when"].label = _("Sinds wanneer loopt het?")
        onlooker = Onlooker.around(Reader(by, initiative))
        self.offer_challenges(onlooker.challenges, now["challenges"])
        for name, queryset in {"cities": onlooker.cities, "themes": Theme.objects.all()}.items():
            self.fields[name].queryset = queryset
            self.fields[name].put_first(now[name], others=OTHERS[name])

    def _choices(self) -> list:
        return [(OTHER_DAY, _("Op een dag")), (ROUGHLY, _("Ongeveer"))]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "precision" in cleaned:
            cleaned |= dict(zip(SINCE, (cleaned["occurred_on"], cleaned["precision"]), strict=True))
        cleaned = self.meet(cleaned)
        self.check_challenge(cleaned)
        started_on, ended_on = cleaned.get("started_on"), cleaned.get("ended_on")
        if started_on and ended_on and ended_on < started_on:
            self.add_error("ended_on", _("Een initiatief stopt niet voordat het begint."))
        if {"stage", "ended_on"} & {*self.changed_data}:
            self._end_only_what_ended(cleaned)
        return cleaned

    def _end_only_what_ended(self, cleaned: dict) -> None:
        """A last day goes with the stage. One that was loaded otherwise stays, until somebody changes either."""
        if cleaned.get("ended_on") and cleaned.get("stage") != Stage.ENDED:
            self.add_error(
                "ended_on",
                _("Dit is de dag waarop het stopte. Kies bij “Hoe ver is het?” gestopt, of maak dit leeg."),
            )

    def try_save(self) -> bool:
        if self.is_valid():
            with transaction.atomic():
                self._write()
        return not self.errors

    def _write(self) -> None:
        columns = [name for names in self.parts.values() for name in names if name not in SETS]
        for name in columns:
            setattr(self.row, name, self.cleaned_data[name])
        self.row.save(update_fields=columns)
        for name in OTHERS:
            getattr(self.row, name).set(self.cleaned_data[name])
        self.row.challenges.set(self.challenges_named())


def since_initial(initiative: Initiative) -> dict:
    """The start as the form shows it. A start of yesterday is a day like any other."""
    shown = when_initial(*(getattr(initiative, name) for name in SINCE))
    return shown | {"when": OTHER_DAY} if "occurred_on" in shown else shown
