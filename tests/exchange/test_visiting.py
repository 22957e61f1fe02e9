"""What goes out for everybody alike may be asked for by pages of any site, and caches may keep it for a while."""

import pytest
from django.urls import reverse

from tests.factories import create_initiative, create_programme, create_user, create_win

ADDRESSES = {
    "exports:kumu": "public, max-age=300",
    "open_data:whole": "public, max-age=300",
    "open_data:catalogue": "public, max-age=300",
    "embeds:network": "public, max-age=300",
    "embeds:wins": "public, max-age=300",
    "feeds:wins": "public, no-cache",  # a reader keeps what it fetched, so it asks each time
}


@pytest.mark.parametrize(("page", "kept"), ADDRESSES.items())
def test_any_site_may_ask_and_who_is_logged_in_gets_the_same(client, team_member, page, kept):
    create_win(initiative=create_initiative())
    headers = []
    for login in (False, True):
        if login:
            client.force_login(team_member)
        answer = client.get(reverse(page))
        assert not answer.cookies
        names = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Cache-Control")
        headers.append([answer[name] for name in names])
    assert headers == [["*", "cross-origin", kept]] * 2


def test_an_error_is_not_kept_and_no_page_of_people_is_for_any_site(client, initiative):
    missing = client.get(reverse("embeds:initiative", args=["nergens"]))
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-store")
    page = client.get(reverse("wins:index"))
    assert "Access-Control-Allow-Origin" not in page
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ADDRESSES)
def test_of_a_programme_that_visitors_do_not_know_nobody_gets_what_a_cache_would_keep(client, page):
    create_initiative()
    apart = create_programme()
    user = create_user(member_of=create_initiative(programme=apart, published=False))
    client.force_login(user)
    assert client.get(f"/{apart.slug}/netwerk/").status_code == 200
    answer = client.get(f"/{apart.slug}{reverse(page)}")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert "Access-Control-Allow-Origin" not in answer


def test_a_file_of_what_somebody_reads_is_kept_nowhere(client, initiative):
    answer = client.get(reverse("exports:table", args=["small-wins", "csv"]))
    assert answer["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer
