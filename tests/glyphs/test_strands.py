import datetime as dt

import pytest
from django.utils.translation import override

from initiatives.glyphs import Stone, StrandPicture, strand_key, strand_picture
from initiatives.glyphs.strands import letter_of, spots_of
from initiatives.lenses import Level, Mechanism


def stone(key, level=Level.LOCAL, year=2024):
    return Stone(key, key.upper(), dt.date(year, 1, 1), "day", level)


def picture(**details):
    return StrandPicture(
        **{
            "stones": [stone("a"), stone("b", Level.HORIZONTAL), stone("c", Level.VERTICAL, 2025)],
            "links": [("a", "b"), ("a", "c")],
            "rows": {"a": 0, "b": 1, "c": 0},
            "ident": "streng-1",
        }
        | details
    )


def test_time_runs_to_the_right_and_each_branch_has_its_row():
    spots = spots_of(picture())
    assert spots["a"][0] < spots["b"][0] < spots["c"][0]
    assert spots["a"][1] == spots["c"][1] < spots["b"][1]


def test_each_stone_leads_to_its_win_and_says_what_it_is(read):
    links = read(strand_picture(picture())).all("a")
    assert [link.get("href") for link in links] == ["#streng-1-1", "#streng-1-2", "#streng-1-3"]
    assert "2. B, 1 januari 2024, horizontaal" in strand_picture(picture())


def test_a_line_that_the_editors_inferred_is_dotted_and_the_key_says_so():
    guessed = picture(inferred=frozenset({("a", "b")}))
    assert strand_picture(guessed).count("strand__line--inferred") == 1
    assert "de redactie leidde het af" in strand_key(guessed)
    assert "de redactie leidde het af" not in strand_key(picture())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_two_letters_are_the_same(language):
    with override(language):
        letters = [letter_of(each) for each in Mechanism if each != Mechanism.UNKNOWN]
    assert len(set(letters)) == len(letters)


def test_a_letter_says_what_worked():
    said = picture(worked={("a", "c"): Mechanism.LEARNING})
    assert ">L</text>" in strand_picture(said)
    assert "leren door te doen" in strand_key(said)
    assert "leren door te doen" not in strand_key(picture())


def test_another_initiative_and_an_unknown_level_look_different():
    drawn = picture(stones=[stone("a"), stone("b", None), stone("c")], elsewhere=frozenset({"c"}))
    assert strand_picture(drawn).count("is-elsewhere") == 1
    assert strand_picture(drawn).count("is-unknown") == 1
    assert "van een ander initiatief" in strand_key(drawn)
    assert "niveau onbekend" in strand_key(drawn)


def test_words_of_people_are_escaped():
    drawn = picture(stones=[Stone("a", "<b>", dt.date(2024, 1, 1)), stone("b"), stone("c")])
    assert "<b>" not in strand_picture(drawn)
