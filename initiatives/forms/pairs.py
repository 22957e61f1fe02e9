"""How two wishes live together, and what their partners agree about it."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField, WordsField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.serving import by_partner
from initiatives.forms.texts import SentenceField, TextField
from initiatives.lenses import Bridge, WishRelation
from initiatives.models import User, WishPair

CHOOSE_A_WISH = {"required": _("Kies een wens.")}


class PairForm(forms.Form):
    """Choose two wishes and say how they live together."""

    first = WordField(_("De ene wens"), widget=forms.Select, error_messages=CHOOSE_A_WISH)
    second = WordField(_("De andere wens"), widget=forms.Select, error_messages=CHOOSE_A_WISH)
    relation = WordField(
        _("Hoe gaan ze samen?"),
        WishRelation,
        error_messages={"required": _("Kies hoe ze samengaan. Weet je het niet? Kies dat dan.")},
    )
    reason = TextField(label=_("Waarom?"), required=False, max_length=1000)

    def __init__(self, *args, wishes, preset=None, **options):
        self.wishes = {str(wish.pk): wish for wish in wishes}
        preset = preset or {}
        chosen = {"first": preset.get("een", ""), "second": preset.get("ander", "")}
        super().__init__(*args, initial={k: v for k, v in chosen.items() if v in self.wishes}, **options)
        groups = [(name, rows) for name, rows in by_partner(self.wishes).items()]
        for name in ("first", "second"):
            self.fields[name].choices = [("", _("Kies een wens")), *groups]
        self.exists: WishPair | None = None

    def clean(self) -> dict:
        cleaned = super().clean()
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and first == second:
            self.add_error("second", _("Kies een andere wens dan de eerste."))
        elif first and second:
            self._look_for_one(first, second)
        return cleaned

    def _look_for_one(self, first: str, second: str) -> None:
        low, high = sorted((first, second))
        self.exists = WishPair.objects.filter(first=low, second=high).first()
        if self.exists:
            self.add_error(None, _("Over deze twee wensen staat al iets. Verander dat."))

    def save(self, *, by: User) -> WishPair | None:
        """Out: the pair; None where somebody else made it a moment ago."""
        low, high = sorted((self.cleaned_data["first"], self.cleaned_data["second"]))
        words = {name: self.cleaned_data[name] for name in ("relation", "reason")}
        try:
            with transaction.atomic():
                return WishPair.objects.create(
                    first=self.wishes[low], second=self.wishes[high], told_by=by, **words
                )
        except IntegrityError:
            self._look_for_one(low, high)
            return None


AGREED_ON = ("relation", "agreement", "first_gives", "second_gives")  # to what partners say yes
YES = ("first_agreed_on", "second_agreed_on")


class BridgeForm(BothKeptForm):
    """How two wishes live together, and what the two partners agree about it."""

    # A yes belongs to the words it was said to: these stand or go together.
    parts = {
        "relation": (*AGREED_ON, *YES, "related_on"),
        "reason": ("reason",),
        "review_on": ("review_on",),
    }

    relation = WordField(_("Hoe gaan ze samen?"), WishRelation)
    reason = TextField(label=_("Waarom?"), required=False, max_length=1000)
    related_on = DayField(label=_("Sinds"))
    ideas = WordsField(
        _("Ideeën om te overbruggen"), Bridge, help_text=_("Wat je aanvinkt, komt in de afspraak te staan.")
    )
    agreement = TextField(label=_("Wat spreken jullie af?"), required=False, max_length=1000)
    first_gives = SentenceField(label="", required=False, max_length=280)
    second_gives = SentenceField(label="", required=False, max_length=280)
    first_agreed_on = DayField(label="", required=False)
    second_agreed_on = DayField(label="", required=False)
    review_on = DayField(label=_("Wanneer bekijken jullie dit opnieuw?"), required=False, may_come=True)

    def __init__(self, *args, pair: WishPair, by: User, **options):
        self.pair = pair
        self.columns = [column for columns in self.parts.values() for column in columns]
        self.now = {name: getattr(pair, name) for name in self.columns}
        super().__init__(*args, row=pair, by=by, initial=self.now, **options)
        for end in ("first", "second"):
            partner = getattr(pair, end).partnership.partner.name
            self.fields[f"{end}_gives"].label = _("Wat geeft %(partner)s op?") % {"partner": partner}
            self.fields[f"{end}_agreed_on"].label = _("Akkoord van %(partner)s op") % {"partner": partner}

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["agreement"] = self._with_ideas(cleaned.get("agreement", ""), cleaned.get("ideas", []))
        self.meet(cleaned)
        dated = any(cleaned.get(name) for name in (*YES, "review_on"))
        if dated and not cleaned["agreement"] and "agreement" not in self.errors:
            self.add_error("agreement", _("Schrijf wat jullie afspreken."))
        return cleaned

    def _with_ideas(self, agreement: str, ideas: list[str]) -> str:
        new = [str(Bridge(idea).explanation) for idea in ideas]
        return "\n".join([*filter(None, [agreement]), *(idea for idea in new if idea not in agreement)])

    def save(self) -> list[str]:
        """A relation that is said anew starts today, unless somebody says since when.

        Out: the partners whose yes was to something else, and who are to be asked anew.
        """
        asked_anew = self._ask_anew()
        says_anew = self.cleaned_data["relation"] != self.now["relation"]
        if says_anew and self.cleaned_data["related_on"] == self.now["related_on"]:
            self.cleaned_data["related_on"] = timezone.localdate()
        for name in self.columns:
            setattr(self.pair, name, self.cleaned_data[name])
        self.pair.save(update_fields=self.columns)
        return asked_anew

    def _ask_anew(self) -> list[str]:
        """Take away each day of agreement that stayed while what was agreed on changed."""
        if all(self.cleaned_data[name] == self.now[name] for name in AGREED_ON):
            return []
        stale = [end for end in ("first", "second") if self._said_yes_before(f"{end}_agreed_on")]
        for end in stale:
            self.cleaned_data[f"{end}_agreed_on"] = None
        names = (getattr(self.pair, end).partnership.partner.name for end in stale)
        return list(dict.fromkeys(names))

    def _said_yes_before(self, name: str) -> bool:
        return self.now[name] is not None and self.cleaned_data[name] == self.now[name]
