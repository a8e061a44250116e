"""How good the first answer of a cold visit is, which comes from titles and a few words before the index is there.

    python3 tests/browser/first-answers.py PROGRAM CHROMIUM

Asks the list of titles alone the queries and alerts of `tests/search/queries.toml`, over each of its archives that is
there, and says how often a right document comes first, and among the first five.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib

from driver import Browser, Host

QUERIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../search/queries.toml")


def slugs(program, archive):
    """The address of the first incident of each file."""
    said = subprocess.run([program, "list", archive, "--format", "json"], capture_output=True, check=False)
    files = [file for file in json.loads(said.stdout)["files"] if file.get("incidents")]
    return {file["path"]: file["incidents"][0]["address"].removeprefix("incidents/").rstrip("/") for file in files}


def rank(browser, judged, known):
    asked = {"similar" if judged["is_paste"] else "query": judged["text"], "limit": 5, "offset": 0}
    hits = browser.run(f"incidex.searchTitles({json.dumps(asked)}, false)")["hits"]
    right = [known.get(path) for path in judged["first"]]
    return next((at for at, hit in enumerate(hits) if hit["slug"] in right), None)


def ranks(program, browser, archive, asked):
    with tempfile.TemporaryDirectory() as work:
        site = os.path.join(work, "site")
        subprocess.run([program, "build", archive, "-o", site], check=True, capture_output=True)
        host = Host(site)
        try:
            browser.open(host.address + "search/index.html")
            browser.wait("!!(self.incidex && incidex.searchTitles)")
            known = slugs(program, archive)
            return [(judged["is_paste"], rank(browser, judged, known)) for judged in asked]
        finally:
            host.close()


def main():
    program, chromium = sys.argv[1:]
    with open(QUERIES, "rb") as file:
        judged = tomllib.load(file)
    asked = [{**one, "is_paste": kind == "paste"} for kind in ("query", "paste") for one in judged[kind]]
    found, browser = [], Browser(chromium)
    for name, folder in judged["archives"].items():
        archive = os.path.join(os.path.dirname(QUERIES), folder)
        if os.path.isdir(archive):
            found += ranks(program, browser, archive, [one for one in asked if one.get("archive") == name])
        else:
            print(f"not asked: there is no archive {name}")
    browser.close()
    for name, is_paste in [("queries", False), ("pastes", True)]:
        own = [rank for kind, rank in found if kind == is_paste]
        first, five = sum(rank == 0 for rank in own), sum(rank is not None for rank in own)
        print(f"{name} {len(own)}: first {first / len(own):.3f}, among five {five / len(own):.3f}")


main()
