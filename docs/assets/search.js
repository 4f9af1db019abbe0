// Search dialog. Uses the index that the search plugin writes and the worker that comes with the theme
// (messages: 0 set up, 1 ready, 2 query, 3 result), but not the theme's own user interface: that one listens to
// single letters anywhere on the page (WCAG 2.1.4), closes on Tab and takes over the language link.

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;
const SHOWN = 12;
const TEASER_LENGTH = 180;
const TYPING_PAUSE = 150; // ms; a screen reader hears one count, not one per letter

let search = null;

/** Start the search on its first opening; after that only put the cursor back. */
export function openSearch(dialog) {
  search ??= createSearch(dialog);
  search.focus();
}

function createSearch(dialog) {
  const field = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("ol");
  const words = dialog.dataset;
  const base = new URL(words.base, location.href);
  let ready = false;
  let failed = false;

  const worker = new Worker(new URL(words.worker, location.href));

  function fail() {
    failed = true;
    status.textContent = words.error;
  }

  function ask() {
    const query = field.value.trim();
    if (failed) return;
    if (query.length < 2) {
      status.textContent = "";
      list.replaceChildren();
    } else if (ready) {
      worker.postMessage({ type: QUERY, data: lunrQuery(query) });
    } else {
      status.textContent = words.loading;
    }
  }

  function show(items) {
    if (field.value.trim().length < 2) return;
    list.replaceChildren(...namedFirst(items, field.value).slice(0, SHOWN).map((item) => resultItem(item, base)));
    status.textContent = countText(items.length, words);
  }

  worker.addEventListener("error", fail);
  worker.addEventListener("message", ({ data }) => {
    if (data.type === READY) {
      ready = true;
      ask();
    } else if (data.type === RESULT) {
      show(data.data.items);
    }
  });
  fetch(new URL("search/search_index.json", base))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then(({ config, docs }) => worker.postMessage({ type: SETUP, data: { config, docs, options: { suggest: false } } }))
    .catch(fail);

  let pause = 0;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, TYPING_PAUSE);
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });

  return { focus: () => field.focus() };
}

/**
 * Each word twice: whole, so that the worker stems it (it stems no word with a wildcard), and as a beginning, for words half typed.
 * The worker itself adds the wildcard where no boost is given. Signs with a meaning in lunr's query language are dropped, and so are
 * single letters ("l’aide"), which as a beginning would find every page.
 */
function lunrQuery(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu) ?? [];
  return words
    .filter((word) => word.length > 1 || /\p{N}/u.test(word))
    .map((word) => (word.length > 2 ? `${word}^9 ${word}` : `${word}^9`))
    .join(" ");
}

/** Whoever types a page's own name ("Art. 1 ARSHG") means that page: those first, the others as the worker ranked them. */
function namedFirst(items, query) {
  const asked = plainWords(query);
  const rank = (item) => {
    const title = plainWords(pageOf(item).title);
    if (title === asked) return 0;
    return title.startsWith(`${asked} `) ? 1 : 2;
  };
  return items.map((item) => [rank(item), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** Letters and numbers only, in small letters, without the worker's tags; so "Art. 1 ARSHG: …" begins with "art 1 arshg ". */
function plainWords(text) {
  return (text.replace(/<[^>]*>/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** The record of the page itself, among those of its sections. */
function pageOf(item) {
  return item.find((record) => !record.location.includes("#")) ?? item[0];
}

/** "3 pages found." — and, where not all are listed, how many are. */
function countText(count, words) {
  if (count === 0) return words.none;
  if (count === 1) return words.one;
  const found = words.many.replace("{n}", count);
  return count > SHOWN ? `${found} ${words.more.replace("{n}", SHOWN)}` : found;
}

/** One page: its title, the section that fits best, and a few words of it. `item` is a list of records, best first. */
function resultItem(item, base) {
  const article = pageOf(item);
  const best = item[0];
  const link = document.createElement("a");
  link.href = new URL(best.location, base);
  link.append(...marked(article.title));
  const entry = document.createElement("li");
  entry.append(link);
  if (best !== article) {
    const section = document.createElement("p");
    section.className = "search__section";
    section.append(...marked(best.title));
    entry.append(section);
  }
  if (best.text) {
    const teaser = document.createElement("p");
    teaser.append(...marked(best.text, TEASER_LENGTH));
    entry.append(teaser);
  }
  return entry;
}

/** The worker's text (escaped, with a few tags) as nodes: text and `<mark>`, every other tag is a space. Never parsed as HTML. */
function marked(text, limit = Infinity) {
  const nodes = [];
  let inMark = false;
  let left = limit;
  for (const part of text.split(/(<[^>]*>)/)) {
    if (part === "<mark>" || part === "</mark>") {
      inMark = part === "<mark>";
    } else if (part.startsWith("<")) {
      nodes.push(" ");
    } else if (part && left > 0) {
      let words = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
      if (words.length > left) words = `${words.slice(0, left).replace(/\s+\S*$/, "")} …`;
      left -= words.length;
      nodes.push(inMark ? Object.assign(document.createElement("mark"), { textContent: words }) : words);
    }
  }
  return nodes;
}
