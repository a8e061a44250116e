"""The palette and the search page held against axe-core, in both themes and narrow."""

import os
import subprocess

from pages import Pages, Skipped

OPEN = "Boolean(document.querySelector('dialog.palette[open]'))"


class Accessible(Pages):
    axe = None

    def source(self):
        """axe-core from npm, or from the folder that AXE names."""
        if self.axe is None:
            folder = os.environ.get("AXE", self.work)
            path = os.path.join(folder, "node_modules", "axe-core", "axe.min.js")
            if not os.path.exists(path):
                command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.work, "axe-core@4"]
                try:
                    subprocess.run(command, check=True, capture_output=True, timeout=120)
                except (OSError, subprocess.SubprocessError):
                    raise Skipped("axe-core cannot be had from npm") from None
            with open(path, encoding="utf-8") as file:
                type(self).axe = file.read()
        return self.axe

    def violations(self):
        self.browser.run(self.source() + "; 0")
        return self.browser.run("""axe.run(document, { resultTypes: ["violations"] }).then((found) =>
            found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ") + " " +
                node.failureSummary).join(" | ")))""")

    def everywhere(self, show):
        for theme in ["light", "dark"]:
            for width in [1280, 360]:
                self.browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1,
                                  mobile=False)
                self.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
                show()
                found = self.violations()
                assert found == [], (theme, width, found)
        self.browser.call("Emulation.clearDeviceMetricsOverride")

    def test_axe_has_nothing_against_the_search_page(self):
        def show():
            self.ask("depot")
            self.browser.wait("document.querySelectorAll('.facets input').length > 3")
        self.everywhere(show)

    def test_axe_has_nothing_against_a_search_that_finds_nothing(self):
        self.everywhere(lambda: self.ask("zzzzzz"))

    def test_axe_has_nothing_against_the_palette(self):
        def show():
            self.browser.open(self.host.address + "incidents/index.html")
            self.browser.key("/", 191, "/")
            self.browser.wait(OPEN)
            self.browser.type("depot")
            self.browser.wait("document.querySelector('.palette').dataset.by === 'index'")
        self.everywhere(show)

    def test_axe_has_nothing_against_an_opened_result(self):
        self.ask("depot")
        self.browser.open(self.browser.run("document.querySelector('.results h2 a').href"))
        self.browser.wait("Boolean(document.querySelector('mark'))")
        assert self.violations() == []
