"""The map of the site. `telling:tell` is tell() in views/telling.py; its page is templates/telling/tell.html."""

from django.urls import include, path

from initiatives.views import (
    arrivals,
    capture,
    cities,
    curating,
    initiatives,
    invitations,
    mine,
    network,
    pages,
    partners,
    photos,
    posters,
    teams,
    telling,
    wins,
)

network_urls = [
    path("", network.dashboard, name="dashboard"),
]
win_urls = [
    path("", wins.index, name="index"),
    path("<uuid:pk>/", wins.detail, name="detail"),
    path("<uuid:pk>/geschiedenis/", wins.history, name="history"),
]
telling_urls = [
    path("nieuw/", telling.tell, name="tell"),
    path("concepten/", telling.drafts, name="drafts"),
    path("<uuid:pk>/weggooien/", telling.discard, name="discard"),
    path("<uuid:pk>/vraag/<slug:step>/", telling.ask, name="ask"),
    path("<uuid:pk>/bewerken/", telling.edit, name="edit"),
    path("<uuid:pk>/geschiedenis/<int:entry>/terugzetten/", telling.put_back, name="put_back"),
    path("<uuid:pk>/duiding-klopt/", telling.accept, name="accept"),
    path("<uuid:pk>/intrekken/", telling.withdraw, name="withdraw"),
    path("<uuid:pk>/terugzetten/", telling.restore, name="restore"),
    path("<uuid:pk>/los-van/<uuid:earlier>/", telling.untie, name="untie"),
]
curating_urls = [
    path("<uuid:pk>/bevestigen/", curating.confirm, name="confirm"),
    path("<uuid:pk>/vraag-stellen/", curating.ask, name="ask"),
]
initiative_urls = [
    path("", initiatives.index, name="index"),
    path("<slug:slug>/", initiatives.profile, name="profile"),
]
team_urls = [
    path("", teams.index, name="index"),
    path("uitnodigen/", teams.invite, name="invite"),
    path("uitnodigingen/<uuid:pk>/opnieuw/", teams.resend, name="resend"),
    path("uitnodigingen/<uuid:pk>/intrekken/", teams.revoke, name="revoke"),
    path("leden/<int:pk>/rol/", teams.give, name="give"),
    path("leden/<int:pk>/eruit/", teams.remove, name="remove"),
    path("verlaten/", teams.leave, name="leave"),
    path("vraag/", teams.ask, name="ask"),
    path("vraag/terugnemen/", teams.take_back, name="take_back"),
    path("vragen/<uuid:pk>/toelaten/", teams.accept, name="accept"),
    path("vragen/<uuid:pk>/afwijzen/", teams.decline, name="decline"),
]
invitation_urls = [
    path("<str:token>/", invitations.accept, name="accept"),
]
mine_urls = [
    path("", mine.index, name="index"),
    path("gegevens/", mine.export, name="export"),
    path("verwijderen/", mine.delete, name="delete"),
    path("verwijderd/", mine.deleted, name="deleted"),
]
city_urls = [
    path("", cities.index, name="index"),
    path("<slug:slug>/", cities.detail, name="detail"),
]
partner_urls = [
    path("", partners.index, name="index"),
    path("<slug:slug>/", partners.detail, name="detail"),
]
photo_urls = [
    path("<uuid:pk>/", photos.show, name="show"),
    path("<uuid:pk>/beschrijven/", photos.describe, name="describe"),
    path("<uuid:pk>/verwijderen/", photos.remove, name="remove"),
]
capture_urls = [
    path("t/<slug:token>/", capture.tell, name="tell"),
    path("verteld/<slug:token>/", capture.receipt, name="receipt"),
]
poster_urls = [
    path("", posters.index, name="index"),
    path("<uuid:pk>/", posters.show, name="show"),
    path("<uuid:pk>/intrekken/", posters.revoke, name="revoke"),
]
arrival_urls = [
    path("", arrivals.index, name="index"),
    path("<uuid:pk>/oppakken/", arrivals.claim, name="claim"),
    path("<uuid:pk>/opnemen/", arrivals.take_on, name="take_on"),
    path("<uuid:pk>/hoort-hier-niet/", arrivals.refuse, name="refuse"),
]
page_urls = [
    path("begrippen/", pages.vocabulary, name="vocabulary"),
    path("beeldtaal/", pages.imagery, name="imagery"),
    path("over/", pages.about, name="about"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]

urlpatterns = [
    path("", network.home, name="home"),
    path("netwerk/", include((network_urls, "network"))),
    path("small-wins/", include((telling_urls, "telling"))),
    path("small-wins/", include((curating_urls, "curating"))),
    path("small-wins/", include((win_urls, "wins"))),
    path("initiatieven/<slug:slug>/team/", include((team_urls, "teams"))),
    path("", include((capture_urls, "capture"))),
    path("initiatieven/<slug:slug>/qr/", include((poster_urls, "posters"))),
    path("initiatieven/<slug:slug>/binnengekomen/", include((arrival_urls, "arrivals"))),
    path("initiatieven/", include((initiative_urls, "initiatives"))),
    path("steden/", include((city_urls, "cities"))),
    path("partners/", include((partner_urls, "partners"))),
    path("fotos/", include((photo_urls, "photos"))),
    path("uitnodiging/", include((invitation_urls, "invitations"))),
    path("mijn/", include((mine_urls, "mine"))),
    path("", include((page_urls, "pages"))),
]
