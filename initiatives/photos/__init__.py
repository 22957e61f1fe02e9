"""Photos that people send in, made harmless and true: see `rebuilding.py`."""

from initiatives.photos.kinds import EMPTY
from initiatives.photos.rebuilding import PhotoRefused, preview, rebuilt

__all__ = ["EMPTY", "PhotoRefused", "preview", "rebuilt"]
