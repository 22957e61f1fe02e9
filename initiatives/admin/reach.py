"""How far a curator's hands reach: the rows of their own programmes, and people with no more power than they.

Narrower than `editable_by`: someone who curates one programme may well be a team member in another,
and there they do not confirm their own wins.
"""

from django.db.models import QuerySet

from initiatives.lenses import RoleKind
from initiatives.models import (
    City,
    Figure,
    Initiative,
    InitiativeLink,
    Membership,
    Partnership,
    Programme,
    Role,
    SmallWin,
    User,
    WinLink,
)


def programmes_of(user: User) -> QuerySet[Programme]:
    if user.is_superuser:
        return Programme.objects.all()
    return Programme.objects.filter(pk__in=_staffed_by(user))


def _staffed_by(user: User):
    return user.roles.filter(kind=RoleKind.PROGRAMME_STAFF).values("programme")


def initiatives_of(user: User) -> QuerySet[Initiative]:
    editable = Initiative.objects.editable_by(user)
    return editable if user.is_superuser else editable.filter(programme__in=_staffed_by(user))


def curated_with_declined_by(user: User) -> QuerySet[Initiative]:
    """`initiatives_of`, and the proposals that the staff declined."""
    return Initiative.objects.curated_with_declined_by(user)


def partnerships_of(user: User) -> QuerySet[Partnership]:
    return Partnership.objects.filter(initiative__in=initiatives_of(user).values("pk"))


def memberships_of(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(initiative__in=initiatives_of(user).values("pk"))


def figures_of(user: User) -> QuerySet[Figure]:
    return Figure.objects.filter(initiative__in=initiatives_of(user).values("pk"))


def wins_of(user: User) -> QuerySet[SmallWin]:
    return SmallWin.objects.filter(initiative__in=initiatives_of(user).values("pk"))


def links_of(user: User) -> QuerySet[WinLink]:
    """Links of which the later win is theirs and the earlier one may be known to them; both stand."""
    return WinLink.objects.visible_to(user).filter(later__in=wins_of(user).values("pk"))


def ties_of(user: User) -> QuerySet[InitiativeLink]:
    """Ties of which both ends are theirs: across programmes the two teams say yes or no."""
    theirs = initiatives_of(user).values("pk")
    return InitiativeLink.objects.filter(initiative__in=theirs, other__in=theirs)


def cities_within(user: User) -> QuerySet[City]:
    """Cities where no other programme works: a coordinator there sees nothing that `user` does not see."""
    if user.is_superuser:
        return City.objects.all()
    elsewhere = Initiative.cities.through.objects.exclude(
        initiative__programme__in=programmes_of(user).values("pk")
    )
    return City.objects.exclude(pk__in=elsewhere.values("city"))


def roles_of(user: User) -> QuerySet[Role]:
    """Roles that `user` may give and take: none reaches further than their own."""
    if user.is_superuser:
        return Role.objects.all()
    as_staff = Role.objects.filter(programme__in=programmes_of(user).values("pk"))
    return as_staff | Role.objects.filter(city__in=cities_within(user).values("pk"))


def people_within(user: User) -> QuerySet[User]:
    """People whose account `user` may change. Somebody who sets the address of an account can log in with it."""
    if user.is_superuser:
        return User.objects.all()
    other_teams = Membership.objects.exclude(initiative__programme__in=programmes_of(user).values("pk"))
    other_roles = Role.objects.exclude(pk__in=roles_of(user).values("pk"))
    return (
        User.objects.filter(is_superuser=False)
        .exclude(pk__in=other_teams.values("user"))
        .exclude(pk__in=other_roles.values("user"))
    )
