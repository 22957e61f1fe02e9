"""What browsers and search engines ask of every site at a fixed address."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.links import for_others
from initiatives.models import Initiative, Onlooker
from initiatives.reports.sharing.pages import contact_address

PLAIN = "text/plain; charset=utf-8"
GOOD_FOR = dt.timedelta(days=180)  # from every time that somebody asks, so that it never lapses
PAGES = (
    "home",
    "network:dashboard",
    "network:beside",
    "network:map",
    "partner_network:index",
    "flywheels:network",
    "wins:index",
    "initiatives:index",
    "cities:index",
    "partners:index",
    "challenges:index",
    "pages:vocabulary",
    "pages:imagery",
    "pages:about",
    "pages:accessibility",
    "pages:privacy",
    "open_data:index",
    "api:index",
)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that is public, once: no combinations of filters, which are without end."""
    home = reverse("home")
    words = {
        "home": home,
        "is_indexed": settings.IS_INDEXED,
        "sitemap": for_others(request, reverse("crawlers:sitemap")),
        "private": [reverse("admin:index"), f"{home}accounts/", f"{home}meenemen/", f"{home}insluiten/"],
    }
    return render(request, "crawlers/robots.txt", words, content_type=PLAIN)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a leak (RFC 9116), as SECURITY.md says it."""
    address = contact_address()
    about = for_others(request, reverse("pages:about"))
    words = {
        "contact": f"mailto:{address}" if address else about,
        "expires": (timezone.now() + GOOD_FOR).astimezone(dt.UTC).strftime("%Y-%m-%dT00:00:00Z"),
        "languages": ", ".join(code for code, _name in settings.LANGUAGES),
        "here": for_others(request, request.path),
    }
    return render(request, "crawlers/security.txt", words, content_type=PLAIN)


@login_not_required
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The picture of the site, for who does not read the addresses in the head of a page."""
    return _picture("icon-32.png")


@login_not_required
@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    return _picture("icon-180.png")


def _picture(name: str) -> HttpResponse:
    picture = Path(finders.find(f"img/{name}")).read_bytes()
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    visitor = request.onlooker.as_visitor
    answer = sitemap_view(request, {name: pages(visitor) for name, pages in SITEMAPS.items()})
    answer["Cache-Control"] = "public, max-age=3600"  # the same for everybody, and costly
    return answer


class PublicSitemap(Sitemap):
    """Pages that a visitor reads, at the address of the site. It says no day of change: a page shows more than its own row."""

    def __init__(self, visitor: Onlooker):
        self.visitor = visitor

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_ADDRESS).scheme or protocol or "https"

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_ADDRESS).netloc or super().get_domain(site)


class OfPages(PublicSitemap):
    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class OfInitiatives(PublicSitemap):
    def items(self):
        return self.visitor.initiatives.only("slug").order_by("slug")


class OfStories(OfInitiatives):
    def location(self, item: Initiative) -> str:
        return reverse("stories:index", args=[item.slug])


class OfCities(PublicSitemap):
    def items(self):
        return self.visitor.cities.only("slug").order_by("slug")


class OfPartners(PublicSitemap):
    def items(self):
        return self.visitor.partners.only("slug").order_by("slug")


class OfChallenges(PublicSitemap):
    def items(self):
        return self.visitor.challenges.only("slug").order_by("slug")


class OfWins(PublicSitemap):
    def items(self):
        return self.visitor.wins.only("pk").newest_first()


SITEMAPS = {
    "pages": OfPages,
    "initiatives": OfInitiatives,
    "stories": OfStories,
    "cities": OfCities,
    "partners": OfPartners,
    "challenges": OfChallenges,
    "wins": OfWins,
}
