// Light, dark or as the system has it, remembered. Without this script the system decides.
(function () {
  "use strict";
  var key = "incidex-theme";
  var root = document.documentElement;

  function read() {
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function choose(theme) {
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    else root.removeAttribute("data-theme");
  }

  function remember(theme) {
    try {
      if (theme === "system") localStorage.removeItem(key);
      else localStorage.setItem(key, theme);
    } catch (error) { /* private window: it holds until the next page */ }
  }

  function fill(slot) {
    var current = root.getAttribute("data-theme") || "system";
    var buttons = ["system", "light", "dark"].map(function (theme) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = theme;
      button.setAttribute("aria-label", "Colours: " + theme);
      button.setAttribute("aria-pressed", String(theme === current));
      button.addEventListener("click", function () {
        choose(theme);
        remember(theme);
        buttons.forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      });
      slot.appendChild(button);
      return button;
    });
  }

  // A link to something inside a closed <details> opens it, also where the browser does not do so by itself.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (target) target.scrollIntoView();
  }

  choose(read());
  document.addEventListener("DOMContentLoaded", function () {
    var slot = document.querySelector("[data-theme-switch]");
    if (slot) fill(slot);
    if (location.hash) reveal();
  });
  window.addEventListener("hashchange", reveal);
})();
