"""`{% load pictures %}`: the pictures in templates. Their data are classes of `initiatives.glyphs`.

    {% rose_hero rose %}                          Rose: names, figures, a link in each of the 21 cells
    {% rose_mini rose 48 %}                       24-120 px, decoration; label=text makes it an image with a name
    {% rose_key %} {% rose_key rose %}            legend: every state, or those that occur in the rose
    {% state_tile state %}                        one state as in that legend; decoration
    {% rose_answer codes %}                       lights up while a form is filled; codes: answered before
    {% icon code %} {% icon code 28 %}            type, direction or level; decoration: the word stands beside it
    {% heat ray_code state %}                     class of a table cell that looks like the rose's
    {% winding_path path %} {% path_key path %}   Path: stones and the links people told
    {% gutter item %}                             Gutter: the path beside one item of a list
    {% strand_picture picture %} {% strand_key picture %} StrandPicture: linked wins in time, each branch a row
    {% flywheel linked total %}                   share of linked wins; optional pixels and label=text
    {% year_points picture %}                     YearPoints: numbers of one measure by study year, each with its source
    {% exactness_sign code %}                     the sign of a number that is exact, about, more or at most; decoration
    {% qr_code address name description %}        a phone reads it as the address
    {% house picture %}                           House: one party of the outside world, its windows and walls
    {% roof gable %}                              the top of a house, as wide as what stands below it; decoration
    {% wall_sign status %} {% window_sign state %} one wall or window as in the houses; decoration
    {% swatch pair %} {% vision_filters %}        for the page about the pictures: two colours; what other eyes see
    {% netherlands_map map %}                     NetherlandsMap: cities with dots, and their legend
    {% partner_network picture %}                 PartnerPicture: partners as small houses, a link each, and lines between them
    {% gable_sign gable %} {% line_sign 2 %}      one house or line as in that picture; decoration

Every tag gives safe markup: all words in it have been escaped.
"""

from django import template

from initiatives import glyphs
from initiatives.glyphs import colours
from initiatives.glyphs.answer import rose_answer

register = template.Library()

register.simple_tag(glyphs.rose_hero)
register.simple_tag(glyphs.rose_mini)
register.simple_tag(glyphs.rose_key)
register.simple_tag(glyphs.state_tile)
register.simple_tag(rose_answer)
register.simple_tag(glyphs.icon)
register.simple_tag(glyphs.heat_class, name="heat")
register.simple_tag(glyphs.winding_path)
register.simple_tag(glyphs.path_key)
register.simple_tag(glyphs.gutter)
register.simple_tag(glyphs.strand_picture)
register.simple_tag(glyphs.strand_key)
register.simple_tag(glyphs.flywheel)
register.simple_tag(glyphs.netherlands_map)
register.simple_tag(glyphs.partner_network)
register.simple_tag(glyphs.gable_sign)
register.simple_tag(glyphs.line_sign)
register.simple_tag(glyphs.year_points)
register.simple_tag(glyphs.exactness_sign)
register.simple_tag(glyphs.qr_code)
register.simple_tag(glyphs.house)
register.simple_tag(glyphs.roof)
register.simple_tag(glyphs.wall_sign)
register.simple_tag(glyphs.window_sign)
register.simple_tag(colours.swatch)
register.simple_tag(colours.vision_filters)
