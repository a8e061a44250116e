// The list of titles: the answer while the index is on its way, and where it cannot be had.
(function (incidex) {
  "use strict";

  const FIELDS = ["service", "severity", "cause", "component", "detected", "status", "year", "tag", "fix", "has",
    "kind", "after", "before", "date", "duration"];

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Those of the newest documents, and of the others where `all` are wanted; both are asked for at once.
  async function rows(all) {
    await Promise.all([
      self.incidexNewest || incidex.load("search/newest.js", incidex.told.newest),
      !all || self.incidexFallback || incidex.load("search/fallback.js", incidex.told.titles),
    ]);
    return (self.incidexNewest || []).concat((all && self.incidexFallback) || []);
  }

  // Every word somewhere in title, id, services, severity, cause or date; fields are read as plain words.
  incidex.searchTitles = async function (request, all) {
    const text = request.similar === undefined ? request.query : request.similar;
    const words = plain(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word && !FIELDS.includes(word));
    const found = (await rows(all)).filter((row) => {
      const own = plain([row[0], row[1], row[2], row[3], row[4], row[5].join(" "), row[6]].join(" "));
      const has = (word) => own.includes(word);
      return request.similar === undefined ? words.every(has) : words.some((word) => word.length > 4 && has(word));
    });
    const hits = found.slice(request.offset, request.offset + request.limit).map((row) => ({
      slug: row[0], id: row[1], title: [row[2]], date: row[3], severity: row[4], services: row[5], cause: row[6],
      component: null, fixed_by: null, excerpt: [""], sections: [], missing: [], shared: [], duration_minutes: null,
      spellings: words,
    }));
    return { total: found.length, hits, facets: [], notes: [], did_you_mean: null, drop_one: [] };
  };

  incidex.FIELDS = FIELDS;
})(self.incidex);
