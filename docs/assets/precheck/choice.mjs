// Which runtime gives the result. The light one (0.3 MB) can do everything; the full one (several MB) is a second way, and
// loaded without asking only where that certainly costs nothing and takes nobody's time: what is not known counts as no.

export const LIGHT = "light";
export const FULL = "full";
/** The person has to agree first. */
export const ASK = "ask";

const UNMETERED = ["wifi", "ethernet"];
const FAST_MBIT_S = 5;
const ENOUGH_GIB = 4;

/**
 * Whether megabytes may be loaded before anybody asks for a result.
 *
 * @param {{type?: string, effectiveType?: string, saveData?: boolean, downlink?: number} | undefined} line navigator.connection
 * @param {number | undefined} memory navigator.deviceMemory, in GiB
 */
export function mayLoadAhead(line, memory) {
  const fast = line?.effectiveType === "4g" && line.downlink >= FAST_MBIT_S;
  return fast && UNMETERED.includes(line.type) && line.saveData === false && memory >= ENOUGH_GIB;
}

/**
 * The runtime to use now.
 *
 * @param {{ready: boolean, agreed: boolean, free: boolean, failed: string[]}} state whether the full runtime stands ready,
 *   whether the person agreed to its megabytes, whether they cost nothing here, and which runtimes have failed
 * @returns {"light" | "full" | "ask" | null} null where none is left
 */
export function choose({ ready, agreed, free, failed }) {
  const order = ready || agreed ? [FULL, LIGHT] : [LIGHT, FULL];
  const next = order.find((runtime) => !failed.includes(runtime)) ?? null;
  return next === FULL && !ready && !agreed && !free ? ASK : next;
}

/**
 * Whether the other runtime may do better after this failure. A line that broke or a browser that refuses will not serve
 * megabytes either; a few hundred kilobytes are worth the attempt.
 *
 * @param {string} runtime that failed
 * @param {string} kind of Failure
 */
export function otherMayHelp(runtime, kind) {
  return runtime === FULL ? kind !== "outdated" : kind === "refused" || kind === "broken";
}
