"""Partners whose name looks like another: twice the same organisation spoils every count.

A hint and never a refusal: very similar names are often different bodies.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from initiatives.models import Partner, PartnerAlias
from initiatives.names import folded, letters

ALIKE = 0.84  # at most 1; among the 133 partners of the network it finds two pairs, of "BuZz" and "SOL (welzijnspartner, Leiden)"
COMPARED_AT_MOST = 300
TYPED_AT_LEAST, HINTED = 3, 8
ANOTHER = "new"  # none of the partners that were hinted
# Words so common that they say nothing about which organisation it is.
COMMON = frozenset(
    re.findall(
        r"\w+",
        "de het een van der den te en in voor aan bij op the of and stichting vereniging gemeente hogeschool "
        "universiteit university applied sciences college school netwerk instituut bv nv",
    )
)


def telling_words(name: str) -> list[str]:
    """The longest words that say which organisation it is, folded."""
    words = folded(name).split()
    telling = [word for word in words if word not in COMMON and len(word) > 2]
    return sorted(telling or words, key=len, reverse=True)[:3]


def look_alikes(
    names: list[str], *, but: int | None = None, among: QuerySet[Partner] | None = None
) -> list[tuple[str, Partner]]:
    """Known names (of partners and their aliases) that look like one of `names`, with their partner.

    In: what was typed, the key of the partner being edited, and the partners that the reader may know (all, if not
    said). Two queries, at most 600 names compared.
    """
    starts = [word[:5] for name in names for word in telling_words(name)]
    if not starts:
        return []
    begins, is_one = (
        (Q(name_key__holds=start) for start in starts),
        (Q(name_key__named=name) for name in names),
    )
    shared = reduce(or_, [*begins, *is_one])
    known_to_reader = (Partner.objects.all() if among is None else among).exclude(pk=but)
    partners = known_to_reader.filter(shared)[:COMPARED_AT_MOST]
    of_them = PartnerAlias.objects.filter(shared, partner__in=known_to_reader.order_by().values("pk"))
    aliases = of_them.select_related("partner")[:COMPARED_AT_MOST]
    known = [(partner.name, partner) for partner in partners] + [
        (alias.name, alias.partner) for alias in aliases
    ]
    return [(name, partner) for name, partner in known if any(alike(name, other) for other in names)]


class KnownNames:
    """Partners by their names and other names, asked for once, to compare many names with."""

    def __init__(self, partners: Iterable[Partner]):
        """In: the partners that the reader may know, with their `aliases` ready."""
        self.called: dict[str, list[Partner]] = defaultdict(list)
        self.spelled: list[tuple[str, str, Partner]] = []
        for partner in partners:
            for name in dict.fromkeys([partner.name, *(alias.name for alias in partner.aliases.all())]):
                self.called[letters(name)].append(partner)
                self.spelled.append((name, folded(name), partner))

    def exactly(self, name: str) -> list[Partner]:
        """Those of this name, however it is spelled, each once."""
        return list(dict.fromkeys(self.called.get(letters(name), ()))) if letters(name) else []

    def like(self, name: str) -> list[Partner]:
        """Those of which a name looks like this one, each once. Nothing is asked of the database, so a slip sooner in a word shows, too."""
        starts = [word[:3] for word in telling_words(name)]
        near = (
            (known, partner)
            for known, words, partner in self.spelled
            if any(start in words for start in starts)
        )
        return list(dict.fromkeys(partner for known, partner in near if alike(known, name)))


@dataclass(frozen=True)
class Hints:
    """Partners that somebody may mean, each with whether it is chosen, and whether it is none of them."""

    words: str
    rows: tuple[tuple[Partner, bool], ...]
    is_another: bool
    another = ANOTHER


def hints(name: str, chosen: str, *, among: QuerySet[Partner]) -> Hints:
    """In: what was typed, which partner was chosen (its key, or `ANOTHER`), and the partners that the reader may know."""
    rows = ((partner, chosen == str(partner.pk)) for partner in _meant(name.strip(), among))
    return Hints(name, tuple(rows), chosen == ANOTHER)


def _meant(name: str, among: QuerySet[Partner]) -> list[Partner]:
    """Partners that look like the name, or hold it and have not stopped. Each once, at most eight."""
    if len(letters(name)) < TYPED_AT_LEAST:
        return []
    holding = among.filter(Q(name_key__holds=name) | Q(aliases__name_key__holds=name)).distinct()
    alike_ones = [partner for _name, partner in look_alikes([name], among=among.select_related("city"))]
    held = holding.still_there().order_by("name_sort").select_related("city")[:HINTED]
    return list(dict.fromkeys([*alike_ones, *held]))[:HINTED]


def alike(one: str, other: str) -> bool:
    """The same letters, nearly, or the same words but for the common ones that only one of them has."""
    one, other = folded(one), folded(other)
    words, others = set(one.split()), set(other.split())
    if not words or not others:
        return False
    only_common = (words <= others or others <= words) and words ^ others <= COMMON
    the_same = one.replace(" ", "") == other.replace(" ", "")
    return only_common or the_same or SequenceMatcher(None, one, other).ratio() >= ALIKE
