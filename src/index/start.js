// Runs before the search page's own script, so that what both need is on its way while that is fetched: the newest
// titles, which answer first, and behind them and that script, which need not share the line then, the reader and the
// index.
//
// It may be older than index.json, which the page reads all the same. Whoever opened the page came to search; only one
// who wishes to save data, and asks nothing yet, fetches nothing before the box is used.
(function (index) {
  "use strict";

  const thrifty = navigator.connection && navigator.connection.saveData;
  if (location.protocol === "file:" || (thrifty && !location.search)) return;
  const folder = new URL(".", document.currentScript.src);
  const newest = document.createElement("script");
  newest.src = new URL("newest.js", folder);
  newest.integrity = "$NEWEST";
  const titles = new Promise((done) => ["load", "error"].forEach((event) => newest.addEventListener(event, done)));
  // Whoever still types does not wait for the page's script; and the palette runs this on a page that is there.
  const waits = document.readyState === "loading" && location.search;
  const scripts = waits && new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const first = Promise.all([titles, scripts]);
  document.head.append(newest);
  function get(path) {
    const response = first.then(() => fetch(new URL(path, folder)));
    // Whoever reads it is told; nobody may come to read it.
    response.catch(() => {});
    return response;
  }
  self.incidexStart = {
    index: index,
    reader: get(index.reader),
    hot: get(index.pack + "/hot.bin"),
    blocks: get(index.pack + "/blocks.json"),
  };
})($INDEX);
