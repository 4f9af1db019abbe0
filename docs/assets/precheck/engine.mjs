// The engine, as the page sees it: asks one runtime, and the other one where the first fails.

import { ASK, FULL, choose, mayLoadAhead, otherMayHelp } from "./choice.mjs";
import { Failure, startRunner } from "./runner.mjs";

export { Failure };

/** Whether this browser can run the engine at all; the check of what has been loaded needs a secure page. */
export const supported =
  typeof WebAssembly === "object" && typeof Worker === "function" && typeof globalThis.crypto?.subtle === "object";

const isFree = () => mayLoadAhead(navigator.connection, navigator.deviceMemory);

/** The full runtime that is being loaded before anybody asked for a result. */
let ahead = null;

/**
 * Loads the full runtime once the page itself is complete, where that costs nothing. Failing it says nothing: nobody waits.
 */
export function loadAhead() {
  if (!supported || !isFree()) return;
  const begin = () => {
    try {
      ahead = startRunner(FULL, () => {});
    } catch {
      ahead = null;
    }
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

addEventListener("pagehide", stopAhead);

function stopAhead() {
  ahead?.stop();
  ahead = null;
}

/** Hands over the runtime that was loaded ahead; one that is not ready leaves the line to what is wanted now. */
function takeAhead() {
  const taken = ahead?.ready ? ahead : null;
  if (!taken) stopAhead();
  ahead = null;
  return taken;
}

/**
 * The engine; what it needs is loaded with the first question to it.
 *
 * @param {(share: number) => void} onProgress told the loaded share, 0 to 1
 * @param {boolean} agreed whether the person agreed to load the full runtime
 * @returns {{ask: (request: object, language: string) => Promise<object>, stop: () => void}} `ask` gives the reply to a
 *   request, as in eligibility/engine/worker.py, or throws a Failure; `stop` ends whatever it is doing
 */
export function startEngine(onProgress, agreed = false) {
  const failed = [];
  let standby = takeAhead();
  let running = null;
  const next = () => choose({ ready: standby !== null, agreed, free: isFree(), failed });

  async function ask(request, language) {
    for (;;) {
      const runtime = next();
      try {
        running ??= standby ?? startRunner(runtime, onProgress);
        return await running.ask(request, language);
      } catch (error) {
        stop();
        failed.push(runtime);
        if (!(error instanceof Failure) || error.everywhere || !otherMayHelp(runtime, error.kind)) throw error;
        error.ask = next() === ASK;
        if (error.ask || next() === null) throw error;
      }
    }
  }
  function stop() {
    running?.stop();
    running = standby = null;
  }
  return { ask, stop };
}
