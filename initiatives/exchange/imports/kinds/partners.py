"""Partners that are brought: found by web name, name or other name; a name that looks like another is asked about first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.imports.cells import DayCell, NamedRows, NamesCell, RowCell, SourcesCell, WordCell
from initiatives.exchange.imports.kinds.kind import ImportKind, Unsure, WhoIsMeant
from initiatives.forms.columns import field_for
from initiatives.forms.texts import REQUIRED
from initiatives.lenses import ImportTable, PartnerKind
from initiatives.links import free_slug
from initiatives.models import City, Partner, PartnerAlias
from initiatives.names import letters
from initiatives.reports.network.look_alikes import ANOTHER, KnownNames

TAKEN = _("Zo heet een andere partner al: %(known)s.")


class PartnerCells(forms.Form):
    name = field_for(Partner, "name", required=False)
    slug = field_for(Partner, "slug", required=False)
    other_names = NamesCell(label=_("andere namen"), longest=PartnerAlias._meta.get_field("name").max_length)
    kind = WordCell("", PartnerKind)
    city = RowCell(nothing=_("landelijk"))
    website = field_for(Partner, "website", required=False)
    gone_on = DayCell(required=False)
    sources = SourcesCell(required=False)


def meant(kind: ImportKind, names: KnownNames, name: str, *, may_be_new: bool) -> Partner | None:
    """The partner of this name; None where it is another, or nobody is like it. Raises Unsure where one has to say which.

    Whoever was asked about stays among the questions of the kind: an answer may be changed until the table is read in.
    """
    exactly = names.exactly(name)
    if len(exactly) == 1:
        return exactly[0]
    known = {str(partner.pk): partner for partner in exactly or names.like(name)}
    if not known:
        return None
    key = letters(name) or name
    chosen = kind.answers.get(key, "")
    question = WhoIsMeant(key, name, tuple(known.values()), chosen, may_be_new=may_be_new)
    kind.asked.setdefault(key, question)
    if chosen != ANOTHER and chosen not in known:
        raise Unsure(question)
    return known.get(chosen)


class Partners(ImportKind):
    word, export, model, form = ImportTable.PARTNERS, "partners", Partner, PartnerCells
    needed, adds, own = ("name", "kind"), ("other_names",), ("aliases",)
    also = {
        **dict.fromkeys(("partner", "organisatie", "organisation", "naam organisatie"), "name"),
        **dict.fromkeys(("type", "soort organisatie", "type organisatie", "kind of organisation"), "kind"),
        **dict.fromkeys(("plaats", "gemeente", "vestigingsplaats", "place", "town"), "city"),
        **dict.fromkeys(("site", "url", "webadres", "internet"), "website"),
        **dict.fromkeys(
            ("afkorting", "alias", "aliassen", "ook bekend als", "also known as", "abbreviation"),
            "other_names",
        ),
        **dict.fromkeys(("bron", "source"), "sources"),
    }

    def look(self) -> None:
        self.typed.fields["city"].known = NamedRows.of(City.objects.all(), "name")
        partners = list(self.reach.partners.select_related("city").prefetch_related("aliases"))
        self.by_slug = {partner.slug: partner for partner in partners}
        self.names = KnownNames(partners)

    def find(self, values: dict[str, Any]) -> Partner | None:
        if partner := self.by_slug.get(values.get("slug", "")):
            return partner
        if not values.get("name"):
            raise ValidationError({"name": REQUIRED})
        return meant(self, self.names, values["name"], may_be_new=True)

    def reachable(self) -> QuerySet:
        return self.reach.partners

    def key_of(self, row: Partner | None, values: dict[str, Any]) -> object:
        return row.pk if row else letters(values["name"])

    def name_of(self, row: Partner | None, values: dict[str, Any]) -> str:
        return row.name if row else values.get("name") or values.get("slug", "")

    def settled(self, row: Partner | None, values: dict[str, Any]) -> dict[str, Any]:
        """Without other names that it has already, however they are spelled. A name by which it was found becomes one of those."""
        written = super().settled(row, values)
        here = {letters(name) for name in self.now(row, "other_names")} if row else set()
        if row and "name" in written and "slug" not in values:
            brought = written.pop("name")
            written["other_names"] = [brought, *written.get("other_names", [])]
        here.add(letters(written.get("name") or (row.name if row else "")))
        if "other_names" in written:
            written["other_names"] = [name for name in written["other_names"] if letters(name) not in here]
        return written

    def now(self, row: Partner, name: str) -> Any:
        return self.keys(row, name) if name == "other_names" else super().now(row, name)

    def keys(self, row: Partner, name: str) -> list:
        return [alias.name for alias in row.aliases.all()]

    def check(self, row: Partner | None, values: dict[str, Any]) -> dict[str, str]:
        faults = super().check(row, values)
        written = self.settled(row, values)
        for name, typed in {
            "name": [written.get("name", "")],
            "other_names": written.get("other_names", []),
        }.items():
            others = [known for each in typed for known in self.names.exactly(each) if known != row]
            if others and (row or name == "other_names"):
                faults[name] = str(TAKEN % {"known": ", ".join(map(str, dict.fromkeys(others)))})
        return faults

    def begun(self, values: dict[str, Any]) -> Partner:
        """With the web name of the file where that is free."""
        return Partner(slug=free_slug(Partner, values.get("slug") or values["name"]))

    def add(self, row: Model, name: str, items: list) -> None:
        here = set(self.keys(row, name)) if row.pk else set()
        for item in items:
            if item not in here:
                PartnerAlias.objects.create(partner=row, name=item)

    def take_away(self, row: Model, name: str, keys: list) -> None:
        row.aliases.filter(name__in=keys).delete()
