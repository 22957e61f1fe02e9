"""The card of a shared page, read back as pixels."""

from io import BytesIO

from PIL import Image, ImageDraw

from initiatives.glyphs import Cell, Rose, cards, rose_mini
from initiatives.glyphs.cards import Card, drawn
from initiatives.glyphs.colours import tokens
from initiatives.lenses import RAYS, CellState, Level

ROSE = Rose({(ray, level): Cell(CellState.SEEN_MORE_OFTEN, 3) for ray in RAYS for level in Level}, total=9)


def card(**said) -> Card:
    return Card(**{"kind": "Groningen", "title": "Wijs", "facts": "9 small wins", "site": "Vliegwiel"} | said)


def image(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("RGB")


def near(colour: str, picture: Image.Image) -> int:
    """How many pixels have about this colour."""
    want = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return sum(
        n
        for n, (r, g, b) in picture.getcolors(1_000_000)
        if abs(r - want[0]) + abs(g - want[1]) + abs(b - want[2]) < 12
    )


def test_a_card_shows_the_rose_in_the_colours_of_the_site():
    picture = image(drawn(card(picture=rose_mini(ROSE, 120))))
    assert near(tokens("light")["petal-2"], picture) > 20_000
    assert near(tokens("light")["arm-2"], picture) > 5_000


def test_a_card_shows_the_photo_from_edge_to_edge():
    photo = BytesIO()
    Image.new("RGB", (400, 300), "#aa3311").save(photo, "JPEG")
    picture = image(drawn(card(photo="photos/x.jpg"), photo.getvalue()))
    assert near("#aa3311", picture) > 0.95 * cards.PHOTO * cards.HEIGHT


def test_far_too_many_words_stay_on_their_side_and_off_each_other(monkeypatch):
    boxes = []
    write = ImageDraw.ImageDraw.text

    def noted(draw, at, text, fill=None, font=None, anchor="la", spacing=4, *more, **how):
        boxes.append(draw.multiline_textbbox(at, text, font, anchor=anchor, spacing=spacing))
        return write(draw, at, text, fill, font, anchor, spacing, *more, **how)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", noted)
    long = "Meervoudigepersoonlijkheidsontwikkelingsprogrammacoördinatie " * 4
    drawn(card(title=long, facts=long, site=long, picture=rose_mini(ROSE, 120)))
    kind, title, facts, site, more = boxes
    assert kind[3] < title[1] and title[3] < facts[1] and facts[3] < site[1] and site[3] < more[1]
    assert max(box[2] for box in (title, facts, site, more)) <= cards.WIDTH - cards.PICTURE - 60
    assert more[3] <= cards.HEIGHT


def test_a_card_that_looks_different_has_another_mark():
    marks = {card().mark, card(title="Wijs!").mark, card(photo="photos/x.jpg").mark, card(facts="").mark}
    assert len(marks) == 4 and card().mark == card().mark
