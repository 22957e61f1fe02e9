"""What goes out for machines is what a visitor may see, whoever asks: one answer for everybody."""

from django.http import Http404, HttpRequest

from initiatives.models import Onlooker, programmes_for


def visitor_of(request: HttpRequest) -> Onlooker:
    """Somebody without an account who looks at the same network. Nothing is there where a visitor knows nothing of the programme."""
    visitor = request.onlooker.as_visitor
    if visitor.programme and visitor.programme not in programmes_for(visitor.user):
        raise Http404
    return visitor
