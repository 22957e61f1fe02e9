"""Puts a profile of one day, with its rules, into words that stay.

Counts, states and sentences are kept, in both languages; no titles and no names of people.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from html import unescape

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import RAYS, Level
from initiatives.models import Initiative, Reader, Snapshot
from initiatives.periods import Period, as_years
from initiatives.reports.counting.cells import CellFacts, thresholds
from initiatives.reports.counting.tables import Line, Spot, drawn_as
from initiatives.reports.profile.coverage import Coverage
from initiatives.reports.profile.page import Profile, initiative_profile

RULES = 3  # raise it when the rule of theory §14 is read in another way


def take_snapshot(initiative: Initiative, *, by, period: Period | None = None) -> Snapshot:
    """Keep the profile of now, as people who work on it read it. The same words on the same day are kept once."""
    profile = initiative_profile(Reader(by, initiative), period=period)
    words = {"rules": rules_now(), "content": content_of(profile), "period": str(period) if period else ""}
    today = Snapshot.objects.filter(initiative=initiative, taken_at__date=timezone.localdate())
    return today.filter(**words).first() or Snapshot.objects.create(
        initiative=initiative, taken_by=by, **words
    )


def rules_now() -> dict[str, object]:
    """The version of the rule and its thresholds, as JSON keeps them."""
    numbers = {name: n if isinstance(n, int) else str(n) for name, n in asdict(thresholds()).items()}
    return {"version": RULES, **numbers}


def content_of(profile: Profile) -> dict[str, object]:
    """The content of a snapshot: codes and counts of every place, and the sentences in both languages."""
    return {
        "total": profile.tally.total,
        "linked": profile.tally.linked,
        "places": places(profile),
        "said": {code: _said_in(code, profile) for code, _name in settings.LANGUAGES},
    }


def places(profile: Profile) -> dict[str, dict]:
    tally = profile.tally
    return {
        "cells": {f"{ray}.{level}": _codes(tally.cell_facts(ray, level)) for ray in RAYS for level in Level},
        "rays": {str(ray): _codes(tally.ray_facts(ray)) for ray in RAYS},
        "levels": {str(level): _codes(tally.level_facts(level)) for level in Level},
        "matrix": {f"{row}.{way}": _codes(tally.matrix_facts(row, way)) for row, way in tally.matrix},
    }


def _codes(facts: CellFacts) -> dict[str, object]:
    return {
        "state": str(facts.state),
        "k": facts.k,
        "known": facts.known,
        "total": facts.total,
        "voices": facts.voices,
        "seen": facts.seen,
        "recent": facts.recent,
        "lasts": facts.lasts,
    }


def _said_in(language: str, profile: Profile) -> dict[str, object]:
    """The sentences in this language. A profile caches its sentences in the first language, so a copy is made."""
    with translation.override(language):
        return said(replace(profile))


def said(profile: Profile) -> dict[str, object]:
    tables = profile.tables
    return {
        "findings": [[str(finding.heading), plain(finding.text)] for finding in profile.findings],
        "levels": [str(level.label) for level in tables.levels],
        "directions": [str(way.label) for way in tables.directions],
        "rose": [_kept_line(line) for line in tables.rays],
        "all": [_spot(spot) for spot in tables.level_totals],
        "lens": [_kept_line(line) for line in tables.lens],
        "known": list(_coverage_in_words(profile)),
        "worked": [
            [row.label, row.count, str(row.state.label) if row.state else ""]
            for row in profile.mechanisms.rows
        ],
    }


def _kept_line(line: Line) -> dict[str, object]:
    spots = [_spot(spot) for spot in (*line.spots, *((line.total,) if line.total else ()))]
    return {"label": str(line.label), "spots": spots}


def _spot(spot: Spot) -> dict[str, object]:
    figure = str(spot.count) if spot.count else spot.state.sign
    return {
        "figure": figure,
        "code": str(spot.state),
        "ray": str(spot.ray or ""),
        "hangs_on": spot.hangs_on,
        "state": str(spot.state.label),
        "rule": list(spot.rule),
    }


def _coverage_in_words(profile: Profile) -> Iterable[str]:
    """The coverage in words, and the losses."""
    coverage, balance = profile.coverage, profile.balance
    for asked in coverage.asked:
        words = {"label": asked.label, "known": asked.answers.known, "total": coverage.total}
        yield _("%(label)s: antwoord bij %(known)d van de %(total)d") % words
    yield from _told_by(coverage)
    yield _("bij %(n)d liet ook een ander dan het team het zien") % {"n": coverage.shown.count}
    words = {"n": balance.total, "heavy": balance.heavy_open}
    lost = ngettext(
        "%(n)d verlies (%(heavy)d zwaar, open)", "%(n)d verliezen (%(heavy)d zwaar, open)", balance.total
    )
    yield lost % words
    yield _("bij %(n)d is niet gevraagd of er iets verloren ging") % {"n": balance.not_asked}


def _told_by(coverage: Coverage) -> Iterable[str]:
    """The tellers in words, as the strip of the profile counts them; nothing without wins."""
    if coverage.tellers:
        yield ngettext("%(n)d persoon vertelde", "%(n)d mensen vertelden", coverage.tellers) % {
            "n": coverage.tellers
        }
    if coverage.without_account:
        yield ngettext(
            "%(n)d small win zonder account", "%(n)d small wins zonder account", coverage.without_account
        ) % {"n": coverage.without_account}
    if coverage.loaded.count:
        yield _("%(n)d uit openbare bronnen, gelezen door de redactie") % {"n": coverage.loaded.count}


def plain(html: str) -> str:
    """A sentence without its links."""
    return unescape(re.sub(r"<[^>]+>", "", str(html)))


# ------------------------------------------------------------------ showing it again
_IN_BETWEEN = gettext_lazy(
    "‘Niets gezien’ bij minstens %(known)s antwoorden en een deel van %(known_share)s. ‘In beweging’ "
    "vanaf %(moving)s small wins. ‘Houdt stand’ na %(lasting_days)s dagen. Regels, versie %(version)s."
)
_RULES_SAID = {
    1: _IN_BETWEEN,
    2: _IN_BETWEEN,
    3: gettext_lazy(
        "‘Niets gezien’ bij minstens %(known)s antwoorden en een deel van %(known_share)s. ‘Vaker gezien’ vanaf "
        "%(often)s small wins van %(voices)s vertellers of bronnen, waarvan iemand anders er één zelf liet zien en één van dat "
        "of het vorige studiejaar was. ‘Staat nog’ na %(lasting_days)s dagen. Regels, versie %(version)s."
    ),
}


@dataclass(frozen=True)
class Kept:
    """A snapshot in the language of the reader."""

    snapshot: Snapshot

    @property
    def said(self) -> dict[str, object]:
        """In the reader's language where it was kept, else in Dutch; the tables in the style of today."""
        by_language = self.snapshot.content["said"]
        words = by_language.get(translation.get_language() or "nl", by_language["nl"])
        every = {"label": _("Alle small wins"), "spots": [*words["all"], self._total]}
        tables = {"rose": [*words["rose"], every], "lens": words["lens"]}
        return words | {name: [_drawn(line) for line in lines] for name, lines in tables.items()}

    @property
    def _total(self) -> dict[str, object]:
        """All wins: a number that needs no rule."""
        return {"figure": str(self.snapshot.content["total"]), "code": "", "ray": "", "hangs_on": ""}

    @property
    def period_label(self) -> str:
        return as_years(self.snapshot.period) or _("sinds het begin")

    @property
    def rules(self) -> dict[str, object]:
        return self.snapshot.rules

    @property
    def rules_said(self) -> str:
        """From how many answers and wins on something was said then, in the words of the rules of then."""
        text = _RULES_SAID[min(self.rules["version"], RULES)]
        return text % self.rules

    @property
    def are_todays_rules(self) -> bool:
        return self.snapshot.rules == rules_now()


def _drawn(line: dict) -> dict:
    """A line of which each spot knows how it looks now. Only codes are kept; looks change."""
    return line | {
        "spots": [
            spot
            | {"css": drawn_as(spot["ray"], spot["code"], spot["hangs_on"]) if spot["code"] else "number"}
            for spot in line["spots"]
        ]
    }
