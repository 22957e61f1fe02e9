"""How somebody looks at a profile: at which stretch of time, and from whose place. Each look is an address."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.lenses import Perspective
from initiatives.links import address
from initiatives.periods import Period, as_years, recent_years
from initiatives.reports.profile.path import Calendar


# ------------------------------------------------------------------ how somebody looks
@dataclass(frozen=True)
class Look:
    """One way to look at a profile: the initiative, the period, the perspective, and a period to compare with."""

    slug: str
    period: Period | None = None
    perspective: str = ""
    beside: Period | None = None
    room: str = "initiatives:profile"  # the page of the profile on which somebody looks

    def url(self, **changes: object) -> str:
        """The same page, looked at in another way."""
        words = {"periode": self.period, "vanuit": self.perspective, "naast": self.beside}
        return address(self.room, self.slug, **{**words, **changes})

    def at(self, room: str, *of: object) -> str:
        """Another page of the same initiative, looked at in the same way."""
        return address(room, self.slug, *of, periode=self.period, vanuit=self.perspective)

    @property
    def query(self) -> str:
        """The end of an address that looks in the same way; empty for everything since the start."""
        _page, mark, words = self.at(self.room).partition("?")
        return mark + words

    @property
    def words(self) -> dict[str, object]:
        """The filter words under which the wins of this profile stand."""
        return {**self.everybodys_words, "vanuit": self.perspective or None}

    @property
    def everybodys_words(self) -> dict[str, object]:
        """The filter words of this profile without its perspective."""
        return {"initiatief": self.slug, "periode": self.period}


@dataclass(frozen=True)
class LookChoice:
    """Another way to look: from somebody's place, at a stretch of time, or at a page of the path. An empty `value` is all."""

    value: str
    label: str
    href: str
    is_chosen: bool


def perspective_in(word: str) -> str:
    """The perspective that an address says; empty for an unknown one."""
    return word if word in Perspective.values else ""


def perspectives(look: Look) -> tuple[LookChoice, ...]:
    """Everybody's, and each place from which somebody may be asked."""
    choices = (("", _("iedereen")), *((each, str(each.label)) for each in Perspective))
    return tuple(
        LookChoice(value, label, look.url(vanuit=value), value == look.perspective)
        for value, label in choices
    )


# ------------------------------------------------------------------ which stretch of time
@dataclass(frozen=True)
class PeriodSwitch:
    """The choices: since the start, this and last academic year, and each year with wins. One of them is chosen."""

    choices: tuple[LookChoice, ...]

    @property
    def chosen(self) -> LookChoice:
        return next(choice for choice in self.choices if choice.is_chosen)


def period_switch(look: "Look", calendar: Calendar) -> PeriodSwitch:
    """The choices, with the address of the profile for each. A stretch that was asked for is one of them."""
    period = look.period
    value = str(period) if period else ""

    def choice(stretch: object, label: str) -> LookChoice:
        href = look.url(periode=stretch, naast=None)
        return LookChoice(str(stretch), label, href, str(stretch) == value)

    recent = recent_years(timezone.localdate())
    years = calendar.academic_years
    if period and period != recent and period not in years:
        years = [*years, period]
    whole = (choice("", _("Sinds het begin")), choice(recent, _("Dit en vorig studiejaar")))
    return PeriodSwitch((*whole, *(choice(year, as_years(year)) for year in years)))
