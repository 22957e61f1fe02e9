"""How an initiative belongs to others: part of one, grown out of one, or together with it; said at both ends."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from initiatives.language import titled
from initiatives.models import Initiative, InitiativeLink, Reader
from initiatives.sentences import joined

AT_ONCE = 5  # the others open with a tap


@dataclass(frozen=True)
class Tie:
    """One way, and the initiatives at the other end, in the order of their names."""

    way: str
    others: tuple[Initiative, ...]

    @property
    def first(self) -> SafeString:
        return joined(titled(each) for each in self.others[:AT_ONCE])

    @property
    def more(self) -> list[SafeString]:
        return [titled(each) for each in self.others[AT_ONCE:]]


def ties(reader: Reader) -> list[Tie]:
    """First what it is part of and grew out of, as this reader may know both ends. One query."""
    here = reader.initiative
    links = reader.sees(InitiativeLink).at(here).select_related("initiative", "other").order_by("kind", "pk")
    ways: dict[tuple[bool, str], list[Initiative]] = {}
    for link in links:
        way = link.initiative_id != here.pk and link.is_one_way, link.said_at(here)
        ways.setdefault(way, []).append(link.end_of(here))
    return [
        Tie(way, tuple(sorted(others, key=lambda each: each.title_sort)))
        for (_is_back, way), others in sorted(ways.items(), key=lambda found: found[0][0])
    ]
