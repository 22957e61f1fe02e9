"""What a partner says, through its own link, of what stands in its name: that it is not so."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.ambitions import MeaningAnswer
from initiatives.models.audit import acting
from initiatives.models.columns import Columns
from initiatives.models.evidence import Judgement
from initiatives.models.fields import together
from initiatives.models.guests import TooMany
from initiatives.models.moments import not_yet
from initiatives.models.partnerships import Partnership
from initiatives.models.people import User
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.models.wins import SmallWin
from initiatives.models.wishes import Wish, WishLink, WishPair
from initiatives.periods import on_day

MOST_A_DAY = 30  # of one partner at one initiative
# The column that names each kind of thing. None of them: that the partner takes part, and as what.
COLUMNS = {
    Wish: "wish",
    MeaningAnswer: "answer",
    WishPair: "pair",
    SmallWin: "win",
    Judgement: "judgement",
}
THINGS = tuple(COLUMNS.values())


class ObjectionQuerySet(OfAnInitiativeQuerySet):
    """Known to those who work on the initiative; the partner reads its own behind its link."""

    hangs_on = "partnership__initiative"
    read_by = "editable_by"

    def waiting(self):
        """Nobody who works on the initiative looked at them."""
        return self.filter(settled_at__isnull=True)

    def about(self, thing: models.Model):
        """Of this thing; of a partnership that the partner takes part, and as what."""
        of = {} if column_of(thing) else {"partnership": thing}
        return self.filter(**about_only(thing), **of)

    def about_taking_part(self):
        """Of partnerships themselves: that the partner takes part, and as what."""
        return self.filter(**dict.fromkeys(THINGS))

    def with_things(self):
        """With all that a page says of them, the first said first."""
        whole = (
            "partnership__partner",
            "partnership__initiative",
            "settled_by",
            "wish",
            "answer",
            "win",
            "judgement__win",
            "pair__first__partnership__partner",
            "pair__second__partnership__partner",
        )
        rows = self.select_related(*whole).defer("win__search", "judgement__win__search")
        return rows.order_by("said_at", "pk")


class ObjectionManager(models.Manager.from_queryset(ObjectionQuerySet)):
    def say_through(
        self, link: WishLink, thing: models.Model, *, submission_id: uuid.UUID, words: str
    ) -> tuple["Objection", bool]:
        """A partner says that this thing is not so. Out: what stands there now, and whether it says this.

        It names no account, also when its writer is logged in. One objection to a thing waits at a time. Raises DoesNotExist
        where the partner, the link or the thing went a moment ago, and TooMany.
        """
        with acting(None), transaction.atomic():
            Partnership.objects.select_for_update(no_key=True).get(pk=link.partnership_id)
            WishLink.objects.select_for_update(of=("self",), no_key=True).usable().get(pk=link.pk)
            _hold(thing)
            mine, about = self.filter(partnership=link.partnership_id), about_only(thing)
            sent_before = Q(pk=submission_id) | Q(settled_at__isnull=True)
            if before := mine.filter(sent_before, **about).order_by("-said_at").first():
                return before, before.words == words
            if mine.filter(said_at__gt=timezone.now() - dt.timedelta(days=1)).count() >= MOST_A_DAY:
                raise TooMany
            pk = uuid.uuid4() if self.filter(pk=submission_id).exists() else submission_id
            said = {column: value for column, value in about.items() if value is not None}
            return self.create(pk=pk, partnership_id=link.partnership_id, words=words, **said), True

    def take_back_through(self, link: WishLink, key: uuid.UUID) -> None:
        """The partner takes back what nobody looked at yet. Twice is once."""
        with acting(None), transaction.atomic():
            self.filter(partnership=link.partnership_id, pk=key).waiting().delete()


def column_of(thing: models.Model) -> str:
    """The column that names such a thing; empty for the partnership itself."""
    return COLUMNS.get(type(thing), "")


def about_only(thing: models.Model) -> dict[str, models.Model | None]:
    """Every column that names a thing: this thing, and no other."""
    return {column: thing if column == column_of(thing) else None for column in THINGS}


def _hold(thing: models.Model) -> None:
    """Nobody takes it away meanwhile; the partnership is held already. Raises DoesNotExist where it is gone."""
    if column_of(thing):
        type(thing)._base_manager.select_for_update(of=("self",), no_key=True).only("pk").get(pk=thing.pk)


def by_thing(objections: Iterable["Objection"]) -> dict[models.Model, list["Objection"]]:
    """In: some of `with_things`. Out: each thing with what was said of it."""
    found: dict[models.Model, list[Objection]] = defaultdict(list)
    for objection in objections:
        found[objection.thing].append(objection)
    return found


def _about(model: type[models.Model], label, **options) -> models.ForeignKey:
    return models.ForeignKey(
        model, on_delete=models.CASCADE, related_name="objections", verbose_name=label, **options
    )


class Objection(models.Model):
    """A partner says that something in its name is not so, and what is. It changes nothing by itself (decision 0280)."""

    columns = Columns(private="words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = _about(Partnership, _("samenwerking"))
    wish = _about(Wish, _("wens"), null=True)
    answer = _about(MeaningAnswer, _("antwoord van een partner"), null=True)
    pair = _about(WishPair, _("twee wensen"), null=True)
    win = _about(SmallWin, _("small win"), null=True)
    judgement = _about(Judgement, _("oordeel"), null=True)
    words = models.CharField(_("wat klopt er wel?"), max_length=500, blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at, settled_by = not_yet()

    objects = ObjectionManager()

    class Meta:
        verbose_name = _("“dat klopt niet” van een partner")
        verbose_name_plural = _("wat volgens partners niet klopt")
        ordering = ["said_at", "pk"]
        constraints = [
            together("objection", "settled", "settled_at", "settled_by"),
            models.CheckConstraint(
                name="objection_is_about_one_thing_at_most",
                condition=Q(
                    LessThanOrEqual(
                        models.Func(*THINGS, function="num_nonnulls", output_field=models.IntegerField()), 1
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=["partnership", *THINGS],
                condition=Q(settled_at__isnull=True),
                nulls_distinct=False,
                name="one_objection_to_a_thing_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(_("dat klopt niet"))

    @property
    def waits(self) -> bool:
        return self.settled_at is None

    @property
    def thing(self) -> models.Model:
        """What it is about."""
        found = (getattr(self, column) for column in THINGS if getattr(self, f"{column}_id"))
        return next(found, self.partnership)

    @property
    def said_by_partner(self) -> str:
        """To those who work on the initiative: who said it and when."""
        text = _("%(partner)s zei op %(on)s: dat klopt niet.")
        return text % {"partner": self.partnership.partner.name, "on": on_day(self.said_at)}

    @property
    def settled_said(self) -> str:
        """To those who work on the initiative: who looked at it, and when."""
        words = {"who": self.settled_by, "on": on_day(self.settled_at)}
        return _("%(who)s keek ernaar op %(on)s.") % words

    @property
    def looked_said(self) -> str:
        """To the partner: when somebody looked at it. No names: those of a team are for those who work on it."""
        return _("Op %(on)s is ernaar gekeken door wie aan dit initiatief werkt.") % {
            "on": on_day(self.settled_at)
        }

    @property
    def said_to_partner(self) -> str:
        """To the partner itself."""
        return _("Jullie zeiden op %(on)s: dat klopt niet.") % {"on": on_day(self.said_at)}

    def settle(self, *, by: User) -> None:
        """Somebody who works on the initiative looked at it. Only the first is recorded."""
        if self.waits:
            self.settled_at, self.settled_by = timezone.now(), by
            self.save(update_fields=["settled_at", "settled_by"])
