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
 * @param {{id: string, state: string, title: string, reason: string[][], blocks: {kind: string, head: string, lines: string[][][]}[]}[]} told
 *   the sentences of each panel, as pieces [kind, text] or ["question", text, id]
 * @param {string[][][]} left the questions that could settle more, as such sentences
 */
export function showResult(root, result, told, left) {
  const form = root.querySelector("form");
  const section = root.querySelector("[data-result]");
  const named = cantons(form);
  const context = { form, asOf: result.as_of, canton: named.size === 1 ? [...named][0] : null };
  const panels = new Map(result.panels.filter(({ state }) => state !== "not_shown").map((panel) => [panel.id, panel]));
  for (const card of section.querySelectorAll("[data-panel]")) {
    const panel = panels.get(card.dataset.panel);
    show(card, panel);
    if (panel) fillPanel(card, panel, context);
  }
  tell(section, told, left, form);
  for (const slot of section.querySelectorAll("[data-slot]")) {
    show(slot, context.canton === null || slot.dataset.slot === context.canton);
    show(slot.querySelector("[data-slot-name]"), context.canton === null);
  }
  for (const steps of section.querySelectorAll("[data-steps]")) steps.open = context.canton !== null;
  for (const cited of section.querySelectorAll("[data-cited]")) show(cited, cited.querySelector("li:not([hidden])"));
  for (const group of section.querySelectorAll("[data-group]")) show(group, group.querySelector("[data-panel]:not([hidden])"));
  for (const link of section.querySelectorAll("[data-today]")) show(link, panels.get(link.dataset.today)?.state === "shown");
  prepareFolds(section);
  show(section.querySelector("[data-nothing]"), panels.size === 0);
  show(section.querySelector("[data-two-cantons]"), named.size > 1);
  const open = section.querySelector("[data-many-open]");
  show(open, [...panels.values()].filter(({ state }) => state === "possible").length >= Number(open.dataset.manyOpen));
  section.querySelector("[data-date]").textContent = root.dataset.wordDate.replace("{date}", inDays(result.as_of, root.dataset.language));
  fillOffice(root, section, result.values.office.known);
  fillUnsure(section, panels, new Map(told.map((each) => [each.id, each])));
  section.hidden = false;
}

/** Fill in the sentences: of each panel, why others do not appear, and what could settle more. */
function tell(section, told, left, form) {
  for (const each of told) {
    const card = section.querySelector(`[data-panel="${each.id}"]:not([hidden])`);
    if (card) tellPanel(card, each, form);
  }
  fillOthers(section, told, form);
  const questions = section.querySelector("[data-left]");
  questions.querySelector("ul").replaceChildren(...left.map((line) => questionLine(line, form)));
  show(questions, left.length);
}

const SENTENCES =
  "[data-reason] > span, [data-settle] li, [data-why] p, [data-why] li, [data-others] [data-other] p, [data-others] [data-other] li, [data-left] li";

/** Put the same sentences in another language below those that are shown. */
export function tellBeside(root, { told, left }, language) {
  const section = root.querySelector("[data-result]");
  const copy = section.cloneNode(true);
  const shown = [...section.querySelectorAll(SENTENCES)];
  tell(copy, told, left, root.querySelector("form"));
  for (const [place, other] of [...copy.querySelectorAll(SENTENCES)].entries()) {
    const below = element("span", other.textContent);
    below.className = "beside";
    below.lang = language;
    shown[place].append(below);
  }
}

/** Take the sentences away: they repeat what the person answered. */
export function forgetResult(root) {
  const told = "[data-why], [data-reason], [data-settle] ul, [data-others] > ol, [data-unsure-values], [data-left] ul";
  for (const each of root.querySelectorAll(told)) each.replaceChildren();
}

export function inDays(isoDate, language) {
  const format = new Intl.DateTimeFormat(`${language}-CH`, { dateStyle: "long", timeZone: "UTC" });
  const date = format.format(new Date(`${isoDate}T00:00Z`)).replaceAll(" ", "\u00a0");
  return language === "fr" ? date.replace(/^1\s/u, "1er\u00a0") : date;
}

function fillPanel(card, panel, context) {
  const sure = panel.state === "shown";
  card.classList.toggle("panel--possible", !sure);
  card.dataset.shown = panel.state;
  for (const words of card.querySelectorAll("[data-state]")) show(words, words.dataset.state === panel.state);
  for (const figures of card.querySelectorAll("[data-figures]")) fillFigures(figures, sure && !panel.unconfirmed, context.asOf);
  for (const amount of card.querySelectorAll("[data-amount]")) show(amount, holds(amount, context.asOf));
  show(card.querySelector("[data-unconfirmed]"), panel.unconfirmed);
  fold(card, !sure && !("staysOpen" in card.dataset));
}

function tellPanel(card, { reason, blocks }, form) {
  const because = card.querySelector("[data-reason]");
  because.replaceChildren(sentence("span", reason, form));
  show(because, reason.length);
  fillSettle(card, blocks, form);
  const why = blocks.filter(({ kind }) => kind !== "settle").map((block) => blockOf(block, form));
  card.querySelector("[data-why]").replaceChildren(...why);
}

/** A panel that is only possible is its title, state and reason; the title unfolds the rest, as does a search in the page. */
function fold(card, folded) {
  const [title, body] = [card.querySelector("h4"), card.querySelector("[data-body]")];
  const words = [...(title.querySelector("button") ?? title).childNodes];
  card.classList.toggle("panel--folded", folded);
  title.replaceChildren(...words);
  body.hidden = false;
  if (!folded) return;
  const button = element("button", "");
  button.append(...words);
  button.type = "button";
  button.setAttribute("aria-controls", body.id);
  button.addEventListener("click", () => unfold(card, Boolean(body.hidden))); // "until-found" is hidden too
  title.replaceChildren(button);
  body.onbeforematch = () => unfold(card, true);
  unfold(card, false);
}

function unfold(card, wanted) {
  const body = card.querySelector("[data-body]");
  card.querySelector("h4 button").setAttribute("aria-expanded", wanted);
  if (wanted) body.hidden = false;
  else body.setAttribute("hidden", "onbeforematch" in body ? "until-found" : "");
}

/** One button unfolds all, to read on or to print, and folds them again. */
function prepareFolds(section) {
  const cards = [...section.querySelectorAll(".panel--folded:not([hidden])")];
  const all = section.querySelector("[data-unfold-all]");
  let wanted = true;
  all.textContent = all.dataset.unfold;
  all.onclick = () => {
    for (const card of cards) unfold(card, wanted);
    wanted = !wanted;
    all.textContent = wanted ? all.dataset.unfold : all.dataset.fold;
  };
  show(section.querySelector("[data-folded]"), cards.length);
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

/** A question that is left; in a view for several people those about danger stay out. */
function questionLine(line, form) {
  const made = sentence("li", line, form);
  const [, , id] = line.find(([kind]) => kind === "question") ?? [];
  return markSensitive(made, id && form.querySelector(`#q-${id}`));
}

/** Passes on that something tells of danger, permit or health. */
function markSensitive(made, from) {
  if (from?.dataset.sensitive) made.dataset.sensitive = from.dataset.sensitive;
  return made;
}

/** Which questions would settle a panel that is only possible: each a way back to the question. */
function fillSettle(card, blocks, form) {
  const settle = blocks.find(({ kind }) => kind === "settle");
  const ways = settle?.lines.map((line) => sentence("li", line, form)) ?? [];
  card.querySelector("[data-settle] ul").replaceChildren(...ways);
  show(card.querySelector("[data-settle]"), ways.length);
  show(card.querySelector("[data-settle-none]"), settle && !ways.length);
}

/** What is not confirmed in what is shown, and who knows: values that rules compare with, the office, other statements. */
function fillUnsure(section, panels, sentences) {
  const unsure = section.querySelector("[data-unsure]");
  const values = new Map();
  for (const { id, unconfirmed } of panels.values()) {
    const card = section.querySelector(`[data-panel="${id}"]`);
    const said = unconfirmed && card.querySelector("[data-unconfirmed] [data-said]");
    if (!said) continue;
    const text = [said.textContent, ...whoKnows(unsure, sentences.get(id).blocks)].join(" ");
    values.set(text, markSensitive(element("li", text), card));
  }
  unsure.querySelector("[data-unsure-values]").replaceChildren(...values.values());
  const office = section.querySelector("[data-office-card]").childElementCount && section.querySelector("[data-probably]").hidden;
  show(unsure.querySelector("[data-unsure-office]"), !office);
  let open = false;
  for (const group of unsure.querySelectorAll("[data-unsure-panels]")) {
    const states = [...group.querySelectorAll("[data-unsure-panel]")].map((link) => {
      const state = panels.get(link.dataset.unsurePanel)?.state;
      show(link, state === "shown");
      return state;
    });
    show(group.querySelector("[data-unsure-possible]"), states.includes("possible"));
    show(group, states.includes("shown"));
    open ||= states.includes("shown");
  }
  show(unsure, values.size || !office || open);
}

function whoKnows(unsure, blocks) {
  const lines = blocks.find(({ kind }) => kind === "ask")?.lines ?? [];
  const names = lines.map((line) => line.map(([, text]) => text).join(""));
  return names.length ? [unsure.dataset.knows, names.join(`${unsure.dataset.semicolon} `)] : [];
}

/** Why the other panels do not appear, one after the other in one place. */
function fillOthers(section, told, form) {
  const others = told.filter(({ state }) => state === "not_shown");
  const items = others.map(({ id, title, blocks }) => {
    const item = element("li", "");
    item.dataset.other = id;
    item.append(element("p", title), ...blocks.map((block) => blockOf(block, form)));
    return markSensitive(item, section.querySelector(`[data-panel="${id}"]`));
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
  if (question && !question.matches("[data-ask-if][hidden]")) {
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
    const said = element("span", "");
    said.className = "vh";
    said.dataset.saidNewTab = "";
    link.append(said);
  }
  sayNewTab(root);
}

/** Say in the page's language which links open a new tab. */
export function sayNewTab(root) {
  for (const said of root.querySelectorAll("[data-said-new-tab]")) said.textContent = ` ${root.dataset.wordNewTab}`;
}
