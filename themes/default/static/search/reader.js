// The program's own search as a WebAssembly module: fetches what it asks for, and recovers where it can.
(function (incidex) {
  "use strict";

  const { Refused, Gone, PAST_THE_CACHE } = incidex;
  const DONE = 0, MISSING = 1;
  // A query settles in three rounds, in five where other spellings are looked for.
  const MOST_ROUNDS = 8;
  const FORMAT = 5;
  const KEPT = 40;

  // What was asked for before this script was there.
  const started = self.incidexStart;
  if (started) started.places = started.blocks.then((found) => (found.ok ? found.json() : null)).catch(() => null);

  class Reader {
    // Opens what the page was started with, and otherwise what index.json names.
    async open(fresh) {
      const first = fresh ? null : self.incidexStart;
      self.incidexStart = null;
      const current = incidex.index(fresh);
      if (!first) return this.load(await current, {});
      current.then((index) => { if (index.pack !== first.index.pack) renew(); }, () => {});
      try {
        return await this.load(first.index, first);
      } catch (error) {
        if (error instanceof Gone) return this.open(true);
        throw error;
      }
    }

    async load(index, first) {
      if (index.format !== FORMAT) throw new Error("the index is of another version");
      this.pack = index.pack;
      this.kept = new Map();
      [this.module, this.hot] = await Promise.all([
        this.modulePath === index.reader ? this.module : incidex.compiled(index.reader, first.reader),
        incidex.bytes(index.pack + "/hot.bin", {}, first.hot),
      ]);
      this.modulePath = index.reader;
      try {
        await this.start();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.hot = await incidex.bytes(index.pack + "/hot.bin", PAST_THE_CACHE);
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
      const early = incidex.foreseen(path);
      const fetching = () => incidex.part(path, reload ? PAST_THE_CACHE : {});
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
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
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
  const listeners = [];

  // The reader, opened once. The next search tries again where it fails, as the connection may be back.
  function reader() {
    if (!opening) {
      const possible = typeof WebAssembly === "object";
      opening = possible ? new Reader().open(false) : Promise.reject(new Error("this page cannot run the full search"));
      opening.catch(() => { if (possible) opening = null; });
    }
    return opening;
  }

  // The page holds an older index than there is now.
  function renew() {
    incidex.letGo();
    opening = new Reader().open(true);
    opening.catch(() => { opening = null; });
    listeners.forEach((listener) => listener());
  }

  // A page that holds the whole index would not notice that the site was published anew, so it asks.
  incidex.checkCurrent = function (pack) {
    if (!incidex.isWhole || incidex.isFile) return;
    incidex.index(false).then((index) => { if (index.pack !== pack) renew(); }, () => {});
  };

  incidex.started = started;
  incidex.reader = reader;
  incidex.whenRenewed = (listener) => listeners.push(listener);
})(self.incidex);
