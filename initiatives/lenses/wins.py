"""Words about one small win and about what ties two of them together."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class Precision(Words):
    """How exactly people remember when it was."""

    DAY = "day", _("op de dag")
    MONTH = "month", _("op de maand")
    QUARTER = "quarter", _("op het kwartaal")
    YEAR = "year", _("op het jaar")


class Depth(Words):
    """How deep the change goes (Termeer & Metze 2019; the three steps are our wording)."""

    BETTER = "better", _("we doen beter wat we al deden"), _("beter")
    DIFFERENT = "different", _("een andere werkwijze, rol of spelregel"), _("anders")
    RETHINK = "rethink", _("we kijken anders naar waar we het voor doen"), _("anders kijken")
    UNKNOWN = "unknown", _("weet ik niet")


class Mechanism(Words):
    """What made one win propel the next (Termeer & Metze 2019). It belongs to the link; the sixth does not: `Robustness`."""

    ENERGIZING = (
        "energizing",
        _("De small win gaf mensen zin en moed voor de volgende stap."),
        _("energie geven"),
    )
    LEARNING = (
        "learning",
        _("Door het te doen ontdekten we wat helpt en wat in de weg zit."),
        _("leren door te doen"),
    )
    ATTRACTION = (
        "attraction",
        _("De small win trok geld, mensen of steun aan."),
        _("aantrekkingskracht"),
    )
    BANDWAGON = (
        "bandwagon",
        _("Anderen doen mee of nemen het over, omdat ze zien dat het werkt."),
        _("bandwagon: anderen haken aan"),
    )
    COUPLING = (
        "coupling",
        _("De small win is verbonden met een ander thema, niveau of programma."),
        _("koppelen"),
    )
    UNKNOWN = "unknown", _("weet ik niet")


class Robustness(Words):
    """The sixth mechanism. No link shows it: somebody looked again after headwind, and the win stood (theory §7b)."""

    ROBUSTNESS = (
        "robustness",
        _("Het bleef staan bij tegenwind: andere mensen, minder geld, kritiek."),
        _("stevigheid"),
    )


class LinkBasis(Words):
    """Who says that one win led to the other; and who says how."""

    TEAM = "team", _("verteld door het team")
    STATED = "stated", _("staat in de bron")
    INFERRED = "inferred", _("afgeleid door de redactie")


class LinkAnswer(Words):
    """What the team said about what came before, where they named no earlier win."""

    NONE = "none", _("niets, dit stond op zichzelf")
    UNKNOWN = "unknown", _("weet ik niet")


class Audience(Words):
    """Who may read it."""

    TEAM = "team", _("alleen het team, de kwartiermaker en het programma"), _("het team")
    NETWORK = "network", _("iedereen die kan inloggen"), _("het netwerk")
    PUBLIC = "public", _("ook zonder in te loggen"), _("iedereen")


class WinState(Words):
    """Where a win stands between telling and curating."""

    DRAFT = (
        "draft",
        _("Nog niet verteld. Alleen het team, de kwartiermaker en het programma zien het."),
        _("concept"),
    )
    WAITING = "waiting", _("Zonder account verteld. Het team kijkt of het klopt."), _("wacht op het team")
    LOGGED = "logged", _("Het programma heeft nog niet meegelezen."), _("verteld")
    RETURNED = "returned", _("Het programma heeft een vraag aan het team."), _("vraag gesteld")
    CONFIRMED = "confirmed", _("Het programma heeft meegelezen. Het is goed beschreven."), _("bevestigd")
    REFUSED = "refused", _("Het team nam dit niet op."), _("niet opgenomen")
    WITHDRAWN = "withdrawn", _("Deze small win telt niet meer mee."), _("ingetrokken")
    MERGED = (
        "merged",
        _("Dit stond er dubbel. Het is samengevoegd met een andere small win."),
        _("samengevoegd"),
    )
