"""What stands in the files of `told/`, and the days that they count from today."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from django.utils import timezone

TOLD = Path(__file__).resolve().parent / "told"
INITIATIVES = ("reparatielokaal", "warme-voeten", "wandeltaal", "regenstraat", "buurtuur")  # the oldest first

AGO = re.compile(r"(?P<ahead>\+?)(?P<n>\d+)(?P<unit>[dwm])")
DAYS = {"d": 1, "w": 7, "m": 30.4375}

Row = Mapping[str, object]


def told_of(name: str) -> dict[str, object]:
    """All that the files of this name say: `warme-voeten.toml`, and beside it `warme-voeten.around.toml`."""
    found: dict[str, object] = {}
    for file in sorted([TOLD / f"{name}.toml", *TOLD.glob(f"{name}.*.toml")]):
        found |= tomllib.loads(file.read_text())
    return found


def day(ago: str) -> dt.date:
    """The day so long before today: "13m" are months, "10w" weeks, "40d" days; "+40d" is still to come."""
    found = AGO.fullmatch(ago)
    if found is None:
        raise ValueError(f"no stretch of time: {ago!r}")
    days = dt.timedelta(days=round(int(found["n"]) * DAYS[found["unit"]]))
    return timezone.localdate() + (days if found["ahead"] else -days)


def days_of(row: Row, **columns: str) -> dict[str, dt.date]:
    """The days that a row names. In: for each column the name of its stretch of time in the file."""
    return {column: day(row[name]) for column, name in columns.items() if name in row}


def noon(of: dt.date) -> dt.datetime:
    """The middle of this day; now where that is still to come."""
    moment = timezone.make_aware(dt.datetime.combine(of, dt.time(12)))
    return min(moment, timezone.now())


def columns_of(row: Row, *besides: str) -> dict[str, object]:
    """What goes into a table as it stands: not when and by whom, which every row says, and not these."""
    return {name: said for name, said in row.items() if name not in ("ago", "by", "key", *besides)}
