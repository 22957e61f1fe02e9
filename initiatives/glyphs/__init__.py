"""The pictures of the product: pure functions from small frozen dataclasses to SVG text.

No script, no style attribute, no request: a drawing is shapes with class names, and one
stylesheet themes it on screen, in the dark and on paper. Reports make the dataclasses; templates
draw them with `{% load pictures %}`. Everything that a picture says also stands beside it in words.
"""

from initiatives.glyphs.cells import Cell, Ray, Rose, RosePlace, heat_class, ray_label, share_cell, total_cell
from initiatives.glyphs.figures import YearPoint, YearPoints, exactness_sign, year_points
from initiatives.glyphs.flywheel import flywheel
from initiatives.glyphs.gutter import Gutter, gutter, gutters
from initiatives.glyphs.house import Gable, House, house, roof, wall_sign, window_sign
from initiatives.glyphs.icons import icon
from initiatives.glyphs.legend import rose_key, state_tile
from initiatives.glyphs.map import MapCity, MapTie, NetherlandsMap, netherlands_map
from initiatives.glyphs.partners import PartnerPicture, gable_sign, line_sign, partner_network
from initiatives.glyphs.path import Path, Stone, path_key, winding_path
from initiatives.glyphs.qr import qr_code, qr_lines
from initiatives.glyphs.rose import rose_hero, rose_mini
from initiatives.glyphs.strands import StrandPicture, strand_key, strand_picture
