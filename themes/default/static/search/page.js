// The search page: its form, its results and its address.
(function (incidex) {
  "use strict";

  const page = document.querySelector("[data-search]");
  if (!page) return;
  const { element, marked, sentence, address: leadsTo, facts, counted } = incidex.show;
  const { filters: activeFilters, withoutText } = incidex.query;
  const find = (selector) => page.querySelector(selector);
  const box = find("#query"), order = find("#order"), status = find("#search-status"), notes = find(".notes");
  const answer = find(".answer"), list = find(".results ol"), more = find(".more"), facets = find(".facets .fields");
  const years = find(".facets .years"), filters = find(".filters"), browse = find(".browse");
  const similar = find(".similar form"), alertBox = find("#alert");
  const PER_PAGE = 6;
  // What one answer of the index may hold.
  const MOST = 996;

  let state = { query: "", sort: "relevance", pages: 1 };
  const asker = incidex.asker(show, (error) => {
    clear();
    status.textContent = "The search cannot be reached: " + error.message + ".";
  });

  // ---- Showing -------------------------------------------------------------------------------------------------------

  // Says what an element stands for, however it looks now.
  function keyed(made, key) {
    made.dataset.key = key;
    return made;
  }

  // Shows, and leaves the focus on what it was on: the same result, filter or suggestion, though it is drawn anew.
  function keepingFocus(render) {
    const before = document.activeElement;
    const key = before && page.contains(before) ? before.dataset.key : undefined;
    render();
    if (key === undefined || (before.isConnected && document.activeElement === before)) return;
    const same = Array.from(page.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key && !one.disabled);
    // Never another result: Enter would lead elsewhere.
    const next = same || (key.startsWith("result ") && list.children.length ? list : box);
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

  function link(hit, section, content) {
    const made = element("a", "", ...content);
    made.href = leadsTo(hit, section);
    made.addEventListener("click", () => incidex.recent.remember(state.query));
    return keyed(made, "result " + hit.slug + "#" + ((section && section.anchor) || ""));
  }

  function result(hit) {
    const item = keyed(element("li", "",
      element("h2", "", link(hit, null, marked(hit.title))),
      element("p", "facts", ...facts(hit, hit.id))), hit.slug);
    if (hit.excerpt.join("")) item.append(element("p", "", ...marked(hit.excerpt)));
    if (hit.fixed_by) item.append(element("p", "ended", element("span", "lead", "Ended by "), hit.fixed_by));
    if (hit.shared.length) item.append(element("p", "note", "Shares: " + hit.shared.join(", ")));
    if (hit.missing.length) item.append(element("p", "note", "Without: " + hit.missing.join(", ")));
    if (hit.sections.length) {
      const within = element("p", "within");
      hit.sections.forEach((section) => {
        within.append(link(hit, section, [section.heading, " (" + section.matches + ")"]));
      });
      item.append(within);
    }
    return item;
  }

  function suggestion(text, query) {
    const button = keyed(element("button", "", text), "suggestion " + query);
    button.type = "button";
    button.addEventListener("click", () => goTo(query));
    return element("p", "", button);
  }

  function showNotes(results, told) {
    const lines = told.concat(results.notes).map((note) => element("p", "note", sentence(note)));
    if (results.did_you_mean) lines.push(suggestion("Did you mean: " + results.did_you_mean, results.did_you_mean));
    results.drop_one.forEach((one) => {
      lines.push(suggestion("Without " + one.without + ": " + one.total + " found", one.query));
    });
    notes.replaceChildren(...lines);
  }

  // A filter in words: `cause:expiry,config` is "Cause: Expired certificate or Configuration".
  function spoken(filter) {
    const values = filter.values.map((value) => incidex.names.value(filter.field, value));
    return (filter.excludes ? "Not " : "") + incidex.names.field(filter.field) + ": " + values.join(" or ");
  }

  function showFilters(query) {
    filters.replaceChildren(...activeFilters(query).map((filter) => {
      const button = keyed(element("button", "", spoken(filter) + " ×"), "filter " + filter.text);
      button.type = "button";
      button.setAttribute("aria-label", "Remove the filter " + spoken(filter));
      button.addEventListener("click", () => goTo(withoutText(box.value, filter.text)));
      return element("li", "", button);
    }));
  }

  async function showFacets(request, results) {
    const query = request.query;
    const all = await incidex.facets.counted(request, results).catch(() => results.facets);
    if (state.query !== query || page.dataset.answered !== query) return;
    keepingFocus(() => {
      incidex.facets.draw(facets, all, query, goTo);
      incidex.years.draw(years, all.find((facet) => facet.name === "year"), query, goTo);
    });
    page.dataset.counted = query;
  }

  // What is shown now, so that the same is not shown again.
  let shown = null;

  function show(given) {
    const { results, request, by, isWhole, told } = given;
    const key = JSON.stringify([results, request.query, request.similar, by, isWhole, told]);
    const isNew = shown !== key;
    // Where only the counts are new, the results stay as they are.
    if (isNew) keepingFocus(() => draw(given));
    shown = key;
    page.dataset.by = by;
    if (by === "index" && !isWhole) {
      // Titles may have answered before; the index has not yet.
      delete page.dataset.answered;
      return;
    }
    page.dataset.answered = request.similar === undefined ? request.query : "";
    if (isNew && by === "index" && request.similar === undefined) showFacets(request, results);
  }

  function draw(given) {
    const { results, request, by, isWhole, told } = given;
    const isQuery = request.similar === undefined;
    const narrowed = isQuery && activeFilters(request.query).length > 0;
    answer.hidden = !results.total && !narrowed;
    browse.hidden = results.total > 0 || !isWhole;
    fill(results.hits.map(result));
    more.hidden = !isQuery || by !== "index" || results.hits.length >= Math.min(results.total, MOST);
    const text = counted(given);
    if (status.textContent !== text) status.textContent = text;
    const held = page.dataset.heldBack;
    if (!results.total && isWhole && held) {
      const link = element("a", "", "coverage");
      link.href = incidex.at + "coverage/index.html#s-held-back";
      status.append(" " + (held === "1" ? "1 document was" : held + " documents were") + " held back, see ", link, ".");
    }
    showNotes(results, told);
    if (isQuery) showFilters(request.query); else filters.replaceChildren();
    if (by !== "index" || !isQuery) {
      facets.replaceChildren();
      years.replaceChildren();
    }
  }

  function clear() {
    shown = null;
    answer.hidden = true;
    browse.hidden = true;
    status.textContent = "";
    [notes, filters, facets, years].forEach((part) => part.replaceChildren());
    ["answered", "by", "counted"].forEach((name) => { delete page.dataset[name]; });
  }

  // ---- Asking --------------------------------------------------------------------------------------------------------

  function ask(typing) {
    if (!state.query.trim()) {
      asker.stop();
      clear();
      return Promise.resolve();
    }
    if (!asker.isReady() && shown === null) status.textContent = "Fetching the index …";
    const limit = Math.min(state.pages * PER_PAGE, MOST);
    return asker.ask({ query: state.query, sort: state.sort, limit, offset: 0, typing });
  }

  function askSimilar(text) {
    return asker.ask({ similar: text.slice(0, 4096), limit: PER_PAGE, offset: 0, facets: false });
  }

  // ---- The address ---------------------------------------------------------------------------------------------------

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
      pages: Math.min(Math.max(Number.parseInt(parameters.get("page"), 10) || 1, 1), MOST / PER_PAGE),
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

  const goTo = (query) => go({ query, sort: state.sort, pages: 1 });

  // ---- Listening -----------------------------------------------------------------------------------------------------

  let timer = 0;

  box.addEventListener("focus", () => { incidex.palette.warm(); }, { once: true });
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state = { query: box.value, sort: state.sort, pages: 1 };
      ask(true);
    }, 80);
  });
  // An alert goes where there is room for it, and is asked for by itself.
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!incidex.isPaste(text)) return;
    event.preventDefault();
    find(".similar").open = true;
    alertBox.value = text.trim();
    alertBox.focus();
    askSimilar(text.trim());
  });
  find("form[role=search]").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    incidex.recent.remember(box.value);
    goTo(box.value);
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
    if (text) askSimilar(text);
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

  incidex.whenRenewed(() => { if (page.dataset.by === "index") ask(false); });
  adopt(stated());
  // Results that are drawn before the names are there are drawn again with them.
  incidex.names.load().then(() => { if (shown !== null) { shown = null; ask(false); } });
  if (self.incidexStart) incidex.reader().catch(() => {});
  if (state.query) ask(false);
})(self.incidex);
