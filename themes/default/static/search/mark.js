// Marks what a result was found by where it leads, and goes to the first of it.
(function (incidex) {
  "use strict";

  const MOST = 400;
  // A word or an identifier of several parts.
  const RUN = /[\p{L}\p{N}]+(?:['’][\p{L}]+|[-_.][\p{L}\p{N}]+)*/gu;
  const PART = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{Lo}|\p{Lm}/gu;

  // As the index spells a word: lower case, without accents.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = (text) => Array.from(text.matchAll(PART), (part) => [part.index, part.index + part[0].length, plain(part[0])]);

  // Where words stand in a text, each whole or as a part of a name.
  function single(text, words) {
    const isWanted = (word) => words.has(plain(word));
    const found = [];
    for (const run of text.matchAll(RUN)) {
      const own = run[0].replace(/['’]s$/, "");
      if (isWanted(own) || isWanted(own.replace(/[-_'’]/g, ""))) {
        found.push([run.index, run.index + own.length]);
        continue;
      }
      for (const word of own.matchAll(/[\p{L}\p{N}]+/gu)) {
        const start = run.index + word.index;
        if (isWanted(word[0])) found.push([start, start + word[0].length]);
        else parts(word[0]).forEach(([from, to, part]) => { if (words.has(part)) found.push([start + from, start + to]); });
      }
    }
    return found;
  }

  // Where words stand in a row.
  function rows(text, wanted) {
    const all = parts(text);
    return wanted.map((row) => parts(row).map((part) => part[2])).flatMap((row) => all
      .filter((_, at) => row.length && row.every((word, next) => all[at + next] && all[at + next][2] === word))
      .map((first) => [first[0], all[all.indexOf(first) + row.length - 1][1]]));
  }

  // The places in a text that are marked, as pairs of positions, none within another. `marks` are words as a document
  // spells them, folded, with `_` between those that stand in a row.
  function places(text, marks) {
    const together = marks.filter((mark) => mark.includes("_"));
    const words = new Set(marks.filter((mark) => !mark.includes("_")));
    const found = single(text, words).concat(together.length ? rows(text, together) : []);
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return found.reduce((kept, [from, to]) => {
      const last = kept[kept.length - 1];
      if (last && from < last[1]) last[1] = Math.max(last[1], to);
      else kept.push([from, to]);
      return kept;
    }, []);
  }

  function markIn(main, marks) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    let left = MOST;
    texts.forEach((node) => {
      if (left <= 0 || node.parentElement.closest("script, style, svg, textarea, option, nav")) return;
      places(node.data, marks).slice(0, left).reverse().forEach(([from, to]) => {
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

  // `marks` stand in the address of a result, with spaces between them.
  incidex.mark = function (marks) {
    const main = document.getElementById("content");
    markIn(main, marks.slice(0, 1024).split(" ").filter(Boolean).slice(0, 64));
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

  incidex.places = places;
})(self.incidex);
