"""A photo at a win, and the words with which it may be seen by others."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.questions import NO_ANSWER, TurnForm
from initiatives.forms.sent_photos import NOT_KEPT, PHOTOS_A_WIN, TOO_MANY, PhotoField, PhotoWords
from initiatives.forms.texts import SubmissionField
from initiatives.lenses import TURNS
from initiatives.models import Photo, SmallWin
from initiatives.photos import PhotoRefused, rebuilt


class PhotoWordsForm(PhotoWords, BothKeptForm):
    """The words of a photo that is there."""

    parts = {"alt_text": ("alt_text",), "people_agreed": ("people_agreed",)}

    def worded(self, part: str, value: tuple) -> str:
        return super().worded(part, value) or str(NO_ANSWER)


class PhotoForm(PhotoWordsForm, TurnForm):
    """A new photo. It has no conflicts with other people's changes."""

    parts: dict[str, tuple[str, ...]] = {}
    turn = TURNS["foto"]
    above, body = "telling/_photos.html", "telling/_photo.html"
    may_be_skipped_whole = False

    photo = PhotoField(label=_("Kies een foto"))
    photo_id = SubmissionField()

    field_order = ["photo", "alt_text", "people_agreed"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.photos = list(self.win.photos.all())

    @classmethod
    def is_said(cls, win: SmallWin) -> bool:
        return win.photos.exists()

    @property
    def heading(self):
        return _("Nog een foto erbij?") if self.photos else super().heading

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
            raise ValidationError(TOO_MANY, params={"number": PHOTOS_A_WIN})
        return super().clean()

    def save(self) -> None:
        words = {name: self.cleaned_data[name] for name in ("photo_id", "alt_text", "people_agreed")}
        if not self.win.keeps_photo(self.cleaned_data["photo"], by=self.by, **words):
            self.add_error("photo", NOT_KEPT)
