"""How initiatives belong together: part of another one, grown out of it, or together with it."""

from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import InitiativeTie
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, sources_field
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made
from initiatives.models.rights import OfAnInitiativeQuerySet


def as_real_as(initiative: Initiative, way: str = "") -> Q:
    """A condition on rows that `way` leads to an initiative: invented beside what is invented, else real.

    The database ties nothing else together (`invented_and_real_stay_apart.sql`).
    """
    own = Initiative.objects.order_by().filter(pk=initiative.pk).values("programme__is_example")
    return Q(**{f"{way}programme__is_example": Subquery(own)})


class InitiativeLinkQuerySet(OfAnInitiativeQuerySet):
    def visible_to(self, user):
        """Both ends must be visible, else the link would betray the hidden one."""
        known = Initiative.objects.visible_to(user).order_by().values("pk")
        return super().visible_to(user).filter(other__in=known)

    def at(self, initiative: Initiative):
        """Links with this initiative at one of their ends."""
        return self.filter(Q(initiative=initiative) | Q(other=initiative))


class InitiativeLink(models.Model):
    """The initiative is part of the other, grew out of it, or goes together with it.

    That "part of" and "grew out of" close no circle is held by a trigger (`initiatives_belong_in_no_circle.sql`).
    """

    columns = Columns(words="sources")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="ties", verbose_name=_("initiatief")
    )
    kind = code_field(_("hoe hoort het erbij?"), InitiativeTie)
    other = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="ties_back", verbose_name=_("ander initiatief")
    )
    sources = sources_field()
    told_at, told_by = made()

    objects = InitiativeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband tussen initiatieven")
        verbose_name_plural = _("verbanden tussen initiatieven")
        ordering = ["kind", "pk"]
        constraints = [
            known_code("initiative_link", "kind", InitiativeTie),
            models.CheckConstraint(
                name="initiative_link_joins_two",
                condition=~Q(initiative=F("other")),
                violation_error_message=_("Kies een ander initiatief."),
            ),
            models.UniqueConstraint(
                Least("initiative", "other"),
                Greatest("initiative", "other"),
                "kind",
                name="two_initiatives_belong_once_in_a_way",
                violation_error_message=_("Dit verband staat er al."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.get_kind_display()} {self.other}"

    @property
    def is_one_way(self) -> bool:
        """The two ends do not say the same of each other."""
        return self.kind != InitiativeTie.TOGETHER_WITH

    def said_at(self, here: Initiative) -> str:
        """How the page of this initiative says what the one at the other end is to it."""
        tie = InitiativeTie(self.kind)
        return str(tie.label if self.initiative_id == here.pk else tie.explanation)

    def end_of(self, here: Initiative) -> Initiative:
        """The initiative at the other end."""
        return self.other if self.initiative_id == here.pk else self.initiative
