// The result as plain text: the same lines as `portal evaluate --format text` prints (portal/pages/result.py).

const ASIDE = "[hidden], [data-settle], [data-settle-none], details";

/** The words of an element as they are seen, on one line. */
function line(part) {
  const copy = part.cloneNode(true);
  for (const unseen of copy.querySelectorAll("[hidden], a .vh")) unseen.remove();
  return copy.textContent.replace(/[ \t\n]+/gu, " ").trim();
}

function panelLines(card) {
  const state = [...card.querySelectorAll("[data-state]")].find((part) => !part.hidden);
  const parts = [...card.querySelectorAll("p:not(.precheck__state), li")].filter((part) => !part.closest(ASIDE));
  return ["", `${line(card.querySelector("h4"))} (${line(state)})`, ...parts.map((part) => `  ${line(part)}`)];
}

function contactLines(card) {
  return [...card.querySelectorAll(".precheck__ways li")]
    .map((item) => item.querySelector("a, li > span:not(.status)"))
    .filter(Boolean)
    .map((value) => `  ${value.getAttribute("href")?.startsWith("http") ? value.getAttribute("href") : line(value)}`);
}

function officeLines(result) {
  const card = result.querySelector("[data-office-card] [data-office]");
  if (!card) return [];
  const probably = result.querySelector("[data-probably]:not([hidden])");
  return [line(card.querySelector(".contact__name")), ...(probably ? [`  ${line(probably)}`] : []), ...contactLines(card)];
}

/**
 * The result that is shown.
 *
 * @param {HTMLElement} result
 * @param {{orients: string, inCharge: string, language: string, withSafety: boolean}} options `withSafety`: also the
 *   panels that tell of danger
 */
export function resultText(result, { orients, inCharge, language, withSafety }) {
  const shell = result.querySelector(".precheck__shell");
  const lines = [line(result.querySelector("h2")), "", line(shell), orients];
  const open = result.querySelector("[data-many-open]:not([hidden])");
  if (open) lines.push(open.firstChild.textContent.trim());
  for (const group of result.querySelectorAll("[data-group]:not([hidden])")) {
    const cards = [...group.querySelectorAll("[data-panel]:not([hidden])")];
    const taken = cards.filter((card) => withSafety || card.dataset.sensitive !== "safety");
    if (taken.length) lines.push("", line(group.querySelector("h3")).toLocaleUpperCase(language), ...taken.flatMap(panelLines));
  }
  return [...lines, "", inCharge, ...officeLines(result), "", line(result.querySelector("[data-date]"))].join("\n");
}
