"""The search page: the same answers as the terminal, by keyboard, and when things go wrong."""

import json
import os
import re
import shutil
import threading
import time

from pages import ANSWERED, BY, HITS, STATUS, TITLES_ONLY, Pages, flipped, is_part, slug_of
from queries import QUERIES


class SearchPage(Pages):
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

    def check(self, field, at=0):
        """Checks a box of a field as the pointer does; gives its value."""
        boxes = f"document.querySelectorAll('.facets input[data-key^=\"value {field}:\"]')"
        self.browser.wait(f"{boxes}.length > {at}")
        return self.browser.run(f"""(() => {{
            const box = {boxes}[{at}];
            box.focus();
            box.click();
            return box.dataset.key.slice("value {field}:".length);
        }})()""")

    def counted(self, query):
        self.browser.wait(f"document.querySelector('[data-search]').dataset.counted === {json.dumps(query)}")

    def test_the_focus_stays_on_a_box_that_was_checked_and_goes_on_from_a_filter(self):
        self.ask("depot")
        value = self.check("service")
        self.counted(f"depot service:{value}")
        assert self.browser.run("document.activeElement.dataset.key") == f"value service:{value}"
        assert self.browser.run("document.activeElement.checked")
        chip = "document.querySelector('.filters button')"
        self.browser.run(f"{chip}.focus(); {chip}.click()")
        self.settle("depot")
        assert self.browser.run("document.activeElement.id") == "query"

    def test_boxes_of_one_field_widen_and_those_of_another_narrow(self):
        self.ask("the")
        first = self.check("service", 0)
        self.counted(f"the service:{first}")
        # The other services are still there to be added, with what they would add.
        second = self.check("service", 1)
        both = f"the service:{first},{second}"
        self.counted(both)
        total = self.terminal(both)["total"]
        assert total > max(self.terminal(f"the service:{name}")["total"] for name in (first, second))
        assert self.browser.run(STATUS) == f"{total} documents"
        severity = self.check("severity")
        narrowed = f"{both} severity:{severity}"
        self.counted(narrowed)
        assert self.terminal(narrowed)["total"] < total
        assert self.browser.run("document.querySelectorAll('.facets input:checked').length") == 3
        self.check("severity")
        self.counted(both)

    def test_values_have_names_and_counts_are_what_checking_them_finds(self):
        self.ask("the")
        self.counted("the")
        rows = self.browser.run("""Array.from(document.querySelectorAll('.facets label'), (row) =>
            [row.querySelector("input").dataset.key.slice(6), row.querySelector(".name").textContent,
             Number(row.querySelector(".number").textContent)])""")
        assert len(rows) > 8
        for value, name, count in rows:
            field, value = value.split(":", 1)
            assert self.terminal(f'the {field}:"{value}"')["total"] == count, (field, value, count)
            if field == "cause":
                assert name[0].isupper() and name != value, (name, value)

    def test_a_stretch_of_years_is_chosen_by_pointer_and_by_keyboard(self):
        self.ask("the")
        self.counted("the")
        bars = "document.querySelectorAll('.bars button')"
        years = self.browser.run(f"Array.from({bars}, (bar) => bar.dataset.year)")
        assert len(years) > 1
        at = self.browser.run(f"""[0, 1].map((at) => {{
            const box = {bars}[at].getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})""")
        for kind, (x, y) in [("mousePressed", at[0]), ("mouseMoved", at[1]), ("mouseReleased", at[1])]:
            self.browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)
        query = f"the date:{years[0]}..{years[1]}"
        self.counted(query)
        assert self.browser.run(STATUS).startswith(f"{self.terminal(query)['total']} document")
        self.browser.run("document.querySelector('.facets .clear').click()")
        self.counted("the")
        self.browser.run(f"{bars}[{len(years) - 1}].focus()")
        self.browser.key("Enter", 13, "\r")
        self.counted(f"the year:{years[-1]}")
        assert self.browser.run("document.activeElement.dataset.year") == years[-1]
        self.browser.key("ArrowLeft", 37, modifiers=8)
        self.counted(f"the date:{years[-2]}..{years[-1]}")
        assert self.browser.run("document.querySelectorAll('.bars [aria-pressed=true]').length") == 2

    def test_an_answer_from_titles_is_said_to_be_partial_and_counts_nothing(self):
        self.browser.call("Network.clearBrowserCache")
        go_on = threading.Event()
        self.host.spoil = lambda path, body: (200, body) if not path.endswith(".wasm") or go_on.wait(20) else (500, b"")
        self.browser.open(self.search + "?q=depot")
        self.browser.wait(f"{BY} === 'titles'")
        said = self.browser.run(STATUS + " + document.querySelector('.notes').textContent")
        more = self.browser.run("document.querySelector('.more').hidden")
        go_on.set()
        assert "so far" in said and not re.search(r"\d", said), said
        assert more, "nobody knows whether there is more"
        self.settle("depot")

    def test_while_the_index_is_on_its_way_what_comes_nearest_to_the_words_is_shown(self):
        self.browser.call("Network.clearBrowserCache")
        go_on = threading.Event()
        self.host.spoil = lambda path, body: (200, body) if not path.endswith(".wasm") or go_on.wait(20) else (500, b"")
        self.browser.open(self.search + "?q=depots+lost+zzzzzz")
        self.browser.wait(f"{BY} === 'titles'")
        first = self.browser.run("document.querySelector('.results li').textContent.toLowerCase()")
        said = self.browser.run("document.querySelector('.results').textContent")
        go_on.set()
        assert "depot" in first, first
        assert "Without" not in said, "what is no title may stand in the document"
        self.settle("depots lost zzzzzz")

    def test_where_nothing_is_found_there_are_lists_to_look_in(self):
        self.ask("zzzzzz")
        links = self.browser.run("Array.from(document.querySelectorAll('.browse:not([hidden]) a'), (link) => link.href)")
        assert len(links) >= 4, links
        assert self.browser.run(STATUS).startswith("Nothing found")
        self.ask("depot")
        assert self.browser.run("document.querySelector('.browse').hidden")

    def test_show_more_is_there_only_while_there_is_more(self):
        for query in ["depot", "the", "excavator"]:
            self.ask(query)
            total = self.terminal(query)["total"]
            while not self.browser.run("document.querySelector('.more').hidden"):
                before = len(self.browser.run(HITS))
                assert before < total
                self.browser.run("document.querySelector('.more').click()")
                self.browser.wait(f"{HITS}.length > {before}")
            assert len(self.browser.run(HITS)) == total, query

    def test_every_note_is_in_a_live_region(self):
        self.ask("databse")
        assert self.browser.run("document.querySelector('.notes').textContent")
        assert self.browser.run("['#search-status', '.notes'].every((part) =>"
                                "document.querySelector(part).getAttribute('role') === 'status')")

    def test_nothing_moves_when_an_answer_comes(self):
        self.browser.call("Network.clearBrowserCache")
        self.host.spoil = lambda path, body: (time.sleep(0.05), (200, body))[1]
        for width in [1280, 360]:
            self.browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
            self.ask("depot")
            self.counted("depot")
            moved = self.browser.run("""new Promise((done) => new PerformanceObserver((list) =>
                done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({ type: "layout-shift", buffered: true })
                || setTimeout(() => done(0), 300))""")
            assert moved <= 0.1, (width, moved)
        self.browser.call("Emulation.clearDeviceMetricsOverride")

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
        self.check("service")
        self.browser.wait("location.search.includes('service')")
        self.browser.wait(f"{ANSWERED} !== 'depot'")
        narrowed = self.browser.run(ANSWERED)
        assert narrowed.startswith("depot service:"), narrowed
        chip = "document.querySelector('.filters button')"
        assert self.browser.run(f"{chip}.getAttribute('aria-label')").startswith("Remove the filter Service: ")
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
        self.browser.run("document.querySelector('#site-search').focus()")
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
        # A page that holds the whole index answers from it, and then as the site is now.
        self.browser.wait(f"{ANSWERED} === 'parrot' && {HITS}.join() === 'incidents/new-one'")

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
            self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && ({BY} === 'index' || {TITLES_ONLY})")
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

    def test_a_copy_without_its_bundles_finds_titles(self):
        folder = os.path.join(self.work, "copy")
        shutil.copytree(self.site, folder)
        os.remove(os.path.join(folder, "search", "bundles.js"))
        self.browser.open("file://" + os.path.join(folder, "search", "index.html") + "?q=checkout")
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
