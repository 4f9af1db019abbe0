// The pre-check page. Questions, results and help stand in the HTML and can be read without this script. It reads the
// form when asked to, lets the engine in a worker evaluate and explain it, and uncovers the panels that fit.
//
// Nothing a person says leaves the device or stays on it: no address, storage or history is written, and leaving the
// page clears the form. Nothing is loaded before the person asks for the result.

import { askFollowUps, collect, keepExclusive, unreadable } from "./answers.mjs";
import { Failure, startEngine, supported } from "./engine.mjs";
import { forgetResult, openBeside, showResult } from "./result.mjs";

const root = document.querySelector(".precheck");
const words = root.dataset;
const form = root.querySelector("form");
const find = (name) => root.querySelector(`[data-${name}]`);
const [errors, failure, loading, result, status] = ["errors", "failure", "loading", "result", "status"].map(find);
const title = document.title;

/** @type {ReturnType<typeof startEngine> | null} */
let engine = null;
let busy = false;

/** The later of the day the site was built and today in Switzerland: rules that are not built in yet are not guessed. */
function asOf() {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Zurich" }).format(new Date());
  return today > words.asOf ? today : words.asOf;
}

function say(text) {
  status.textContent = text;
}

function hideResult() {
  result.hidden = true;
  failure.hidden = supported;
}

/** Name the amounts that cannot be read, at the field and in a summary; says whether there are any. */
function checkAmounts() {
  const wrong = unreadable(form);
  for (const part of form.querySelectorAll("[data-kind=chf]")) {
    const isWrong = wrong.includes(part);
    const [field, message, hint] = ["input[type=text]", ".error", ".hint"].map((selector) => part.querySelector(selector));
    message.hidden = !isWrong;
    field.toggleAttribute("aria-invalid", isWrong);
    if (isWrong) field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", isWrong ? `${message.id} ${hint.id}` : hint.id);
    part.closest(".question").classList.toggle("question--error", isWrong);
  }
  errors.querySelector("ul").replaceChildren(...wrong.map(errorLink));
  errors.hidden = wrong.length === 0;
  document.title = wrong.length ? `${words.wordErrorPage}: ${title}` : title;
  return wrong.length > 0;
}

function errorLink(part) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${part.querySelector("input[type=text]").id}`;
  link.textContent = part.closest(".question").querySelector("h3").textContent;
  item.append(link);
  return item;
}

async function showWhatFits() {
  if (busy) return;
  hideResult();
  if (checkAmounts()) {
    say("");
    errors.focus();
    return;
  }
  await withEngine(async () => {
    const reply = await ask({ kind: "explain", answers: collect(form, asOf()) });
    if (!reply.ok) throw new Failure("broken");
    const { result: found, told } = reply;
    // The site can be built anew while a page is open: then its panels are not those of the rules.
    if (found.program !== words.program) throw new Failure("outdated");
    showResult(root, found, told);
    const count = found.panels.filter((panel) => panel.state !== "not_shown").length;
    const ready = count === 0 ? words.wordReadyNone : count === 1 ? words.wordReadyOne : words.wordReadyMany;
    say(ready.replace("{n}", count));
    root.querySelector("#result").focus();
  });
}

/**
 * Do something with the engine, one thing at a time. Where it fails, the page says so.
 *
 * @param {() => Promise<void>} work
 */
async function withEngine(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch (error) {
    stopEngine();
    if (error === CANCELLED) return;
    showFailure(error instanceof Failure ? error.kind : "broken");
    failure.focus();
  } finally {
    busy = false;
    loading.hidden = true;
  }
}

/** Ask the engine for another part of the page; null where there is no reply, which has been said then. */
async function askForPart(request) {
  let reply = null;
  await withEngine(async () => {
    reply = await ask(request);
  });
  return reply;
}

const CANCELLED = new Error("cancelled");
let cancel = () => {};

/** Ask the engine; the first time it is loaded for that, which the person can see and stop. */
async function ask(request) {
  const stopped = new Promise((_, reject) => {
    cancel = () => reject(CANCELLED);
  });
  if (!engine) {
    say(words.wordLoading);
    showShare(0);
    loading.hidden = false;
    engine = startEngine(words.language, showShare);
  }
  return Promise.race([engine.ask(request), stopped]);
}

/** @param {number} share of the program that has arrived, 0 to 1 */
function showShare(share) {
  const percent = Math.floor(share * 100);
  loading.querySelector("progress").value = percent;
  find("share").textContent = percent < 100 ? words.wordLoaded.replace("{n}", percent) : words.wordStarting;
}

function stopEngine() {
  engine?.stop();
  engine = null;
}

/** @param {string} kind as in Failure */
function showFailure(kind) {
  say("");
  for (const text of failure.querySelectorAll("[data-failure-kind]")) text.hidden = text.dataset.failureKind !== kind;
  find("retry").hidden = kind === "unsupported" || kind === "outdated";
  find("kept").hidden = !supported;
  failure.hidden = false;
}

function forget() {
  form.reset();
  for (const part of root.querySelectorAll("details[open]")) part.open = false;
  askFollowUps(form);
  hideResult();
  forgetResult(root);
  checkAmounts();
  cancel();
}

/** Go to a place on this page without writing it into the address or the history. */
function goTo(link) {
  const target = document.getElementById(link.hash.slice(1));
  target.focus();
  target.scrollIntoView();
}

root.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  goTo(link);
});
form.addEventListener("input", ({ target }) => {
  keepExclusive(target);
  askFollowUps(form);
  if (!result.hidden) say(words.wordChanged);
  hideResult();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  showWhatFits();
});
find("cancel").addEventListener("click", () => {
  cancel();
  say(words.wordCancelled);
  find("show").focus();
});
for (const button of root.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => {
    forget();
    say(words.wordForgotten);
    root.querySelector("#questions").focus();
  });
}
// Also before the page is put aside for the "back" button: what comes back from there is empty.
addEventListener("pagehide", () => {
  forget();
  say("");
  stopEngine();
});

find("without-script").hidden = true;
askFollowUps(form);
openBeside(root);
if (supported) {
  find("with-script").hidden = false;
  find("show").disabled = false;
} else {
  // No button that cannot work: the page says so at once, without taking the cursor.
  showFailure("unsupported");
}

// What is wanted before the first question and after the last: it comes once these can be answered, and is not shown until then.
const parts = supported ? ["reader", "take"] : [];
for (const name of parts) import(`./${name}.mjs`).then(({ setUp }) => setUp(root, { ask: askForPart, asOf }), () => {});
