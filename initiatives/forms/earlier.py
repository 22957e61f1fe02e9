"""The question what made a win possible: an earlier one, with how it helped; or none; or not known."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.forms.answers import UNKNOWN_ANSWER, capitalised
from initiatives.forms.conflicts import THEIRS
from initiatives.forms.questions import NO_ANSWER, TurnForm
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import OneTapAway, Rows
from initiatives.lenses import TURNS, LinkAnswer, Mechanism
from initiatives.links import key_in
from initiatives.marks import mark
from initiatives.models import SmallWin, WinLink
from initiatives.models.names import NameKey, typed_words
from initiatives.models.wins.searching import matches
from initiatives.periods import in_words

FIRST = 6  # earlier wins that show at once
AT_MOST = 30  # earlier wins on the page; the rest can be searched
MINE = "mine"


class EarlierWins(OneTapAway, Rows):
    """A few rows at once, the others one tap away."""


class EarlierWinField(forms.ChoiceField):
    """Any earlier win may be sent, also one that a search has shown; the form looks it up."""

    def valid_value(self, value) -> bool:
        return True


class CameFromForm(TurnForm):
    turn = TURNS["mogelijk"]
    searches = True
    above, body = "telling/_earlier_links.html", "telling/_earlier.html"

    earlier = EarlierWinField(label=_("Welke eerdere small win?"), required=False, widget=EarlierWins)
    mechanism = forms.ChoiceField(
        label=_("Hoe hielp die?"),
        required=False,
        choices=capitalised(Mechanism.choices),
        widget=Rows(vocabulary=Mechanism),
        error_messages=UNKNOWN_ANSWER,
    )
    how = SentenceField(label=_("Hoe ging dat?"), required=False, max_length=1000)

    def __init__(self, *args, search: str = "", **options):
        self.search, self.win, self.by = search.strip(), options["win"], options["by"]
        self.keeps_theirs = False
        self.links = list(self._standing_links())
        super().__init__(*args, **options)
        found = list(self._candidates()[: AT_MOST + 1])
        self.has_more, self.found = len(found) > AT_MOST, found[:AT_MOST]
        field = self.fields["earlier"]
        others = [] if self.links or self.has_nothing_earlier else capitalised(LinkAnswer.choices)
        field.choices = self._rows(self.found) + others
        field.widget.hints = {str(win.pk): in_words(win.occurred_on, win.precision) for win in self.found}

    def answers(self) -> dict:
        return {"earlier": self.win.came_from}

    @property
    def has_nothing_earlier(self) -> bool:
        """There is nothing to tie it to, and nobody answered before: nothing to tick either."""
        return not (self.found or self.search or self.links or self.win.came_from)

    @property
    def may_search(self) -> bool:
        return self.has_more or len(self.found) > FIRST or bool(self.search)

    def _standing_links(self):
        """The links that already count."""
        shown = WinLink.objects.known_to(self.by)
        return shown.filter(later=self.win).select_related("earlier").order_by("told_at")

    def _others(self):
        """The team's other wins."""
        return SmallWin.objects.standing().filter(initiative=self.win.initiative).exclude(pk=self.win.pk)

    def _earlier(self):
        """The wins that can have come before it."""
        if not self.win.stretch:
            return self._others()
        return self._others().filter(
            Q(occurred_on__lte=self.win.stretch.last_day) | Q(occurred_on__isnull=True)
        )

    def _candidates(self):
        known = [link.earlier_id for link in self.links]
        candidates = self._earlier().exclude(pk__in=known).newest_first().defer("search")
        return self._holding_words(candidates) if typed_words(self.search) else candidates

    def _holding_words(self, wins):
        titled = wins.alias(title_key=NameKey("title", "title_en"))
        return titled.filter(matches(self.search) | Q(title_key__holds=self.search))

    @property
    def wrong_side_said(self) -> str:
        """How many wins the search found that were later than this one; empty where there are none."""
        if not typed_words(self.search):
            return ""
        found = self._holding_words(self._others()).exclude(pk__in=self._earlier().values("pk"))
        return left_out_said(found.count(), is_later=True)

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
        key = key_in(text)
        return self._others().filter(pk=key).first() if key else None

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
        """True where the answer would overwrite the present one. Another earlier win is an addition, and overwrites nothing."""
        link = next((link for link in self.links if str(link.earlier_id) == mine), None)
        if link:
            return (link.mechanism or "", link.how) != (cleaned.get("mechanism") or "", cleaned.get("how"))
        if mine in LinkAnswer.values or self.clears:
            return bool(self.links) or self.win.came_from != (mine or None)
        return bool(mine) and self.win.came_from is not None

    def _offer_mine(self, mine: str) -> None:
        """Keeps the ticked wins among the choices, also those that are no choice any more."""
        field = self.fields["earlier"]
        known = {str(code) for code, _label in field.choices}
        tied = [(str(link.earlier_id), link.earlier.title) for link in self.links]
        field.choices = [
            *field.choices,
            *(
                row
                for row in [*tied, *capitalised(LinkAnswer.choices)]
                if row[0] == mine and mine not in known
            ),
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
        self.win.say(came_from=answer)

    def _tie(self, earlier: SmallWin, words: dict) -> None:
        try:
            self.win.grew_from(earlier, by=self.by, **words)
        except ValidationError as refusal:
            self.add_error("earlier", refusal)


def left_out_said(n: int, *, is_later: bool) -> str:
    """How many wins a search found that the day of the win leaves out; empty where it leaves out none."""
    text = (
        ngettext(
            "%(n)s small win met dit woord was later dan deze. Die kan er niet aan voorafgaan.",
            "%(n)s small wins met dit woord waren later dan deze. Die kunnen er niet aan voorafgaan.",
            n,
        )
        if is_later
        else ngettext(
            "%(n)s small win met dit woord was eerder dan deze. Die kan er niet uit voortkomen.",
            "%(n)s small wins met dit woord waren eerder dan deze. Die kunnen er niet uit voortkomen.",
            n,
        )
    )
    return text % {"n": n} if n else ""


def _as_stored(link: WinLink) -> str:
    return f"{link.earlier_id} {link.mechanism or ''} {link.how}"


def _said_of(title: str, mechanism: str | None, how: str) -> str:
    """A link in one line."""
    words = [f"“{title}”", *([str(Mechanism(mechanism).label)] if mechanism in Mechanism.values else []), how]
    return ", ".join(filter(None, words))
