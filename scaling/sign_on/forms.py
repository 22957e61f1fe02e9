from allauth.socialaccount import forms
from allauth.socialaccount.models import SocialAccount

from scaling.sign_on.adapter import the_app


def accounts_of(user):
    """The accounts with which this person logs in by way of the present provider."""
    app = the_app()
    return SocialAccount.objects.filter(user_id=user.pk, provider=app.provider_id if app else None).order_by(
        "pk"
    )


class DisconnectForm(forms.DisconnectForm):
    """The last one may go as well: a mailed code always works."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.accounts = self.fields["account"].queryset = accounts_of(self.request.user)

    def clean(self) -> dict:
        return self.cleaned_data
