"""Questions that are brought: found by their web name or their words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.imports.cells import NamedRows, RowCell, RowsCell, SourcesCell, WordCell
from initiatives.exchange.imports.kinds.initiatives import NOT_FIT
from initiatives.exchange.imports.kinds.kind import ImportKind
from initiatives.forms.columns import field_for
from initiatives.forms.texts import REQUIRED
from initiatives.lenses import ImportTable, Scope
from initiatives.links import free_slug
from initiatives.models import Challenge, Initiative
from initiatives.names import letters

NOT_YOURS = _("Dit initiatief hoort bij een ander programma: %(titles)s.")
SEVERAL = _("Deze vraag staat er vaker. Zet de webnaam erbij.")
TAKEN = _("Dit vraagstuk staat er al.")


class ChallengeCells(forms.Form):
    title = field_for(Challenge, "title", required=False)
    title_en = field_for(Challenge, "title_en")
    slug = field_for(Challenge, "slug", required=False)
    description = field_for(Challenge, "description")
    description_en = field_for(Challenge, "description_en")
    root_causes = field_for(Challenge, "root_causes")
    scope = WordCell("", Scope)
    asked_by = RowCell()
    initiatives = RowsCell()
    sources = SourcesCell(required=False)


class Challenges(ImportKind):
    word, export, model, form = ImportTable.CHALLENGES, "vraagstukken", Challenge, ChallengeCells
    needed, adds = ("title",), ("initiatives",)
    also = {
        **dict.fromkeys(("vraagstuk", "titel", "title", "challenge", "question"), "title"),
        **dict.fromkeys(("toelichting", "omschrijving", "description"), "description"),
        **dict.fromkeys(("reikwijdte", "schaal", "scope"), "scope"),
        **dict.fromkeys(("vrager", "vraagsteller", "asked by"), "asked_by"),
        **dict.fromkeys(("bron", "source"), "sources"),
    }

    def look(self) -> None:
        partners = self.reach.partners.prefetch_related("aliases")
        asking = self.typed.fields["asked_by"].known = NamedRows()
        for partner in partners:
            asking.add(partner, partner.name, *(alias.name for alias in partner.aliases.all()))
        known = Initiative.objects.visible_to(self.reach.user).select_related("programme")
        self.typed.fields["initiatives"].known = NamedRows.of(known, "title", "title_en")
        self.theirs = set(self.reach.initiatives.values_list("pk", flat=True))
        questions = Challenge.objects.select_related("asked_by").prefetch_related(
            Prefetch("initiatives", known)  # of the others nobody reads here that they work on it
        )
        self.there = NamedRows.of(questions, "title", "title_en")

    def find(self, values: dict[str, Any]) -> Challenge | None:
        if known := self.there.by_slug.get(values.get("slug", "")):
            return known
        if not values.get("title"):
            raise ValidationError({"title": REQUIRED})
        found = self.there.by_name.get(letters(values["title"]), [])
        if len(found) > 1:
            raise ValidationError({"title": SEVERAL})
        return found[0] if found else None

    def reachable(self) -> QuerySet:
        return Challenge.objects.all()

    def key_of(self, row: Challenge | None, values: dict[str, Any]) -> object:
        return row.pk if row else letters(values["title"])

    def name_of(self, row: Challenge | None, values: dict[str, Any]) -> str:
        return str(row or values.get("title") or values.get("slug", ""))

    def check(self, row: Challenge | None, values: dict[str, Any]) -> dict[str, str]:
        faults = super().check(row, values)
        here = set(self.now(row, "initiatives")) if row else set()
        beyond = [
            each for each in values.get("initiatives", ()) if each not in here and each.pk not in self.theirs
        ]
        if beyond:
            faults["initiatives"] = str(NOT_YOURS % {"titles": ", ".join(map(str, beyond))})
        tied = [*here, *values.get("initiatives", ())]
        if len({each.programme.is_example for each in tied}) > 1:
            faults["initiatives"] = str(NOT_FIT % {"titles": ", ".join(map(str, values["initiatives"]))})
        title = letters(values.get("title", ""))
        if row and any(other != row for other in self.there.by_name.get(title, ())):
            faults["title"] = str(TAKEN)
        return faults

    def begun(self, values: dict[str, Any]) -> Challenge:
        return Challenge(slug=free_slug(Challenge, values.get("slug") or values["title"]))
