// What an earlier build of this site left in browsers, taken away again: they keep the site no longer.
"use strict";

const SITE = new URL("./", self.location.href).href;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  await caches.delete("incidex " + SITE);
  await self.registration.unregister();
}
