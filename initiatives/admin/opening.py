"""Staff ask teams whether everyone may read what they told. They ask; only the team opens (decision 0180)."""

import datetime as dt

from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.admin.reach import initiatives_of
from initiatives.exchange.letters import send_opening_question
from initiatives.links import for_others
from initiatives.models import Initiative
from initiatives.periods import on_day

NOT_AGAIN = dt.timedelta(days=30)  # a team that does not answer is asked once a month at most
NAMED_IN_A_MESSAGE = 5


class AskingToOpen:
    """An action of the lists of initiatives and of wins: one letter a team, about all its wins that are not open."""

    @admin.action(description=gettext_lazy("Vraag het team: mag dit openbaar?"))
    def ask_to_open(self, request, rows) -> None:
        asked, refused = [], {}
        chosen = rows.values("pk") if rows.model is Initiative else rows.values("initiative")
        for pk in initiatives_of(request.user).filter(pk__in=chosen.order_by()).values_list("pk", flat=True):
            initiative, reason = _ask(pk, request)
            if reason:
                refused[initiative] = reason
            else:
                asked.append(initiative)
        self._say_who_was_asked(request, asked, refused)

    def _say_who_was_asked(self, request, asked: list[Initiative], refused: dict[Initiative, str]) -> None:
        if asked:
            said = ngettext(
                "De vraag is gemaild aan %(n)s team.", "De vraag is gemaild aan %(n)s teams.", len(asked)
            )
            self.message_user(request, said % {"n": len(asked)}, messages.SUCCESS)
        for initiative, reason in list(refused.items())[:NAMED_IN_A_MESSAGE]:
            self.message_user(request, f"“{initiative}” {reason}", messages.WARNING)
        if len(refused) > NAMED_IN_A_MESSAGE:
            rest = _("En nog %(count)s andere niet.") % {"count": len(refused) - NAMED_IN_A_MESSAGE}
            self.message_user(request, rest, messages.WARNING)


def _ask(pk: int, request) -> tuple[Initiative, str]:
    """Ask one team, unless there is a reason not to. Out: the initiative, and that reason."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update(no_key=True).get(pk=pk)
        if reason := why_not(initiative):
            return initiative, reason
        initiative.ask_who_reads(by=request.user)
        address = for_others(request, reverse("openings:choose", args=[initiative.slug]))
        wins = initiative.wins.to_open().count()
        send_opening_question(initiative, wins=wins, by=request.user, address=address)
    return initiative, ""


def why_not(initiative: Initiative) -> str:
    """Why this team is not asked now; empty where it is."""
    if initiative.opens_wins is False:
        return _("zei nee, op %(day)s. Dat blijft zo, tot het team zelf anders kiest.") % {
            "day": on_day(initiative.opened_at)
        }
    asked = initiative.opening_asked_at
    if asked and timezone.now() - asked < NOT_AGAIN:
        return _("is al gevraagd, op %(day)s.") % {"day": on_day(asked)}
    if not initiative.wins.to_open().exists():
        return _("heeft geen small wins die nog openbaar kunnen worden.")
    if not initiative.memberships.filter(user__is_active=True).exists():
        return _("heeft nog niemand in het team.")
    return ""


def openness(initiative: Initiative) -> str:
    """What the team chose, in the list of initiatives."""
    if initiative.opens_wins is not None:
        return _("ja") if initiative.opens_wins else _("nee, het netwerk")
    asked = initiative.opening_asked_at
    return _("gevraagd op %(day)s") % {"day": on_day(asked)} if asked else _("nog niet gekozen")
