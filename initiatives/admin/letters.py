"""The mail log: which letters went, wait or were given up. What they said is not in it."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.admin.filters import SelectFilter, WordsFilter
from initiatives.admin.screens import CurationAdmin
from initiatives.lenses import LetterKind
from initiatives.models import Letter


class LetterKindFilter(WordsFilter):
    title, parameter_name = _("waarover"), "waarover"
    vocabulary, column = LetterKind, "kind"


class LetterStateFilter(SelectFilter):
    title, parameter_name = _("verstuurd?"), "verstuurd"

    def words(self, request):
        return [
            ("wacht", _("wacht"), Q(sent_at=None, given_up_at=None)),
            ("ja", _("verstuurd"), Q(sent_at__isnull=False)),
            ("nee", _("opgegeven"), Q(given_up_at__isnull=False)),
        ]


class LetterAdmin(CurationAdmin):
    """To read only; one that did not go may be tried again."""

    kept_because = _("Wat verstuurd is, blijft in het postboek staan.")
    list_display = ["made_at", "kind", "to", "state", "trouble"]
    list_filter = [LetterStateFilter, LetterKindFilter]
    search_fields = ["to"]
    ordering = ["-made_at", "pk"]
    fields = readonly_fields = ["made_at", "kind", "to", "subject", "state", "tries", "trouble", "due_at"]
    actions = ["try_again"]
    has_history = view_on_site = False

    def curated(self, user):
        return Letter.objects.visible_to(user)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("verstuurd?"))
    def state(self, letter) -> str:
        if letter.sent_at:
            return _("verstuurd")
        return _("opgegeven") if letter.given_up_at else _("wacht")

    @admin.action(description=_("Stuur opnieuw"), permissions=["view"])
    def try_again(self, request, rows) -> None:
        with transaction.atomic():
            n = sum(letter.try_again() for letter in rows.select_for_update(no_key=True))
        said = ngettext("%(n)s brief gaat nu opnieuw.", "%(n)s brieven gaan nu opnieuw.", n)
        self.message_user(request, said % {"n": n}, messages.SUCCESS if n else messages.WARNING)
