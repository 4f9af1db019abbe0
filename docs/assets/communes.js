// The page of all communes: what is typed leaves only the communes that fit. Without script the whole list is there.
// A postal code never decides alone: every commune that it belongs to stays, those of other cantons too.

const form = document.querySelector(".lookup");
const field = form.querySelector("input");
const status = form.querySelector("[role=status]");
const places = [...document.querySelectorAll(".places > li")].map((item) => ({
  item,
  codes: item.dataset.codes.split(" "),
  names: [...item.querySelectorAll("a, [lang]")].map((name) => plain(name.textContent)),
  words: wordsOf(item.textContent),
}));
let found = [];
const lists = [...document.querySelectorAll(".places")].map((list) => ({ list, around: around(list) }));

/** Letters without accents, small; Saint, Sankt and St. are the same. */
function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/\b(?:saint|sankt)\b/g, "st");
}

function wordsOf(text) {
  return plain(text)
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== "");
}

/** The heading and the paragraphs that belong to a list and go with it. */
function around(list) {
  const found = [];
  for (let before = list.previousElementSibling; before !== null; before = before.previousElementSibling) {
    found.push(before);
    if (before.tagName === "H2") break;
  }
  return found;
}

function fits(place, wanted) {
  if (/^\d{4}$/.test(wanted)) return place.codes.includes(wanted);
  return wordsOf(wanted).every((start) => place.words.some((word) => word.startsWith(start)));
}

/** How well a name fits: communes of that name first, then names that begin so, then those with a village of that name. */
function named(place, wanted) {
  const name = plain(wanted);
  if (place.names.includes(name)) return 2;
  return wanted !== "" && place.names.some((own) => own.startsWith(name)) ? 1 : 0;
}

function show() {
  const wanted = field.value.trim();
  found = places.filter((place) => wanted === "" || fits(place, wanted));
  found.sort((one, other) => named(other, wanted) - named(one, wanted));
  const shown = new Set(found.map((place) => place.item));
  for (const { item } of places) item.hidden = !shown.has(item);
  for (const { list, around } of lists) {
    const own = found.map((place) => place.item).filter((item) => item.parentElement === list);
    list.prepend(...own);
    for (const element of [list, ...around]) element.hidden = own.length === 0;
  }
  status.textContent = wanted === "" ? "" : told(found.length);
}

function told(count) {
  const words = form.dataset;
  if (count === 0) return words.none;
  return count === 1 ? words.one : words.several.replace("{n}", count);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  found[0]?.item.querySelector("a")?.focus();
});
field.addEventListener("input", show);
show();
