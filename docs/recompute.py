"""Counts the public numbers of the network anew, out of the open data, with nothing of the site.

    python docs/recompute.py vliegwiel.zip

In: the file of /open-data/. Out, as JSON: the numbers of the overview, of how much is known, and of the flywheel.
It needs Python 3.11 and no package. How many people told something cannot be counted anew: who they are, is not in the data.
"""

import csv
import io
import json
import sys
import zipfile
from collections import Counter, defaultdict

UNKNOWN = "unknown"
PLACED = ("types", "directions", "level")
LEVELS = ("local", "horizontal", "vertical")


def read(path: str) -> dict[str, list[dict[str, str]]]:
    """The tables by name. A cell that began as a formula lost the apostrophe before it."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        return {name.removesuffix(".csv"): rows(archive.read(name)) for name in names}


def rows(data: bytes) -> list[dict[str, str]]:
    lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [{name: cell.removeprefix("'") for name, cell in line.items()} for line in lines]


def several(cell: str) -> list[str]:
    return [item for item in cell.split(" | ") if item]


# ------------------------------------------------------------------ the overview
def overview(tables: dict) -> dict[str, int]:
    wins, linked = tables["small-wins"], ends(tables["verbanden"])
    cities = {city for initiative in tables["initiatieven"] for city in several(initiative["cities"])}
    return {
        "initiatives": len(tables["initiatieven"]),
        "wins": len(wins),
        "linked_wins": sum(win["id"] in linked for win in wins),
        "cities_with_an_initiative": len(cities),
    }


# ------------------------------------------------------------------ how much is known
def coverage(tables: dict) -> dict[str, int]:
    wins = tables["small-wins"]
    from_sources = [win for win in wins if win["origin"] == "sources"]
    lost = {loss["win"] for loss in tables["verliezen"] if loss["win"]}
    counts = {
        "from_sources": len(from_sources),
        "by_teams": len(wins) - len(from_sources),
        "without_account": sum(win["origin"] == "guest" for win in wins),
        "shown_by_another": sum(win["shown_by_another"] == "true" for win in wins),
        "nobody_asked": sum(not win["judgements"] for win in wins),
        "losses_not_asked": sum(not win["loss_answer"] and win["id"] not in lost for win in wins),
        "organisations": len({partner for win in wins for partner in several(win["partners"])}),
    }
    for name in PLACED:
        answers = [win[f"counted_{name}"] for win in wins]
        counts[f"{name}_unknown"] = answers.count(UNKNOWN)
        counts[f"{name}_open"] = answers.count("")
        counts[f"{name}_answered"] = len(wins) - counts[f"{name}_unknown"] - counts[f"{name}_open"]
    for level in LEVELS:
        there = [win for win in wins if win["counted_level"] == level]
        counts[f"{level}_from_sources"] = sum(win["origin"] == "sources" for win in there)
        counts[f"{level}_by_teams"] = len(there) - counts[f"{level}_from_sources"]
    return counts


# ------------------------------------------------------------------ the flywheel
def flywheel(tables: dict) -> dict[str, object]:
    wins, links = tables["small-wins"], tables["verbanden"]
    linked = ends(links)
    across = [link for link in links if link["earlier_initiative"] != link["later_initiative"]]
    worked = Counter(link["mechanism"] for link in links if link["mechanism"] not in ("", UNKNOWN))
    return {
        "links": len(links),
        "loose_wins": sum(win["id"] not in linked for win in wins),
        "longest_chain": longest_chain(links),
        "wins_that_fed_another_initiative": len({link["earlier"] for link in across}),
        "mechanisms": dict(sorted(worked.items())),
    }


def ends(links: list[dict]) -> set[str]:
    return {link[end] for link in links for end in ("earlier", "later")}


def longest_chain(links: list[dict]) -> int:
    """The most wins on one way along the links; 0 without links. No link leads back, so each end is looked at once."""
    onwards, before = defaultdict(list), Counter()
    for link in links:
        onwards[link["earlier"]].append(link["later"])
        before[link["later"]] += 1
    length = dict.fromkeys(ends(links), 1)
    ready = [win for win in length if not before[win]]
    while ready:
        win = ready.pop()
        for later in onwards[win]:
            length[later] = max(length[later], length[win] + 1)
            before[later] -= 1
            if not before[later]:
                ready.append(later)
    return max(length.values(), default=0)


def recomputed(path: str) -> dict[str, dict]:
    tables = read(path)
    return {"overview": overview(tables), "coverage": coverage(tables), "flywheel": flywheel(tables)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(recomputed(sys.argv[1]), indent=2) + "\n")
