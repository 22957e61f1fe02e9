"""An outsider counts the public numbers anew out of the open data, and gets those of the pages."""

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx
import pytest
from django.contrib.auth.models import AnonymousUser

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.exports.open_data import COLUMNS, READ_ME, catalogue, everything, whole_set
from initiatives.exchange.exports.tables import TABLES
from initiatives.lenses import ANSWERS, Audience, Level
from initiatives.models import Onlooker, SmallWin, WinLink
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.network.page import network
from tests.factories import create_initiative, create_link, create_win

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "docs" / "recompute.py"
VISITOR = Onlooker(AnonymousUser())


@pytest.fixture
def file(tmp_path):
    def written() -> Path:
        path = tmp_path / "vliegwiel.zip"
        path.write_bytes(
            b"".join(whole_set(everything(VISITOR, str), "https://vliegwiel.example/open-data/"))
        )
        return path

    return written


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("recompute", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some_of_teams() -> None:
    """Told by teams, beside what comes from sources: linked across initiatives, without an answer, and not for all."""
    here, there = create_initiative(), create_initiative(title="=SOM(1;2)")
    first = create_win(initiative=here, title="-1 muur", level=Level.LOCAL, types=["unknown"])
    second = create_win(initiative=there, types=[], loss_answer="nothing_seen")
    create_link(earlier=first, later=second, mechanism="learning")
    create_link(earlier=second, later=create_win(initiative=there, audience=Audience.NETWORK))


def test_the_numbers_of_the_pages_come_out_of_the_file(file):
    load_dataset(DATA)
    some_of_teams()
    said = json.loads(
        subprocess.run([sys.executable, "-I", SCRIPT, file()], capture_output=True, check=True).stdout
    )
    page = network(WinFilter({}, onlooker=VISITOR, page="network:dashboard"))
    facts, wins = page.coverage.facts, SmallWin.objects.visible_to(VISITOR.user).standing()

    assert list(said["overview"].values()) == [counted.number for counted in page.counters]
    assert said["coverage"] == {
        "from_sources": page.coverage.loaded,
        "by_teams": page.coverage.told,
        **{name: facts[name] for name in ("without_account", "nobody_asked", "losses_not_asked")},
        "shown_by_another": facts["shown"],
        "organisations": page.coverage.organisations,
        **{f"{name}_answered": facts[name] for name in ("types", "directions", "level")},
        **{f"{name}_unknown": facts[f"{name}_unknown"] for name in ("types", "directions", "level")},
        **{
            f"{name}_open": page.coverage.total - facts[name] - facts[f"{name}_unknown"]
            for name in ("types", "directions", "level")
        },
        **{f"{level}_from_sources": facts[f"bron_{level}"] for level in Level},
        **{f"{level}_by_teams": facts[f"team_{level}"] for level in Level},
    }
    assert said["flywheel"] == recounted(wins)


def recounted(wins) -> dict:
    links = WinLink.objects.known_to(VISITOR.user)
    chains = networkx.DiGraph(list(links.values_list("earlier", "later")))
    fed = [link for link in links.select_related("earlier", "later") if link.is_between_initiatives]
    worked = [each for each in links.values_list("mechanism", flat=True) if each not in (None, "unknown")]
    return {
        "links": links.count(),
        "loose_wins": wins.loose_for(VISITOR.user).count(),
        "longest_chain": networkx.dag_longest_path_length(chains) + 1,
        "wins_that_fed_another_initiative": len({link.earlier_id for link in fed}),
        "mechanisms": {each: worked.count(each) for each in sorted(set(worked))},
    }


def test_the_script_finds_the_longest_way(script):
    links = [{"earlier": one, "later": other} for one, other in ("ab", "bc", "ad", "dc", "ce", "xy")]
    assert script.longest_chain(links) == 4
    assert script.longest_chain([]) == 0


def test_the_file_holds_every_table_and_says_what_it_is(file):
    create_win()
    with zipfile.ZipFile(file()) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [READ_ME, COLUMNS, *(f"{name}.csv" for name in TABLES)]
        read_me = archive.read(READ_ME).decode()
        columns = archive.read(COLUMNS).decode("utf-8-sig")
    assert "CC BY 4.0" in read_me
    assert "blijft van hen" in read_me
    assert all(name in columns for name in ANSWERS if ANSWERS[name].audience == Audience.PUBLIC)


def test_only_what_everybody_reads_is_in_the_file(file, script):
    initiative = create_initiative()
    create_win(initiative=initiative, title="voor iedereen")
    create_win(initiative=initiative, title="voor het netwerk", audience=Audience.NETWORK)
    create_win(initiative=create_initiative(published=False), title="nog niet gepubliceerd")
    assert [win["title"] for win in script.read(file())["small-wins"]] == ["voor iedereen"]


# ------------------------------------------------------------------ DCAT-AP-NL
# The properties that DCAT-AP-NL 3.0 obliges to give, from its SHACL shapes and those of DCAT-AP 3.0 below it.
OBLIGED = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dcat:contactPoint dcat:dataset",
    "dcat:Dataset": "dct:title dct:description dct:publisher dct:creator dct:identifier dct:accessRights dcat:contactPoint dcat:theme",
    "dcat:Distribution": "dcat:accessURL dct:license",
    "dct:RightsStatement": "rdfs:label",
    "foaf:Agent": "foaf:name",
    "vcard:Kind": "vcard:fn",
}


def things(said: object):
    """Every thing with a type in the description."""
    if isinstance(said, list):
        for each in said:
            yield from things(each)
    if isinstance(said, dict):
        if "@type" in said:
            yield said
        for each in said.values():
            yield from things(each)


def test_the_catalogue_gives_what_the_profile_obliges_to():
    said = catalogue("City Deal", "post@voorbeeld.example", "", "https://vliegwiel.example{}".format)
    described = list(things(said))
    assert {each["@type"] for each in described} == set(OBLIGED)
    missing = [
        (each["@type"], name)
        for each in described
        for name in OBLIGED[each["@type"]].split()
        if not each.get(name)
    ]
    assert missing == []


def test_no_file_of_the_catalogue_is_licensed_without_saying_how_far_that_reaches():
    said = catalogue("City Deal", "", "", str)
    licensed = [each for each in things(said) if "dct:license" in each]
    assert len(licensed) == len(TABLES) + 2
    assert all("blijft van hen" in each["dct:rights"]["rdfs:label"][0]["@value"] for each in licensed)


def test_every_file_of_the_catalogue_is_there(client):
    said = catalogue("City Deal", "", "", str)
    files = [each["dcat:downloadURL"]["@id"] for each in things(said) if each["@type"] == "dcat:Distribution"]
    assert {client.get(file).status_code for file in files} == {200}
    assert len(files) == len(TABLES) + 1
