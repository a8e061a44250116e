// Asks for the parts of the index that a query will need, before the reader is there to say so.
(function (incidex) {
  "use strict";

  // By path; whoever takes one away may still find that it did not come.
  const parts = new Map();
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // The page on which a term stands, if anywhere: the last that begins no later.
  function pageOf(pages, term) {
    let low = 0, high = pages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pages[middle][0] <= term) low = middle + 1; else high = middle;
    }
    return low ? [pages[low - 1][1]] : [];
  }

  // What was started says where words lie. A wrong guess costs its bytes only.
  incidex.foresee = async function (started, query) {
    const known = started && await started.places;
    if (!known) return;
    const text = plain(query).trim().replace(/\s+/g, " ");
    const words = text.split(" ").filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && !known.skip.includes(word));
    const numbers = new Set(words.flatMap((word) => known.words.flatMap((pages) => pageOf(pages, word))));
    if (words.length) pageOf(known.titles, text).forEach((number) => numbers.add(number));
    // A word that stands alone may be an id.
    if (words.length === 1) pageOf(known.ids, text).forEach((number) => numbers.add(number));
    numbers.forEach((number) => {
      const path = started.index.pack + "/" + number + ".bin";
      if (parts.has(path)) return;
      parts.set(path, incidex.bytes(path));
      // The reader asks again for what does not come.
      parts.get(path).catch(() => {});
    });
  };

  incidex.foreseen = function (path) {
    const early = parts.get(path);
    parts.delete(path);
    return early;
  };
})(self.incidex);
