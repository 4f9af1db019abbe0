// Makes a hand-over code: the answers a person ticked, as letters and as a picture, until it is taken away again.

import { collect } from "./answers.mjs";
import { copy, save, select } from "./carry.mjs";
import { inDays } from "./result.mjs";
import { chosen, inDanger, offer } from "./said.mjs";

const SVG = "http://www.w3.org/2000/svg";
/** White around the picture, in modules; a reader needs four. */
const QUIET = 4;

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A text as a QR code; the library for it is loaded now. */
async function picture(text, name) {
  const { correction, generate } = await import("./picture.mjs");
  const code = generate(text, { minCorrectionLevel: correction.M });
  const all = code.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  const made = shape("svg", { viewBox: `0 0 ${all} ${all}`, role: "img", "aria-label": name, "shape-rendering": "crispEdges" });
  made.append(shape("rect", { width: all, height: all, fill: "#fff" }), shape("path", { d: path, fill: "#000" }));
  return made;
}

/**
 * @param {HTMLElement} root the whole pre-check
 * @param {{ask: (request: object) => Promise<object | null>, asOf: () => string, say: (text: string) => void}} hooks
 * @returns {{refresh: (answers: object[]) => void, forget: () => void}} `refresh` offers what was answered, as in said.mjs
 */
export function setUpHandover(root, { ask, asOf, say }) {
  const form = root.querySelector("form");
  const part = root.querySelector("[data-take]");
  const words = part.dataset;
  const find = (name) => part.querySelector(`[data-${name}]`);
  const [plain, sensitive] = [find("code-choice"), find("code-choice-sensitive")];
  const [shown, area, error] = [find("code"), find("code-text"), find("code-error")];
  const paper = { box: find("code-on-paper"), place: find("paper-code") };
  /** Grows with every code and every forgetting, so that a late reply shows nothing. */
  let turn = 0;

  function takeAway() {
    turn += 1;
    shown.hidden = true;
    area.value = "";
    error.textContent = "";
    find("code-made").textContent = "";
    find("picture").replaceChildren();
    paper.box.checked = false;
    putOnPaper();
  }

  function putOnPaper() {
    const code = document.createElement("p");
    code.textContent = area.value;
    const drawn = find("picture").querySelector("svg");
    paper.place.replaceChildren(...(paper.box.checked ? [...(drawn ? [drawn.cloneNode(true)] : []), code] : []));
    paper.place.hidden = !paper.box.checked;
  }

  async function make() {
    takeAway();
    const mine = turn;
    const include = chosen(plain, sensitive);
    if (!include.length) {
      error.textContent = words.wordCodeEmpty;
      return;
    }
    const reply = await ask({ kind: "encode", answers: collect(form, asOf()), include });
    if (!reply || mine !== turn) return;
    if (!reply.ok) {
      error.textContent = words.wordCodeFailed;
      return;
    }
    const until = inDays(reply.until, root.dataset.language);
    const text = `${words.wordCodeCarried.replace("{date}", until)}\n\n${reply.code}`;
    const drawn = await picture(text, words.wordPicture).catch(() => words.wordNoPicture);
    if (mine !== turn) return;
    find("picture").replaceChildren(drawn);
    find("code-made").textContent = words.wordCodeMade.replace("{date}", until);
    area.value = text;
    shown.hidden = false;
    shown.focus();
  }

  async function copyCode() {
    const copied = await copy(area.value);
    say(copied ? words.wordCodeCopied : words.wordSelect);
    if (!copied) select(area);
  }

  find("code-make").addEventListener("click", make);
  find("code-copy").addEventListener("click", copyCode);
  find("code-save").addEventListener("click", () => {
    save(words.wordCodeFile, "text/plain", area.value);
    say(words.wordCodeSaved);
  });
  find("code-away").addEventListener("click", () => {
    takeAway();
    say(words.wordCodeGone);
    find("code-make").focus();
  });
  paper.box.addEventListener("change", putOnPaper);
  for (const place of [plain, sensitive]) place.addEventListener("change", takeAway);

  return {
    refresh(answers) {
      takeAway();
      const danger = inDanger(form);
      find("code-danger").hidden = !danger;
      find("code-maker").hidden = danger;
      const offered = danger ? [] : answers;
      offer(plain, offered.filter((each) => !each.sensitive), () => true);
      offer(sensitive, offered.filter((each) => each.sensitive), () => false);
      find("code-sensitive").hidden = !sensitive.firstChild;
    },
    forget() {
      takeAway();
      plain.replaceChildren();
      sensitive.replaceChildren();
    },
  };
}
