"""Letting people into a team, asking to join one, and making the account that an invitation is for."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.texts import MailField, NameField, TextField
from initiatives.forms.widgets import Rows
from initiatives.lenses import MembershipRole
from initiatives.models import Initiative, Invitation, MembershipRequest, User, acting

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class InviteForm(forms.Form):
    """An address and a role. `try_save` invites, or says why not."""

    email = MailField(
        label=_("E-mailadres"),
        help_text=_("Hier sturen we de uitnodiging naartoe."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": None}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": _("Dit is geen volledig e-mailadres. Kijk of er een @ in staat."),
        },
    )
    role = WordField(
        _("Rol in het team"),
        MembershipRole,
        initial=MembershipRole.MEMBER,
        widget=Rows(vocabulary=MembershipRole),
        error_messages={"required": _("Kies een rol."), "invalid_choice": _("Kies een rol uit de lijst.")},
    )

    def try_save(self, initiative: Initiative, *, by: User) -> tuple[Invitation, str] | None:
        """Out: the invitation and the word in its address; None where the form says what is wrong."""
        if not self.is_valid():
            return None
        role = MembershipRole(self.cleaned_data["role"])
        try:
            return Invitation.objects.invite(self.cleaned_data["email"], to=initiative, role=role, by=by)
        except ValidationError as refusal:
            self.add_error("email", refusal)
            return None


class AskForm(forms.Form):
    """A word to the team, if one likes."""

    note = TextField(
        label=_("Wat doe je in dit team?"),
        help_text=_("Zo weet de trekker wie je bent. Alleen wie mensen toelaat, leest dit."),
        max_length=500,
        required=False,
    )

    def try_save(self, initiative: Initiative, *, by: User) -> tuple[MembershipRequest, bool] | None:
        if not self.is_valid():
            return None
        try:
            return MembershipRequest.objects.ask(initiative, by=by, note=self.cleaned_data["note"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class OwnNameField(NameField):
    """How others see somebody."""

    widget = forms.TextInput(attrs={"autocomplete": "name"})
    default_error_messages = {"required": _("Vul je naam in.")}

    def __init__(self, **options):
        super().__init__(label=_("Naam"), max_length=80, **options)


class NewcomerForm(forms.Form):
    """The account of somebody who was invited and has none."""

    display_name = OwnNameField(help_text=_("Zo zien anderen in het netwerk je."))
    language = WordField(_("Taal"), LANGUAGES, widget=forms.Select)

    def join(self, invitation: Invitation) -> User:
        """Make the account and take it into the team, both or neither.

        Raises Invitation.DoesNotExist where somebody else was first, and IntegrityError where the address
        got an account at this very moment.
        """
        with transaction.atomic():
            invitation.hold()
            newcomer = User.objects.create_user(invitation.email, **self.cleaned_data)
            with acting(newcomer):
                newcomer.emailaddress_set.create(email=newcomer.email, verified=True, primary=True)
                invitation.accept(by=newcomer)
        return newcomer
