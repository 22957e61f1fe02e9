"""Pictures in a frame of another site: they alone may be framed, set no cookie, and show what everybody may read."""

import html
import re

import pytest
from django.urls import reverse

from initiatives.lenses import Audience
from tests.factories import create_city, create_initiative, create_win


@pytest.fixture
def frames(initiative) -> list[str]:
    create_win(initiative=initiative, title="voor iedereen", types=["growth"], level="local")
    create_win(initiative=initiative, title="voor het netwerk", audience=Audience.NETWORK)
    return [
        reverse("embeds:network"),
        reverse("embeds:wins"),
        reverse("embeds:initiative", args=[initiative.slug]),
    ]


@pytest.mark.parametrize("who", ["visitor", "team_member"])
def test_a_frame_may_stand_anywhere_and_sets_no_cookie(client, request, frames, who):
    user = request.getfixturevalue(who)
    if user.is_authenticated:
        client.force_login(user)
    client.get("/over/")  # the note that the session is used today
    for address in frames:
        answer = client.get(address)
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
        assert "<script" not in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["/", "/insluiten/", "/open-data/", "/netwerk/", "/meenemen/kumu.json", "/over/"]
)
def test_no_other_page_may_be_framed(client, initiative, page):
    answer = client.get(page)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_frame_is_the_same_for_everybody(client, team_member, frames):
    seen = [client.get(address).content for address in frames]
    client.force_login(team_member)
    assert [client.get(address).content for address in frames] == seen
    assert b"voor het netwerk" not in b"".join(seen)


def test_all_in_a_frame_comes_from_here_and_leads_out_of_it(client, frames):
    for address in frames:
        page = client.get(address).content.decode()
        assert '<base target="_blank">' in page
        assert re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', page) == []


def test_a_frame_shows_what_its_address_chooses(client, frames):
    elsewhere = create_city()
    create_win(initiative=create_initiative(city=elsewhere), title="elders")
    page = client.get(f"{reverse('embeds:wins')}?stad={elsewhere.slug}").content.decode()
    assert "elders" in page
    assert "voor iedereen" not in page


def test_a_hidden_initiative_has_no_frame(client, team_member):
    hidden = create_initiative(published=False)
    client.force_login(team_member)
    assert client.get(reverse("embeds:initiative", args=[hidden.slug])).status_code == 404


def test_the_address_of_a_frame_says_its_language(client, frames):
    answer = client.get(f"{frames[1]}?taal=en")
    assert answer["Content-Language"] == "en"
    assert '<html lang="en">' in answer.content.decode()
    assert client.get(f"{frames[1]}?taal=xx")["Content-Language"] == "nl"


def test_the_generator_shows_each_picture_and_gives_its_lines(client, initiative, frames):
    page = client.get(f"{reverse('embeds:index')}?initiatief={initiative.slug}").content.decode()
    shown = re.findall(r'<iframe class="framed-here" src="([^"]+)"', page)
    assert len(shown) == 2
    assert {client.get(html.unescape(address)).status_code for address in shown} == {200}
    lines = [
        html.unescape(code) for code in re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    ]
    assert [line.startswith('<iframe src="http://testserver/insluiten/') for line in lines] == [True] * 2
    assert "frame-src 'self'" in client.get(reverse("embeds:index"))["Content-Security-Policy"]


def test_a_title_stays_text_where_somebody_puts_the_lines(client, initiative):
    initiative.title = 'Plan "A" onload="alert(1)'
    initiative.save()
    page = client.get(f"{reverse('embeds:index')}?initiatief={initiative.slug}").content.decode()
    lines = html.unescape(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)[0])
    assert re.findall(r'([a-z]+)="', lines) == ["src", "title", "width", "height", "loading", "style"]
    assert html.unescape(re.findall(r'title="([^"]*)"', lines)[0]) == initiative.title
