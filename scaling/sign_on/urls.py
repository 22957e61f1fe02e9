"""All that is reachable of django-allauth's `socialaccount`, under its own names, and 404 where no provider is set."""

from allauth.socialaccount.views import login_cancelled
from django.urls import path

from scaling.sign_on import views

urlpatterns = [
    path("", views.Connections.as_view(), name="socialaccount_connections"),
    path("login/", views.login, name="openid_connect_login"),
    path("callback/", views.callback, name="openid_connect_callback"),
    path("cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
]
