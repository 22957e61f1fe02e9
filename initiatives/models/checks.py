"""What somebody else showed of a win by their own act, and what a curator says who opened the evidence."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Independence, Perspective, RoleKind, SourceKind, Verdict
from initiatives.models.columns import Columns
from initiatives.models.evidence import Evidence, Judgement
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import Membership
from initiatives.models.moments import made
from initiatives.models.people import Role
from initiatives.models.rights import HangingQuerySet, own
from initiatives.models.teams import Invitation
from initiatives.models.wins import SmallWin, as_it_stands, loaded_from_sources

FROM_OUTSIDE = (Independence.PARTNER, Independence.OUTSIDE)  # E2 and E3
# From these positions somebody speaks for an organisation that takes part; from the others for themselves.
OF_PARTNERS = (Perspective.INSTITUTION, Perspective.MUNICIPALITY, Perspective.PARTNER)


def of_the_team(person: str, win: str = "win") -> Q:
    """A condition on rows that hang on a win: this column names somebody of the team that the win is of.

    Also somebody who was: who told a win there, proposed it or came in by invitation, and an account that is gone, of
    which nobody can say whose it was. In: the columns with the person and with the win.
    """
    who, here = OuterRef(person), OuterRef(f"{win}__initiative")
    told = SmallWin.objects.filter(initiative=here, logged_by=who).exclude(loaded_from_sources())
    return (
        Q(Exists(Membership.objects.filter(initiative=here, user=who)))
        | Q(Exists(told))
        | Q(Exists(Invitation.objects.filter(initiative=here, accepted_by=who)))
        | Q(**{f"{win}__initiative__proposed_by": F(person)})
        | Q(**{f"{person}__anonymised_at__isnull": False})
    )


class EvidenceCheckQuerySet(HangingQuerySet):
    """They are read with the win of the evidence, and written by nobody but who looked."""

    hangs_on = "evidence__win"

    def editable_by(self, user):
        return self.visible_to(user).filter(own(user, "checked_by"))

    def by_another(self):
        """Those of people who are not of the team and did not bring it in themselves, and who saw it come from elsewhere.

        They looked at the win as it stands.
        """
        seen = self.filter(independence__in=FROM_OUTSIDE).exclude(checked_by=F("evidence__added_by"))
        seen = seen.filter(as_it_stands("checked_at", "evidence__win"))
        return seen.exclude(of_the_team("checked_by", "evidence__win"))


class EvidenceCheck(models.Model):
    """A curator opened the evidence, and says what it shows and who made it (E2 and up, theory §14)."""

    columns = Columns(words="shows", author="checked_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="checks")
    independence = code_field(_("wie maakte dit, zover je ziet?"), Independence)
    shows = models.CharField(_("wat laat het zien?"), max_length=200)
    checked_at, checked_by = made()

    objects = EvidenceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("bekeken bewijs")
        verbose_name_plural = _("bekeken bewijzen")
        ordering = ["checked_at"]
        constraints = [
            known_code("evidence_check", "independence", Independence),
            models.CheckConstraint(name="evidence_check_says_what_it_shows", condition=~Q(shows="")),
            models.UniqueConstraint(
                fields=["evidence", "checked_by"],
                name="one_check_a_person_and_evidence",
                violation_error_message=_("Je bekeek dit al. Pas aan wat je toen schreef."),
            ),
        ]

    def __str__(self) -> str:
        return self.shows


def _reads_along(person: str) -> Q:
    """A condition on rows that hang on a win: this column names somebody of the programme or the city, or who keeps the site."""
    roles = Role.objects.filter(user=OuterRef(person))
    staff = roles.filter(kind=RoleKind.PROGRAMME_STAFF, programme=OuterRef("win__initiative__programme"))
    lead = roles.filter(kind=RoleKind.COORDINATOR, city__initiatives=OuterRef("win__initiative"))
    return Q(Exists(staff)) | Q(Exists(lead)) | Q(**{f"{person}__is_superuser": True})


def _let_in_by_the_team(person: str) -> Q:
    """A condition on rows that hang on a win: this column names somebody whom one of its team let in, to whatever initiative.

    A second account costs one person a proposal and an invitation to themselves.
    """
    here = {"invited_by__memberships__initiative": OuterRef("win__initiative")}
    return Q(Exists(Invitation.objects.filter(accepted_by=OuterRef(person), **here)))


def judged_by_another() -> models.QuerySet:
    """Judgements by which somebody else shows a win: their own, logged in, and they found something good in it.

    What somebody of the team says from whatever role is the team's, and what somebody says whom they let in themselves. Who reads along looks at the evidence instead. And what
    was said of other words than stand there now, was not said of these.
    """
    own_words = Judgement.objects.order_by().filter(
        as_it_stands("said_at", "win"), is_first_hand=True, verdict__in=(Verdict.POSITIVE, Verdict.MIXED)
    )
    others = own_words.exclude(perspective=Perspective.TEAM).exclude(of_the_team("said_by"))
    return others.exclude(_reads_along("said_by") | _let_in_by_the_team("said_by"))


def shown_by_another() -> Q:
    """A condition on wins: a partner or somebody from outside showed it by their own act (theory §14; decision 0231).

    A source that they published; a judgement of their own; or evidence that a curator opened, each of the win as it stands now.
    What the team ticks is the team's word, and so is what comes through a link that the team made, and what it wrote in the
    place of what a source says.
    """
    checked = EvidenceCheck.objects.order_by().by_another()
    return (
        Q(source_kind__in=(SourceKind.PARTNER, SourceKind.OUTSIDE), reworded_at__isnull=True)
        | Q(pk__in=judged_by_another().values("win"))
        | Q(pk__in=checked.values("evidence__win"))
    )
