// On every page that a host serves, unless the settings say `offline = false`: has the site kept for the day on which the
// host is down, and says when that day is.
(function (incidex) {
  "use strict";

  if (!("serviceWorker" in navigator) || !self.isSecureContext || incidex.isFile || incidex.told.offline === undefined) return;
  // Whoever wishes to save data, or has little, fetches what is asked for only.
  const line = navigator.connection || {};
  const thrifty = line.saveData || /2g|3g/.test(line.effectiveType || "");
  // Nothing that a reader waits for is to wait for this.
  const PAUSE = 4000;

  const idle = self.requestIdleCallback || ((act) => setTimeout(act, 200));

  async function keep() {
    const registration = await navigator.serviceWorker.register(incidex.at + "sw.js", { scope: incidex.at, updateViaCache: "none" });
    if (thrifty) return;
    await navigator.serviceWorker.ready;
    if (registration.active) registration.active.postMessage("keep");
  }

  // A page that came from the copy says so; the page itself cannot tell, so the host is asked once.
  async function tell() {
    if (!navigator.serviceWorker.controller) return;
    const answer = await fetch(incidex.at + "search/index.json", { cache: "no-store" }).catch(() => null);
    if (answer && answer.status < 500) return;
    const note = document.createElement("p");
    note.className = "kept";
    note.setAttribute("role", "status");
    document.body.append(note);
    note.textContent = "The site cannot be reached. This is the copy that your browser kept.";
  }

  addEventListener("load", () => {
    idle(() => tell());
    setTimeout(() => idle(() => keep().catch(() => {})), PAUSE);
  });
})(self.incidex);
