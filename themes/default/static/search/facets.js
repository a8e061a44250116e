// What the results can be narrowed by: check boxes, of which those of one field widen and those of several narrow.
//
// The index counts what answers a query. What another box of a field would add is not among that, so the values of a
// field that is narrowed by are those of the query without it.
(function (incidex) {
  "use strict";

  const { element } = incidex.show;
  const { filters, chosen, isChosen, withoutFields, withValues } = incidex.query;
  const SHOWN = 7;
  // Every field of which days are asked.
  const DAYS = ["year", "date", "after", "before"];

  // The facets of an answer, with those of narrowed fields counted without themselves.
  async function counted(request, results) {
    const index = await incidex.reader();
    const asked = new Set(filters(request.query).filter((filter) => !filter.excludes).map((filter) => filter.field));
    const fields = results.facets.map((facet) => facet.name);
    // A field of which nothing is left has no facet; it must still be possible to take its filter back.
    const narrowed = Array.from(new Set([...fields, ...asked])).filter((field) => field === "year"
      ? DAYS.some((name) => asked.has(name)) : ["service", "severity", "cause", "detected", "status"].includes(field) && asked.has(field));
    if (DAYS.some((name) => asked.has(name)) && !narrowed.includes("year")) narrowed.push("year");
    const others = await Promise.all(narrowed.map(async (field) => {
      const query = withoutFields(request.query, ...(field === "year" ? DAYS : [field]));
      // A query for everything, where nothing else is left of it.
      const rest = await index.search({ query: query || "-kind:x-none", limit: 0, offset: 0, excerpts: false });
      return rest.facets.find((facet) => facet.name === field);
    }));
    const own = new Map(results.facets.map((facet) => [facet.name, facet]));
    others.filter(Boolean).forEach((facet) => own.set(facet.name, facet));
    return Array.from(own.values());
  }

  // One field. `go(query)` is called with the query that a change asks for.
  function facet({ name, values, more }, query, go) {
    const picked = chosen(query, name);
    const group = element("fieldset", "", element("legend", "", incidex.names.field(name)));
    const box = ({ value, count }) => {
      const check = element("input");
      check.type = "checkbox";
      check.checked = isChosen(picked, value);
      check.dataset.key = "value " + name + ":" + value;
      check.addEventListener("change", () => {
        const boxes = Array.from(group.querySelectorAll("input:checked"), (one) => one.dataset.key.slice(7 + name.length));
        go(withValues(query, name, boxes));
      });
      return element("label", "", check, element("span", "name", incidex.names.value(name, value)),
        element("span", "number", String(count)));
    };
    // What is checked stays in sight.
    const first = values.filter((one, at) => at < SHOWN || isChosen(picked, one.value));
    const others = values.filter((one) => !first.includes(one));
    group.append(...first.map(box));
    if (others.length) {
      const rest = element("details", "", element("summary", "", others.length + more + " more"), ...others.map(box));
      if (more) rest.append(element("p", "note", more + " rarer ones are not listed"));
      rest.dataset.name = name;
      group.append(rest);
    }
    return group;
  }

  // Draws all but the years into `place`.
  function draw(place, facets, query, go) {
    const open = Array.from(place.querySelectorAll("details[open]"), (details) => details.dataset.name);
    place.replaceChildren(...facets.filter((one) => one.name !== "year").map((one) => facet(one, query, go)));
    place.querySelectorAll("details").forEach((details) => { details.open = open.includes(details.dataset.name); });
  }

  incidex.facets = { counted, draw, DAYS };
})(self.incidex);
