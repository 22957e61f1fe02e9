"""The admin as programme staff use it, at /beheer/: which screens there are, and who may come in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from initiatives.admin.audit import AuditEntryAdmin
from initiatives.admin.belonging import InitiativeLinkAdmin
from initiatives.admin.doubles import DoublesPage
from initiatives.admin.figures import FigureAdmin
from initiatives.admin.importing import ImportPages
from initiatives.admin.inbox import inbox
from initiatives.admin.initiatives import InitiativeAdmin, MembershipAdmin, PartnershipAdmin
from initiatives.admin.letters import LetterAdmin
from initiatives.admin.links import WinLinkAdmin
from initiatives.admin.people import RoleAdmin, UserAdmin
from initiatives.admin.places import ChallengeAdmin, CityAdmin, PartnerAdmin, ProgrammeAdmin, ThemeAdmin
from initiatives.admin.sent_in import ChallengeProposalAdmin
from initiatives.admin.wins import SmallWinAdmin
from initiatives.exchange.rounds import nobody_sends
from initiatives.models import (
    AuditEntry,
    Challenge,
    ChallengeProposal,
    City,
    Figure,
    Initiative,
    InitiativeLink,
    Letter,
    Membership,
    Partner,
    Partnership,
    Programme,
    Role,
    SmallWin,
    Theme,
    User,
    WinLink,
)
from initiatives.reports.network.beginning import beginning

# In the order of the work, and with the words under which it stands on the first page.
SCREENS = [
    (_("Wat er verteld wordt"), {SmallWin: SmallWinAdmin, WinLink: WinLinkAdmin}),
    (
        _("Initiatieven en hun teams"),
        {
            Initiative: InitiativeAdmin,
            Partnership: PartnershipAdmin,
            Membership: MembershipAdmin,
            InitiativeLink: InitiativeLinkAdmin,
            Figure: FigureAdmin,
        },
    ),
    (
        _("Het netwerk"),
        {
            Partner: PartnerAdmin,
            Challenge: ChallengeAdmin,
            ChallengeProposal: ChallengeProposalAdmin,
            Theme: ThemeAdmin,
            City: CityAdmin,
            Programme: ProgrammeAdmin,
        },
    ),
    (_("Mensen en rollen"), {User: UserAdmin, Role: RoleAdmin}),
    (_("Wat er veranderde"), {AuditEntry: AuditEntryAdmin}),
    (_("Post"), {Letter: LetterAdmin}),
]
NOT_OURS = {"password_change", "password_change_done", "view_on_site", "jsi18n", "app_list"}


class SearchRows(AutocompleteJsonView):
    """Searches rows for a chooser while someone types. It finds only rows that the form will accept."""

    def get_queryset(self):
        rows = self.model_admin.choices_for(self.request)
        found, has_doubles = self.model_admin.get_search_results(self.request, rows, self.term)
        return found.distinct() if has_doubles else found

    def serialize_result(self, row, to_field_name):
        found = super().serialize_result(row, to_field_name)
        return {**found, "text": self.model_admin.label_of(row), "slug": getattr(row, "slug", "")}


class CurationSite(AdminSite):
    site_header = site_title = _("Beheer")
    index_title = _("Beheer")
    enable_nav_sidebar = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.disable_action("delete_selected")
        for _heading, screens in SCREENS:
            for model, screen in screens.items():
                super().register(model, screen)

    def register(self, model_or_iterable, admin_class=None, **options):
        """Screens that other packages bring along (groups, mail addresses) stay out."""

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_programme_staff

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """By the site's own log-in page, so that its limits count here as well."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return secure_admin_login(self._already_in)(request)

    def _already_in(self, request):
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))

    def get_urls(self):
        """Without Django's own password pages, and without the page that gives away any web address."""
        ours = [url for url in super().get_urls() if getattr(url, "name", "") not in NOT_OURS]
        return [*ImportPages(self).urls(), *DoublesPage(self).urls(), *ours]

    def each_context(self, request):
        return {
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "sections": self.sections(request),
        }

    def sections(self, request) -> list[tuple[str, list[dict]]]:
        """The screens under their headings, as the first page and the bar above every page show them."""
        return [(heading, [self._entry(model, request) for model in screens]) for heading, screens in SCREENS]

    def _entry(self, model, request) -> dict:
        meta = model._meta
        place = f"admin:{meta.app_label}_{meta.model_name}"
        address = reverse(f"{place}_changelist", current_app=self.name)
        may_add = self._registry[model].has_add_permission(request)
        return {
            "name": capfirst(str(meta.verbose_name_plural)),
            "what": str(meta.verbose_name),
            "address": address,
            "is_open": request.path.startswith(address),
            "add_address": reverse(f"{place}_add", current_app=self.name) if may_add else "",
        }

    def index(self, request, extra_context=None):
        context = {
            "inbox": inbox(request.user),
            "beginning": beginning(request.user),
            "unsent": nobody_sends(),
        }
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        return []

    def autocomplete_view(self, request):
        return SearchRows.as_view(admin_site=self)(request)
