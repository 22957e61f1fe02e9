"""Random keys that come in an order after all, to find code that takes the order of keys for an order in time.

    KEYS=rising pytest        # each key above the ones before
    KEYS=falling pytest       # and below

Where a test passes with both, and with random ones, no order of keys decides.
"""

import secrets
import uuid
from itertools import count

FROM = {"rising": 0, "falling": 2**47}
STEP = {"rising": 1, "falling": -1}
COUNTED_BELOW = 80  # bits: above these the count, the first that anything compares


def only(way: str) -> None:
    """Replace the function that makes keys. Call it before models are imported: they keep the function as their default."""
    numbers = count(FROM[way], STEP[way])
    uuid.uuid4 = lambda: uuid.UUID(
        int=next(numbers) << COUNTED_BELOW | secrets.randbits(COUNTED_BELOW), version=4
    )
