from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from scaling.devices import choose_stay, end_device
from scaling.proof import ProofView, set_password
from scaling.second_step import SecurityView

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("accounts/reauthenticate/code/", ProofView.as_view(), name="account_reauthenticate_by_code"),
    path("accounts/password/set/", set_password, name="account_set_password"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", SecurityView.as_view(), name="mfa_index"),
    path("accounts/toestellen/uitloggen/", end_device, name="account_end_device"),
    path("accounts/toestellen/blijven/", choose_stay, name="account_stay"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/elders/", include("scaling.sign_on.urls")),
    # Without a token, because that would give a cookie to everyone who only reads (docs/decisions/0010-frame-no-cookie.md).
    path("taal/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path("", include("initiatives.urls")),
]

handler400 = "scaling.errors.bad_request"
handler403 = "scaling.errors.permission_denied"
handler404 = "scaling.errors.page_not_found"
handler500 = "scaling.errors.server_error"
