"""The search page in headless Chromium: the same answers as the terminal, by keyboard, and when things go wrong.

    python3 tests/browser/search.py PROGRAM CHROMIUM
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

from driver import Browser, Host
from queries import QUERIES

PROGRAM, CHROMIUM = sys.argv[1:3]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

ANSWERED = "document.querySelector('[data-search]').dataset.answered"
# Who answered: `index` is the reader, `titles` the small list.
BY = "document.querySelector('[data-search]').dataset.by"
def slug_of(link):
    """The page that a link leads to, in the browser: a path below `incidents/`."""
    ends = r"replace(/^.*?\/incidents\//, '').replace(/\/index\.html$/, '')"
    return f"decodeURIComponent(new URL({link}.href).pathname.{ends})"


HITS = f"Array.from(document.querySelectorAll('.results h2 a'), (link) => {slug_of('link')})"
STATUS = "document.querySelector('#search-status').textContent"


def is_part(path):
    return re.search(r"/\d+\.bin$", path)


def flipped(body, bit):
    at = len(body) // 2
    return body[:at] + bytes([body[at] ^ bit]) + body[at + 1:]


class Tests:
    def __init__(self, work):
        self.work = work
        self.site = os.path.join(work, "site")
        self.archive = os.path.join(work, "archive")
        shutil.copytree(os.path.join(ROOT, "content"), self.archive, ignore=shutil.ignore_patterns(".incidex"))
        self.build()
        self.browser = Browser(CHROMIUM)
        self.host = Host(self.site)
        self.search = self.host.address + "search/index.html"

    def build(self):
        subprocess.run([PROGRAM, "build", self.archive, "-o", self.site], check=True, capture_output=True)

    def ask(self, query):
        self.browser.open(self.search + "?" + urllib.parse.urlencode({"q": query}))
        self.settle(query)

    def settle(self, query):
        # While the index is on its way, titles alone are shown.
        self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'index'")

    def only_titles(self, query):
        self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'titles' && document.querySelector('.notes')"
                          ".textContent.includes('causes only:')")

    def submit(self, query):
        self.browser.run(f"document.querySelector('#query').value = {json.dumps(query)};"
                         "document.querySelector('form[role=search]').requestSubmit()")

    def terminal(self, query):
        command = [PROGRAM, "search", "-C", self.archive, "--limit", "6", "--format", "json", "--", query]
        return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)

    # Each test's name is the sentence it proves.

    def test_sixty_queries_answer_as_they_do_in_the_terminal(self):
        for query in [query for query in QUERIES if query]:
            expected = self.terminal(query)
            self.ask(query)
            slugs = [result["url"].removeprefix("incidents/").rstrip("/") for result in expected["results"]]
            assert self.browser.run(HITS) == slugs, (query, self.browser.run(HITS), slugs)
            status = self.browser.run(STATUS)
            count = re.match(r"(\d+) document", status)
            assert (int(count[1]) if count else 0) == expected["total"], (query, status, expected["total"])
        assert self.browser.complaints() == []

    def test_results_come_while_typing_and_are_reached_by_keyboard(self):
        self.browser.open(self.search)
        self.browser.key("/", 191, "/")
        assert self.browser.run("document.activeElement.id") == "query"
        for letter in "depot":
            self.browser.type(letter)
        self.settle("depot")
        assert len(self.browser.run(HITS)) > 1
        self.browser.run("document.querySelector('.results h2 a').focus()")
        self.browser.key("ArrowDown", 40)
        focused = f"{HITS}.indexOf({slug_of('document.activeElement')})"
        assert self.browser.run(focused) == 1
        self.browser.key("ArrowUp", 38)
        assert self.browser.run(focused) == 0
        self.browser.key("/", 191, "/")
        self.browser.key("Escape", 27)
        self.browser.wait("document.querySelector('#query').value === '' && document.querySelector('.answer').hidden")
        self.browser.key("Escape", 27)
        assert self.browser.run("document.activeElement === document.body")
        self.browser.key("?", 191, "?")
        assert self.browser.run("document.querySelector('#search-help').open")
        assert self.browser.complaints() == []

    def test_the_focus_stays_on_a_result_when_the_index_answers_after_the_titles(self):
        self.browser.call("Network.clearBrowserCache")
        go_on = threading.Event()
        self.host.spoil = lambda path, body: (200, body) if not path.endswith(".wasm") or go_on.wait(20) else (500, b"")
        self.browser.open(self.search + "?q=depot")
        self.browser.wait(f"{ANSWERED} === 'depot' && {BY} === 'titles'")
        focused = slug_of("document.activeElement")
        self.browser.run("document.querySelectorAll('.results h2 a')[1].focus()")
        slug = self.browser.run(focused)
        go_on.set()
        self.settle("depot")
        assert slug in self.browser.run(HITS)
        assert self.browser.run(focused) == slug
        assert self.browser.complaints() == []

    def test_the_same_answer_is_not_drawn_twice(self):
        self.ask("depot")
        self.browser.run("""self.drawn = 0;
            new MutationObserver(() => { self.drawn++; }).observe(document.querySelector('[data-search]'),
                { childList: true, characterData: true, subtree: true });
            self.items = Array.from(document.querySelectorAll('.results li'))""")
        self.submit("depot")
        self.browser.run("new Promise((done) => setTimeout(done, 200))")
        self.settle("depot")
        assert self.browser.run("self.drawn") == 0
        assert self.browser.run("self.items.every((item) => item.isConnected)")

    def test_the_focus_goes_from_a_value_to_its_filter_and_on(self):
        self.ask("depot")
        self.browser.run("""(() => {
            const value = document.querySelector('.facets button');
            value.focus();
            value.click();
        })()""")
        self.browser.wait(f"{ANSWERED}.startsWith('depot service:')")
        chip = "document.querySelector('.filters button')"
        assert self.browser.run(f"document.activeElement === {chip}")
        self.browser.run(f"{chip}.click()")
        self.settle("depot")
        assert self.browser.run("document.activeElement.id") == "query"

    def test_more_results_are_shown_and_the_first_new_one_has_the_focus(self):
        self.ask("the")
        before = self.browser.run(HITS)
        self.browser.run("document.querySelector('.more').click()")
        self.browser.wait(f"{HITS}.length > {len(before)}")
        assert self.browser.run(HITS)[:len(before)] == before
        self.browser.wait(f"document.activeElement === document.querySelectorAll('.results h2 a')[{len(before)}]")

    def test_facets_narrow_stand_in_the_address_and_back_undoes_them(self):
        self.ask("depot")
        before = self.browser.run(HITS)
        self.browser.run("document.querySelector('.facets button').click()")
        self.browser.wait("location.search.includes('service')")
        self.browser.wait(f"{ANSWERED} !== 'depot'")
        narrowed = self.browser.run(ANSWERED)
        assert narrowed.startswith("depot service:"), narrowed
        chip = "document.querySelector('.filters button')"
        assert self.browser.run(f"{chip}.getAttribute('aria-label')").startswith("Remove the filter service:")
        self.browser.run("history.back()")
        self.settle("depot")
        assert self.browser.run(HITS) == before
        self.browser.run("history.forward()")
        self.settle(narrowed)
        self.browser.run(f"{chip}.click()")
        self.settle("depot")
        assert self.browser.run("document.querySelector('#query').value") == "depot"

    def test_a_misspelt_word_is_corrected_and_said_to_be(self):
        self.ask("databse")
        assert "database" in self.browser.run("document.querySelector('.notes').textContent")
        assert self.browser.run(HITS)

    def test_the_words_are_marked_where_a_result_leads(self):
        self.ask("depot")
        link = self.browser.run("document.querySelector('.results h2 a').href")
        assert "mark=depot" in link, link
        self.browser.open(link)
        assert self.browser.run("document.querySelectorAll('main mark').length") > 0
        assert all(text.lower().startswith("depot") for text in self.browser.run(
            "Array.from(document.querySelectorAll('main mark'), (mark) => mark.textContent)"))
        assert self.browser.complaints() == []

    def test_an_alert_finds_similar_incidents(self):
        self.browser.open(self.search)
        self.browser.run("""document.querySelector('.similar').open = true;
            document.querySelector('#alert').value = 'FIRING: connection pool exhausted on checkout, requests time out';
            document.querySelector('.similar form').requestSubmit()""")
        self.settle("")
        assert any("checkout" in slug for slug in self.browser.run(HITS)[:3]), self.browser.run(HITS)

    def test_a_header_box_leads_to_the_search_page(self):
        self.browser.open(self.host.address + "incidents/index.html")
        self.browser.key("k", 75, modifiers=2)
        assert self.browser.run("document.activeElement.id") == "site-search"
        self.browser.type("depot")
        # Apart from this call, which the page would leave before it answers.
        self.browser.run("setTimeout(() => document.activeElement.form.requestSubmit()) && 0")
        self.browser.wait("location.pathname.endsWith('/search/index.html') && document.readyState === 'complete'")
        self.settle("depot")

    def test_a_wrong_type_of_the_module_does_no_harm(self):
        self.host.types[".wasm"] = "application/octet-stream"
        self.browser.call("Network.clearBrowserCache")
        self.ask("depot timeout")
        assert self.browser.complaints() == []

    def test_damaged_parts_are_told_and_titles_answer_instead(self):
        self.browser.call("Network.clearBrowserCache")
        self.host.spoil = lambda path, body: (200, flipped(body, 1)) if is_part(path) else (200, body)
        self.browser.open(self.search + "?q=depot")
        self.only_titles("depot")
        assert self.browser.run(HITS)
        # The same page recovers when the host does.
        self.host.spoil = lambda path, body: (200, body)
        self.submit("depot")
        self.settle("depot")

    def test_a_damaged_bundle_or_module_is_told_and_titles_answer_instead(self):
        for ending in ["hot.bin", ".wasm"]:
            self.browser.call("Network.clearBrowserCache")
            self.host.spoil = lambda path, body, ending=ending: (200, body[:-5]) if path.endswith(ending) else (200, body)
            self.browser.open(self.search + "?q=depot")
            self.only_titles("depot")
            # The same page recovers when the host does, though its cache holds the damaged file.
            self.host.spoil = lambda path, body: (200, body)
            self.submit("depot")
            self.settle("depot")

    def test_either_file_that_names_the_index_is_enough(self):
        for ending in ["index.json", "start.js"]:
            for spoilt in [(404, b""), (200, b"{")]:
                self.browser.call("Network.clearBrowserCache")
                self.host.spoil = lambda path, body, ending=ending, spoilt=spoilt: \
                    spoilt if path.endswith(ending) else (200, body)
                self.browser.open(self.search + "?q=depot")
                self.settle("depot")

    def test_a_page_started_with_an_older_index_takes_the_newer_one(self):
        with open(os.path.join(self.site, "search", "start.js"), "rb") as file:
            older = re.sub(rb'"pack":"[^"]*"', b'"pack":"p-0123456789abcdef"', file.read())
        self.browser.call("Network.clearBrowserCache")
        self.host.spoil = lambda path, body: (200, older) if path.endswith("start.js") else (200, body)
        self.ask("depot")
        assert self.browser.run(HITS)

    def test_a_lost_connection_is_told_and_the_search_comes_back(self):
        self.browser.call("Network.clearBrowserCache")
        self.browser.open(self.search)
        self.browser.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1,
                          uploadThroughput=-1)
        self.submit("depot")
        self.browser.wait(f"{STATUS}.includes('cannot be reached') || {ANSWERED} === 'depot'")
        self.browser.call("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1,
                          uploadThroughput=-1)
        self.submit("depot")
        self.settle("depot")
        assert self.browser.run(HITS)

    def test_a_site_published_anew_during_a_visit_is_found_again(self):
        self.ask("depot")
        with open(os.path.join(self.archive, "incidents", "new-one.md"), "w", encoding="utf-8") as file:
            file.write("# Parrot escaped from the office\n\n**Date:** 2026-07-01\n\n## Summary\n\nA parrot left.\n")
        self.build()
        self.browser.call("Network.clearBrowserCache")
        self.submit("parrot depot")
        self.browser.wait(f"{ANSWERED} === 'parrot depot'")
        self.submit("parrot")
        self.settle("parrot")
        assert self.browser.run(HITS) == ["incidents/new-one"], self.browser.run(HITS)

    def test_three_hundred_damaged_parts_never_give_a_wrong_answer(self):
        queries = [query for query in QUERIES if query]
        expected = {query: self.terminal(query) for query in queries}
        spoilt, asked = 0, 0
        page = b"<!DOCTYPE html><title>Not found</title>"
        ways = [lambda body: (200, flipped(body, 1 << spoilt % 8)), lambda body: (200, body[:-3]), lambda _: (200, b""),
                lambda _: (200, page), lambda body: (200, body + b"\0"), lambda _: (500, b""), lambda _: (404, b""),
                lambda _: (0, b"")]

        def spoil(path, body):
            nonlocal spoilt, asked
            if is_part(path):
                asked += 1
                if asked % 5 != 0:
                    spoilt += 1
                    return ways[spoilt // 3 % len(ways)](body)
            return 200, body

        self.host.spoil = spoil
        told = answered = 0
        while spoilt < 300:
            query = queries[(told + answered) % len(queries)]
            if (told + answered) % 4 == 0:
                self.browser.call("Network.clearBrowserCache")
                self.browser.open(self.search)
            self.submit(query)
            self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && ({BY} === 'index' || document.querySelector("
                              "'.notes').textContent.includes('causes only:'))")
            if self.browser.run(BY) == "index":
                answered += 1
                slugs = [result["url"].removeprefix("incidents/").rstrip("/") for result in expected[query]["results"]]
                assert self.browser.run(HITS) == slugs, query
            else:
                told += 1
        assert told > 20, (told, answered)
        self.host.spoil = lambda path, body: (200, body)
        self.submit("depot")
        self.settle("depot")

    def test_a_module_that_stops_is_started_again(self):
        self.ask("depot")
        # Nothing the page sends can stop it, so the test makes its next call fail as a trap does.
        self.browser.run("""(() => {
            const decode = TextDecoder.prototype.decode;
            TextDecoder.prototype.decode = function (...all) {
                TextDecoder.prototype.decode = decode;
                throw new WebAssembly.RuntimeError('unreachable');
            };
            document.querySelector('#query').value = 'timeout';
            document.querySelector('form[role=search]').requestSubmit();
        })()""")
        self.settle("timeout")

    def test_a_page_opened_as_a_file_finds_titles(self):
        self.browser.open("file://" + os.path.join(self.site, "search", "index.html") + "?q=checkout")
        self.only_titles("checkout")
        assert self.browser.run(HITS)

    def test_without_a_script_the_page_says_where_to_look(self):
        self.browser.call("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.search)
            document = self.browser.call("DOM.getDocument", depth=1)["root"]["nodeId"]
            found = self.browser.call("DOM.querySelector", nodeId=document, selector="noscript p a")["nodeId"]
            assert found, "the text for browsers without a script is shown"
        finally:
            self.browser.call("Emulation.setScriptExecutionDisabled", value=False)

    def close(self):
        self.browser.close()
        self.host.close()


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        tests = Tests(work)
        try:
            names = [name for name in dir(tests) if name.startswith("test_")]
            chosen = [name for name in names if not sys.argv[3:] or any(part in name for part in sys.argv[3:])]
            for name in chosen:
                tests.host.spoil = lambda path, body: (200, body)
                tests.host.types.clear()
                try:
                    getattr(tests, name)()
                    print("ok  ", name.removeprefix("test_").replace("_", " "), flush=True)
                except (AssertionError, RuntimeError) as error:
                    failed += 1
                    print("FAIL", name.removeprefix("test_").replace("_", " "), "\n    ", error, flush=True)
        finally:
            tests.close()
    print(f"browser tests: {len(chosen) - failed} of {len(chosen)} passed")
    sys.exit(1 if failed else 0)


main()
