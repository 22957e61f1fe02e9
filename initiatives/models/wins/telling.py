"""Telling a win: as a draft, with an account, or through a link without one."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import TellerKind
from initiatives.models.guests import TooMany
from initiatives.models.people import User
from initiatives.models.teams import CaptureLink
from initiatives.models.wins.attachments import WinAttachments
from initiatives.models.wins.columns import WinColumns
from initiatives.models.wins.lists import SmallWinQuerySet
from initiatives.models.wins.states import WinStates
from initiatives.sentences import joined
from initiatives.tokens import derived_token, digest

MOST_BY_A_LINK = 240  # wins an hour: four by each of a room of sixty people


class SmallWinManager(models.Manager.from_queryset(SmallWinQuerySet)):
    def tell(self, *, by: User, submission_id: uuid.UUID, **details) -> tuple[WinColumns, bool]:
        """Log a win once, however often the same form arrives.

        Out: the win, and whether it is new. A retry gives the win that is already there; a draft
        that was kept under the same number is told now, and new. A win that `by` may no longer edit stays as it is.
        """
        with transaction.atomic():
            number = self.number_for(submission_id, by=by)
            win, is_new = self.get_or_create(logged_by=by, submission_id=number, defaults=details)
            if win.drafted_at:
                win.log(by=by, **details)
                is_new = True
        return win, is_new

    def keep_draft(self, *, by: User, submission_id: uuid.UUID, **details) -> WinColumns:
        """Keep what is filled in so far. Out: the draft, or the win where it was told meanwhile."""
        with transaction.atomic():
            number = self.number_for(submission_id, by=by)
            draft, is_new = self.get_or_create(
                logged_by=by, submission_id=number, defaults=details | {"drafted_at": timezone.now()}
            )
            if draft.drafted_at and not is_new:
                draft.keep(**details)
        return draft

    def number_for(self, number: uuid.UUID, *, by: User) -> uuid.UUID:
        """The number under which this person's form goes on.

        An old form may carry the number of a win that they may no longer edit. It goes on under another number,
        the same each time, so that a form sent twice is still one win.
        """
        theirs = self.editable_by(by).values("pk")
        while self.filter(logged_by=by, submission_id=number).exclude(pk__in=theirs).exists():
            number = uuid.uuid5(number, "another win")
        return number

    def tell_through(
        self, link: CaptureLink, *, submission_id: uuid.UUID, **details
    ) -> tuple[WinColumns, bool]:
        """Tell without an account. It waits for the team. Out: the win, and whether it is new.

        Raises CaptureLink.DoesNotExist where the link stopped a moment ago, and TooMany.
        """
        with transaction.atomic():
            CaptureLink.objects.select_for_update(no_key=True).usable().get(pk=link.pk)
            if details.get("teller_opens"):
                details.setdefault("audience", link.initiative.opens_to)
            if told_before := self.filter(capture_link=link, submission_id=submission_id).first():
                return told_before, False
            an_hour_ago = timezone.now() - dt.timedelta(hours=1)
            if self.filter(capture_link=link, logged_at__gt=an_hour_ago).count() >= MOST_BY_A_LINK:
                raise TooMany
            win = self.model(
                capture_link=link, initiative_id=link.initiative_id, submission_id=submission_id, **details
            )
            win.receipt_digest = digest(win.receipt)
            win.save(force_insert=True)
        return win, True


class WinTelling(WinStates, WinAttachments):
    class Meta:
        abstract = True

    @property
    def receipt(self) -> str:
        """The word in the address where a teller without an account reads what became of it."""
        return derived_token("receipt", self.pk)

    @property
    def teller(self) -> str:
        """The teller in words: a name, or what somebody without an account says they are."""
        if self.logged_by_id:
            return str(self.logged_by)
        return str(TellerKind(self.told_as).label) if self.told_as else str(_("iemand zonder account"))

    @property
    def told_by_whom(self) -> str:
        """The teller in the middle of a sentence: "een bewoner"."""
        return (
            self.teller
            if self.logged_by_id or not self.told_as
            else str(TellerKind(self.told_as).explanation)
        )

    @property
    def arrival(self) -> SafeString:
        """The moment at which it came in through a link, and the place of that link."""
        on = gettext("Verteld op %(on)s uur") % {
            "on": date_format(timezone.localtime(self.logged_at), "j F, H.i")
        }
        return joined((on, self.capture_link.place))

    @property
    def source_list(self) -> list[str]:
        return self.sources.splitlines()

    def keep(self, **details) -> None:
        """A draft with other words."""
        for name, words in details.items():
            setattr(self, name, words)
        self.drafted_at = timezone.now()
        self.save()

    def log(self, *, by: User, **details) -> None:
        """Tell a draft: from now on it counts."""
        for name, words in details.items():
            setattr(self, name, words)
        self.drafted_at, self.logged_at, self.logged_by = None, timezone.now(), by
        self.save()

    def discard(self) -> None:
        """Throw a draft away. A told win is withdrawn instead."""
        if self.drafted_at is None:
            raise ValidationError(_("Dit is al verteld. Je kunt het intrekken."))
        self.delete()

    def rewrite(self, **words) -> None:
        """Other words; what stood there stays in the audit."""
        for name, text in words.items():
            setattr(self, name, text)
        self.save(update_fields=[*words, "changed_at"])

    def claim(self, *, by: User) -> None:
        """Say that one looks at what came in without an account, so that colleagues know. The first one does."""
        if self.claimed_at is None:
            self.claimed_at, self.claimed_by = timezone.now(), by
            self._save_state()

    def take_on(self, *, by: User) -> None:
        """It is right, says the team: from now on it counts as theirs."""
        if self.is_untouched_by_the_team:
            self.taken_on_at, self.taken_on_by = timezone.now(), by
            self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = None, None, ""
            self._save_state()
