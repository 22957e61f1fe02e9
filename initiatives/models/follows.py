"""Somebody follows an initiative, a question of the city or a city: it is in their weekly mail. Nobody else knows."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
from initiatives.models.places import Challenge, City
from initiatives.models.rights import own

THINGS = {Initiative: "initiative", Challenge: "challenge", City: "city"}


class FollowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, of what one may read at this moment. What closed shows nothing, and is followed again once it opens."""
        initiatives = Initiative.objects.visible_to(user).order_by().values("pk")
        challenges = Challenge.objects.visible_to(user).order_by().values("pk")
        known = Q(city__isnull=False) | Q(initiative__in=initiatives) | Q(challenge__in=challenges)
        return self.filter(own(user, "user") & known)

    def of(self, thing: Initiative | Challenge | City):
        return self.filter(**{THINGS[type(thing)]: thing})

    def by_name(self):
        """With what is followed, by its name: initiatives, questions, cities."""
        rows = self.select_related(*THINGS.values())
        return rows.order_by(
            F("initiative__title_sort").asc(nulls_last=True),
            F("challenge__title_sort").asc(nulls_last=True),
            F("city__name_sort").asc(nulls_last=True),
            "pk",
        )

    def begin(self, user: User, thing: Initiative | Challenge | City) -> None:
        """Follow it. A second time it stays as it was."""
        self.bulk_create([self.model(user=user, **{THINGS[type(thing)]: thing})], ignore_conflicts=True)

    def end(self, user: User, thing: Initiative | Challenge | City) -> None:
        self.of(thing).filter(user=user).delete()


class Follow(models.Model):
    """The audit keeps that somebody followed something, and not what."""

    columns = Columns(unspoken="initiative challenge city", author="user")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="follows", editable=False, verbose_name=_("wie")
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("initiatief")
    )
    challenge = models.ForeignKey(
        Challenge, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("vraagstuk")
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("stad")
    )
    followed_at = models.DateTimeField(_("sinds"), default=timezone.now, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("wat iemand volgt")
        verbose_name_plural = _("wat mensen volgen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_is_of_one_thing",
                condition=Q(
                    Exact(
                        models.Func(
                            *THINGS.values(), function="num_nonnulls", output_field=models.IntegerField()
                        ),
                        1,
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=["user", *THINGS.values()], name="followed_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> Initiative | Challenge | City:
        return self.initiative or self.challenge or self.city
