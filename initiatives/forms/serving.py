"""Which wins serve a wish: asked from the page of the wish, and from that of a win."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordsField
from initiatives.models import Initiative, SmallWin, Wish
from initiatives.periods import in_words

FIRST = 60  # wins on one page; the others can be searched


class TickedForm(forms.Form):
    """Ties one row to several rows of a list.

    It carries the ticks from when it was opened, and changes only those that its sender changed. Ticks that
    somebody else set meanwhile stay.
    """

    ticks = ""  # the field

    @property
    def was(self) -> list[str]:
        """The ticks at the moment that the form was opened."""
        sent = self.is_bound and "was" in self.data
        return [key for key in self.data.getlist("was") if key] if sent else self.initial[self.ticks]

    @property
    def said(self) -> tuple[set[str], set[str]]:
        """The rows ticked since, and those unticked."""
        was, chosen = set(self.was), set(self.cleaned_data[self.ticks])
        return chosen - was, was - chosen


class ServeForm(TickedForm):
    """The wins that serve a wish, out of those shown. Wins that are not shown stay as they are."""

    ticks = "wins"

    wins = WordsField(
        _("Welke small wins helpen bij deze wens?"),
        error_messages={"invalid_choice": _("Deze small win kennen we niet. Kies er uit de lijst.")},
    )

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
        """The wins to show: first those that serve the wish already, then the newest. Out: the wins, and how many are left out."""
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

    wishes = WordsField(
        _("Bij welke wens helpt dit?"),
        error_messages={"invalid_choice": _("Deze wens kennen we niet. Kies er uit de lijst.")},
    )

    def __init__(self, *args, win: SmallWin, wishes, **options):
        self.win = win
        self.wishes = {str(wish.pk): wish for wish in wishes}
        served = set(win.wishes.values_list("pk", flat=True))
        options["initial"] = {"wishes": [key for key, wish in self.wishes.items() if wish.pk in served]}
        super().__init__(*args, **options)
        self.fields["wishes"].is_part = True
        self.fields["wishes"].choices = list(by_partner(self.wishes).items())

    def save(self) -> None:
        ticked, unticked = self.said
        with transaction.atomic():
            self.win.wishes.remove(*(wish for key, wish in self.wishes.items() if key in unticked))
            self.win.wishes.add(*(self.wishes[key] for key in ticked))


def by_partner(wishes: dict[str, Wish]) -> dict[str, list]:
    groups: dict[str, list] = {}
    for key, wish in wishes.items():
        groups.setdefault(wish.partnership.partner.name, []).append((key, wish.statement))
    return groups
