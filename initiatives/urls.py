"""The map of the site. `telling:tell` is tell() in views/telling.py; its page is templates/telling/tell.html."""

from django.urls import include, path

from initiatives.views import (
    additions,
    cities,
    curating,
    initiatives,
    network,
    pages,
    partners,
    photos,
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
    path("<uuid:pk>/duiding-houden/", telling.keep_reading, name="keep_reading"),
    path("<uuid:pk>/duiding-overnemen/<slug:name>/", telling.take_over, name="take_over"),
    path("<uuid:pk>/intrekken/", telling.withdraw, name="withdraw"),
    path("<uuid:pk>/terugzetten/", telling.restore, name="restore"),
    path("<uuid:pk>/los-van/<uuid:earlier>/", telling.untie, name="untie"),
]
curating_urls = [
    path("<uuid:pk>/bevestigen/", curating.confirm, name="confirm"),
    path("<uuid:pk>/vraag-stellen/", curating.ask, name="ask"),
]
addition_urls = [
    path("small-wins/<uuid:pk>/<slug:name>/nieuw/", additions.add, name="add"),
    path("initiatieven/<slug:slug>/verliezen/nieuw/", additions.add_loss, name="add_loss"),
    path("aanvullingen/<slug:name>/<uuid:pk>/", additions.edit, name="edit"),
    path("aanvullingen/<slug:name>/<uuid:pk>/weghalen/", additions.remove, name="remove"),
]
initiative_urls = [
    path("", initiatives.index, name="index"),
    path("<slug:slug>/", initiatives.profile, name="profile"),
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
    path("initiatieven/", include((initiative_urls, "initiatives"))),
    path("", include((addition_urls, "additions"))),
    path("steden/", include((city_urls, "cities"))),
    path("partners/", include((partner_urls, "partners"))),
    path("fotos/", include((photo_urls, "photos"))),
    path("", include((page_urls, "pages"))),
]
