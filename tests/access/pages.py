"""Everything that somebody can read: every page, list, filter, search, piece, picture and choice."""

from collections.abc import Iterator

from django.urls import reverse

from initiatives.exchange.exports.tables import TABLES
from initiatives.forms.asking import QUESTIONS
from tests.access import policy, questions
from tests.access.asking import Answer
from tests.access.turns import read_by
from tests.access.world import World, below_its_programme

PIECE = {"HTTP_HX_REQUEST": "true"}  # as htmx asks, for a piece of the page
ROOMS = ("network:dashboard", "network:beside", "network:walls", "network:map", "challenges:index")
PLAIN = [
    "home",
    "partner_network:index",
    "flywheels:network",
    *ROOMS,
    "wins:index",
    "initiatives:index",
    "cities:index",
    "partners:index",
    "challenges:propose",
    "challenges:thanks",
    "telling:tell",
    "digest:week",
    "digest:news",
    "mail:choose",
    "introductions:index",
    "introductions:pairs",
    "pages:vocabulary",
    "pages:imagery",
    "pages:about",
    "pages:accessibility",
    "pages:privacy",
    "crawlers:sitemap",
    "exports:kumu",
    "open_data:index",
    "open_data:catalogue",
    "embeds:index",
    "embeds:network",
    "embeds:wins",
    "feeds:wins",
    "api:index",
    "api:openapi",
    "api:small_wins",
    "api:initiatieven",
    "api:partners",
    "api:steden",
    "api:vraagstukken",
    "api:samenwerkingen",
    "api:verliezen",
    "api:verbanden",
    "api:samenhang",
    "account_email",
    "account_reauthenticate_by_code",
    "mfa_index",
]
TAKEN = (
    *(f"{what}.json" for what in TABLES),
    "small-wins.csv",
    "small-wins.json?q=gesproken",
    "graaf/netwerk.graphml",
    "graaf/vliegwiel.json",
)  # in the other forms stands the same, packed
PIECES = (*ROOMS, "partner_network:index", "flywheels:network", "wins:index")
FILTERS = (
    "type=growth", "type=beantwoord", "type=open", "richting=open", "niveau=open", "duiding=redactie", "duiding=open",
    "verbonden=ja", "verbonden=nee", "mechanisme=learning", "status=stil", "toestand=growth.signal",
    "toestand=replication.nothing", "partnersoort=university", "periode=zonder-datum", "periode=2025",
    "stad=landelijk", "q=gesproken", "q=over", "q=student", "volgorde=laatst", "toon=alle", "pagina=2",
)  # fmt: skip
LISTS = ("wins:index", "initiatives:index")
OF_THE_NETWORK = ("partnersoort=university", "periode=2025", "volgorde=laatst", "toon=alle", "stad=landelijk")
# Everybody who reads something that others do not. All others read as the visitor or the network does.
READERS = ("visitor", "network", "member", "coordinator", "rival")
OTHER_READERS = ("teller", "other", "lead", "former", "invited", "staff", "superuser")
ADMIN_LISTS = {
    "smallwin": ("status=draft", "status=waiting", "status=withdrawn", "status=standing", "type=growth", "duiding=open",
                 "datum=met", "niveau=open", "q=gesproken"),
    "winlink": ("status=open", "mechanisme=learning", "q=gesproken"),
    "initiative": ("gepubliceerd=nee", "gepubliceerd=ja", "gepubliceerd=niet-opgenomen", "fase=open", "q=over"),
    "partnership": ("q=hogeschool",),
    "membership": ("q=mens",),
    "initiativelink": ("status=gevraagd", "soort=part_of", "q=over"),
    "figure": ("geteld=students", "q=over"),
    "partner": ("q=hogeschool", "partnersoort=university"),
    "challenge": ("q=hoe",),
    "challengeproposal": ("wacht=ja", "wacht=nee", "q=over"),
    "letter": ("verstuurd=nee", "waarover=welcome", "q=voorbeeld"),
    "theme": ("q=thema",),
    "city": ("q=stad",),
    "programme": ("q=deal",),
    "user": ("rol=coordinator", "inloggen=nee", "q=mens"),
    "role": ("rol=coordinator",),
    "auditentry": ("waar=smallwin", "waar=signaldismissal", "waar=actor", "waar=pilotanswer", "p=2", "p=3"),
}  # fmt: skip
CHOICES = (
    ("winlink", "earlier"), ("winlink", "later"), ("partnership", "initiative"), ("membership", "initiative"),
    ("membership", "user"), ("smallwin", "initiative"), ("role", "user"), ("role", "programme"), ("role", "city"),
    ("initiative", "cities"), ("initiativelink", "initiative"), ("initiativelink", "other"),
)  # fmt: skip
IN_A_PAGE = 12  # secret words that fit in one search


def read(world: World, actor: str) -> Iterator[tuple[tuple, Answer]]:
    """All of it, or what they take turns with: the address with what was asked along, and the answer."""
    stands_with = policy.STANDS_WITH.get(actor) if actor in OTHER_READERS else None
    for of in (of_site, of_admin):
        pages = of(world, actor)
        for path, headers in read_by(actor, pages, of(world, stands_with)) if stands_with else pages:
            yield (path, *headers), world.sessions[actor].ask("GET", path, **headers)


def of_site(world: World, actor: str) -> Iterator[tuple[str, dict]]:
    """Addresses and headers of what the actor may read on the site."""
    inside = actor not in policy.OUTSIDE
    for name in PLAIN:
        if inside or policy.SITE_PAGES.get(name, {}).get("door") == "open":
            yield reverse(name), {}
    for name in PIECES:
        if inside or policy.SITE_PAGES[name]["door"] == "open":
            yield reverse(name), PIECE
    for name in TAKEN:
        yield f"/meenemen/{name}", {}
    for state, row in world.rows["challenge"].items():
        if policy.suffices(actor, "challenge", state, "r"):
            yield row.get_absolute_url(), {}
            if inside:
                yield f"{reverse('initiatives:propose')}?vraagstuk={row.slug}", {}
    for words in ("toon=alles", "moment=2025-12", "toon=alles&volgorde=naam", *_places(world)):
        yield f"{reverse('partner_network:index')}?{words}", {}
    for name in LISTS:
        yield from ((f"{reverse(name)}?{words}", {}) for words in (*FILTERS, *_places(world)))
    for words in (*OF_THE_NETWORK, *_places(world)):
        for name in ROOMS:
            if inside or policy.SITE_PAGES[name]["door"] == "open":
                yield f"{reverse(name)}?{words}", {}
    for row in world.rows["city"].values():
        page = f"{below_its_programme(world, actor, row)}{row.get_absolute_url()}"
        yield page, {}
        yield f"{page}?periode=2025-2026", PIECE
        yield f"{page}a4/", {}
    for state, row in world.rows["partner"].items():
        if policy.suffices(actor, "partner", state, "r"):
            yield row.get_absolute_url(), {}
    for state, row in world.rows["initiative"].items():
        if policy.suffices(actor, "initiative", state, "r"):
            yield row.get_absolute_url(), {}
            yield row.get_absolute_url(), PIECE
            yield f"{row.get_absolute_url()}?periode=2025", {}
    for state, row in world.rows["win"].items():
        if policy.suffices(actor, "win", state, "r") and state not in NO_PAGE:
            yield row.get_absolute_url(), {}
    for name in ("telling:told", "telling:edit", "telling:withdraw", "telling:accept"):
        yield from ((reverse(name, args=[row.pk]), {}) for row in _to_edit(world, actor))
    asked = [row for row in _to_edit(world, actor) if row.question and row.stands]
    yield from ((reverse("curating:reply", args=[row.pk]), {}) for row in asked)
    if inside:
        yield reverse("queues:index"), {}
    for state, row in world.rows["kept_city"].items():
        if policy.suffices(actor, "kept_city", state, "w"):
            yield reverse("cities:waiting", args=[row.slug]), {}
    for name in ("queues:read", "queues:cross"):
        yield from ((reverse(name, args=[row.pk]), {}) for row in _to_edit(world, actor))
    if policy.suffices(actor, "introduction", "open", "r"):
        yield world.row("introduction", "open").get_absolute_url(), {}
    if policy.suffices(actor, "proposal", "declined", "w"):
        yield reverse("initiatives:propose_again", args=[world.row("proposal", "declined").slug]), {}
    if policy.suffices(actor, "proposal", "waiting", "r"):
        yield world.row("proposal", "waiting").get_absolute_url(), {}
    yield from _of_the_team(world, actor)
    yield f"/t/{world.tokens['capture']['usable']}/", {}
    if actor == "teller":
        yield from ((f"/verteld/{word}/", {}) for word in world.tokens["receipt"].values())
    if actor == "invited":
        yield f"/uitnodiging/{world.tokens['invitation']['waiting']}/", {}
    for step in QUESTIONS:
        yield from ((reverse("telling:ask", args=[row.pk, step]), {}) for row in _to_edit(world, actor)[:1])
    for row in _to_edit(world, actor)[:1]:
        yield f"{reverse('telling:ask', args=[row.pk, 'mogelijk'])}?q=gesproken", {}
    for state, row in world.rows["photo"].items():
        if policy.suffices(actor, "photo", state, "r"):
            yield row.get_absolute_url(), {}
    yield from ((path, {}) for path in _of_the_mirror(world, actor))


def _of_the_mirror(world: World, actor: str) -> Iterator[str]:
    """Everything that the policy opens; the forms at a win for one win, and the addresses that somebody was given."""
    for question in questions.to_read(world, actor, policy.MIRROR_PAGES.keys() - OF_A_PARTNER):
        page = policy.MIRROR_PAGES[question.name]
        if question.state in {"win": {"confirmed_public"}, "k": {"usable"}}.get(
            "k" if page["GET"] == "k" else page["row"], {question.state}
        ):
            yield question.path


NO_PAGE = {"loose"}
# tests/test_canaries.py reads it as the partner, who knows what others do not
OF_A_PARTNER = {"objections:stands"}


def _of_the_team(world: World, actor: str) -> Iterator[tuple[str, dict]]:
    for state, row in world.rows["initiative"].items():
        if policy.suffices(actor, "initiative", state, "w"):
            yield from (
                (reverse(name, args=[row.slug]), {})
                for name in ("teams:index", "posters:index", "arrivals:index")
            )
        if policy.suffices(actor, "initiative", state, "o"):
            yield reverse("openings:choose", args=[row.slug]), {}
        if policy.suffices(actor, "initiative", state, "m") and state != "unpublished":
            yield reverse("introductions:propose", args=[row.slug]), {}
        if policy.suffices(actor, "initiative", state, "m"):
            yield reverse("teams:invite", args=[row.slug]), {}
        if policy.suffices(actor, "initiative", state, "j") and actor not in policy.OUTSIDE:
            yield reverse("teams:ask", args=[row.slug]), {}
    for state, row in world.rows["win"].items():
        if policy.suffices(actor, "win", state, "i"):
            yield reverse("wins:history", args=[row.pk]), {}
    if policy.suffices(actor, "capture", "usable", "w"):
        row = world.row("capture", "usable")
        yield reverse("posters:show", args=[row.initiative.slug, row.pk]), {}
    if actor in policy.IN_THE_TEAM:
        yield f"{reverse('telling:tell')}?concept={world.row('win', 'draft').pk}", {}


def _to_edit(world: World, actor: str) -> list:
    states = ("confirmed_public", "returned_public", "logged_team")
    return [world.row("win", state) for state in states if policy.suffices(actor, "win", state, "w")]


def _places(world: World) -> list[str]:
    return [
        f"stad={world.row('city', 'ours').slug}",
        f"stad={world.row('city', 'other').slug}",
        f"thema={world.row('theme', 'used').slug}",
        f"partner={world.row('partner', 'used').slug}",
        f"initiatief={world.row('initiative', 'public').slug}",
    ]


def of_admin(world: World, actor: str) -> Iterator[tuple[str, dict]]:
    """Lists, filters, rows and choices of a curator."""
    if actor not in policy.CURATORS:
        return
    yield reverse("admin:index"), {}
    for model, filters in ADMIN_LISTS.items():
        place = reverse(f"admin:initiatives_{model}_changelist")
        yield from ((f"{place}?{words}", {}) for words in ("", *filters))
        if actor in policy.MAY_ADD.get(model, policy.CURATORS):
            yield reverse(f"admin:initiatives_{model}_add"), {}
    for state, cells in policy.MODELS["challengeproposal"].items():
        if cells[actor] != "-":
            row = world.row("challengeproposal", state)
            yield reverse("admin:initiatives_challengeproposal_change", args=[row.pk]), {}
            if state != "declined":
                yield reverse("admin:initiatives_challengeproposal_answer", args=[row.pk]), {}
    for state, cells in policy.MODELS["letter"].items():
        if cells[actor] != "-":
            yield reverse("admin:initiatives_letter_change", args=[world.row("letter", state).pk]), {}
    yield reverse("admin:import"), {}
    if actor == policy.BRINGS:
        shown, written = world.row("import", "shown").pk, world.row("import", "written").pk
        yield from ((reverse(f"admin:import_{page}", args=[shown]), {}) for page in ("columns", "preview"))
        yield reverse("admin:import_done", args=[written]), {}
    for model, field in CHOICES:
        yield f"{choice(model, field)}&term=", {}
    for state, cells in policy.MODELS["auditentry"].items():
        if cells[actor] == "r":
            entry = questions.admin_row(world, "auditentry", state)
            yield reverse("admin:initiatives_auditentry_change", args=[entry.pk]), {}
    if actor in ("staff", "superuser"):
        row = world.row("proposal", "declined")
        for page in ("change", "history"):
            yield reverse(f"admin:initiatives_initiative_{page}", args=[row.pk]), {}
    for model in ("partner", "city", "theme", "challenge", "user"):
        states = policy.MODELS[model]
        for state in states:
            if states[state][actor] == "-":
                continue
            row = world.row(model, state)
            for page in ("change", "history"):
                yield reverse(f"admin:initiatives_{model}_{page}", args=[row.pk]), {}


def choice(model: str, field: str) -> str:
    return f"{reverse('admin:autocomplete')}?app_label=initiatives&model_name={model}&field_name={field}"


def searches(actor: str, words: list[str], names: list[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Searches for words that the actor may not know: the address, the same with other words, and all those words.

    In: all words, for the search in texts; and those of names and titles, for the searches in those.
    """
    for start in range(0, len(words), IN_A_PAGE):
        some = words[start : start + IN_A_PAGE]
        others = [_another(word) for word in some]
        for name in ("wins:index", "network:dashboard"):
            yield (*(f"{reverse(name)}?q={'+or+'.join(asked)}" for asked in (some, others)), (*some, *others))
    for word in names:
        yield (
            *(f"{reverse('challenges:index')}?zoek={asked}" for asked in (word, _another(word))),
            (word, _another(word)),
        )
        for name in ("initiatives:index", "partners:index"):
            yield (
                *(f"{reverse(name)}?q={asked}" for asked in (word, _another(word))),
                (word, _another(word)),
            )
        if actor in policy.CURATORS:
            yield from _searches_in_admin(word)


def _searches_in_admin(word: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    both = (word, _another(word))
    for model in (
        "smallwin",
        "winlink",
        "initiative",
        "partnership",
        "membership",
        "initiativelink",
        "figure",
        "partner",
        "role",
        "challengeproposal",
        "letter",
    ):
        place = reverse(f"admin:initiatives_{model}_changelist")
        yield (*(f"{place}?q={asked}" for asked in both), both)
    for model, field in CHOICES[:6]:
        yield (*(f"{choice(model, field)}&term={asked}" for asked in both), both)


def _another(word: str) -> str:
    """A word of the same length that occurs nowhere: one for all, so that its page is asked once."""
    return "x" * len(word)


def places_to_choose(world: World, actor: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Hidden rows, named in the address bar: as unknown as rows that do not exist."""
    nobody = "00000000-0000-4000-8000-000000000000"
    for state, row in world.rows["win"].items():
        if not policy.suffices(actor, "win", state, "r"):
            yield (*(f"{reverse('wins:index')}?na={key}" for key in (row.pk, nobody)), (str(row.pk), nobody))
    for state in policy.DRAFTS if actor not in policy.OUTSIDE else ():
        if not policy.suffices(actor, "win", state, "w"):
            keys = (str(world.row("win", state).pk), nobody)
            yield (*(f"{reverse('telling:tell')}?concept={key}" for key in keys), keys)
    for state, row in world.rows["initiative"].items():
        if not policy.suffices(actor, "initiative", state, "r"):
            nothing = "x" * len(row.slug)
            for name in (*LISTS, "network:dashboard", "api:small_wins", "feeds:wins"):
                yield (
                    *(f"{reverse(name)}?initiatief={slug}" for slug in (row.slug, nothing)),
                    (row.slug, nothing),
                )
