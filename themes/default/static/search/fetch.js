// Files of the search, from wherever the site is.
(function (incidex) {
  "use strict";

  const folder = incidex.at + "search/";

  // What the index refuses: damaged, or of another version.
  class Refused extends Error {}
  // What is not there any more: the site was published anew.
  class Gone extends Error {}

  async function fetched(path, options, started) {
    const response = await (started || fetch(folder + path, options));
    if (response.status === 404) throw new Gone(path);
    if (!response.ok) throw new Error("the server answered " + response.status);
    return response;
  }

  // What is the index now: its format, its pack and its reader.
  async function index(fresh) {
    return (await fetched("index.json", { cache: fresh ? "reload" : "no-cache" })).json();
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

  Object.assign(incidex, { Refused, Gone, PAST_THE_CACHE, fetched, index, bytes, compiled });
})(self.incidex);
