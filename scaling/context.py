"""What every page knows about the site it stands on."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "PROGRAMME_NAME": settings.PROGRAMME_NAME,
        "DEMO": settings.DEMO,
        "SOURCE_CODE_URL": settings.SOURCE_CODE_URL,
        "address": request.build_absolute_uri,  # on paper
    }
