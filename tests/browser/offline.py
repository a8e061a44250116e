"""Without a network: the site that a browser keeps, what it drops, and the site opened from disk."""

import json
import os
import shutil

from pages import ANSWERED, BY, HITS, Pages

KEPT = """caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
    .then((all) => all.flat().map((request) => new URL(request.url).pathname))"""


class Offline(Pages):
    def __init__(self, program, chromium, work):
        super().__init__(program, chromium, work)
        self.browser.call("Network.setBypassServiceWorker", bypass=False)

    def kept(self):
        """Visits the site and waits until the browser keeps all that is listed; gives its paths."""
        self.browser.open(self.host.address + "index.html")
        self.browser.wait("navigator.serviceWorker.ready.then((one) => Boolean(one.active))", 30)
        self.browser.run("navigator.serviceWorker.ready.then((one) => one.active.postMessage('keep'))")
        with open(os.path.join(self.site, "offline.json"), encoding="utf-8") as file:
            count = len(json.load(file)["files"])
        self.browser.wait(f"{KEPT}.then((paths) => paths.length >= {count + 1})", 60)
        return self.browser.run(KEPT)

    def down(self, is_down=True):
        self.host.spoil = (lambda path, body: (0, b"")) if is_down else (lambda path, body: (200, body))
        self.browser.call("Network.clearBrowserCache")

    def test_the_archive_and_its_search_are_there_when_the_host_is_down(self):
        self.kept()
        self.down()
        page = "incidents/" + self.terminal("depot")["results"][0]["url"].removeprefix("incidents/") + "index.html"
        for path in ["index.html", "incidents/index.html", page]:
            self.browser.open(self.host.address + path)
            assert self.browser.run("Boolean(document.querySelector('main h1'))"), path
        self.browser.wait("Boolean(document.querySelector('.kept')) && document.querySelector('.kept').textContent"
                          ".includes('cannot be reached')")
        for query in ["depot", "certificate expired", "service:checkout timeout"]:
            self.ask(query)
            expected = [one["url"].removeprefix("incidents/").rstrip("/") for one in self.terminal(query)["results"]]
            assert self.browser.run(HITS) == expected, query
        self.browser.open(self.host.address + "index.html")
        self.browser.key("k", 75, modifiers=2)
        self.browser.wait("Boolean(document.querySelector('dialog.palette[open]'))")
        self.browser.type("fibre")
        self.browser.wait("document.querySelector('.palette').dataset.answered === 'fibre' &&"
                          "document.querySelector('.palette').dataset.by === 'index'")

    def test_a_document_that_was_withdrawn_leaves_the_browser_too(self):
        secret = os.path.join(self.archive, "incidents", "withdrawn.md")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("# Parrot escaped from the office\n\n**Date:** 2026-07-01\n\n## Summary\n\nA parrot left.\n")
        self.build()
        assert any("withdrawn" in path for path in self.kept())
        os.remove(secret)
        self.build()
        # One visit, of any page, is enough.
        self.browser.open(self.host.address + "about/index.html")
        self.browser.wait(f"{KEPT}.then((paths) => !paths.some((path) => path.includes('withdrawn')))", 30)
        bodies = """caches.keys().then((names) => Promise.all(names.map(async (name) => {
            const cache = await caches.open(name);
            return Promise.all((await cache.keys()).map(async (one) => (await cache.match(one)).text()));
        }))).then((all) => all.flat().filter((text) => /parrot/i.test(text)).length)"""
        self.browser.wait(f"{bodies}.then((found) => found === 0)", 30)

    def test_a_host_that_answers_is_believed_and_a_copy_never_shown_instead(self):
        self.kept()
        self.host.spoil = lambda path, body: (200, body.replace(b"</main>", b"<p id=new>new</p></main>"))
        self.browser.open(self.host.address + "index.html")
        assert self.browser.run("Boolean(document.getElementById('new'))")

    def test_a_site_that_is_gone_is_forgotten(self):
        self.kept()
        self.host.spoil = lambda path, body: (404, b"gone")
        self.browser.open(self.host.address + "index.html")
        self.browser.wait("caches.keys().then((names) => !names.some((name) => name.startsWith('incidex ')))")
        self.host.spoil = lambda path, body: (200, body)

    def test_a_site_that_is_not_to_be_kept_takes_back_what_an_earlier_one_left(self):
        self.kept()
        settings = os.path.join(self.archive, "incidex.toml")
        with open(settings, encoding="utf-8") as file:
            before = file.read()
        with open(settings, "w", encoding="utf-8") as file:
            file.write("offline = false\n" + before)
        self.build()
        assert not os.path.exists(os.path.join(self.site, "offline.json"))
        self.browser.open(self.host.address + "index.html")
        self.browser.wait("navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)", 30)
        self.browser.wait("caches.keys().then((names) => !names.some((name) => name.startsWith('incidex ')))")
        self.browser.open(self.host.address + "index.html")
        self.browser.run("new Promise((done) => setTimeout(done, 6000))")
        assert self.browser.run("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        with open(settings, "w", encoding="utf-8") as file:
            file.write(before)
        self.build()

    def test_what_was_damaged_on_the_way_is_not_kept(self):
        self.kept()
        about = "about/index.html"
        keep = "navigator.serviceWorker.ready.then((one) => one.active.postMessage('keep'))"
        has = f"{KEPT}.then((paths) => paths.some((path) => path.endsWith('/kb/{about}')))"
        self.browser.run(f"""caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)
            .then((cache) => cache.delete(incidex.at + "{about}")))))""")
        self.host.spoil = lambda path, body: (200, body[:-2] + b"!") if path.endswith(about) else (200, body)
        self.host.requests.clear()
        self.browser.run(keep)
        self.browser.run("new Promise((done) => setTimeout(done, 1500))")
        assert any(path.endswith(about) for path in self.host.requests)
        assert not self.browser.run(has)
        self.host.spoil = lambda path, body: (200, body)
        self.browser.run(keep)
        self.browser.wait(has)

    def test_after_an_answer_the_rest_comes_and_later_queries_cost_nothing(self):
        self.browser.call("Network.clearBrowserCache")
        self.ask("depot")
        self.browser.wait("incidex.isWhole === true", 30)
        self.host.requests.clear()
        for query in ["certificate expired", "kafka", "checkout timeout", "excavator", "databse"]:
            self.submit(query)
            self.settle(query)
        parts = [path for path in self.host.requests if "/search/p-" in path]
        assert parts == [], parts

    def test_a_copy_on_disk_searches_in_full(self):
        folder = os.path.join(self.work, "a copy #1 of it")
        shutil.copytree(self.site, folder)
        import pathlib
        address = pathlib.Path(folder).as_uri()
        for query in ["depot", "certificate expired", "databse", "\"too many clients\""]:
            expected = [one["url"].removeprefix("incidents/").rstrip("/") for one in self.terminal(query)["results"]]
            self.browser.open(address + "/search/index.html")
            self.submit(query)
            self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'index'")
            assert self.browser.run(HITS) == expected, query
        self.browser.open(address + "/incidents/index.html")
        self.browser.key("/", 191, "/")
        self.browser.wait("Boolean(document.querySelector('dialog.palette[open]'))")
        self.browser.type("depot")
        self.browser.wait("document.querySelector('.palette').dataset.by === 'index'")
        assert self.browser.complaints() == []
