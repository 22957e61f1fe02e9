"""Photos are served here, never by the web server: a photo is for readers of its win."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.photos import PhotoWordsForm
from initiatives.models import Photo
from initiatives.sending import held, page_with_form, send, typed

POLICY = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_not_required
@require_safe
def show(request: HttpRequest, pk) -> HttpResponse:
    """The file, asked for again each time: what is hidden today is not shown from a cache."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    etag = f'"{photo.pk}"'  # the pixels of a photo never change
    response = get_conditional_response(request, etag=etag) or _file_of(photo)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _file_of(photo: Photo) -> HttpResponse:
    """At once: a rebuilt photo is a few hundred kB."""
    try:
        with photo.image.open("rb") as file:
            return HttpResponse(file.read(), content_type="image/jpeg", headers=POLICY)
    except FileNotFoundError as gone:
        raise Http404 from gone


@page_with_form
def describe(request: HttpRequest, pk) -> HttpResponse:
    """The words beside a photo, later."""
    photos = Photo.objects.editable_by(request.user).select_related("win")
    photo = get_object_or_404(held(request, photos), pk=pk)
    words = {"alt_text": photo.alt_text, "people_agreed": photo.people_agreed}
    form = PhotoWordsForm(typed(request), row=photo, by=request.user, initial=words)

    def describe_it() -> None:
        photo.describe(**{name: form.cleaned_data[name] for name in words})

    photos_of_win = reverse("telling:ask", args=[photo.win_id, "foto"])
    return send(request, form, "photos/describe.html", {"photo": photo}, save=describe_it, to=photos_of_win)


@require_POST
def remove(request: HttpRequest, pk) -> HttpResponse:
    photo = get_object_or_404(Photo.objects.editable_by(request.user).select_related("win"), pk=pk)
    photo.remove()
    return redirect("telling:ask", photo.win_id, "foto")
