"""Telling a small win in three fields, and changing the words later."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField, choices_of
from initiatives.forms.conflicts import BothKeptForm, MarkedForm
from initiatives.forms.dates import WhenForm, when_initial
from initiatives.forms.sent_photos import PhotoAlong
from initiatives.forms.texts import NumberedForm, SentenceField, TextField
from initiatives.forms.widgets import Rows
from initiatives.lenses import READ_BY_EDITORS, Audience, CodedAnswer, Precision
from initiatives.marks import as_version, mark
from initiatives.models import FollowUp, Initiative, SmallWin, WinLink, left_by
from initiatives.names import sorting
from initiatives.periods import in_words, stretch
from initiatives.reports.win.facets import BOTH_READINGS, both_readings, editors_reading
from initiatives.reports.win.history import TEXTS, WHEN
from initiatives.sending import TYPED_FIRST

FEW = 4  # initiatives that fit on the screen as one tap each
MANY = 8  # more than these are grouped by city
NATIONAL = _("Landelijk")
WORDS = (*TEXTS, *WHEN, "audience")
TOLD = ("title", "occurred_on", "precision", "initiative", "audience")
WIDE = (Audience.PUBLIC, Audience.NETWORK)  # for the team alone: told first, and changed then
NEVER_READ = "\0"  # no word that the database keeps
AS_DRAFT = "concept"  # the name of the button that keeps a draft
MERGED_MEANWHILE = _(
    "Deze small win is intussen samengevoegd met een andere. Je kunt hem niet meer veranderen. "
    "Neem je woorden over in die andere small win."
)
SMALL_COUNTS = _("Ook iets kleins telt: een sleutel, een uitnodiging, een nieuwe vraag.")
TOO_LONG = _(
    "Dit is %(show_value)d tekens lang. Er passen er %(limit_value)d. Maak er één zin van; "
    "meer vertellen kan straks."
)


def named(initiative: Initiative) -> str:
    english = (get_language() or "").startswith("en")
    return (english and initiative.title_en) or initiative.title


def cities_of(initiative: Initiative) -> list[str]:
    return [city.name for city in initiative.cities.all()] or [str(NATIONAL)]


def by_city(initiatives: list[Initiative]) -> list:
    """Choices under the name of every city where they play, so that you find yours in each."""
    groups = defaultdict(list)
    for initiative in initiatives:
        for city in cities_of(initiative):
            groups[city].append((initiative.slug, named(initiative)))
    return sorted(groups.items(), key=lambda group: sorting(group[0]))


class ToldInParts(BothKeptForm, WhenForm):
    """A form about the words and the day of a win."""

    def fields_of(self, part: str) -> tuple[str, ...]:
        return ("when", "occurred_on", "year", "stretch") if part == "when" else (part,)

    def worded(self, part: str, value: tuple) -> str:
        return in_words(*value) if part == "when" else super().worded(part, value)

    def as_typed(self, part: str) -> str:
        typed = (self.data.get(name, "") for name in ("occurred_on", "year"))
        return " ".join(filter(None, typed)) if part == "when" else super().as_typed(part)


class TitleField(SentenceField):
    """What went well, in one sentence."""

    default_error_messages = {"required": _("Vertel in één zin wat er gelukt is."), "max_length": TOO_LONG}

    def __init__(self, **options):
        super().__init__(label=_("Wat is er gelukt?"), max_length=280, **options)


class ChangedForField(SentenceField):
    """Who is better off."""

    def __init__(self, **options):
        super().__init__(
            label=_("Voor wie?"),
            help_text=_("Bijvoorbeeld: de bewoners van twee straten, of docenten van drie opleidingen."),
            required=False,
            max_length=280,
            **options,
        )


class AudienceAsked(forms.Form):
    """Who reads a new win. What the team chose before is chosen already; staying silent follows it."""

    initiatives: Mapping[str, Initiative]  # to tell for

    audience = WordField(_("Wie mag dit lezen?"), WIDE, required=False)

    def ask_for_readers(self, initiatives: Iterable[Initiative], about: Initiative | None) -> None:
        """In: the initiatives to tell for, and the only one where there is nothing to choose."""
        self.about = about
        if not any(self._may_open(each) for each in initiatives):
            del self.fields["audience"]
        elif about and about.opens_wins is not None:
            self.initial.setdefault("audience", about.opens_to)

    def _may_open(self, initiative: Initiative) -> bool:
        return bool(initiative.opens_wins) or initiative.is_theirs

    @property
    def asks_the_team(self) -> bool:
        """The team never chose, and its choice is asked along with this win."""
        return self.about is not None and self.about.opens_wins is None and self.about.is_theirs

    @property
    def chose_before(self) -> bool:
        """The team chose, and its members may choose otherwise."""
        return self.about is not None and self.about.opens_wins is not None and self.about.is_theirs

    @property
    def sentence_of_readers(self) -> str:
        """Who will read it, and what was chosen before, in a sentence beside the choice."""
        if self.asks_the_team:
            return _(
                "Mag iedereen lezen wat jullie vertellen, zodra het programma het las? Wat je kiest, geldt ook voor wat "
                "jullie hierna vertellen. Bij elke small win kun je anders kiezen."
            )
        if "audience" not in self.fields:
            return _(
                "Het netwerk leest dit: iedereen die kan inloggen. Alleen het team zelf kan het voor iedereen openen."
            )
        if self.about is None:
            return _("Kies je niets? Dan geldt wat het team voor zijn small wins koos.")
        return self.about.readers_chosen

    @property
    def chosen_by_each(self) -> list[Initiative]:
        """Of which the form says what their team chose: those to choose from, where they are few."""
        few = 1 < len(self.initiatives) <= FEW and "audience" in self.fields
        return list(self.initiatives.values()) if few else []

    def clean(self) -> dict:
        cleaned = super().clean()
        initiative, chosen = cleaned.get("initiative"), cleaned.get("audience")
        self.has_chosen_readers = bool(chosen)
        if chosen == Audience.PUBLIC and initiative and not self._may_open(initiative):
            self.add_error("audience", _("Alleen het team van dit initiatief kan dit voor iedereen openen."))
        cleaned["audience"] = chosen or (initiative.opens_to if initiative else Audience.NETWORK)
        return cleaned

    def keep_choice_of_the_team(self, win: SmallWin, *, by) -> None:
        """What the team chose with its first win holds for the next ones."""
        if self.asks_the_team and self.has_chosen_readers and win.initiative_id == self.about.pk:
            self.about.say_who_reads(everyone=win.audience == Audience.PUBLIC, by=by)


class TypeFirstForm(WhenForm):
    """What a visitor answers before logging in."""

    initiatives, draft = (), None

    title = TitleField(help_text=SMALL_COUNTS)
    typed_first = forms.CharField(widget=forms.HiddenInput, initial="ja", required=False)

    field_order = ["title", "when", "occurred_on", "year", "stretch"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("when", self.today.isoformat())


class TellForm(PhotoAlong, AudienceAsked, NumberedForm, ToldInParts):
    """A new win in three fields, with a photo or without: words, date and initiative. A draft needs none of them."""

    title = TitleField(help_text=SMALL_COUNTS)
    initiative = forms.ChoiceField(
        label=_("Bij welk initiatief?"),
        error_messages={
            "required": _("Kies bij welk initiatief het hoort."),
            "invalid_choice": _(
                "Dit initiatief kennen we niet, of je zit niet in het team. Kies er een uit de lijst."
            ),
        },
    )

    field_order = [
        "title",
        *PhotoAlong.field_order,
        "when",
        "occurred_on",
        "year",
        "stretch",
        "initiative",
        "audience",
    ]
    parts = {
        "title": ("title",),
        "when": ("occurred_on", "precision"),
        "initiative": ("initiative",),
        "audience": ("audience",),
    }
    sentence_of_clash = _(
        "Iemand anders veranderde dit concept terwijl jij typte. Kies welke woorden er blijven staan."
    )

    def __init__(self, data=None, *args, by, preset: str = "", draft: SmallWin | None = None, **options):
        found = Initiative.objects.editable_by(by).saying_if_theirs(by).prefetch_related("cities")
        self.initiatives = {initiative.slug: initiative for initiative in found.order_by("title_sort")}
        only = next(iter(self.initiatives)) if len(self.initiatives) == 1 else ""
        self.preset_is_unknown = bool(preset) and preset not in self.initiatives
        self.draft, self.keeps_draft = draft, bool(data) and data.get(AS_DRAFT) == "ja"
        super().__init__(data, *args, row=draft, by=by, initial=_of_draft(draft), **options)
        if draft and self.is_bound and not self.data.get("version"):
            self.data["version"] = self._left_last(by)
        self.initial.setdefault("initiative", preset if preset in self.initiatives else only)
        self.initial.setdefault("when", self.today.isoformat())
        if self.is_bound and TYPED_FIRST in self.data:
            self.data.setdefault("initiative", self.initial["initiative"])
        self.ask_for_readers(self.initiatives.values(), about=self.only_initiative)
        self._offer(list(self.initiatives.values()))
        for name in ("title", "when", "initiative"):
            self.fields[name].required = not self.keeps_draft
        if not self.is_bound:  # after a refusal the list of errors takes the focus
            self.fields["title"].widget.attrs["autofocus"] = True

    def _offer(self, initiatives: list[Initiative]) -> None:
        """Offer the initiatives: one is not asked about, a few are tiles, many are a list by city."""
        field = self.fields["initiative"]
        plain = [(initiative.slug, named(initiative)) for initiative in initiatives]
        if len(initiatives) <= 1:
            field.widget = forms.HiddenInput()
        elif len(initiatives) <= FEW:
            field.widget = Rows()
            field.widget.hints = {i.slug: ", ".join(cities_of(i)) for i in initiatives}
        grouped = by_city(initiatives) if len(initiatives) > MANY else plain
        field.choices = grouped if len(initiatives) <= FEW else [("", _("Kies een initiatief")), *grouped]

    def _left_last(self, by) -> str:
        """The mark for a form that is older than its draft: of the words as this person left them."""
        columns = {name: self.row._meta.get_field(name).attname for name in TOLD}
        stood = left_by(self.row, columns.values(), user=by)
        left = {name: stood.get(column, NEVER_READ) for name, column in columns.items()}
        return as_version(self.marks_of(lambda part: tuple(left[name] for name in self.parts[part])))

    @property
    def only_initiative(self) -> Initiative | None:
        """Set where there is nothing to choose."""
        return next(iter(self.initiatives.values())) if len(self.initiatives) == 1 else None

    def clean_initiative(self) -> Initiative | None:
        return self.initiatives.get(self.cleaned_data["initiative"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.keeps_draft:
            self._let_pass_what_is_not_finished(cleaned)
        return cleaned

    def _let_pass_what_is_not_finished(self, cleaned: dict) -> None:
        """A date that makes no sense yet is left out; only words that do not fit are refused."""
        of_the_day = {"when", "occurred_on", "year", "stretch"}
        if of_the_day & set(self._errors) or "occurred_on" not in cleaned:
            cleaned |= {"occurred_on": None, "precision": Precision.DAY}
        cleaned.setdefault("initiative", None)
        for name in of_the_day | {"initiative"}:
            self._errors.pop(name, None)

    def keep(self, *, by) -> tuple[SmallWin, bool]:
        """Keep it as a draft. Out: the draft, and whether it is one: it may have been told meanwhile."""
        details = {name: self.cleaned_data[name] for name in TOLD}
        if self.draft:
            self.draft.keep(**details)
            return self.draft, True
        kept = SmallWin.objects.keep_draft(by=by, submission_id=self.cleaned_data["submission_id"], **details)
        return kept, kept.drafted_at is not None

    def save(self, *, by) -> tuple[SmallWin, bool]:
        """Tell it once. Out: the win, and whether it says what was sent now.

        A retry finds the win that is already there. Back and other words is something else: those
        words are not in it yet.
        """
        details = {name: self.cleaned_data[name] for name in TOLD}
        if not self._may_open(details["initiative"]):
            details["audience"] = Audience.NETWORK
        win, is_as_sent = self._tell(by, details)
        if is_as_sent:
            self.keep_choice_of_the_team(win, by=by)
        return win, is_as_sent

    def _tell(self, by, details: dict) -> tuple[SmallWin, bool]:
        if self.draft:
            self.draft.log(by=by, **details)
            return self.draft, True
        words = details.copy()
        if not self.has_chosen_readers:
            del words["audience"]  # the team may have chosen since
        if win := self._told_just_now(by, words):
            return win, True
        win, _new = SmallWin.objects.tell(by=by, submission_id=self.cleaned_data["submission_id"], **details)
        return win, all(getattr(win, name) == word for name, word in words.items())

    def _told_just_now(self, by, details: dict) -> SmallWin | None:
        """The very same words of a moment ago: some browsers go back to the text under a new number."""
        recent = timezone.now() - dt.timedelta(hours=1)
        return (
            SmallWin.objects.standing()
            .filter(logged_by=by, logged_at__gte=recent, **details)
            .order_by("logged_at")
            .first()
        )


def _of_draft(draft: SmallWin | None) -> dict:
    """A draft as the form shows it."""
    if draft is None:
        return {}
    words = {"title": draft.title, "submission_id": draft.submission_id}
    day = when_initial(draft.occurred_on, draft.precision) if draft.occurred_on else {"when": ""}
    whose = (
        {"initiative": draft.initiative.slug, "audience": draft.audience}
        if draft.initiative
        else {"initiative": ""}
    )
    return words | day | whose


class EditForm(ToldInParts):
    """The words of a told win. Changes by somebody else meanwhile are never overwritten unseen."""

    title = TitleField()
    description = TextField(label=_("Wat veranderde er?"), required=False, max_length=5000)
    changed_for = ChangedForField()
    audience = WordField(_("Wie mag het lezen?"), Audience, widget=Rows(vocabulary=Audience))
    title_en = SentenceField(label=_("Wat is er gelukt? (in het Engels)"), required=False, max_length=280)
    description_en = TextField(label=_("Wat veranderde er? (in het Engels)"), required=False, max_length=5000)

    field_order = [
        "title",
        "when",
        "occurred_on",
        "year",
        "stretch",
        "description",
        "changed_for",
        "audience",
    ]
    parts = {name: (name,) for name in WORDS if name not in ("occurred_on", "precision")} | {
        "when": ("occurred_on", "precision")
    }
    sentence_of_clash = _(
        "Iemand anders veranderde deze small win terwijl jij typte. Kies welke woorden er blijven staan."
    )

    def __init__(self, data=None, *args, win: SmallWin, by, **options):
        self.win = win
        words = {name: getattr(win, name) for name in WORDS}
        initial = words | when_initial(win.occurred_on, win.precision)
        options |= {"initial": initial, "may_be_unknown": bool(win.sources)}
        super().__init__(data, *args, row=win, by=by, **options)
        self.fields["audience"].choices = choices_of(win.audiences_for(by))
        self.fields["audience"].help_text = self._sentence_of_fewer()

    def _sentence_of_fewer(self) -> str:
        """Why not every choice is there; empty where it is."""
        if self.win.is_kept_from_everyone:
            return _(
                "Wie dit vertelde, vinkte niet aan dat iedereen het mag lezen. Daarom kun je dat hier niet kiezen."
            )
        is_free = Audience.PUBLIC in dict(self.fields["audience"].choices)
        return "" if is_free else _("Alleen het team zelf kan het voor meer mensen openen.")

    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        if self.win.merged_at:
            self.add_error(None, MERGED_MEANWHILE)
        if cleaned.get("occurred_on") and not self.errors:
            self._check_links(cleaned["occurred_on"], cleaned["precision"])
            self._check_looks_back(cleaned["occurred_on"])
        return cleaned

    def _check_links(self, day, precision) -> None:
        """A win cannot move past the wins that it led to, nor before those it came from."""
        period = stretch(day, precision)
        for link in WinLink.objects.touching(self.win).select_related("earlier", "later"):
            other = link.earlier if link.later_id == self.win.pk else link.later
            if not other.stretch:
                continue
            if other == link.earlier and other.stretch.first_day > period.last_day:
                self._refuse(_("Dit kwam voort uit “%(title)s”, en dat was later: %(date)s."), other)
            elif other == link.later and other.stretch.last_day < period.first_day:
                self._refuse(_("Hieruit kwam “%(title)s” voort, en dat was eerder: %(date)s."), other)

    def _check_looks_back(self, day) -> None:
        """Refuse a day after the first look back: a look comes after the win."""
        first = FollowUp.objects.filter(win=self.win, checked_on__lt=day).order_by("checked_on").first()
        if first:
            sentence = _("Op %(date)s keek iemand of dit nog staat. Dan kan het niet later gebeurd zijn.")
            date = in_words(first.checked_on, Precision.DAY)
            self.add_error("when", ValidationError(sentence, params={"date": date}))

    def _refuse(self, sentence: str, other: SmallWin) -> None:
        words = {"title": other, "date": in_words(other.occurred_on, other.precision)}
        self.add_error("when", ValidationError(sentence, params=words))

    def save(self) -> None:
        self.win.put_in_words(**{name: self.cleaned_data[name] for name in WORDS})


class PutBackForm(MarkedForm):
    """Earlier words instead of those that one has just read."""

    reads = TEXTS
    sentence_of_unread = _("Iemand anders veranderde de tekst net. Kijk eerst wat er nu staat.")


class ReadingsForm(MarkedForm):
    """A step about the two readings of a win, refused when one of them changed since the sender saw both."""

    reads = BOTH_READINGS
    sentence_of_unread = _("Iemand deelde deze small win net anders in. Kijk eerst wat er nu staat.")


class AgreeForm(MarkedForm):
    """The team agrees with the editors, about those questions of `asked` that the page showed."""

    sentence_of_unread = ReadingsForm.sentence_of_unread

    def __init__(self, data=None, *, win: SmallWin, asked: Iterable[CodedAnswer] = READ_BY_EDITORS):
        self.asked = [answer for answer in asked if answer.name in win.read_by_editors_only]
        self.agreed: list[str] = []
        super().__init__(data, row=win, auto_id=False)

    @property
    def reading(self) -> list[str]:
        """The editors' words where the team has not answered."""
        return editors_reading(self.row, self.asked)

    def marks_to_read(self) -> dict[str, str]:
        return {answer.name: self._mark_of(answer) for answer in self.asked}

    def _mark_of(self, answer: CodedAnswer) -> str:
        return mark([getattr(self.row, answer.editors_name)])

    def is_unread(self, was: dict[str, str]) -> bool:
        """Also where the page showed nothing. What is the team's own by now was sent twice."""
        shown = [answer for answer in READ_BY_EDITORS if answer.name in was]
        self.agreed = [answer.name for answer in shown]
        return not shown or any(
            self._mark_of(answer) != was[answer.name] or self._says_otherwise(answer) for answer in shown
        )

    def _says_otherwise(self, answer: CodedAnswer) -> bool:
        team, editors = both_readings(self.row, answer)
        return team is not None and mark([team]) != mark([editors])


class WithdrawForm(forms.Form):
    reason = SentenceField(
        label=_("Waarom?"),
        help_text=_("Alleen je team, de kwartiermaker en het programma lezen dit."),
        required=False,
        max_length=500,
    )
