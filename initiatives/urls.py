"""The map of the site. `telling:tell` is tell() in views/telling.py; its page is templates/telling/tell.html."""

from django.urls import include, path

from initiatives.views import (
    bites,
    cities,
    initiatives,
    network,
    outside,
    pages,
    partners,
    photos,
    telling,
    walls,
    wins,
)

network_urls = [
    path("", network.dashboard, name="dashboard"),
]
win_urls = [
    path("", wins.index, name="index"),
    path("<uuid:pk>/", wins.detail, name="detail"),
]
telling_urls = [
    path("nieuw/", telling.tell, name="tell"),
    path("<uuid:pk>/vraag/<slug:step>/", telling.ask, name="ask"),
    path("<uuid:pk>/bewerken/", telling.edit, name="edit"),
    path("<uuid:pk>/duiding-klopt/", telling.accept, name="accept"),
    path("<uuid:pk>/intrekken/", telling.withdraw, name="withdraw"),
    path("<uuid:pk>/terugzetten/", telling.restore, name="restore"),
    path("<uuid:pk>/los-van/<uuid:earlier>/", telling.untie, name="untie"),
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
outside_urls = [
    path("initiatieven/<slug:slug>/buitenwereld/", outside.index, name="index"),
    path("initiatieven/<slug:slug>/buitenwereld/actor/", outside.add_actor, name="add_actor"),
    path("initiatieven/<slug:slug>/buitenwereld/muur/", outside.add_wall, name="add_wall"),
    path("initiatieven/<slug:slug>/buitenwereld/kans/", outside.add_window, name="add_window"),
    path("steden/<slug:slug>/kans/", outside.add_city_window, name="add_city_window"),
    path("buitenwereld/actor/<uuid:pk>/", outside.edit_actor, name="edit_actor"),
    path("buitenwereld/actor/<uuid:pk>/weghalen/", outside.remove_actor, name="remove_actor"),
    path("buitenwereld/muur/<uuid:pk>/", outside.edit_wall, name="edit_wall"),
    path("buitenwereld/muur/<uuid:pk>/weghalen/", outside.remove_wall, name="remove_wall"),
    path("buitenwereld/muur/<uuid:pk>/small-win/", outside.move_wall, name="move_wall"),
    path("buitenwereld/beweging/<int:pk>/terug/", outside.undo_move, name="undo_move"),
    path("buitenwereld/kans/<uuid:pk>/", outside.edit_window, name="edit_window"),
    path("buitenwereld/kans/<uuid:pk>/weghalen/", outside.remove_window, name="remove_window"),
]
wall_urls = [
    path("netwerk/muren/<slug:slug>/", walls.shared, name="shared"),
    path("small-wins/<uuid:pk>/muur/", walls.of_win, name="of_win"),
]
bite_urls = [
    path("initiatieven/<slug:slug>/hapjes/", bites.index, name="index"),
    path("initiatieven/<slug:slug>/hapjes/nieuw/", bites.add, name="add"),
    path("hapjes/<uuid:pk>/", bites.edit, name="edit"),
    path("hapjes/<uuid:pk>/op/", bites.finish, name="finish"),
    path("hapjes/<uuid:pk>/weghalen/", bites.remove, name="remove"),
]

urlpatterns = [
    path("", network.home, name="home"),
    path("netwerk/", include((network_urls, "network"))),
    path("small-wins/", include((telling_urls, "telling"))),
    path("small-wins/", include((win_urls, "wins"))),
    path("initiatieven/", include((initiative_urls, "initiatives"))),
    path("steden/", include((city_urls, "cities"))),
    path("partners/", include((partner_urls, "partners"))),
    path("fotos/", include((photo_urls, "photos"))),
    path("", include((outside_urls, "outside"))),
    path("", include((wall_urls, "walls"))),
    path("", include((bite_urls, "bites"))),
    path("", include((page_urls, "pages"))),
]
