"""What stands in the name of one partner at one initiative, for that partner behind its own link (decision 0280).

Of small wins and judgements no more than everybody who logs in may read, and no name of somebody who works on it: what the team
explains beside a judgement is for the team.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.language import in_language
from initiatives.marks import mark
from initiatives.models import (
    Judgement,
    MeaningAnswer,
    Objection,
    Partner,
    Partnership,
    SmallWin,
    Wish,
    WishLink,
    WishPair,
)
from initiatives.models.names import NameKey
from initiatives.models.objections import by_thing, column_of
from initiatives.names import letters
from initiatives.periods import in_words, on_day
from initiatives.sentences import joined

SHOWN = 5  # of a kind; the others are folded
MOST = 100  # of a kind on one page


# ------------------------------------------------------------------ one thing
@dataclass(frozen=True)
class Claim:
    """One thing in the name of the partner, and what it said of that."""

    thing: models.Model
    text: SafeString | str
    facts: tuple[SafeString | str, ...]
    objections: tuple[Objection, ...] = ()

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{column_of(self.thing) or 'partnership'}-{self.thing.pk}"

    @property
    def mark(self) -> str:
        """Of what stands here, so that nobody says so of words that changed meanwhile."""
        return mark((self.text, *self.facts))

    @property
    def waits(self) -> bool:
        """The partner said that it is not so, and nobody looked at that yet."""
        return any(objection.waits for objection in self.objections)


@dataclass(frozen=True)
class ClaimList:
    """The things of one kind. `left_out`: how many do not fit."""

    key: str
    heading: str
    claims: tuple[Claim, ...]
    left_out: int = 0

    @property
    def first(self) -> tuple[Claim, ...]:
        return self.claims[:SHOWN]

    @property
    def more(self) -> tuple[Claim, ...]:
        return self.claims[SHOWN:]


@dataclass(frozen=True)
class InName:
    """The page of a partner about itself at one initiative."""

    link: WishLink
    sections: tuple[ClaimList, ...]  # that of the partnership, and those that hold something

    @property
    def claims(self) -> dict[str, Claim]:
        return {claim.key: claim for section in self.sections for claim in section.claims}

    @property
    def is_bare(self) -> bool:
        """Nothing but that it takes part."""
        return len(self.sections) == 1


def in_name_of(link: WishLink) -> InName:
    """In: a link with its partnership, partner and initiative. A fixed number of queries."""
    said = by_thing(Objection.objects.filter(partnership=link.partnership).with_things())
    partnership = link.partnership
    kinds = (
        ("partnership", _("Dat jullie meedoen"), [_of_partnership(partnership)]),
        ("wishes", _("Wensen"), map(_of_wish, _wishes(link))),
        ("meaning", _("Wat opschalen hier betekent"), map(_of_answer, _answers(partnership))),
        ("pairs", _("Afspraken"), _of_pairs(partnership)),
        ("wins", _("Small wins waar jullie bij waren"), map(_of_win, _wins(partnership))),
        ("judgements", _("Oordelen namens jullie"), map(_of_judgement, _judgements(partnership))),
    )
    sections = (_section(key, heading, claims, said) for key, heading, claims in kinds)
    return InName(link, tuple(section for section in sections if section.claims))


def _section(key: str, heading: str, claims: Iterable[Claim], said: dict) -> ClaimList:
    found = [
        Claim(claim.thing, claim.text, tuple(filter(None, claim.facts)), tuple(said.get(claim.thing, ())))
        for claim in claims
    ]
    return ClaimList(key, heading, tuple(found[:MOST]), len(found[MOST:]))


# ------------------------------------------------------------------ each kind
def _of_partnership(row: Partnership) -> Claim:
    on_the_list = _("Op de lijst sinds %(on)s.") % {"on": on_day(row.added_at)}
    text = joined((capfirst(row.get_role_display()), row.begun, row.ended))
    return Claim(row, text, (on_the_list,))


def _wishes(link: WishLink) -> Iterable[Wish]:
    """Also those that it wrote itself: who works on the initiative may have changed their words."""
    return _of_partner(Wish.objects.all(), link.partnership).order_by("stated_at", "pk")


def _of_wish(wish: Wish) -> Claim:
    by = _written_down(wish.stated_at)
    if wish.is_first_hand and wish.stated_by_id is None:
        by = _(
            "Opgeschreven op %(on)s via een link van jullie. Wie aan dit initiatief werkt, kan de tekst veranderen."
        ) % {"on": on_day(wish.stated_at)}
    return Claim(wish, wish.statement, (wish.amount_and_facts, by))


def _answers(partnership: Partnership) -> Iterable[MeaningAnswer]:
    """Of the text of now; those of earlier texts stand nowhere any more."""
    now = partnership.initiative.meanings.order_by("-written_at").values("pk")[:1]
    rows = _of_partner(MeaningAnswer.objects.filter(meaning__in=now), partnership)
    return rows.select_related("meaning").order_by("said_at", "pk")


def _of_answer(answer: MeaningAnswer) -> Claim:
    about = _("De tekst: “%(text)s”") % {"text": answer.meaning.text}
    return Claim(
        answer,
        joined((capfirst(answer.get_answer_display()), answer.note), ". "),
        (about, _written_down(answer.said_at)),
    )


def _of_partner(rows: models.QuerySet, partnership: Partnership) -> models.QuerySet:
    """Those of this partner here, also from when it took part before."""
    here = {"initiative": partnership.initiative_id, "partner": partnership.partner_id}
    return rows.filter(**{f"partnership__{column}": value for column, value in here.items()})


def _of_pairs(partnership: Partnership) -> Iterator[Claim]:
    """The agreements to which a yes of this partner is written down: with its own wish, and not that of the other."""
    sides = [_agreed_by(partnership, side) for side in ("first", "second")]
    rows = WishPair.objects.filter(sides[0] | sides[1]).exclude(agreement="")
    for pair in rows.with_ends().order_by("told_at", "pk"):
        ends = (
            (pair.first, pair.first_agreed_on, pair.first_gives),
            (pair.second, pair.second_agreed_on, pair.second_gives),
        )
        by = _("Opgeschreven door wie aan dit initiatief werkt.")  # on what day is kept of the pair alone
        yield Claim(pair, pair.agreement, (*_of_ends(ends, partnership), by))


def _agreed_by(partnership: Partnership, side: str) -> Q:
    of = f"{side}__partnership__"
    whose = {f"{of}initiative": partnership.initiative_id, f"{of}partner": partnership.partner_id}
    return Q(**whose, **{f"{side}_agreed_on__isnull": False})


def _of_ends(ends: Iterable[tuple], partnership: Partnership) -> Iterator[str]:
    """Who the agreement is with; and of the partner itself its wish, its yes and what it gives up."""
    own_last = sorted(ends, key=lambda end: end[0].partnership.partner_id == partnership.partner_id)
    for wish, agreed_on, gives in own_last:
        if wish.partnership.partner_id != partnership.partner_id:
            yield _("Met %(partner)s.") % {"partner": _name_of(wish.partnership.partner)}
        elif agreed_on:
            yield _("Bij jullie wens: “%(wish)s”") % {"wish": wish.statement}
            yield _("Jullie zeiden ja op %(on)s.") % {"on": in_words(agreed_on, "day")}
            yield _("Jullie geven op: %(what)s") % {"what": gives} if gives else ""


def _name_of(partner: Partner) -> str:
    """The name of another partner, where everybody may know it."""
    return _("een andere partner") if partner.waits else partner.name


def _wins(partnership: Partnership) -> Iterable[SmallWin]:
    """Small wins at which somebody wrote that it was there, and that everybody who logs in may read."""
    wins = SmallWin.objects.read_by_the_network().filter(initiative=partnership.initiative_id)
    rows = wins.filter(partners=partnership.partner_id).select_related("capture_link")
    return rows.newest_first().defer("search")


def _of_win(win: SmallWin) -> Claim:
    told = "" if win.is_from_sources else _("Verteld op %(on)s.") % {"on": on_day(win.logged_at)}
    return Claim(win, in_language(win, "title"), (joined((win.when_said, win.origin)), told))


def _judgements(partnership: Partnership) -> Iterable[Judgement]:
    """Those on behalf of exactly a name of this partner, at wins that everybody who logs in may read."""
    is_theirs = reduce(or_, (Q(whose__named=name) for name in _names_of_it_alone(partnership)), Q(pk=None))
    wins = SmallWin.objects.read_by_the_network().filter(initiative=partnership.initiative_id)
    rows = Judgement.objects.alias(whose=NameKey("on_behalf_of")).filter(is_theirs, is_first_hand=False)
    rows = rows.filter(win__in=wins.order_by().values("pk")).select_related("win").defer("win__search")
    return rows.order_by("said_at", "pk")


def _names_of_it_alone(partnership: Partnership) -> list[str]:
    """Its name and its other names, without those that another partner of this initiative has, too: that may be meant."""
    partner = partnership.partner
    others = Partner.objects.filter(partnerships__initiative=partnership.initiative_id).exclude(pk=partner.pk)
    taken = {letters(name) for both in others.values_list("name", "aliases__name") for name in both if name}
    names = [partner.name, *partner.aliases.values_list("name", flat=True)]
    return [name for name in names if letters(name) not in taken]


def _of_judgement(row: Judgement) -> Claim:
    about = _("Over de small win “%(title)s”, namens %(whom)s.")
    facts = (about % {"title": row.win.title, "whom": row.on_behalf_of}, _written_down(row.said_at))
    return Claim(row, capfirst(str(row)), facts)


def _written_down(moment: dt.datetime) -> str:
    return _("Opgeschreven op %(on)s door wie aan dit initiatief werkt.") % {"on": on_day(moment)}
