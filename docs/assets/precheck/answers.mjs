// The form as an answers/1 object. Nothing is kept: what the person ticked and wrote stands in the page alone.

import { readAmount } from "./amount.mjs";

/** What a person can say instead of an answer; option ids never begin with a question mark. */
const INSTEAD = { "?unknown": null, "?declined": { declined: true }, "?none": [] };

const READ = {
  choice: ([value]) => value,
  yes_no: ([value]) => value === "yes",
  multi: (values) => values,
  count: ([value]) => Number(value),
  year: ([value]) => Number(value),
  commune: ([value]) => value,
};

const field = (part) => part.querySelector("input[type=text], input[type=date]");

/** All inputs of the form, in their order, without those of a question that is not asked now. */
function parts(form) {
  return [...form.querySelectorAll("[data-input]")].filter((part) => !part.closest("[data-ask-if][hidden]"));
}

/** The value of one input; undefined where nothing was answered. */
function read(part) {
  const values = [...part.querySelectorAll("input:checked, option:checked")].map((mark) => mark.value).filter(Boolean);
  const instead = values.find((value) => value in INSTEAD);
  if (instead) return INSTEAD[instead];
  if (part.dataset.kind === "chf") return readAmount(field(part).value) ?? undefined;
  if (part.dataset.kind === "date") return field(part).value || undefined;
  return values.length ? READ[part.dataset.kind](values) : undefined;
}

/**
 * The person's answers.
 *
 * @param {HTMLFormElement} form
 * @param {string} asOf ISO date
 */
export function collect(form, asOf) {
  const given = parts(form).map((part) => [part.dataset.input, read(part)]);
  return { schema: "answers/1", as_of: asOf, answers: Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

/** The amounts that cannot be read, as the elements that hold them. */
export function unreadable(form) {
  return parts(form).filter(
    (part) => part.dataset.kind === "chf" && field(part).value.trim() && readAmount(field(part).value) === null,
  );
}

/** "I don't know", "prefer not to say" and "none of these" go with nothing else: the later tick wins. */
export function keepExclusive(target) {
  const part = target.closest("[data-input]");
  if (!part || (target.type === "checkbox" && !target.checked)) return;
  const instead = target.value in INSTEAD && target.type !== "text";
  for (const box of part.querySelectorAll("input[type=checkbox]:checked")) {
    if (box !== target && (instead || box.value in INSTEAD)) box.checked = false;
  }
  if (instead && field(part)) field(part).value = "";
}

/** A follow-up question is asked only while its condition is true; its answer stays in the form and is left out. */
export function askFollowUps(form) {
  for (const question of form.querySelectorAll("[data-ask-if]")) {
    question.hidden = !question.dataset.askIf.split(" ").every((pair) => {
      const [variable, cells] = pair.split("=");
      return cells.split(",").some((cell) => holds(form, variable, cell));
    });
  }
}

/** Whether an input (`place`) or an option of several (`situation.job_lost`) is known to have a value. */
function holds(form, variable, cell) {
  const part = partOf(form, variable);
  if (part.closest("[data-ask-if][hidden]")) return false;
  if (part.dataset.kind === "count") return counts(part.querySelector("option:checked").value, cell);
  const chosen = [...part.querySelectorAll("input:checked")].map((mark) => mark.value);
  if (part.dataset.kind !== "multi") return chosen.includes(cell);
  const picked = chosen.includes(variable.slice(part.dataset.input.length + 1));
  return cell === "yes" ? picked : !picked && chosen.some((value) => value !== "?unknown" && value !== "?declined");
}

/** Whether a number lies in a cell: `2`, or `1..20`. */
function counts(value, cell) {
  const [least, most = least] = cell.split("..").map(Number);
  return /^[0-9]+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

/** The element of an input, also when one of its options is named. */
function partOf(form, variable) {
  return [...form.querySelectorAll("[data-input]")].find(
    ({ dataset: { input } }) => variable === input || variable.startsWith(`${input}.`),
  );
}

/** The cantons that the chosen place and commune name. */
export function cantons(form) {
  return new Set([...form.querySelectorAll(":checked[data-canton]")].map((mark) => mark.dataset.canton));
}
