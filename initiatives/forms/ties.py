"""Say that a win of another initiative made this one possible, or that this one led to it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.earlier import left_out_said
from initiatives.forms.finding import FindingForm
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Mechanism
from initiatives.models import Initiative, SmallWin, User, WinLink
from initiatives.models.initiative_links import as_real_as
from initiatives.models.names import typed_words
from initiatives.models.wins.searching import matches
from initiatives.sentences import joined

NOBODY_YET = _("nog niemand in het team")


@dataclass(frozen=True)
class LinkSide:
    """From which side the link is told."""

    heading: Promise
    question: Promise
    is_back: bool


WAYS = {
    "kwam-door": LinkSide(_("Kwam dit door een ander team?"), _("Door welke small win?"), is_back=True),
    "leidde-tot": LinkSide(
        _("Leidde dit tot iets bij een ander team?"), _("Tot welke small win?"), is_back=False
    ),
}


class TieForm(FindingForm):
    """Any win of another initiative that the teller may read."""

    not_known = _("Deze small win kennen we niet. Zoek opnieuw.")
    mechanism = WordField(_("Hoe hielp die?"), Mechanism, widget=Rows(vocabulary=Mechanism), required=False)
    how = SentenceField(label=_("Hoe ging dat?"), required=False, max_length=1000)

    def __init__(self, *args, win: SmallWin, way: LinkSide, by: User, **options):
        self.win, self.way, self.by = win, way, by
        super().__init__(*args, **options)
        field = self.fields["other"]
        field.label = way.question
        field.error_messages["required"] = _("Kies een small win. Zoek eerst met een woord eruit.")
        self.on_the_wrong_side = self._on_the_wrong_side()

    @property
    def wrong_side_said(self) -> str:
        """How many wins the search found that the day leaves out; empty where it leaves out none."""
        return left_out_said(self.on_the_wrong_side, is_later=self.way.is_back)

    def _on_the_wrong_side(self) -> int:
        """How many wins hold the words and are on the other side of the day of this one."""
        if not typed_words(self.search) or not self.win.stretch:
            return 0
        return self.holding_words(self._others()).exclude(pk__in=self.candidates().values("pk")).count()

    def _others(self) -> QuerySet:
        """Standing wins of others that the teller may read; beside what is real nothing invented."""
        here = self.win.initiative
        wins = SmallWin.objects.visible_to(self.by).standing().exclude(initiative=here).order_by()
        return wins.filter(as_real_as(here, "initiative__"))

    def candidates(self) -> QuerySet:
        """Those that lie on the right side of the day of this one."""
        wins = self._others()
        if stretch := self.win.stretch:
            day = (
                {"occurred_on__lte": stretch.last_day}
                if self.way.is_back
                else {"occurred_on__gte": stretch.first_day}
            )
            wins = wins.filter(Q(occurred_on__isnull=True) | Q(**day))
        team = Initiative.objects.with_somebody().filter(pk=OuterRef("initiative"))
        found = wins.select_related("initiative").defer("search").annotate(has_a_team=Exists(team))
        return found.newest_first()

    def holding_words(self, rows: QuerySet) -> QuerySet:
        """Words of the win, or the name of its initiative."""
        return rows.filter(matches(self.search) | Q(initiative__title_key__holds=self.search))

    def hint(self, row: SmallWin) -> SafeString:
        """Of which initiative it is and when it was; and that nobody there will answer."""
        return joined((row.initiative, row.when_said, "" if row.has_a_team else NOBODY_YET))

    def try_save(self) -> WinLink | None:
        """The link. None where something is missing, or where it closes a circle or runs back in time."""
        if not self.is_valid():
            return None
        words = dict(self.cleaned_data)
        tell = self.win.grew_from if self.way.is_back else self.win.made_possible
        try:
            return tell(words.pop("other"), by=self.by, **words)
        except ValidationError as refused:
            self.add_error("other", refused)
        return None
