"""Rows that hang on a win or tie it to others. Their models stand higher, so they are reached through the relation."""

import logging
import uuid
from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import LinkBasis
from initiatives.models.people import User
from initiatives.models.wins.answers import WinAnswers

log = logging.getLogger(__name__)

# Relations that do not move when wins merge: links are copied where they fit, and earlier doubles stay merged into this win.
STAYS = {"earlier_links", "later_links", "merged"}


def relations_to(win: type[models.Model]) -> Iterator[tuple[str, str, type[models.Model]]]:
    """Every relation to a win: its name on the win, the column that points at the win, and the table."""
    for tie in win._meta.related_objects:
        name = tie.get_accessor_name()
        if tie.many_to_many:
            yield name, tie.field.m2m_reverse_field_name(), tie.through
        else:
            yield name, tie.field.name, tie.related_model
    for tie in win._meta.many_to_many:
        yield tie.name, tie.m2m_field_name(), tie.remote_field.through


class WinAttachments(WinAnswers):
    class Meta:
        abstract = True

    @property
    def links(self) -> models.QuerySet:
        """All links to an earlier win and from it to a later one."""
        return self.earlier_links.model.objects.touching(self)

    def hanging(self) -> Iterator[tuple[str, str, models.QuerySet]]:
        """The rows that hang on this win: their name on the win, the column that points at it, and the rows."""
        for name, column, table in relations_to(type(self)):
            if name not in STAYS:
                yield name, column, table._default_manager.filter(**{column: self})

    def grew_from(
        self, earlier: Self, *, by: User, mechanism: str | None = None, how: str = ""
    ) -> models.Model:
        """Say that an earlier win of the same team made this one possible; the last words count.

        Raises ValidationError, with the sentence for the screen, when that closes a circle or runs
        back in time.
        """
        self.earlier_links.model(earlier=earlier, later=self).clean()
        words = {"mechanism": mechanism, "how": how, "basis": LinkBasis.TEAM, "told_by": by}
        agreed = {
            "confirmed_at": timezone.now(),
            "confirmed_by": by,
            "declined_at": None,
            "declined_by": None,
        }
        try:
            with transaction.atomic():
                link, _new = self.earlier_links.update_or_create(earlier=earlier, defaults=words | agreed)
                self.say(came_from=None)
        except IntegrityError as refusal:  # somebody else tied the other end at the same moment
            raise ValidationError(
                _("Iemand anders verbond deze small wins net ook. Probeer het nog eens.")
            ) from refusal
        return link

    def add_photo(
        self,
        image: File,
        *,
        by: User | None,
        photo_id: uuid.UUID,
        alt_text: str = "",
        people_agreed: bool = False,
    ) -> models.Model:
        """Keep a photo, of which `photos.rebuilt` has left the pixels only. The same form twice is one photo.

        In: `by`, nobody where it came with a win that was told without an account.
        """
        photo = self.photos.model(
            id=photo_id, win=self, image=image, alt_text=alt_text, people_agreed=people_agreed, added_by=by
        )
        try:
            with transaction.atomic():
                photo.save(force_insert=True)
        except DatabaseError:
            photo.image.delete(save=False)
            if sent_before := self.photos.filter(pk=photo_id).first():
                return sent_before
            raise
        return photo

    def keeps_photo(self, image: File, **details) -> bool:
        """`add_photo`; False where the disk is full or may not be written, which the log says."""
        try:
            self.add_photo(image, **details)
        except OSError:
            log.exception("a photo could not be kept")
            return False
        return True
