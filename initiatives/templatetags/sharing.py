"""`{% load sharing %}`: what a page says of itself to who gets its address.

    {% keep as name %}…{% endkeep %}     what stands between, in one line, to use more than once
    {% open_graph %} {% open_graph row %}  in the head: address, title, description and card; row: which the page is about
    {% share_button row %}               the button that hands the address on
    {% feed_link %} {% feed_link row %}  in the head: the feed of small wins; row: the initiative, the city or the filter that it is of

They say nothing on a page that not everyone may read.
"""

from django import template
from django.utils.safestring import SafeString

from initiatives.language import english_asked
from initiatives.links import address
from initiatives.models import City, Initiative
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.sharing.pages import shared_page

register = template.Library()


@register.simple_block_tag
def keep(content: SafeString) -> SafeString:
    """The lines as one; they were escaped where they were written."""
    return SafeString(" ".join(content.split()))


@register.inclusion_tag("frame/_open_graph.html", takes_context=True)
def open_graph(context: template.Context, row: object = None) -> dict:
    names = ("page_title", "page_description", "SITE_NAME")
    said = {name: context.get(name, "") for name in names}
    locale = "en_GB" if english_asked() else "nl_NL"  # Open Graph wants the country too
    return {"page": shared_page(context.get("request"), row), "locale": locale, **said}


@register.inclusion_tag("frame/_share.html", takes_context=True)
def share_button(context: template.Context, row: object = None) -> dict:
    return {"page": shared_page(context.get("request"), row)}


@register.inclusion_tag("feeds/_link.html", takes_context=True)
def feed_link(context: template.Context, row: Initiative | City | WinFilter | None = None) -> dict:
    language = "en" if english_asked() else None
    if isinstance(row, WinFilter):
        return {"href": row.url("feeds:wins", taal=language)}
    if not shared_page(context.get("request"), row):
        return {"href": ""}
    word = {Initiative: "initiatief", City: "stad"}.get(type(row))
    return {"href": address("feeds:wins", taal=language, **({word: row.slug} if word else {}))}
