"""Where a row stands between telling and curating, as conditions on its columns."""

from django.db.models import Q

from initiatives.lenses import WinState

COUNTS = Q(stands=True)
UNTOUCHED = Q(capture_link__isnull=False, taken_on_at__isnull=True)
WIN_STATES = {
    WinState.LOGGED: COUNTS & Q(returned_at__isnull=True, confirmed_at__isnull=True),
    WinState.RETURNED: COUNTS & Q(returned_at__isnull=False),
    WinState.CONFIRMED: COUNTS & Q(returned_at__isnull=True, confirmed_at__isnull=False),
    WinState.WAITING: UNTOUCHED & Q(withdrawn_at__isnull=True),
    WinState.REFUSED: UNTOUCHED & Q(withdrawn_at__isnull=False),
    WinState.WITHDRAWN: Q(withdrawn_at__isnull=False, merged_at__isnull=True) & ~UNTOUCHED,
    WinState.MERGED: Q(merged_at__isnull=False),
    WinState.DRAFT: Q(drafted_at__isnull=False),
}
LINK_STATES = {
    "open": Q(confirmed_at__isnull=True, declined_at__isnull=True, asked__isnull=True),
    "gevraagd": Q(confirmed_at__isnull=True, declined_at__isnull=True, asked__isnull=False),
    "bevestigd": Q(confirmed_at__isnull=False, declined_at__isnull=True),
    "afgewezen": Q(declined_at__isnull=False),
}
