// Reads a hand-over code into the form. Afterwards nothing is left of it but the answers in the form.

import { canDetect, detect, watch } from "./camera.mjs";
import { fill } from "./fill.mjs";
import { inDays } from "./result.mjs";
import { titleOf } from "./said.mjs";

const MOST_BYTES = 20_000;
const KINDS = ["unknown", "damaged", "newer", "expired", "ahead"];

/** Which word tells of a change from one state to another, as in result/1. */
function change(before, after) {
  if (before === "not_shown") return "wordAppears";
  if (after === "not_shown") return "wordLeaves";
  return after === "shown" ? "wordSurer" : "wordUnsurer";
}

function paragraph(text, items) {
  const made = [Object.assign(document.createElement("p"), { textContent: text })];
  if (items.length) {
    const list = document.createElement("ul");
    list.append(...items.map((item) => Object.assign(document.createElement("li"), { textContent: item })));
    made.push(list);
  }
  return made;
}

/**
 * @param {HTMLElement} root the whole pre-check
 * @param {{ask: (request: object) => Promise<object | null>, asOf: () => string}} hooks the engine, and today
 */
export function setUp(root, { ask, asOf }) {
  const form = root.querySelector("form");
  const part = root.querySelector("[data-reader]");
  const words = part.dataset;
  const find = (name) => part.querySelector(`[data-${name}]`);
  const [area, file, error, done, status] = ["read-text", "read-file", "read-error", "read-done", "read-status"].map(find);
  const [open, close, video] = ["camera", "camera-stop", "video"].map(find);
  const inWords = (date) => inDays(date, root.dataset.language);
  let stopCamera = null;
  /** Whether the camera is wanted: it can be closed again before it has opened. */
  let wanted = false;

  function say(text) {
    status.textContent = text;
  }

  function fail(text) {
    say("");
    error.textContent = text;
    area.setAttribute("aria-invalid", "true");
    area.focus();
  }

  function clear() {
    say("");
    error.textContent = "";
    area.removeAttribute("aria-invalid");
    done.hidden = true;
    find("read-notes").replaceChildren();
  }

  function forget() {
    turnOff();
    clear();
    area.value = "";
    file.value = "";
  }

  async function read(text) {
    clear();
    say(words.wordWait);
    const reply = await ask({ kind: "decode", code: text, as_of: asOf() });
    say("");
    if (!reply) return;
    if (!reply.ok) {
      const kind = KINDS.find((each) => reply.error.code === `code-${each}`) ?? "failed";
      const { until, made } = reply.error.args;
      fail(words[`word${kind[0].toUpperCase()}${kind.slice(1)}`].replace("{date}", () => inWords(until ?? made ?? asOf())));
      return;
    }
    area.value = "";
    file.value = "";
    const unheld = fill(form, reply.answers.answers).map((input) => ({ id: "misfit", input }));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    tell(reply, [...reply.notes, ...unheld]);
  }

  function tell({ answers, changes }, notes) {
    const heading = done.querySelector("h3");
    heading.textContent = words.wordDone.replace("{date}", inWords(answers.as_of));
    const parts = ["gone", "newer", "misfit"].flatMap((kind) => {
      const questions = notes.filter(({ id }) => id === kind).map(({ input }) => question(input));
      return questions.length ? paragraph(words[`wordNote${kind[0].toUpperCase()}${kind.slice(1)}`], questions) : [];
    });
    const changed = changes.map(({ id, before, after }) => words[change(before, after)].replace("{title}", () => panelTitle(id)));
    find("read-notes").replaceChildren(...parts, ...paragraph(changed.length ? words.wordChanged : words.wordSame, changed));
    done.hidden = false;
    done.focus();
  }

  function question(input) {
    const place = input && form.querySelector(`[data-input="${input}"]`);
    return place ? titleOf(place) : words.wordSomeQuestion;
  }

  function panelTitle(id) {
    return root.querySelector(`[data-panel="${id}"] h4`).textContent;
  }

  async function readFile() {
    const [chosen] = file.files;
    if (!chosen) return;
    clear();
    if (!chosen.type.startsWith("image/")) {
      await read(await chosen.slice(0, MOST_BYTES).text());
      return;
    }
    const text = (await canDetect()) ? await detect(chosen) : null;
    file.value = "";
    if (text === null) fail(words.wordNoImage);
    else await read(text);
  }

  async function turnOn() {
    clear();
    wanted = true;
    try {
      const stop = await watch(video, (text) => {
        turnOff();
        read(text);
      });
      if (!wanted) return stop();
      stopCamera = stop;
    } catch {
      wanted = false;
      return fail(words.wordCameraNone);
    }
    video.hidden = close.hidden = false;
    open.hidden = true;
    say(words.wordCameraOn);
    close.focus();
  }

  function turnOff() {
    wanted = false;
    if (!stopCamera) return false;
    stopCamera();
    stopCamera = null;
    video.hidden = close.hidden = true;
    open.hidden = false;
    return true;
  }

  find("read").addEventListener("click", () => read(area.value));
  file.addEventListener("change", readFile);
  open.addEventListener("click", turnOn);
  close.addEventListener("click", () => {
    turnOff();
    say(words.wordCameraOff);
    open.focus();
  });
  part.addEventListener("toggle", () => {
    if (!part.open) forget();
  });
  form.addEventListener("reset", forget);
  canDetect().then((able) => {
    open.hidden = !able || !navigator.mediaDevices?.getUserMedia;
  });
  part.hidden = false;
}
