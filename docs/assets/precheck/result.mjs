// Shows a result/1: all panels stand in the page, in their order and words; here they are only uncovered and filled in.

import { cantons, inWords, partOf } from "./answers.mjs";

/** An element with text; text is only ever set as text. */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show(target, visible) {
  if (target) target.hidden = !visible;
}

/**
 * Fill in the result and uncover it.
 *
 * @param {HTMLElement} root the whole pre-check
 * @param {object} result result/1
 */
export function showResult(root, result) {
  const form = root.querySelector("form");
  const section = root.querySelector("[data-result]");
  const named = cantons(form);
  const context = { form, words: root.dataset, asOf: result.as_of, canton: named.size === 1 ? [...named][0] : null };
  const panels = new Map(result.panels.map((panel) => [panel.id, panel]));
  for (const card of section.querySelectorAll("[data-panel]")) {
    const panel = panels.get(card.dataset.panel);
    show(card, panel);
    if (panel) fillPanel(card, panel, context);
  }
  for (const group of section.querySelectorAll("[data-group]")) show(group, group.querySelector("[data-panel]:not([hidden])"));
  show(section.querySelector("[data-nothing]"), panels.size === 0);
  show(section.querySelector("[data-two-cantons]"), named.size > 1);
  section.querySelector("[data-date]").textContent = root.dataset.wordDate.replace("{date}", inDays(result.as_of, root.dataset.language));
  fillOffice(root, section, result.values.office.known);
  section.hidden = false;
}

function inDays(isoDate, language) {
  const format = new Intl.DateTimeFormat(`${language}-CH`, { dateStyle: "long", timeZone: "UTC" });
  const date = format.format(new Date(`${isoDate}T00:00Z`)).replaceAll(" ", "\u00a0");
  return language === "fr" ? date.replace(/^1\s/u, "1er\u00a0") : date;
}

function fillPanel(card, panel, context) {
  const sure = panel.state === "shown";
  card.classList.toggle("panel--possible", !sure);
  card.dataset.shown = panel.state;
  for (const words of card.querySelectorAll("[data-state]")) show(words, words.dataset.state === panel.state);
  for (const slot of card.querySelectorAll("[data-slot]")) {
    show(slot, context.canton === null || slot.dataset.slot === context.canton);
    show(slot.querySelector("[data-slot-name]"), context.canton === null);
  }
  for (const figures of card.querySelectorAll("[data-figures]")) fillFigures(figures, sure && !panel.unconfirmed, context.asOf);
  show(card.querySelector("[data-unconfirmed]"), panel.unconfirmed);
  fillSettle(card, panel, context);
  fillWhy(card, panel, context);
}

/** Only amounts that hold on the day of the result; without one there is no heading for them either. */
function fillFigures(figures, wanted, asOf) {
  const lines = [...figures.querySelectorAll("[data-from]")];
  for (const line of lines) show(line, line.dataset.from <= asOf && asOf <= (line.dataset.until || "9999"));
  show(figures, wanted && lines.some((line) => !line.hidden));
}

/** Which questions would settle a panel that is only possible: each a way back to the question. */
function fillSettle(card, panel, context) {
  const ways = panel.settle.map((way) => settleWay(way, context));
  card.querySelector("[data-settle] ul").replaceChildren(...ways);
  show(card.querySelector("[data-settle]"), ways.length);
  show(card.querySelector("[data-settle-none]"), panel.state === "possible" && !ways.length);
}

function settleWay(way, { form, words }) {
  const item = element("li", "");
  const questions = new Set(way.map((variable) => partOf(form, variable).closest("fieldset.question")));
  for (const question of questions) {
    if (item.childNodes.length) item.append(` ${words.wordAnd} `);
    const title = question.querySelector("h3").textContent;
    const named = element(question.hidden ? "q" : "a", title);
    if (!question.hidden) named.href = `#${question.id}`;
    item.append(named);
  }
  return item;
}

/** The rules behind a panel, the answers they rest on, and their sources. */
function fillWhy(card, panel, { form, words }) {
  const rows = new Set(panel.why.flatMap((way) => way.rows));
  const sources = new Set(panel.why.flatMap((way) => way.sources.map(({ source, locator }) => `${source}#${locator ?? ""}`)));
  const parts = new Set(panel.why.flatMap((way) => way.answers.map((variable) => partOf(form, variable))));
  const answers = [...parts].map((part) => {
    const item = element("li", `${part.closest("fieldset.question").querySelector("h3").textContent} `);
    item.append(element("strong", inWords(part) || words.wordUnanswered));
    return item;
  });
  for (const line of card.querySelectorAll("[data-row]")) show(line, rows.has(line.dataset.row));
  for (const line of card.querySelectorAll("[data-source]")) show(line, sources.has(line.dataset.source));
  card.querySelector("[data-why-answers] ul").replaceChildren(...answers);
  show(card.querySelector("[data-why-answers]"), answers.length);
  show(card.querySelector("[data-why-rows]"), rows.size);
}

/** The office of the chosen commune: the same card as in the list of all offices. */
function fillOffice(root, section, office) {
  const place = section.querySelector("[data-office-card]");
  const card = [...root.querySelectorAll(".precheck__contact [data-office]")].find(({ dataset }) => dataset.office === office);
  place.replaceChildren(...(card ? [card.cloneNode(true)] : []));
  show(section.querySelector("[data-probably]"), card && root.querySelector("option:checked[data-probably]"));
  show(section.querySelector("[data-office-open]"), !card);
}

/** Links that would take the person away, and with it the answers, open beside the page and say so. */
export function openBeside(root) {
  for (const link of root.querySelectorAll("[data-new-tab]")) {
    link.target = "_blank";
    link.relList.add("noopener");
    const said = element("span", ` ${root.dataset.wordNewTab}`);
    said.className = "vh";
    link.append(said);
  }
}
