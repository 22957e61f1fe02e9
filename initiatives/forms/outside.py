"""The world around an initiative, filled in: actors, walls, windows, and what a win did to a wall.

Short forms. What somebody else changed while you typed is never written over unseen.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import SentenceField, TextField
from initiatives.forms.widgets import Pills, Rows, RowsMultiple
from initiatives.lenses import (
    ENDED_WALLS,
    TURNS,
    Level,
    ScalingRole,
    Stance,
    TakesPart,
    WallAnswer,
    WallCause,
    WallKind,
    WallStatus,
    WindowKind,
    World,
)
from initiatives.models import (
    Actor,
    City,
    Initiative,
    Partner,
    SmallWin,
    Wall,
    WallMove,
    WallTopic,
    Window,
)
from initiatives.models.outside import topic_slug
from initiatives.periods import in_words

ANOTHER = "?"  # no address of a wall looks like this
MOVES = (WallStatus.BREACHED, WallStatus.BYPASSED, WallStatus.GONE)
WHAT_IT_DID = _("Wat deed de small win met de muur?")
CHOOSE_EFFECT = _("Kies wat de small win met de muur deed.")
NOT_KNOWN = _("Dit antwoord kennen we niet. Kies er een uit de lijst.")
IN_THE_FUTURE = _("Deze dag moet nog komen. Kies vandaag of eerder.")
JUST_BEFORE_YOU = _("Iemand anders was je net voor. Bekijk het en bewaar nog eens.")


# ------------------------------------------------------------------ fields
def choices_of(words, *, none: str | None = None) -> list:
    first = [] if none is None else [("", none)]
    return [*first, *((word.value, capfirst(word.label)) for word in words)]


def word_field(label, words, *, required: bool = True, **options) -> forms.TypedChoiceField:
    """One word as pills, or where it may stay empty as a list with a first line that says so."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices_of(words, none=None if required else _("Nog niet gezegd")),
        required=required,
        empty_value=None,
        widget=Pills if required else forms.Select,
        error_messages={"required": _("Kies er een."), "invalid_choice": NOT_KNOWN},
        **options,
    )


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": _("Dit is geen dag die we kennen. Schrijf bijvoorbeeld 17-2-2022.")},
        **options,
    )


def not_in_the_future(day: dt.date | None) -> dt.date | None:
    if day and day > timezone.localdate():
        raise ValidationError(IN_THE_FUTURE)
    return day


class OneOfTheRows:
    """What is no number of a row at all is one more answer that we do not know."""

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as refused:
            if refused.code == "invalid":
                raise ValidationError(NOT_KNOWN) from refused
            raise


class WinField(OneOfTheRows, forms.ModelChoiceField):
    """A small win out of a list, latest first, with its date before it."""

    def __init__(self, label, **options):
        wrong = _("Deze small win kennen we niet. Kies er een uit de lijst.")
        messages = {"required": _("Kies een small win."), "invalid_choice": wrong}
        options = {"empty_label": _("Kies een small win")} | options
        super().__init__(SmallWin.objects.none(), label=label, error_messages=messages, **options)
        self.empty_label = options["empty_label"]  # also where a first choice is required

    def label_from_instance(self, win: SmallWin) -> str:
        return f"{in_words(win.occurred_on, win.precision)} · {Truncator(win.title).chars(90)}"


class RowsField(OneOfTheRows, forms.ModelMultipleChoiceField):
    """Several rows of the database, each with a box to tick."""

    widget = RowsMultiple
    default_error_messages = {
        "invalid_choice": NOT_KNOWN,
        "invalid_pk_value": NOT_KNOWN,
        "invalid_list": NOT_KNOWN,
    }

    def __init__(self, queryset: QuerySet, label, **options):
        super().__init__(queryset, label=label, required=False, **options)


def wins_to_choose(user, **of) -> QuerySet:
    """Standing wins this user may read, to choose one from."""
    return SmallWin.objects.visible_to(user).standing().filter(**of).defer("search").newest_first()


# ------------------------------------------------------------------ a row that is filled in
class KeptForm(forms.ModelForm):
    """A form about one row. `by` is who fills it in; the fingerprint tells whether others did, too."""

    use_required_attribute = False
    other_names: dict[str, str] = {}  # fields of the form that the row keeps under another name
    version = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.by = by
        self.has_conflict = False
        self.adjust()
        self.stored = version_of(self) if self.instance.pk and not self.instance._state.adding else ""
        self.initial["version"] = self.stored
        self.as_it_is_now = in_this_form(self) if self.stored else []

    def adjust(self) -> None:
        """Fit the fields to the row and to who fills it in, before anything is read from them."""

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = self.data.get("version")
        self.has_conflict = bool(seen and self.stored) and seen != self.stored
        if self.has_conflict:
            self.data = self.data.copy()
            self.data["version"] = self.stored  # seen now: saving again is a choice
            self.add_error(None, _("Iemand anders veranderde dit terwijl jij typte. Dit staat er nu:"))
        return cleaned

    def _post_clean(self) -> None:
        """The rules that the database holds, too, as sentences."""
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as refused:
                self.add_error(None, refused.messages)

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when saving found one more reason."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.keep()
        except IntegrityError:
            self.add_error(None, JUST_BEFORE_YOU)
        return not self.errors

    def keep(self) -> None:
        if self.instance._state.adding:
            self.instance.added_by = self.by
        self.save()


def kept_fields(form: KeptForm) -> dict[str, str]:
    """The fields of this form that stand in the row, and under which name."""
    names = {name: name for name in form._meta.fields} | form.other_names
    return {name: column for name, column in names.items() if name in form.fields}


def version_of(form: KeptForm) -> str:
    """A mark of what stands in the fields that this reader sees; of nothing else."""
    words = [(name, stored_value(form.instance, column)) for name, column in kept_fields(form).items()]
    return hashlib.sha256(repr(sorted(words)).encode()).hexdigest()[:16]


def stored_value(row, name: str) -> str:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return " ".join(sorted(str(pk) for pk in getattr(row, name).values_list("pk", flat=True)))
    return str(getattr(row, field.attname))


def in_this_form(form: KeptForm) -> list[tuple[str, str]]:
    """What is stored in the fields of this form, in words."""
    said = [
        (form.fields[name].label, stored_words(form.instance, column))
        for name, column in kept_fields(form).items()
    ]
    return [(label, words) for label, words in said if words]


def stored_words(row, name: str) -> str:
    if row._meta.get_field(name).many_to_many:
        return ", ".join(str(other) for other in getattr(row, name).all())
    say = getattr(row, f"get_{name}_display", lambda: getattr(row, name))
    return str(say() or "")


# ------------------------------------------------------------------ actors
class ActorForm(KeptForm):
    """A party, a role or an organisation. Never somebody by name."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Is het een partner?"),
        required=False,
        empty_label=_("Nee, of een deel van een partner"),
        error_messages={"invalid_choice": _("Deze partner doet niet mee aan dit initiatief.")},
    )
    label = SentenceField(
        label=_("Wie of wat is het?"),
        help_text=_("Een rol, een groep of een organisatie, zoals “opleidingsdirecteur”. Namen van mensen horen hier niet."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    world = word_field(_("In welke wereld?"), World)
    level = word_field(
        _("Op welk niveau?"), Level, required=False, help_text=_("Dan weet je waar het huis staat.")
    )
    role = word_field(_("Welke rol heeft die bij het opschalen?"), ScalingRole, required=False)
    takes_part = word_field(_("Doet die mee?"), TakesPart, required=False)
    stance = word_field(
        _("Hoe staat die erin?"), Stance, required=False, help_text=_("Dit ziet alleen het team.")
    )
    need = TextField(label=_("Wat is daar nodig?"), required=False, max_length=1000)
    checked_on = day_field(_("Wanneer keken jullie hiernaar?"), required=False)

    class Meta:
        model = Actor
        fields = ["partner", "label", "world", "level", "role", "takes_part", "stance", "need", "checked_on"]

    def adjust(self) -> None:
        initiative = self.instance.initiative
        now = initiative.partnerships.taking_part_on(timezone.localdate())
        taking_part = Q(pk__in=now.values("partner"))
        chosen = Q(pk=self.instance.partner_id)
        self.fields["partner"].queryset = Partner.objects.filter(taking_part | chosen)
        if not Actor.objects.teams_of(self.by).contains(initiative):
            del self.fields["stance"]

    def clean_checked_on(self) -> dt.date:
        return not_in_the_future(self.cleaned_data["checked_on"]) or timezone.localdate()


# ------------------------------------------------------------------ walls
class WallForm(KeptForm):
    """What an initiative runs into, under a name that other teams use, too."""

    name = SentenceField(
        label=_("Waar lopen jullie tegenaan?"),
        help_text=_("Houd het kort, zoals “Rooster ligt een jaar vast”. Kies een naam uit de lijst als die past: zo vinden teams elkaar."),
        max_length=120,
        error_messages={"required": _("Geef de muur een korte naam.")},
        widget=forms.TextInput(attrs={"list": "wall-names", "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.TypedChoiceField(
        label=_("Wat voor muur is het?"),
        choices=choices_of(WallKind, none=_("Kies er een")),
        error_messages={"required": _("Kies wat voor muur het is."), "invalid_choice": NOT_KNOWN},
    )
    level = word_field(_("Op welk niveau?"), Level, required=False)
    cause = word_field(
        _("Waardoor staat hij er?"), WallCause, required=False,
        help_text=_("Niet willen is iets anders dan niet kunnen of niet mogen."),
    )  # fmt: skip
    status = word_field(_("Hoe staat hij erbij?"), WallStatus)
    since = day_field(_("Sinds wanneer staat hij er?"), required=False)
    ended_on = day_field(
        _("Sinds wanneer is hij weg of omzeild?"), required=False, help_text=_("Leeg? Dan vandaag.")
    )
    actors = RowsField(Actor.objects.none(), _("Bij wie staat hij?"))
    note = TextField(
        label=_("Toelichting"),
        help_text=_("Alleen wie aan dit initiatief werkt, leest dit."),
        required=False,
        max_length=1000,
    )

    class Meta:
        model = Wall
        fields = ["kind", "level", "cause", "status", "since", "ended_on", "actors", "note"]

    field_order = ["name", "meant"]
    other_names = {"name": "topic"}

    def adjust(self) -> None:
        initiative = self.instance.initiative
        self.fields["actors"].queryset = Actor.objects.visible_to(self.by).filter(initiative=initiative).select_related("partner")  # fmt: skip
        self.known = WallTopic.objects.visible_to(self.by).filter(programme=initiative.programme_id)
        self.initial.setdefault("status", WallStatus.ACTIVE)
        if self.instance.topic_id:
            self.initial["name"] = self.instance.topic.name
        self._ask_which_is_meant()
        self.order_fields(self.field_order)

    @property
    def names(self) -> list[str]:
        """What the box for the name suggests."""
        return [topic.name for topic in self.known]

    def _ask_which_is_meant(self) -> None:
        """A new name that looks like one in use: perhaps it is the same wall."""
        typed = self.fields["name"].to_python(self.data.get("name", "")) if self.is_bound else ""
        if not typed or self._is_in_use(typed):
            return
        if alike := self.known.like(typed)[:4]:
            self.fields["meant"] = forms.ChoiceField(
                label=_("Bedoel je een van deze muren?"),
                choices=[*((topic.slug, topic.name) for topic in alike), (ANOTHER, _("Nee, dit is een andere muur"))],
                widget=Rows,
                error_messages={
                    "required": _("Deze naam lijkt op een muur die er al is. Kies welke je bedoelt."),
                    "invalid_choice": NOT_KNOWN,
                },
            )  # fmt: skip

    def _is_in_use(self, name: str) -> bool:
        return self.known.filter(slug=topic_slug(name)).exists()

    def clean_since(self) -> dt.date | None:
        return not_in_the_future(self.cleaned_data["since"])

    def clean_ended_on(self) -> dt.date | None:
        return not_in_the_future(self.cleaned_data["ended_on"])

    def clean(self) -> dict:
        """A wall has an end exactly when it is gone; and it gets the topic that was meant."""
        cleaned = super().clean()
        is_gone = cleaned.get("status") in ENDED_WALLS
        if "ended_on" in cleaned:
            cleaned["ended_on"] = (cleaned["ended_on"] or timezone.localdate()) if is_gone else None
        if "name" in cleaned and (topic := self._topic()):
            self.instance.topic = topic
        return cleaned

    def _slug(self) -> str:
        meant = self.cleaned_data.get("meant", ANOTHER)
        return topic_slug(self.cleaned_data["name"]) if meant == ANOTHER else meant

    def _topic(self) -> WallTopic | None:
        topics = WallTopic.objects.filter(programme=self.instance.initiative.programme_id)
        return topics.filter(slug=self._slug()).first()

    def keep(self) -> None:
        if self._topic() is None:
            programme = self.instance.initiative.programme
            self.instance.topic = WallTopic.objects.named(self.cleaned_data["name"], programme=programme)
        super().keep()


class MoveForm(forms.Form):
    """Which small win did something to this wall."""

    win = WinField(_("Welke small win deed hier iets aan?"))
    effect = word_field(_("Wat deed die met de muur?"), MOVES)

    def __init__(self, *args, wall: Wall, by, **options):
        super().__init__(*args, **options)
        self.wall, self.by = wall, by
        self.fields["win"].queryset = wins_to_choose(by, initiative=wall.initiative_id)

    def try_save(self) -> bool:
        if self.is_valid():
            _move(self, self.wall, self.cleaned_data["win"], self.cleaned_data["effect"])
        return self.is_valid()


def _move(form: forms.Form, wall: Wall, win: SmallWin, effect: str) -> None:
    """Move it, or say in the form why that cannot be."""
    try:
        wall.moved_by(win, WallStatus(effect), by=form.by)
    except ValidationError as refused:
        form.add_error(None, refused.messages)


def walls_to_choose(win: SmallWin, by) -> dict[str, Wall]:
    """The walls that this win may have moved, those that stand first."""
    rows = Wall.objects.editable_by(by).filter(initiative=win.initiative_id).select_related("topic")
    return {str(wall.pk): wall for wall in sorted(rows, key=lambda wall: not wall.is_standing)}


def choices_of_walls(walls: Mapping[str, Wall]) -> list:
    """Each wall and how it stands; and the answers where it is none of them."""
    named = [(pk, f"{wall.topic.name} ({wall.get_status_display()})") for pk, wall in walls.items()]
    return [*named, *choices_of(WallAnswer)]


class WallOfWinForm(forms.Form):
    """Which wall a win broke or went round. "None" and "don't know" are answers too; they take back an earlier wall."""

    wall = forms.ChoiceField(
        label=TURNS["muur"].heading,
        help_text=TURNS["muur"].lead,
        widget=Rows,
        error_messages={
            "required": _("Kies een muur, “geen muur” of “weet ik niet”."),
            "invalid_choice": NOT_KNOWN,
        },
    )
    effect = word_field(WHAT_IT_DID, MOVES, required=False)

    def __init__(self, *args, win: SmallWin, by, **options):
        self.win, self.by = win, by
        self.walls = walls_to_choose(win, by)
        super().__init__(*args, initial={"wall": win.wall_answer}, **options)
        self.fields["wall"].choices = choices_of_walls(self.walls)
        self.fields["effect"].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("wall") in self.walls and not cleaned.get("effect") and "effect" not in self.errors:
            self.add_error("effect", CHOOSE_EFFECT)
        return cleaned

    def try_save(self) -> bool:
        if self.is_valid():
            chosen = self.cleaned_data["wall"]
            if chosen in WallAnswer.values:
                self._answer(WallAnswer(chosen))
            else:
                _move(self, self.walls[chosen], self.win, self.cleaned_data["effect"])
        return self.is_valid()

    def _answer(self, answer: WallAnswer) -> None:
        try:
            with transaction.atomic():
                for move in WallMove.objects.editable_by(self.by).filter(win=self.win).select_related("wall"):
                    move.take_back()
                self.win.say_which_wall(answer)
        except ValidationError as refused:
            self.add_error(None, refused.messages)
        except IntegrityError:
            self.add_error(None, JUST_BEFORE_YOU)


# ------------------------------------------------------------------ windows
class WindowForm(KeptForm):
    """A chance that opens for a while, of an initiative or of a city."""

    title = SentenceField(
        label=_("Welke kans gaat er open?"),
        help_text=_("Zoals “De opleiding vernieuwt het curriculum”."),
        max_length=160,
        error_messages={"required": _("Schrijf in een paar woorden welke kans het is.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.TypedChoiceField(
        label=_("Wat opent hem?"),
        choices=choices_of(WindowKind, none=_("Kies er een")),
        error_messages={"required": _("Kies wat de kans opent."), "invalid_choice": NOT_KNOWN},
    )
    opens_on = day_field(_("Open vanaf"), required=False, help_text=_("Leeg? Dan vanaf vandaag."))
    closes_on = day_field(
        _("Open tot en met"), required=False, help_text=_("Weet je het niet? Laat het dan leeg.")
    )
    level = word_field(_("Op welk niveau?"), Level, required=False)
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
        self.shown = wins.filter(windows=window.pk) if not window._state.adding else wins.none()
        self._offer("wins", self.shown)
        self._offer("actors", Actor.objects.visible_to(self.by).filter(initiative=window.initiative_id or None).select_related("partner"))  # fmt: skip

    def _offer(self, name: str, rows: QuerySet) -> None:
        """Nothing to tick is no question."""
        self.fields[name].queryset = rows
        if not rows.exists():
            del self.fields[name]

    def clean_opens_on(self) -> dt.date:
        return self.cleaned_data["opens_on"] or timezone.localdate()

    def keep(self) -> None:
        """The wins that this reader does not see stay as they were."""
        ticked = self.cleaned_data.pop("wins", None)
        super().keep()
        if ticked is not None:
            self.instance.wins.remove(*self.shown.exclude(pk__in=[win.pk for win in ticked]))
        if self.cleaned_data.get("used_by"):
            self.instance.wins.add(self.cleaned_data["used_by"])


def new_actor(initiative: Initiative) -> Actor:
    return Actor(initiative=initiative)


def new_wall(initiative: Initiative) -> Wall:
    return Wall(initiative=initiative)


def wall_of(words: Mapping[str, str]) -> dict[str, str]:
    """What an address fills in of a new wall. In: `onderwerp`, its name, and `soort`, a code of WallKind."""
    kind = words.get("soort", "")
    return {"name": words.get("onderwerp", "")[:120], "kind": kind if kind in WallKind.values else ""}


def new_window(place: Initiative | City) -> Window:
    return Window(city=place) if isinstance(place, City) else Window(initiative=place)
