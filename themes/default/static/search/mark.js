// Marks the words of a query where a result leads, and goes to the first of them.
(function (incidex) {
  "use strict";

  const MOST = 400;
  // A word or an identifier of several parts.
  const RUN = /[\p{L}\p{N}]+(?:['’][\p{L}]+|[-_.][\p{L}\p{N}]+)*/gu;
  const PART = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{Lo}/gu;

  // As the index spells a word: lower case, without accents.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The places in a text whose words have one of the stems, as pairs of positions.
  function places(text, stems) {
    const isWanted = (word) => stems.has(incidex.stem(plain(word))) || stems.has(plain(word));
    const found = [];
    for (const run of text.matchAll(RUN)) {
      const own = run[0].replace(/['’]s$/, "");
      if (isWanted(own) || isWanted(own.replace(/[-_]/g, ""))) {
        found.push([run.index, run.index + own.length]);
        continue;
      }
      const words = Array.from(own.matchAll(/[\p{L}\p{N}]+/gu));
      const parts = words.flatMap((word) => (isWanted(word[0]) ? [[word.index, word[0]]]
        : Array.from(word[0].matchAll(PART), (part) => [word.index + part.index, part[0]])));
      parts.forEach(([at, part]) => {
        if (isWanted(part)) found.push([run.index + at, run.index + at + part.length]);
      });
    }
    return found;
  }

  function markIn(main, stems) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    let left = MOST;
    texts.forEach((node) => {
      if (left <= 0 || node.parentElement.closest("script, style, svg, textarea, option, nav")) return;
      places(node.data, stems).slice(0, left).reverse().forEach(([from, to]) => {
        left--;
        const rest = node.splitText(from);
        rest.splitText(to - from);
        const mark = document.createElement("mark");
        rest.replaceWith(mark);
        mark.append(rest);
      });
    });
  }

  // The first mark of the section that the address names, else of what the author wrote, else of the page.
  function first(main) {
    const id = decodeURIComponent(location.hash.slice(1));
    const heading = id && document.getElementById(id);
    const marks = Array.from(main.querySelectorAll("mark"));
    if (heading) {
      const follows = (mark) => heading.contains(mark)
        || heading.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
      return marks.find(follows) || heading;
    }
    return main.querySelector(".document mark") || marks[0];
  }

  // `words` are stems with spaces between them, as the address of a result has them.
  incidex.mark = function (words) {
    const main = document.getElementById("content");
    const stems = new Set(words.slice(0, 512).split(" ").filter(Boolean).slice(0, 64));
    markIn(main, stems);
    const target = first(main);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (target.tagName === "MARK") target.classList.add("first");
    // Whoever comes back, or reloads, is where they were.
    const [visit] = performance.getEntriesByType("navigation");
    if (!visit || visit.type === "navigate") target.scrollIntoView({ block: "center" });
  };

  incidex.plain = plain;
  incidex.places = places;
})(self.incidex);
