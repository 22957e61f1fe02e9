"""What one follows: the button on a page, and the list at one's own account."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.language import in_language
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

    @property
    def begin(self) -> str:
        """What the button says that follows it."""
        words = {
            Initiative: _("Volg dit initiatief"),
            Challenge: _("Volg dit vraagstuk"),
            City: _("Volg deze stad"),
        }
        return words[type(self.thing)]

    @property
    def name(self) -> SafeString:
        return in_language(self.thing, "title") if self.has_title else escape(self.thing.name)

    @property
    def has_title(self) -> bool:
        return not isinstance(self.thing, City)


def follow_button(user, thing: Initiative | Challenge | City) -> FollowButton | None:
    """In: a row that the user may read. None for a visitor. One query."""
    if not may_come_in(user):
        return None
    return FollowButton(thing, Follow.objects.of(thing).filter(user=user).exists())


def followed_by(user) -> tuple[FollowButton, ...]:
    """What somebody follows and may read now. One query."""
    return tuple(FollowButton(row.thing, True) for row in Follow.objects.visible_to(user).by_name())
