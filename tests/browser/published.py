"""Holds the sample site against its own policy: nothing inline, every script and style as its hash says, no complaint of Chromium.

    python3 tests/browser/published.py BINARY CHROMIUM [ARCHIVE]

Every page is read; three of each folder are opened, in a site with an address and in one without, from a host and from
disk. Controls: a page with a script of its own and a file that is not what its hash says must be seen both ways.
"""

import base64
import hashlib
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

from driver import Browser, Host, Left


class Page(HTMLParser):
    """What a page holds that its policy forbids, and the files that it loads with their hashes."""

    def __init__(self, path):
        super().__init__()
        self.path, self.wrong, self.loaded, self.policy = path, [], [], False
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.wrong += [f"{key}= in <{tag}>" for key in told if key.startswith("on") or key == "style"]
        self.wrong += [f"{key}=javascript: in <{tag}>" for key, value in attributes if (value or "").strip().lower().startswith("javascript:")]
        if tag == "style" or tag == "script" and "src" not in told and told.get("type") != "application/json":
            self.wrong.append(f"an inline <{tag}>")
        if tag == "meta" and told.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = "default-src 'none'" in told["content"] and "unsafe-inline" not in told["content"]
        if tag == "script" and "src" in told:
            self.loaded.append((told["src"], told.get("integrity")))
        if tag == "link" and told.get("rel") == "stylesheet":
            self.loaded.append((told["href"], told.get("integrity")))


def sri(path):
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def read(site, address):
    """What is wrong in the pages of a site, and how many pages and hashes were read. Without an address there are no hashes."""
    wrong, hashes, pages = [], 0, sorted(site.rglob("*.html"))
    for path in pages:
        page = Page(path)
        name = path.relative_to(site)
        wrong += [f"{name}: {what}" for what in page.wrong]
        if not page.policy:
            wrong.append(f"{name}: no policy, or a loose one")
        for source, integrity in page.loaded:
            source = source.split("?")[0]
            of_site = address and source.startswith(address)
            target = site / source.removeprefix(address) if of_site else (path.parent / source).resolve()
            hashes += integrity is not None
            if not target.is_file():
                wrong.append(f"{name}: {source} is not there")
            elif integrity is not None and integrity != sri(target):
                wrong.append(f"{name}: {source} is not what its hash says")
            elif address and integrity is None:
                wrong.append(f"{name}: {source} has no hash")
    return wrong, len(pages), hashes


def opened(browser, site, address):
    """What Chromium has against three pages of each folder, and how many it were."""
    folders = defaultdict(list)
    for path in sorted(site.rglob("*.html")):
        folders[path.parent.parent if path.name == "index.html" else path.parent].append(path)
    chosen = [path for paths in folders.values() for path in paths[:3]]
    found = []
    for path in chosen:
        browser.open(address + str(path.relative_to(site)))
        found += [f"{path.relative_to(site)}: {one}" for one in complaints_of(browser)]
    return found, len(chosen)


def complaints_of(browser):
    """What Chromium has against a page; one that leads on is asked again where it led."""
    try:
        return browser.complaints()
    except Left:
        time.sleep(0.5)
        return browser.complaints()


def spoil(site):
    page, style = site / "index.html", next(site.rglob("*.css"))
    page.write_text(page.read_text().replace("</body>", "<script>1</script><p style=\"color:red\" onclick=\"1\">x</p></body>"))
    style.write_text(style.read_text() + "/* more */")


def unseen(wrong, complaints):
    """Which spoils of a site were not met."""
    signs = ["inline <script>", "style= in", "onclick= in", "not what its hash says"]
    missed = [sign for sign in signs if not any(sign in one for one in wrong)]
    missed += [sign for sign in ("inline", "integrity") if not any(sign in one for one in complaints)]
    return [f"control: {sign} was not seen" for sign in missed]


def main():
    binary, chromium = sys.argv[1:3]
    archive = sys.argv[3] if len(sys.argv) > 3 else "content"
    browser, problems, told = Browser(chromium), [], []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for kind in ("with an address", "without"):
            site = folder / kind.replace(" ", "-")
            host = Host(site)
            address = host.address if kind == "with an address" else None
            subprocess.run([binary, "build", archive, "-o", site, "-q", *(["--base-url", address] if address else [])], check=True)
            wrong, pages, hashes = read(site, address)
            found, visited = opened(browser, site, host.address)
            if not address:
                found += opened(browser, site, f"file://{site}/")[0]
            problems += wrong + found
            told.append(f"{kind} {pages} pages and {hashes} hashes read, {visited} pages opened")
            if address:
                spoil(site)
                problems += unseen(read(site, address)[0], opened(browser, site, address)[0])
    browser.close()
    for one in problems[:40]:
        print("BAD ", one)
    print(f"published pages: {'; '.join(told)}; {len(problems)} violations")
    sys.exit(bool(problems))


main()
