// The list of titles, with a few words of the newest documents: the answer while the index is on its way, and where it
// cannot be had.
(function (incidex) {
  "use strict";

  const FIELDS = ["service", "severity", "cause", "component", "detected", "status", "year", "tag", "fix", "has",
    "kind", "after", "before", "date", "duration"];
  // A row whose words tell less than this share of what those of the best one tell is left out, as in the index.
  const LEAST_SHARE = 0.4;
  // Where none has every word, this many at most.
  const MOST_NEAREST = 20;
  // What a word counts that stands there in another form, or not in the title but in the document.
  const OTHER_FORM = 0.7;
  const IN_DOCUMENT = 0.8;

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // What the forms of a word share, in most languages.
  const beginning = (word) => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word);

  // Those of the newest documents, and of the others where `all` are wanted; both are asked for at once.
  async function rows(all) {
    await Promise.all([
      self.incidexNewest || incidex.load("search/newest.js", incidex.told.newest),
      !all || self.incidexFallback || incidex.load("search/fallback.js", incidex.told.titles),
    ]);
    return (self.incidexNewest || []).concat((all && self.incidexFallback) || []);
  }

  // Title, id, services, severity, cause and date of a row as one text, and the words of its document; worked out once.
  function texts(row) {
    row.texts ??= [row.slice(0, 7).flat().join(" "), row[7] || ""].map((text) => " " + plain(text));
    return row.texts;
  }

  function shareIn(word, text) {
    if (text.includes(word)) return 1;
    const at = text.indexOf(beginning(word));
    return at > 0 && !/[\p{L}\p{N}]/u.test(text[at - 1]) ? OTHER_FORM : 0;
  }

  // How much of a word a row has.
  function had(word, row) {
    const [own, words] = texts(row);
    return Math.max(shareIn(word, own), IN_DOCUMENT * shareIn(word, words));
  }

  // The rows with at least one of the words: how much they have of what the words tell, and what they lack.
  function met(rows, words) {
    const found = rows.map((row) => ({ row, had: words.map((word) => had(word, row)) }));
    const having = words.map((_, at) => found.filter((one) => one.had[at]).length);
    const weights = having.map((count) => Math.log(1 + (rows.length - count + 0.5) / (count + 0.5)));
    found.forEach((one) => {
      one.score = one.had.reduce((sum, share, at) => sum + share * weights[at], 0);
      one.missing = words.filter((_, at) => !one.had[at]);
    });
    return found.filter((one) => one.missing.length < words.length || !words.length);
  }

  // Rows with every word, or else those that come nearest to it; the newer comes first among equals.
  function best(found, isLikeness) {
    const whole = isLikeness ? [] : found.filter((one) => !one.missing.length);
    const most = found.reduce((most, one) => Math.max(most, one.score), 0);
    const kept = whole.length ? whole : found.filter((one) => one.score >= most * LEAST_SHARE);
    kept.sort((a, b) => b.score - a.score);
    return whole.length ? kept : kept.slice(0, MOST_NEAREST);
  }

  // Words somewhere in title, id, services, severity, cause, date or among the most telling words of a document, which
  // the newest ones bring along; fields are read as plain words.
  incidex.searchTitles = async function (request, all) {
    const isLikeness = request.similar !== undefined;
    const asked = isLikeness ? request.similar : request.query.replace(/(^|\s)-\S+/g, " ");
    const tells = (word) => word && !FIELDS.includes(word) && (!isLikeness || word.length > 4);
    const words = Array.from(new Set(plain(asked).split(/[^\p{L}\p{N}]+/u).filter(tells)));
    const found = best(met(await rows(all), words), isLikeness);
    const hits = found.slice(request.offset, request.offset + request.limit).map(({ row, missing }) => ({
      slug: row[0], id: row[1], title: [row[2]], date: row[3], severity: row[4], services: row[5], cause: row[6],
      component: null, fixed_by: null, excerpt: [""], sections: [], duration_minutes: null, spellings: words,
      // A word that is not in the list may stand in the document.
      missing: [],
      shared: isLikeness ? words.filter((word) => !missing.includes(word)) : [],
    }));
    return { total: found.length, hits, facets: [], notes: [], did_you_mean: null, drop_one: [] };
  };

  incidex.FIELDS = FIELDS;
})(self.incidex);
