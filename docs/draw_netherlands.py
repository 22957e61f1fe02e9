"""Draws the base map once: `PYTHONPATH=. python docs/draw_netherlands.py` writes initiatives/glyphs/netherlands.py.

In: initiatives/data/netherlands.geojson (Natural Earth 1:10m, public domain), in degrees.
Out: path data in map units; one unit is a hundredth of a degree of latitude, about 1.1 km.
The file it writes is committed, so this is only needed when the base map itself changes.
"""

import json
import re
from itertools import groupby, pairwise
from pathlib import Path

from initiatives.glyphs.projection import project

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "initiatives" / "data" / "netherlands.geojson"
TARGET = ROOT / "initiatives" / "glyphs" / "netherlands.py"
HEAD = '''"""The base map as path data, written by docs/draw_netherlands.py: do not edit by hand.

Made with Natural Earth (1:10m, public domain).
"""

'''


def rings(geometry: dict) -> list[list[list[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def path(geometry: dict) -> str:
    """The shape in tenths of a unit, each point from the one before: half the size of absolute points."""
    return "".join(ring_path(ring) for ring in rings(geometry))


def ring_path(ring: list[list[float]]) -> str:
    """One closed line, without the points that fall together; nothing where nothing is left to see."""
    tenths = [tuple(round(10 * v) for v in project(longitude, latitude)) for longitude, latitude in ring]
    points = [point for point, _same in groupby(tenths)]
    if len(points) < 4:
        return ""
    moves = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points[:-1])]
    return f"M{short(points[0])}l" + " ".join(short(move) for move in moves) + "Z"


def short(point: tuple[int, ...]) -> str:
    words = (f"{v / 10:.1f}".removesuffix(".0") for v in point)
    return " ".join(re.sub(r"\b0\.", ".", word) for word in words).replace(" -", "-")


def main() -> None:
    features = json.loads(SOURCE.read_text())["features"]
    drawn = [(f["properties"]["level"], f["properties"]["name"], path(f["geometry"])) for f in features]
    provinces = sorted((name, d) for level, name, d in drawn if level == "province")
    lines = [f'    "{name}": "{d}",\n' for name, d in provinces]
    water = "".join(d for level, name, d in drawn if level == "water")
    TARGET.write_text(f'{HEAD}PROVINCES = {{\n{"".join(lines)}}}\nWATER = "{water}"\n')


if __name__ == "__main__":
    main()
