"""A browser fetches one stylesheet, with everything in it."""

import re

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from scaling.stylesheet import IMPORT, OneStylesheetStorage

STATIC = settings.BASE_DIR / "static"


def collect(root) -> OneStylesheetStorage:
    """Collects our own styles and fonts, as collectstatic does."""
    source, collected = FileSystemStorage(STATIC), OneStylesheetStorage(root)
    found = [path for part in ("css", "fonts") for path in (STATIC / part).rglob("*") if path.is_file()]
    paths = {path.relative_to(STATIC).as_posix(): source for path in found}
    for name, storage in paths.items():
        collected.delete(name)
        with storage.open(name) as file:
            collected.save(name, file)
    troubles = [result for *_, result in collected.post_process({name: (source, name) for name in paths})]
    assert not [trouble for trouble in troubles if isinstance(trouble, Exception)]
    return collected


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    return collect(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="module")
def sheet(collected):
    with collected.open(collected.stored_name("css/app.css")) as file:
        return file.read().decode()


def without_comments(style: str) -> str:
    return re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).strip()


def test_every_import_is_written_out_in_its_layer(sheet):
    imports = IMPORT.findall((STATIC / "css/app.css").read_text())
    assert len(imports) > 30
    assert "@import" not in sheet
    for name, layer in imports:
        first_rule = without_comments((STATIC / "css" / name).read_text())[:40]
        assert first_rule in sheet
        assert f"@layer {layer} {{" in sheet


def test_the_fonts_are_found(collected, sheet):
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', sheet)
    assert len(fonts) == 2
    assert all(collected.exists(font) for font in fonts)


def test_collecting_again_gives_the_same(collected):
    before = collected.stored_name("css/app.css")
    assert collect(collected.location).stored_name("css/app.css") == before


BREAKS = re.compile(r"\b(?:overflow-wrap|word-break|word-wrap)\s*:")


def breaking(style: str) -> int:
    """How many rules say where a word may break."""
    return len(BREAKS.findall(without_comments(style)))


def test_where_a_word_may_break_is_said_for_the_whole_page():
    said = {path.name: n for path in (STATIC / "css").rglob("*.css") if (n := breaking(path.read_text()))}
    assert said == {"base.css": 2}
    assert breaking("h1 { word-break: break-all } .x { overflow-wrap: anywhere } /* overflow-wrap: x */") == 2
