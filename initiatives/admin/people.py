"""People and their roles. A curator gives no more power than their own, and takes over no account with more."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter, WordsFilter
from initiatives.admin.joining import JoiningRows
from initiatives.admin.reach import cities_within, memberships_of, people_within, roles_of
from initiatives.admin.screens import SHOWN_IN_A_PANEL, CurationAdmin, Panel, PanelLine, RowForm
from initiatives.forms.widgets import Rows
from initiatives.lenses import MembershipRole, MergeKind, RoleKind
from initiatives.links import number_in
from initiatives.models import AuditEntry, Membership, Merge, Role, User
from initiatives.models.people import forgetting

LAST_SUPERUSER = _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")


class CanLogInFilter(SelectFilter):
    title, parameter_name = _("kan inloggen"), "inloggen"

    def words(self, request):
        return [
            ("ja", _("ja"), Q(is_active=True)),
            ("nee", _("nee"), Q(is_active=False, anonymised_at__isnull=True)),
            ("verwijderd", _("account verwijderd"), Q(anonymised_at__isnull=False)),
        ]


class HasRoleFilter(SelectFilter):
    title, parameter_name = _("rol"), "rol"

    def words(self, request):
        holders = {kind: Role.objects.filter(kind=kind).values("user") for kind in RoleKind}
        return [(kind.value, kind.label, Q(pk__in=holders[kind])) for kind in RoleKind]


class UserForm(RowForm):
    """Without a password: a new person logs in with a code by mail and may choose one then."""

    def clean(self):
        data = super().clean()
        steps_down = False in (data.get("is_active"), data.get("is_superuser"))
        if self.instance.pk and steps_down and self.instance.is_last_superuser:
            raise ValidationError(LAST_SUPERUSER)
        return data


class UserAdmin(JoiningRows, CurationAdmin):
    form = UserForm
    merged_as = MergeKind.USER
    kept_because = _("Wat iemand vertelde, blijft van die persoon. Zet “kan inloggen” uit.")
    list_display = ["named", "email", "has_roles", "is_active"]
    list_filter = [HasRoleFilter, CanLogInFilter]
    search_fields = ["display_name_key__holds", "email"]
    view_on_site = False

    def curated(self, user):
        """An account that went into another is there only for those who look at what it did."""
        return super().curated(user).filter(merged_into__isnull=True)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles__programme", "roles__city")

    def mergeable(self, request):
        """Accounts that this curator may change, and never their own: a colleague does that."""
        theirs = people_within(request.user).exclude(pk=request.user.pk).filter(anonymised_at__isnull=True)
        return self.get_queryset(request).filter(pk__in=theirs.order_by().values("pk"))

    def may_undo(self, request, made: Merge) -> bool:
        """The account that went may have more rights than the one that stayed."""
        return request.user.is_superuser or made.made_by_id == request.user.pk

    def choosable(self, user):
        """A deleted account gets no new role or team."""
        return super().choosable(user).filter(anonymised_at__isnull=True)

    def get_object(self, request, object_id, from_field=None):
        """Locks superusers, so that two who demote each other at once cannot both succeed."""
        if request.method == "POST" and connection.in_atomic_block:
            bosses = User.objects.filter(is_superuser=True).order_by("pk")
            list(bosses.select_for_update(no_key=True).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def label_of(self, row) -> str:
        return f"{row.display_name} ({row.email})" if row.email else str(row)

    @admin.display(
        description=User._meta.get_field("display_name").verbose_name, ordering="display_name_sort"
    )
    def named(self, user) -> str:
        return str(user)

    @admin.display(description=_("rollen"), empty_value=_("geen rol"))
    def has_roles(self, user) -> str:
        above = [_("beheerder")] if user.is_superuser else []
        return ", ".join([*map(str, above), *map(str, user.roles.all())])

    def get_fieldsets(self, request, obj=None):
        fields = ["display_name", "email", "language", "is_active"]
        return [(None, {"fields": [*fields, "is_superuser"] if request.user.is_superuser else fields})]

    def get_readonly_fields(self, request, obj=None):
        """A curator cannot switch off their own account."""
        myself = obj is not None and obj.pk == request.user.pk
        return ("is_active", "is_superuser") if myself else ()

    def has_change_permission(self, request, obj=None) -> bool:
        if obj is not None and obj.anonymised_at:
            return False
        return super().has_change_permission(request) and (
            obj is None or people_within(request.user).filter(pk=obj.pk).exists()
        )

    def remarks(self, request, obj) -> list[str]:
        return [*self._reach(request, obj), *super().remarks(request, obj)]

    def _reach(self, request, obj) -> list[str]:
        if obj.anonymised_at:
            day = date_format(obj.anonymised_at, "j F Y")
            return [
                _("Dit account is verwijderd op %(day)s. Wat deze persoon vertelde, blijft staan.")
                % {"day": day}
            ]
        if self.has_change_permission(request, obj):
            return []
        return [
            _("Deze persoon kan meer dan jij, of werkt ook voor een ander programma. Vraag het de beheerder.")
        ]

    def panels(self, request, obj) -> list[Panel]:
        return [] if obj.anonymised_at else [self._roles(request, obj), self._teams(request, obj)]

    def _roles(self, request, obj) -> Panel:
        roles = roles_of(request.user).filter(user=obj).select_related("programme", "city")
        lines = [
            PanelLine(str(role), reverse("admin:initiatives_role_change", args=[role.pk])) for role in roles
        ]
        add = f"{reverse('admin:initiatives_role_add')}?user={obj.pk}"
        return Panel(_("Rollen"), lines, len(lines), add_address=add, add_text=_("Rol geven"))

    def _teams(self, request, obj) -> Panel:
        teams = (
            memberships_of(request.user)
            .filter(user=obj)
            .select_related("initiative")
            .order_by("initiative__title_sort")
        )
        lines = [
            PanelLine(
                team.initiative.title,
                reverse("admin:initiatives_membership_change", args=[team.pk]),
                MembershipRole(team.role).label,
            )
            for team in teams[:SHOWN_IN_A_PANEL]
        ]
        add = f"{reverse('admin:initiatives_membership_add')}?user={obj.pk}"
        return Panel(_("Teams"), lines, teams.count(), add_address=add, add_text=_("In een team zetten"))

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            forget_old_addresses(obj)


def forget_old_addresses(user: User) -> None:
    """Only the address that stands there now logs in."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()


@receiver(forgetting)
def forget_in_the_history(sender, user: User, addresses: set[str], **kwargs) -> None:
    """Django's history of the admin calls a row by its name, and that of a person or their place in a team is theirs.

    Places are found by their numbers, also of those that ended: the person may have had another name then.
    """
    kinds = ContentType.objects.get_for_models(User, Membership)
    of_them = Q(content_type=kinds[User], object_id=str(user.pk))
    ever = AuditEntry.objects.filter(table=Membership._meta.db_table, changes__user_id__contains=[user.pk])
    now = user.memberships.annotate(number=Cast("pk", CharField()))
    places = Q(object_id__in=ever.values("row")) | Q(object_id__in=now.values("number"))
    by_name = Q(object_repr__startswith=f"{user.display_name} · ")  # entries from before the audit
    of_places = Q(content_type=kinds[Membership]) & (places | by_name)
    LogEntry.objects.filter(of_them | of_places).update(object_repr="", change_message="")


class RoleKindFilter(WordsFilter):
    title, parameter_name = _("rol"), "rol"
    vocabulary, column = RoleKind, "kind"


class RoleForm(RowForm):
    """A role, with each kind explained in words. A begeleider and the programmateam belong to a programme."""

    giver: User  # set by RoleAdmin; their reach limits the roles they may give

    kind = forms.ChoiceField(
        label=_("Rol"),
        choices=[(kind.value, capfirst(kind.label)) for kind in RoleKind],
        widget=Rows(vocabulary=RoleKind),
    )

    def clean_city(self):
        city = self.cleaned_data["city"]
        if city and not cities_within(self.giver).filter(pk=city.pk).exists():
            raise ValidationError(
                _("In %(city)s werkt ook een ander programma. Vraag de beheerder om deze rol te geven."),
                params={"city": city},
            )
        return city


class RoleAdmin(CurationAdmin):
    """A role is given or taken, never turned into another one."""

    form = RoleForm
    list_display = ["user", "kind", "programme", "city"]
    list_filter = [RoleKindFilter]
    list_select_related = ["user", "programme", "city"]
    search_fields = [
        "user__display_name_key__holds",
        "user__email",
        "programme__name_key__holds",
        "city__name_key__holds",
    ]
    ordering = ["user__display_name_sort", "pk"]
    choosers = ("user", "programme", "city")
    kept_because = _("Je eigen rol neem je jezelf niet af.")
    fields = ["user", "kind", "programme", "city"]
    view_on_site = False

    def curated(self, user):
        return roles_of(user)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.giver = request.user
        return form

    def get_changeform_initial_data(self, request):
        return {"user": number_in(request.GET.get("user", ""))}

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None and super().has_change_permission(request)

    def may_be_deleted(self, request, obj) -> bool:
        """A curator cannot take away their own role."""
        return obj.user_id != request.user.pk or request.user.is_superuser

    def response_post_save_add(self, request, obj):
        return self.back_to(obj.user)
