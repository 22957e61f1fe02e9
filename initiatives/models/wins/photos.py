"""Pictures at a win."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.moments import made
from initiatives.models.rights import OfAWinQuerySet
from initiatives.models.wins.small_wins import SmallWin


def photo_path(photo: "Photo", filename: str) -> str:
    """A random name: what someone called the file on their phone is nobody's business."""
    return f"photos/{photo.pk}.jpg"


MAY_BE_SHOWN = Q(people_agreed=True) & ~Q(alt_text="")


class PhotoQuerySet(OfAWinQuerySet):
    def visible_to(self, user):
        """As its win; without words or without consent only those who may edit it."""
        shown = MAY_BE_SHOWN & self.hanging_on(self.read_by, user)
        return self.filter(shown | self.hanging_on(self.changed_by, user))

    def shown_to(self, user):
        """Those with words and consent, to readers of their win: also for its team, what others see."""
        return self.filter(MAY_BE_SHOWN & self.hanging_on(self.read_by, user))

    def first_of_each(self, wins: models.QuerySet):
        """The oldest of each of these wins."""
        here = self.filter(win__in=wins.order_by().values("pk"))
        return here.order_by("win", "added_at", "pk").distinct("win")


class Photo(models.Model):
    """A picture at a win, always rebuilt from its pixels."""

    columns = Columns(words="alt_text", author="added_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    win = models.ForeignKey(SmallWin, on_delete=models.CASCADE, related_name="photos")
    image = models.ImageField(upload_to=photo_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt_text = models.CharField(_("wat is er te zien?"), max_length=300, blank=True)
    people_agreed = models.BooleanField(
        _("wie herkenbaar in beeld is, vindt het goed (of er is niemand herkenbaar in beeld)"), default=False
    )
    added_at, added_by = made(null=True, blank=True)  # nobody: with a win told without an account

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto’s")
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.alt_text or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("photos:show", args=[self.pk])

    @property
    def is_for_the_team_only(self) -> bool:
        """True until it has words and consent."""
        return not (self.alt_text and self.people_agreed)

    def describe(self, *, alt_text: str, people_agreed: bool) -> None:
        self.alt_text, self.people_agreed = alt_text, people_agreed
        self.save(update_fields=["alt_text", "people_agreed"])

    def remove(self) -> None:
        """Delete it for good; its file goes once the database agrees."""
        storage, name = self.image.storage, self.image.name
        with transaction.atomic():
            self.delete()
            transaction.on_commit(lambda: storage.delete(name))
