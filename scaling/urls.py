from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("", include("initiatives.urls")),
]
