"""A photo that comes along with a sentence, and the words with which others may see it.

A photo never costs anybody their words: what is too heavy, broken or of an unknown kind is left out, and said.
"""

import uuid
from hashlib import sha256

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import SentenceField
from initiatives.models import SmallWin, User
from initiatives.photos import EMPTY, PhotoRefused, rebuilt

PHOTOS_A_WIN = 6
TOO_MANY = _("Er staan al %(number)d foto’s bij. Haal er eerst een weg.")
NOT_KEPT = _("We kunnen de foto nu niet bewaren. Probeer het later nog eens.")


class PhotoField(forms.FileField):
    """Anything that a phone calls a picture."""

    widget = forms.FileInput(attrs={"accept": "image/*"})
    default_error_messages = {
        "required": _("Kies een foto, of sla deze vraag over."),
        "empty": EMPTY,
        "invalid": _("De foto kwam niet mee. Kies de foto opnieuw."),
    }


class PhotoWords(forms.Form):
    """The conditions for a public photo: a sentence for people who cannot see it, and the consent of those in it."""

    alt_text = SentenceField(
        label=_("Wat is er te zien?"),
        help_text=_("Voor wie de foto niet kan zien. Eén zin is genoeg."),
        required=False,
        max_length=300,
    )
    people_agreed = forms.BooleanField(
        label=_("Wie herkenbaar in beeld is, vindt het goed. Of niemand is herkenbaar in beeld."),
        required=False,
    )


class PhotoAlong(PhotoWords):
    """Part of a form that tells a win: a photo, if there is one."""

    photo = PhotoField(label=_("Een foto erbij?"), required=False, allow_empty_file=True)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in PhotoWords.base_fields:
            self.fields[name].is_part = True  # of the photo, which the page says may be left out

    field_order = ["photo", "alt_text", "people_agreed"]

    @property
    def photo_is_lost(self) -> bool:
        """The form comes back, and a browser does not send a file again by itself."""
        return self.is_bound and bool(self.files.get("photo"))

    def add_photo_to(self, win: SmallWin, *, by: User | None) -> str:
        """Keep the photo with the win; the same one twice is one. Out: why it was left out, or nothing."""
        file = self.cleaned_data.get("photo")
        if not file:
            return ""
        try:
            image = rebuilt(file)
        except PhotoRefused as refusal:
            return str(refusal.args[0])
        return self._keep(win, image, by=by)

    def _keep(self, win: SmallWin, image: ContentFile, *, by: User | None) -> str:
        number = uuid.uuid5(win.pk, sha256(image.read()).hexdigest())
        image.seek(0)
        there = set(win.photos.values_list("pk", flat=True))
        if len(there) >= PHOTOS_A_WIN and number not in there:
            return TOO_MANY % {"number": PHOTOS_A_WIN}
        words = {name: self.cleaned_data[name] for name in ("alt_text", "people_agreed")}
        return "" if win.keeps_photo(image, by=by, photo_id=number, **words) else str(NOT_KEPT)
