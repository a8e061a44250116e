// The last searches of whoever sits here, kept in this browser and nowhere else.
(function (incidex) {
  "use strict";

  const KEY = "incidex-recent " + new URL(incidex.at).pathname;
  const MOST = 8;
  const LONGEST = 200;

  function list() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST) : [];
    } catch (error) {
      return [];
    }
  }

  function remember(query) {
    const text = query.trim();
    if (!text || text.length > LONGEST) return;
    const others = list().filter((other) => other.toLowerCase() !== text.toLowerCase());
    try {
      localStorage.setItem(KEY, JSON.stringify([text, ...others].slice(0, MOST)));
    } catch (error) { /* a private window: nothing is kept */ }
  }

  function forget() {
    try {
      localStorage.removeItem(KEY);
    } catch (error) { /* nothing was kept */ }
  }

  incidex.recent = { list, remember, forget };
})(self.incidex);
