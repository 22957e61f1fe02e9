"""What can be brought: each table with the rows it is about, and how a row of a file becomes one of ours."""

from initiatives.exchange.imports.kinds.challenges import Challenges
from initiatives.exchange.imports.kinds.initiatives import Initiatives
from initiatives.exchange.imports.kinds.kind import ImportKind, Unsure, WhoIsMeant, WithinReach
from initiatives.exchange.imports.kinds.partners import Partners
from initiatives.exchange.imports.kinds.partnerships import Partnerships

KINDS: dict[str, type[ImportKind]] = {
    kind.word: kind for kind in (Partners, Initiatives, Partnerships, Challenges)
}
