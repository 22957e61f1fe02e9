"""Words about two rows that turn out to be one, and one that turns out to be two."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class MergeKind(Words):
    """What the two rows are."""

    PARTNER = "partner", _("twee partners die er één zijn"), _("partner")
    CHALLENGE = "challenge", _("twee vraagstukken die er één zijn"), _("vraagstuk")
    THEME = "theme", _("twee thema’s die er één zijn"), _("thema")
    CITY = "city", _("twee steden die er één zijn"), _("stad")
    USER = "user", _("twee accounts van één persoon"), _("persoon")
