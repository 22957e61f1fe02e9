"""Programmes, cities, partners with their other names, themes and questions."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.admin.fields import LinesField
from initiatives.admin.filters import RowFilter, SelectFilter, WordsFilter
from initiatives.admin.joining import AdmittingPartners, JoiningRows
from initiatives.admin.reach import cities_within, initiatives_of, programmes_of
from initiatives.admin.screens import SHOWN_IN_A_PANEL, AskingForm, CurationAdmin, Panel, PanelLine
from initiatives.admin.splitting import SplittingPartners
from initiatives.forms.choices import AnotherField
from initiatives.lenses import MergeKind, PartnerKind, Scope
from initiatives.models import Initiative, Partner, PartnerAlias
from initiatives.models.names import typed_words
from initiatives.models.places import ADMITTED
from initiatives.municipalities import Municipality, municipality_named
from initiatives.reports.network.look_alikes import look_alikes


def counted(rows, column: str) -> Coalesce:
    """How many of `rows` hang on each row, by their foreign key `column`."""
    tied = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return Coalesce(Subquery(tied.annotate(together=Count("*")).values("together")), 0)


def of_initiatives(user, through, column: str) -> Coalesce:
    """The number of initiatives that hang on each row and that the reader may know."""
    known = Initiative.objects.visible_to(user).values("pk")
    return counted(through.objects.filter(initiative__in=known), column)


def initiatives_panel(request, initiatives) -> Panel:
    """The initiatives of a place; those one curates open in the admin, the others on the site."""
    shown = initiatives.order_by("title_sort").distinct()
    mine = set(initiatives_of(request.user).values_list("pk", flat=True).filter(pk__in=shown.values("pk")))
    lines = [
        PanelLine(
            text=initiative.title,
            address=reverse("admin:initiatives_initiative_change", args=[initiative.pk])
            if initiative.pk in mine
            else initiative.get_absolute_url(),
            remark="" if initiative.published_at else _("niet openbaar"),
        )
        for initiative in shown[:SHOWN_IN_A_PANEL]
    ]
    return Panel(_("Initiatieven"), lines, shown.count())


class CountsInitiatives(CurationAdmin):
    """A place or a word that initiatives hang on; only what no initiative hangs on may go."""

    through = None
    column = ""

    def curated(self, user):
        together = of_initiatives(user, self.through, self.column)
        return self.model.objects.annotate(initiatives_together=together)

    def choosable(self, user):
        return self.model.objects.all()

    @admin.display(description=_("initiatieven"), ordering="initiatives_together")
    def n_initiatives(self, row) -> int:
        return row.initiatives_together

    def may_be_deleted(self, request, obj) -> bool:
        return not self.through.objects.filter(**{self.column: obj}).exists()

    def panels(self, request, obj) -> list[Panel]:
        return [initiatives_panel(request, obj.initiatives.visible_to(request.user))]


class ProgrammeAdmin(CurationAdmin):
    """Staff keep their own programme up to date; a new one is a matter for the administrator."""

    list_display = ["name", "started_on", "ended_on", "website"]
    search_fields = ["name_key__holds"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "slug", "introduction", "introduction_en"]}),
        (_("Over het programma"), {"fields": ["about", "about_en", "website", "started_on", "ended_on"]}),
        (_("Contact"), {"fields": ["contact", "contact_en", "contact_email"]}),
    ]
    slug_from = "name"
    view_on_site = False

    def choosable(self, user):
        return programmes_of(user)

    def has_add_permission(self, request) -> bool:
        return self.admin_site.has_permission(request) and request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request) and (
            obj is None or programmes_of(request.user).filter(pk=obj.pk).exists()
        )


class CityRowForm(AskingForm):
    """What stays empty of a Dutch city is looked up by its name; nobody needs to know a code or a coordinate."""

    is_another = AnotherField(_("Nee, dit is een andere plaats"))
    looked_up = ("code", "province", "latitude", "longitude")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for column in self.looked_up:
            self.fields[column].required = False
            self.fields[column].help_text = _("Leeg? Dan zoeken we het op bij de naam van de gemeente.")

    def clean(self) -> dict:
        cleaned = super().clean()
        found = municipality_named(cleaned.get("name", ""))
        for column in self.looked_up:
            if column in cleaned and cleaned[column] in (None, ""):
                self._look_up(column, found)
        return cleaned

    def told_apart(self, row) -> str:
        return row.with_province

    def _look_up(self, column: str, found: Municipality | None) -> None:
        if found:
            self.cleaned_data[column] = getattr(found, column)
        else:
            self.add_error(column, _("Er is geen Nederlandse gemeente met deze naam. Vul dit zelf in."))


class CityAdmin(JoiningRows, CountsInitiatives):
    form = CityRowForm
    merged_as = MergeKind.CITY
    list_display = ["name", "province", "joined_in", "n_initiatives"]
    search_fields = ["name_key__holds", "code"]
    slug_from = "name"
    through, column = Initiative.cities.through, "city"
    fieldsets = [
        (None, {"fields": ["name", "is_another", "slug", "code", "province", "joined_in"]}),
        (_("Op de kaart"), {"fields": ["latitude", "longitude"]}),
        (_("Bronnen"), {"fields": ["sources"]}),
    ]

    def told_apart(self, row) -> str:
        return row.with_province

    def mergeable(self, request):
        """Where no other programme works: who works for a city works for the one that stays, too."""
        return self.get_queryset(request).filter(pk__in=cities_within(request.user).order_by().values("pk"))

    def may_be_deleted(self, request, obj) -> bool:
        return not obj.partners.exists() and not obj.roles.exists() and super().may_be_deleted(request, obj)


class ThemeForm(AskingForm):
    is_another = AnotherField(_("Nee, dit is een ander thema"))


class ChallengeForm(AskingForm):
    named = ("title",)
    is_another = AnotherField(_("Nee, dit is een ander vraagstuk"))


class ThemeAdmin(JoiningRows, CountsInitiatives):
    merged_as = MergeKind.THEME
    form = ThemeForm
    list_display = ["name", "n_initiatives"]
    search_fields = ["name_key__holds"]
    fields = ["name", "is_another", "slug"]
    slug_from = "name"
    through, column = Initiative.themes.through, "theme"
    view_on_site = False


class ScopeFilter(WordsFilter):
    title, parameter_name = _("hoe ver reikt het?"), "reikwijdte"
    vocabulary, column = Scope, "scope"


class ChallengeAdmin(JoiningRows, CountsInitiatives):
    merged_as = MergeKind.CHALLENGE
    form = ChallengeForm
    list_display = ["title", "scope", "asked_by", "n_initiatives"]
    list_filter = [ScopeFilter]
    list_select_related = ["asked_by"]
    search_fields = ["title_key__holds", "title_en_key__holds", "description"]
    choosers = ("asked_by",)
    fields = [
        *("title", "is_another", "title_en", "slug", "description", "description_en", "root_causes"),
        *("scope", "asked_by", "sources"),
    ]
    slug_from = "title"
    through, column = Initiative.challenges.through, "challenge"

    def may_be_deleted(self, request, obj) -> bool:
        return not obj.proposals.exists() and super().may_be_deleted(request, obj)


class PartnerKindFilter(WordsFilter):
    title, parameter_name = _("soort"), "partnersoort"
    vocabulary, column = PartnerKind, "kind"


class PartnerCityFilter(RowFilter):
    title, parameter_name = _("stad"), "stad"
    source = Partner._meta.get_field("city")


class PartnerForm(AskingForm):
    """A partner with its other names; asks once when a name looks like one that is known."""

    other_names = LinesField(
        label=_("Andere namen"),
        longest=PartnerAlias._meta.get_field("name").max_length,
        help_text=_("Afkortingen en oude namen, één per regel. Wie ernaar zoekt, vindt deze partner."),
    )
    named = ("name", "other_names", "website")
    is_another = AnotherField(_("Nee, dit is een andere organisatie"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk and "other_names" in self.fields:
            self.initial["other_names"] = "\n".join(self.instance.aliases.values_list("name", flat=True))

    def clean_other_names(self) -> list[str]:
        names = self.cleaned_data["other_names"]
        taken = PartnerAlias.objects.exclude(partner=self.instance.pk).select_related("partner")
        if clash := taken.named(*self._added(names)).first():
            raise ValidationError(
                _("“%(name)s” is al een andere naam van %(partner)s."),
                params={"name": clash.name, "partner": clash.partner},
            )
        return names

    def _added(self, names: list[str]) -> list[str]:
        """Those that were not there before."""
        before = self.initial.get("other_names", "").split("\n")
        return [name for name in names if name not in before]

    def ask_about(self, cleaned: dict) -> None:
        names = [cleaned.get("name", ""), *cleaned.get("other_names", [])]
        renamed = not {"name", "other_names"}.isdisjoint(self.changed_data)
        alike = look_alikes([name for name in names if name and renamed], but=self.instance.pk)
        if "website" in self.changed_data and (website := cleaned.get("website")):
            others = Partner.objects.admitted().exclude(pk=self.instance.pk)
            alike += [(other.name, other) for other in others.filter(website=website)[:5]]
        if not alike:
            return
        known = dict.fromkeys(
            f"{name} ({partner})" if name != partner.name else name for name, partner in alike[:5]
        )
        self.ask(
            _("Deze naam lijkt op: %(known)s. Is het dezelfde? Voeg de naam daar dan toe bij “Andere namen”.")
            % {"known": ", ".join(known)}
        )

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if "other_names" in self.changed_data:
            self._keep_names(self.cleaned_data["other_names"])

    def _keep_names(self, names: list[str]) -> None:
        self.instance.aliases.exclude(name__in=names).delete()
        here = set(self.instance.aliases.values_list("name", flat=True))
        PartnerAlias.objects.bulk_create(
            PartnerAlias(partner=self.instance, name=name) for name in names if name not in here
        )


class WaitingFilter(SelectFilter):
    title, parameter_name = _("toegelaten?"), "toegelaten"

    def words(self, request):
        return [("nee", _("wacht op het programma"), ~ADMITTED), ("ja", _("toegelaten"), ADMITTED)]


class PartnerAdmin(AdmittingPartners, SplittingPartners, JoiningRows, CountsInitiatives):
    merged_as = MergeKind.PARTNER
    form = PartnerForm
    kept_because = _("Deze partner heeft een geschiedenis. Vul bij “Gestopt?” een datum in.")
    list_display = ["name", "kind", "city", "also_known_as", "n_initiatives", "gone_on"]
    list_filter = [WaitingFilter, PartnerKindFilter, PartnerCityFilter]
    list_select_related = ["city"]
    search_fields = ["name_key__holds", "aliases__name_key__holds"]
    choosers = ("city",)
    slug_from = "name"
    through, column = Initiative.partners.through, "partner"

    def curated(self, user):
        """With what teams of their own programmes proposed."""
        return super().curated(user).filter(pk__in=Partner.objects.visible_to(user).order_by().values("pk"))

    def choosable(self, user):
        """Those this curator may know: another programme's team may have proposed one."""
        return Partner.objects.visible_to(user)

    fieldsets = [
        (None, {"fields": ["name", "is_another", "slug", "other_names", "kind", "city", "website"]}),
        (_("Gestopt?"), {"fields": ["gone_on"]}),
        (_("Bronnen"), {"fields": ["sources"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("aliases")

    def get_search_results(self, request, queryset, search_term):
        """By its name or one of the others, once each."""
        for word in typed_words(search_term):
            named = PartnerAlias.objects.filter(name_key__holds=word).order_by().values("partner")
            queryset = queryset.filter(Q(name_key__holds=word) | Q(pk__in=named))
        return queryset, False

    def label_of(self, row) -> str:
        """With its last day: one that stopped is chosen for what was, and seldom for what is."""
        return f"{row} ({row.stopped})" if row.stopped else str(row)

    def told_apart(self, row) -> str:
        return f"{row} ({row.kind_and_city})"

    @admin.display(description=_("ook bekend als"))
    def also_known_as(self, partner) -> str:
        return ", ".join(alias.name for alias in partner.aliases.all())

    def may_be_deleted(self, request, obj) -> bool:
        return not obj.partnerships.exists()
