// The search page. The reader is the program's own search as a WebAssembly module; this script fetches what it asks
// for, shows what it answers, and falls back to a list of titles where it cannot run.
(function () {
  "use strict";

  const page = document.querySelector("[data-search]");
  if (!page) return;
  const root = page.dataset.root;
  const folder = new URL(root + "search/", location.href).href;
  const documents = Number(page.dataset.documents);
  const find = (selector) => page.querySelector(selector);
  const box = find("#query"), order = find("#order"), status = find("#search-status"), notes = find(".notes");
  const answer = find(".answer"), list = find(".results ol"), more = find(".more"), facets = find(".facets");
  const filters = find(".filters"), similar = find(".similar form"), alertBox = find("#alert");
  const PER_PAGE = 6;

  // ---- The reader ------------------------------------------------------------------------------------------------

  const DONE = 0, MISSING = 1;
  // A query settles in three rounds, in five where other spellings are looked for.
  const MOST_ROUNDS = 8;

  class Refused extends Error {}
  class Gone extends Error {}

  async function fetched(path, options, started) {
    const response = await (started || fetch(folder + path, options));
    if (response.status === 404) throw new Gone(path);
    if (!response.ok) throw new Error("the server answered " + response.status);
    return response;
  }

  const PAST_THE_CACHE = { cache: "reload" };

  async function bytes(path, options, started) {
    return new Uint8Array(await (await fetched(path, options, started)).arrayBuffer());
  }

  async function compiled(path, started) {
    const response = await fetched(path, {}, started);
    try {
      return await WebAssembly.compileStreaming(response.clone());
    } catch (error) {
      // A host that does not know the type of the file, or one damaged on the way: from its bytes, then once more.
      try {
        return await WebAssembly.compile(await response.arrayBuffer());
      } catch (damaged) {
        return WebAssembly.compile(await bytes(path, PAST_THE_CACHE));
      }
    }
  }

  // ---- What a query will need ------------------------------------------------------------------------------------

  // Parts of the index that were asked for before the reader was there to say so, by path.
  const foreseen = new Map();
  const start = self.incidexStart;
  const blocks = start ? start.blocks.then((found) => (found.ok ? found.json() : null)).catch(() => null) : null;

  // The page on which a term stands, if anywhere: the last that begins no later.
  function pageOf(pages, term) {
    let low = 0, high = pages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pages[middle][0] <= term) low = middle + 1; else high = middle;
    }
    return low ? [pages[low - 1][1]] : [];
  }

  // Asks for what the reader will look the words up in, while it is on its way. A wrong guess costs its bytes only.
  async function foresee(query) {
    const known = blocks && await blocks;
    if (!known || ready) return;
    const text = plain(query).trim().replace(/\s+/g, " ");
    const words = text.split(" ").filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && !known.skip.includes(word));
    const numbers = new Set(words.flatMap((word) => known.words.flatMap((pages) => pageOf(pages, word))));
    if (words.length) pageOf(known.titles, text).forEach((number) => numbers.add(number));
    // A word that stands alone may be an id.
    if (words.length === 1) pageOf(known.ids, text).forEach((number) => numbers.add(number));
    numbers.forEach((number) => {
      const path = start.index.pack + "/" + number + ".bin";
      if (foreseen.has(path)) return;
      foreseen.set(path, bytes(path));
      // The reader asks again for what does not come.
      foreseen.get(path).catch(() => {});
    });
  }

  class Reader {
    // Opens what the page was started with, and otherwise what index.json names.
    async open(fresh) {
      const started = fresh ? null : self.incidexStart;
      self.incidexStart = null;
      const current = fetched("index.json", { cache: fresh ? "reload" : "no-cache" }).then((index) => index.json());
      if (!started) return this.load(await current, {});
      current.then((index) => { if (index.pack !== started.index.pack) renew(); }, () => {});
      try {
        return await this.load(started.index, started);
      } catch (error) {
        if (error instanceof Gone) return this.open(true);
        throw error;
      }
    }

    async load(index, started) {
      if (index.format !== 2) throw new Error("the index is of another version");
      this.pack = index.pack;
      this.kept = new Map();
      [this.module, this.hot] = await Promise.all([
        this.modulePath === index.reader ? this.module : compiled(index.reader, started.reader),
        bytes(index.pack + "/hot.bin", {}, started.hot),
      ]);
      this.modulePath = index.reader;
      try {
        await this.start();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.hot = await bytes(index.pack + "/hot.bin", PAST_THE_CACHE);
        await this.start();
      }
      return this;
    }

    // Makes a new instance: at first, and after a trap.
    async start() {
      this.exports = (await WebAssembly.instantiate(this.module)).exports;
      if (this.call("open", this.hot) !== DONE) throw new Refused(this.message());
    }

    call(name, input, argument) {
      if (input) {
        const at = this.exports.buffer(input.length);
        new Uint8Array(this.exports.memory.buffer, at, input.length).set(input);
      }
      return argument === undefined ? this.exports[name]() : this.exports[name](argument);
    }

    answer() {
      const at = this.exports.answer();
      return new Uint8Array(this.exports.memory.buffer, at, this.exports.answer_length()).slice();
    }

    message() {
      return new TextDecoder().decode(this.answer());
    }

    async bring(number, reload) {
      const path = this.pack + "/" + number + ".bin";
      const early = foreseen.get(path);
      foreseen.delete(path);
      const fetching = () => bytes(path, reload ? PAST_THE_CACHE : {});
      const taken = this.call("page", await (early ? early.catch(fetching) : fetching()), number) === DONE;
      if (taken) return;
      if (reload) throw new Refused(this.message());
      // Damaged on the way or in the cache: once more, past the cache.
      await this.bring(number, true);
    }

    async ask(request) {
      const input = new TextEncoder().encode(JSON.stringify(request));
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const outcome = this.call("search", input);
        if (outcome === DONE) return JSON.parse(new TextDecoder().decode(this.answer()));
        if (outcome !== MISSING) throw new Refused(this.message());
        const wanted = this.answer();
        const numbers = new Uint32Array(wanted.buffer, 0, wanted.length / 4);
        await Promise.all(Array.from(numbers, (number) => this.bring(number, false)));
      }
      throw new Refused("the index does not settle");
    }

    // The same question has the same answer; the last few are kept.
    async search(request) {
      const key = JSON.stringify(request);
      const kept = this.kept.get(key);
      if (kept) return kept;
      const results = await this.recover(request);
      this.kept.set(key, results);
      if (this.kept.size > 40) this.kept.delete(this.kept.keys().next().value);
      return results;
    }

    // Asks, and recovers once: from a site that was published anew, or from a module that stopped.
    async recover(request) {
      try {
        return await this.ask(request);
      } catch (error) {
        if (error instanceof Gone) await this.open(true);
        else if (error instanceof WebAssembly.RuntimeError) await this.start();
        else throw error;
        return this.ask(request);
      }
    }
  }

  let opening = null;

  function reader() {
    if (!opening) {
      const possible = typeof WebAssembly === "object" && location.protocol !== "file:";
      opening = possible ? new Reader().open(false) : Promise.reject(new Error("this page cannot run the full search"));
      // The next search tries again, as the connection may be back.
      opening.catch(() => { if (possible) opening = null; });
    }
    return opening;
  }

  // The page was started with an older index than there is now.
  function renew() {
    opening = new Reader().open(true);
    opening.catch(() => { opening = null; });
    if (page.dataset.by === "index") ask(false);
  }

  // ---- The list of titles ----------------------------------------------------------------------------------------

  let listing = null;

  function titles() {
    if (!listing) {
      listing = new Promise((done, failed) => {
        const script = document.createElement("script");
        if (page.dataset.titles) script.integrity = page.dataset.titles;
        script.src = root + "search/fallback.js";
        script.onload = () => done(self.incidexFallback || []);
        script.onerror = () => { listing = null; failed(new Error("the list of titles cannot be read")); };
        document.head.append(script);
      });
    }
    return listing;
  }

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Every word somewhere in title, id, services, severity, cause or date; fields are read as plain words.
  async function searchTitles(request) {
    const text = request.similar === undefined ? request.query : request.similar;
    const words = plain(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word && !FIELDS.includes(word));
    const rows = (await titles()).filter((row) => {
      const own = plain([row[0], row[1], row[2], row[3], row[4], row[5].join(" "), row[6]].join(" "));
      const has = (word) => own.includes(word);
      return request.similar === undefined ? words.every(has) : words.some((word) => word.length > 4 && has(word));
    });
    const hits = rows.slice(request.offset, request.offset + request.limit).map((row) => ({
      slug: row[0], id: row[1], title: [row[2]], date: row[3], severity: row[4], services: row[5], cause: row[6],
      excerpt: [""], sections: [], missing: [], duration_minutes: null,
    }));
    return { total: rows.length, hits, facets: [], notes: [], did_you_mean: null, drop_one: [], highlight: words };
  }

  // ---- The query as text -----------------------------------------------------------------------------------------

  const FIELDS = ["service", "severity", "cause", "component", "detected", "status", "year", "tag", "fix", "has",
    "kind", "after", "before", "date", "duration"];
  const FILTER = new RegExp("(^|\\s)(-?(?:" + FIELDS.join("|") + "|sev|svc|state|detection|tags|type|class|mitigation|fixed)"
    + ':(?:"[^"]*"|[^\\s"])+)', "gi");

  const activeFilters = (query) => Array.from(query.matchAll(FILTER), (match) => match[2]);

  function filterFor(name, value) {
    return name + ":" + (/^[\p{L}\p{N}._-]+$/u.test(value) ? value : '"' + value.replace(/"/g, "") + '"');
  }

  function without(query, filter) {
    const at = query.indexOf(filter);
    return (query.slice(0, at) + query.slice(at + filter.length)).replace(/\s+/g, " ").trim();
  }

  // ---- Showing ---------------------------------------------------------------------------------------------------

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  // Says what an element stands for, however it looks now.
  function keyed(made, key) {
    made.dataset.key = key;
    return made;
  }

  const keyedIn = (within, key) => Array.from(within.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key);

  // Shows, and leaves the focus on what it was on: the same result, filter or suggestion, though it is drawn anew.
  function keepingFocus(render) {
    const before = document.activeElement;
    const key = before && page.contains(before) ? before.dataset.key : undefined;
    render();
    if (key === undefined || (before.isConnected && document.activeElement === before)) return;
    const same = Array.from(page.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key && !one.disabled);
    // A value that was chosen is now an active filter. Never another result: Enter would lead elsewhere.
    const chosen = key.startsWith("value ") && keyedIn(filters, "filter " + key.slice(6));
    const next = same || chosen || (key.startsWith("result ") && list.children.length ? list : box);
    next.focus({ preventScroll: true });
  }

  // Puts results into the list; one that looks as before stays the element it was.
  function fill(items) {
    const old = new Map(Array.from(list.children, (item) => [item.dataset.key, item]));
    const next = items.map((item) => {
      const was = old.get(item.dataset.key);
      return was && was.isEqualNode(item) ? was : item;
    });
    Array.from(list.children).forEach((item) => { if (!next.includes(item)) item.remove(); });
    next.forEach((item, at) => { if (list.children[at] !== item) list.insertBefore(item, list.children[at] || null); });
  }

  // Plain text and matches take turns.
  function marked(pieces) {
    return pieces.map((piece, at) => (at % 2 ? element("mark", "", piece) : piece));
  }

  function duration(minutes) {
    if (minutes === null || minutes === undefined) return null;
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    if (!hours) return rest + " min";
    return hours + " h" + (rest ? " " + rest + " min" : "");
  }

  function link(hit, anchor, highlight, content) {
    const made = element("a", "", ...content);
    const words = highlight.length ? "?mark=" + encodeURIComponent(highlight.join(" ")).replace(/%20/g, "+") : "";
    made.href = root + "incidents/" + hit.slug.split("/").map(encodeURIComponent).join("/") + "/index.html" + words
      + (anchor ? "#" + encodeURIComponent(anchor) : "");
    return keyed(made, "result " + hit.slug + "#" + (anchor || ""));
  }

  function result(hit, highlight) {
    const facts = [hit.date, hit.severity === "unknown" ? null : hit.severity, hit.services.join(", "), hit.cause,
      duration(hit.duration_minutes), hit.id];
    const item = keyed(element("li", "",
      element("h2", "", link(hit, null, highlight, marked(hit.title))),
      element("p", "facts", facts.filter(Boolean).join(" · "))), hit.slug);
    if (hit.excerpt.join("")) item.append(element("p", "", ...marked(hit.excerpt)));
    if (hit.missing.length) item.append(element("p", "note", "Without: " + hit.missing.join(", ")));
    if (hit.sections.length) {
      const within = element("p", "within");
      hit.sections.forEach((section) => {
        within.append(link(hit, section.anchor, highlight, [section.heading, " (" + section.matches + ")"]));
      });
      item.append(within);
    }
    return item;
  }

  function suggestion(text, query) {
    const button = keyed(element("button", "", text), "suggestion " + query);
    button.type = "button";
    button.addEventListener("click", () => go({ query, sort: state.sort, pages: 1 }));
    return element("p", "", button);
  }

  function showNotes(results, told) {
    const lines = told.concat(results.notes).map((note) => element("p", "note", note));
    if (results.did_you_mean) lines.push(suggestion("Did you mean: " + results.did_you_mean, results.did_you_mean));
    results.drop_one.forEach((one) => {
      lines.push(suggestion("Without " + one.without + ": " + one.total + " found", one.query));
    });
    notes.replaceChildren(...lines);
  }

  const NAMES = { service: "Service", severity: "Severity", cause: "Cause", detected: "Noticed by", status: "State",
    year: "Year" };

  function showFacets(results, query) {
    const active = activeFilters(query).map((filter) => filter.toLowerCase());
    const shown = results.facets.map((facet) => {
      const values = facet.values.map((value) => {
        const filter = filterFor(facet.name, value.value);
        const count = element("span", "number", String(value.count));
        const button = keyed(element("button", "", element("span", "", value.value), count), "value " + filter);
        button.type = "button";
        button.disabled = active.includes(filter.toLowerCase());
        button.addEventListener("click", () => {
          go({ query: (box.value.trim() + " " + filter).trim(), sort: state.sort, pages: 1 });
        });
        return element("li", "", button);
      });
      if (facet.more) values.push(element("li", "note", "and " + facet.more + " more"));
      return element("section", "", element("h2", "", NAMES[facet.name] || facet.name), element("ul", "", ...values));
    });
    facets.replaceChildren(...shown);
  }

  function showFilters(query) {
    filters.replaceChildren(...activeFilters(query).map((filter) => {
      const button = keyed(element("button", "", filter + " ×"), "filter " + filter);
      button.type = "button";
      button.setAttribute("aria-label", "Remove the filter " + filter);
      button.addEventListener("click", () => {
        go({ query: without(box.value, filter), sort: state.sort, pages: 1 });
      });
      return element("li", "", button);
    }));
  }

  // What is shown now, so that the same is not shown again.
  let shown = null;

  // `by` is who answered: `titles`, or `index`. Where only the hits are there yet, the answer is not yet whole.
  function show(results, asked, by, told, onlyHits) {
    const key = JSON.stringify([results, asked.query, asked.similar, told]);
    if (shown !== key) keepingFocus(() => draw(results, asked, told));
    shown = key;
    page.dataset.by = by;
    if (!onlyHits) page.dataset.answered = asked.similar === undefined ? asked.query : "";
  }

  function draw(results, asked, told) {
    answer.hidden = !results.total;
    fill(results.hits.map((hit) => result(hit, results.highlight)));
    more.hidden = results.hits.length >= results.total;
    const count = results.total === 1 ? "1 document" : results.total + " documents";
    status.textContent = results.total ? count : "Nothing found. Fewer words find more, and everything is in the lists.";
    const held = page.dataset.heldBack;
    if (!results.total && held) {
      const link = element("a", "", "coverage");
      link.href = root + "coverage/index.html#s-held-back";
      status.append(" " + (held === "1" ? "1 document was" : held + " documents were") + " held back, see ", link, ".");
    }
    showNotes(results, told);
    if (asked.similar === undefined) {
      showFacets(results, asked.query);
      showFilters(asked.query);
    } else {
      facets.replaceChildren();
      filters.replaceChildren();
    }
  }

  function clear() {
    shown = null;
    answer.hidden = true;
    status.textContent = "";
    notes.replaceChildren();
    filters.replaceChildren();
    delete page.dataset.answered;
    delete page.dataset.by;
  }

  // ---- Asking ----------------------------------------------------------------------------------------------------

  const ONLY_TITLES = "Searched titles, services, dates and causes only";
  // An archive this small is answered from its titles at once, while the index is on its way.
  const SMALL = 600;
  let state = { query: "", sort: "relevance", pages: 1 };
  let latest = 0;
  let ready = false;

  async function run(request) {
    const turn = ++latest;
    const current = () => turn === latest;
    const early = !ready && (documents <= SMALL || location.protocol === "file:");
    let answered = false;
    if (early) {
      searchTitles(request).then((results) => {
        if (current() && !answered) show(results, request, "titles", [ONLY_TITLES + " so far."]);
      }, () => {});
    } else if (!ready) {
      shown = null;
      status.textContent = "Fetching the index …";
    }
    try {
      if (!ready && request.query && !request.typing) foresee(request.query);
      const index = await reader();
      if (!index.counted) {
        // The first answer comes without counts: what is counted is not on its way yet.
        const first = await index.search({ ...request, facets: false });
        ready = answered = true;
        if (current()) show(first, request, "index", [], true);
      }
      const results = await index.search(request);
      index.counted = ready = answered = true;
      if (current()) show(results, request, "index", []);
    } catch (error) {
      answered = true;
      if (!current()) return;
      if (!(error instanceof Refused || error instanceof Gone)) ready = false;
      try {
        const results = await searchTitles(request);
        if (current()) show(results, request, "titles", [ONLY_TITLES + ": " + error.message + "."]);
      } catch (failed) {
        if (!current()) return;
        clear();
        status.textContent = "The search cannot be reached: " + error.message + ".";
      }
    }
  }

  function ask(typing) {
    if (!state.query.trim()) {
      latest++;
      clear();
      return Promise.resolve();
    }
    return run({ query: state.query, sort: state.sort, limit: state.pages * PER_PAGE, offset: 0, typing });
  }

  // ---- The address -----------------------------------------------------------------------------------------------

  function address(of) {
    const parameters = new URLSearchParams();
    if (of.query) parameters.set("q", of.query);
    if (of.sort !== "relevance") parameters.set("sort", of.sort);
    if (of.pages > 1) parameters.set("page", String(of.pages));
    const text = parameters.toString();
    return location.pathname + (text ? "?" + text : "");
  }

  function stated() {
    const parameters = new URLSearchParams(location.search);
    const sort = parameters.get("sort");
    return {
      query: (parameters.get("q") || "").slice(0, 512),
      sort: Array.from(order.options, (option) => option.value).includes(sort) ? sort : "relevance",
      pages: Math.min(Math.max(Number.parseInt(parameters.get("page"), 10) || 1, 1), 100),
    };
  }

  function adopt(next) {
    state = next;
    if (box.value !== next.query) box.value = next.query;
    order.value = next.sort;
    return next;
  }

  // Settles on a query: it stands in the address, and Back leads away from it.
  function go(next) {
    adopt(next);
    const wanted = address(next);
    // After the answer, where that is at hand: writing the address takes longer than showing it.
    setTimeout(() => {
      if (wanted !== location.pathname + location.search) history.pushState(null, "", wanted);
    });
    return ask(false);
  }

  // ---- Listening -------------------------------------------------------------------------------------------------

  let timer = 0;

  box.addEventListener("focus", () => { reader().catch(() => {}); }, { once: true });
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state = { query: box.value, sort: state.sort, pages: 1 };
      ask(true);
    }, 80);
  });
  find("form[role=search]").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    go({ query: box.value, sort: state.sort, pages: 1 });
  });
  box.addEventListener("change", () => {
    clearTimeout(timer);
    const next = { query: box.value, sort: state.sort, pages: 1 };
    // Leaving the box for a result must not take the result away from under the pointer.
    if (page.dataset.answered === next.query) history.replaceState(null, "", address(adopt(next)));
    else go(next);
  });
  order.addEventListener("change", () => go({ query: state.query, sort: order.value, pages: 1 }));
  more.addEventListener("click", () => {
    const next = list.children.length;
    go({ query: state.query, sort: state.sort, pages: state.pages + 1 }).then(() => {
      const first = list.children[next];
      if (first) first.querySelector("a").focus();
    });
  });
  similar.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = alertBox.value.trim();
    if (text) run({ similar: text.slice(0, 4096), limit: PER_PAGE, offset: 0 });
  });
  addEventListener("popstate", () => {
    adopt(stated());
    ask(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "?" && !writing) {
      event.preventDefault();
      const help = find("#search-help");
      help.open = true;
      help.querySelector("summary").focus();
    }
    const inList = event.target.closest && event.target.closest(".results ol");
    if (inList && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = Array.from(list.querySelectorAll("h2 a"));
      const item = event.target.closest("li");
      const at = item ? links.indexOf(item.querySelector("h2 a")) : -1;
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });

  adopt(stated());
  if (self.incidexStart) reader().catch(() => {});
  if (state.query) ask(false);
})();
