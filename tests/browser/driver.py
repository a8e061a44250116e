"""Headless Chromium over its debugging pipe, and a static host that can misbehave. Standard library only."""

import functools
import http.server
import json
import os
import subprocess
import tempfile
import threading
import time


class Left(RuntimeError):
    """The page went elsewhere while something was asked of it."""


class Browser:
    """One headless Chromium with one page."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_browser, self.write = os.pipe()
        self.read, from_browser = os.pipe()
        # Chromium reads commands from 3 and writes answers to 4.
        start = f"exec 3<&{to_browser} 4>&{from_browser}; exec \"$0\" \"$@\""
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
                 "--disable-dev-shm-usage", f"--user-data-dir={self.profile.name}", "about:blank"]
        self.process = subprocess.Popen(["sh", "-c", start, program, *flags], pass_fds=(to_browser, from_browser),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.events = []
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        # A worker that keeps the site would answer in place of a host that is made to misbehave.
        self.call("Network.setBypassServiceWorker", bypass=True)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    text = answer["error"]["message"]
                    left = "navigated or closed" in text or "context was destroyed" in text
                    raise (Left if left else RuntimeError)(f"{method}: {text}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.read, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has gone")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, address):
        """Goes to an address and waits for its load event."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        deadline = time.monotonic() + 30
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())
            if time.monotonic() > deadline:
                raise RuntimeError(f"{address} does not load")

    def run(self, script):
        """The value of an expression; a promise is waited for."""
        outcome = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in outcome:
            details = outcome["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return outcome["result"].get("value")

    def wait(self, script, seconds=15):
        """Waits until an expression is true, and gives its value."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                value = self.run(script)
            except Left:
                value = None
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"still not so after {seconds} s: {script}\n{self.run('document.body.innerText')[:800]}")
            time.sleep(0.02)

    def key(self, key, code=0, text=None, modifiers=0):
        more = {"text": text} if text else {}
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, modifiers=modifiers,
                      **(more if kind == "keyDown" else {}))

    def type(self, text):
        self.call("Input.insertText", text=text)

    def complaints(self):
        """What the console has against the page since it was opened: errors and refused content."""
        self.run("0")
        entries = [event["params"]["entry"] for event in self.events if event.get("method") == "Log.entryAdded"]
        # What the browser asks for by itself, of a host and not of a site.
        entries = [entry for entry in entries if not entry.get("url", "").endswith("/favicon.ico")]
        thrown = [event["params"]["exceptionDetails"] for event in self.events
                  if event.get("method") == "Runtime.exceptionThrown"]
        found = [f"{entry['source']}: {entry['text']}" for entry in entries if entry["level"] == "error"]
        return found + [str(one.get("exception", one).get("description", one)) for one in thrown]

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.write)
        os.close(self.read)
        self.profile.cleanup()


class Host:
    """Serves a folder below `/kb/`, as a static host would; `spoil` may change what it answers."""

    def __init__(self, folder):
        self.spoil = lambda path, body: (200, body)
        self.types = {}
        self.requests = []
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}

            def translate_path(self, path):
                return super().translate_path(path.removeprefix("/kb"))

            def do_GET(self):
                path = self.translate_path(self.path)
                if os.path.isdir(path):
                    return super().do_GET()
                host.requests.append(self.path)
                try:
                    with open(path, "rb") as file:
                        body = file.read()
                except OSError:
                    return self.send_error(404)
                status, body = host.spoil(self.path, body)
                if status == 0:
                    return self.connection.close()
                self.send_response(status)
                kind = host.types.get(os.path.splitext(path)[1], self.guess_type(path))
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        handler = functools.partial(Handler, directory=folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/kb/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
