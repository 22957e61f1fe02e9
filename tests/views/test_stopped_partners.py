"""After its last day a partner counts and is asked for nothing; what it did stays in the past."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Onlooker, Partner, Reader
from initiatives.reports.network.partners import partners_by_kind
from initiatives.reports.signals.gather import facts_of
from tests.factories import create_win
from tests.factories_wishes import create_meaning, create_pair, create_partnership, create_wish, days_ago

APP = Path(__file__).resolve().parent.parent.parent / "initiatives"
WAYS = ("until", "gone_on")  # it stopped here, or everywhere


@pytest.fixture
def stopped(initiative):
    """A partner with a wish in tension with that of another."""
    row = create_partnership(initiative, name="Vertrokken BV", since=days_ago(400))
    wish = create_wish(partnership=row, statement="Meer tijd")
    create_pair(wish, create_wish(initiative=initiative), related_on=days_ago(200))
    create_meaning(initiative)
    return row


def end(row, way: str, last_day) -> None:
    rows = (
        type(row).objects.filter(pk=row.pk) if way == "until" else Partner.objects.filter(pk=row.partner_id)
    )
    rows.update(**{way: last_day})


def asking(initiative, row, win) -> list[str]:
    """Every page on which a team chooses a partner or is asked for one."""
    slug = [initiative.slug]
    return [
        reverse("wishes:add", args=slug),
        reverse("wishes:links", args=slug),
        reverse("wishes:pair", args=slug),
        reverse("wishes:of_win", args=[win.pk]),
        reverse("ambitions:agree", args=[*slug, row.pk]),
        reverse("ambitions:index", args=slug),
        reverse("outside:add_actor", args=slug),
        reverse("telling:ask", args=[win.pk, "erbij"]),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_a_partner_is_asked_for_up_to_its_last_day_and_for_nothing_after_it(
    client, initiative, lead, stopped, way
):
    client.force_login(lead)
    pages = asking(initiative, stopped, create_win(initiative=initiative, occurred_on=timezone.localdate()))
    end(stopped, way, days_ago(0))
    assert [page for page in pages if "Vertrokken BV" not in client.get(page).text] == []
    end(stopped, way, days_ago(1))
    assert [page for page in pages if "Vertrokken BV" in client.get(page).text] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_stopped_partner_counts_nowhere_and_stays_in_the_past(client, initiative, lead, stopped, way):
    end(stopped, way, days_ago(1))
    client.force_login(lead)
    profile = client.get(initiative.get_absolute_url())
    together = profile.context["report"].together
    assert (stopped in together.now, stopped in together.before) == (False, True)
    counted = {p.name: p.taking_part for kind in partners_by_kind(Onlooker(lead)) for p in kind.partners}
    assert counted["Vertrokken BV"] == 0
    page = client.get(stopped.partner.get_absolute_url()).context["report"]
    assert (len(page.now), len(page.before), page.ties) == (0, 1, [])
    facts = facts_of(Reader(lead, initiative))
    assert stopped.partner_id not in {each.key for each in facts.partners}
    assert str(stopped.wishes.get().pk) not in facts.wish_facts.active
    assert "Bespreek en overbrug" not in client.get(reverse("wishes:index", args=[initiative.slug])).text


def test_a_win_of_before_its_last_day_still_offers_the_partner(client, initiative, lead, stopped):
    end(stopped, "until", days_ago(10))
    client.force_login(lead)
    then, later = (create_win(initiative=initiative, occurred_on=days_ago(n)) for n in (20, 5))
    pages = [client.get(reverse("telling:ask", args=[win.pk, "erbij"])).text for win in (then, later)]
    assert ["Vertrokken BV" in page for page in pages] == [True, False]


def asks_by_itself(source: str) -> bool:
    """True for code that compares a last day instead of using the word for it."""
    return bool(re.search(r"(?<!valid_)until__|gone_on__|\.until is None", source))


def test_only_the_model_of_a_partnership_compares_last_days():
    asking = [path for path in APP.rglob("*.py") if "migrations" not in path.parts]
    found = {path.relative_to(APP).as_posix() for path in asking if asks_by_itself(path.read_text())}
    # and the partner itself, who is suggested no more; and questions put aside, which end too
    assert found <= {"models/partnerships.py", "models/places.py", "models/profiles.py"}
    assert asks_by_itself("rows.filter(until__gte=day)")
