"""Words about an initiative and those who take part in it."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class Stage(Words):
    """How far along it is. Not a ladder: an ended pilot may have taught the most."""

    IDEA = "idea", _("idee")
    PILOT = "pilot", _("proef")
    REPEATED = "repeated", _("herhaald")
    EMBEDDED = "embedded", _("ingebed")
    ENDED = "ended", _("gestopt")


class CurriculumStatus(Words):
    """The relation to the curriculum: freedom outside, a place inside."""

    OUTSIDE = "outside", _("buiten het curriculum")
    ELECTIVE = "elective", _("keuzevak")
    COMPULSORY = "compulsory", _("verplicht")
    MIXED = "mixed", _("gemengd")
    NOT_APPLICABLE = "n/a", _("niet van toepassing")
    UNKNOWN = "unknown", _("weet ik niet")


class PartnershipRole(Words):
    """The role of a partner in this initiative. Its kind of organisation belongs to the partner."""

    LEAD = "lead", _("trekker")
    PARTNER = "partner", _("partner")
    CLIENT = "client", _("opdrachtgever")
    FUNDER = "funder", _("financier")


class InitiativeTie(Words):
    """How an initiative belongs to another one. The explanation is what the page of the other one says."""

    PART_OF = "part_of", _("hierbij hoort"), _("hoort bij")
    GREW_OUT_OF = "grew_out_of", _("hieruit kwam voort"), _("kwam voort uit")
    TOGETHER_WITH = "together_with", _("samen met"), _("samen met")


class StillSo(Words):
    """What a team says when it is asked by mail whether what stands here is still so. The codes stand in addresses."""

    STILL = "klopt", _("Wat er over het initiatief staat, klopt nog."), _("het klopt nog")
    CHANGED = "veranderd", _("Er veranderde iets wat hier nog niet staat."), _("er is iets veranderd")
    STOPPED = "gestopt", _("Het initiatief loopt niet meer."), _("het is gestopt")


class TellerKind(Words):
    """The position that somebody without an account gives. The explanation is the label in a sentence."""

    STUDENT = "student", _("een student"), _("student")
    TEACHER = "teacher", _("een docent of onderzoeker"), _("docent of onderzoeker")
    RESIDENT = "resident", _("een bewoner"), _("bewoner")
    PARTNER = "partner", _("iemand van een partner")
    OTHER = "other", _("iemand anders")


class MembershipRole(Words):
    """Someone's place in a team."""

    MEMBER = "member", _("Vertelt small wins en verandert wat er staat."), _("teamlid")
    LEAD = "lead", _("Vertelt small wins, en beslist wie er in het team zit."), _("trekker")
