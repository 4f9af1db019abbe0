// Shows a result/1: all panels stand in the page, in their order and words; here they are only uncovered and filled in.
// The explanation comes from the engine in sentences, the same that `portal explain` prints.

import { cantons } from "./answers.mjs";

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
 * @param {{id: string, state: string, title: string, blocks: {kind: string, head: string, lines: string[][][]}[]}[]} told
 *   the sentences of each panel, as pieces [kind, text] or ["question", text, id]
 */
export function showResult(root, result, told) {
  const form = root.querySelector("form");
  const section = root.querySelector("[data-result]");
  const named = cantons(form);
  const context = { form, asOf: result.as_of, canton: named.size === 1 ? [...named][0] : null };
  const panels = new Map(result.panels.filter(({ state }) => state !== "not_shown").map((panel) => [panel.id, panel]));
  const sentences = new Map(told.map((each) => [each.id, each]));
  for (const card of section.querySelectorAll("[data-panel]")) {
    const panel = panels.get(card.dataset.panel);
    show(card, panel);
    if (panel) fillPanel(card, panel, sentences.get(panel.id).blocks, context);
  }
  for (const group of section.querySelectorAll("[data-group]")) show(group, group.querySelector("[data-panel]:not([hidden])"));
  fillOthers(section, told, form);
  show(section.querySelector("[data-nothing]"), panels.size === 0);
  show(section.querySelector("[data-two-cantons]"), named.size > 1);
  const open = section.querySelector("[data-many-open]");
  show(open, [...panels.values()].filter(({ state }) => state === "possible").length >= Number(open.dataset.manyOpen));
  section.querySelector("[data-date]").textContent = root.dataset.wordDate.replace("{date}", inDays(result.as_of, root.dataset.language));
  fillOffice(root, section, result.values.office.known);
  section.hidden = false;
}

/** Take the sentences away: they repeat what the person answered. */
export function forgetResult(root) {
  for (const told of root.querySelectorAll("[data-why], [data-settle] ul, [data-others] > ol")) told.replaceChildren();
}

export function inDays(isoDate, language) {
  const format = new Intl.DateTimeFormat(`${language}-CH`, { dateStyle: "long", timeZone: "UTC" });
  const date = format.format(new Date(`${isoDate}T00:00Z`)).replaceAll(" ", "\u00a0");
  return language === "fr" ? date.replace(/^1\s/u, "1er\u00a0") : date;
}

function fillPanel(card, panel, blocks, context) {
  const sure = panel.state === "shown";
  card.classList.toggle("panel--possible", !sure);
  card.dataset.shown = panel.state;
  for (const words of card.querySelectorAll("[data-state]")) show(words, words.dataset.state === panel.state);
  for (const slot of card.querySelectorAll("[data-slot]")) {
    show(slot, context.canton === null || slot.dataset.slot === context.canton);
    show(slot.querySelector("[data-slot-name]"), context.canton === null);
  }
  for (const figures of card.querySelectorAll("[data-figures]")) fillFigures(figures, sure && !panel.unconfirmed, context.asOf);
  for (const amount of card.querySelectorAll("[data-amount]")) show(amount, holds(amount, context.asOf));
  show(card.querySelector("[data-unconfirmed]"), panel.unconfirmed);
  fillSettle(card, blocks, context.form);
  const why = blocks.filter(({ kind }) => kind !== "settle").map((block) => blockOf(block, context.form));
  card.querySelector("[data-why]").replaceChildren(...why);
}

/** Whether an amount holds on a day. */
function holds(amount, asOf) {
  return amount.dataset.from <= asOf && asOf <= (amount.dataset.until || "9999");
}

/** Only amounts that hold on the day of the result; without one there is no heading for them either. */
function fillFigures(figures, wanted, asOf) {
  const lines = [...figures.querySelectorAll("[data-from]")];
  for (const line of lines) show(line, holds(line, asOf));
  show(figures, wanted && lines.some((line) => !line.hidden));
}

/** Which questions would settle a panel that is only possible: each a way back to the question. */
function fillSettle(card, blocks, form) {
  const settle = blocks.find(({ kind }) => kind === "settle");
  const ways = settle?.lines.map((line) => sentence("li", line, form)) ?? [];
  card.querySelector("[data-settle] ul").replaceChildren(...ways);
  show(card.querySelector("[data-settle]"), ways.length);
  show(card.querySelector("[data-settle-none]"), settle && !ways.length);
}

/** Why the other panels do not appear, one after the other in one place. */
function fillOthers(section, told, form) {
  const others = told.filter(({ state }) => state === "not_shown");
  const items = others.map(({ id, title, blocks }) => {
    const item = element("li", "");
    item.dataset.other = id;
    item.append(element("p", title), ...blocks.map((block) => blockOf(block, form)));
    return item;
  });
  section.querySelector("[data-others] > ol").replaceChildren(...items);
  show(section.querySelector("[data-others]"), items.length);
}

function blockOf({ kind, head, lines }, form) {
  const made = element("div", "");
  made.dataset.told = kind;
  made.append(element("p", head));
  if (lines.length) {
    const list = element("ul", "");
    list.append(...lines.map((line) => sentence("li", line, form)));
    made.append(list);
  }
  return made;
}

/** A sentence from its pieces; a question that is asked now can be gone back to. */
function sentence(name, pieces, form) {
  const made = element(name, "");
  for (const [kind, text, id] of pieces) made.append(piece(kind, text, id && form.querySelector(`#q-${id}`)));
  return made;
}

function piece(kind, text, question) {
  if (kind === "text") return text;
  if (question && !question.hidden) {
    const link = element("a", text);
    link.href = `#${question.id}`;
    return link;
  }
  const made = element(kind === "answer" ? "strong" : "span", text);
  if (kind === "source") made.className = "precheck__source";
  return made;
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
