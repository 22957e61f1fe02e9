"""Photos go through here, never through the web server: who may see the win may see its photo."""

from contextlib import nullcontext

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.forms.photos import PhotoWordsForm
from initiatives.models import Photo

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


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk) -> HttpResponse:
    """The words beside a photo, later."""
    is_sent = request.method == "POST"
    photos = Photo.objects.editable_by(request.user).select_related("win")
    with transaction.atomic() if is_sent else nullcontext():
        locked = photos.select_for_update(of=("self",), no_key=True) if is_sent else photos
        photo = get_object_or_404(locked, pk=pk)
        words = {"alt_text": photo.alt_text, "people_agreed": photo.people_agreed}
        form = PhotoWordsForm(
            request.POST if is_sent else None, row=photo, reader=request.user, initial=words
        )
        if form.is_valid():
            photo.describe(**{name: form.cleaned_data[name] for name in words})
            return redirect("telling:ask", photo.win_id, "foto")
    status = (409 if form.has_conflict else 422) if form.is_bound else 200
    return render(request, "photos/describe.html", {"form": form, "photo": photo}, status=status)


@require_POST
def remove(request: HttpRequest, pk) -> HttpResponse:
    photo = get_object_or_404(Photo.objects.editable_by(request.user).select_related("win"), pk=pk)
    photo.remove()
    return redirect("telling:ask", photo.win_id, "foto")
