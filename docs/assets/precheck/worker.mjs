// Runs the engine in one of two runtimes, "light" or "full", as its name says. It has the words of both languages, so that
// nothing has to be fetched when a person changes the language.
// All files come from this site, each is fetched once and used only if it is the one that the plan names.
//
// In:  {id, language, request}, a request as in eligibility/engine/worker.py
// Out: {id, ok, …} its reply · while loading {share: 0…1} · then {ready: true}
//      · instead {failure: "network" | "refused" | "broken" | "unsupported"}

/** The smallest WebAssembly module. Without permission to compile it, Pyodide would wait for ever and say nothing. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const runtime = self.name;
const plainFetch = self.fetch;
const address = (path) => new URL(path, import.meta.url).href;
const below = (path) => address(`../runtime/${path}`);

let given = false;
/** Say once why there will be no result. A runtime may swallow an error and wait, so what knows of it says it itself. */
function give(kind) {
  if (!given) postMessage({ failure: kind });
  given = true;
}

/** What a promise gives; where it fails, that is said, and nothing goes on. */
const or = (kind, promise) =>
  promise.catch((error) => {
    give(typeof kind === "function" ? kind(error) : kind);
    throw error;
  });

/** Why a script could not be imported: it arrived cut or changed, it did not arrive, or it made a mistake. */
const whyNot = (error) => (error instanceof SyntaxError ? "refused" : error instanceof TypeError ? "network" : "broken");
const load = (url) => or(whyNot, import(url));

/**
 * Fetches a file of the plan and checks it.
 *
 * @param {{path: string, bytes: number, sha256: string}} file
 * @param {(bytes: number) => void} onChunk told the length of each piece
 * @returns {Promise<Uint8Array>}
 */
async function arrive({ path, bytes, sha256 }, onChunk) {
  const response = await or("network", plainFetch(below(path)));
  if (!response.ok) return or("refused", Promise.reject(new Error(`${path}: ${response.status}`)));
  const content = await or("network", read(response.body.getReader(), onChunk));
  const digest = await crypto.subtle.digest("SHA-256", content);
  const fits = content.length === bytes && btoa(String.fromCharCode(...new Uint8Array(digest))) === sha256;
  return fits ? content : or("refused", Promise.reject(new Error(`${path} is not the file of the plan`)));
}

async function read(reader, onChunk) {
  const chunks = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    onChunk(next.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Fetches files, all at once, and counts what arrives, so that people see it come; gives name → promise of bytes. */
function arriveAll(files) {
  const whole = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  const count = (length) => {
    loaded += length;
    if (!given) postMessage({ share: Math.min(loaded / whole, 1) });
  };
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, arrive(file, count)]));
}

/** From here on a runtime that fetches gets what has been checked, each file once, and nothing else. */
function handOver(files, arrived) {
  const names = new Map(Object.entries(files).map(([name, { path }]) => [below(path), name]));
  self.fetch = async (wanted) => {
    const name = names.get(String(wanted));
    const content = await arrived[name];
    delete arrived[name];
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(content, { headers: { "Content-Type": type } });
  };
  const plainStart = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...request) => or("unsupported", plainStart(...request));
}

/** Loads everything; gives a function from request text to reply text. */
async function start() {
  await or("unsupported", WebAssembly.compile(EMPTY_MODULE));
  const starter = load(`./${runtime}.mjs`);
  const plan = await or("network", plainFetch(address("bundle.json")).then((response) => response.json()));
  const { runtime: folder, modules, files: own } = plan[runtime];
  const files = { ...own, ...plan.shared, ...plan.words };
  const arrived = arriveAll(files);
  handOver(files, arrived);
  const [[module], ready] = await Promise.all([Promise.all(modules.map((path) => load(below(path)))), all(arrived)]);
  return (await starter).start(
    module,
    { runtime: below(folder), engine: below(plan.engine) },
    { ...ready, words: Object.fromEntries(Object.keys(plan.words).map((each) => [each, ready[each]])) },
  );
}

/** A promise of all values of an object of promises. */
async function all(promises) {
  return Object.fromEntries(await Promise.all(Object.entries(promises).map(async ([name, each]) => [name, await each])));
}

// An error that a runtime drops on its way would leave the person waiting.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  give("broken");
});
const started = or("broken", start());
started.then(() => postMessage({ ready: true })).catch(() => {}); // it has been said

addEventListener("message", async ({ data: { id, language, request } }) => {
  const evaluate = await started.catch(() => null);
  if (evaluate) postMessage({ id, ...JSON.parse(evaluate(JSON.stringify(request), language)) });
});
