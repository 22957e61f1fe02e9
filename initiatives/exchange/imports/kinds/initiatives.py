"""Initiatives that are brought: of one's own programmes, found by web name or title. A new one is not published: its curator does that."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.imports.cells import (
    DayCell,
    NamedRows,
    RememberedCell,
    RowCell,
    RowsCell,
    SourcesCell,
    WordCell,
)
from initiatives.exchange.imports.kinds.kind import ImportKind
from initiatives.exchange.imports.kinds.partnerships import KEEPS_ONE
from initiatives.forms.ambitions import DreamForm
from initiatives.forms.columns import field_for
from initiatives.forms.texts import REQUIRED
from initiatives.lenses import CurriculumStatus, ImportTable, Precision, Stage
from initiatives.links import free_slug
from initiatives.models import Challenge, City, Initiative, Partner, Partnership, Programme, Theme
from initiatives.names import letters

ELSEWHERE = _("Dit initiatief hoort bij een ander programma.")
SEVERAL = _("Deze titel is van meer initiatieven. Zet de webnaam erbij.")
TAKEN = _("Zo heet een ander initiatief al.")
WHICH_PROGRAMME = _("Zet erbij van welk programma het is.")
STOPS_FIRST = _("Een initiatief stopt niet voordat het begint.")
NOT_FIT = _("Wat bedacht is en wat echt is, blijft uit elkaar: %(titles)s.")


class InitiativeCells(forms.Form):
    title = field_for(Initiative, "title", required=False)
    title_en = field_for(Initiative, "title_en")
    slug = field_for(Initiative, "slug", required=False)
    programme = RowCell()
    summary = field_for(Initiative, "summary")
    summary_en = field_for(Initiative, "summary_en")
    cities = RowsCell(nothing=_("landelijk"))
    themes = RowsCell()
    challenges = RowsCell()
    partners = RowsCell()
    stage = WordCell("", Stage)
    curriculum = WordCell("", CurriculumStatus)
    started_on = RememberedCell(required=False)
    started_precision = WordCell("", Precision)
    ended_on = DayCell(required=False)
    dream = DreamForm.base_fields["dream"]
    dream_en = DreamForm.base_fields["dream_en"]
    sources = SourcesCell(required=False)


class Initiatives(ImportKind):
    word, export, model, form = ImportTable.INITIATIVES, "initiatieven", Initiative, InitiativeCells
    needed, own = ("title",), ("partnerships",)
    identity = ("slug", "programme")
    precisions = {"started_on": "started_precision"}
    adds = ("cities", "themes", "challenges", "partners")
    also = {
        **dict.fromkeys(("initiatief", "project", "naam", "initiative", "name"), "title"),
        **dict.fromkeys(("stad", "plaats", "gemeente", "city", "place"), "cities"),
        **dict.fromkeys(("thema", "theme"), "themes"),
        **dict.fromkeys(("vraagstuk", "vraag", "challenge", "question"), "challenges"),
        **dict.fromkeys(("partner", "organisaties", "organisations"), "partners"),
        **dict.fromkeys(("start", "begin", "gestart", "begonnen", "sinds", "started", "since"), "started_on"),
        **dict.fromkeys(("einde", "gestopt", "end", "ended"), "ended_on"),
        **dict.fromkeys(("omschrijving", "beschrijving", "toelichting", "description"), "summary"),
        **dict.fromkeys(("bron", "source"), "sources"),
    }

    def look(self) -> None:
        fields, partners = self.typed.fields, list(self.reach.partners.prefetch_related("aliases"))
        self.programmes = list(self.reach.programmes)
        fields["programme"].known = NamedRows.of(self.programmes, "name", "name_en")
        fields["cities"].known = NamedRows.of(City.objects.all(), "name")
        fields["themes"].known = NamedRows.of(Theme.objects.all(), "name")
        fields["challenges"].known = NamedRows.of(Challenge.objects.all(), "title", "title_en")
        known = fields["partners"].known = NamedRows()
        for partner in partners:
            known.add(partner, partner.name, *(alias.name for alias in partner.aliases.all()))
        there = self.reach.initiatives.select_related("programme").prefetch_related(
            "cities",
            "themes",
            "challenges",
            Prefetch("partnerships", Partnership.objects.select_related("partner")),
        )
        self.there = NamedRows.of(there, "title", "title_en")
        visible = Initiative.objects.visible_to(self.reach.user)
        self.elsewhere = set(visible.values_list("slug", flat=True)) - self.there.by_slug.keys()
        self.fit = {
            invented: set(
                Challenge.objects.fit_for(Programme(is_example=invented)).values_list("pk", flat=True)
            )
            for invented in (True, False)
        }

    def find(self, values: dict[str, Any]) -> Initiative | None:
        slug = values.get("slug", "")
        if known := self.there.by_slug.get(slug):
            return known
        if slug in self.elsewhere:
            raise ValidationError({"slug": ELSEWHERE})
        if not values.get("title"):
            raise ValidationError({"title": REQUIRED})
        found = self.there.by_name.get(letters(values["title"]), [])
        if len(found) > 1:
            raise ValidationError({"title": SEVERAL})
        return found[0] if found else None

    def reachable(self) -> QuerySet:
        return self.reach.initiatives

    def key_of(self, row: Initiative | None, values: dict[str, Any]) -> object:
        return row.pk if row else letters(values["title"])

    def name_of(self, row: Initiative | None, values: dict[str, Any]) -> str:
        return str(row or values.get("title") or values.get("slug", ""))

    def programme_of(self, row: Initiative | None, values: dict[str, Any]) -> Programme | None:
        """Of a new one: the one that the row says, or the only one there is."""
        only = self.programmes[0] if len(self.programmes) == 1 else None
        return row.programme if row else values.get("programme") or only

    def check(self, row: Initiative | None, values: dict[str, Any]) -> dict[str, str]:
        faults = super().check(row, values)
        programme = self.programme_of(row, values)
        if programme is None:
            return faults | {"programme": str(WHICH_PROGRAMME)}
        here = self.now(row, "challenges") if row else []
        fit = self.fit[programme.is_example]
        if unfit := [
            each for each in values.get("challenges", ()) if each not in here and each.pk not in fit
        ]:
            faults["challenges"] = str(NOT_FIT % {"titles": ", ".join(map(str, unfit))})
        named = self.there.by_name.get(letters(values.get("title", "")), ())
        if row and row not in named and named:
            faults["title"] = str(TAKEN)
        written = self.settled(row, values)
        start = written.get("started_on", (row.started_on if row else None,))[0]
        end = written.get("ended_on") or (row.ended_on if row else None)
        if start and end and end < start:
            faults["ended_on"] = str(STOPS_FIRST)
        return faults

    def now(self, row: Initiative, name: str) -> Any:
        if name != "partners":
            return super().now(row, name)
        return list(dict.fromkeys(each.partner for each in row.partnerships.all()))

    def keys(self, row: Initiative, name: str) -> list:
        return [each.pk for each in self.now(row, name)]

    def begun(self, values: dict[str, Any]) -> Initiative:
        slug = free_slug(Initiative, values.get("slug") or values["title"])
        return Initiative(slug=slug, programme=self.programme_of(None, values))

    def add(self, row: Initiative, name: str, items: list[Partner]) -> None:
        if name != "partners":
            super().add(row, name, items)
            return
        there = set(row.partnerships.values_list("partner", flat=True))
        for partner in items:
            if partner.pk not in there:
                row.partnerships.create(partner=partner)

    def take_away(self, row: Initiative, name: str, keys: list) -> None:
        """A published initiative keeps a partner: else nothing of this row is put back."""
        if name != "partners":
            super().take_away(row, name, keys)
            return
        if keys and row.published_at and not row.partnerships.admitted().exclude(partner__in=keys).exists():
            raise ValidationError(KEEPS_ONE)
        row.partnerships.filter(partner__in=keys).delete()
