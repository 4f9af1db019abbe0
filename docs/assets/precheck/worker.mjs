// Runs the engine: Pyodide, one wheel, one rule program and the words of one language (the worker's name), all from this
// site, each file fetched once.
//
// In:  {id, kind, …}, a request as in eligibility/engine/worker.py
// Out: {id, ok, …} its reply · while loading {share: 0…1} · {failure: "network" | "refused" | "broken" | "unsupported"}

const ENGINE = "eligibility-engine";
/** What Pyodide fetches, unpacked (pyodide.asm.wasm and python_stdlib.zip): the measure of the progress. */
const RUNTIME_BYTES = 12_143_855;
/** The smallest WebAssembly module. Without permission to compile it, Pyodide would wait for ever and say nothing. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** What a failure would mean now; until everything has arrived, it is the line. */
let risk = "network";

const address = (path) => new URL(path, import.meta.url).href;
const give = (kind) => postMessage({ failure: kind });

/** Counts what arrives, so that people see it come, and speaks up where Pyodide would keep waiting. */
function watchDownloads() {
  const plainFetch = self.fetch;
  let loaded = 0;
  self.fetch = async (...request) => {
    const response = await plainFetch(...request).catch((error) => {
      // A file that differs from its checksum is not the line's fault; `start` finds it missing.
      if (!request[1]?.integrity) give("network");
      throw error;
    });
    if (!response.ok) give("network");
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        postMessage({ share: Math.min(loaded / RUNTIME_BYTES, 1) });
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), response);
  };
  const plainStart = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...request) =>
    plainStart(...request).catch((error) => {
      give(error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError ? "unsupported" : "network");
      throw error;
    });
}

async function text(path) {
  return (await fetch(address(path))).text();
}

/** Loads everything; gives a function from request text to reply text. */
async function start() {
  await WebAssembly.compile(EMPTY_MODULE).catch((error) => {
    risk = "unsupported";
    throw error;
  });
  watchDownloads();
  const bundle = JSON.parse(await text("bundle.json"));
  const runtime = address(`../runtime/${bundle.runtime}/`);
  const engine = address(`../runtime/${bundle.engine}/`);
  const [{ loadPyodide }, lock, program, words] = await Promise.all([
    import(`${runtime}pyodide.mjs`),
    text(`${engine}lock.json`),
    text(`../runtime/${bundle.rules}/program.json`),
    text(`../runtime/${bundle.rules}/words-${self.name}.json`),
  ]);
  const python = await loadPyodide({
    indexURL: runtime,
    stdLibURL: `${runtime}python_stdlib.zip`,
    lockFileContents: JSON.parse(lock),
    packageBaseUrl: engine,
  });
  // Pyodide compares the wheel with the checksum in the lock file. What differs it leaves out, and throws nothing.
  risk = "refused";
  await python.loadPackage(ENGINE, { messageCallback() {}, errorCallback() {}, checkIntegrity: true });
  if (!(ENGINE in python.loadedPackages)) throw new Error(`${ENGINE} does not match its checksum`);
  risk = "broken";
  python.globals.set("program", program);
  python.globals.set("words", words);
  return python.runPython("from eligibility.engine import evaluate_json\nlambda request: evaluate_json(program, request, words)");
}

// An error that Pyodide drops on its way would leave the person waiting.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  give(risk);
});
const started = start().catch(() => give(risk));

addEventListener("message", async ({ data: { id, ...request } }) => {
  const evaluate = await started;
  if (evaluate) postMessage({ id, ...JSON.parse(evaluate(JSON.stringify(request))) });
});
