"""Forms for a judgement, a loss, evidence or a look back at a win; also to change one."""

from typing import ClassVar

from django import forms
from django.core.validators import URLValidator
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField, choices_of
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import SentenceField, TextField, WebAddressField
from initiatives.forms.widgets import Rows, Tiles
from initiatives.lenses import (
    Audience,
    EvidenceKind,
    Independence,
    LossKind,
    LossStatus,
    Perspective,
    Severity,
    Shock,
    StillStands,
    Verdict,
)
from initiatives.models import Evidence, FollowUp, Initiative, Judgement, Loss, SmallWin, User
from initiatives.models.columns import columns_of
from initiatives.models.evidence import seen_with

ALREADY_JUDGED = _("Dit oordeel heb je al gegeven. Je kunt het aanpassen.")
MINE, FOR_SOMEBODY = "mine", "for_somebody"


class TileField(WordField):
    """One word of a vocabulary, each the size of a thumb."""

    widget = Tiles(attrs={"class": "tiles--two"})


class AdditionForm(OnceForm, BothKeptForm):
    """A row of `makes` at a win or at an initiative: new, or `row` as it stands there.

    `name` is its word in addresses, `anchor` where the page of the win shows it.
    """

    name: ClassVar[str]
    anchor: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    title_new: ClassVar[str]
    title_of_removal: ClassVar[str]
    lead = ""

    def __init__(self, data=None, *, win: SmallWin | None, initiative: Initiative, by, row=None):
        self.win, self.initiative = win, initiative
        super().__init__(data, row=row, by=by, initial=self.as_it_stands(row) if row else self.at_first())

    @classmethod
    def wins_for(cls, user):
        """The wins to which this reader may add one."""
        return SmallWin.objects.editable_by(user).standing()

    def at_first(self) -> dict:
        """The first values of a new form."""
        return {}

    def as_it_stands(self, row) -> dict:
        return {name: getattr(row, name) for name in self.columns}

    # --- two people change the same row
    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {name: (name,) for name in self.columns if name in self.fields}

    # --- to check and to save
    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        if self.row or not self.sent_before():
            self.check_together(cleaned)
        return cleaned

    def check_together(self, cleaned: dict) -> None:
        """Check answers that depend on each other. A form of its own may add some."""

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.columns if name in self.cleaned_data}

    def place(self) -> dict:
        return {"win": self.win}

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when the database found one more reason."""
        if self.is_valid():
            try:
                with transaction.atomic():
                    self.save()
            except IntegrityError:
                self.add_error(
                    None, _("Dit kan niet meer: iemand veranderde hier net iets. Kijk wat er nu staat.")
                )
        return self.is_valid()

    def save(self) -> None:
        if self.row:
            self.row.rewrite(**self.said())
        else:
            author = columns_of(self.makes).author
            self.make_once(lambda number: self.make(pk=number, **{author: self.by}, **self.said()))

    def make(self, **details) -> models.Model:
        return self.makes.objects.create(win=self.win, **details)


# --- a judgement ------------------------------------------------------------------------------
class JudgementFields(forms.Form):
    """The fields of a judgement: whose it is, from which position, and what it says."""

    whose = WordField(
        _("Wie vindt dit?"),
        [(MINE, _("Dit vind ik zelf")), (FOR_SOMEBODY, _("Dit zei iemand anders tegen ons"))],
        widget=Rows,
    )
    on_behalf_of = SentenceField(
        label=_("Namens wie?"),
        help_text=_(
            "Het team, de kwartiermaker en het programma lezen dit. Schrijf je de naam van een partner? Dan kan die partner achter de eigen link het oordeel lezen, zonder wat je erbij zegt. Een naam hoeft niet: “twee bewoners” mag ook."
        ),
        required=False,
        max_length=120,
    )
    perspective = TileField(_("Vanuit welke rol?"), Perspective)
    verdict = TileField(_("Is dit goed?"), Verdict)
    comment = TextField(
        label=_("Wil je er iets bij zeggen?"),
        help_text=_("Alleen het team, de kwartiermaker en het programma lezen dit."),
        required=False,
        max_length=1000,
    )

    def check_whose(self, cleaned: dict, *, is_first_hand: bool) -> None:
        """Somebody else's judgement says whose it is, one's own does not; and each stands there once."""
        if not is_first_hand and not cleaned.get("on_behalf_of") and "on_behalf_of" not in self.errors:
            self.add_error("on_behalf_of", _("Schrijf namens wie je dit zegt."))
        if is_first_hand and cleaned.get("on_behalf_of"):
            self.add_error(
                "on_behalf_of", _("Je koos dat jij dit vindt. Laat dit leeg, of kies iemand anders.")
            )
        if not self.errors and self.others_like_it(cleaned).exists():
            self.add_error("perspective", ALREADY_JUDGED)

    def others_like_it(self, cleaned: dict):
        """This person's judgement from the same position on behalf of the same people."""
        return Judgement.objects.filter(
            win=self.win,
            said_by=self.judge,
            perspective=cleaned["perspective"],
            on_behalf_of=cleaned.get("on_behalf_of", ""),
        )

    @property
    def judge(self) -> User:
        return self.by


class JudgementForm(JudgementFields, AdditionForm):
    name, anchor, makes = "oordelen", "judgements", Judgement
    columns = ("perspective", "verdict", "is_first_hand", "on_behalf_of", "comment")
    title_new = _("Wat vind jij ervan?")
    title_of_removal = _("Haal je dit oordeel weg?")
    lead = _("Iedereen die de small win ziet, leest vanuit welke rol je kijkt en wat je vindt.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.is_insider = SmallWin.objects.editable_by(self.by).filter(pk=self.win.pk).exists()
        if self.row or not self.is_insider:
            del self.fields["whose"]
        if self.row.is_first_hand if self.row else not self.is_insider:
            del self.fields["on_behalf_of"]
        if not self.is_insider:
            perspective = self.fields["perspective"]
            perspective.choices = [row for row in perspective.choices if row[0] != Perspective.TEAM]

    @classmethod
    def wins_for(cls, user):
        return SmallWin.objects.judgeable_by(user)

    def at_first(self) -> dict:
        return {"whose": MINE}

    def check_together(self, cleaned: dict) -> None:
        self.check_whose(cleaned, is_first_hand=self._is_first_hand())

    def _is_first_hand(self) -> bool:
        if self.row:
            return self.row.is_first_hand
        return self.cleaned_data.get("whose", MINE) == MINE

    @property
    def judge(self) -> User:
        return self.row.said_by if self.row else self.by

    def others_like_it(self, cleaned: dict):
        return super().others_like_it(cleaned).exclude(pk=self.row.pk if self.row else None)

    def make(self, **details) -> Judgement:
        return super().make(is_first_hand=self._is_first_hand(), **details)


# --- a loss -----------------------------------------------------------------------------------
class LossFields(forms.Form):
    """The fields of a loss: kind, bearer, severity and audience."""

    kind = TileField(_("Wat ging er verloren, of werd lastiger?"), LossKind)
    borne_by = TileField(_("Voor wie?"), Perspective)
    severity = TileField(_("Hoe zwaar weegt het?"), Severity, required=False)
    note = TextField(label=_("Wat gebeurde er?"), required=False, max_length=1000)
    audience = TileField(
        _("Wie mag dit lezen?"), Audience, widget=Rows(vocabulary=Audience), initial=Audience.NETWORK
    )


class LossForm(LossFields, AdditionForm):
    name, anchor, makes = "verliezen", "losses", Loss
    columns = ("status", "kind", "borne_by", "severity", "note", "audience", "seen_on")
    title_new = _("Wat ging er verloren, of werd lastiger?")
    title_of_removal = _("Haal je deze keerzijde weg?")
    lead = _("We tellen een verlies apart. Het maakt de small win niet kleiner.")

    status = TileField(_("Hoe staat het ervoor?"), LossStatus)
    seen_on = DayField(label=_("Wanneer zag je het?"), initial=timezone.localdate)

    field_order = ["status", "kind", "borne_by", "severity", "note", "audience", "seen_on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        free = self.initiative.readers_for(self.by, now=self.row.audience if self.row else "")
        self.fields["audience"].choices = choices_of(free)
        if not self.row:
            del self.fields["status"]

    def at_first(self) -> dict:
        return {"seen_on": seen_with(self.win)}

    def make(self, **details) -> Loss:
        return Loss.objects.tell(win=self.win, initiative=self.initiative, **details)


# --- evidence ---------------------------------------------------------------------------------
class EvidenceForm(AdditionForm):
    name, anchor, makes = "bewijs", "evidence", Evidence
    columns = ("kind", "independence", "text", "url")
    title_new = _("Wat laat dit zien?")
    title_of_removal = _("Haal je dit bewijs weg?")
    lead = _("Iedereen die de small win ziet, kan dit lezen. Noem geen mensen die dat niet willen.")

    kind = TileField(_("Wat is er te zien?"), EvidenceKind)
    independence = TileField(_("Wie maakte dit?"), Independence)
    text = TextField(label=_("Wat staat er?"), required=False, max_length=1000)
    url = WebAddressField(
        label=_("Webadres"),
        help_text=_("Een adres dat met https:// begint."),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Dit is geen webadres dat we kennen. Het begint met https://."),
            "max_length": _("Dit adres is te lang. Er passen 500 tekens."),
        },
    )

    def check_together(self, cleaned: dict) -> None:
        if not (cleaned.get("text") or cleaned.get("url")) and not {"text", "url"} & set(self.errors):
            self.add_error("text", _("Schrijf wat er te zien is, of vul het webadres in."))


# --- a look back ------------------------------------------------------------------------------
class FollowUpForm(AdditionForm):
    name, anchor, makes = "terugblikken", "follow-ups", FollowUp
    columns = ("still_stands", "checked_on", "shock", "note")
    title_new = _("Staat het nog?")
    title_of_removal = _("Haal je deze terugblik weg?")
    lead = _("Iedereen die de small win ziet, kan dit lezen.")

    still_stands = TileField(_("Staat het nog?"), StillStands)
    checked_on = DayField(label=_("Wanneer keek je?"), initial=timezone.localdate)
    shock = TileField(_("Was er tegenwind?"), Shock, required=False)
    note = TextField(label=_("Wat zag je?"), required=False, max_length=1000)

    def check_together(self, cleaned: dict) -> None:
        day = cleaned.get("checked_on")
        if not day:
            return
        if self.win.occurred_on and day < self.win.occurred_on:
            self.add_error("checked_on", _("Toen was het nog niet gebeurd. Kies een latere dag."))
        elif self._others_of(day).exists():
            self.add_error(
                "checked_on", _("Je keek die dag al. Pas die terugblik aan, of kies een andere dag.")
            )

    def _others_of(self, day):
        teller = self.row.told_by if self.row else self.by
        same = FollowUp.objects.filter(win=self.win, checked_on=day, told_by=teller)
        return same.exclude(pk=self.row.pk if self.row else None)


ADDITIONS = {form.name: form for form in (JudgementForm, LossForm, EvidenceForm, FollowUpForm)}
