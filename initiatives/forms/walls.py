"""Walls of an initiative, and the wins that did something to them."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.actors import NOT_SAID
from initiatives.forms.choices import RowsField, WinField, WordField, choices_of, wins_to_choose
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.rows import JUST_BEFORE_YOU, KeptForm
from initiatives.forms.texts import NameField, TextField
from initiatives.forms.widgets import Rows
from initiatives.lenses import ENDED_WALLS, TURNS, Level, WallAnswer, WallCause, WallKind, WallStatus
from initiatives.models import Actor, SmallWin, Wall, WallMove, WallTopic
from initiatives.models.outside import topic_slug

ANOTHER = "?"  # no address of a wall looks like this
MOVES = (WallStatus.BREACHED, WallStatus.BYPASSED, WallStatus.GONE)
WHAT_IT_DID = _("Wat deed de small win met de muur?")
CHOOSE_EFFECT = _("Kies wat de small win met de muur deed.")


class WallForm(KeptForm):
    """A wall of an initiative, under a name that other teams use, too."""

    name = NameField(
        label=_("Waar lopen jullie tegenaan?"),
        help_text=_("Houd het kort, zoals “Rooster ligt een jaar vast”. Kies een naam uit de lijst als die past: zo vinden teams elkaar."),
        max_length=120,
        error_messages={"required": _("Geef de muur een korte naam.")},
        widget=forms.TextInput(attrs={"list": "wall-names", "autocomplete": "off"}),
    )  # fmt: skip
    kind = WordField(
        _("Wat voor muur is het?"),
        WallKind,
        none=_("Kies er een"),
        widget=forms.Select,
        error_messages={"required": _("Kies wat voor muur het is.")},
    )
    level = WordField(_("Op welk niveau?"), Level, **NOT_SAID)
    cause = WordField(
        _("Waardoor staat hij er?"),
        WallCause,
        help_text=_("Niet willen is iets anders dan niet kunnen of niet mogen."),
        **NOT_SAID,
    )
    status = WordField(_("Hoe staat hij erbij?"), WallStatus)
    since = DayField(label=_("Sinds wanneer staat hij er?"), required=False)
    ended_on = DayField(
        label=_("Sinds wanneer is hij weg of omzeild?"), required=False, help_text=_("Leeg? Dan vandaag.")
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
    together = {"status": ("status", "ended_on")}

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {"name": ("topic",)} | super().parts

    def stored(self, part: str) -> tuple:
        if part != "name":
            return super().stored(part)
        return (self.instance.topic.slug if self.instance.topic_id else "",)

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (self._slug(),) if part == "name" else super().typed(part, cleaned)

    def worded(self, part: str, value: tuple) -> str:
        if part != "name":
            return super().worded(part, value)
        if value == self.stored(part):
            return self.instance.topic.name
        topic = self.known.filter(slug=value[0]).first()
        return topic.name if topic else self.data.get("name", "")

    def as_cleaned(self, part: str) -> dict:
        if part != "name":
            return super().as_cleaned(part)
        return {"name": self.instance.topic.name, "meant": self.instance.topic.slug}

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
        """The names that the box suggests."""
        return [topic.name for topic in self.known]

    def _ask_which_is_meant(self) -> None:
        """A new name that looks like one in use: perhaps it is the same wall."""
        typed = self.fields["name"].to_python(self.data.get("name", "")) if self.is_bound else ""
        if not typed or self._is_in_use(typed):
            return
        if alike := self.known.like(typed)[:4]:
            self.fields["meant"] = WordField(
                _("Bedoel je een van deze muren?"),
                [*((topic.slug, topic.name) for topic in alike), (ANOTHER, _("Nee, dit is een andere muur"))],
                widget=Rows,
                error_messages={
                    "required": _("Deze naam lijkt op een muur die er al is. Kies welke je bedoelt."),
                },
            )  # fmt: skip

    def _is_in_use(self, name: str) -> bool:
        return self.known.filter(slug=topic_slug(name)).exists()

    def clean(self) -> dict:
        """A wall has an end exactly when it is gone."""
        cleaned = super().clean()
        is_gone = cleaned.get("status") in ENDED_WALLS
        if "ended_on" in cleaned:
            cleaned["ended_on"] = (cleaned["ended_on"] or timezone.localdate()) if is_gone else None
        return cleaned

    def said(self) -> dict:
        return super().said() | {"topic": self._topic()}

    def complete(self) -> None:
        """It gets the topic that was meant."""
        if "name" in self.cleaned_data and (topic := self._topic()):
            self.instance.topic = topic

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
    effect = WordField(_("Wat deed die met de muur?"), MOVES)

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
    except ObjectDoesNotExist:
        form.add_error(None, JUST_BEFORE_YOU)


def walls_to_choose(win: SmallWin, by) -> dict[str, Wall]:
    """The walls that this win may have moved, those that stand first."""
    rows = Wall.objects.editable_by(by).filter(initiative=win.initiative_id).select_related("topic")
    return {str(wall.pk): wall for wall in sorted(rows, key=lambda wall: not wall.is_in_the_way)}


def choices_of_walls(walls: Mapping[str, Wall]) -> list:
    """Each wall and how it stands; and the answers where it is none of them."""
    named = [(pk, f"{wall.topic.name} ({wall.get_status_display()})") for pk, wall in walls.items()]
    return [*named, *choices_of(WallAnswer)]


class WallOfWinForm(BothKeptForm):
    """Which wall a win broke or went round. "None" and "don't know" are answers too; they take back an earlier wall."""

    parts = {"wall": ("wall_answer",)}

    wall = WordField(
        TURNS["muur"].heading,
        help_text=TURNS["muur"].lead,
        widget=Rows,
        error_messages={"required": _("Kies een muur, “geen muur” of “weet ik niet”.")},
    )
    effect = WordField(WHAT_IT_DID, MOVES, **NOT_SAID)

    def __init__(self, *args, win: SmallWin, by, **options):
        self.win, self.walls = win, walls_to_choose(win, by)
        super().__init__(*args, row=win, by=by, initial={"wall": win.wall_answer}, **options)
        self.fields["wall"].choices = choices_of_walls(self.walls)
        self.fields["effect"].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("wall") in self.walls and not cleaned.get("effect") and "effect" not in self.errors:
            self.add_error("effect", CHOOSE_EFFECT)
        return cleaned

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (cleaned["wall"],)

    def as_cleaned(self, part: str) -> dict:
        return {"wall": self.win.wall_answer}

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
                moves = WallMove.objects.editable_by(self.by).filter(win=self.win).select_related("wall")
                for move in moves.order_by("wall_id"):
                    move.take_back()
                self.win.say(wall_answer=answer)
        except ValidationError as refused:
            self.add_error(None, refused.messages)
        except IntegrityError:
            self.add_error(None, JUST_BEFORE_YOU)


def wall_of(words: Mapping[str, str]) -> dict[str, str]:
    """The fields of a new wall that an address fills in. In: `onderwerp`, its name, and `soort`, a code of WallKind."""
    kind = words.get("soort", "")
    return {"name": words.get("onderwerp", "")[:120], "kind": kind if kind in WallKind.values else ""}
