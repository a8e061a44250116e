// The years of what was found, as a row of bars over which one brushes to choose a stretch of them.
//
// By keyboard: arrows go from bar to bar, Enter or Space chooses a year, Shift with an arrow widens the stretch.
(function (incidex) {
  "use strict";

  const { element } = incidex.show;
  const { filters, withoutFields } = incidex.query;
  // More years than this, and gaps between them are left out.
  const MOST = 60;

  // First and last year that a query asks for, where it asks for whole years.
  function stretch(query) {
    const asked = filters(query).find((filter) => !filter.excludes && ["year", "date"].includes(filter.field));
    const years = asked && /^(\d{4})(?:\.\.(\d{4}))?$/.exec(asked.values.join(","));
    return years ? [Number(years[1]), Number(years[2] || years[1])].sort() : null;
  }

  function withYears(query, years) {
    const rest = withoutFields(query, ...incidex.facets.DAYS);
    if (!years) return rest;
    const [from, to] = years;
    return (rest + (from === to ? " year:" + from : " date:" + from + ".." + to)).trim();
  }

  // Years in order, with those between that have none.
  function filled(values) {
    const counts = new Map(values.map(({ value, count }) => [Number(value), count]));
    const years = Array.from(counts.keys()).sort((a, b) => a - b);
    const [first, last] = [years[0], years[years.length - 1]];
    const all = last - first < MOST ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : years;
    return all.map((year) => [year, counts.get(year) || 0]);
  }

  // Draws the bars into `place`; `go(query)` is called with the query that a choice asks for.
  function draw(place, facet, query, go) {
    const had = place.contains(document.activeElement) ? document.activeElement.dataset.year : null;
    if (!facet || !facet.values.length) return place.replaceChildren();
    const years = filled(facet.values);
    const most = Math.max(...years.map(([, count]) => count));
    const now = stretch(query);
    const isIn = (year, range) => range !== null && year >= range[0] && year <= range[1];
    let start = null;

    const bars = years.map(([year, count]) => {
      const bar = element("span", "bar");
      bar.style.blockSize = count ? Math.max(8, Math.round((100 * count) / most)) + "%" : "0";
      const made = element("button", "", bar);
      made.type = "button";
      made.dataset.year = year;
      made.title = year + ": " + count;
      made.setAttribute("aria-label", year + ", " + (count === 1 ? "1 document" : count + " documents"));
      made.setAttribute("aria-pressed", String(isIn(year, now)));
      made.tabIndex = -1;
      return made;
    });
    const yearOf = (bar) => Number(bar.dataset.year);
    const paint = (range) => bars.forEach((bar) => bar.setAttribute("aria-pressed", String(isIn(yearOf(bar), range))));
    const between = (a, b) => [Math.min(a, b), Math.max(a, b)];
    const settle = (range) => {
      const same = now && range && now[0] === range[0] && now[1] === range[1];
      go(withYears(query, same ? null : range));
    };

    const row = element("div", "bars", ...bars);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Years");
    const barAt = (event) => {
      const at = document.elementFromPoint(event.clientX, event.clientY);
      const bar = at && at.closest(".bars button");
      return bar && row.contains(bar) ? bar : null;
    };
    row.addEventListener("pointerdown", (event) => {
      const bar = barAt(event);
      if (!bar || event.button) return;
      start = yearOf(bar);
      row.setPointerCapture(event.pointerId);
      paint([start, start]);
    });
    row.addEventListener("pointermove", (event) => {
      const bar = start !== null && barAt(event);
      if (bar) paint(between(start, yearOf(bar)));
    });
    row.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const bar = barAt(event);
      const range = bar ? between(start, yearOf(bar)) : [start, start];
      start = null;
      settle(range);
    });
    row.addEventListener("pointercancel", () => { start = null; paint(now); });
    row.addEventListener("keydown", (event) => {
      const at = bars.indexOf(event.target);
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: bars.length - 1 - at }[event.key];
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        settle([yearOf(event.target), yearOf(event.target)]);
      } else if (step !== undefined && bars[at + step]) {
        event.preventDefault();
        bars[at].tabIndex = -1;
        bars[at + step].tabIndex = 0;
        bars[at + step].focus();
        if (event.shiftKey) {
          const year = yearOf(bars[at + step]);
          const range = now || between(yearOf(event.target), year);
          settle(step > 0 ? [range[0], year] : [year, range[1]].sort());
        }
      }
    });

    const same = bars.find((bar) => bar.dataset.year === had);
    const reached = same || bars.find((bar) => bar.getAttribute("aria-pressed") === "true") || bars[bars.length - 1];
    reached.tabIndex = 0;
    const ends = element("p", "ends", element("span", "", String(years[0][0])));
    if (years.length > 1) ends.append(element("span", "", String(years[years.length - 1][0])));
    const legend = element("p", "legend", incidex.names.field("year"));
    if (now) {
      const clear = element("button", "clear", "All years");
      clear.type = "button";
      clear.addEventListener("click", () => go(withYears(query, null)));
      legend.append(" ", clear);
    }
    place.replaceChildren(legend, row, ends);
    if (same) same.focus({ preventScroll: true });
    return undefined;
  }

  incidex.years = { draw, stretch };
})(self.incidex);
