// One worker with one runtime: starts it, listens for signs of life, asks it.

/** A worker is given up after this time without any sign of life: without its permission Pyodide waits for ever. */
const SILENCE_MS = 30_000;

/** Why there is no result: timeout, network, refused, broken, unsupported or outdated. */
export class Failure extends Error {
  /** @param {boolean} everywhere whether every runtime would fail in the same way */
  constructor(kind, everywhere = false) {
    super(kind);
    this.kind = kind;
    this.everywhere = everywhere;
    /** Whether the full runtime may help, if the person agrees to load it. */
    this.ask = false;
  }
}

/**
 * Starts a worker.
 *
 * @param {string} runtime as in choice.mjs
 * @param {(share: number) => void} onProgress told the loaded share, 0 to 1
 * @returns {{ready: boolean, ask: (request: object, language: string) => Promise<object>, stop: () => void}} `ask` gives the
 *   reply to a request, or throws a Failure; `stop` ends the worker and whatever it is doing
 * @throws {Failure} where the browser allows no worker
 */
export function startRunner(runtime, onProgress) {
  const worker = open(runtime);
  const waiting = new Map();
  let lastId = 0;
  let silence;
  let fail;
  const failed = new Promise((_, reject) => {
    fail = (kind, everywhere) => {
      runner.stop();
      reject(new Failure(kind, everywhere));
    };
  });
  failed.catch(() => {}); // whoever waits is told; nobody waiting is no error

  function alive() {
    clearTimeout(silence);
    silence = setTimeout(fail, SILENCE_MS, "timeout");
  }
  // A script that does not arrive gives an event without words, a mistake in a script one with words.
  worker.addEventListener("error", ({ message }) => fail(message ? "broken" : "network", true));
  worker.addEventListener("message", ({ data }) => {
    if (data.failure) {
      fail(data.failure);
      return;
    }
    if (data.id) {
      waiting.get(data.id)(data);
      waiting.delete(data.id);
    } else if (data.ready) {
      runner.ready = true;
    } else {
      onProgress(data.share);
    }
    if (runner.ready && !waiting.size) clearTimeout(silence);
    else alive();
  });

  const runner = {
    ready: false,
    async ask(request, language) {
      const id = (lastId += 1);
      const answered = new Promise((resolve) => waiting.set(id, resolve));
      alive();
      worker.postMessage({ id, language, request });
      return Promise.race([answered, failed]);
    },
    stop() {
      clearTimeout(silence);
      worker.terminate();
    },
  };
  alive();
  return runner;
}

function open(name) {
  try {
    return new Worker(new URL("./worker.mjs", import.meta.url), { type: "module", name });
  } catch {
    throw new Failure("unsupported", true);
  }
}
