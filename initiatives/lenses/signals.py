"""The questions that an initiative's own rows raise (theory §8, §9). A question, never a verdict."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class Signal(Words):
    """A rule; its explanation says when it speaks."""

    SHALLOW = "shallow", _("bijna alle small wins maken het bestaande beter"), _("oppervlakkig")
    NO_LOSS = "no_loss", _("het laatste jaar is geen keerzijde genoemd"), _("geen keerzijde")
    LOSS_OPEN = "loss_open", _("een zwaar verlies of meerdere verliezen staan open"), _("open verlies")
    TOP_DOWN = (
        "top_down",
        _("bijna alle small wins zijn op het niveau van bestuur, opleiding of beleid"),
        _("hoog-over"),
    )
    QUALITY = "quality", _("het groeide, en daarna ging de kwaliteit achteruit"), _("kwaliteit")
    LOOSE = "loose", _("bijna geen small win is verbonden"), _("losse flodders")
    GROWTH_ONLY = "growth_only", _("alle small wins met een soort zijn groei"), _("alleen groei")
    OWN_ORG = "own_org", _("bijna alles gebeurt binnen één organisatie"), _("één organisatie")
    SELF_PRAISE = "self_praise", _("niemand van buiten gaf een oordeel"), _("WC-eend")
    DOMINANT_WISH = "dominant_wish", _("vooral de wens van één partner wordt vervuld"), _("één wens")
    WISH_UNSERVED = (
        "wish_unserved",
        _("een wens blijft leeg terwijl een andere vordert"),
        _("wens zonder small win"),
    )
    TENSION_OPEN = "tension_open", _("twee wensen schuren al lang zonder afspraak"), _("open spanning")
    NO_WISH = "no_wish", _("van een partner is geen wens bekend"), _("wens onbekend")
    KEY_PERSON = "key_person", _("bijna alles komt van één persoon"), _("één trekker")
    NOT_INVENTED_BY_ME = (
        "not_invented_by_me",
        _("er is veel nieuw bedacht en niets geleend"),
        _("zelf bedacht"),
    )
    INVISIBLE = "invisible", _("niets is nog aan anderen verteld"), _("onzichtbaar")
    STUCK_WALL = "stuck_wall", _("een muur staat er al meer dan een jaar"), _("muur die blijft")
    OVERLOAD = "overload", _("docenten verloren een paar keer tijd"), _("te veel")
    SILENT = "silent", _("er is een half jaar niets verteld"), _("stil")


class SignalState(Words):
    """How it stands with a rule, for an initiative, today. No rule is silently absent."""

    ASKED = "asked", _("deze vraag is er nu"), _("vraag")
    ASIDE = "aside", _("het team legde deze vraag opzij"), _("opzijgelegd")
    TOO_LITTLE = "too_little", _("er is nog niet genoeg bekend om dit te vragen"), _("te weinig gegevens")
    QUIET = "quiet", _("wat er bekend is, roept deze vraag niet op"), _("geen vraag")
