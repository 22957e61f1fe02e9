"""Rows that hang on a win or tie it to others. Their models stand higher, so they are reached through the relation."""

import logging
import uuid
from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import LinkBasis
from initiatives.models.people import User
from initiatives.models.wins.answers import WinAnswers

log = logging.getLogger(__name__)

# Relations that do not move when wins merge: links are copied where they fit, a copy stays the copy of this win's link, and
# earlier doubles stay merged into this win.
STAYS = {"earlier_links", "later_links", "copies", "merged"}


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

    @property
    def photos_as_read(self) -> list[str]:
        """Each photo, its words and its consent: what somebody looked at who read this win."""
        return [f"{photo.pk} {photo.people_agreed} {photo.alt_text}" for photo in self.photos.all()]

    def hanging(self) -> Iterator[tuple[str, str, models.QuerySet]]:
        """The rows that hang on this win: their name on the win, the column that points at it, and the rows."""
        for name, column, table in relations_to(type(self)):
            if name not in STAYS:
                yield name, column, table._default_manager.filter(**{column: self})

    def grew_from(
        self, earlier: Self, *, by: User, mechanism: str | None = None, how: str = ""
    ) -> models.Model:
        """Say that an earlier win made this one possible; the last words count. Out: the link.

        One of another team waits until that team says so, too. Raises ValidationError, with the sentence for the screen,
        when that closes a circle, runs back in time, or was refused before.
        """
        return self._tie(earlier, self, other=earlier, by=by, mechanism=mechanism, how=how)

    def made_possible(
        self, later: Self, *, by: User, mechanism: str | None = None, how: str = ""
    ) -> models.Model:
        """`grew_from`, said from the earlier win."""
        return self._tie(self, later, other=later, by=by, mechanism=mechanism, how=how)

    def _tie(self, earlier: Self, later: Self, *, other: Self, by: User, **words) -> models.Model:
        self.earlier_links.model(earlier=earlier, later=later, told_by=by).clean()
        asked = self._team_to_ask(other, by)
        if asked:
            self._need_the_network()
        basis = {"basis": LinkBasis.TEAM, "mechanism_basis": LinkBasis.TEAM if words["mechanism"] else None}
        told = words | basis | {"told_by": by, "asked": asked}
        try:
            with transaction.atomic():
                if asked and (there := self._told_before(earlier, later, words, asked=asked, by=by)):
                    return there
                return self.earlier_links.model.objects.tell(earlier, later, told, by=by)
        except IntegrityError as refusal:  # somebody else tied the other end at the same moment
            raise ValidationError(
                _("Iemand anders verbond deze small wins net ook. Probeer het nog eens.")
            ) from refusal

    def _need_the_network(self) -> None:
        """Another team that is asked must be able to read it."""
        here = self.initiative
        if not type(here).objects.read_by_the_network().contains(here):
            raise ValidationError(
                _(
                    "Het andere team mag jullie initiatief nog niet lezen, dus deze small win ook niet. Vraag het als het voor het netwerk is gepubliceerd."
                )
            )
        if not type(self).objects.read_by_the_network().contains(self):
            raise ValidationError(
                _("Het andere team mag deze small win niet lezen. Kies bij “Bewerk” eerst het netwerk.")
            )

    def _team_to_ask(self, other: Self, by: User) -> models.Model | None:
        """The initiative at the other end; None where who tells it may change that win, too."""
        is_own = self.initiative_id == other.initiative_id
        initiatives = type(other.initiative).objects
        return None if is_own or initiatives.editable_by(by).contains(other.initiative) else other.initiative

    def _told_before(
        self, earlier: Self, later: Self, words: dict, *, asked: models.Model, by: User
    ) -> models.Model | None:
        """The link as one of the two teams told it already, where that needs no question now.

        Who tells what the other team asked about says yes to it. What the other team refused is not asked again.
        """
        link = later.earlier_links.filter(earlier=earlier).first()
        if link is None:
            return None
        if link.declined_at and link.asked == asked:
            raise ValidationError(link.refused_said)
        if link.waits and link.asked_id == self.initiative_id:
            if type(asked).objects.worked_on_by(by).contains(link.asked):
                link.agree(by=by)
            return link
        is_same = link.confirmed_at and not link.declined_at
        return link if is_same and words == {name: getattr(link, name) for name in words} else None

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
