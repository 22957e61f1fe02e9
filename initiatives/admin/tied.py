"""What hangs on an initiative, in panels on its screen; and its ties with others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.admin.reach import ties_of
from initiatives.admin.screens import SHOWN_IN_A_PANEL, Panel, PanelLine
from initiatives.models import Initiative, User


def hanging_on(obj, heading, model_name, lines, total, add_text) -> Panel:
    place = f"admin:initiatives_{model_name}"
    return Panel(
        heading,
        lines,
        total,
        all_address=f"{reverse(f'{place}_changelist')}?initiatief={obj.slug}",
        add_address=f"{reverse(f'{place}_add')}?initiative={obj.pk}",
        add_text=add_text,
    )


def ties_panel(obj: Initiative, *, known_to: User) -> Panel:
    """Those that this curator works on; one that was declined is no tie."""
    ties = ties_of(known_to).at(obj).not_declined().select_related("initiative", "other")
    lines = [
        PanelLine(
            text=f"{tie.said_at(obj)} {tie.end_of(obj)}",
            address=reverse("admin:initiatives_initiativelink_change", args=[tie.pk]),
            remark=_("wacht op een ja") if tie.waits else tie.get_basis_display(),
        )
        for tie in ties[:SHOWN_IN_A_PANEL]
    ]
    heading, adds = _("Verbanden tussen initiatieven"), _("Verband toevoegen")
    return hanging_on(obj, heading, "initiativelink", lines, ties.count(), adds)
