// A query as text: which fields it names, and what it is with other values of one.
(function (incidex) {
  "use strict";

  const ALIASES = { sev: "severity", svc: "service", services: "service", state: "status", detection: "detected",
    tags: "tag", type: "kind", class: "cause", mitigation: "fix", fixed: "fix" };
  const NAMES = incidex.FIELDS.concat(Object.keys(ALIASES)).join("|");
  const FILTER = new RegExp("(?:^|\\s)(-?(" + NAMES + '):((?:"[^"]*"|[^\\s"])+))', "gi");
  const LEVELS = ["critical", "major", "minor", "none"];

  // As the index compares the values of a field.
  const folded = (value) => value.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/['’]/g, "").replace(/[ _]/g, "-");

  // Every `field:value` of a query: its text, its field by the usual name, its values, and whether it excludes.
  function filters(query) {
    return Array.from(query.matchAll(FILTER), (match) => {
      const name = match[2].toLowerCase();
      const field = ALIASES[name] || name;
      const values = match[3].replace(/"/g, "").split(",").map((value) => value.trim()).filter(Boolean);
      return { text: match[1], field, values, excludes: match[1].startsWith("-") };
    });
  }

  function level(text) {
    const number = /^(?:severity|sev|p|s)?-*(\d)$/.exec(text);
    return number ? Number(number[1]) - 1 : LEVELS.indexOf(text);
  }

  // The levels of `major..critical`, `1..2` or `>=major`.
  function levels(value) {
    const text = value.toLowerCase();
    const range = /^(.*)\.\.(.*)$/.exec(text) || (/^>=/.test(text) && ["", "critical", text.slice(2)]);
    if (!range) return level(text) < 0 ? [text] : [LEVELS[level(text)]];
    const ends = [range[1] ? level(range[1]) : 0, range[2] ? level(range[2]) : 3].sort();
    return ends[0] < 0 ? [] : LEVELS.slice(ends[0], ends[1] + 1);
  }

  // The values of a field that a query asks for, as the index compares them.
  function chosen(query, field) {
    const values = filters(query).filter((filter) => filter.field === field && !filter.excludes)
      .flatMap((filter) => filter.values);
    return new Set((field === "severity" ? values.flatMap(levels) : values).map(folded));
  }

  function withoutText(query, text) {
    const at = query.indexOf(text);
    return at < 0 ? query : (query.slice(0, at) + query.slice(at + text.length)).replace(/\s+/g, " ").trim();
  }

  // The query without what it asks of these fields; what it excludes stays.
  function withoutFields(query, ...fields) {
    return filters(query).filter((filter) => fields.includes(filter.field) && !filter.excludes)
      .reduce((rest, filter) => withoutText(rest, filter.text), query.trim());
  }

  // The query with any of these values of a field instead of those it asked for.
  function withValues(query, field, values) {
    const rest = withoutFields(query, field);
    if (!values.length) return rest;
    // A comma stands between values: of one with a comma in it, its beginning is asked for.
    const text = values.map((value) => value.replace(/"/g, "").replace(/,.*$/, "*")).join(",");
    return (rest + " " + field + ":" + (/^[\p{L}\p{N}._,*-]+$/u.test(text) ? text : '"' + text + '"')).trim();
  }

  // Whether a value is among those that were chosen, of which one may stand for all that begin so.
  function isChosen(values, value) {
    const own = folded(value);
    return Array.from(values).some((one) => (one.endsWith("*") ? own.startsWith(one.slice(0, -1)) : one === own));
  }

  incidex.query = { filters, chosen, isChosen, withoutText, withoutFields, withValues };
})(self.incidex);
