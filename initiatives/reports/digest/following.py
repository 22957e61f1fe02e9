"""What one follows: the button on a page, and the list at one's own account."""

from dataclasses import dataclass

from initiatives.links import address
from initiatives.models import Challenge, City, Follow, Initiative
from initiatives.models.follows import THINGS
from initiatives.models.rights import may_come_in


@dataclass(frozen=True)
class FollowButton:
    """Follows this, or stops it."""

    thing: Initiative | Challenge | City
    is_followed: bool

    @property
    def href(self) -> str:
        return address(f"following:{self.what}", self.thing.slug)

    @property
    def what(self) -> str:
        return THINGS[type(self.thing)]


def follow_button(user, thing: Initiative | Challenge | City) -> FollowButton | None:
    """In: a row that the user may read. None for a visitor. One query."""
    if not may_come_in(user):
        return None
    return FollowButton(thing, Follow.objects.of(thing).filter(user=user).exists())


def followed_by(user) -> tuple[FollowButton, ...]:
    """What somebody follows and may read now. One query."""
    return tuple(FollowButton(row.thing, True) for row in Follow.objects.visible_to(user).by_name())
