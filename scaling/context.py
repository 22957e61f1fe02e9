"""The facts about the site that every template gets."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from initiatives.links import for_others


def site(request: HttpRequest) -> dict:
    match = request.resolver_match  # none where no page has this address
    return {
        "here": match.view_name if match else "",
        "here_in": match.namespace if match else "",
        "SITE_NAME": settings.SITE_NAME,
        "PROGRAMME": SimpleLazyObject(lambda: request.programmes.here),
        "PROGRAMMES": SimpleLazyObject(lambda: request.programmes),
        "DEMO": settings.DEMO,
        "SOURCE_CODE_URL": settings.SOURCE_CODE_URL,
        "address": partial(for_others, request),  # on paper
    }
