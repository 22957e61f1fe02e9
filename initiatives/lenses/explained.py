"""Longer texts about the words, for the page that explains them.

The texts say how this network uses the words; on that page the sources are quoted under their own names.
The texts may grow with the network: the database does not hold them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.lenses.scaling import Direction, Level, ScalingType
from initiatives.lenses.wins import Depth, Mechanism, Robustness


@dataclass(frozen=True)
class Explained:
    """A word of the network: what it means, how you recognise it, and what it is not.

    `anchor` is its place on the page and the same in every language, so that links to it last.
    """

    anchor: str
    meaning: str | Promise
    signs: str | Promise
    is_not: str | Promise


TYPES = {
    ScalingType.GROWTH: Explained(
        "groei",
        _(
            "Hetzelfde initiatief wordt groter dan het was, met dezelfde trekkers. Er doen meer mensen of "
            "meer vakken mee, of er zijn meer uren of is meer geld."
        ),
        _("Meer studenten per jaar, meer docenten, meer uren, meer budget."),
        _(
            "Een begin, een eerste keer of één mooi resultaat. Langer doorgaan: dat heet bestendigen. Een nieuwe "
            "plek met een nieuwe trekker: dat is replicatie."
        ),
    ),
    ScalingType.REPLICATION: Explained(
        "replicatie",
        _(
            "Het hele initiatief begint opnieuw, op een andere plek of met een andere trekker. Je "
            "herkent het nog, maar niet alles hoeft gelijk te blijven."
        ),
        _(
            "Er is een nieuwe plek, met een eigen trekker en een begindatum. Je kunt zeggen wat er bleef "
            "en wat er anders moest."
        ),
        _("Alleen een werkvorm of een idee dat meegaat: dat is circulatie."),
    ),
    ScalingType.CIRCULATION: Explained(
        "circulatie",
        _(
            "Eén onderdeel gaat op reis: een werkvorm, een methode, een afspraak, een inzicht. Iemand "
            "anders gebruikt het, in een andere omgeving."
        ),
        _("Je weet wát er is overgenomen, door wie en waarvoor."),
        _("Erover vertellen of erover horen, zonder dat iemand het gebruikt."),
    ),
    ScalingType.INSTITUTIONALISATION: Explained(
        "institutionalisering",
        _(
            "Iets wat vastligt, verandert: een regel, beleid, een vak, een vast budget, een functie of "
            "een contract."
        ),
        _(
            "Er is een besluit, met wie het nam en wanneer. Er is geld dat niet na een paar jaar stopt. Het geldt "
            "ook als de trekkers weg zijn."
        ),
        _("Een belofte, een voornemen, een wens van de raad, of een tijdelijke subsidie."),
    ),
}

DIRECTIONS = {
    Direction.OUT: Explained(
        "breder",
        _(
            "Meer mensen of meer plekken hebben er iets aan. Dat kan met een kopie, en ook met een idee "
            "dat iedereen op zijn eigen manier gebruikt."
        ),
        _("Meer steden, meer wijken, meer opleidingen. Een handboek dat anderen echt gebruiken."),
        _("Meer om het meer. Soms is klein blijven een goede keuze."),
    ),
    Direction.UP: Explained(
        "hoger",
        _(
            "Regels, beleid of bestuur bewegen mee, op een hoger niveau dan eerst. Dat kan ook doordat wat "
            "plekken los van elkaar in beleid bereikten, samen één beweging wordt."
        ),
        _("Een besluit van de gemeenteraad, een plek in het onderwijsreglement, een vaste regeling."),
        _("Van bovenaf opgelegd. Ook een team in de wijk kan een regel in beweging krijgen."),
    ),
    Direction.DEEP: Explained(
        "dieper",
        _(
            "Mensen gaan er anders naar kijken of anders met elkaar om. Wat eerst bijzonder was, wordt "
            "gewoon."
        ),
        _(
            "Een twijfelaar wordt een voorvechter. Bewoners worden het eerst gevraagd. Een opdrachtgever "
            "noemt zich partner."
        ),
        _("Alleen tevreden mensen. Er moet iets verschuiven in wat mensen normaal vinden."),
    ),
}

LEVELS = {
    Level.LOCAL: Explained(
        "lokaal",
        _("Hier werken mensen samen en proberen ze iets uit: in de klas, in de wijk, in het lab."),
        _("Je kunt zeggen wat er anders is voor een student, een docent of een bewoner."),
        _("Minder waard dan verticaal. Hier begint het."),
    ),
    Level.HORIZONTAL: Explained(
        "horizontaal",
        _("Tussen mensen die iets soortgelijks doen, ergens anders. Ze leren van elkaar of nemen iets over."),
        _("Je kunt een ander initiatief, een andere stad of een andere partij noemen."),
        _("Overleg tussen partners binnen je eigen initiatief: dat is lokaal."),
    ),
    Level.VERTICAL: Explained(
        "verticaal",
        _("Het gewone werk verandert mee: bij bestuur, opleiding, gemeente of beleid."),
        _(
            "Er is ruimte en steun in de organisatie. Bestuurders doen mee. Het hangt samen met "
            "programma’s die er al zijn."
        ),
        _(
            "Hetzelfde als van bovenaf. En weinig verticale small wins is normaal: dit niveau is het "
            "lastigst."
        ),
    ),
}

MECHANISMS = {
    Mechanism.ENERGIZING: Explained(
        "energie-geven",
        _("De small win gaf mensen zin en moed voor de volgende stap."),
        _("Mensen melden zich vanzelf. De volgende keer begint sneller."),
        _("Een leuke middag waar niets op volgt."),
    ),
    Mechanism.LEARNING: Explained(
        "leren-door-te-doen",
        _("Door het te doen, ontdekten jullie wat helpt en wat in de weg zit."),
        _("De aanpak veranderde. Iemand schreef op wat jullie leerden."),
        _("Een cursus volgen of een rapport lezen."),
    ),
    Mechanism.ATTRACTION: Explained(
        "aantrekkingskracht",
        _("De small win trok geld, mensen of steun aan. Wat lukt, krijgt meer."),
        _("Er kwam subsidie. Een nieuwe partner klopte aan."),
        _("Geld dat er toch al kwam."),
    ),
    Mechanism.BANDWAGON: Explained(
        "bandwagon",
        _("Anderen doen mee of nemen het over, omdat ze zien dat het werkt."),
        _("Een tweede plek begint. Iemand vraagt: mogen wij dit ook?"),
        _("Anderen die toevallig hetzelfde doen."),
    ),
    Mechanism.COUPLING: Explained(
        "koppelen",
        _("De small win is verbonden met een ander thema, een ander niveau of een ander programma."),
        _("Wat in de wijk lukte, staat nu in een plan van de gemeente."),
        _("Twee dingen die alleen tegelijk gebeurden."),
    ),
    Robustness.ROBUSTNESS: Explained(
        "stevigheid",
        _("Het bleef staan bij tegenwind: andere mensen, minder geld, kritiek."),
        _("De trekker vertrok en het ging door. De subsidie stopte en het bleef."),
        _("Iets wat nog nooit tegenwind had."),
    ),
}

DEPTHS = {
    Depth.BETTER: _("We doen beter wat we al deden."),
    Depth.DIFFERENT: _("We werken anders: een andere werkwijze, rol of spelregel."),
    Depth.RETHINK: _("We kijken anders naar waar we het voor doen."),
}

# What helps to scale, in our words. A report lists five such strategies (Riddell & Moore 2015); we did not read it.
STRATEGIES = (
    _("Kies bewust of je iets groter wilt, en ook wat niet."),
    _("Zoek uit waar het vraagstuk vandaan komt, en maak scherp waarvoor je het doet."),
    _("Bouw aan een netwerk en aan goede samenwerking met partners."),
    _("Zoek nieuwe middelen."),
    _("Blijf terugkijken: staat het nog, en voor wie?"),
)

# Words that mean something else in other texts: the word, what it means here, and what elsewhere.
OTHER_MEANINGS = (
    (
        _("scaling up"),
        _("Dat woord gebruiken we niet. Regels, beleid of bestuur die meebewegen, noemen we ‘hoger’."),
        _(
            "Bij Turnheim, Kivimaa en Berkhout heet de eerste manier ‘scaling up’: dat noemen wij groei. Bij Moore, "
            "Riddell en Vocisano is ‘scaling up’ wat wij hoger noemen. Groei heet hier dus nooit scaling up."
        ),
    ),
    (
        _("breder"),
        _("Meer mensen of meer plekken hebben er iets aan."),
        _(
            "Dat heet bij Termeer en anderen ‘verspreiden’: groter en talrijker. ‘Verbreden’ is daar iets anders: "
            "aansluiten bij andere thema’s. Daarvoor hebben wij geen richting."
        ),
    ),
    (
        _("dieper"),
        _("Mensen gaan er anders naar kijken of anders met elkaar om."),
        _(
            "‘Verdiepen’ is bij Termeer en anderen: radicaler worden. Dat lijkt meer op onze vraag naar diepgang dan op "
            "onze richting dieper."
        ),
    ),
    (
        _("koppelen"),
        _(
            "Een aanjaagmechanisme: een small win is verbonden met een ander thema, een ander niveau of een ander programma."
        ),
        _(
            "Niet hetzelfde als ‘gekoppeld’ (er veranderde iets in mensen én in spullen, regels of geld), en niet als twee "
            "small wins aan elkaar verbinden. Dat laatste kan met elk mechanisme, of zonder."
        ),
    ),
    (
        _("opschaalprofiel"),
        _("Wat deze roos laat zien: waar iets is gezien, en door wie."),
        _("Geen radar: hoe meer oppervlak in een radar, hoe beter het lijkt. Daarom tekenen we er geen."),
    ),
)
