"""The palette: a search over any page, by keyboard alone, and what a result that was opened looks like."""

import json
import os

from pages import ROOT, Pages

OPEN = "Boolean(document.querySelector('dialog.palette[open]'))"
ANSWERED = "(document.querySelector('.palette') || { dataset: {} }).dataset.answered"
BY = "document.querySelector('.palette').dataset.by"
OPTIONS = "document.querySelectorAll('.palette [role=option]')"
BOX = "document.querySelector('.palette input')"
ACTIVE = f"Array.from({OPTIONS}).findIndex((one) => one.id === {BOX}.getAttribute('aria-activedescendant'))"


class Palette(Pages):
    def opened(self, page="incidents/index.html", key="/"):
        self.browser.open(self.host.address + page)
        if key == "/":
            self.browser.key("/", 191, "/")
        else:
            self.browser.key("k", 75, modifiers=2)
        self.browser.wait(OPEN)

    def typed(self, query):
        for letter in query:
            self.browser.type(letter)
        self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'index'")

    def test_it_opens_on_every_page_by_both_keys_and_by_a_click(self):
        for page in ["index.html", "incidents/index.html", "causes/index.html", "about/index.html", "404.html"]:
            self.opened(page)
            assert self.browser.run(f"document.activeElement === {BOX}")
        self.opened("search/index.html", "k")
        self.browser.open(self.host.address + "index.html")
        self.browser.run("document.querySelector('#site-search').click()")
        self.browser.wait(OPEN)
        assert self.browser.complaints() == []

    def test_nothing_of_it_is_fetched_before_it_is_wanted(self):
        self.browser.call("Network.clearBrowserCache")
        self.host.requests.clear()
        self.browser.open(self.host.address + "index.html")
        self.browser.run("new Promise((done) => setTimeout(done, 300))")
        asked = [path for path in self.host.requests if "/search" in path]
        assert asked == [], asked
        assert self.browser.run("getComputedStyle(document.querySelector('.hint')).display") != "none"

    def test_it_is_a_dialog_that_keeps_the_focus_and_gives_it_back(self):
        self.browser.open(self.host.address + "incidents/index.html")
        self.browser.run("document.querySelector('main a').focus()")
        before = self.browser.run("document.activeElement.href")
        self.browser.key("/", 191, "/")
        self.browser.wait(OPEN)
        dialog = self.browser.run("(({ role, ariaModal, ariaLabel }) => [role, ariaModal, ariaLabel])(document.querySelector('.palette'))")
        assert dialog == ["dialog", "true", "Search past incidents"], dialog
        stops = set()
        for modifiers in [0] * 5 + [8] * 5:
            self.browser.key("Tab", 9, modifiers=modifiers)
            assert self.browser.run("Boolean(document.activeElement.closest('.palette'))")
            stops.add(self.browser.run("document.activeElement.className || document.activeElement.tagName"))
        assert len(stops) > 1
        self.browser.key("Escape", 27)
        assert not self.browser.run(OPEN)
        assert self.browser.run("document.activeElement.href") == before

    def test_results_come_as_one_types_with_what_one_asks_first(self):
        self.opened()
        self.typed("depot")
        said = self.browser.run("document.querySelector('.palette [role=status]').textContent")
        assert said[0].isdigit() and "document" in said, said
        first = self.browser.run(f"""(([one]) => ({{ title: one.querySelector(".title").textContent,
            facts: one.querySelector(".facts").textContent, text: one.textContent }}))({OPTIONS})""")
        assert any(char.isdigit() for char in first["facts"]), first
        texts = self.browser.run(f"Array.from({OPTIONS}, (one) => one.textContent)")
        assert any("Ended by" in text for text in texts), texts
        assert any(" · " in text and ("critical" in text or "major" in text or "minor" in text) for text in texts), texts
        assert any("In " in text for text in texts), texts
        assert self.browser.run(f"{BOX}.getAttribute('aria-expanded')") == "true"
        assert self.browser.complaints() == []

    def test_arrows_choose_enter_opens_and_the_words_are_marked_and_in_sight(self):
        self.opened()
        self.typed("depot")
        assert self.browser.run(ACTIVE) == 0
        self.browser.key("ArrowDown", 40)
        self.browser.key("ArrowDown", 40)
        self.browser.key("ArrowUp", 38)
        assert self.browser.run(ACTIVE) == 1
        self.browser.key("ArrowUp", 38)
        self.browser.key("ArrowUp", 38)
        assert self.browser.run(ACTIVE) == self.browser.run(f"{OPTIONS}.length - 1")
        self.browser.key("ArrowDown", 40)
        target = self.browser.run(f"{OPTIONS}[0].href")
        self.browser.key("Enter", 13, "\r")
        self.browser.wait(f"location.href === {json.dumps(target)} && Boolean(document.querySelector('mark.first'))")
        box = self.browser.wait("(({ top, bottom }) => top >= 0 && bottom <= innerHeight)"
                                "(document.querySelector('mark.first').getBoundingClientRect())")
        assert box
        assert self.browser.complaints() == []

    def test_only_words_of_the_query_are_marked(self):
        self.browser.open(self.host.address + "index.html")
        self.browser.run("incidex.search()")
        self.browser.wait("Boolean(self.incidex.places)")
        marks = """((text, marks) => incidex.places(text, marks).map(([from, to]) => text.slice(from, to)))"""
        for text, words, expected in [
                ("The log shows a login; logs, logged, logic", ["log", "logs"], ["log", "logs"]),
                ("Retry, retries; retrieve and retrieval", ["retries", "retry"], ["Retry", "retries"]),
                ("It ran out of memory, out of luck and memory", ["out_of_memory"], ["out of memory"]),
                ("No space left; OutOfMemory; no space is left", ["no_space_left", "out_of_memory"],
                 ["No space left", "OutOfMemory"]),
                ("kube-apiserver v1.14.3 ErrorsInExternalDNS INC-0042", ["dns", "apiserver"], ["apiserver", "DNS"]),
                ("kube-apiserver of max_connections don't", ["kubeapiserver", "maxconnections", "dont"],
                 ["kube-apiserver", "max_connections", "don't"]),
                ("Störungen der Störung; 大障害", ["storungen", "障_害"], ["Störungen", "障害"]),
                ("Café, the cafe's door", ["cafe"], ["Café", "cafe"])]:
            found = self.browser.run(f"{marks}({json.dumps(text)}, {json.dumps(words)})")
            assert found == expected, (text, found)

    def test_a_term_that_means_the_same_is_marked_as_a_whole_or_not_at_all(self):
        self.opened()
        self.typed("enospc")
        self.browser.wait(f"{OPTIONS}.length > 1")
        pieces = self.browser.run("Array.from(document.querySelectorAll('.palette mark'), (one) => one.textContent)")
        assert pieces and not {"no", "space", "left", "disk", "full", "out"} & {piece.lower() for piece in pieces}, pieces
        target = self.browser.run(f"{OPTIONS}[0].href")
        self.browser.open(target)
        self.browser.wait("Boolean(document.querySelector('mark.first'))")
        marks = self.browser.run("Array.from(document.querySelectorAll('main mark'), (one) => one.textContent.toLowerCase())")
        assert not {"no", "space", "left", "disk", "full", "out"} & set(marks), marks

    def test_words_of_a_page_in_another_language_are_marked_in_their_forms(self):
        note = os.path.join(self.archive, "incidents", "zertifikat.md")
        with open(note, "w", encoding="utf-8") as file:
            file.write("# Zertifikate abgelaufen\n\n**Datum:** 2026-07-01\n\n## Zusammenfassung\n\nDie Zertifikate der "
                       "Kasse waren abgelaufen und wurden von uns erneuert. Kein Zertifikat war überwacht.\n")
        self.build()
        self.opened()
        self.typed("zertifikat kassen")
        target = self.browser.run(f"{OPTIONS}[0].href")
        self.browser.open(target)
        self.browser.wait("Boolean(document.querySelector('mark.first'))")
        marks = self.browser.run("Array.from(document.querySelectorAll('.document mark'), (one) => one.textContent)")
        assert {"Zertifikate", "Zertifikat", "Kasse"} <= set(marks), marks
        os.remove(note)
        self.build()

    def test_searches_are_remembered_here_and_can_be_forgotten(self):
        self.opened()
        self.browser.run("incidex.recent.forget()")
        self.typed("depot")
        self.browser.key("Enter", 13, "\r")
        self.browser.wait("location.search.includes('mark=')")
        self.opened("index.html")
        texts = self.browser.wait(f"Array.from({OPTIONS}, (one) => one.textContent)")
        assert texts == ["depot"], texts
        self.browser.key("ArrowDown", 40)
        self.browser.key("Enter", 13, "\r")
        self.browser.wait(f"{ANSWERED} === 'depot'")
        self.opened("index.html")
        self.browser.run("document.querySelector('.palette .forget').click()")
        assert self.browser.run(f"{OPTIONS}.length") == 0
        assert self.browser.run("Object.keys(localStorage).filter((key) => key.startsWith('incidex-recent')).length") == 0

    def test_a_pasted_alert_is_compared_with_what_was(self):
        self.opened()
        alert = "FIRING: ConnectionPoolExhausted\nservice checkout: all connections of the pool are in use, requests time out"
        self.browser.run(f"""(() => {{
            const data = new DataTransfer();
            data.setData("text", {json.dumps(alert)});
            {BOX}.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: data, bubbles: true, cancelable: true }}));
        }})()""")
        self.browser.wait(f"{ANSWERED} === '' && {BY} === 'index'")
        texts = self.browser.run(f"Array.from({OPTIONS}, (one) => one.textContent)")
        assert "Shares" in texts[0], texts[:2]
        assert any("Ended by" in text for text in texts)

    def test_nothing_on_the_page_moves_and_it_is_of_one_height(self):
        self.opened()
        height = "document.querySelector('.palette').getBoundingClientRect().height"
        before = self.browser.run(height)
        self.typed("depot")
        assert self.browser.run(height) == before
        moved = self.browser.run("""new Promise((done) => new PerformanceObserver((list) =>
            done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({ type: "layout-shift", buffered: true })
            || setTimeout(() => done(0), 300))""")
        assert moved <= 0.1, moved

    def test_without_a_script_the_box_is_a_form_and_promises_no_key(self):
        self.browser.call("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.host.address + "index.html")
            document = self.browser.call("DOM.getDocument", depth=1)["root"]["nodeId"]
            hint = self.browser.call("DOM.querySelector", nodeId=document, selector=".hint")["nodeId"]
            try:
                shown = self.browser.call("DOM.getBoxModel", nodeId=hint)
            except RuntimeError:
                shown = None
            assert shown is None, "a key is promised"
            form = self.browser.call("DOM.querySelector", nodeId=document, selector="form.search[action]")["nodeId"]
            assert form
        finally:
            self.browser.call("Emulation.setScriptExecutionDisabled", value=False)
