"""Partners in initiatives that are brought: found by their number, or by the two ends."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.imports.cells import (
    DayCell,
    NamedRows,
    RememberedCell,
    RowCell,
    WordCell,
    YesCell,
)
from initiatives.exchange.imports.kinds.kind import ImportKind, Unsure
from initiatives.exchange.imports.kinds.partners import meant
from initiatives.forms.texts import REQUIRED, NameField
from initiatives.lenses import ImportTable, PartnershipRole, Precision
from initiatives.models import Initiative, Partner, Partnership
from initiatives.reports.network.look_alikes import KnownNames

NOT_HERE_YET = _("Deze partner staat er nog niet. Breng eerst de partners.")
OTHER_ENDS = _("Onder dit nummer staat een andere samenwerking.")
UNKNOWN_NUMBER = _("Dit nummer kennen we hier niet. Laat de cel leeg voor een nieuwe samenwerking.")
MORE_THAN_ONCE = _("Deze partner deed hier vaker mee. Zet het nummer van de samenwerking erbij.")
ENDS_FIRST = _("Een samenwerking stopt niet voordat zij begint.")
LAST_DAY_SAYS_IT = _("Vul de laatste dag in, of zet dat de partner eerder meedeed.")
KEEPS_ONE = _("een gepubliceerd initiatief houdt minstens één partner")


class PartnershipCells(forms.Form):
    id = forms.IntegerField(required=False, error_messages={"invalid": UNKNOWN_NUMBER})
    initiative = RowCell()
    initiative_title = RowCell()
    partner = NameField(required=False)
    partner_name = NameField(required=False)
    role = WordCell("", PartnershipRole)
    since = RememberedCell(required=False)
    since_precision = WordCell("", Precision)
    until = DayCell(required=False)
    is_over = YesCell(required=False)


class Partnerships(ImportKind):
    word, export, model, form = ImportTable.PARTNERSHIPS, "samenwerkingen", Partnership, PartnershipCells
    identity = ("id", "initiative", "initiative_title", "partner", "partner_name")
    precisions = {"since": "since_precision"}
    also = {
        **dict.fromkeys(("project", "titel", "title", "naam initiatief"), "initiative"),
        **dict.fromkeys(("organisatie", "organisation", "naam organisatie"), "partner"),
        **dict.fromkeys(("vanaf", "begonnen op", "start", "from"), "since"),
        **dict.fromkeys(("tot en met", "gestopt op", "einde", "end", "to"), "until"),
    }

    def look(self) -> None:
        initiatives = NamedRows.of(self.reach.initiatives, "title", "title_en")
        for name in ("initiative", "initiative_title"):
            self.typed.fields[name].known = initiatives
        partners = list(self.reach.partners.prefetch_related("aliases"))
        self.by_slug, self.names = {partner.slug: partner for partner in partners}, KnownNames(partners)
        theirs = Partnership.objects.filter(
            initiative__in=self.reach.initiatives.order_by().values("pk"),
            partner__in=self.reach.partners.order_by().values("pk"),
        )
        self.there = {row.pk: row for row in theirs.select_related("initiative", "partner").order_by("pk")}
        self.of_pair: dict[tuple, list[Partnership]] = {}
        for row in self.there.values():
            self.of_pair.setdefault((row.initiative_id, row.partner_id), []).append(row)

    # --- which one -------------------------------------------------------------------------------
    def ends(self, values: dict[str, Any]) -> tuple[Initiative, Partner]:
        """Both ends. Raises Unsure, or ValidationError by field."""
        initiative = values.get("initiative") or values.get("initiative_title")
        typed = values.get("partner") or values.get("partner_name")
        if not initiative or not typed:
            raise ValidationError({"initiative" if not initiative else "partner": REQUIRED})
        partner = self.by_slug.get(typed) or meant(self, self.names, typed, may_be_new=False)
        if partner is None:
            raise ValidationError({"partner": NOT_HERE_YET})
        return initiative, partner

    def find(self, values: dict[str, Any]) -> Partnership | None:
        initiative, partner = self.ends(values)
        pair = (initiative.pk, partner.pk)
        if number := values.get("id"):
            row = self.there.get(number)
            if row is None or (row.initiative_id, row.partner_id) != pair:
                raise ValidationError({"id": OTHER_ENDS if row else UNKNOWN_NUMBER})
            return row
        since = values.get("since", (None,))[0]
        may_be = [
            row for row in self.of_pair.get(pair, ()) if not (since and row.until and since > row.until)
        ]
        now = [row for row in may_be if not row.until and not row.is_over]
        if len(found := now or may_be) > 1:
            raise ValidationError({"id": MORE_THAN_ONCE})
        return found[0] if found else None

    def reachable(self) -> QuerySet:
        return Partnership.objects.filter(pk__in=[*self.there]).select_related("initiative", "partner")

    def key_of(self, row: Partnership | None, values: dict[str, Any]) -> object:
        initiative, partner = self.ends(values)
        return row.pk if row else (initiative.pk, partner.pk)

    def name_of(self, row: Partnership | None, values: dict[str, Any]) -> str:
        if row:
            return str(row)
        try:
            return " · ".join(map(str, reversed(self.ends(values))))
        except (Unsure, ValidationError):
            said = values.get("partner") or values.get("partner_name"), values.get("initiative")
            return " · ".join(str(each) for each in said if each)

    # --- what it says ----------------------------------------------------------------------------
    def check(self, row: Partnership | None, values: dict[str, Any]) -> dict[str, str]:
        faults = super().check(row, values)
        written = self.settled(row, values)
        since = written.get("since", (row.since if row else None,))[0]
        until = written.get("until") or (row.until if row else None)
        is_over = written.get("is_over", row.is_over if row else False)
        if since and until and until < since:
            faults["until"] = str(ENDS_FIRST)
        if until and is_over:
            faults["is_over"] = str(LAST_DAY_SAYS_IT)
        return faults

    def begun(self, values: dict[str, Any]) -> Partnership:
        initiative, partner = self.ends(values)
        return Partnership(initiative=initiative, partner=partner)

    def hold(self, rows) -> None:
        """The initiatives first: in the order of decision 0173."""
        keys = {row.initiative_id for row in rows}
        held = Initiative.objects.select_for_update(no_key=True).filter(pk__in=keys)
        list(held.order_by("pk").values("pk"))
        super().hold(rows)

    def why_it_stays(self, row: Partnership, after: dict[str, Any]) -> str:
        others = row.initiative.partnerships.admitted().exclude(pk=row.pk)
        if row.initiative.published_at and not others.exists():
            return str(KEEPS_ONE)
        return super().why_it_stays(row, after)
