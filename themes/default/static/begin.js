// What every script of the site begins with: where the site is, and how more of it is fetched when it is wanted.
//
// Runs before the page is drawn, so it only looks and notes. `self.incidex` is what all scripts of the site share.
(function () {
  "use strict";

  const told = document.currentScript.dataset;
  const at = new URL(told.root || ".", document.baseURI).href;
  const scripts = new Map();

  // Runs a script of the site once, by its path; `hash` is what `integrity` says of it, if anything.
  function load(path, hash) {
    if (!scripts.has(path)) {
      // One that the page brings itself is on its way, or here.
      const own = Array.from(document.scripts).find((script) => script.src === at + path);
      scripts.set(path, new Promise((done, failed) => {
        const script = own || document.createElement("script");
        if (!own) {
          script.src = at + path;
          // In the order in which they are asked for.
          script.async = false;
          if (hash) script.integrity = hash;
        }
        script.onload = () => done();
        script.onerror = () => {
          scripts.delete(path);
          script.remove();
          failed(new Error(path + " cannot be read"));
        };
        if (!own) document.head.append(script);
      }));
    }
    return scripts.get(path);
  }

  self.incidex = { at, load, told, isFile: location.protocol === "file:" };

  // The search in full: its script, what starts the index early, and the names of what it finds. All at once.
  let search = null;
  self.incidex.search = function () {
    if (self.incidex.ask) return Promise.resolve(self.incidex);
    if (!search) {
      load("search/start.js", told.start).catch(() => {});
      search = load(told.script, told.scriptHash).then(() => self.incidex);
      search.catch(() => { search = null; });
    }
    return search;
  };

  const root = document.documentElement;
  root.classList.add("js");
  // A page that is about to show an answer keeps the room for it.
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("asked");
})();
