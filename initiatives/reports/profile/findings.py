"""The sentences about the rose of one initiative: counts, no praise and no score.

What a sentence says of a ray is the ray's own state, which stands at its label in the rose; its cells have theirs.
Each number in them is a link to the wins that it counts, but for the whole: "of the 21".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import ANSWERED, RAYS, CellState, Direction, Family, Level, ScalingType
from initiatives.links import wins_url
from initiatives.reports.counting.tables import FILTER_WORD
from initiatives.reports.counting.tally import FAMILY_OF, Tally
from initiatives.sentences import listed, of_all

STRUCTURE = (ScalingType.INSTITUTIONALISATION, Direction.UP)
GAPS = (CellState.NOT_OBSERVED, CellState.TOO_LITTLE, CellState.NO_DATA)


@dataclass(frozen=True)
class Finding:
    """One sentence under its heading. `kind` is petal, arm or gap: what it speaks of."""

    kind: str
    heading: str
    text: str


def findings(tally: Tally, words: Mapping[str, object]) -> tuple[Finding, ...]:
    """Three sentences, and where they apply: what was seen more often, what still stands, what the team does not go for.

    In: `words`, the filter words of the address under which these wins stand. Without wins only the
    last three can be said.
    """
    told = ProfileSentences(tally, words)
    return (*told.three(), *filter(None, (told.often(), told.holds(), told.unwanted())))


class ProfileSentences:
    """Makes the sentences of one profile."""

    def __init__(self, tally: Tally, words: Mapping[str, object]) -> None:
        self.tally = tally
        self.words = words

    # ------------------------------------------------------------------ numbers that open their wins
    def number(self, count: int, **words: object) -> SafeString:
        return format_html('<a href="{}">{}</a>', wins_url(**self.words, **words), count)

    def all(self) -> int:
        """The whole of which a sentence speaks. Its link stands with the facts at the top."""
        return self.tally.total

    def at(self, ray: str) -> SafeString:
        return self.number(self.tally.rays[ray], **{FILTER_WORD[FAMILY_OF[ray]]: ray})

    def share(self, count: int, *, first: bool = False, **words: object) -> SafeString:
        """E.g. "3 van de 7" or "alle 7", of the wins that these words choose."""
        return of_all(count, self.tally.total, wins_url(**self.words, **words), first=first)

    def answered(self, *families: Family) -> SafeString:
        return self.share(self.tally.known(*families), **{FILTER_WORD[each]: ANSWERED for each in families})

    # ------------------------------------------------------------------ what is seen most
    def three(self) -> tuple[Finding, ...]:
        """At most three: what is seen most, where structure moved, and the first places where nothing is."""
        if not self.tally.total:
            return ()
        if not any(self.tally.rays.values()):
            return (self.nothing_seen(),)
        said = tuple(filter(None, (self.most(), self.structure())))
        return (*said, *self.gaps(3 - len(said)))

    def most(self) -> Finding:
        highest = max(self.tally.rays.values())
        top = [ray for ray in RAYS if self.tally.rays[ray] == highest]
        kind = _kind(top)
        if self.tally.total == 1:
            return Finding(kind, capfirst(listed(ray.label for ray in top)), self.only_win(top))
        text = self.most_of_one(top[0]) if len(top) == 1 else self.most_of_several(top)
        return Finding(kind, _("Het vaakst: %(rays)s") % _named(top), text)

    def only_win(self, rays: list) -> SafeString:
        return format_html(
            _("Er is {total} small win. Die hoort bij {rays}."),
            total=self.all(),
            rays=listed(f"‘{ray.label}’" for ray in rays),
        )

    def most_of_one(self, ray) -> SafeString:
        return format_html(
            ngettext(
                "{share} small wins hoort bij ‘{ray}’: {meaning}.",
                "{share} small wins horen bij ‘{ray}’: {meaning}.",
                self.tally.rays[ray],
            ),
            share=self.share(self.tally.rays[ray], first=True, **{FILTER_WORD[FAMILY_OF[ray]]: ray}),
            ray=ray.label,
            meaning=ray.explanation,
        ) + self.called([ray])

    def most_of_several(self, rays: list) -> SafeString:
        each = format_html_join(", ", "{} ({})", ((ray.label, self.at(ray)) for ray in rays))
        told = format_html(_("Van de {total} small wins even vaak: {rays}."), total=self.all(), rays=each)
        return told + self.called(rays)

    def called(self, rays: list) -> SafeString:
        """The state of these rays themselves, as it stands at their labels."""
        states: dict[str, list] = {}
        for ray in rays:
            states.setdefault(self.tally.ray_facts(ray).state.label, []).append(ray.label)
        if len(states) == 1:
            return format_html(" " + _("Alle niveaus samen: {state}."), state=next(iter(states)))
        each = format_html_join(", ", "{} ({})", ((state, listed(named)) for state, named in states.items()))
        return format_html(" " + _("Alle niveaus samen: {each}."), each=each)

    def nothing_seen(self) -> Finding:
        known = {family: self.tally.known(family) for family in (Family.TYPE, Family.DIRECTION)}
        if all(count == self.tally.total for count in known.values()):
            return Finding("gap", _("Geen van deze woorden"), self.none_fits())
        if any(known.values()):
            parts = (self.none_so_far(family) for family, count in known.items() if count)
            text = format_html_join(" ", "{}", ((part,) for part in parts))
            return Finding("gap", _("Tot nu toe geen van deze woorden"), text)
        text = ngettext(
            "Bij {total} small win is nog niet bekend hoe het schaalt en welke kant het op gaat.",
            "Bij {total} small wins is nog niet bekend hoe het schaalt en welke kant het op gaat.",
            self.tally.total,
        )
        return Finding("gap", _("Nog niet ingedeeld"), format_html(text, total=self.all()))

    def none_fits(self) -> SafeString:
        """Every win has both answers, and every answer is "none of these"."""
        text = ngettext(
            "Er is {total} small win. Die past niet bij een soort of een richting. Hij telt wel mee.",
            "Geen van de {total} small wins past bij een soort of een richting. Ze tellen wel mee.",
            self.tally.total,
        )
        return format_html(text, total=self.all())

    def none_so_far(self, family: Family) -> SafeString:
        """The number of wins that were looked at, where no word fitted. The other wins may still get a word."""
        if family == Family.TYPE:
            text = ngettext(
                "Bij deze ene small win is bekeken hoe het schaalt. Geen soort paste.",
                "Bij {share} small wins is bekeken hoe het schaalt. Geen soort paste.",
                self.tally.total,
            )
        else:
            text = ngettext(
                "Bij deze ene small win is bekeken welke kant het op gaat. Geen richting paste.",
                "Bij {share} small wins is bekeken welke kant het op gaat. Geen richting paste.",
                self.tally.total,
            )
        return format_html(text, share=self.answered(family))

    # ------------------------------------------------------------------ where structure moved
    def structure(self) -> Finding | None:
        """Only where it moved: where it did not, each of its two rays is among those where nothing is seen."""
        rule, policy = (self.tally.rays[ray] for ray in STRUCTURE)
        if not rule and not policy:
            return None
        parts = []
        if rule:
            parts.append(self.rules_changed(rule))
        if policy:
            parts.append(self.policy_moved(policy, after=bool(rule)))
        heading = _("Regels en structuur")
        text = format_html_join(" ", "{}", ((part,) for part in parts))
        return Finding("petal" if rule else "arm", heading, text)

    def rules_changed(self, count: int) -> SafeString:
        text = ngettext(
            "Bij {count} small win veranderde een regel, vak, budget of functie.",
            "Bij {count} small wins veranderde een regel, vak, budget of functie.",
            count,
        )
        return format_html(text, count=self.at(STRUCTURE[0]))

    def policy_moved(self, count: int, *, after: bool) -> SafeString:
        if after:
            text = _("Bij {count} bewogen regels, beleid of bestuur mee.")
        else:
            text = ngettext(
                "Bij {count} small win bewogen regels, beleid of bestuur mee.",
                "Bij {count} small wins bewogen regels, beleid of bestuur mee.",
                count,
            )
        return format_html(text, count=self.at(STRUCTURE[1]))

    # ------------------------------------------------------------------ what holds, and what a team leaves
    def in_state(self, state: CellState) -> list:
        return [ray for ray in RAYS if self.tally.ray_facts(ray).state == state]

    def often(self) -> Finding | None:
        rays = self.in_state(CellState.SEEN_MORE_OFTEN)
        if not rays:
            return None
        each = format_html_join(", ", "{} ({})", ((ray.label, self.at(ray)) for ray in rays))
        text = format_html(_("Meer dan eens, door meer dan één, en niet lang geleden: {rays}."), rays=each)
        return Finding(_kind(rays), _("Vaker gezien: %(rays)s") % _named(rays), text)

    def holds(self) -> Finding | None:
        """The wins that still stood a year later. That is said of wins, and of no ray."""
        rays = [ray for ray in RAYS if self.tally.ray_facts(ray).lasts]
        if not rays:
            return None
        each = format_html_join(", ", "{} ({})", ((ray.label, self.lasting(ray)) for ray in rays))
        text = format_html(
            _("Iemand keek na een jaar of langer opnieuw, en zag dit nog staan: {rays}."), rays=each
        )
        return Finding(_kind(rays), _("Staat na een jaar nog"), text)

    def lasting(self, ray: str) -> SafeString:
        """How many of its wins still stand, as a link to exactly those."""
        words = {FILTER_WORD[FAMILY_OF[ray]]: ray, "staat": "ja"}
        return self.number(self.tally.ray_facts(ray).lasts, **words)

    def unwanted(self) -> Finding | None:
        rays = self.in_state(CellState.DELIBERATELY_NOT)
        if not rays:
            return None
        text = _("Hier kiest het team nu niet voor. Leeg is hier dus niet erg.")
        return Finding("gap", _("Bewust niet: %(rays)s") % _named(rays), text)

    # ------------------------------------------------------------------ where nothing is seen
    def gaps(self, most: int) -> list[Finding]:
        """The rays without a win, by their state: first those that were looked at in vain. Each says its own counts."""
        found = [
            Finding("gap", _("%(state)s: %(where)s") % _placed(state, rays), self.looked(rays, state))
            for state in GAPS
            if (
                rays := [
                    ray for ray in (*ScalingType, *Direction) if self.tally.ray_facts(ray).state == state
                ]
            )
        ]
        return found[:most] or [self.gap_in_the_rose()]

    def gap_in_the_rose(self) -> Finding:
        places = [place for place in self.tally.cells if self.tally.cell_facts(*place).state in GAPS]
        places.sort(key=lambda place: GAPS.index(self.tally.cell_facts(*place).state))
        if not places:
            return self.no_gap()
        ray, level = places[0]
        state = self.tally.cell_facts(ray, level).state
        words = {"state": capfirst(state.label), "where": f"{ray.label}, {Level(level).label}"}
        return Finding("gap", _("%(state)s: %(where)s") % words, self.gap_at_level(ray, state))

    def no_gap(self) -> Finding:
        if any(not count for count in self.tally.cells.values()):
            text = _("Waar nu niets staat, is dat een keuze van het team.")
            return Finding("petal", _("Geen onverwacht lege plek"), text)
        return Finding("petal", _("Geen lege plek"), _("Op elke plek in de roos is iets gebeurd."))

    def gap_at_level(self, ray, state: CellState) -> SafeString:
        """The sentence about one empty place. It has the same counts as its cell in the table."""
        told = self.level_not_looked if state == CellState.NO_DATA else self.level_looked
        parts = [told(FAMILY_OF[ray], state)]
        if all(self.tally.rays.values()):
            parts.insert(0, _("Elke soort en elke richting kwam voor."))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    def level_looked(self, family: Family, state: CellState) -> SafeString:
        if self.tally.total == 1:
            return self.only_one()
        text = {
            Family.TYPE: _("Bij {share} small wins zijn soort en niveau bekend."),
            Family.DIRECTION: _("Bij {share} small wins zijn richting en niveau bekend."),
        }[family]
        share = self.answered(family, Family.LEVEL)
        return format_html(text + " {conclusion}", share=share, conclusion=concluded(state))

    def level_not_looked(self, family: Family, _state: CellState) -> SafeString:
        if family == Family.TYPE:
            text = ngettext(
                "Van deze ene small win zijn soort en niveau niet allebei bekend.",
                "Bij geen van de {total} small wins zijn soort en niveau allebei bekend.",
                self.tally.total,
            )
        else:
            text = ngettext(
                "Van deze ene small win zijn richting en niveau niet allebei bekend.",
                "Bij geen van de {total} small wins zijn richting en niveau allebei bekend.",
                self.tally.total,
            )
        return format_html(text, total=self.all())

    def only_one(self) -> SafeString:
        text = _("Met {total} small win kun je nog niet zeggen dat het er niet is.")
        return format_html(text, total=self.all())

    def looked(self, rays: list, state: CellState) -> SafeString:
        """How much was looked at, of each question to which these rays are answers; the conclusion differs."""
        families = list(dict.fromkeys(FAMILY_OF[ray] for ray in rays))
        if state != CellState.NO_DATA and self.tally.total == 1:
            return self.only_one()
        told = self.not_looked if state == CellState.NO_DATA else self.looked_at
        parts = [told(family) for family in families]
        if state != CellState.NO_DATA:
            parts = [*self.both_at_once(families, parts), concluded(state)]
        return format_html_join(" ", "{}", ((part,) for part in parts))

    def looked_at(self, family: Family) -> SafeString:
        question = {
            Family.TYPE: _("Bij {share} small wins is bekeken hoe het schaalt."),
            Family.DIRECTION: _("Bij {share} small wins is bekeken welke kant het op gaat."),
        }[family]
        return format_html(question, share=self.answered(family))

    def both_at_once(self, families: list[Family], parts: list[SafeString]) -> list[SafeString]:
        """One sentence instead of two where every win has both answers."""
        if len(families) < 2 or any(self.tally.known(family) < self.tally.total for family in families):
            return parts
        text = _("Bij {share} small wins is bekeken hoe het schaalt en welke kant het op gaat.")
        words = {FILTER_WORD[family]: ANSWERED for family in families}
        return [format_html(text, share=self.share(self.tally.total, **words))]

    def not_looked(self, family: Family) -> SafeString:
        if family == Family.TYPE:
            text = ngettext(
                "Bij deze ene small win is nog niet bekend hoe het schaalt.",
                "Bij geen van de {total} small wins is bekend hoe het schaalt.",
                self.tally.total,
            )
        else:
            text = ngettext(
                "Bij deze ene small win is nog niet bekend welke kant het op gaat.",
                "Bij geen van de {total} small wins is bekend welke kant het op gaat.",
                self.tally.total,
            )
        return format_html(text, total=self.all())


def concluded(state: CellState) -> str:
    """The sentence for a place where somebody looked and nothing was there."""
    return {
        CellState.NOT_OBSERVED: _("Dit zat er niet bij."),
        CellState.TOO_LITTLE: _("Dat is te weinig om te zeggen dat het er niet is."),
    }[state]


def _kind(rays: list) -> str:
    return "arm" if FAMILY_OF[rays[0]] == Family.DIRECTION else "petal"


def _named(rays: list) -> dict[str, str]:
    return {"rays": listed(ray.label for ray in rays)}


def _placed(state: CellState, rays: list) -> dict[str, str]:
    return {"state": capfirst(state.label), "where": listed(ray.label for ray in rays)}
