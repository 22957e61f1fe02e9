"""Words about the cities and the organisations of the network."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class PartnerKind(Words):
    """What sort of organisation it is (theory §5)."""

    UNIVERSITY = "university", _("universiteit")
    UNIVERSITY_OF_APPLIED_SCIENCES = "university_of_applied_sciences", _("hogeschool")
    MBO = "mbo", _("mbo-school")
    MUNICIPALITY = "municipality", _("gemeente")
    HOUSING_CORPORATION = "housing_corporation", _("woningcorporatie")
    NEIGHBOURHOOD_ORGANISATION = "neighbourhood_organisation", _("wijkorganisatie")
    RESIDENTS = "residents", _("bewonersgroep")
    CIVIL_SOCIETY = "civil_society", _("maatschappelijke organisatie")
    BUSINESS = "business", _("bedrijf")
    NATIONAL_GOVERNMENT = "national_government", _("Rijk")
    FUNDER = "funder", _("fonds of regeling")
    NETWORK = "network", _("netwerk")
    OTHER = "other", _("andere organisatie")


KNOWLEDGE_INSTITUTIONS = (
    PartnerKind.UNIVERSITY,
    PartnerKind.UNIVERSITY_OF_APPLIED_SCIENCES,
    PartnerKind.MBO,
)


class Scope(Words):
    """How far a question reaches."""

    NEIGHBOURHOOD = "neighbourhood", _("wijk")
    CITY = "city", _("stad")
    REGION = "region", _("regio")
    COUNTRY = "country", _("land")


class ChallengeAnswer(Words):
    """What the staff did with a question that somebody sent in."""

    NEW = "new", _("opgenomen als vraagstuk")
    KNOWN = "known", _("het stond er al")
    DECLINED = "declined", _("niet opgenomen")


class TieDepth(Words):
    """How long two organisations have worked together, by a rule of ours (docs/rules.md)."""

    ONCE = "once", _("Samen in één initiatief, in één studiejaar."), _("eenmalig")
    RETURNING = (
        "returning",
        _("Nog eens: in een ander initiatief, of in een ander studiejaar."),
        _("terugkerend"),
    )
    LONGER = "longer", _("Samen in drie studiejaren of meer."), _("langer")
    LASTING = "lasting", _("Nu nog samen, in het vijfde studiejaar of later."), _("blijvend")
