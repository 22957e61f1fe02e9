"""Which small wins and initiatives somebody asks for, said in the address bar.

One object feeds the page, the stream, the pictures and the address of every number, so that a
number always opens exactly the rows that it counts.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    ANSWERED,
    NONE_OF_THESE,
    OPEN,
    RAYS,
    UNKNOWN,
    CellState,
    Direction,
    Level,
    Mechanism,
    PartnerKind,
    Perspective,
    ScalingType,
)
from initiatives.links import address
from initiatives.models import (
    City,
    Initiative,
    Loss,
    Partner,
    Partnership,
    Programme,
    SmallWin,
    Theme,
    WinLink,
)
from initiatives.models.evidence import judged_differently, judged_from, judged_good, seen_from_outside
from initiatives.periods import UNDATED, Period, academic_years
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.counting.standing import chosen_not, special_where_shown, still_standing
from initiatives.reports.profile.coverage import DIFFERING

EARLIEST = dt.date(1900, 9, 1)  # no list of years before this one
SILENT_MONTHS = 6
ABOUT_INITIATIVES = ("programma", "stad", "thema", "partner", "partnersoort", "initiatief")
ABOUT_WINS = (
    "q", "periode", "type", "richting", "niveau", "duiding", "verbonden", "mechanisme",
    "bewijs", "staat", "gehoord", "vanuit", "erbij", "verteld", "verlies",
)  # fmt: skip
NATIONAL = "landelijk"  # of no city
STATUS = [("stil", _("stil"))]
LATER, FROM_SOURCES = "later", "bron"  # in the address bar: told long after it happened; loaded from sources

_READ_BY = [("team", _("door het team")), ("redactie", _("door de redactie")), (OPEN, _("nog niet geduid"))]
_SHOWN_BY = [("buiten", _("een partner of iemand van buiten")), ("zelf", _("alleen zelf verteld"))]
_LINKED = [("ja", _("verbonden")), ("nee", _("los"))]
_ALSO = {
    NONE_OF_THESE: _("geen van deze"),
    UNKNOWN: _("weet ik niet"),
    OPEN: _("nog niet beantwoord"),
    ANSWERED: _("beantwoord"),
}


# "replication.signal": initiatives that are in this state at this ray of the rose
STATES = [
    (f"{ray}.{state}", format_lazy("{ray}: {state}", ray=ray.label, state=state.label))
    for ray in RAYS
    for state in CellState
]


def words_of(vocabulary, *also: str) -> list[tuple[str, str]]:
    return [*vocabulary.choices, *((code, _ALSO[code]) for code in also)]


class KnownChoice(forms.ChoiceField):
    """A choice that says which word it does not know, instead of "select a valid choice"."""

    def __init__(self, label: str, *, everything: str = "", choices=(), **options):
        self.everything = everything
        super().__init__(label=label, choices=choices, required=False, **options)
        self.error_messages["invalid_choice"] = _("“%(value)s” kennen we hier niet.")

    def offer(self, choices) -> None:
        self.choices = [("", self.everything), *choices]


class FilterForm(forms.Form):
    """The words, their choices and what they are called. Choices come from what the reader may see."""

    q = forms.CharField(
        label=_("Zoek in small wins"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )
    programma = KnownChoice(_("Programma"), everything=_("alle programma’s"))
    stad = KnownChoice(_("Stad"), everything=_("alle steden"))
    thema = KnownChoice(_("Thema"), everything=_("alle thema’s"))
    partnersoort = KnownChoice(_("Soort partner"), everything=_("alle soorten"))
    partner = KnownChoice(_("Partner"))
    initiatief = KnownChoice(_("Initiatief"))
    periode = KnownChoice(_("Periode"), everything=_("sinds het begin"))
    type = KnownChoice(_("Hoe schaalt het?"), everything=_("alles"))
    richting = KnownChoice(_("Welke kant op?"), everything=_("alles"))
    niveau = KnownChoice(_("Op welk niveau?"), everything=_("alles"))
    duiding = KnownChoice(_("Geduid"), everything=_("alles"))
    verbonden = KnownChoice(_("Verbonden met een andere win"), everything=_("alles"))
    mechanisme = KnownChoice(_("Wat werkte?"), everything=_("alles"))
    bewijs = KnownChoice(_("Wie liet het zien?"), everything=_("alles"))
    staat = KnownChoice(_("Staat het nog?"), everything=_("alles"))
    gehoord = KnownChoice(_("Wie is gevraagd?"), everything=_("alles"))
    vanuit = KnownChoice(_("Wie vindt het goed?"), everything=_("alles"))
    erbij = KnownChoice(_("Welke organisatie was erbij?"), everything=_("alles"))
    verteld = KnownChoice(_("Wanneer verteld?"), everything=_("alles"))
    verlies = KnownChoice(_("Ging er iets verloren?"), everything=_("alles"))
    status = KnownChoice(_("Teken van leven"), everything=_("alles"))
    toestand = KnownChoice(_("Wat de roos zegt"), everything=_("alles"))

    def __init__(self, data: Mapping[str, str], *, user):
        super().__init__(data, auto_id="filter-%s", use_required_attribute=False)
        visible = Initiative.objects.visible_to(user)
        offers = {
            "programma": named(Programme.objects.filter(Exists(visible.filter(programme=OuterRef("pk"))))),
            "stad": [
                *named(City.objects.filter(pk__in=cities_of(visible))),
                (NATIONAL, _("landelijk (geen stad)")),
            ],
            "thema": named(Theme.objects.filter(pk__in=themes_of(visible))),
            "partnersoort": PartnerKind.choices,
            "partner": named(
                Partner.objects.filter(partnerships__initiative__in=visible), data.get("partner")
            ),
            "initiatief": titled(visible, data.get("initiatief")),
            "periode": periods(first_day(user), data.get("periode", "")),
            "type": words_of(ScalingType, NONE_OF_THESE, UNKNOWN, OPEN, ANSWERED),
            "richting": words_of(Direction, NONE_OF_THESE, UNKNOWN, OPEN, ANSWERED),
            "niveau": words_of(Level, UNKNOWN, OPEN, ANSWERED),
            "duiding": _READ_BY,
            "verbonden": _LINKED,
            "mechanisme": Mechanism.choices,
            "bewijs": _SHOWN_BY,
            "staat": still_standing_since(data.get("staat", "")),
            "gehoord": [*Perspective.choices, (DIFFERING, _("oordelen verschillen")), (OPEN, _("niemand"))],
            "vanuit": Perspective.choices,
            "erbij": named(Partner.objects.all(), data.get("erbij")),
            "verteld": [
                (LATER, _("meer dan een half jaar later")),
                (FROM_SOURCES, _("niet bekend, het komt uit bronnen")),
            ],
            "verlies": [(OPEN, _("niet gevraagd"))],
            "status": STATUS,
            "toestand": STATES,
        }
        for name, choices in offers.items():
            self.fields[name].offer(choices)


def named(rows: QuerySet, slug: str | None = "") -> list[tuple[str, str]]:
    """Their slugs and names; only the asked one where there may be thousands; none if none is asked."""
    if slug == "":
        return list(rows.values_list("slug", "name"))
    return list(rows.filter(slug=slug).distinct().order_by().values_list("slug", "name")) if slug else []


def titled(visible: QuerySet, slug: str | None) -> list[tuple[str, str]]:
    return list(visible.filter(slug=slug).values_list("slug", "title")) if slug else []


def still_standing_since(asked: str) -> list[tuple[str, str]]:
    """What still stood a year later: whenever somebody looked, or in the period that is asked for."""
    choices = [("ja", _("een jaar later staat het er nog"))]
    if Period.asked(asked):
        words = gettext("nog gezien in %(years)s, een jaar later of meer")
        choices.append((asked, words % {"years": asked.replace("..", " – ")}))
    return choices


def cities_of(initiatives: QuerySet) -> QuerySet:
    return Initiative.cities.through.objects.filter(
        initiative__in=initiatives.order_by().values("pk")
    ).values("city")


def themes_of(initiatives: QuerySet) -> QuerySet:
    return Initiative.themes.through.objects.filter(
        initiative__in=initiatives.order_by().values("pk")
    ).values("theme")


def first_day(user) -> dt.date:
    """When the first win happened that the reader may know of; today when there is none."""
    dated = SmallWin.objects.visible_to(user).filter(occurred_on__isnull=False)
    return dated.order_by("sort_on").values_list("occurred_on", flat=True).first() or timezone.localdate()


def periods(first: dt.date, asked: str) -> list[tuple[str, str]]:
    """This and last academic year, each year since the first win, a longer stretch if asked for, undated."""
    first = min(max(first, EARLIEST), timezone.localdate())
    years = academic_years(first, timezone.localdate())
    window = Period(years[0].first_day.replace(year=years[0].first_day.year - 1), years[0].last_day)
    choices = {str(window): _("dit en vorig studiejaar")}
    choices |= {str(year): gettext("studiejaar %(years)s") % {"years": year} for year in years}
    if asked not in choices and Period.asked(asked):
        choices[asked] = gettext("studiejaren %(years)s") % {"years": asked.replace("..", " – ")}
    return [*choices.items(), (UNDATED, _("zonder datum"))]


@dataclass(frozen=True)
class Chip:
    """One active filter and the address of the page without it."""

    label: str
    value: str
    href: str


@dataclass(frozen=True)
class Bar:
    """The fields that a page shows, and the words that its form takes along unseen."""

    fields: list[forms.BoundField]
    kept: dict[str, str]
    active: int  # how many of the shown fields, the search box aside, hold a word


class WinFilter:
    """The words that somebody gave, as far as we know them.

    In: the words of the address bar and who asks. An unknown word is left out and gets a sentence
    in `problems`; it never makes a page fail.
    """

    def __init__(
        self, data: Mapping[str, str], *, user, page: str = "wins:index", only: Collection[str] = ()
    ):
        """`only`: the words that mean something on this page; all of them when it is empty."""
        self.user = user
        self.page = page
        given = {name: text.strip() for name in FilterForm.base_fields if (text := data.get(name, ""))}
        self.form = FilterForm(given, user=user)
        self.form.full_clean()
        for name in given.keys() - set(only or given):
            self.form.add_error(name, _("hierop filteren kan op deze pagina niet."))
        known = self.form.cleaned_data
        self.words = {name: known[name] for name in FilterForm.base_fields if known.get(name)}

    @cached_property
    def problems(self) -> list[str]:
        """What was not understood, a sentence each."""
        return [
            gettext("%(field)s: %(why)s Dit deel van het filter telt niet mee.")
            % {"field": self.form.fields[name].label, "why": " ".join(errors)}
            for name, errors in self.form.errors.items()
        ]

    @property
    def place(self) -> dict[str, str]:
        """The words that choose initiatives, without those about their wins."""
        return {name: word for name, word in self.words.items() if name in ABOUT_INITIATIVES}

    @property
    def about_wins(self) -> dict[str, str]:
        return {name: word for name, word in self.words.items() if name in ABOUT_WINS}

    @cached_property
    def period(self) -> Period | None:
        return Period.asked(self.words.get("periode", ""))

    def url(self, page: str = "", **changes: str | None) -> str:
        """The address of a page with these words, some of them changed or, with None, left out."""
        return address(page or self.page, **{**self.words, **changes})

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(self.form.fields[name].label).rstrip("?"), self.label(name), self.url(**{name: None}))
            for name in self.words
        ]

    def bar(self, *names: str) -> Bar:
        """The form with these fields. A choice that offers nothing to choose from is left out."""
        fields = [self.form[name] for name in names if name == "q" or len(self.form.fields[name].choices) > 2]
        shown = {field.name for field in fields}
        return Bar(
            fields=fields,
            kept={name: word for name, word in self.words.items() if name not in shown},
            active=len((shown - {"q"}) & self.words.keys()),
        )

    def label(self, name: str) -> str:
        """What the chosen word is called, e.g. "Groningen" or "groei"."""
        choices = dict(getattr(self.form.fields[name], "choices", {}))
        return str(choices.get(self.words[name], self.words[name]))

    # ------------------------------------------------------------------ rows
    def initiatives(self) -> QuerySet:
        """The visible initiatives that fit; words about wins ask for at least one such win."""
        if self.words.get("toestand"):  # some states say that there is no win at all
            return self.initiatives_here().filter(pk__in=self._in_state())
        if self.about_wins:
            return self.initiatives_here().filter(pk__in=self._told().order_by().values("initiative"))
        return self.initiatives_here()

    def initiatives_here(self) -> QuerySet:
        """The visible initiatives that fit the words about initiatives, with or without wins."""
        return self._placed(Initiative.objects.visible_to(self.user))

    def wins(self) -> QuerySet:
        """The visible, standing wins that fit."""
        wins = self._wins()
        return wins.filter(initiative__in=self._in_state()) if self.words.get("toestand") else wins

    def wins_ever(self) -> QuerySet:
        """The same wins of any date, as far as a period was asked for: what still stands may be older."""
        return self._wins(but="periode" if self.period else "")

    def recent(self) -> QuerySet:
        """The wins that keep an initiative from being called silent."""
        return recent_wins(self.user)

    def _in_state(self) -> list[int]:
        """Which of the initiatives are in the state that is asked for, as far as these wins show."""
        ray, state = self.words["toestand"].split(".")
        here = list(self.initiatives_here().order_by().values_list("pk", flat=True))
        special = special_where_shown(self.wins_ever(), self.period)
        return spread_of(self._wins(), special, chosen_not()).by_state(ray, here).get(state, [])

    def _placed(self, initiatives: QuerySet) -> QuerySet:
        for name, word in self.place.items():
            initiatives = initiatives.filter(_INITIATIVE_CONDITIONS[name](word))
        if self.words.get("status"):
            initiatives = initiatives.exclude(pk__in=self.recent().values("initiative"))
        return initiatives

    def _told(self, but: str = "") -> QuerySet:
        """The visible wins that fit the words about wins, of whichever initiative."""
        wins = SmallWin.objects.visible_to(self.user).standing()
        for name, word in self.about_wins.items():
            if name == but:
                continue
            wins = _WIN_CONDITIONS[name](wins, word, self.user)
        return wins

    def _wins(self, but: str = "") -> QuerySet:
        """Of these initiatives. That one may see them follows from seeing the win: asked once, planned once."""
        if not self.place and not self.words.get("status"):
            return self._told(but)
        return self._told(but).filter(initiative__in=self._placed(Initiative.objects.order_by()).values("pk"))


def recent_wins(user) -> QuerySet:
    """The wins that keep an initiative from being called silent."""
    return SmallWin.objects.visible_to(user).standing().recent(silent_since()).order_by()


def silent_since() -> dt.date:
    """An initiative of which nothing is known since this day is called silent."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 - SILENT_MONTHS
    return dt.date(months // 12, months % 12 + 1, min(today.day, 28))


def _through(**condition) -> Q:
    return Q(pk__in=Partnership.objects.filter(**condition).values("initiative"))


_INITIATIVE_CONDITIONS = {
    "programma": lambda slug: Q(programme__slug=slug),
    "stad": lambda slug: Q(cities__isnull=True) if slug == NATIONAL else Q(cities__slug=slug),
    "thema": lambda slug: Q(themes__slug=slug),
    "partner": lambda slug: _through(partner__slug=slug),
    "partnersoort": lambda kind: _through(partner__kind=kind),
    "initiatief": lambda slug: Q(slug=slug),
}


def _in_period(wins, word, user):
    return wins.undated() if word == UNDATED else wins.happened_in(Period.parse(word))


def _read_as(column: str):
    """A word of a set, or one of the answers that are no word."""

    def condition(wins, word, user):
        if word == ANSWERED:
            return wins.exclude(**{f"{column}__isnull": True}).exclude(**{column: [UNKNOWN]})
        special = {NONE_OF_THESE: {column: []}, OPEN: {f"{column}__isnull": True}}
        return wins.filter(**special.get(word, {f"{column}__contains": [word]}))

    return condition


def _at_level(wins, word, user):
    if word == ANSWERED:
        return wins.filter(counted_level__in=Level.values)
    return wins.filter(counted_level__isnull=True) if word == OPEN else wins.filter(counted_level=word)


def _read_by(wins, word, user):
    return {"team": wins.read_by_team, "redactie": wins.read_by_editors, OPEN: wins.not_read}[word]()


def _tied(wins, word, user):
    return wins.linked_for(user) if word == "ja" else wins.loose_for(user)


def _by_mechanism(wins, word, user):
    links = WinLink.objects.standing().visible_to(user).filter(mechanism=word)
    return wins.filter(pk__in=links.values("later"))


def _shown_by(wins, word, user):
    return wins.filter(seen_from_outside() if word == "buiten" else ~seen_from_outside())


def _heard(wins, word, user):
    if word == OPEN:
        return wins.filter(judgements__isnull=True)
    return wins.filter(judged_differently() if word == DIFFERING else judged_from(word))


def _not_asked_for_losses(wins, word, user):
    return wins.filter(loss_answer__isnull=True).exclude(losses__in=Loss.objects.visible_to(user))


def _told(wins, word, user):
    return wins.loaded_from_sources() if word == FROM_SOURCES else wins.told_long_after()


_WIN_CONDITIONS = {
    "bewijs": _shown_by,
    "staat": lambda wins, word, user: still_standing(wins, Period.asked(word)),
    "gehoord": _heard,
    "vanuit": lambda wins, word, user: wins.filter(judged_good(word)),
    "erbij": lambda wins, word, user: wins.filter(partners__slug=word),
    "verteld": _told,
    "verlies": _not_asked_for_losses,
    "q": lambda wins, words, user: wins.matching(words),
    "periode": _in_period,
    "type": _read_as("counted_types"),
    "richting": _read_as("counted_directions"),
    "niveau": _at_level,
    "duiding": _read_by,
    "verbonden": _tied,
    "mechanisme": _by_mechanism,
}
