// On every page: `/` and Ctrl or Cmd K lead to the search, and words that led here from one are marked.
(function (incidex) {
  "use strict";

  const boxes = () => document.getElementById("query") || document.getElementById("site-search");
  const writes = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  const possible = Boolean(incidex.told.script);

  // Opens the palette; a box of the page serves until it is there, or where it cannot be had.
  function open() {
    const from = document.activeElement;
    const box = boxes();
    const fallBack = () => { if (box) { box.focus(); box.select(); } };
    if (!possible) return fallBack();
    incidex.search().then(() => incidex.palette.open(from), fallBack);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !writes(event.target);
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    const box = boxes();
    if (slash && box && box.id === "query") {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (slash || palette) {
      event.preventDefault();
      open();
    } else if (event.key === "Escape" && box && event.target === box) {
      if (box.value) {
        box.value = "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        box.blur();
      }
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("site-search");
    if (box && possible) {
      // Whoever comes by keyboard stays in the box of the page, which leads to the search page; a click wants results.
      box.addEventListener("focus", () => { incidex.search().then(() => incidex.palette.warm(), () => {}); }, { once: true });
      box.addEventListener("click", () => { if (!box.value) open(); });
    }
    const words = new URLSearchParams(location.search).get("mark");
    if (words && possible && !document.querySelector("[data-search]")) {
      incidex.load(incidex.told.script, incidex.told.scriptHash).then(() => incidex.mark(words), () => {});
    }
  });
})(self.incidex);
