// Both languages beside each other, for a talk across a counter. Danger is not asked about where two people look at one
// screen, and what tells about permit or health is covered until somebody asks for it.

const BLOCKS = "li, p, h1, h2, h3, h4, dt, dd, label, summary, button, .choice > span";

/**
 * Put the other language's words below those of every part of the pre-check.
 *
 * @param {HTMLElement} root the whole pre-check
 * @param {{language: string, other: (text: Text) => string | undefined}} twin
 * @param {string} language of the words that are added
 */
export function showBeside(root, twin, language) {
  hideBeside(root);
  root.dataset.sideBySide = "";
  for (const [block, texts] of blocks(root, twin)) {
    const copy = copyOf(block, texts);
    copy.className = "beside";
    copy.lang = language;
    block.append(copy);
  }
  for (const option of root.querySelectorAll("option")) {
    const other = option.firstChild && twin.other(option.firstChild);
    if (other) option.label = `${option.text} / ${other}`;
  }
}

export function hideBeside(root) {
  delete root.dataset.sideBySide;
  for (const copy of root.querySelectorAll(".beside")) copy.remove();
  for (const option of root.querySelectorAll("option[label]")) option.removeAttribute("label");
}

/** Cover what tells of permit and health in the result; says how many panels that are. */
export function cover(root) {
  const parts = [...root.querySelectorAll("[data-result] [data-sensitive]:not([data-sensitive=safety])")];
  for (const part of parts) part.classList.add("covered");
  return parts.filter((part) => part.matches("[data-panel]:not([hidden])")).length;
}

export function uncover(root) {
  for (const panel of root.querySelectorAll(".covered")) panel.classList.remove("covered");
}

/** The blocks that hold a text with another wording: block → its texts. */
function blocks(root, twin) {
  const found = new Map();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const block = twin.other(text) !== undefined && !text.parentElement.closest("option, .vh") && text.parentElement.closest(BLOCKS);
    if (block) found.set(block, new Map([...(found.get(block) ?? []), [text, twin.other(text)]]));
  }
  return found;
}

/** A block's words in the other language, as one element without anything that can be clicked twice. */
function copyOf(block, texts) {
  const made = document.createElement("span");
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(texts.get(node) ?? node.data);
    const inside = node.cloneNode(false);
    for (const name of ["id", "href", "aria-labelledby", "tabindex"]) inside.removeAttribute?.(name);
    inside.append?.(...[...node.childNodes].map(copy));
    return inside;
  };
  // What only readers hear stands once, and so does the date of the rules, which is not among the page's texts.
  const once = (node) => node.classList?.contains("vh") || node.dataset?.date !== undefined;
  made.append(...[...block.childNodes].filter((node) => !once(node)).map(copy));
  return made;
}
