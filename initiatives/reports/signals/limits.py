"""The numbers from which a rule speaks, and how a site sets its own."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """When a rule speaks. The numbers are our choice, not the literature's (theory §8 [I])."""

    wins: int = 5  # in the window, before most rules speak
    known: int = 60  # per hundred of those wins, with an answer on the field that the rule uses
    window: int = 365  # days back
    half_year: int = 183  # days: silence, overload, quality after growth, a young initiative
    shallow_hint: int = 80  # per hundred
    loss_days: int = 90  # that a heavy loss may be open
    losses: int = 3  # open for one group
    top_down: int = 80  # per hundred
    loose_days: int = 60  # before a win is expected to be linked
    loose_hint: int = 70  # per hundred
    own_org: int = 80  # per hundred
    key_person: int = 80  # per hundred
    respondents: int = 3  # people who answered whether the drivers can let go
    wall_days: int = 365  # that a wall stands
    wall_named: int = 3  # wins and losses that name it
    overload: int = 3  # losses of time
    wish_wins: int = 6  # tied to wishes
    wish_share: int = 70  # per hundred of those wins
    wish_others: int = 3  # wins for another partner
    tension_days: int = 90
    later: int = 14  # days that a question stays with the team alone


def limits() -> Limits:
    """The limits of this site: `SIGNAL_LIMITS=wins=8` in the environment changes one (docs/running.md)."""
    return Limits(**settings.SIGNAL_LIMITS)
