"""Facts about the site for the pages about logging in."""

import ipaddress

from django import template
from django.conf import settings
from django.http import HttpRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def passkeys_work(context) -> bool:
    """Browsers tie a passkey to a name, over https or on the machine itself; never to an IP address."""
    request: HttpRequest = context["request"]
    host = request.get_host().rpartition("]")[0] or request.get_host().partition(":")[0]
    try:
        ipaddress.ip_address(host.lstrip("["))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


@register.simple_tag
def sign_on_name() -> str:
    """The words of the button; empty where there is no provider to log in with."""
    return settings.OIDC_NAME if settings.OIDC_ISSUER else ""
