// The inverse of `collect` in answers.mjs: answers/1 into the form.

const INSTEAD = [
  ["?unknown", (value) => value === null],
  ["?declined", (value) => value?.declined === true],
  ["?none", (value) => Array.isArray(value) && value.length === 0],
];

const francs = (centimes) => (centimes % 100 ? (centimes / 100).toFixed(2) : String(centimes / 100));
const isBand = (value) => typeof value === "object" && !Array.isArray(value);

/** What has to be ticked, chosen or written; null where the form has no way to say it, as a band of years. */
function written(kind, value) {
  const instead = INSTEAD.find(([, fits]) => fits(value));
  if (instead) return [instead[0]];
  if (Array.isArray(value)) return value;
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  if (kind !== "chf") return isBand(value) ? null : [String(value)];
  if (!isBand(value)) return [francs(value)];
  return "min" in value && "max" in value ? [`${francs(value.min)}–${francs(value.max)}`] : null;
}

/** Write one answer; says whether it stands there now. */
function write(part, value) {
  const said = value === undefined ? [] : written(part.dataset.kind, value);
  const left = new Set(said ?? []);
  for (const mark of part.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    mark.checked = left.delete(mark.value);
  }
  const list = part.querySelector("select");
  if (list) {
    list.value = said?.[0] ?? "";
    if (list.selectedIndex < 0) list.value = "";
    else left.clear();
  }
  const field = part.querySelector("input[type=text], input[type=date]");
  if (field) {
    field.value = [...left].find((each) => !each.startsWith("?")) ?? "";
    if (field.value) left.clear();
  }
  return said !== null && left.size === 0;
}

/**
 * Fill the form; every input that the answers leave out is empty afterwards.
 *
 * @param {HTMLFormElement} form
 * @param {{[input: string]: unknown}} answers the answers of answers/1
 * @returns {string[]} inputs whose answer the form cannot hold
 */
export function fill(form, answers) {
  return [...form.querySelectorAll("[data-input]")]
    .filter((part) => !write(part, answers[part.dataset.input]))
    .map((part) => part.dataset.input);
}
