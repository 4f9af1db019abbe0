// The result as plain text: the same lines as `portal evaluate --format text` prints (portal/pages/result.py).

/** A folded panel is taken along whole. */
const UNSEEN = "[hidden]:not([data-body])";
const ASIDE = `${UNSEEN}, [data-settle], [data-settle-none], .panel__why`;

/** The words of an element as they are seen, on one line. */
function line(part) {
  const copy = part.cloneNode(true);
  for (const unseen of copy.querySelectorAll("[hidden], a .vh, .vh:last-child, .beside")) unseen.remove();
  return copy.textContent.replace(/[ \t\n]+/gu, " ").trim();
}

function panelLines(card) {
  const state = [...card.querySelectorAll("[data-state]")].find((part) => !part.hidden);
  const lines = card.querySelectorAll("p:not(.precheck__state), li, [data-cited] > summary");
  const parts = [...lines].filter((part) => !part.closest(ASIDE));
  return ["", `${line(card.querySelector("h4"))} (${line(state)})`, ...parts.map((part) => `  ${line(part)}`)];
}

function contactLines(card) {
  return [...card.querySelectorAll(".precheck__ways li")]
    .map((item) => item.querySelector("a, li > span:not(.status)"))
    .filter(Boolean)
    .map((value) => `  ${value.getAttribute("href")?.startsWith("http") ? value.getAttribute("href") : line(value)}`);
}

function officeLines(result, language) {
  const part = result.querySelector("[data-your-office]");
  const head = ["", heading(part, language)];
  const card = part.querySelector("[data-office]");
  if (!card) return [...head, `  ${part.querySelector("[data-office-open]").firstChild.textContent.trim()}`];
  const probably = part.querySelector("[data-probably]:not([hidden])");
  return [...head, ...[probably, card.querySelector(".contact__name")].filter(Boolean).map((each) => `  ${line(each)}`), ...contactLines(card)];
}

function heading(part, language) {
  return line(part.querySelector("h3")).toLocaleUpperCase(language);
}

/** A part around the panels: its heading, then its paragraphs and lists; nothing where it is not shown. */
function aroundLines(part, { language, withSafety }) {
  if (!part || part.hidden) return [];
  const lines = [...part.querySelectorAll("p, li:not(:has(p)), summary")]
    .filter((each) => !each.closest("[hidden]") && (withSafety || each.closest("[data-sensitive]")?.dataset.sensitive !== "safety"))
    .map((each) => `  ${each.closest("li") && !each.previousElementSibling?.matches("li p") ? "– " : ""}${line(each)}`);
  return ["", heading(part, language), ...lines];
}

/**
 * The result that is shown.
 *
 * @param {HTMLElement} result
 * @param {{orients: string, language: string, withSafety: boolean}} options `withSafety`: also the
 *   panels that tell of danger
 */
export function resultText(result, { orients, language, withSafety }) {
  const around = (name) => aroundLines(result.querySelector(`[data-${name}]`), { language, withSafety });
  const lines = [line(result.querySelector("h2")), "", line(result.querySelector(".precheck__shell"))];
  const open = result.querySelector("[data-many-open]:not([hidden])");
  if (open) lines.push(open.firstChild.textContent.trim());
  const nothing = result.querySelector("[data-nothing]:not([hidden])");
  lines.push(orients, ...(nothing ? ["", line(nothing)] : []), ...around("today-list"));
  for (const group of result.querySelectorAll("[data-group]")) {
    const cards = [...group.querySelectorAll("[data-panel]:not([hidden])")];
    const taken = cards.filter((card) => withSafety || card.dataset.sensitive !== "safety");
    if (taken.length) lines.push("", heading(group, language), ...taken.flatMap(panelLines));
    if (group.dataset.group === "do_now") lines.push(...officeLines(result, language));
  }
  const after = ["then", "unsure", "left"].flatMap(around);
  return [...lines, ...after, "", line(result.querySelector("[data-date]"))].join("\n");
}
