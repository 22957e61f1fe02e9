"""Full-text search in Dutch: what is kept of a win, and what somebody typed."""

import re
import unicodedata

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVector

_LAST_WORD = re.compile(r"(?:^|\s)([^\W_]{3,})$")


def text_to_search() -> SearchVector:
    """Titles weigh more than descriptions. English texts are read with Dutch rules too: good
    enough to find a word that stands there."""
    return SearchVector("title", "title_en", weight="A", config="dutch") + SearchVector(
        "description", "description_en", weight="B", config="dutch"
    )


def as_typed(words: str) -> CombinedSearchQuery | SearchQuery:
    """The question behind what somebody typed; its last word may be the start of a longer one."""
    whole = SearchQuery(words, config="dutch", search_type="websearch")
    last = _LAST_WORD.search(words)
    if not last or words.count('"') % 2 or last[1].lower() == "or":
        return whole
    start = SearchQuery(f"'{without_accents(last[1])}':*", config="simple", search_type="raw")
    before = words[: last.start()].strip()
    return whole | (SearchQuery(before, config="dutch", search_type="websearch") & start if before else start)


def without_accents(word: str) -> str:
    """As the Dutch dictionary of PostgreSQL keeps words: coöperatie is cooperatie."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
