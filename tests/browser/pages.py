"""What the browser tests share: the sample site on a host and in headless Chromium, and how a search is waited for."""

import json
import os
import re
import shutil
import subprocess
import urllib.parse

from driver import Browser, Host

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
TITLES_ONLY = "document.querySelector('.notes').textContent.includes('documents only:')"


def is_part(path):
    return re.search(r"/\d+\.bin$", path)


def flipped(body, bit):
    at = len(body) // 2
    return body[:at] + bytes([body[at] ^ bit]) + body[at + 1:]


class Skipped(Exception):
    """What cannot be tried here, with the reason in plain words."""


class Pages:
    """The sample site, built, served and opened; each test's name is the sentence it proves."""

    def __init__(self, program, chromium, work):
        self.program, self.work = program, work
        self.site = os.path.join(work, "site")
        self.archive = os.path.join(work, "archive")
        shutil.copytree(os.path.join(ROOT, "content"), self.archive, ignore=shutil.ignore_patterns(".incidex"))
        if os.environ.get("THEME"):
            # The theme as it lies in a folder, without a new program.
            shutil.copytree(os.environ["THEME"], os.path.join(self.archive, "themes", "default"))
        self.build()
        self.browser = Browser(chromium)
        self.host = Host(self.site)
        self.search = self.host.address + "search/index.html"

    def build(self):
        subprocess.run([self.program, "build", self.archive, "-o", self.site], check=True, capture_output=True)

    def ask(self, query):
        self.browser.open(self.search + "?" + urllib.parse.urlencode({"q": query}))
        self.settle(query)

    def settle(self, query):
        # While the index is on its way, titles alone are shown.
        self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'index'")

    def only_titles(self, query):
        self.browser.wait(f"{ANSWERED} === {json.dumps(query)} && {BY} === 'titles' && {TITLES_ONLY}")

    def submit(self, query):
        self.browser.run(f"document.querySelector('#query').value = {json.dumps(query)};"
                         "document.querySelector('form[role=search]').requestSubmit()")

    def terminal(self, query):
        command = [self.program, "search", "-C", self.archive, "--limit", "6", "--published", "--format", "json", "--", query]
        return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)

    def close(self):
        self.browser.close()
        self.host.close()
