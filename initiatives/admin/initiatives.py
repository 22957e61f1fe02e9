"""Initiatives, who works on them, and whether everyone may read them."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from initiatives.admin.declining import DecliningProposals, said_of_proposal
from initiatives.admin.filters import RowFilter, SelectFilter, WordsFilter
from initiatives.admin.opening import AskingToOpen, openness
from initiatives.admin.places import counted
from initiatives.admin.reach import curated_with_declined_by, initiatives_of, memberships_of, partnerships_of
from initiatives.admin.screens import SHOWN_IN_A_PANEL, CurationAdmin, Panel, PanelLine, RowForm
from initiatives.admin.starting import StartingInitiatives
from initiatives.admin.tied import hanging_on, ties_panel
from initiatives.forms.widgets import Rows
from initiatives.lenses import Audience, MembershipRole, PartnershipRole, Precision, Stage
from initiatives.links import number_in
from initiatives.models import Initiative, Membership, SmallWin
from initiatives.models.initiatives import PROPOSED
from initiatives.models.names import typed_words
from initiatives.periods import remembered
from initiatives.reports.network.silence import with_last

SHOWN_TO = {
    Audience.TEAM: _("het team"),
    Audience.NETWORK: _("het netwerk"),
    Audience.PUBLIC: _("iedereen"),
}


class PublishedFilter(SelectFilter):
    """Proposals that were declined stand in no other list than their own."""

    title, parameter_name = _("wie leest het?"), "gepubliceerd"

    def words(self, request):
        published = Q(published_at__isnull=False)
        return [
            ("nee", _("nog niet gepubliceerd"), Q(published_at__isnull=True)),
            ("voorgesteld", _("voorgesteld, wacht op een antwoord"), PROPOSED),
            ("niet-opgenomen", _("voorgesteld, niet opgenomen"), Q(declined_at__isnull=False)),
            ("ja", _("gepubliceerd"), published),
            ("netwerk", _("gepubliceerd, voor het netwerk"), published & Q(audience=Audience.NETWORK)),
            ("iedereen", _("gepubliceerd, voor iedereen"), published & Q(audience=Audience.PUBLIC)),
        ]

    def queryset(self, request, queryset):
        here = queryset if self.value() == "niet-opgenomen" else queryset.not_declined()
        return super().queryset(request, here)


class InitiativeForm(RowForm):
    """An initiative. Its audience counts from publishing on; until then it is unpublished."""

    def clean_programme(self):
        """What is invented does not become real, nor the other way round: the database holds it."""
        programme, is_new = self.cleaned_data["programme"], self.instance._state.adding
        if not is_new and self.instance.programme.is_example != programme.is_example:
            raise ValidationError(
                _("Een bedacht initiatief wordt niet echt, en een echt initiatief niet bedacht.")
            )
        return programme

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if field := self.fields.get("audience"):
            stored = self.instance.audience if self.instance.pk else None
            offered = [word for word in Audience if word != Audience.TEAM or word == stored]
            field.choices = [(word.value, capfirst(word.label)) for word in offered]
            field.required, field.is_part = False, True  # a page of yesterday leaves it as it is


class CareFilter(SelectFilter):
    """Initiatives that may need somebody to call."""

    title, parameter_name = _("aandacht"), "aandacht"

    def words(self, request):
        told = SmallWin.objects.standing()
        a_team = Q(pk__in=Membership.objects.values("initiative"))
        leads = Membership.objects.filter(role=MembershipRole.LEAD).values("initiative")
        came_in = Membership.objects.filter(user__last_login__isnull=False).values("initiative")
        return [
            ("geen", _("geen small wins"), ~Q(pk__in=told.order_by().values("initiative"))),
            ("stil", _("een half jaar stil"), Q(pk__in=Initiative.objects.silent(told).values("pk"))),
            ("geen-team", _("geen team"), ~a_team),
            ("zonder-trekker", _("team zonder trekker"), a_team & ~Q(pk__in=leads)),
            ("nooit-ingelogd", _("niemand van het team logde ooit in"), a_team & ~Q(pk__in=came_in)),
        ]


class StageFilter(WordsFilter):
    title, parameter_name = _("fase"), "fase"
    vocabulary, column, open_label = Stage, "stage", _("niet ingevuld")


READ_BY = {
    None: _(
        "Dit initiatief is nog niet gepubliceerd. Alleen het team, de kwartiermaker en het programma zien het."
    ),
    Audience.TEAM: _(
        "Dit initiatief is gepubliceerd, voor het team. Het netwerk en de openbare pagina’s tonen het niet."
    ),
    Audience.NETWORK: _("Dit initiatief is gepubliceerd, voor het netwerk: iedereen die kan inloggen."),
    Audience.PUBLIC: _(
        "Dit initiatief is gepubliceerd, voor iedereen. Bevestigde small wins voor iedereen zijn openbaar."
    ),
}


class InitiativeCityFilter(RowFilter):
    title, parameter_name = _("stad"), "stad"
    source = Initiative._meta.get_field("cities")


class InitiativeThemeFilter(RowFilter):
    title, parameter_name = _("thema"), "thema"
    source = Initiative._meta.get_field("themes")


class InitiativeAdmin(StartingInitiatives, DecliningProposals, AskingToOpen, CurationAdmin):
    form = InitiativeForm
    list_display = ["title", "programme", "in_cities", "stage", "is_read_by", "opens", "n_wins", "last_win"]
    list_filter = [PublishedFilter, CareFilter, InitiativeCityFilter, StageFilter, InitiativeThemeFilter]
    list_select_related = ["programme"]
    search_fields = ["title_key__holds"]
    choosers = ("cities", "themes", "challenges")
    slug_from = "title"
    kept_because = _(
        "Dit initiatief is gepubliceerd of niet opgenomen, of heeft small wins. Haal het offline of zet de fase op gestopt."
    )
    actions = ["publish", "unpublish", "ask_to_open"]
    fieldsets = [
        (None, {"fields": ["programme", "title", "title_en", "slug", "summary", "summary_en"]}),
        (_("Waar en waarover"), {"fields": ["cities", "themes", "challenges"]}),
        (
            _("Hoe ver"),
            {"fields": ["stage", "curriculum", "started_on", "started_precision", "ended_on"]},
        ),
        (_("Opschaaldroom"), {"fields": ["dream", "dream_en"]}),
        (_("Bronnen"), {"fields": ["sources"]}),
        (_("Voor wie"), {"fields": ["audience"]}),
    ]

    def curated(self, user):
        standing = SmallWin.objects.standing()
        known = curated_with_declined_by(user).annotate(wins_together=counted(standing, "initiative"))
        return with_last(known, standing)

    def choosable(self, user):
        return initiatives_of(user)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cities")

    def get_search_results(self, request, queryset, search_term):
        """By title in either language, by city or by partner."""
        for word in typed_words(search_term):
            cities = Initiative.cities.through.objects.filter(city__name_key__holds=word)
            partners = partnerships_of(request.user).filter(partner__name_key__holds=word).order_by()
            queryset = queryset.filter(
                Q(title_key__holds=word)
                | Q(pk__in=cities.values("initiative"))
                | Q(pk__in=partners.values("initiative"))
            )
        return queryset, False

    @admin.display(description=_("steden"))
    def in_cities(self, initiative) -> str:
        return initiative.where

    @admin.display(description=_("wie leest het?"), ordering="published_at")
    def is_read_by(self, initiative) -> str:
        if initiative.declined_at:
            return _("niet opgenomen")
        if initiative.waits:
            return _("voorgesteld: alleen het team")
        return (
            SHOWN_TO[initiative.shown_to]
            if initiative.published_at
            else _("niet gepubliceerd: alleen het team")
        )

    @admin.display(description=_("small wins openbaar?"))
    def opens(self, initiative) -> str:
        return openness(initiative)

    def formfield_for_choice_field(self, db_field, request, **options):
        if db_field.name == "audience":
            options["widget"] = Rows(vocabulary=Audience)
        return super().formfield_for_choice_field(db_field, request, **options)

    @admin.display(description=_("small wins"), ordering="wins_together")
    def n_wins(self, initiative) -> str:
        address = reverse("admin:initiatives_smallwin_changelist")
        words = f"?status=standing&initiatief={initiative.slug}"
        return format_html('<a href="{}{}">{}</a>', address, words, initiative.wins_together)

    @admin.display(description=_("laatste small win"), ordering="last_on")
    def last_win(self, initiative) -> str:
        if initiative.last_on:
            return remembered(initiative.last_on, initiative.last_precision)
        return _("geen met een datum") if initiative.wins_together else _("nog geen")

    def may_be_deleted(self, request, obj) -> bool:
        return not (obj.declined_at or obj.published_at or obj.wins.exists())

    def has_change_permission(self, request, obj=None) -> bool:
        """A declined proposal is its team's to change. Staff may publish it all the same, from the list."""
        return super().has_change_permission(request, obj) and not (obj and self.is_closed(obj))

    def is_closed(self, row) -> bool:
        return bool(row.declined_at)

    def remarks(self, request, obj) -> list[str]:
        if obj.declined_at:
            return [said_of_proposal(obj)]
        return [*filter(None, [said_of_proposal(obj)]), READ_BY[obj.shown_to if obj.published_at else None]]

    def view_on_site(self, obj) -> str:
        """No page of the site shows a declined proposal to the staff."""
        return "" if obj.declined_at else super().view_on_site(obj)

    def panels(self, request, obj) -> list[Panel]:
        """What hangs on a declined proposal is out of sight with it."""
        if obj.declined_at:
            return []
        return [
            self._partners_panel(obj),
            self._team_panel(obj),
            self._wins_panel(obj),
            ties_panel(obj, known_to=request.user),
            self._figures_panel(obj),
        ]

    def _partners_panel(self, obj) -> Panel:
        partnerships = obj.partnerships.select_related("partner")
        lines = [
            PanelLine(
                text=partnership.partner.name,
                address=reverse("admin:initiatives_partnership_change", args=[partnership.pk]),
                remark=PartnershipRole(partnership.role).label if partnership.takes_part() else _("gestopt"),
            )
            for partnership in partnerships[:SHOWN_IN_A_PANEL]
        ]
        return hanging_on(
            obj, _("Partners"), "partnership", lines, partnerships.count(), _("Partner toevoegen")
        )

    def _team_panel(self, obj) -> Panel:
        memberships = obj.memberships.select_related("user").order_by("role", "user__display_name_sort")
        lines = [
            PanelLine(
                text=str(membership.user),
                address=reverse("admin:initiatives_membership_change", args=[membership.pk]),
                remark=MembershipRole(membership.role).label,
            )
            for membership in memberships[:SHOWN_IN_A_PANEL]
        ]
        return hanging_on(obj, _("Team"), "membership", lines, memberships.count(), _("Teamlid toevoegen"))

    def _figures_panel(self, obj) -> Panel:
        lines = [
            PanelLine(
                text=str(figure),
                address=reverse("admin:initiatives_figure_change", args=[figure.pk]),
                remark=figure.source_said,
            )
            for figure in obj.figures.by_year()[:SHOWN_IN_A_PANEL]
        ]
        return hanging_on(obj, _("Aantallen"), "figure", lines, obj.figures.count(), _("Aantal toevoegen"))

    def _wins_panel(self, obj) -> Panel:
        wins = obj.wins.standing().newest_first().defer("search")
        lines = [
            PanelLine(win.title, reverse("admin:initiatives_smallwin_change", args=[win.pk]), win.state.label)
            for win in wins[:5]
        ]
        place = reverse("admin:initiatives_smallwin_changelist")
        return Panel(_("Small wins"), lines, wins.count(), f"{place}?status=standing&initiatief={obj.slug}")

    # --- who may read it -------------------------------------------------------------------------
    def extra_buttons(self, request, obj):
        if obj and obj.published_at:
            return [("_unpublish", _("Bewaar en haal offline"))]
        return [("_publish", _("Bewaar en publiceer"))]

    def after_saving(self, request, obj) -> None:
        if "_publish" in request.POST:
            self.publish(request, [obj])
        elif "_unpublish" in request.POST:
            self.unpublish(request, [obj])

    def response_post_save_add(self, request, obj):
        return self._back_to(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back_to(request, obj) or super().response_post_save_change(request, obj)

    def _back_to(self, request, obj):
        """The page of an initiative that could not be published: there one adds what is missing, and reads why."""
        is_refused = "_publish" in request.POST and not obj.published_at
        return HttpResponseRedirect(self._address("change", obj.pk)) if is_refused else None

    @admin.action(description=_("Publiceer"))
    def publish(self, request, initiatives) -> None:
        done, came_in = [], []
        for initiative in initiatives:
            try:
                came_in += [initiative] if initiative.publish(by=request.user) else []
            except ValidationError as refusal:
                self.message_user(request, f"{initiative}: {' '.join(refusal.messages)}", messages.ERROR)
            else:
                done.append(initiative)
        words = ngettext(
            "%(count)s initiatief is gepubliceerd.", "%(count)s initiatieven zijn gepubliceerd.", len(done)
        )
        self._say(request, done, gettext("Gepubliceerd."), words)
        # From the screen of one initiative nothing is kept yet.
        transaction.on_commit(partial(self.tell_who_proposed, request, came_in))

    @admin.action(description=_("Haal offline"))
    def unpublish(self, request, initiatives) -> None:
        done = list(initiatives)
        for initiative in done:
            initiative.unpublish()
        words = ngettext(
            "%(count)s initiatief is offline.", "%(count)s initiatieven zijn offline.", len(done)
        )
        self._say(request, done, gettext("Offline gehaald."), words)

    def _say(self, request, done, noted: str, words: str) -> None:
        if done:
            self.note(request, done, noted)
            self.message_user(request, words % {"count": len(done)}, messages.SUCCESS)


class OfInitiativeFilter(RowFilter):
    """Which initiative it hangs on; only those one curates."""

    title, parameter_name = _("initiatief"), "initiatief"

    def rows(self, request):
        return initiatives_of(request.user).order_by("title_sort")

    def condition(self, queryset, row):
        return queryset.filter(initiative=row)


class HangsOnInitiative(CurationAdmin):
    """A row that says who takes part in one initiative; it is kept from that initiative's page."""

    list_filter = [OfInitiativeFilter]
    view_on_site = False

    def get_changeform_initial_data(self, request):
        """The initiative from whose page one comes, if it is one's own."""
        here = initiatives_of(request.user).filter(pk=number_in(request.GET.get("initiative", ""))).first()
        return {"initiative": here.pk} if here else {}

    def get_readonly_fields(self, request, obj=None):
        """The person and the initiative stay as they are; a mistake is deleted and made anew."""
        return ("initiative", *self.kept) if obj else ()

    def may_be_deleted(self, request, obj) -> bool:
        return True

    def response_post_save_add(self, request, obj):
        return self.back_to(obj.initiative)

    def response_post_save_change(self, request, obj):
        return self.back_to(obj.initiative)


A_TEAM_HAS_A_LEAD = _("Een team houdt minstens één trekker. Maak eerst iemand anders trekker.")


class PartnershipAdmin(HangsOnInitiative):
    list_display = ["partner", "initiative", "role", "since", "until", "is_over"]
    list_select_related = ["initiative", "partner"]
    search_fields = ["partner__name_key__holds", "initiative__title_key__holds"]
    choosers = ("initiative", "partner")
    kept = ("partner",)
    kept_because = _(
        "Een gepubliceerd initiatief houdt minstens één partner. Is de samenwerking voorbij? Vul “tot” in."
    )
    fields = ["initiative", "partner", "role", "since", "until", "is_over"]

    def curated(self, user):
        return partnerships_of(user)

    def save_model(self, request, obj, form, change) -> None:
        """A first day that somebody typed is a day; it may have been known as a year."""
        if "since" in form.changed_data:
            obj.since_precision = Precision.DAY
        super().save_model(request, obj, form, change)

    def may_be_deleted(self, request, obj) -> bool:
        """A published initiative keeps at least one partner."""
        others = obj.initiative.partnerships.admitted().exclude(pk=obj.pk)
        return obj.initiative.published_at is None or others.exists()


def would_leave_no_lead(membership: Membership) -> bool:
    """True for the last lead of a team with others in it."""
    others = membership.initiative.memberships.exclude(pk=membership.pk)
    return membership.is_last_lead and others.exists()


class MembershipForm(RowForm):
    """Another role, but a team keeps its lead."""

    def clean(self):
        data = super().clean()
        steps_down = self.instance.pk and data.get("role") not in (None, MembershipRole.LEAD)
        if steps_down and would_leave_no_lead(self.instance):
            self.add_error("role", A_TEAM_HAS_A_LEAD)
        return data


class MembershipAdmin(HangsOnInitiative):
    """Memberships. A team with members keeps at least one lead."""

    form = MembershipForm
    kept_because = A_TEAM_HAS_A_LEAD
    list_display = ["user", "initiative", "role"]
    list_select_related = ["initiative", "user"]
    search_fields = ["user__display_name_key__holds", "user__email", "initiative__title_key__holds"]
    choosers = ("initiative", "user")
    kept = ("user",)
    fields = ["initiative", "user", "role"]

    def curated(self, user):
        return memberships_of(user)

    def get_changeform_initial_data(self, request):
        return {
            **super().get_changeform_initial_data(request),
            "user": number_in(request.GET.get("user", "")),
        }

    def hold(self, row) -> None:
        """The team first: two leads who step down at once would both see the other stay."""
        Initiative.objects.select_for_update(no_key=True).get(pk=row.initiative_id)
        super().hold(row)

    def may_be_deleted(self, request, obj) -> bool:
        return not would_leave_no_lead(obj)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return obj.initiative.invitations.take_back_from(obj.user, by=request.user)
        role, obj.role = obj.role, form.initial["role"]
        return obj.give(role)

    def delete_model(self, request, obj) -> None:
        obj.end(by=request.user)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:  # somebody else stepped down at this moment
            self.message_user(request, " ".join(refusal.messages), messages.WARNING)
            return HttpResponseRedirect(self._address("changelist"))
