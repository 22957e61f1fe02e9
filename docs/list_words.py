"""Lists the vocabularies of the lenses: `PYTHONPATH=. python docs/list_words.py` writes the second half of docs/words.md.

Out: for each vocabulary what it is about, with its source, and for each code the Dutch and the English word. What stands
above the mark in docs/words.md is written by hand and stays. A test says when the list is out of step.
"""

import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "words.md"
MARK = "<!-- From here on written by docs/list_words.py -->\n"


def listed() -> str:
    """Everything below the mark."""
    return MARK + "".join(f"\n{section(words)}" for words in vocabularies())


def vocabularies() -> Iterator[type]:
    """The vocabularies in the order of their modules and of the lines there."""
    from initiatives import lenses
    from initiatives.lenses.words import Words

    for module in sorted(found.name for found in pkgutil.iter_modules(lenses.__path__)):
        names = vars(importlib.import_module(f"{lenses.__name__}.{module}")).values()
        yield from (
            thing
            for thing in names
            if isinstance(thing, type)
            and issubclass(thing, Words)
            and thing.__module__.endswith(f".{module}")
        )


def section(words: type) -> str:
    about = " ".join(words.__doc__.split())
    where = words.__module__.rsplit(".", 1)[1]
    rows = "".join(f"| `{word.value}` | {said(word, 'nl')} | {said(word, 'en')} |\n" for word in words)
    return f"### {words.__name__}\n{about} In `lenses/{where}.py`.\n\n| code | Dutch | English |\n|---|---|---|\n{rows}"


def said(word, language: str) -> str:
    """The label and, where there is one, what it means."""
    from django.utils import translation

    with translation.override(language):
        return f"{word.label}: {word.explanation}" if word.explanation else str(word.label)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")
    os.environ.setdefault("DEBUG", "True")
    django.setup()
    by_hand = TARGET.read_text().partition(MARK)[0]
    TARGET.write_text(by_hand + listed())


if __name__ == "__main__":
    main()
