"""Lists of wins: who may read or change them, and what they have in common."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from initiatives.lenses import Audience
from initiatives.models.initiatives import Initiative
from initiatives.models.rights import OfAnInitiativeQuerySet, may_come_in, own
from initiatives.models.wins.columns import WinColumns
from initiatives.models.wins.conditions import (
    ONLY_EDITORS_READING,
    TAKEN_BACK,
    WITHOUT_READING,
    loaded_from_sources,
    told_long_after,
)
from initiatives.models.wins.searching import matches
from initiatives.periods import Period
from initiatives.tokens import digest


class SmallWinQuerySet(OfAnInitiativeQuerySet):
    def visible_to(self, user):
        """Wins that the reader may know about (the model's "who sees a win").

        Everyone: what is confirmed and public. The network: what stands and is for the network, too.
        Those who work on the initiative: all of it. And one's own drafts that have no initiative yet.
        """
        shown = Q(is_for_network=True) if may_come_in(user) else Q(is_for_everyone=True)
        return self.filter(shown & self.hanging_on("visible_to", user) | self._inside(user))

    def editable_by(self, user):
        """The team and the staff: everything. A coordinator: what stands, and own drafts; the rest is theirs to read.

        Nobody changes what its teller took back.
        """
        in_a_city = (Q(stands=True) | _drafted_by(user)) & self.hanging_on("in_cities_of", user)
        theirs = self.hanging_on("worked_on_by", user) | in_a_city | _own_drafts(user)
        return self.filter(theirs).exclude(TAKEN_BACK)

    def known_inside_to(self, user):
        """Wins of which the reader may know all: questions, reasons, who told it, every version."""
        return self.filter(self._inside(user))

    def confirmable_by(self, user):
        """Standing wins that the programme's staff and the coordinators of the city read along with."""
        return self.standing().filter(
            self.hanging_on("curated_by", user) | self.hanging_on("in_cities_of", user)
        )

    def placed_by(self, user):
        """Standing wins that the user says the place of: for the team, or for the editors."""
        theirs = self.hanging_on("of_team", user)
        curated = self.hanging_on("curated_by", user) | self.hanging_on("in_cities_of", user)
        return self.standing().filter(theirs | curated)

    def first_told_first(self):
        return self.order_by("logged_at", "pk")

    def told_after(self, win: WinColumns):
        """Wins after this one in `first_told_first`."""
        return self.filter(Q(logged_at__gt=win.logged_at) | Q(logged_at=win.logged_at, pk__gt=win.pk))

    def judgeable_by(self, user):
        """Standing wins that the reader may judge: everybody who logs in may judge the wins they know."""
        return self.visible_to(user).standing() if may_come_in(user) else self.none()

    def _inside(self, user) -> Q:
        return self.hanging_on("editable_by", user) | _own_drafts(user)

    @property
    def _all_links(self):
        """Links name the two wins they join, so their model stands higher: it is met through its relation."""
        return self.model.earlier_links.rel.related_model.objects

    def drafts(self):
        """Not told yet."""
        return self.filter(drafted_at__isnull=False)

    def drafts_for(self, user):
        """Drafts that this person works on: their own, and those of their teams."""
        theirs = own(user, "logged_by") | self.hanging_on("of_team", user)
        return self.drafts().filter(theirs).editable_by(user)

    def waiting_for_the_team(self):
        """Told without an account; nobody of the team took it on or refused it."""
        return self.untouched_by_the_team().filter(withdrawn_at__isnull=True)

    def refused_by_the_team(self):
        """Told without an account; it did not belong here."""
        return self.untouched_by_the_team().filter(withdrawn_at__isnull=False)

    def untouched_by_the_team(self):
        """Told without an account, not taken on and not taken back by who told it."""
        return self.filter(capture_link__isnull=False, taken_on_at__isnull=True, drafted_at__isnull=True)

    def receipt(self, token: str):
        """The win whose teller has this address."""
        return self.filter(receipt_digest=digest(token))

    def read_by_the_network(self):
        """Wins that everybody who logs in may read."""
        reached = Initiative.objects.read_by_the_network().order_by().values("pk")
        return self.filter(is_for_network=True, initiative__in=reached)

    def standing(self):
        """Wins that are told, and not withdrawn or merged: those that count."""
        return self.filter(stands=True)

    def happened_in(self, period: Period):
        """Wins of which the middle of the days that they may have been on lies in the period.

        So a win lies in one of two periods that follow each other, never in both. In a period that is no shorter than such a
        stretch it lies for at least half of those days.
        """
        return self.filter(middle_on__range=(period.first_day, period.last_day))

    def undated(self):
        return self.filter(occurred_on__isnull=True)

    def dated(self):
        return self.filter(occurred_on__isnull=False)

    def newest_first(self):
        """Undated ones last. On the first of January stand the day, the month and the year that
        start there; each keeps to its own, so that a list can head them "januari 2019" and "2019".
        """
        return self.order_by("-sort_on", "precision", "-logged_at", "-pk")

    def newly_confirmed_first(self):
        """Those first that the programme confirmed last, whatever the day they tell of."""
        return self.order_by(
            F("confirmed_at").desc(nulls_last=True), "-sort_on", "precision", "-logged_at", "-pk"
        )

    def newest_of_each_initiative(self):
        """The first of each initiative in `newest_first`, so that no team fills a list alone."""
        order = "initiative_id", "-sort_on", "precision", "-logged_at", "-pk"
        return self.filter(pk__in=self.order_by(*order).distinct("initiative_id").values("pk"))

    def older_than(self, win: WinColumns):
        """Wins after this one in `newest_first`: the next page starts there."""
        same_day = Q(precision__gt=win.precision) | Q(precision=win.precision) & (
            Q(logged_at__lt=win.logged_at) | Q(logged_at=win.logged_at, pk__lt=win.pk)
        )
        # The first condition follows from the second; the index needs it.
        return self.filter(sort_on__lte=win.sort_on).filter(
            Q(sort_on__lt=win.sort_on) | Q(sort_on=win.sort_on) & same_day
        )

    def matching(self, words: str):
        """Wins of which title or description, in either language, hold these words.

        As people type in a search box: "words together", -without, or. Other forms of a word count ("tafel" finds
        "tafels"), and the last one may be unfinished ("wijk" finds "wijktafel").
        """
        return self.filter(matches(words))

    def told_long_after(self):
        """Told more than half a year after it happened: memory keeps what went well (theory §14)."""
        return self.filter(told_long_after())

    def loaded_from_sources(self):
        """Wins that were loaded with the data set, so that the day of telling is unknown."""
        return self.filter(loaded_from_sources())

    def with_team_reading(self):
        """Some answer of the team counts, and none of the editors'."""
        return self.filter(~ONLY_EDITORS_READING & ~WITHOUT_READING)

    def with_editors_reading(self):
        """Some of what counts is the editors' reading, to which the team has not said anything."""
        return self.filter(ONLY_EDITORS_READING)

    def without_reading(self):
        return self.filter(WITHOUT_READING)

    def to_open(self):
        """Standing wins that the team could open to everyone, and did not."""
        return self.standing().exclude(audience=Audience.PUBLIC).exclude(teller_opens=False)

    def kept_from_everyone(self):
        """Standing wins whose teller, without an account, said that not everyone may read them."""
        return self.standing().filter(teller_opens=False)

    def to_confirm(self):
        """Told, and no curator confirmed it or asked about it."""
        return self.filter(confirmed_at__isnull=True, returned_at__isnull=True)

    def asked_back(self):
        """A question of the programme waits for the team."""
        return self.filter(returned_at__isnull=False)

    def recent(self, since: dt.date):
        """It happened, or a team told it, on this day or later. Loading old wins is no sign of life."""
        told = Q(dataset_key__isnull=True, logged_at__date__gte=since)
        return self.filter(Q(middle_on__gte=since) | told)

    def linked_for(self, user):
        """Wins tied to another one of which the reader may know."""
        return self.filter(self.tied_for(user))

    def loose_for(self, user):
        """Wins without a link that the reader may know."""
        return self.exclude(self.tied_for(user))

    def for_list(self, user):
        """With all that `wins/_win.html` says of a win to this reader, in three more queries.

        Beside what a short list says, the links the reader may see: `links_before`, `links_after`, in
        the order in which they were told.
        """
        links = self._all_links.known_to(user).order_by("pk")
        return self.for_short_list(user).prefetch_related(
            "initiative__cities",
            Prefetch("earlier_links", links.select_related("earlier__initiative"), to_attr="links_before"),
            Prefetch("later_links", links.select_related("later__initiative"), to_attr="links_after"),
        )

    def for_short_list(self, user):
        """With all that `wins/_short.html` says of a win to this reader. Adds `is_editable` and `is_known_inside`."""
        return (
            self.annotate(
                is_editable=Exists(self.model.objects.editable_by(user).filter(pk=OuterRef("pk"))),
                is_known_inside=Exists(self.model.objects.known_inside_to(user).filter(pk=OuterRef("pk"))),
            )
            .select_related("initiative")
            .defer("search")
        )

    def with_photos_for(self, user):
        """With `photos_here`: the photos that the reader sees, in one more query."""
        photos = self.model.photos.rel.related_model.objects.visible_to(user).order_by("added_at", "pk")
        return self.prefetch_related(Prefetch("photos", photos, to_attr="photos_here"))

    def tied_for(self, user, *, within: Initiative | None = None) -> Q:
        """The condition on a win that the reader knows: it is at an end of a link that `known_to` gives.

        In: the initiative, where all these wins are of one. Nearly all wins are for everyone and a small index holds the
        others, so that only an end that is among those has to be looked up: a third of the work of asking it of every end.
        """
        shown, links = self._known_ends(user), self._all_links.agreed().order_by()
        onwards, back = links.filter(shown("later")), links.filter(shown("earlier"))
        if within is not None:
            onwards, back = onwards.filter(earlier__initiative=within), back.filter(later__initiative=within)
        return Q(pk__in=onwards.values("earlier")) | Q(pk__in=back.values("later"))

    def _known_ends(self, user) -> Callable[[str], Q]:
        """The condition on an end of an agreed link that the reader knows it."""
        wins = self.model.objects.order_by()
        published = Initiative.objects.published().values("pk")
        not_published = Initiative.objects.exclude(pk__in=published).order_by().values("pk")
        hidden = Q(is_for_everyone=False), Q(initiative__in=not_published)
        known = wins.visible_to(user).standing()

        def among(end: str, rows) -> Q:
            first, second = (Q(**{f"{end}__in": rows.filter(each).values("pk")}) for each in hidden)
            return first | second

        return lambda end: ~among(end, wins) | among(end, known)


def _drafted_by(user) -> Q:
    return Q(drafted_at__isnull=False) & own(user, "logged_by")


def _own_drafts(user) -> Q:
    return Q(initiative__isnull=True) & _drafted_by(user)
