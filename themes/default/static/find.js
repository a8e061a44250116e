// On every page: `/` goes to the search box, and words that led here from a search are marked.
(function () {
  "use strict";

  function writes(element) {
    return element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  }

  document.addEventListener("keydown", function (event) {
    var box = document.getElementById("query") || document.getElementById("site-search");
    if (!box || event.defaultPrevented || event.altKey) return;
    var slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !writes(event.target);
    var palette = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (slash || palette) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target === box) {
      if (box.value) {
        box.value = "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        box.blur();
      }
    }
  });

  // A letter as it is compared: lower case, without its accent, one for one.
  function plain(text) {
    return text.toLowerCase().replace(/[^\x00-\x7f]/g, function (letter) {
      return letter.normalize("NFD").charAt(0);
    });
  }

  // The words of a text that begin with one of the stems, as pairs of positions.
  function found(text, stems) {
    var places = [];
    var word = /[\p{L}\p{N}]+/gu;
    for (var match; (match = word.exec(text)); ) {
      var spelled = plain(match[0]);
      var hit = stems.some(function (stem) {
        // A stem may end in another letter than the word: "retri" of "retry".
        var start = stem.length > 3 && stem.endsWith("i") ? stem.slice(0, -1) : stem;
        return spelled.startsWith(start) && spelled.length - start.length <= 6;
      });
      if (hit) places.push([match.index, match.index + match[0].length]);
    }
    return places;
  }

  function mark(stems) {
    var main = document.getElementById("content");
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    var texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    var left = 400;
    texts.forEach(function (node) {
      if (node.parentElement.closest("script, style, svg, textarea, option")) return;
      found(node.data, stems).reverse().forEach(function (place) {
        if (left-- <= 0) return;
        var rest = node.splitText(place[0]);
        rest.splitText(place[1] - place[0]);
        var marked = document.createElement("mark");
        rest.replaceWith(marked);
        marked.append(rest);
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (document.querySelector("[data-search]")) return;
    var words = new URLSearchParams(location.search).get("mark");
    if (words) mark(words.slice(0, 512).split(" ").filter(Boolean).slice(0, 32));
  });
})();
