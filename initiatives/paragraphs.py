"""A text of several paragraphs as people type it. An empty line ends one; `# ` makes it a heading, `- ` a line of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, ITEM = "# ", "- "


@dataclass(frozen=True)
class Paragraph:
    """Some lines that belong together."""

    lines: tuple[str, ...]
    is_heading: bool = False
    is_list: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.lines)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, in their order. A list may follow its first sentence without an empty line."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        for sign, together in groupby(lines, _sign):
            yield _paragraph(sign, [line.removeprefix(sign).strip() for line in together])


def _sign(line: str) -> str:
    return next((sign for sign in (HEADING, ITEM) if line.startswith(sign)), "")


def _paragraph(sign: str, lines: list[str]) -> Paragraph:
    return Paragraph(tuple(lines), is_heading=sign == HEADING, is_list=sign == ITEM)
