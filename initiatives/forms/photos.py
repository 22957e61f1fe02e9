"""A photo at a win, and the words with which it may be seen by others."""

import logging
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.questions import NO_ANSWER, TurnForm
from initiatives.forms.texts import SentenceField, SubmissionField
from initiatives.lenses import TURNS
from initiatives.models import Photo
from initiatives.photos import PhotoRefused, rebuilt

log = logging.getLogger(__name__)

PHOTOS_A_WIN = 6


class PhotoWordsForm(BothKeptForm):
    """The conditions for a public photo: a sentence for people who cannot see it, and the consent of those in it."""

    parts = {"alt_text": ("alt_text",), "people_agreed": ("people_agreed",)}

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

    def worded(self, part: str, value: tuple) -> str:
        return super().worded(part, value) or str(NO_ANSWER)


class PhotoForm(PhotoWordsForm, TurnForm):
    """A new photo. It has no conflicts with other people's changes."""

    parts: dict[str, tuple[str, ...]] = {}
    turn = TURNS["foto"]
    above = "telling/_photos.html"
    may_be_skipped_whole = False

    photo = forms.FileField(
        label=_("Kies een foto"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Kies een foto, of sla deze vraag over."),
            "empty": _("Dit bestand is leeg. Kies een andere foto."),
            "invalid": _("De foto kwam niet mee. Kies de foto opnieuw."),
        },
    )
    photo_id = SubmissionField()

    field_order = ["photo", "alt_text", "people_agreed"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.photos = list(self.win.photos.all())

    def clean_photo(self):
        try:
            return rebuilt(self.cleaned_data["photo"])
        except PhotoRefused as refusal:
            raise ValidationError(refusal.args[0]) from refusal

    def clean_photo_id(self) -> uuid.UUID:
        """The number of this form, or a new one where another win has a photo of that number."""
        number = self.cleaned_data["photo_id"]
        taken = Photo.objects.filter(pk=number).exclude(win=self.win).exists()
        return uuid.uuid4() if taken else number

    def clean(self) -> dict:
        sent_before = self.cleaned_data.get("photo_id") in {photo.pk for photo in self.photos}
        if len(self.photos) >= PHOTOS_A_WIN and not sent_before:
            raise ValidationError(
                _("Er staan al %(number)d foto’s bij. Haal er eerst een weg."),
                params={"number": PHOTOS_A_WIN},
            )
        return super().clean()

    def save(self) -> None:
        words = {name: self.cleaned_data[name] for name in ("photo_id", "alt_text", "people_agreed")}
        try:
            self.win.add_photo(self.cleaned_data["photo"], by=self.by, **words)
        except OSError:  # a full or read-only disk
            log.exception("a photo could not be kept")
            self.add_error("photo", _("We kunnen de foto nu niet bewaren. Probeer het later nog eens."))
