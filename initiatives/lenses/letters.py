"""Words about the mail that the site sends."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class LetterKind(Words):
    """Why somebody gets a letter; the code is also the name of its text."""

    INVITATION = "invitation", _("iemand vraagt je in een team"), _("uitnodiging")
    REQUEST = "request", _("iemand wil meedoen"), _("vraag om mee te doen")
    WELCOME = "welcome", _("je zit in het team"), _("welkom in een team")
    OPENING = "opening", _("mag iedereen lezen wat jullie vertelden?"), _("vraag of het openbaar mag")
    DECLINED = "declined", _("je voorstel is niet opgenomen"), _("voorstel niet opgenomen")
    ADMITTED = "admitted", _("je voorstel is opgenomen"), _("voorstel opgenomen")
    TIE = "tie", _("een ander team legde een verband"), _("verband met een ander team")
    BELONGING = (
        "belonging",
        _("een ander team zegt dat jullie bij elkaar horen"),
        _("initiatieven bij elkaar"),
    )
    INTRODUCTION = "introduction", _("iemand stelt voor dat jullie elkaar leren kennen"), _("kennismaking")
    INTRODUCED = "introduced", _("allebei zeiden ja"), _("kennismaking: ja")
    WEEK = "week", _("wat er deze week was"), _("weekmail")
    STILL = "still", _("klopt het nog wat er staat?"), _("klopt dit nog?")
    DAYS = "days", _("een dag die eraan komt, of een jaar geleden was"), _("herinnering")


# What comes in for a team, and what comes by the clock: at most one mail a day, with all of it. Who gets it may say that they do not
# want it. The other letters answer what their reader asked for, and go at once.
BUNDLED = (
    LetterKind.REQUEST,
    LetterKind.OPENING,
    LetterKind.TIE,
    LetterKind.BELONGING,
    LetterKind.INTRODUCTION,
    LetterKind.WEEK,
    LetterKind.STILL,
    LetterKind.DAYS,
)


class LetterTrouble(Words):
    """Why a letter did not go the last time that it was tried."""

    UNREACHABLE = "unreachable", _("de mailserver antwoordt niet")
    BUSY = "busy", _("de mailserver zei: nu even niet")
    REFUSED = "refused", _("dit adres neemt geen post aan")
    TOO_LONG = "too_long", _("het lukte drie dagen lang niet")
