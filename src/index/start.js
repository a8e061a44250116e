// Runs before the search page's own script, so that what both need is on its way while that is fetched.
//
// It may be older than index.json, which the page reads all the same. Whoever opened the page came to search; only one
// who wishes to save data, and asks nothing yet, fetches nothing before the box is used.
(function (index) {
  "use strict";

  const thrifty = navigator.connection && navigator.connection.saveData;
  if (location.protocol === "file:" || (thrifty && !location.search)) return;
  const folder = new URL(".", document.currentScript.src);
  function get(path) {
    const response = fetch(new URL(path, folder));
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
