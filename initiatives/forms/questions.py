"""One optional question at a time about a win that has been told.

Leaving a question empty is silence; "none of these" and "I don't know" are answers. Each form
gives back an earlier answer, so it is also the way to change one.
"""

import logging
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import THEIRS, BothKeptForm, mark
from initiatives.forms.telling import MERGED_MEANWHILE
from initiatives.forms.texts import SentenceField, SubmissionField
from initiatives.forms.widgets import Rows, Tiles, TilesMultiple
from initiatives.lenses import (
    NONE_OF_THESE,
    UNKNOWN,
    USUAL_DIRECTION,
    Depth,
    Direction,
    Level,
    LinkAnswer,
    Mechanism,
    ScalingType,
)
from initiatives.models import Photo, SmallWin, WinLink
from initiatives.periods import in_words
from initiatives.photos import PhotoRefused, rebuilt

log = logging.getLogger(__name__)

FIRST = 6  # earlier wins that show at once
AT_MOST = 30  # earlier wins on the page; the rest can be searched
PHOTOS_A_WIN = 6
DONT_KNOW = _("weet ik niet")
NO_ANSWER = _("geen antwoord")
MINE = "mine"
UNKNOWN_ANSWER = {"invalid_choice": _("Dit antwoord kennen we niet. Kies er een uit de lijst.")}

# From the rarest change to the most common one, so that the first that fits is not "more" (theory §1).
CLASSIFICATION = (
    ScalingType.INSTITUTIONALISATION,
    ScalingType.REPLICATION,
    ScalingType.CIRCULATION,
    ScalingType.GROWTH,
)


def tiles(words, *others) -> list:
    return [(word.value, capfirst(word.label)) for word in words] + [
        (code, capfirst(label)) for code, label in others
    ]


class Question(BothKeptForm):
    """A question about `win`. `step` is its place in the address; `fields_of_win` is what it fills."""

    step: str
    heading: str
    lead = ""
    fields_of_win: tuple[str, ...] = ()
    may_be_skipped_whole = True
    sentence_of_clash = _(
        "Iemand anders beantwoordde deze vraag ook, terwijl jij dat deed. Kies welk antwoord er blijft staan."
    )

    def __init__(self, data=None, *args, win: SmallWin, by, **options):
        self.win, self.by = win, by
        self.clears = data is not None and "clear" in data
        if self.clears:
            data = _only_its_version(data)  # the answer is taken back: silence again
        super().__init__(data, *args, row=win, reader=by, initial=self.answers(), **options)
        for field in self.fields.values():
            field.is_part = self.may_be_skipped_whole  # the page says so once, not each field

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {name: (name,) for name in self.fields_of_win}

    def typed(self, part: str, cleaned: dict) -> tuple:
        return (None if cleaned[part] == "" else cleaned[part],)

    def worded(self, part: str, value: tuple) -> str:
        """The labels of what was ticked."""
        labels = dict(self.fields[part].choices)
        codes = shown_set(value[0]) if isinstance(value[0], list) else [value[0]] if value[0] else []
        return ", ".join(str(labels.get(code, code)) for code in codes) or str(NO_ANSWER)

    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        if self.win.merged_at:
            self.add_error(None, MERGED_MEANWHILE)
        return cleaned

    def answers(self) -> dict:
        """What was answered before, as the form shows it."""
        return {name: getattr(self.win, name) for name in self.fields_of_win}

    @property
    def is_answered(self) -> bool:
        return any(getattr(self.win, name) is not None for name in self.fields_of_win)

    @property
    def answered_codes(self) -> list[str]:
        """What lights the rose already: the words of the other questions."""
        words = {
            "types": self.win.types or [],
            "directions": self.win.directions or [],
            "level": [self.win.level],
        }
        return [code for name, codes in words.items() if name not in self.fields_of_win for code in codes]

    @property
    def editors_reading(self) -> list[str]:
        """What the editors read where the team has not answered, in words."""
        return []

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when saving found one more reason."""
        if self.is_valid():
            self.save()
        return self.is_valid()

    def save(self) -> None:
        for name in self.fields_of_win:
            setattr(self.win, name, self.cleaned_data[name] or None)
        self.win.save(update_fields=[*self.fields_of_win, "changed_at"])


def _only_its_version(data: QueryDict) -> QueryDict:
    """Of what was sent, only what says from where it started and what was chosen."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        if name == "version" or name.startswith("keep_"):
            kept.setlist(name, values)
    return kept


# --- what made this possible ------------------------------------------------------------------


class EarlierWins(Rows):
    """A few rows at once, the others one tap away."""

    template_name = "forms/widgets/earlier_wins.html"

    def get_context(self, *args):
        context = super().get_context(*args)
        groups = context["widget"]["optgroups"]
        chosen = [
            option for name, options, _index in groups if name for option in options if option["selected"]
        ]
        context["widget"]["is_open"] = bool(chosen)
        return context


class EarlierWinField(forms.ChoiceField):
    """Any earlier win may be sent, also one that a search has shown; the form looks it up."""

    def valid_value(self, value) -> bool:
        return True


class CameFromForm(Question):
    step = "mogelijk"
    heading = _("Wat maakte dit mogelijk?")
    lead = _("Tik een eerdere small win aan. Zo zie je later welke stap de volgende in gang zette.")

    earlier = EarlierWinField(label=_("Welke eerdere small win?"), required=False, widget=EarlierWins)
    mechanism = forms.ChoiceField(
        label=_("Hoe hielp die?"),
        required=False,
        choices=tiles([word for word in Mechanism if word != Mechanism.UNKNOWN], (UNKNOWN, DONT_KNOW)),
        widget=Rows(vocabulary=Mechanism),
        error_messages=UNKNOWN_ANSWER,
    )
    how = SentenceField(label=_("Hoe ging dat?"), required=False, max_length=1000)

    def __init__(self, *args, search: str = "", **options):
        self.search, self.win, self.by = search.strip(), options["win"], options["by"]
        self.keeps_theirs = False
        self.links = list(self._links())
        super().__init__(*args, **options)
        found = list(self._candidates()[: AT_MOST + 1])
        self.has_more, self.found = len(found) > AT_MOST, found[:AT_MOST]
        field = self.fields["earlier"]
        field.choices = self._rows(self.found) + ([] if self.links else tiles(LinkAnswer))
        field.widget.hints = {str(win.pk): in_words(win.occurred_on, win.precision) for win in self.found}

    def answers(self) -> dict:
        return {"earlier": self.win.came_from}

    @property
    def is_answered(self) -> bool:
        return self.win.came_from is not None

    @property
    def may_search(self) -> bool:
        return self.has_more or len(self.found) > FIRST or bool(self.search)

    def _links(self):
        """What already counts as having led to it."""
        shown = WinLink.objects.visible_to(self.by).standing()
        return shown.filter(later=self.win).select_related("earlier").order_by("told_at")

    def _others(self):
        """The team's other wins."""
        return SmallWin.objects.standing().filter(initiative=self.win.initiative).exclude(pk=self.win.pk)

    def _earlier(self):
        """Those that can have come before it."""
        if not self.win.stretch:
            return self._others()
        return self._others().filter(
            Q(occurred_on__lte=self.win.stretch.last_day) | Q(occurred_on__isnull=True)
        )

    def _candidates(self):
        known = [link.earlier_id for link in self.links]
        candidates = self._earlier().exclude(pk__in=known).newest_first().defer("search")
        if not self.search:
            return candidates
        return candidates.filter(
            Q(pk__in=SmallWin.objects.matching(self.search).values("pk")) | Q(title__icontains=self.search)
        )

    def _rows(self, wins: list[SmallWin]) -> list:
        rows = [(str(win.pk), win.title) for win in wins]
        if len(rows) <= FIRST:
            return rows
        return [*rows[:FIRST], (_("Meer eerdere small wins"), rows[FIRST:])]

    def clean_earlier(self) -> SmallWin | LinkAnswer | None:
        answer = self.cleaned_data["earlier"]
        in_their_place = not self.links or self.data.get("keep_earlier") == MINE
        if not answer or (answer in LinkAnswer.values and in_their_place):
            return LinkAnswer(answer) if answer else None
        earlier = self._team_win(answer)
        if earlier is None:
            raise ValidationError(
                _("Deze small win kennen we niet bij dit initiatief. Kies er een uit de lijst.")
            )
        return earlier

    def _team_win(self, text: str) -> SmallWin | None:
        """Another win of this team, also one that was later: the rules of a link say why that cannot be."""
        try:
            number = uuid.UUID(text)
        except ValueError:
            return None
        return self._others().filter(pk=number).first()

    def clean(self) -> dict:
        cleaned = super().clean()
        if (cleaned.get("mechanism") or cleaned.get("how")) and cleaned.get("earlier", 0) is None:
            self.add_error("earlier", _("Kies ook welke eerdere small win hielp, of laat alles leeg."))
        return cleaned

    # --- what somebody else tied or answered meanwhile
    parts = {"earlier": ("came_from",)}

    def stored(self, part: str) -> tuple:
        """The answer, and every link with its words."""
        return (self.win.came_from, *sorted(map(_as_stored, self.links)))

    def _meet(self, part: str, was: str | None, cleaned: dict) -> None:
        self.keeps_theirs = self.data.get("keep_earlier") == THEIRS
        is_news = mark(self.stored(part)) != was
        mine = self.data.get("earlier", "")
        is_clash = is_news and not self.keeps_theirs and self._excludes_what_is_there(mine, cleaned)
        if is_clash or self.keeps_theirs:
            self._errors.pop("earlier", None)
            self.clashes.append(self._clash(part, self.stored(part), (mine,), self.keeps_theirs))
            self._offer_mine(mine)
        self.has_conflict |= is_clash
        self.keeps_theirs |= is_news and not mine and not self.clears

    def _excludes_what_is_there(self, mine: str, cleaned: dict) -> bool:
        """Another earlier win comes beside it; anything else would write over what is there."""
        link = next((link for link in self.links if str(link.earlier_id) == mine), None)
        if link:
            return (link.mechanism or "", link.how) != (cleaned.get("mechanism") or "", cleaned.get("how"))
        if mine in LinkAnswer.values or self.clears:
            return bool(self.links) or self.win.came_from != (mine or None)
        return bool(mine) and self.win.came_from is not None

    def _offer_mine(self, mine: str) -> None:
        """What was ticked stays there to be sent again, also where it is no choice any more."""
        field = self.fields["earlier"]
        known = {str(code) for code, _label in field.choices}
        tied = [(str(link.earlier_id), link.earlier.title) for link in self.links]
        field.choices = [
            *field.choices,
            *(row for row in [*tied, *tiles(LinkAnswer)] if row[0] == mine and mine not in known),
        ]

    def worded(self, part: str, value: tuple) -> str:
        if value == self.stored(part) and not self.win.came_from and self.links:
            return ". ".join(_said_of(link.earlier.title, link.mechanism, link.how) for link in self.links)
        answer = value[0] or ""
        if answer in LinkAnswer.values:
            return capfirst(LinkAnswer(answer).label)
        win = self._team_win(answer) if answer else None
        words = (self.data.get("mechanism", ""), self.data.get("how", ""))
        return _said_of(win.title, *words) if win else str(NO_ANSWER)

    def save(self) -> None:
        answer = self.cleaned_data.get("earlier")
        if self.keeps_theirs:
            return
        if isinstance(answer, SmallWin):
            words = {"mechanism": self.cleaned_data["mechanism"] or None, "how": self.cleaned_data["how"]}
            self._tie(answer, words)
            return
        for link in self.links if answer else []:  # chosen over what somebody else tied meanwhile
            link.take_back(by=self.by)
        self.win.say_what_came_before(answer)

    def _tie(self, earlier: SmallWin, words: dict) -> None:
        try:
            self.win.grew_from(earlier, by=self.by, **words)
        except ValidationError as refusal:
            self.add_error("earlier", refusal)


def _as_stored(link: WinLink) -> str:
    return f"{link.earlier_id} {link.mechanism or ''} {link.how}"


def _said_of(title: str, mechanism: str | None, how: str) -> str:
    """A link in one line."""
    words = [f"“{title}”", *([str(Mechanism(mechanism).label)] if mechanism in Mechanism.values else []), how]
    return ", ".join(filter(None, words))


# --- the two lenses ---------------------------------------------------------------------------


class Directions(TilesMultiple):
    """Says with each direction which types usually come with it."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        types = [str(code) for code, direction in USUAL_DIRECTION.items() if direction == value]
        if types:
            option["attrs"]["data-usual-with"] = " ".join(types)
        return option


def shown_set(codes: list[str] | None) -> list[str]:
    """A stored set as ticks: silence is no tick, the empty set is "none of these"."""
    return [] if codes is None else codes or [NONE_OF_THESE]


def told_set(ticks: list[str]) -> list[str] | None:
    """The other way round."""
    if not ticks:
        return None
    return [] if ticks == [NONE_OF_THESE] else ticks


class LensForm(Question):
    step = "lens"
    heading = _("Hoe schaalt dit?")
    lead = _("Kijk van boven naar beneden wat past. Meer dan één mag.")
    fields_of_win = ("types", "directions")

    types = forms.MultipleChoiceField(
        label=_("Wat gebeurde er?"),
        required=False,
        choices=tiles(CLASSIFICATION, (NONE_OF_THESE, _("geen van de vier")), (UNKNOWN, DONT_KNOW)),
        widget=TilesMultiple(vocabulary=ScalingType, attrs={"class": "tiles--two"}),
        error_messages=UNKNOWN_ANSWER,
    )
    directions = forms.MultipleChoiceField(
        label=_("Welke kant op?"),
        required=False,
        choices=tiles(Direction, (NONE_OF_THESE, _("geen van de drie")), (UNKNOWN, DONT_KNOW)),
        widget=Directions(vocabulary=Direction, attrs={"class": "tiles--three"}),
        error_messages=UNKNOWN_ANSWER,
    )

    def answers(self) -> dict:
        return {name: shown_set(getattr(self.win, name)) for name in self.fields_of_win}

    def clean_types(self) -> list[str] | None:
        return self._one_kind_of_answer("types")

    def clean_directions(self) -> list[str] | None:
        return self._one_kind_of_answer("directions")

    def _one_kind_of_answer(self, name: str) -> list[str] | None:
        """Words, "none of these" or "I don't know": they exclude one another."""
        ticks = self.cleaned_data[name]
        labels = dict(self.fields[name].choices)
        alone = [code for code in (NONE_OF_THESE, UNKNOWN) if code in ticks]
        if alone and len(ticks) > 1:
            other = next(code for code in ticks if code != alone[0])
            words = {"one": labels[other], "other": labels[alone[0]]}
            raise ValidationError(
                _("Je koos “%(one)s” én “%(other)s”. Die gaan niet samen: tik er een weg."), params=words
            )
        return told_set(ticks)

    @property
    def editors_reading(self) -> list[str]:
        sets = [
            ("types", ScalingType, _("geen van de vier")),
            ("directions", Direction, _("geen van de drie")),
        ]
        found = []
        for name, words, nothing in sets:
            codes = getattr(self.win, f"editor_{name}")
            if getattr(self.win, name) is None and codes is not None:
                found += [words(code).label for code in codes if code != UNKNOWN] or [nothing]
        return found

    def save(self) -> None:
        """An empty set is an answer too."""
        self.win.types, self.win.directions = self.cleaned_data["types"], self.cleaned_data["directions"]
        self.win.save(update_fields=[*self.fields_of_win, "changed_at"])


# --- level and depth --------------------------------------------------------------------------


class LevelForm(Question):
    step = "niveau"
    heading = _("Waar gebeurde de verandering?")
    lead = _("Kies waar het vooral gebeurde.")
    fields_of_win = ("level",)

    level = forms.ChoiceField(
        label=_("Op welk niveau?"),
        required=False,
        choices=tiles(Level, (UNKNOWN, DONT_KNOW)),
        widget=Tiles(vocabulary=Level, attrs={"class": "tiles--three"}),
        error_messages=UNKNOWN_ANSWER,
    )

    @property
    def editors_reading(self) -> list[str]:
        unread = self.win.level is None and self.win.editor_level
        return [Level(self.win.editor_level).label] if unread else []


class DepthForm(Question):
    step = "diepte"
    heading = _("Hoe diep gaat het?")
    lead = _("Beter is niet minder dan anders. Het gaat erom wat er veranderde.")
    fields_of_win = ("depth",)

    depth = forms.ChoiceField(
        label=_("Wat veranderde er?"),
        required=False,
        choices=tiles(Depth),
        widget=Rows(vocabulary=Depth),
        error_messages=UNKNOWN_ANSWER,
    )


# --- a photo ----------------------------------------------------------------------------------


class PhotoWordsForm(BothKeptForm):
    """What makes a photo public: a sentence for who cannot see it, and the consent of who is in it."""

    parts = {"alt_text": ("alt_text",), "people_agreed": ("people_agreed",)}

    alt_text = SentenceField(
        label=_("Wat is er te zien?"),
        help_text=_("Voor wie de foto niet kan zien. Eén zin is genoeg."),
        required=False,
        max_length=300,
    )
    people_agreed = forms.BooleanField(
        label=_("Wie herkenbaar in beeld is, vindt het goed. Of niemand is herkenbaar in beeld."),
        required=False,
    )

    def clean(self) -> dict:
        return self.meet(super().clean())

    def worded(self, part: str, value: tuple) -> str:
        if part == "people_agreed":
            return str(_("ja") if value[0] else _("nee"))
        return value[0] or str(NO_ANSWER)


class PhotoForm(PhotoWordsForm, Question):
    """A new photo is in nobody's way."""

    parts: dict[str, tuple[str, ...]] = {}
    step = "foto"
    heading = _("Heb je er een foto van?")
    may_be_skipped_whole = False
    lead = _("We halen weg waar en wanneer de foto is gemaakt. Alleen het beeld blijft over.")

    photo = forms.FileField(
        label=_("Kies een foto"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Kies een foto, of sla deze vraag over."),
            "empty": _("Dit bestand is leeg. Kies een andere foto."),
            "invalid": _("De foto kwam niet mee. Kies de foto opnieuw."),
        },
    )
    photo_id = SubmissionField()

    field_order = ["photo", "alt_text", "people_agreed"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.photos = list(self.win.photos.all())

    def answers(self) -> dict:
        return {}

    def clean_photo(self):
        try:
            return rebuilt(self.cleaned_data["photo"])
        except PhotoRefused as refusal:
            raise ValidationError(refusal.args[0]) from refusal

    def clean_photo_id(self) -> uuid.UUID:
        """Somebody else's number would not be this photo."""
        number = self.cleaned_data["photo_id"]
        taken = Photo.objects.filter(pk=number).exclude(win=self.win).exists()
        return uuid.uuid4() if taken else number

    def clean(self) -> dict:
        sent_before = self.cleaned_data.get("photo_id") in {photo.pk for photo in self.photos}
        if len(self.photos) >= PHOTOS_A_WIN and not sent_before:
            raise ValidationError(
                _("Er staan al %(number)d foto’s bij. Haal er eerst een weg."),
                params={"number": PHOTOS_A_WIN},
            )
        return super().clean()

    def save(self) -> None:
        words = {name: self.cleaned_data[name] for name in ("photo_id", "alt_text", "people_agreed")}
        try:
            self.win.add_photo(self.cleaned_data["photo"], by=self.by, **words)
        except OSError:  # a full or read-only disk
            log.exception("a photo could not be kept")
            self.add_error("photo", _("We kunnen de foto nu niet bewaren. Probeer het later nog eens."))


QUESTIONS = {form.step: form for form in (CameFromForm, LensForm, LevelForm, DepthForm, PhotoForm)}


def step_after(step: str) -> str | None:
    """The next question; None after the last."""
    steps = [*QUESTIONS, None]
    return steps[steps.index(step) + 1]


def steps_left(step: str) -> int:
    """How many questions there are from here, this one included."""
    return len(QUESTIONS) - list(QUESTIONS).index(step)
