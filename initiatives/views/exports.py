"""What people take along: the rows of a page as a file, and the network for other programs."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from initiatives.exchange.exports.files import FILE_FORMS, Taken, file_name, licence_link, spoken
from initiatives.exchange.exports.graph_files import GRAPH_FORMS, kumu_json
from initiatives.exchange.exports.graphs import GRAPHS, network_graph
from initiatives.exchange.exports.tables import TABLES
from initiatives.exchange.visiting import for_everybody
from initiatives.links import for_others
from initiatives.models.rights import may_come_in
from initiatives.reports.filter.wins import WinFilter


@login_not_required
@require_safe
def table(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The rows of a page, as a file of this form."""
    if what not in TABLES or form not in FILE_FORMS:
        raise Http404
    taken, form = _taken(request, what), FILE_FORMS[form]
    name = f"{taken.file_name}.{form.name}"
    return _file(form.bytes_of(taken), form.media_type, name, is_public=taken.is_public)


@login_not_required
@require_safe
def graph(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The network for other programs: who takes part in what, or what led to what."""
    if what not in GRAPHS or form not in GRAPH_FORMS:
        raise Http404
    chosen = WinFilter(request.GET, onlooker=request.onlooker, page="network:dashboard")
    name, form = file_name(what, chosen.words), GRAPH_FORMS[form]
    return _file(
        form.bytes_of(GRAPHS[what][1](chosen)),
        form.media_type,
        f"{name}.{form.name}",
        is_public=not may_come_in(request.user),
    )


@login_not_required
@require_safe
@for_everybody
def kumu(request: HttpRequest) -> HttpResponse:
    """The network as everybody may know it, whoever asks, at one address that Kumu asks again for each visitor of a map."""
    chosen = WinFilter(request.GET, onlooker=request.onlooker.as_visitor, page="network:dashboard")
    blueprint = b"".join(kumu_json(network_graph(chosen)))
    response = HttpResponse(blueprint, content_type="application/json")
    response["Link"] = licence_link()
    return response


def _file(pieces: Iterator[bytes], media_type: str, name: str, *, is_public: bool) -> HttpResponse:
    in_words = spoken(pieces, translation.get_language())
    response = StreamingHttpResponse(in_words, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    if is_public:
        response["Link"] = licence_link()
    return response


def _taken(request: HttpRequest, what: str) -> Taken:
    """The rows that the page of this noun shows with the same words in its address."""
    taken, asked, named = TABLES[what], request.GET.copy(), ""
    if taken.named:  # there this word finds a name; elsewhere `q` is a word in a small win
        named = asked.pop(taken.search, [""])[-1].replace("\0", "").strip()
    beside = {taken.search: named} if named else {}
    chosen = WinFilter(asked, onlooker=request.onlooker, page=taken.page, beside=beside)
    return Taken(taken, chosen, for_others(request, chosen.url()), named)
