"""Small wins, in chapters."""

from initiatives.models.wins.conditions import as_it_stands, loaded_from_sources, told_long_after
from initiatives.models.wins.links import WinLink, chain_between
from initiatives.models.wins.merging import FOR_FEWER
from initiatives.models.wins.photos import Photo
from initiatives.models.wins.readings import READING
from initiatives.models.wins.small_wins import SmallWin
from initiatives.models.wins.states import readers_in_full
