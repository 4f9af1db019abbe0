// The same page in the other language. It is fetched once, when the person begins, and laid over this page piece by piece:
// so a switch keeps every answer and the place, loads nothing and changes no address.

const ELEMENT = Node.ELEMENT_NODE;
const OWN = new Set(["id", "class", "hidden", "open", "style", "tabindex", "disabled", "value", "content", "target", "rel"]);
const ADDRESSES = new Set(["href", "data-base", "data-worker"]);
const WHOLE = new Set(["SELECT"]);

const children = (node) => [...node.childNodes].filter(({ nodeType }) => nodeType === ELEMENT || nodeType === Node.TEXT_NODE);

/** What stands in the page before scripts change it: nodes with their children, as they came. */
export function skeleton(node) {
  return { node, children: children(node).map(skeleton) };
}

/**
 * Fetch the other language's page and find every place that differs.
 *
 * @param {ReturnType<typeof skeleton>} page of the body
 * @param {string} address of the other page
 * @returns {Promise<{language: string, speak: (other: boolean) => void, other: (text: Text) => string | undefined}>}
 *   `speak(true)` lays the other language over the page and `speak(false)` takes it away; `other` gives what a text of the
 *   page is called in the language that is not shown
 */
export async function fetchTwin(page, address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  const twin = new DOMParser().parseFromString(await response.text(), "text/html");
  const language = twin.documentElement.lang;
  const places = [...differences(page, twin.body, response.url)];
  const texts = new Map(places.filter(({ node }) => node.nodeType === Node.TEXT_NODE).map((place) => [place.node, place]));
  const own = { language: document.documentElement.lang, title: document.title };
  let spoken = false;
  return {
    language,
    speak(other) {
      spoken = other;
      for (const place of places) place.say(other);
      document.documentElement.lang = other ? language : own.language;
      document.title = other ? twin.title : own.title;
    },
    other: (text) => texts.get(text)?.words[spoken ? 0 : 1],
  };
}

/** Every text, attribute or part that is another one in the twin; `words` are this page's and the twin's. */
function* differences({ node, children: inside }, twin, address) {
  if (node.nodeType !== ELEMENT) {
    if (node.data !== twin.data) yield textPlace(node, twin.data);
    return;
  }
  for (const { name, value } of twin.attributes) {
    if (!OWN.has(name) && node.getAttribute(name) !== value) yield attributePlace(node, name, value, address);
  }
  const others = children(twin);
  const alike = others.length === inside.length && others.every((other, place) => other.nodeName === inside[place].node.nodeName);
  if (WHOLE.has(node.nodeName) || !alike) {
    if (!node.isEqualNode(twin)) yield insidePlace(node, twin, address);
    return;
  }
  for (const [place, other] of others.entries()) yield* differences(inside[place], other, address);
}

function textPlace(node, data) {
  const words = [node.data, data];
  return { node, words, say: (other) => (node.data = words[Number(other)]) };
}

function attributePlace(node, name, value, address) {
  const far = ADDRESSES.has(name) && !value.startsWith("#");
  const words = [node.getAttribute(name) ?? "", far ? new URL(value, address).href : value];
  return { node, words, say: (other) => node.setAttribute(name, words[Number(other)]) };
}

/** A list that stands in another order in the other language: it is changed as a whole, and what is chosen stays chosen. */
function insidePlace(node, twin, address) {
  for (const link of twin.querySelectorAll("a[href]:not([href^='#'])")) link.href = new URL(link.getAttribute("href"), address).href;
  const parts = [[...node.childNodes], [...twin.childNodes].map((part) => document.importNode(part, true))];
  return {
    node,
    words: [],
    say(other) {
      const { value } = node;
      node.replaceChildren(...parts[Number(other)]);
      if (value !== undefined) node.value = value;
    },
  };
}
