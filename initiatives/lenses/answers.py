"""A small win's coded answers, said once: what is asked, in which words one answers, and where it stands.

Forms, pages, history, own data, the administration, signals, merging and the filter read from here. A new answer is a line
in `ANSWERS`, a column of the same name on `SmallWin` (`answer_column`, with its migration), and the words that it is given in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.lenses.evidence import (
    Answer,
    CompanyAnswer,
    Coupling,
    LossAnswer,
    WallAnswer,
    WinKind,
    WinSize,
)
from initiatives.lenses.scaling import (
    LEVEL_PROMPTS,
    NONE_OF_THESE,
    UNKNOWN,
    Crossing,
    Direction,
    Level,
    ScalingType,
)
from initiatives.lenses.wins import Audience, Depth, LinkAnswer
from initiatives.lenses.words import Words

Text = str | Promise

DONT_KNOW = _("weet ik niet")
NONE_OF_A_SET = _("geen van deze")

# From the rarest change to the most common one, so that the first that fits is not "more" (theory §1).
RAREST_FIRST = (
    ScalingType.INSTITUTIONALISATION,
    ScalingType.REPLICATION,
    ScalingType.CIRCULATION,
    ScalingType.GROWTH,
)


class Section(Enum):
    """The part of the page of a win that says it."""

    READING = auto()  # in the table of how it is read
    FACTS = auto()  # with how far it goes
    WITH_ITS_ROWS = auto()  # where the links, the losses or the walls stand


@dataclass(frozen=True)
class Turn:
    """One page in the chain of questions after telling. `step` is its place in the address.

    `is_more`: only whoever wants more gets to see it.
    """

    step: str
    heading: Text
    lead: Text = ""
    is_more: bool = False


@dataclass(frozen=True)
class CodedAnswer:
    """One answer of the team. NULL in the column of this `name` is silence; `unknown` is "I don't know".

    `question`: as people read it, and the label of the column. `label` and `help`: in the form, where those differ.
    `step`: the turn at which it is asked. `word`: its place in the address bar. `many`: a set of words; then an empty set is
    `none`. `rows`: what hangs on the win and answers in its place; `with_rows` is what then stands in the column.
    `prompts`: questions that help to choose, by word; none of them is asked. `editors`: the editors read it beside the team, in
    the column `editors_name`. `audience`: the widest that reads it.
    """

    name: str
    words: type[Words]
    question: Text
    step: str
    word: str
    label: Text = ""
    help: Text = ""
    offered: tuple[Words, ...] = ()
    prompts: Mapping[Words, tuple[Text, ...]] = field(default_factory=dict)
    many: bool = False
    none: Text = ""
    editors: bool = False
    section: Section = Section.FACTS
    rows: str = ""
    with_rows: Words | None = None
    audience: Audience = Audience.PUBLIC

    @property
    def editors_name(self) -> str:
        return f"editor_{self.name}"

    @property
    def counted_name(self) -> str:
        """The column that counts: the team's answer, or else that of the editors."""
        return f"counted_{self.name}" if self.editors else self.name

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """The codes that may be stored, with their labels; "I don't know" always may."""
        known = self.words.choices
        return known if UNKNOWN in self.words.values else [*known, (UNKNOWN, DONT_KNOW)]

    @property
    def asked_for(self) -> list[tuple[str, Text]]:
        """The choices of a filter: the codes, and "none of these" where that is an answer."""
        return [*self.choices[:-1], *([(NONE_OF_THESE, self.none)] if self.none else []), self.choices[-1]]

    @property
    def ticks(self) -> list[tuple[str, Text]]:
        """The answers in the order in which the team is asked."""
        order = [*(self.offered or self.words), NONE_OF_THESE, UNKNOWN]
        return sorted(self.asked_for, key=lambda choice: order.index(choice[0]))

    def said(self, stored: str | list[str] | None) -> str:
        """A stored answer in words; empty for silence. A code that we know no more stands as it is."""
        if stored is None or stored == "":
            return ""
        labels = dict(self.choices)
        words = [str(labels.get(code, code)) for code in codes_in(stored)]
        return ", ".join(words) or str(self.none or NONE_OF_A_SET)

    def is_known(self, stored: str | Iterable[str] | None) -> bool:
        """Somebody answered, and not with "I don't know"; "none of these" is an answer."""
        return stored is not None and UNKNOWN not in codes_in(stored)


def codes_in(stored: str | Iterable[str] | None) -> tuple[str, ...]:
    """The codes of a stored answer, of whichever kind."""
    return (stored,) if isinstance(stored, str) else tuple(stored or ())


# First the win itself: what changed, for whom, and who finds it good. The lenses and the level come last (theory §7a), and
# what is nice to know only for who wants more.
TURNS = {
    turn.step: turn
    for turn in (
        Turn(
            "verandering",
            _("Wat veranderde er, en voor wie?"),
            _("Schrijf in een paar woorden op wat er nu anders is dan eerst."),
        ),
        Turn(
            "oordeel",
            _("Wie vindt dit goed, en vanuit welke plek?"),
            _(
                "Jij, of iemand die het zei. Wie de small win ziet, leest vanuit welke rol iemand kijkt en wat die vindt."
            ),
        ),
        Turn(
            "mogelijk",
            _("Wat maakte dit mogelijk?"),
            _("Tik een eerdere small win aan. Zo zie je later welke stap de volgende in gang zette."),
        ),
        Turn(
            "verlies",
            _("Ging er iets verloren, of werd het voor iemand lastiger?"),
            _("Vaak gaat er ook iets verloren. We tellen dat apart. Het maakt je small win niet kleiner."),
        ),
        Turn("erbij", _("Wie was erbij?"), _("Tik aan welke partners meededen. Meer dan één mag.")),
        Turn(
            "gebeurd",
            _("Is het gebeurd en af?"),
            _("Een plan of een belofte mag ook. Vertel later wat ervan kwam."),
        ),
        Turn(
            "diepte",
            _("Hoe diep gaat het?"),
            _("Werken of kijken mensen nu anders? Dan is het meer dan laaghangend fruit."),
        ),
        Turn(
            "lens",
            _("Hoe schaalt dit?"),
            _(
                "Twee losse vragen. Kijk bij elke vraag van boven naar beneden wat past. Meer dan één mag, en geen ook."
            ),
        ),
        Turn(
            "combinatie",
            _("Welke soort ging welke kant op?"),
            _("Je koos er van allebei meer dan één. Zo weten we welke bij elkaar horen."),
        ),
        Turn("niveau", _("Waar gebeurde de verandering?"), _("Kies waar het vooral gebeurde.")),
        Turn("soort", _("Wat voor small win is het?"), _("Meer dan één mag."), is_more=True),
        Turn(
            "foto",
            _("Heb je er een foto van?"),
            _("We halen weg waar en wanneer de foto is gemaakt. Alleen het beeld blijft over."),
            is_more=True,
        ),
        Turn(
            "grootte",
            _("Hoe groot is het?"),
            _("Een small win is klein genoeg om zelf te doen, en groot genoeg om iets te betekenen."),
            is_more=True,
        ),
        Turn(
            "gekoppeld",
            _("Veranderde er iets in mensen én in dingen?"),
            _("In mensen: wat ze doen, kunnen of denken. In dingen: spullen, regels of middelen."),
            is_more=True,
        ),
        Turn(
            "droom",
            _("Draagt het bij aan jullie opschaaldroom?"),
            _("Groot kijken en klein doen: brengt deze stap de droom dichterbij?"),
            is_more=True,
        ),
        Turn(
            "muur",
            _("Welke muur is doorbroken of omzeild?"),
            _("Een muur is wat opschalen tegenhoudt, zoals een regel, geld of het rooster."),
            is_more=True,
        ),
    )
}

# In the order in which they are asked.
ANSWERS = {
    answer.name: answer
    for answer in (
        CodedAnswer(
            "came_from",
            LinkAnswer,
            _("Wat maakte dit mogelijk?"),
            step="mogelijk",
            word="mogelijk",
            rows="earlier_links",
            section=Section.WITH_ITS_ROWS,
        ),
        CodedAnswer(
            "loss_answer",
            LossAnswer,
            _("Ging er iets verloren?"),
            step="verlies",
            word="verlies",
            label=_("Zag je iets?"),
            rows="losses",
            with_rows=LossAnswer.SOMETHING,
            section=Section.WITH_ITS_ROWS,
        ),
        CodedAnswer(
            "company_answer",
            CompanyAnswer,
            _("Wie was erbij?"),
            step="erbij",
            word="gezelschap",
            rows="partners",
        ),
        CodedAnswer(
            "concrete",
            Answer,
            _("Is het gebeurd, en kunnen anderen het zien?"),
            step="gebeurd",
            word="gebeurd",
            help=_("Het is gebeurd en anderen kunnen het zien. Geen plan, idee of belofte."),
            editors=True,
        ),
        CodedAnswer(
            "completed",
            Answer,
            _("Is deze stap af?"),
            step="gebeurd",
            word="af",
            help=_("De stap is af, ook als het werk doorgaat."),
            editors=True,
        ),
        CodedAnswer(
            "depth",
            Depth,
            _("Hoe diep gaat het?"),
            step="diepte",
            word="diepte",
            label=_("Wat past het best?"),
            section=Section.READING,
        ),
        CodedAnswer(
            "types",
            ScalingType,
            _("Hoe schaalt het?"),
            step="lens",
            word="type",
            label=_("Wat gebeurde er?"),
            offered=RAREST_FIRST,
            many=True,
            none=_("geen van de vier"),
            editors=True,
            section=Section.READING,
        ),
        CodedAnswer(
            "directions",
            Direction,
            _("Welke kant op?"),
            step="lens",
            word="richting",
            many=True,
            none=_("geen van de drie"),
            editors=True,
            section=Section.READING,
        ),
        CodedAnswer(
            "pairs",
            Crossing,
            _("Wat ging waarheen?"),
            step="combinatie",
            word="combinatie",
            label=_("En welke kant ging die op?"),
            many=True,
            editors=True,
            section=Section.READING,
        ),
        CodedAnswer(
            "level",
            Level,
            _("Op welk niveau?"),
            step="niveau",
            word="niveau",
            prompts=LEVEL_PROMPTS,
            editors=True,
            section=Section.READING,
        ),
        CodedAnswer(
            "kinds",
            WinKind,
            _("Wat voor small win is het?"),
            step="soort",
            word="soort",
            label=_("Kies wat past"),
            many=True,
        ),
        CodedAnswer(
            "size",
            WinSize,
            _("Hoe groot is het?"),
            step="grootte",
            word="grootte",
            label=_("Hoe groot?"),
            help=_("Groot? Dan heet het een mijlpaal. Misschien kun je hem opknippen in stappen."),
        ),
        CodedAnswer(
            "coupled",
            Coupling,
            _("Veranderde er iets in mensen én in dingen?"),
            step="gekoppeld",
            word="gekoppeld",
            label=_("Waarin veranderde er iets?"),
        ),
        CodedAnswer(
            "serves_dream",
            Answer,
            _("Draagt het bij aan de opschaaldroom?"),
            step="droom",
            word="droom",
            label=_("Brengt dit de droom dichterbij?"),
        ),
        CodedAnswer(
            "wall_answer",
            WallAnswer,
            _("Welke muur is doorbroken of omzeild?"),
            step="muur",
            word="muur",
            rows="wall_moves",
            section=Section.WITH_ITS_ROWS,
            audience=Audience.NETWORK,
        ),
    )
}

READ_BY_EDITORS = tuple(answer for answer in ANSWERS.values() if answer.editors)
# Those that give a win its place in the rose. Pairs only say which of them belong together.
PLACED_BY = tuple(
    answer for answer in READ_BY_EDITORS if answer.section is Section.READING and answer.words is not Crossing
)
ANSWERED_BY_ROWS = tuple(answer for answer in ANSWERS.values() if answer.rows)


def answers_at(turn: Turn) -> tuple[CodedAnswer, ...]:
    """The answers asked on this page of the chain."""
    return tuple(answer for answer in ANSWERS.values() if answer.step == turn.step)


def answers_shown(section: Section) -> tuple[CodedAnswer, ...]:
    """The answers in this section of the page of a win."""
    return tuple(answer for answer in ANSWERS.values() if answer.section is section)
