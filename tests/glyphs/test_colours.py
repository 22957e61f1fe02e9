"""The colours of the stylesheet, measured: a token that breaks the contrast fails here."""

from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from initiatives.glyphs.colours import VISIONS, contrast, linear, pairs, swatch, tokens, vision_filters

SCHEMES = ("light", "dark")
EYES = {"ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)), **VISIONS}
STEPS = [f"{family}-{step}" for family in ("petal", "arm", "count") for step in (1, 2, 3)]


def lab(colour, eye):
    """CIE L*a*b* (D65) of a colour as this eye receives it."""
    seen = [min(1, max(0, sum(w * c for w, c in zip(row, linear(colour), strict=True)))) for row in EYES[eye]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [
        sum(w * c for w, c in zip(row, seen, strict=True)) / n for row, n in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    """CIEDE2000 (Sharma, Wu & Dalal 2005); above 10 is clearly different."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lm, cm, hm = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    t = 1 - 0.17 * cos(radians(hm - 30)) + 0.24 * cos(radians(2 * hm))
    t += 0.32 * cos(radians(3 * hm + 6)) - 0.2 * cos(radians(4 * hm - 63))
    sl = 1 + 0.015 * (lm - 50) ** 2 / sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * sqrt(cm**7 / (cm**7 + 25**7)) * sin(radians(60 * exp(-(((hm - 275) / 25) ** 2))))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh)


def test_the_formula_agrees_with_its_published_example():
    assert difference((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_has_the_contrast_it_needs(scheme):
    assert [(str(p.words), round(p.ratio, 1)) for p in pairs(scheme) if not p.is_enough] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", EYES)
def test_steps_and_families_differ_for_every_eye(scheme, eye):
    seen = {name: lab(tokens(scheme)[name], eye) for name in STEPS}
    for one, other in combinations(STEPS, 2):
        assert difference(seen[one], seen[other]) > 10, (one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("family", ["petal", "arm", "count"])
def test_the_order_of_the_steps_survives_a_grey_printer(scheme, family):
    grey = [
        lab(tokens(scheme)[name], "ordinary")[0]
        for name in ("empty", f"{family}-1", f"{family}-2", f"{family}-3")
    ]
    assert grey == sorted(grey, reverse=scheme == "light")
    assert all(abs(a - b) > 8 for a, b in pairwise(grey))


def test_dark_is_light_with_changes():
    assert set(tokens("dark")) == set(tokens("light"))
    assert tokens("dark")["paper"] != tokens("light")["paper"]


def test_a_swatch_shows_both_colours(read):
    pair = pairs("light")[0]
    fills = {node.get("fill") for node in read(swatch(pair)).root.iter()}
    assert {pair.front, pair.back} <= fills


def test_there_is_a_filter_for_every_kind_of_eye(read):
    assert [node.get("id") for node in read(vision_filters()).all("filter")] == [
        f"vision-{name}" for name in VISIONS
    ]
