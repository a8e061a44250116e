"""The same sixty queries and 25 pasted alerts in the terminal and in headless Chromium: the same documents, order, totals,
counts, scores and shared words.

    python3 tests/browser/same-answers.py PROGRAM CHROMIUM ARCHIVE [SITE]

SITE is what PROGRAM built from ARCHIVE; it is built where it is not named. Says how many of them agree, and with
`--random N` asks as many made-up ones of the browser besides, which must be answered without a trap.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import tomllib

from driver import Browser, Host
from queries import QUERIES

# What the reader answered, with its scores: the page itself shows none.
LISTEN = """
const parse = JSON.parse;
JSON.parse = (text) => {
    const value = parse(text);
    // What is asked for counts alone has a total and no hits.
    if (value && value.hits && (value.hits.length || (!self.heard && !value.total))) self.heard = value;
    return value;
};
"""
ANSWERED = "document.querySelector('[data-search]').dataset.answered"
BY = "document.querySelector('[data-search]').dataset.by"

# Asks one query after the other through the page's own form; gives those that the index did not answer.
ASK_ALL = """(async (queries) => {
    const page = document.querySelector("[data-search]"), box = document.querySelector("#query");
    const others = [];
    for (const query of queries) {
        await new Promise((done) => {
            const watch = new MutationObserver(() => {
                if (page.dataset.answered !== query || page.dataset.by === undefined) return;
                if (page.dataset.by === "titles" && document.querySelector(".notes").textContent.includes("so far")) return;
                watch.disconnect();
                done();
            });
            watch.observe(page, { attributes: true, subtree: true, childList: true });
            delete page.dataset.by;
            delete page.dataset.answered;
            box.value = query;
            box.form.requestSubmit();
        });
        if (page.dataset.by !== "index") others.push([query, document.querySelector(".notes").textContent]);
    }
    return others;
})"""

PIECES = ["connection", "pool", "\"", "-", "service:", "checkout", ":", "*", "~", "..", "(", ")", "after:", "2024", "-1",
          "severity:major", "sev:1..2", "duration:>", "2h", "kube-apiserver", "INC-", "0042", "é", "障害", "\u0301", "😀",
          "has:", "fix:rollback", "99999999999999999999", "the", "a", "AND", "OR", "NOT", "/", "\\", "^", "[", "]", "{", "}",
          "+", "&&", "!", "?", "year:", "date:2024-Q1", "~3", "cause:config,", "x" * 90, "databse", "%", "<b>", "'", "\t"]


def made_up(count):
    chance = random.Random(7)
    for _ in range(count):
        pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 9))]
        text = "".join(piece + chance.choice(["", " ", " "]) for piece in pieces)
        # What the box itself would do to it.
        text = text.replace("\t", " ")[:512]
        if text.strip():
            yield text


def terminal(program, archive, query):
    command = [program, "search", "-C", archive, "--limit", "6", "--published", "--facets", "--format", "json", "--", query]
    said = subprocess.run(command, capture_output=True, check=False)
    return json.loads(said.stdout)


def browser_says(browser, query):
    browser.run(f"""(() => {{
        const page = document.querySelector("[data-search]"), box = document.querySelector("#query");
        delete page.dataset.by;
        delete page.dataset.answered;
        self.heard = null;
        box.value = {json.dumps(query)};
        box.form.requestSubmit();
    }})()""")
    browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'index'", 60)
    return browser.run("self.heard")


def pastes():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../search/queries.toml"), "rb") as file:
        return [paste["text"] for paste in tomllib.load(file)["paste"]][:25]


def unlike(program, archive, browser, text):
    """What tells the terminal's answer to a pasted text from the browser's, or nothing."""
    command = [program, "similar", "-C", archive, "--limit", "6", "--format", "json", "-"]
    said = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    here = [(hit["slug"], hit["similarity"], hit["shared_terms"], hit["fixed_by"]) for hit in json.loads(said.stdout)]
    asked = json.dumps({"similar": text, "limit": 6, "offset": 0, "facets": False})
    there = browser.run(f"incidex.reader().then((reader) => reader.search({asked}))")["hits"]
    there = [(hit["slug"], hit["score"], hit["shared"], hit["fixed_by"]) for hit in there]
    alike = len(here) == len(there) and all(
        (*one[:1], *one[2:]) == (*other[:1], *other[2:]) and abs(one[1] - other[1]) <= 1e-5 * max(1, abs(one[1]))
        for one, other in zip(here, there))
    return None if alike else f"{here} and {there}"


def difference(here, there):
    """What tells the terminal's answer from the browser's, or nothing."""
    slugs = [result["url"].removeprefix("incidents/").rstrip("/") for result in here["results"]]
    if here["total"] != there["total"]:
        return f"{here['total']} and {there['total']} found"
    if slugs != [hit["slug"] for hit in there["hits"]]:
        return f"{slugs} and {[hit['slug'] for hit in there['hits']]}"
    if [result["id"] for result in here["results"]] != [hit["id"] for hit in there["hits"]]:
        return "other ids"
    if here["facets"] != there["facets"]:
        return "other counts"
    if here["notes"] != there["notes"] or here["did_you_mean"] != there["did_you_mean"]:
        return f"other notes: {here['notes']} and {there['notes']}"
    for result, hit in zip(here["results"], there["hits"]):
        if abs(result["score"] - hit["score"]) > 1e-5 * max(1, abs(result["score"])):
            return f"{result['score']} and {hit['score']} for {hit['slug']}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("chromium")
    parser.add_argument("archive")
    parser.add_argument("site", nargs="?")
    parser.add_argument("--random", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        site = arguments.site or os.path.join(work, "site")
        if not arguments.site:
            subprocess.run([arguments.program, "build", arguments.archive, "-o", site], check=True, capture_output=True)
        host, browser = Host(site), Browser(arguments.chromium)
        differing = failed = 0
        try:
            browser.call("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
            browser.open(host.address + "search/index.html")
            queries = [query for query in QUERIES if query]
            for query in queries:
                found = difference(terminal(arguments.program, arguments.archive, query), browser_says(browser, query))
                if found:
                    differing += 1
                    print("FAIL", query, found)
            differing_pastes = [text for text in pastes() if unlike(arguments.program, arguments.archive, browser, text)]
            for text in differing_pastes:
                print("FAIL", json.dumps(text), unlike(arguments.program, arguments.archive, browser, text))
            strange = list(made_up(arguments.random))
            others = [one for at in range(0, len(strange), 500)
                      for one in browser.run(f"{ASK_ALL}({json.dumps(strange[at:at + 500])})")]
            failed += len(others)
            for query, note in others[:10]:
                print("FAIL", json.dumps(query), note)
            complaints = browser.complaints()
            failed += len(complaints)
            print("\n".join(complaints[:5]), end="\n" if complaints else "")
        finally:
            browser.close()
            host.close()
    documents = terminal(arguments.program, arguments.archive, "-zzzzzz")["total"]
    made = f", {len(strange)} made-up ones are answered" if strange else ""
    print(f"same answers: {len(queries) - differing} of {len(queries)} queries and "
          f"{25 - len(differing_pastes)} of 25 pastes agree in terminal and browser{made}, over {documents} documents")
    sys.exit(1 if failed or differing or differing_pastes else 0)


main()
