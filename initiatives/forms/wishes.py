"""What a partner wants: said by the partner itself or by the team, and how two wishes live together."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.numbers import NumberField
from initiatives.forms.texts import SentenceField, SubmissionField, TextField
from initiatives.forms.versions import VersionedForm
from initiatives.forms.widgets import Pills, RowsMultiple
from initiatives.lenses import Bridge, Per, Priority, WishKind, WishRelation, WishUnit
from initiatives.models import Initiative, Partnership, SmallWin, User, Wish, WishLink, WishPair
from initiatives.periods import in_words

UNKNOWN_ANSWER = {"invalid_choice": _("Dit antwoord kennen we niet. Kies er een uit de lijst.")}
NO_DAY = _("Dit is geen dag die we kennen. Schrijf bijvoorbeeld 17-2-2022.")
TOO_MANY = _(
    "Via deze link zijn vandaag al veel wensen gestuurd. Wat je typte, staat hieronder nog. Probeer het morgen weer."
)
WORDS = ("statement", "kind", "quantity", "unit", "per", "priority")
FIRST = 60  # wins on one page; the others can be searched


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=options.pop("required", False),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": NO_DAY, "required": _("Kies de dag.")},
        **options,
    )


def choose(label, words, *, empty=None, **options) -> forms.ChoiceField:
    """A few words to tap; `empty` is the word for no answer, which stays possible after a tap."""
    choices = [(word.value, capfirst(word.label)) for word in words]
    return forms.ChoiceField(
        label=label,
        choices=[*([("", empty)] if empty else []), *choices],
        required=options.pop("required", False),
        widget=options.pop("widget", Pills),
        error_messages=UNKNOWN_ANSWER | options.pop("error_messages", {}),
        **options,
    )


class WishWords(forms.Form):
    """The words of a wish, whoever writes it. A number says of what and per what."""

    statement = SentenceField(
        label=_("Wat wil deze partner?"),
        max_length=280,
        error_messages={"required": _("Schrijf de wens in één zin.")},
    )
    kind = choose(_("Waar gaat het over?"), WishKind, empty=_("Niet gekozen"))
    quantity = NumberField(label=_("Hoeveel?"), required=False)
    unit = choose(_("Waarvan?"), WishUnit, empty=_("Kies"), widget=forms.Select)
    per = choose(_("Per"), Per, empty=_("Kies"), widget=forms.Select)
    priority = choose(_("Hoe belangrijk is het?"), Priority, empty=_("Niet gekozen"))

    def clean(self) -> dict:
        cleaned = super().clean()
        parts = {name: cleaned.get(name) for name in ("quantity", "unit", "per")}
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
        """As the database keeps them: not answered is NULL."""
        return {name: self.cleaned_data[name] or None for name in names}


class WishForm(VersionedForm, WishWords):
    """The team writes down a wish, or changes it."""

    partnership = forms.ChoiceField(
        label=_("Van welke partner?"), error_messages=UNKNOWN_ANSWER | {"required": _("Kies de partner.")}
    )
    hand = forms.ChoiceField(
        label=_("Wie zegt dit?"),
        choices=[("behalf", _("Wij, namens de partner")), ("first", _("De partner zelf"))],
        widget=Pills,
        error_messages=UNKNOWN_ANSWER | {"required": _("Kies wie dit zegt.")},
    )
    valid_from = day_field(_("Geldt vanaf"))
    valid_until = day_field(_("Geldt tot en met"))

    field_order = ["partnership", "statement", "hand", "kind", "quantity", "unit", "per", "priority"]

    def __init__(self, *args, initiative: Initiative, wish: Wish | None = None, preset=None, **options):
        self.wish = wish or Wish()
        self.partnerships = {str(p.pk): p for p in _partnerships(initiative, wish)}
        now = {name: getattr(self.wish, name) for name in (*WORDS, "valid_from", "valid_until")}
        now |= {"partnership": str(self.wish.partnership_id or ""), "hand": _hand(wish)}
        options["initial"] = {} if wish else _known(preset or {}, self.partnerships)
        super().__init__(*args, now=now, **options)
        names = [(key, p.partner.name) for key, p in self.partnerships.items()]
        self.fields["partnership"].choices = [("", _("Kies een partner")), *names]
        for name in ("quantity", "unit", "per"):
            self.fields[name].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Een wens stopt niet voordat hij begint."))
        return cleaned

    def save(self, *, by: User) -> Wish:
        for name, value in self.words(*WORDS, "valid_from", "valid_until").items():
            setattr(self.wish, name, value)
        self.wish.partnership = self.partnerships[self.cleaned_data["partnership"]]
        self.wish.is_first_hand = self.cleaned_data["hand"] == "first"
        if self.wish._state.adding:
            self.wish.stated_by = by
        self.wish.save()
        return self.wish


def _partnerships(initiative: Initiative, wish: Wish | None):
    """Those that take part, and the one whose wish it is."""
    rows = initiative.partnerships.taking_part_on(timezone.localdate())
    if wish:
        rows |= initiative.partnerships.filter(pk=wish.partnership_id)
    return rows.select_related("partner", "initiative").order_by("partner__name", "pk")


def _hand(wish: Wish | None) -> str:
    return ("first" if wish.is_first_hand else "behalf") if wish else "behalf"


def _known(preset: dict, partnerships: dict[str, Partnership]) -> dict:
    """What an address may fill in already."""
    chosen = [key for key, row in partnerships.items() if str(row.partner_id) == preset.get("partner")]
    filled = {"statement": preset.get("wens", "")[:280]}
    return filled | ({"partnership": chosen[0]} if chosen else {})


class SayForm(WishWords):
    """A partner writes a wish of its own, without an account."""

    submission_id = SubmissionField()

    def __init__(self, data=None, **options):
        super().__init__(data.copy() if data is not None else None, **options)
        self.fields["statement"].label = _("Wat willen jullie?")
        self.fields["statement"].help_text = _("Eén zin per wens. Je kunt er straks nog een schrijven.")
        for name in ("quantity", "unit", "per"):
            self.fields[name].is_part = True

    def number_anew(self) -> None:
        """The same form as another wish, should somebody want that."""
        self.data["submission_id"], self.has_conflict = uuid.uuid4(), True

    def save(self, link: WishLink) -> tuple[Wish, bool]:
        """Out: the wish, and whether it says what was sent now. Raises WishLink.DoesNotExist and TooMany."""
        words = self.words(*WORDS)
        wish, _is_new = Wish.objects.say_through(
            link, submission_id=self.cleaned_data["submission_id"], **words
        )
        return wish, wish.statement == words["statement"]


# --- which wins serve it ----------------------------------------------------------------------
class WinsField(forms.MultipleChoiceField):
    default_error_messages = {"invalid_choice": _("Deze small win kennen we niet. Kies er uit de lijst.")}


class TickedForm(forms.Form):
    """Ties one thing to several of a list. It says what was ticked when it was opened, and changes only what
    its sender ticks or unticks: what somebody else ticked meanwhile stays."""

    ticks = ""  # the field

    @property
    def was(self) -> list[str]:
        """What was ticked when the form was opened."""
        sent = self.is_bound and "was" in self.data
        return [key for key in self.data.getlist("was") if key] if sent else self.initial[self.ticks]

    @property
    def said(self) -> tuple[set[str], set[str]]:
        """What was ticked since, and what was unticked."""
        was, chosen = set(self.was), set(self.cleaned_data[self.ticks])
        return chosen - was, was - chosen


class ServeForm(TickedForm):
    """Which of the shown wins serve a wish. What is said of wins that are not shown stays."""

    ticks = "wins"

    wins = WinsField(label=_("Welke small wins dienen deze wens?"), required=False, widget=RowsMultiple)

    def __init__(self, data=None, *, wish: Wish, search: str = "", **options):
        self.wish, self.search = wish, search.strip()
        self.shown, self.more = self._shown(wish.partnership.initiative)
        linked = set(wish.wins.values_list("pk", flat=True))
        options["initial"] = {"wins": [str(win.pk) for win in self.shown if win.pk in linked]}
        super().__init__(data, **options)
        field = self.fields["wins"]
        field.is_part = True
        field.choices = [(str(win.pk), win.title) for win in self.shown]
        field.widget.hints = {str(win.pk): in_words(win.occurred_on, win.precision) for win in self.shown}

    def _shown(self, initiative: Initiative) -> tuple[list[SmallWin], int]:
        """Those that serve it already first, then the newest. Out: the wins, and how many are not shown."""
        wins = SmallWin.objects.filter(initiative=initiative).standing().defer("search")
        found = wins.matching(self.search) if self.search else wins
        serving = list(found.filter(wishes=self.wish).newest_first())
        others = found.exclude(wishes=self.wish).newest_first()
        room = max(0, FIRST - len(serving))
        return [*serving, *others[:room]], max(0, others.count() - room)

    def save(self) -> None:
        ticked, unticked = self.said
        about = [win for win in self.shown if str(win.pk) in ticked | unticked]
        self.wish.serve([win for win in about if str(win.pk) in ticked], among=about)


class OfWinForm(TickedForm):
    """Which wishes a win serves, asked from the page of the win."""

    ticks = "wishes"

    wishes = forms.MultipleChoiceField(
        label=_("Welke wens dient dit?"),
        required=False,
        widget=RowsMultiple,
        error_messages={"invalid_choice": _("Deze wens kennen we niet. Kies er uit de lijst.")},
    )

    def __init__(self, *args, win: SmallWin, wishes, **options):
        self.win = win
        self.wishes = {str(wish.pk): wish for wish in wishes}
        served = set(win.wishes.values_list("pk", flat=True))
        options["initial"] = {"wishes": [key for key, wish in self.wishes.items() if wish.pk in served]}
        super().__init__(*args, **options)
        self.fields["wishes"].is_part = True
        self.fields["wishes"].choices = list(_by_partner(self.wishes).items())

    def save(self) -> None:
        ticked, unticked = self.said
        with transaction.atomic():
            self.win.wishes.remove(*(wish for key, wish in self.wishes.items() if key in unticked))
            self.win.wishes.add(*(self.wishes[key] for key in ticked))


def _by_partner(wishes: dict[str, Wish]) -> dict[str, list]:
    groups: dict[str, list] = {}
    for key, wish in wishes.items():
        groups.setdefault(wish.partnership.partner.name, []).append((key, _named(wish)))
    return groups


def _named(wish: Wish) -> str:
    return f"{wish.statement} ({_('voorbeeld')})" if wish.is_example else wish.statement


# --- two wishes -------------------------------------------------------------------------------
class PairForm(forms.Form):
    """Choose two wishes and say how they live together."""

    first = forms.ChoiceField(
        label=_("De ene wens"), error_messages=UNKNOWN_ANSWER | {"required": _("Kies een wens.")}
    )
    second = forms.ChoiceField(
        label=_("De andere wens"), error_messages=UNKNOWN_ANSWER | {"required": _("Kies een wens.")}
    )
    relation = choose(
        _("Hoe gaan ze samen?"),
        WishRelation,
        required=True,
        error_messages={"required": _("Kies hoe ze samengaan. Weet je het niet? Kies dat dan.")},
    )
    reason = TextField(label=_("Waarom?"), required=False, max_length=1000)

    def __init__(self, *args, wishes, preset=None, **options):
        self.wishes = {str(wish.pk): wish for wish in wishes}
        preset = preset or {}
        chosen = {"first": preset.get("een", ""), "second": preset.get("ander", "")}
        super().__init__(*args, initial={k: v for k, v in chosen.items() if v in self.wishes}, **options)
        groups = [(name, rows) for name, rows in _by_partner(self.wishes).items()]
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


BRIDGE = (
    "relation",
    "reason",
    "related_on",
    "agreement",
    "first_gives",
    "second_gives",
    "first_agreed_on",
    "second_agreed_on",
    "review_on",
)


AGREED_ON = ("relation", "agreement", "first_gives", "second_gives")  # to what partners say yes


class BridgeForm(VersionedForm):
    """How two wishes live together, and what the two partners agree about it."""

    relation = choose(_("Hoe gaan ze samen?"), WishRelation, required=True)
    reason = TextField(label=_("Waarom?"), required=False, max_length=1000)
    related_on = day_field(_("Sinds"), required=True)
    ideas = forms.MultipleChoiceField(
        label=_("Ideeën om te overbruggen"),
        help_text=_("Wat je aanvinkt, komt in de afspraak te staan."),
        choices=[(idea.value, capfirst(idea.label)) for idea in Bridge],
        required=False,
        widget=RowsMultiple,
        error_messages=UNKNOWN_ANSWER,
    )
    agreement = TextField(label=_("Wat spreken jullie af?"), required=False, max_length=1000)
    first_gives = SentenceField(label="", required=False, max_length=280)
    second_gives = SentenceField(label="", required=False, max_length=280)
    first_agreed_on = day_field("")
    second_agreed_on = day_field("")
    review_on = day_field(_("Wanneer bekijken jullie dit opnieuw?"))

    def __init__(self, *args, pair: WishPair, **options):
        self.pair = pair
        super().__init__(*args, now={name: getattr(pair, name) for name in BRIDGE}, **options)
        for end in ("first", "second"):
            partner = getattr(pair, end).partnership.partner.name
            self.fields[f"{end}_gives"].label = _("Wat geeft %(partner)s op?") % {"partner": partner}
            self.fields[f"{end}_agreed_on"].label = _("Akkoord van %(partner)s op") % {"partner": partner}

    def clean_related_on(self):
        return self._not_later("related_on", _("Deze dag moet nog komen."))

    def clean_first_agreed_on(self):
        return self._not_later("first_agreed_on", _("Deze dag moet nog komen."))

    def clean_second_agreed_on(self):
        return self._not_later("second_agreed_on", _("Deze dag moet nog komen."))

    def _not_later(self, name: str, sentence):
        day = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise ValidationError(sentence)
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["agreement"] = self._with_ideas(cleaned.get("agreement", ""), cleaned.get("ideas", []))
        dated = any(cleaned.get(name) for name in ("first_agreed_on", "second_agreed_on", "review_on"))
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
        for name in BRIDGE:
            setattr(self.pair, name, self.cleaned_data[name])
        self.pair.save(update_fields=BRIDGE)
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


class ShareForm(forms.Form):
    """For which partner an address is made."""

    partnership = forms.ChoiceField(
        label=_("Voor welke partner?"), error_messages=UNKNOWN_ANSWER | {"required": _("Kies de partner.")}
    )

    def __init__(self, *args, initiative: Initiative, **options):
        self.partnerships = {str(p.pk): p for p in _partnerships(initiative, None)}
        super().__init__(*args, **options)
        names = [(key, p.partner.name) for key, p in self.partnerships.items()]
        self.fields["partnership"].choices = [("", _("Kies een partner")), *names]

    def save(self, *, by: User) -> WishLink:
        partnership: Partnership = self.partnerships[self.cleaned_data["partnership"]]
        return WishLink.objects.make(partnership, by=by)
