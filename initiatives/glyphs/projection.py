"""From degrees to the plane of the map of the Netherlands."""

from math import cos, radians

from initiatives.glyphs.geometry import Point

SCALE = 100  # map units in a degree of latitude
_WEST, _NORTH = 3.25, 53.62
_MIDDLE = cos(radians(52.2))  # degrees of longitude are this much shorter here: equirectangular


def project(longitude: float, latitude: float) -> Point:
    """Map units, x to the east and y to the south, from the north-western corner."""
    return (longitude - _WEST) * _MIDDLE * SCALE, (_NORTH - latitude) * SCALE
