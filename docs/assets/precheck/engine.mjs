// The page's side of the worker: starts it, listens for signs of life, asks it.

/** A start is given up after this time without any sign of life: without its permission Pyodide waits for ever. */
const SILENCE_MS = 60_000;

/** Whether this browser can run the engine at all. */
export const supported = typeof WebAssembly === "object" && typeof Worker === "function";

/** Why there is no result: timeout, network, refused, broken, unsupported or outdated. */
export class Failure extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/**
 * Starts a worker.
 *
 * @param {string} language of the explanation
 * @param {(share: number) => void} onProgress told the loaded share, 0 to 1
 * @returns {{ask: (request: object) => Promise<object>, stop: () => void}} `ask` gives the reply to a request, as in
 *   eligibility/engine/worker.py, or throws a Failure; `stop` ends the worker and whatever it is doing
 */
export function startEngine(language, onProgress) {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module", name: language });
  const waiting = new Map();
  let lastId = 0;
  let silence;
  let fail;
  const failed = new Promise((_, reject) => {
    fail = (kind) => {
      stop();
      reject(new Failure(kind));
    };
  });
  failed.catch(() => {}); // whoever waits is told; nobody waiting is no error

  function stop() {
    clearTimeout(silence);
    worker.terminate();
  }
  function alive() {
    clearTimeout(silence);
    silence = setTimeout(fail, SILENCE_MS, "timeout");
  }

  worker.addEventListener("error", () => fail("network"));
  worker.addEventListener("message", ({ data }) => {
    if (data.failure) return fail(data.failure);
    if ("share" in data) {
      alive();
      return onProgress(data.share);
    }
    clearTimeout(silence);
    waiting.get(data.id)(data);
    return waiting.delete(data.id);
  });

  return {
    async ask(request) {
      const id = (lastId += 1);
      const answered = new Promise((resolve) => waiting.set(id, resolve));
      alive();
      worker.postMessage({ id, ...request });
      return Promise.race([answered, failed]);
    },
    stop,
  };
}
