"""The words of the address bar: each with its name, what may be said with it, and which rows fit."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.language import plain
from initiatives.lenses import (
    ANSWERED,
    ANSWERS,
    DIFFERING,
    OPEN,
    RAYS,
    Audience,
    CellState,
    CodedAnswer,
    Mechanism,
    PartnerKind,
    Perspective,
)
from initiatives.links import BY_TEAMS, FROM_SOURCES, LATER, NATIONAL
from initiatives.models import Challenge, City, Initiative, Onlooker, SmallWin, Theme
from initiatives.periods import UNDATED, Period, academic_years, as_years
from initiatives.reports.filter import conditions as fits
from initiatives.sentences import listed

Text = str | Promise
Values = fits.Values
Choices = list[tuple[str, Text]]

EARLIEST = dt.date(1900, 9, 1)  # no list of years before this one
LONGEST = 200
MOST = 20  # values of one word
ALL = _("alles")
LOSSES = ANSWERS["loss_answer"]  # has a word of its own below, which also looks at losses
PAIRS = ANSWERS["pairs"]  # likewise: one type or one direction says its pairs by itself


@dataclass(frozen=True)
class AddressWord:
    """One word of the address bar.

    `offers` gives the choices, from who looks and what is asked; without it any text is good. `everything` is the label
    of no choice. `initiatives`, `wins`: the rows that fit one of the values. A word with neither is read by the filter itself.
    `is_single`: it says one thing at a time; else its choices may stand beside each other ("Amsterdam of Leiden").
    """

    name: str
    label: Text
    everything: Text = ALL
    offers: Callable[[Onlooker, Values], Choices] | None = None
    initiatives: Callable[[Values], Q] | None = None
    wins: Callable[[QuerySet, Values, object], QuerySet] | None = None
    is_single: bool = False

    @property
    def takes(self) -> int:
        """How many values it may have at once."""
        return MOST if self.offers and not self.is_single else 1

    def choices(self, onlooker: Onlooker, asked: Values) -> Choices:
        """The choices of this reader; none for free text."""
        return [("", self.everything), *self.offers(onlooker, asked)] if self.offers else []

    def problem(self, asked: str, choices: Choices) -> str:
        """A sentence that says why the value is no good; empty where it is good."""
        if self.offers:
            known = {str(code) for code, _label in choices}
            return "" if asked in known else gettext("“%(value)s” kennen we hier niet.") % {"value": asked}
        try:
            MaxLengthValidator(LONGEST)(asked)
            ProhibitNullCharactersValidator()(asked)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


# ------------------------------------------------------------------ what one may choose
def these(choices: Choices) -> Callable[[Onlooker, Values], Choices]:
    """The choices of a word that offers everybody the same."""
    return lambda onlooker, asked: list(choices)


def inside(choices: Choices) -> Callable[[Onlooker, Values], Choices]:
    """The choices of a word that calls an initiative something: only for who is logged in (theory §14)."""
    return lambda onlooker, asked: list(choices) if onlooker.user.is_authenticated else []


def words_of(vocabulary) -> Callable[[Onlooker, Values], Choices]:
    return these(vocabulary.choices)


def answers_to(answer: CodedAnswer, user) -> Choices:
    """The answers of a team that this reader may ask for. Answers that other rows give have words of their own."""
    if answer.audience != Audience.PUBLIC and not user.is_authenticated:
        return []
    if answer.rows:
        return [choice for choice in answer.choices if choice[0] != answer.with_rows]
    return [*answer.asked_for, (OPEN, _("nog niet beantwoord")), (ANSWERED, _("beantwoord"))]


def of_answer(answer: CodedAnswer) -> AddressWord:
    return AddressWord(
        answer.word,
        answer.question,
        offers=lambda onlooker, asked: answers_to(answer, onlooker.user),
        wins=fits.answered(answer),
    )


def slugs_of(rows: QuerySet) -> Choices:
    return list(rows.values_list("slug", "name"))


def the_asked(rows: QuerySet, asked: Values, name: str = "name") -> Choices:
    """Only the rows that are asked for, as there may be thousands."""
    found = rows.filter(slug__in=asked).distinct().order_by() if asked else rows.none()
    return list(found.values_list("slug", name))


def cities(onlooker: Onlooker, asked: Values) -> Choices:
    return [
        *slugs_of(City.objects.filter(pk__in=_through(Initiative.cities.through, onlooker, "city"))),
        (NATIONAL, _("landelijk (geen stad)")),
    ]


def themes(onlooker: Onlooker, asked: Values) -> Choices:
    return slugs_of(Theme.objects.filter(pk__in=_through(Initiative.themes.through, onlooker, "theme")))


def the_challenge(onlooker: Onlooker, asked: Values) -> Choices:
    """Only the questions that are asked for, in the language of the page."""
    here = Challenge.objects.filter(pk__in=_through(Initiative.challenges.through, onlooker, "challenge"))
    found = here.filter(slug__in=asked).order_by() if asked else here.none()
    return [(each.slug, plain(each, "title")) for each in found]


def _through(table, onlooker: Onlooker, column: str) -> QuerySet:
    visible = onlooker.initiatives.order_by().values("pk")
    return table.objects.filter(initiative__in=visible).values(column)


def partners_here(onlooker: Onlooker, asked: Values) -> Choices:
    """Also one that was only at a small win."""
    takes_part = Q(partnerships__initiative__in=onlooker.initiatives)
    return the_asked(onlooker.partners.filter(takes_part | Q(wins__in=onlooker.wins)), asked)


def these_partners(*numbers: int) -> Callable[[Onlooker, Values], Choices]:
    """So many partners that this reader may know, as "one.other"."""

    def offered(onlooker: Onlooker, asked: Values) -> Choices:
        slugs = asked[0].split(".") if asked else []
        names = dict(onlooker.partners.filter(slug__in=slugs).order_by().values_list("slug", "name"))
        known = len(slugs) in numbers and len(names) == len(slugs)
        return [(asked[0], listed(names[slug] for slug in slugs))] if known else []

    return offered


def periods(onlooker: Onlooker, asked: Values) -> Choices:
    """This and last academic year, each year since the first win, a longer stretch if asked for, undated."""
    today = timezone.localdate()
    years = academic_years(min(max(first_day(onlooker), EARLIEST), today), today)
    window = Period(years[0].first_day.replace(year=years[0].first_day.year - 1), years[0].last_day)
    choices = {str(window): _("dit en vorig studiejaar")}
    choices |= {str(year): gettext("studiejaar %(years)s") % {"years": year} for year in years}
    for word in asked:
        if word not in choices and Period.asked(word):
            choices[word] = _longer(word)
    return [*choices.items(), (UNDATED, _("zonder datum"))]


def _longer(word: str) -> str:
    """A stretch that no list offers: several academic years, or days."""
    if Period.parse(word).is_whole_years:
        return gettext("studiejaren %(years)s") % {"years": as_years(word)}
    return as_years(word)


def first_day(onlooker: Onlooker) -> dt.date:
    """The day of the first win that the reader may know of; today when there is none."""
    dated = onlooker.sees(SmallWin).filter(occurred_on__isnull=False)
    return dated.order_by("sort_on").values_list("occurred_on", flat=True).first() or timezone.localdate()


# "replication.signal": initiatives that are in this state at this ray of the rose
STATES = [
    (f"{ray}.{state}", format_lazy("{ray}: {state}", ray=ray.label, state=state.label))
    for ray in RAYS
    for state in CellState
]

# In the order in which a page names them.
WORDS = {
    word.name: word
    for word in (
        AddressWord("q", _("Zoek in small wins"), wins=fits.matching),
        AddressWord("stad", _("Stad"), _("alle steden"), cities, initiatives=fits.in_city),
        AddressWord("thema", _("Thema"), _("alle thema’s"), themes, initiatives=fits.on_theme),
        AddressWord(
            "partnersoort",
            _("Soort partner"),
            _("alle soorten"),
            words_of(PartnerKind),
            initiatives=fits.with_partner_of_kind,
        ),
        AddressWord(
            "partner",
            _("Partner"),
            "",
            partners_here,
            initiatives=fits.with_partner,
        ),
        AddressWord("samen", _("Heeft ermee te maken"), "", these_partners(1, 2), is_single=True),
        AddressWord(
            "vraagstuk",
            _("Vraagstuk"),
            "",
            the_challenge,
            initiatives=fits.on_challenge,
        ),
        AddressWord(
            "initiatief",
            _("Initiatief"),
            "",
            lambda onlooker, asked: the_asked(onlooker.initiatives, asked, "title"),
            initiatives=lambda slugs: Q(slug__in=slugs),
        ),
        AddressWord(
            "periode", _("Periode"), _("sinds het begin"), periods, wins=fits.in_period, is_single=True
        ),
        *(of_answer(answer) for answer in ANSWERS.values() if answer not in (LOSSES, PAIRS)),
        AddressWord(
            PAIRS.word,
            PAIRS.question,
            offers=these([*PAIRS.words.choices, (OPEN, _("niet gezegd"))]),
            wins=fits.answered(PAIRS),
        ),
        AddressWord(
            "duiding",
            _("Ingedeeld"),
            offers=these(
                [
                    ("team", _("door het team")),
                    ("redactie", _("door de redactie")),
                    (OPEN, _("nog niet ingedeeld")),
                ]
            ),
            wins=fits.read_by,
        ),
        AddressWord(
            "verbonden",
            _("Verbonden met een andere small win"),
            offers=these([("ja", _("verbonden")), ("nee", _("los"))]),
            wins=fits.tied,
        ),
        AddressWord("mechanisme", _("Wat werkte?"), offers=words_of(Mechanism), wins=fits.by_mechanism),
        AddressWord(
            "bewijs",
            _("Wie liet het zien?"),
            offers=these([("buiten", _("een partner of iemand van buiten")), ("zelf", _("geen ander"))]),
            wins=fits.shown_by,
        ),
        AddressWord(
            "staat",
            _("Staat het nog?"),
            offers=these(
                [("ja", _("na een jaar staat het nog")), ("tegenwind", _("bleef staan bij tegenwind"))]
            ),
            wins=fits.lasting,
        ),
        AddressWord(
            "gehoord",
            _("Wie is gevraagd?"),
            offers=these(
                [*Perspective.choices, (DIFFERING, _("oordelen verschillen")), (OPEN, _("niemand"))]
            ),
            wins=fits.heard,
        ),
        AddressWord(
            "vanuit",
            _("Wie vindt het goed?"),
            offers=words_of(Perspective),
            wins=fits.good_from,
        ),
        AddressWord(
            "erbij",
            _("Welke organisatie was erbij?"),
            offers=lambda onlooker, asked: the_asked(onlooker.partners, asked),
            wins=fits.with_present,
        ),
        AddressWord(
            "allebei",
            _("Wie waren er allebei bij?"),
            offers=these_partners(2),
            wins=fits.with_both_present,
            is_single=True,
        ),
        AddressWord(
            "verteld",
            _("Wanneer verteld?"),
            offers=these(
                [
                    (LATER, _("meer dan een half jaar later")),
                    (BY_TEAMS, _("door een team")),
                    (FROM_SOURCES, _("niet bekend, het komt uit openbare bronnen")),
                ]
            ),
            wins=fits.told,
        ),
        AddressWord(
            LOSSES.word,
            LOSSES.question,
            offers=lambda onlooker, asked: [*answers_to(LOSSES, onlooker.user), (OPEN, _("niet gevraagd"))],
            wins=fits.of_losses,
        ),
        AddressWord("status", _("Teken van leven"), offers=inside([("stil", _("stil"))])),
        AddressWord("toestand", _("Wat de roos zegt"), offers=inside(STATES)),
    )
}
