from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.views import ConnectionsView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from scaling.sign_on.adapter import the_app
from scaling.sign_on.client import Client


class CallbackView(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider):
        """The state, which can be read once. It holds the nonce of our request."""
        state, response = super()._get_state(request, provider)
        self.adapter.asked_nonce = (state or {}).get("nonce") or "\0"
        return state, response


def _client(request: HttpRequest) -> Client:
    app = the_app()
    if app is None:
        raise Http404
    return Client(request, app.provider_id)


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    return OAuth2LoginView.adapter_view(_client(request))(request)


@login_not_required
def callback(request: HttpRequest) -> HttpResponse:
    return CallbackView.adapter_view(_client(request))(request)


class Connections(ConnectionsView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if the_app() is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "provider": the_app()}
