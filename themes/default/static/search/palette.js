// The palette: a dialog over any page that answers as one types. Its parts are a search box, which keeps the focus, a
// list whose active entry the box names, and a line that says how many there are.
(function (incidex) {
  "use strict";

  const { element, marked, sentence, address, section, facts, counted } = incidex.show;
  const MOST = 8;
  const PAUSE = 80;
  const SEARCH = incidex.at + "search/index.html";

  let dialog = null, box, list, status, notes, forget;
  let from = null, active = 0, moved = false, pasted = null, timer = 0;

  const asker = incidex.asker(draw, (error) => say("The search cannot be reached: " + error.message + "."));

  function button(className, text, act) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function attributes(made, all) {
    Object.entries(all).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function make() {
    box = attributes(element("input"), {
      type: "search", name: "q", role: "combobox", "aria-label": "Search past incidents", "aria-controls": "palette-list",
      "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", maxlength: "512", enterkeyhint: "search", placeholder: "Words, an id, or a pasted alert",
    });
    const form = attributes(element("form", "", box, button("close", "Close", close)), { role: "search", action: SEARCH });
    status = attributes(element("p", "note"), { role: "status" });
    notes = attributes(element("p", "note told"), { role: "status" });
    list = attributes(element("div", "found"), { role: "listbox", id: "palette-list", "aria-label": "Results" });
    forget = button("forget", "Forget these", () => { incidex.recent.forget(); box.focus(); suggest(); });
    const keys = [["↑", ""], ["↓", "choose"], ["Enter", "open"], ["Esc", "close"]];
    const foot = element("p", "foot", ...keys.flatMap(([key, what]) => [element("kbd", "", key), " " + what + " "]), forget);
    dialog = attributes(element("dialog", "palette", form, status, notes, list, foot), {
      role: "dialog", "aria-modal": "true", "aria-label": "Search past incidents",
    });
    document.body.append(dialog);

    form.addEventListener("submit", (event) => { event.preventDefault(); choose(false); });
    box.addEventListener("input", () => { pasted = null; later(); });
    box.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!incidex.isPaste(text)) return;
      event.preventDefault();
      pasted = text.trim().slice(0, 4096);
      box.value = pasted.replace(/\s+/g, " ").slice(0, 512);
      ask();
    });
    dialog.addEventListener("keydown", pressed);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    // Beside it.
    dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
    list.addEventListener("click", (event) => {
      const entry = event.target.closest("[role=option]");
      if (!entry) return;
      activate(entries().indexOf(entry));
      // A new tab or window is the browser's to open.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return remember();
      event.preventDefault();
      choose(false);
    });
  }

  // ---- Opening and closing -----------------------------------------------------------------------------------------

  function warm() {
    incidex.names.load();
    incidex.reader().catch(() => {});
  }

  // `before` gets the focus back.
  function open(before) {
    warm();
    if (!dialog) make();
    if (dialog.open) return box.focus();
    from = before;
    dialog.showModal();
    box.focus();
    box.select();
    if (box.value.trim()) ask(); else suggest();
  }

  function close() {
    clearTimeout(timer);
    asker.stop();
    dialog.close();
    if (from && from.isConnected && from !== document.body) from.focus({ preventScroll: true });
    from = null;
  }

  // ---- Asking --------------------------------------------------------------------------------------------------------

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  function ask() {
    moved = false;
    const query = box.value.trim();
    if (!query) return suggest();
    dialog.dataset.asked = query;
    forget.hidden = true;
    if (!asker.isReady() && !list.children.length) say("Fetching the index …");
    const what = pasted ? { similar: pasted } : { query, typing: true };
    return asker.ask({ ...what, sort: "relevance", limit: MOST, offset: 0, facets: false });
  }

  // Without a query there is what was asked before.
  function suggest() {
    asker.stop();
    delete dialog.dataset.answered;
    const before = incidex.recent.list();
    list.setAttribute("aria-label", "Recent searches");
    fill(before.map((query) => {
      const entry = element("a", "recent", query);
      entry.href = SEARCH + "?q=" + encodeURIComponent(query);
      entry.dataset.query = query;
      return entry;
    }));
    activate(-1);
    forget.hidden = !before.length;
    say(before.length ? "Recent searches, kept in this browser only" : "");
  }

  // ---- Showing -------------------------------------------------------------------------------------------------------

  const entries = () => Array.from(list.children);

  function say(text, told = []) {
    status.textContent = text;
    notes.textContent = told.map(sentence).join(". ");
  }

  function fill(items) {
    items.forEach((item, at) => {
      item.id = "palette-" + at;
      item.tabIndex = -1;
      attributes(item, { role: "option", "aria-selected": "false" });
    });
    list.replaceChildren(...items);
    box.setAttribute("aria-expanded", String(items.length > 0));
  }

  function result(hit) {
    const best = section(hit);
    const made = element("a", "", element("span", "title", ...marked(hit.title)), element("span", "facts", ...facts(hit)));
    if (hit.fixed_by) made.append(element("span", "ended", element("span", "lead", "Ended by "), hit.fixed_by));
    if (hit.shared.length) made.append(element("span", "where", element("span", "lead", "Shares "), hit.shared.join(", ")));
    else if (best || hit.excerpt.length > 1) {
      const heading = best && (best.heading.replace(/:$/, "") || "the beginning");
      const lead = best ? [element("span", "lead", "In ", heading)] : [];
      const excerpt = hit.excerpt.join("") ? [best ? ": " : "", ...marked(hit.excerpt)] : [];
      made.append(element("span", "where", ...lead, ...excerpt));
    }
    if (hit.missing.length) made.append(element("span", "where", element("span", "lead", "Without "), hit.missing.join(", ")));
    made.href = address(hit, best);
    made.dataset.slug = hit.slug;
    return made;
  }

  function draw(answer) {
    const { results, request, by, isWhole, told } = answer;
    const before = moved && entries()[active] ? entries()[active].dataset.slug : null;
    list.setAttribute("aria-label", "Results");
    const items = results.hits.map(result);
    if (request.similar === undefined && (!isWhole || results.total > items.length || !items.length)) {
      const all = element("a", "all", items.length ? "Everything that was found, with filters" : "Look on the search page");
      all.href = SEARCH + "?q=" + encodeURIComponent(request.query);
      items.push(all);
    }
    fill(items);
    activate(Math.max(0, before === null ? 0 : items.findIndex((item) => item.dataset.slug === before)));
    const mended = results.did_you_mean ? ["did you mean: " + results.did_you_mean] : [];
    say(counted(answer), by === "titles" && !isWhole ? [] : told.concat(results.notes, mended));
    dialog.dataset.answered = request.query ?? "";
    dialog.dataset.by = by;
  }

  function activate(at) {
    active = at;
    entries().forEach((entry, number) => entry.setAttribute("aria-selected", String(number === at)));
    const entry = entries()[at];
    if (!entry) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", entry.id);
    entry.scrollIntoView({ block: "nearest" });
  }

  // ---- Choosing --------------------------------------------------------------------------------------------------------

  const remember = () => { if (!pasted) incidex.recent.remember(box.value); };

  // Opens the active entry; a search that is not answered yet goes on on the search page.
  function choose(elsewhere) {
    const entry = entries()[active];
    const isAnswered = dialog.dataset.answered === box.value.trim() || pasted;
    if (entry && entry.dataset.query !== undefined) {
      box.value = entry.dataset.query;
      return ask();
    }
    if (!box.value.trim()) return undefined;
    remember();
    const target = entry && isAnswered ? entry.href : SEARCH + "?q=" + encodeURIComponent(box.value.trim());
    if (elsewhere) return window.open(target, "_blank", "noopener");
    const here = new URL(location.href), there = new URL(target);
    close();
    // The same page with other words is loaded anew, so that they are marked.
    if (here.pathname === there.pathname && here.search === there.search) {
      location.hash = there.hash;
      location.reload();
    } else {
      location.href = target;
    }
    return undefined;
  }

  function pressed(event) {
    if (event.isComposing) return;
    const count = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (step && count) {
      event.preventDefault();
      moved = true;
      activate(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (event.key === "Enter" && event.target === box) {
      event.preventDefault();
      choose(event.ctrlKey || event.metaKey);
    } else if (event.key === "Tab") {
      keepInside(event);
    }
  }

  // The focus goes round within the dialog.
  function keepInside(event) {
    const stops = Array.from(dialog.querySelectorAll("input, button")).filter((stop) => !stop.hidden);
    const last = stops.length - 1;
    const at = stops.indexOf(document.activeElement);
    if (event.shiftKey ? at <= 0 : at === last) {
      event.preventDefault();
      stops[event.shiftKey ? last : 0].focus();
    }
  }

  incidex.whenRenewed(() => { if (dialog && dialog.open && dialog.dataset.by === "index") ask(); });
  incidex.palette = { open, warm };
})(self.incidex);
