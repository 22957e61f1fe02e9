"""What a win that was just told changed in the picture of its initiative."""

from dataclasses import dataclass
from itertools import product

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Rose
from initiatives.lenses import RAYS, Level
from initiatives.models import Initiative, Reader, SmallWin
from initiatives.reports.counting.roses import rose_of
from initiatives.reports.counting.tally import tally_rows
from initiatives.reports.team.queues import ToPlace, to_place


@dataclass(frozen=True)
class ToldChange:
    """The card after telling: the small rose with the moved places, and what they are in words."""

    win: SmallWin
    rose: Rose
    todo: ToPlace

    @property
    def initiative(self) -> Initiative:
        return self.win.initiative

    @property
    def lit(self) -> list[tuple[str, str]]:
        """The places of this win. A ray without a level is lit from the middle to the rim."""
        codes = {str(tag.word) for tag in self.win.tags}
        levels = [level for level in Level if level in codes] or list(Level)
        return list(product([ray for ray in RAYS if ray in codes], levels))

    @property
    def counted(self) -> str:
        text = ngettext("Er staat nu %(n)s small win.", "Er staan nu %(n)s small wins.", self.rose.total)
        return text % {"n": self.rose.total}

    @property
    def placed(self) -> str:
        """Where it lights up, or that it counts without a place."""
        words = [str(tag.word.label) for tag in self.win.tags]
        if words:
            return _("Deze staat bij: %(where)s.") % {"where": ", ".join(words)}
        return _("Deze telt al mee. Waar hij in de roos komt, mag je straks zeggen.")

    @property
    def picture_said(self) -> str:
        places = ", ".join(str(tag.word.label) for tag in self.win.tags) if self.lit else _("het midden")
        return capfirst(_("de roos van dit initiatief, met een rand om: %(where)s") % {"where": places})


def change_by(win: SmallWin, reader: Reader) -> ToldChange:
    """What this win changed, to who told it. Two queries."""
    tally = tally_rows(reader.wins).all
    return ToldChange(win, rose_of(tally, anchor=""), to_place(reader))
