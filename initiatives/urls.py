"""The map of the site. `telling:tell` is tell() in views/telling.py; its page is templates/telling/tell.html."""

from django.urls import include, path

from initiatives.views import (
    additions,
    ambitions,
    api,
    arrivals,
    begin,
    belonging,
    bites,
    capture,
    cards,
    challenges,
    cities,
    crawlers,
    curating,
    digest,
    embeds,
    exports,
    feeds,
    figures,
    flywheels,
    following,
    initiatives,
    introductions,
    invitations,
    mail,
    mine,
    network,
    objections,
    open_data,
    openings,
    outside,
    pages,
    paradox,
    partner_network,
    partners,
    partnerships,
    photos,
    posters,
    queues,
    signals,
    snapshots,
    still,
    stories,
    teams,
    telling,
    ties,
    walls,
    wins,
    wishes,
)

partner_network_urls = [
    path("", partner_network.index, name="index"),
]
network_urls = [
    path("", network.dashboard, name="dashboard"),
    path("naast-elkaar/", network.beside, name="beside"),
    path("muren/", network.walls, name="walls"),
    path("kaart/", network.map, name="map"),
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
    path("<uuid:pk>/verteld/", telling.told, name="told"),
    path("<uuid:pk>/bewerken/", telling.edit, name="edit"),
    path("<uuid:pk>/geschiedenis/<int:entry>/terugzetten/", telling.put_back, name="put_back"),
    path("<uuid:pk>/duiding-klopt/", telling.accept, name="accept"),
    path("<uuid:pk>/duiding-houden/", telling.keep_reading, name="keep_reading"),
    path("<uuid:pk>/duiding-overnemen/<slug:name>/", telling.take_over, name="take_over"),
    path("<uuid:pk>/intrekken/", telling.withdraw, name="withdraw"),
    path("<uuid:pk>/terugzetten/", telling.restore, name="restore"),
    path("<uuid:pk>/leidde-tot/", telling.lead_to, name="lead_to"),
    path("<uuid:pk>/los-van/<uuid:earlier>/", telling.untie, name="untie"),
]
tie_urls = [
    path("small-wins/<uuid:pk>/ander-team/<slug:way>/", ties.ask, name="ask"),
    path("verbanden/<int:pk>/klopt/", ties.agree, name="agree"),
    path("verbanden/<int:pk>/klopt-niet/", ties.decline, name="decline"),
    path("verbanden/<int:pk>/niet-meer/", ties.take_back, name="take_back"),
]
belonging_urls = [
    path("initiatieven/<slug:slug>/samenhang/", belonging.index, name="index"),
    path("initiatieven/<slug:slug>/samenhang/nieuw/", belonging.add, name="add"),
    path("samenhang/<int:pk>/klopt/", belonging.agree, name="agree"),
    path("samenhang/<int:pk>/klopt-niet/", belonging.decline, name="decline"),
    path("samenhang/<int:pk>/niet-meer/", belonging.take_back, name="take_back"),
]
queue_urls = [
    path("indelen/", queues.index, name="index"),
    path("<uuid:pk>/indelen/", queues.read, name="read"),
    path("<uuid:pk>/indelen/combinatie/", queues.cross, name="cross"),
]
curating_urls = [
    path("<uuid:pk>/bevestigen/", curating.confirm, name="confirm"),
    path("<uuid:pk>/vraag-stellen/", curating.ask, name="ask"),
    path("<uuid:pk>/antwoord/", curating.reply, name="reply"),
    path("bewijs/<uuid:pk>/bekeken/", curating.check, name="check"),
]
addition_urls = [
    path("small-wins/<uuid:pk>/<slug:name>/nieuw/", additions.add, name="add"),
    path("initiatieven/<slug:slug>/verliezen/nieuw/", additions.add_loss, name="add_loss"),
    path("aanvullingen/<slug:name>/<uuid:pk>/", additions.edit, name="edit"),
    path("aanvullingen/<slug:name>/<uuid:pk>/weghalen/", additions.remove, name="remove"),
]
initiative_urls = [
    path("", initiatives.index, name="index"),
    path("voorstellen/nieuw/", initiatives.propose, name="propose"),
    path("<slug:slug>/", initiatives.profile, name="profile"),
    path("<slug:slug>/opnieuw-voorstellen/", initiatives.propose_again, name="propose_again"),
    path("<slug:slug>/opzij/", initiatives.put_aside, name="put_aside"),
    path("<slug:slug>/bewerken/", initiatives.edit, name="edit"),
    path("<slug:slug>/kronkelpad/", initiatives.path, name="path"),
    path("<slug:slug>/cijfers/", initiatives.tables, name="tables"),
    path("<slug:slug>/roos/<slug:ray>/<slug:level>/", initiatives.place, name="place"),
    path("<slug:slug>/verliezen/", initiatives.losses, name="losses"),
    path("<slug:slug>/verbanden/", initiatives.links, name="links"),
]
snapshot_urls = [
    path("<slug:slug>/momentopnamen/", snapshots.index, name="index"),
    path("<slug:slug>/momentopnamen/bewaren/", snapshots.take, name="take"),
    path("<slug:slug>/momentopnamen/<uuid:pk>/", snapshots.detail, name="detail"),
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
opening_urls = [
    path("", openings.choose, name="choose"),
]
invitation_urls = [
    path("<str:token>/", invitations.accept, name="accept"),
]
mail_urls = [
    path("", mail.choose, name="choose"),
    path("uit/<str:token>/", mail.stop, name="stop"),
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
    path("<slug:slug>/a4/", cities.sheet, name="sheet"),
    path("<slug:slug>/wachtend/", cities.waiting, name="waiting"),
    path("<slug:slug>/wachtend/bevestigen/", cities.confirm, name="confirm"),
]
partnership_urls = [
    path("nieuw/", partnerships.add, name="add"),
    path("<int:pk>/", partnerships.edit, name="edit"),
]
partner_urls = [
    path("", partners.index, name="index"),
    path("lijkt-op/", partners.alike, name="alike"),
    path("<slug:slug>/", partners.detail, name="detail"),
]
photo_urls = [
    path("<uuid:pk>/", photos.show, name="show"),
    path("<uuid:pk>/beschrijven/", photos.describe, name="describe"),
    path("<uuid:pk>/verwijderen/", photos.remove, name="remove"),
]
card_urls = [
    path("netwerk.png", cards.network, name="network"),
    path("initiatief/<slug:slug>.png", cards.initiative, name="initiative"),
    path("small-win/<uuid:pk>.png", cards.win, name="win"),
]
capture_urls = [
    path("t/<str:token>/", capture.tell, name="tell"),
    path("verteld/<slug:token>/", capture.receipt, name="receipt"),
]
poster_urls = [
    path("", posters.index, name="index"),
    path("<uuid:pk>/", posters.show, name="show"),
    path("<uuid:pk>/intrekken/", posters.revoke, name="revoke"),
]
arrival_urls = [
    path("", arrivals.index, name="index"),
    path("opnemen/", arrivals.take_on_several, name="take_on_several"),
    path("<uuid:pk>/oppakken/", arrivals.claim, name="claim"),
    path("<uuid:pk>/opnemen/", arrivals.take_on, name="take_on"),
    path("<uuid:pk>/hoort-hier-niet/", arrivals.refuse, name="refuse"),
]
embed_urls = [
    path("", embeds.index, name="index"),
    path("netwerk/", embeds.network, name="network"),
    path("small-wins/", embeds.wins, name="wins"),
    path("initiatief/<slug:slug>/", embeds.initiative, name="initiative"),
]
open_data_urls = [
    path("", open_data.index, name="index"),
    path("vliegwiel.zip", open_data.whole, name="whole"),
    path("catalogus.jsonld", open_data.catalogue, name="catalogue"),
]
export_urls = [
    path("kumu.json", exports.kumu, name="kumu"),
    path("graaf/<slug:what>.<slug:form>", exports.graph, name="graph"),
    path("<slug:what>.<slug:form>", exports.table, name="table"),
]
page_urls = [
    path("begrippen/", pages.vocabulary, name="vocabulary"),
    path("beeldtaal/", pages.imagery, name="imagery"),
    path("over/", pages.about, name="about"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
crawler_urls = [
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path("favicon.ico", crawlers.icon, name="icon"),
    path("apple-touch-icon.png", crawlers.touch_icon, name="touch_icon"),
]
api_urls = [
    path("", api.index, name="index"),
    path("v1/openapi.json", api.openapi, name="openapi"),
    path("v1/", include(api.operations())),
    path("v1", api.missing, name="missing"),
    path("v1/", api.missing, name="missing"),
    path("v1/<path:path>", api.missing, name="missing"),
]
feed_urls = [
    path("small-wins.atom", feeds.wins, name="wins"),
]
ambition_urls = [
    path("", ambitions.index, name="index"),
    path("droom/", ambitions.dream, name="dream"),
    path("betekenis/", ambitions.mean, name="mean"),
    path("betekenis/<int:partnership>/", ambitions.agree, name="agree"),
    path("<slug:ray>/", ambitions.choose, name="choose"),
]
signal_urls = [
    path("", signals.index, name="index"),
    path("opzij/<uuid:pk>/terug/", signals.bring_back, name="bring_back"),
    path("<str:rule>/", signals.show, name="show"),
    path("<str:rule>/opzij/", signals.dismiss, name="dismiss"),
]
wish_urls = [
    path("initiatieven/<slug:slug>/wensen/", wishes.index, name="index"),
    path("initiatieven/<slug:slug>/wensen/nieuw/", wishes.add, name="add"),
    path("initiatieven/<slug:slug>/wensen/links/", wishes.links, name="links"),
    path("initiatieven/<slug:slug>/wensen/links/<uuid:pk>/intrekken/", wishes.revoke, name="revoke"),
    path("initiatieven/<slug:slug>/wensen/paren/nieuw/", wishes.pair, name="pair"),
    path("initiatieven/<slug:slug>/wensen/paren/<uuid:pk>/", wishes.bridge, name="bridge"),
    path("initiatieven/<slug:slug>/wensen/<uuid:pk>/", wishes.show, name="show"),
    path("initiatieven/<slug:slug>/wensen/<uuid:pk>/bewerken/", wishes.edit, name="edit"),
    path("initiatieven/<slug:slug>/wensen/<uuid:pk>/small-wins/", wishes.serve, name="serve"),
    path("initiatieven/<slug:slug>/wensen/<uuid:pk>/verwijderen/", wishes.remove, name="remove"),
    path("small-wins/<uuid:pk>/wensen/", wishes.of_win, name="of_win"),
    path("wens/<str:token>/", wishes.say, name="say"),
]
objection_urls = [
    path("initiatieven/<slug:slug>/wensen/klopt-niet/", objections.index, name="index"),
    path("initiatieven/<slug:slug>/wensen/klopt-niet/<uuid:pk>/bekeken/", objections.settle, name="settle"),
    path("wens/<str:token>/namens-jullie/", objections.stands, name="stands"),
]
paradox_urls = [
    path("initiatieven/<slug:slug>/pilotparadox/", paradox.index, name="index"),
    path("initiatieven/<slug:slug>/pilotparadox/nieuw/", paradox.start, name="start"),
    path("initiatieven/<slug:slug>/pilotparadox/<uuid:pk>/dicht/", paradox.revoke, name="revoke"),
    path("initiatieven/<slug:slug>/pilotparadox/<uuid:pk>/weghalen/", paradox.remove, name="remove"),
    path("initiatieven/<slug:slug>/pilotparadox/<uuid:pk>/paar/<int:number>/", paradox.turn, name="turn"),
    path("paradox/<str:token>/", paradox.answer, name="answer"),
    path("paradox/<str:token>/dank/", paradox.thanks, name="thanks"),
    path("paradox/<str:token>/gedeeld/", paradox.shared, name="shared"),
]
outside_urls = [
    path("initiatieven/<slug:slug>/buitenwereld/", outside.index, name="index"),
    path("initiatieven/<slug:slug>/buitenwereld/groot/", outside.big, name="big"),
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
introduction_urls = [
    path("initiatieven/<slug:slug>/kennismaken/", introductions.propose, name="propose"),
    path("kennismaken/", introductions.index, name="index"),
    path("kennismaken/wie-met-wie/", introductions.pairs, name="pairs"),
    path("kennismaken/<uuid:pk>/", introductions.answer, name="answer"),
]
story_urls = [
    path("verhaal/", stories.index, name="index"),
    path("verhaal/<slug:key>/", stories.between, name="between"),
    path("a4/", stories.sheet, name="sheet"),
    path("a4/vraag/", stories.appeal, name="appeal"),
]
begin_urls = [
    path("", begin.index, name="index"),
    path("programma/", begin.programme, name="programme"),
    path("stad/", begin.city, name="city"),
    path("initiatief/", begin.initiative, name="initiative"),
    path("trekker/", begin.lead, name="lead"),
    path("weg/", begin.dismiss, name="dismiss"),
]
challenge_urls = [
    path("vraagstukken/", challenges.index, name="index"),
    path("vraagstukken/nieuw/", challenges.propose, name="propose"),
    path("vraagstukken/nieuw/bedankt/", challenges.thanks, name="thanks"),
    path("vraagstukken/<slug:slug>/", challenges.detail, name="detail"),
    path("initiatieven/<slug:slug>/vraagstuk/", challenges.choose, name="choose"),
    path("zoek/vraagstuk/", challenges.alike, name="alike"),
]
figure_urls = [
    path("initiatieven/<slug:slug>/aantallen/nieuw/", figures.add, name="add"),
    path("aantallen/<uuid:pk>/", figures.edit, name="edit"),
    path("aantallen/<uuid:pk>/weghalen/", figures.remove, name="remove"),
]
flywheel_urls = [
    path("initiatieven/<slug:slug>/vliegwiel/", flywheels.initiative, name="initiative"),
    path("small-wins/<uuid:pk>/verbinden/", flywheels.tie, name="tie"),
    path("netwerk/vliegwiel/", flywheels.network, name="network"),
]
digest_urls = [
    path("mail/week/", digest.week, name="week"),
    path("mail/week/nieuw/", digest.news, name="news"),
]
still_urls = [
    path("klopt-dit-nog/<str:token>/", still.answer, name="answer"),
]
following_urls = [
    path("initiatieven/<slug:slug>/volgen/", following.initiative, name="initiative"),
    path("vraagstukken/<slug:slug>/volgen/", following.challenge, name="challenge"),
    path("steden/<slug:slug>/volgen/", following.city, name="city"),
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
    path("netwerk/partners/", include((partner_network_urls, "partner_network"))),
    path("small-wins/", include((telling_urls, "telling"))),
    path("", include((tie_urls, "ties"))),
    path("", include((belonging_urls, "belonging"))),
    path("small-wins/", include((curating_urls, "curating"))),
    path("small-wins/", include((queue_urls, "queues"))),
    path("small-wins/", include((win_urls, "wins"))),
    path("initiatieven/<slug:slug>/team/", include((team_urls, "teams"))),
    path("", include((capture_urls, "capture"))),
    path("initiatieven/<slug:slug>/wie-leest-het/", include((opening_urls, "openings"))),
    path("initiatieven/<slug:slug>/qr/", include((poster_urls, "posters"))),
    path("initiatieven/<slug:slug>/binnengekomen/", include((arrival_urls, "arrivals"))),
    path("initiatieven/", include((initiative_urls, "initiatives"))),
    path("initiatieven/<slug:slug>/", include((story_urls, "stories"))),
    path("initiatieven/<slug:slug>/partners/", include((partnership_urls, "partnerships"))),
    path("initiatieven/<slug:slug>/ambities/", include((ambition_urls, "ambitions"))),
    path("initiatieven/<slug:slug>/vragen/", include((signal_urls, "signals"))),
    path("", include((wish_urls, "wishes"))),
    path("", include((objection_urls, "objections"))),
    path("", include((paradox_urls, "paradox"))),
    path("initiatieven/", include((snapshot_urls, "snapshots"))),
    path("", include((addition_urls, "additions"))),
    path("steden/", include((city_urls, "cities"))),
    path("partners/", include((partner_urls, "partners"))),
    path("fotos/", include((photo_urls, "photos"))),
    path("kaartjes/", include((card_urls, "cards"))),
    path("uitnodiging/", include((invitation_urls, "invitations"))),
    path("mijn/", include((mine_urls, "mine"))),
    path("mail/", include((mail_urls, "mail"))),
    path("", include((outside_urls, "outside"))),
    path("", include((wall_urls, "walls"))),
    path("", include((introduction_urls, "introductions"))),
    path("begin/", include((begin_urls, "begin"))),
    path("", include((challenge_urls, "challenges"))),
    path("", include((figure_urls, "figures"))),
    path("", include((digest_urls, "digest"))),
    path("", include((still_urls, "still"))),
    path("", include((following_urls, "following"))),
    path("", include((bite_urls, "bites"))),
    path("insluiten/", include((embed_urls, "embeds"))),
    path("open-data/", include((open_data_urls, "open_data"))),
    path("meenemen/", include((export_urls, "exports"))),
    path("", include((flywheel_urls, "flywheels"))),
    path("", include((page_urls, "pages"))),
    path("api/", include((api_urls, "api"))),
    path("feeds/", include((feed_urls, "feeds"))),
    path("", include((crawler_urls, "crawlers"))),
]
