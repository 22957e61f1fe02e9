"""Words about what is known of a win: how far it goes, who says so, whether it still stands (theory §7a, §14)."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class WinKind(Words):
    """What sort of thing went well: the examples of the first learning afternoon (theory §7a)."""

    SATISFIED = "satisfied", _("tevreden mensen")
    RESOURCES = "resources", _("geld of middelen")
    INSPIRATION = "inspiration", _("inspiratie, zoals een werkbezoek")
    NEW_PARTNER = "new_partner", _("nieuwe partner")
    COMMUNITY = "community", _("groep die van elkaar leert")
    STORY = "story", _("verhaal dat werkt")
    VISIBILITY = "visibility", _("zichtbaarheid")
    RULE = "rule", _("regel of beleid")
    SKILL = "skill", _("nieuwe vaardigheid")
    HANDOVER = "handover", _("overdracht")
    OTHER = "other", _("iets anders")


class Answer(Words):
    """An answer to a criterion of a small win. NULL beside it: not asked."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("deels")
    NO = "no", _("nee")
    UNKNOWN = "unknown", _("weet ik niet")


class CompanyAnswer(Words):
    """What the team said about who was there, where they named no partner."""

    NOBODY = "none", _("niemand anders")
    UNKNOWN = "unknown", _("weet ik niet")


class WallAnswer(Words):
    """What the team said about the wall that it broke or went round, where they named none (theory §7a)."""

    NONE = "none", _("geen muur")
    UNKNOWN = "unknown", _("weet ik niet")


class WinSize(Words):
    """Small enough to do yourselves, big enough to matter (Weick 1984)."""

    SMALL = "small", _("klein")
    MEDIUM = "medium", _("middel")
    LARGE = "large", _("groot")
    UNKNOWN = "unknown", _("weet ik niet")


class Coupling(Words):
    """Whether it changed people, things, or both (tool page Small wins, HBO)."""

    NONE = "none", _("geen van beide")
    SOCIAL = "social", _("in mensen")
    MATERIAL = "material", _("in spullen, regels of middelen")
    BOTH = "both", _("in allebei")
    UNKNOWN = "unknown", _("weet ik niet")


class Grade(Words):
    """How far a win goes, in words and never as a score (theory §7a; the thresholds are ours)."""

    SIGNAL = "signal", _("het team vertelt wat er gebeurt"), _("verteld")
    LIGHT = "light", _("het is gebeurd en af"), _("gebeurd")
    SMALL_WIN = (
        "small_win",
        _("het is gebeurd en af, het gaat dieper, en iemand vindt het goed"),
        _("small win"),
    )
    MILESTONE = "milestone", _("een small win die groot is"), _("mijlpaal")


class Perspective(Words):
    """From which position somebody looks."""

    STUDENT = "student", _("student")
    TEACHER = "teacher", _("docent")
    RESEARCHER = "researcher", _("onderzoeker")
    INSTITUTION = "institution", _("opleiding of bestuur")
    MUNICIPALITY = "municipality", _("gemeente")
    RESIDENT = "resident", _("bewoner")
    PARTNER = "partner", _("andere partner")
    TEAM = "team", _("het eigen team")


class Verdict(Words):
    """What somebody thinks of a win."""

    POSITIVE = "positive", _("goed")
    MIXED = "mixed", _("goed en niet goed")
    NEGATIVE = "negative", _("niet goed")
    UNKNOWN = "unknown", _("weet ik niet")


class EvidenceKind(Words):
    """What there is to look at."""

    LINK = "link", _("webpagina")
    DOCUMENT = "document", _("document")
    STATEMENT = "statement", _("uitspraak van iemand")
    FIGURE = "figure", _("cijfer")
    PHOTO = "photo", _("foto")


class Independence(Words):
    """Who made the evidence. The further from the team, the more it says (E1 to E3; our ladder)."""

    OWN_TEAM = "own_team", _("het eigen team")
    PARTNER = "partner", _("een partner")
    OUTSIDE = "outside", _("iemand van buiten")


class SourceKind(Words):
    """Who published the source in which somebody read of a win. NULL: it was told here."""

    OWN = "own", _("het initiatief zelf")
    PARTNER = "partner", _("een partner of het programma")
    OUTSIDE = "outside", _("iemand van buiten")


class EvidenceLevel(Words):
    """How well a win can be looked up. Derived from its evidence, shown in words."""

    TOLD = "e0", _("er is nog niets van te zien"), _("alleen verteld")
    OWN = "e1", _("er is iets te zien, van het eigen team"), _("het initiatief zelf")
    PARTNER = "e2", _("een partner liet het zien"), _("een partner")
    OUTSIDE = "e3", _("iemand van buiten liet het zien"), _("iemand van buiten")


class StillStands(Words):
    """What somebody saw who looked again later."""

    YES = "yes", _("ja, het staat nog")
    PARTLY = "partly", _("deels")
    NO = "no", _("nee")
    UNKNOWN = "unknown", _("weet ik niet")


class Shock(Words):
    """Headwind that came in between."""

    PEOPLE = "people", _("andere mensen")
    MONEY = "money", _("het geld stopte")
    CRITICISM = "criticism", _("kritiek")
    OTHER = "other", _("iets anders")
    NONE = "none", _("geen tegenwind")


class LossAnswer(Words):
    """What the team said when asked what got lost. NULL: not asked."""

    SOMETHING = "something", _("ja, iets")
    NOTHING_SEEN = "nothing_seen", _("gekeken, niets gezien")
    UNKNOWN = "unknown", _("weet ik niet")


class LossKind(Words):
    """What got lost, or harder (theory §8)."""

    TIME = "time", _("tijd of werkdruk")
    MONEY = "money", _("geld")
    QUALITY = "quality", _("kwaliteit")
    FREEDOM = "freedom", _("vrijheid of energie")
    RELATION = "relation", _("relatie")
    OWNERSHIP = "ownership", _("eigenaarschap")
    OLD_STOPS = "old_stops", _("iets ouds dat stopt")
    INEQUALITY = "inequality", _("ongelijkheid")
    OTHER = "other", _("iets anders")


class Severity(Words):
    """How much it weighs for its bearer."""

    LIGHT = "light", _("licht")
    FELT = "felt", _("voelbaar")
    HEAVY = "heavy", _("zwaar")


class LossStatus(Words):
    """What became of it."""

    OPEN = "open", _("open")
    SOFTENED = "softened", _("verzacht")
    ACCEPTED = "accepted", _("geaccepteerd")
    RESOLVED = "resolved", _("opgelost")
