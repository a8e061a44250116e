// Keeps the archive and its search in the reader's browser, for the day on which the hosting is down.
//
// While the site can be reached its own answer is shown, always. The copy holds what `offline.json` lists, each file as
// its SHA-256 says, and nothing else: what a new generation of the site no longer holds is dropped before anything of it
// is fetched, and what the host says is gone is dropped at once. So text that was withdrawn does not live on here.
"use strict";

const GENERATION = "$GENERATION";
const SITE = new URL("./", self.location.href).href;
const KEPT = "incidex " + SITE;
const LIST = SITE + "offline.json";
const HASH = "x-incidex-sha256";
// Longer than this a host that answers at all does not take.
const PATIENCE = 6000;
const AT_ONCE = 4;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(SITE) && !request.headers.has("range");
  // What is asked for past every cache is wanted from the host.
  if (!isOurs || request.cache === "reload" || request.cache === "no-store") return;
  event.respondWith(isFixed(request.url) ? fixed(request) : current(request));
});

// ---- A generation of the site --------------------------------------------------------------------------------------

// Takes the list of this generation; without it the worker before goes on.
async function install() {
  const response = await fetch(LIST, { cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error("the list of files: " + response.status);
  const list = await response.clone().json();
  if (list.generation !== GENERATION) throw new Error("the list of files is of another generation");
  await (await caches.open(KEPT)).put(LIST, response);
  await self.skipWaiting();
}

// Path of every file of this generation, as an address, to its hash.
async function listed() {
  const response = await (await caches.open(KEPT)).match(LIST);
  const list = response ? await response.json() : { files: [] };
  return new Map(list.files.map(([hash, path]) => [SITE + path, hash]));
}

async function dropOld() {
  const cache = await caches.open(KEPT);
  const files = await listed();
  const kept = await cache.keys();
  await Promise.all(kept.filter((request) => request.url !== LIST).map(async (request) => {
    const response = await cache.match(request);
    if (!response || response.headers.get(HASH) !== files.get(request.url)) await cache.delete(request);
  }));
}

// Fetches what is listed and not here yet, a few at once. What does not come is tried again on the next visit.
async function keep() {
  const cache = await caches.open(KEPT);
  const here = new Set((await cache.keys()).map((request) => request.url));
  const wanted = Array.from(await listed()).filter(([address]) => !here.has(address));
  let hostIsThere = true;
  const worker = async () => {
    while (wanted.length && hostIsThere) {
      const [address, hash] = wanted.shift();
      hostIsThere = await take(cache, address, hash);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// Takes one file in; says whether the host answers.
async function take(cache, address, hash) {
  try {
    const response = await fetch(address, { cache: "no-cache", redirect: "error", priority: "low" });
    const isAsked = response.ok && !/no-store/.test(response.headers.get("cache-control") || "");
    if (!isAsked) return response.status < 500;
    const bytes = await response.arrayBuffer();
    // Of another generation, or damaged: not kept.
    if (await sha256(bytes) !== hash) return true;
    const headers = { [HASH]: hash, "content-type": response.headers.get("content-type") || "application/octet-stream" };
    await cache.put(address, new Response(bytes, { headers }));
    return true;
  } catch (error) {
    return false;
  }
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- Answers -------------------------------------------------------------------------------------------------------

// Named after what they hold, so that a copy is as good as the file.
function isFixed(address) {
  const path = address.slice(SITE.length).split(/[?#]/)[0];
  return /^(?:static\/.*\.[0-9a-f]{8}\.[a-z0-9]+|search\/p-[0-9a-f]+\/.*|search\/reader-[0-9a-f]+\..*)$/.test(path);
}

// The copy of a file, whatever the query behind its address; a folder is its index.
async function copy(request) {
  const address = request.url.split(/[?#]/)[0];
  const cache = await caches.open(KEPT);
  return cache.match(address.endsWith("/") ? address + "index.html" : address, { ignoreVary: true });
}

async function fixed(request) {
  return (await copy(request)) || fetch(request);
}

// The host's answer; the copy where it does not answer, or only that it cannot.
async function current(request) {
  const host = fetch(request);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([host.catch(() => null), late]);
  if (answer && (answer.status === 404 || answer.status === 410)) {
    await gone(request);
    return answer;
  }
  if (answer && answer.status < 500) return answer;
  return (await copy(request)) || host;
}

// What the host no longer has is not kept; where even the list is gone, the site is.
async function gone(request) {
  const cache = await caches.open(KEPT);
  const address = request.url.split(/[?#]/)[0];
  const own = address.endsWith("/") ? address + "index.html" : address;
  if (!(await cache.delete(own))) return;
  const list = await fetch(LIST, { cache: "no-cache" }).catch(() => null);
  if (!list || (list.status !== 404 && list.status !== 410)) return;
  await caches.delete(KEPT);
  await self.registration.unregister();
}
