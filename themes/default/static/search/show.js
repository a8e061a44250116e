// What results look like, in the palette and on the search page.
(function (incidex) {
  "use strict";

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content.filter((piece) => piece !== null && piece !== undefined));
    return made;
  }

  // A note as a sentence; what was typed is never changed.
  const sentence = (note) => note.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

  // Plain text and matches take turns.
  const marked = (pieces) => pieces.map((piece, at) => (at % 2 ? element("mark", "", piece) : piece));

  function duration(minutes) {
    if (minutes === null || minutes === undefined) return null;
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    if (!hours) return rest + " min";
    return hours + " h" + (rest ? " " + rest + " min" : "");
  }

  // Where a result leads: its page, where the words are marked, and a section of it.
  function address(hit, section) {
    const words = hit.spellings.length ? "?mark=" + encodeURIComponent(hit.spellings.join(" ")).replace(/%20/g, "+") : "";
    const anchor = section && section.anchor ? "#" + encodeURIComponent(section.anchor) : "";
    return incidex.at + "incidents/" + hit.slug.split("/").map(encodeURIComponent).join("/") + "/index.html" + words + anchor;
  }

  // The section with most of the words, the first of equals.
  function section(hit) {
    return hit.sections.reduce((best, one) => (best && best.matches >= one.matches ? best : one), null);
  }

  function severity(level) {
    if (level === "unknown") return null;
    const sign = element("span", "sign", incidex.names.sign(level));
    sign.setAttribute("aria-hidden", "true");
    return element("span", "sev " + level, sign, " " + incidex.names.value("severity", level));
  }

  // Date, severity, services, cause, length and id, as far as they are known.
  function facts(hit, ...more) {
    const cause = hit.cause && incidex.names.cause(hit.cause, hit.component);
    const all = [hit.date, severity(hit.severity), hit.services.join(", "), cause, duration(hit.duration_minutes), ...more];
    return all.filter(Boolean).flatMap((fact, at) => (at ? [" · ", fact] : [fact]));
  }

  // How many there are, for people. Of titles alone nothing is counted: the index will find others.
  function counted({ results, isWhole, by, request }) {
    if (by === "titles" && !isWhole) return "These titles fit; the text is searched as soon as it is here.";
    const what = request.similar === undefined ? "" : " like this";
    if (!results.total) return "Nothing found" + what + ".";
    return (results.total === 1 ? "1 document" : results.total + " documents") + what;
  }

  incidex.show = { element, marked, sentence, address, section, facts, counted, duration };
})(self.incidex);
