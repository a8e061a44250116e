// Asks a question and hands on each answer as it comes: from titles first where that is quick, then from the index.
(function (incidex) {
  "use strict";

  const { Refused, Gone } = incidex;
  const ONLY_TITLES = "Searched titles, services, dates, causes and a few words of the newest documents only";
  // Whether the index has answered, and whether it has counted.
  let ready = false, counted = false;

  // A text that nobody types as a query: many words, or several lines.
  incidex.isPaste = function (text) {
    const words = text.trim().split(/\s+/);
    return text.trim().includes("\n") || (words.length > 8 && !/["*~]|(?:^|\s)-?[a-z]+:\S/.test(text));
  };

  // One line of questions: an answer to an older one is never shown. `show(answer)` is called with
  //   results   what was found
  //   by        `titles` or `index`
  //   isWhole   whether nothing more comes
  //   told      what is to be said of the answer
  // and `failed(error)` where there is none.
  incidex.asker = function (show, failed) {
    let latest = 0;

    async function ask(request) {
      const turn = ++latest;
      const isCurrent = () => turn === latest;
      const hand = (results, by, isWhole, told) => { if (isCurrent()) show({ results, request, by, isWhole, told }); };
      let answered = false;
      // While the index is on its way, the titles of the newest documents answer.
      if (!ready) {
        incidex.searchTitles(request, false).then((results) => {
          if (!answered && results.total) hand(results, "titles", false, [ONLY_TITLES + " so far."]);
        }, () => {});
      }
      try {
        if (!ready && request.query && !request.typing) incidex.foresee(incidex.started, request.query);
        const index = await incidex.reader();
        if (!counted && request.facets !== false) {
          // The first answer comes without counts: what is counted is not on its way yet.
          const first = await index.search({ ...request, facets: false });
          ready = answered = true;
          hand(first, "index", false, []);
        }
        const results = await index.search(request);
        ready = answered = true;
        counted = counted || request.facets !== false;
        hand(results, "index", true, []);
        incidex.afterAnswer(index.pack);
        if (!request.typing) incidex.checkCurrent(index.pack);
      } catch (error) {
        answered = true;
        if (!isCurrent()) return;
        if (!(error instanceof Refused || error instanceof Gone)) ready = false;
        try {
          hand(await incidex.searchTitles(request, true), "titles", true, [ONLY_TITLES + ": " + error.message + "."]);
        } catch (none) {
          if (isCurrent()) failed(error);
        }
      }
    }

    return { ask, stop: () => { latest++; }, isReady: () => ready };
  };

  incidex.ask = true;
})(self.incidex);
