// Parts of the index in bundles: for a page opened from disk, which may read nothing but scripts; for one on a host in
// idle time, so that later queries cost nothing; and for one whose host is down.
//
// A bundle is a script that hands over files by their path within `search/`, in base64. `bundles.js` says what there is:
//   index    what index.json says
//   bytes    of the parts in each bundle, together
//   parts    numbers of the parts in each bundle, as runs: first, last, first, last, ...
// What later queries most likely need comes first.
(function (incidex) {
  "use strict";

  // The most that is fetched without being asked for, in bytes.
  const SMALL = 4 << 20;
  const PAUSE = 1500;

  const decoded = (text) => Uint8Array.from(atob(text.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  const held = new Map();
  const hold = (files) => Object.entries(files).forEach(([path, text]) => held.set(path, decoded(text)));
  // What a bundle calls when it is run.
  self.incidexBundle = hold;

  async function contents() {
    await incidex.load("search/bundles.js", incidex.told.bundles);
    return self.incidexBundles;
  }

  // The bundle in which a file lies.
  async function bundleOf(path) {
    const part = /^(.*)\/(\d+)\.bin$/.exec(path);
    if (!part) return path.replace(/\.[a-z]+$/, ".js");
    const number = Number(part[2]);
    const holds = (runs) => runs.some((first, at) => at % 2 === 0 && first <= number && number <= runs[at + 1]);
    return part[1] + "/b" + (await contents()).parts.findIndex(holds) + ".js";
  }

  // A bundle as text, of which nothing is run: what is in it proves itself by its checksum.
  async function read(bundle, options) {
    const text = await (await incidex.fetched(bundle, options)).text();
    hold(Object.fromEntries(Array.from(text.matchAll(/"([^"]+)": `([^`]*)`/g), (file) => [file[1], file[2]])));
  }

  // A file of the index out of its bundle.
  async function fromBundle(path) {
    if (!held.has(path)) {
      const bundle = await bundleOf(path);
      await (incidex.isFile ? incidex.load("search/" + bundle) : read(bundle, {}));
    }
    if (!held.has(path)) throw new Error(path + " is not in its bundle");
    return held.get(path);
  }

  const { bytes } = incidex;

  // A part of the index: from what is here already, else from the host, else from what is kept for the day it is down.
  incidex.part = async function (path, options) {
    if (held.has(path) && options.cache !== "reload") return held.get(path);
    try {
      return await bytes(path, options);
    } catch (error) {
      if (error instanceof incidex.Gone || !(error instanceof TypeError)) throw error;
      return fromBundle(path);
    }
  };

  if (incidex.isFile) {
    incidex.index = async () => (await contents()).index;
    incidex.bytes = fromBundle;
    incidex.part = fromBundle;
    incidex.compiled = async (path) => WebAssembly.compile(await fromBundle(path));
  }

  // Brings the rest of a small index, or of a larger one what there is room for, one bundle after the other.
  async function bringRest(pack) {
    const { index, bytes, parts } = await contents();
    let room = index.pack === pack ? SMALL : 0, at = 0;
    for (; at < parts.length && bytes[at] <= room; at++) {
      room -= bytes[at];
      if (!held.has(pack + "/" + parts[at][0] + ".bin")) await read(pack + "/b" + at + ".js", { priority: "low" });
    }
    incidex.isWhole = at === parts.length;
  }

  let begun = false;

  // Forgets the parts of an index that is not the site's any more.
  incidex.letGo = function () {
    held.clear();
    begun = false;
    delete incidex.isWhole;
  };

  // Called with each answer of the index: after the first one, when nothing else is asked for, the rest comes.
  incidex.afterAnswer = function (pack) {
    const line = navigator.connection;
    if (begun || incidex.isFile || (line && line.saveData)) return;
    begun = true;
    const idle = self.requestIdleCallback || setTimeout;
    setTimeout(() => idle(() => bringRest(pack).catch(() => { begun = false; })), PAUSE);
  };
})(self.incidex);
