"""Wishes of a partner, said by the partner itself or by the team."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.numbers import NumberField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import NumberedForm, SentenceField
from initiatives.lenses import Per, Priority, WishKind, WishUnit
from initiatives.models import Initiative, Partnership, User, Wish, WishLink

TOO_MANY = _(
    "Via deze link zijn vandaag al veel wensen gestuurd. Wat je typte, staat hieronder nog. Probeer het morgen weer."
)
NUMBER = ("quantity", "unit", "per")
WORDS = ("statement", "kind", *NUMBER, "priority")
VALID = ("valid_from", "valid_until")
BEHALF, FIRST_HAND = "behalf", "first"


class WishWords(forms.Form):
    """The words of a wish. A number comes with a unit and a stretch of time."""

    statement = SentenceField(
        label=_("Wat wil deze partner?"),
        max_length=280,
        error_messages={"required": _("Schrijf de wens in één zin.")},
    )
    kind = WordField(_("Waar gaat het over?"), WishKind, none=_("Niet gekozen"), required=False)
    quantity = NumberField(label=_("Hoeveel?"), required=False)
    unit = WordField(_("Waarvan?"), WishUnit, none=_("Kies"), required=False, widget=forms.Select)
    per = WordField(_("Per"), Per, none=_("Kies"), required=False, widget=forms.Select)
    priority = WordField(_("Hoe belangrijk is het?"), Priority, none=_("Niet gekozen"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in NUMBER:
            self.fields[name].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        parts = {name: cleaned.get(name) for name in NUMBER}
        if any(parts.values()) and "quantity" not in self.errors:
            for name, sentence in (
                ("quantity", _("Schrijf het getal erbij, of laat alle drie leeg.")),
                ("unit", _("Kies waarvan.")),
                ("per", _("Kies per hoeveel tijd.")),
            ):
                if not parts[name] and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def words(self, *names: str) -> dict:
        """The answers to these fields as the database keeps them: not answered is NULL."""
        return {name: self.cleaned_data[name] or None for name in names}


class WishForm(OnceForm, BothKeptForm, WishWords):
    """The team writes down a wish, or changes it."""

    makes = Wish
    parts = {name: (name,) for name in ("statement", "kind", "priority", "valid_from", "valid_until")} | {
        "partnership": ("partnership",),
        "hand": ("is_first_hand",),
        "quantity": NUMBER,
    }

    partnership = WordField(
        _("Van welke partner?"), widget=forms.Select, error_messages={"required": _("Kies de partner.")}
    )
    hand = WordField(
        _("Wie zegt dit?"),
        [(BEHALF, _("Wij, namens de partner")), (FIRST_HAND, _("De partner zelf"))],
        error_messages={"required": _("Kies wie dit zegt.")},
    )
    valid_from = DayField(label=_("Geldt vanaf"), required=False, may_come=True)
    valid_until = DayField(label=_("Geldt tot en met"), required=False, may_come=True)

    field_order = ["partnership", "statement", "hand", "kind", "quantity", "unit", "per", "priority"]

    def __init__(
        self, *args, initiative: Initiative, by: User, wish: Wish | None = None, preset=None, **options
    ):
        self.wish = wish or Wish()
        self.partnerships = {str(p.pk): p for p in _partnerships(initiative, wish)}
        now = {name: getattr(self.wish, name) for name in (*WORDS, *VALID)}
        now |= {"partnership": str(self.wish.partnership_id or ""), "hand": _hand(self.wish)}
        now |= {} if wish else _filled_in(preset or {}, self.partnerships)
        super().__init__(*args, row=wish, by=by, initial=now, **options)
        names = [(key, p.partner.name) for key, p in self.partnerships.items()]
        self.fields["partnership"].choices = [("", _("Kies een partner")), *names]

    def stored(self, part: str) -> tuple:
        """The present value as the form shows it, so that what was typed can be compared."""
        if part in ("partnership", "hand"):
            return (str(self.wish.partnership_id or "") if part == "partnership" else _hand(self.wish),)
        return super().stored(part)

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned[part],) if part in ("partnership", "hand") else super().typed(part, cleaned)

    def as_cleaned(self, part: str) -> dict:
        return dict(zip(self.fields_of(part), self.stored(part), strict=True))

    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Een wens stopt niet voordat hij begint."))
        return cleaned

    def said(self) -> dict:
        return self.words(*WORDS, *VALID) | {
            "partnership": self.partnerships[self.cleaned_data["partnership"]],
            "is_first_hand": self.cleaned_data["hand"] == FIRST_HAND,
        }

    def save(self) -> Wish:
        return self.make_once(self._make) if self.wish._state.adding else self._write()

    def _make(self, number: uuid.UUID) -> Wish:
        self.wish.pk, self.wish.stated_by = number, self.by
        return self._write()

    def _write(self) -> Wish:
        for name, value in self.said().items():
            setattr(self.wish, name, value)
        self.wish.save()
        return self.wish


def _partnerships(initiative: Initiative, wish: Wish | None):
    """The partners that take part, and the one whose wish it is."""
    rows = initiative.partnerships.taking_part()
    if wish:
        rows |= initiative.partnerships.filter(pk=wish.partnership_id)
    return rows.select_related("partner", "initiative").order_by("partner__name_sort", "pk")


def _hand(wish: Wish) -> str:
    return FIRST_HAND if wish.is_first_hand else BEHALF


def _filled_in(preset: dict, partnerships: dict[str, Partnership]) -> dict:
    """The values that an address fills in."""
    chosen = [key for key, row in partnerships.items() if str(row.partner_id) == preset.get("partner")]
    filled = {"statement": preset.get("wens", "")[:280]}
    return filled | ({"partnership": chosen[0]} if chosen else {})


class SayForm(NumberedForm, WishWords):
    """A partner writes a wish of its own, without an account."""

    def __init__(self, data=None, **options):
        super().__init__(data.copy() if data is not None else None, **options)
        self.fields["statement"].label = _("Wat willen jullie?")
        self.fields["statement"].help_text = _("Eén zin per wens. Je kunt er straks nog een schrijven.")

    def save(self, link: WishLink) -> tuple[Wish, bool]:
        """Out: the wish, and whether it says what was sent now. Raises WishLink.DoesNotExist and TooMany."""
        words = self.words(*WORDS)
        wish, _is_new = Wish.objects.say_through(
            link, submission_id=self.cleaned_data["submission_id"], **words
        )
        return wish, wish.statement == words["statement"]


class ShareForm(forms.Form):
    """For which partner an address is made."""

    partnership = WordField(
        _("Voor welke partner?"), widget=forms.Select, error_messages={"required": _("Kies de partner.")}
    )

    def __init__(self, *args, initiative: Initiative, **options):
        self.partnerships = {str(p.pk): p for p in _partnerships(initiative, None)}
        super().__init__(*args, **options)
        names = [(key, p.partner.name) for key, p in self.partnerships.items()]
        self.fields["partnership"].choices = [("", _("Kies een partner")), *names]

    def save(self, *, by: User) -> WishLink:
        partnership: Partnership = self.partnerships[self.cleaned_data["partnership"]]
        return WishLink.objects.make(partnership, by=by)
