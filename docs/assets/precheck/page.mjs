// The pre-check page. Questions, results and help stand in the HTML and can be read without this script. It reads the
// form when asked to, lets the engine in a worker evaluate and explain it, and uncovers the panels that fit.
//
// Nothing a person says leaves the device or stays on it: no address and no storage is written, one neutral entry stands
// in the history, and leaving the page clears the form. What costs is loaded only for the result.

import { askFollowUps, collect, keepExclusive, unreadable } from "./answers.mjs";
import { cover, hideBeside, showBeside, uncover } from "./beside.mjs";
import { chosenDay } from "./day.mjs";
import { Failure, loadAhead, startEngine, supported } from "./engine.mjs";
import { setUpFlow } from "./flow.mjs";
import { forgetResult, inDays, openBeside, sayNewTab, showResult, tellBeside } from "./result.mjs";
import { fetchTwin, skeleton } from "./twin.mjs";

const asItCame = skeleton(document.body);
const asSpoken = document.documentElement.lang;
const root = document.querySelector(".precheck");
const words = root.dataset;
const form = root.querySelector("form");
const find = (name) => root.querySelector(`[data-${name}]`);
const [errors, failure, loading, result, status] = ["errors", "failure", "loading", "result", "status"].map(find);
const otherDay = chosenDay(root);
const DAYS_UNTIL_OLD = 31;

/** @type {ReturnType<typeof startEngine> | null} */
let engine = null;
let busy = false;
let errorInTitle = "";
/** The last result, to be said again in another language. @type {{result: object, told: object[], left: string[][][]} | null} */
let found = null;

/**
 * The day that staff chose, else the later of the day the site was built and today in Switzerland: rules that are not
 * built in yet are not guessed.
 */
function asOf() {
  if (otherDay) return otherDay;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Zurich" }).format(new Date());
  return today > words.asOf ? today : words.asOf;
}

/** The site is built anew every day: a device that is much later has a wrong clock, or an old copy of this page. */
function sayClock(day) {
  const ahead = !otherDay && (Date.parse(day) - Date.parse(words.asOf)) / 86_400_000 > DAYS_UNTIL_OLD;
  const [here, built] = [day, words.asOf].map((each) => inDays(each, words.language));
  find("clock").textContent = ahead ? words.wordClock.replace("{date}", here).replace("{built}", built) : "";
}

function say(text) {
  status.textContent = text;
}

function hideResult() {
  result.hidden = true;
  failure.hidden = supported;
}

/**
 * Name the amounts that cannot be read, at the field and in a summary; says whether there are any.
 *
 * @param {(part: HTMLElement) => boolean} looksAt which fields
 */
function checkAmounts(looksAt = () => true) {
  const wrong = unreadable(form).filter(looksAt);
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
  document.title = document.title.replace(errorInTitle, "");
  errorInTitle = wrong.length ? `${words.wordErrorPage}: ` : "";
  document.title = errorInTitle + document.title;
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

/** Whether all that is written can be read; if not, the person is told and taken there. */
function canBeRead(looksAt) {
  if (!checkAmounts(looksAt)) return true;
  say("");
  errors.focus();
  errors.scrollIntoView();
  return false;
}

/** @param {boolean} agreed whether the person agreed to load the full runtime */
async function showWhatFits(agreed = false) {
  if (busy) return;
  hideResult();
  if (!canBeRead()) return;
  await withEngine(async () => {
    found = await explain(agreed);
    // The site can be built anew while a page is open: then its panels are not those of the rules.
    if (found.result.program !== words.program) throw new Failure("outdated");
    tellResult();
    if (flow.view() === "all") root.querySelector("#result").focus();
    else flow.open("result");
    const count = found.result.panels.filter((panel) => panel.state !== "not_shown").length;
    const ready = count === 0 ? words.wordReadyNone : count === 1 ? words.wordReadyOne : words.wordReadyMany;
    say(ready.replace("{n}", count));
    if (isBeside()) await sayBeside();
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
    showFailure(error instanceof Failure ? error.kind : "broken", error.ask);
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

function tellResult() {
  showResult(root, found.result, found.told, found.left);
  sayClock(found.result.as_of);
}

const CANCELLED = new Error("cancelled");
let cancel = () => {};

/** The result of the answers, told in one language: that of the page, if no other is wanted. */
async function explain(agreed, language = words.language) {
  const reply = await ask({ kind: "explain", answers: collect(form, asOf()) }, agreed, language);
  if (!reply.ok) throw new Failure("broken", true);
  return reply;
}

/** Ask the engine; the first time it is loaded for that, which the person can see and stop. */
async function ask(request, agreed = false, language = words.language) {
  const stopped = new Promise((_, reject) => {
    cancel = () => reject(CANCELLED);
  });
  if (!engine) {
    say(words.wordLoading);
    showShare(0);
    loading.hidden = false;
    engine = startEngine(showShare, agreed);
  }
  return Promise.race([engine.ask(request, language), stopped]);
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

/** @param {string} kind as in Failure; @param {boolean} ask whether to offer the full runtime */
function showFailure(kind, ask = false) {
  say("");
  for (const text of failure.querySelectorAll("[data-failure-kind]")) text.hidden = text.dataset.failureKind !== kind;
  find("retry").hidden = kind === "unsupported" || kind === "outdated";
  find("kept").hidden = !supported;
  find("offer").hidden = !ask;
  failure.hidden = false;
}

function forget() {
  form.reset();
  found = null;
  sayOneLanguage();
  flow.reset();
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
  const question = target.closest(".question");
  if (question && question.classList.contains("away")) return flow.question(question);
  target.focus();
  return target.scrollIntoView();
}

const flow = setUpFlow(root, {
  say,
  mayGoOn: () => canBeRead((part) => !part.closest(".away")),
  begun: () => (twin ??= getTwin()),
  left: () => {
    forget();
    say("");
  },
});

// The other language
const beside = find("beside");
const languageLink = document.querySelector("a.tool--language");
/** @type {ReturnType<typeof fetchTwin> | undefined} */
let twin;

function getTwin() {
  const coming = fetchTwin(asItCame, languageLink.href);
  coming.then(
    () => (find("beside-bar").hidden = false),
    () => (twin = undefined),
  );
  return coming;
}

/** Say everything on this page in the other language; answers and place stay. */
async function switchLanguage() {
  try {
    const other = await (twin ??= getTwin());
    hideBeside(root);
    other.speak(document.documentElement.lang !== other.language);
    sayNewTab(root);
    flow.retell();
    if (found && !result.hidden) found = await explain();
    if (found && !result.hidden) tellResult(); // an answer may have been changed meanwhile
    if (isBeside()) await sayBeside();
    say(words.wordLanguage);
  } catch {
    say(words.wordLanguageMissing);
  }
}

function isBeside() {
  return beside.getAttribute("aria-pressed") === "true";
}

async function sayBeside() {
  const other = await twin;
  const language = document.documentElement.lang === other.language ? asSpoken : other.language;
  showBeside(root, other, language);
  find("beside-note").hidden = false;
  const covered = cover(root);
  find("uncover").hidden = !covered;
  find("uncover").textContent = words.wordUncover.replace("{n}", covered);
  flow.changed();
  if (!found || result.hidden) return;
  const there = await explain(false, language.slice(0, 2));
  if (isBeside() && !result.hidden) tellBeside(root, there, language);
}

function sayOneLanguage() {
  beside.setAttribute("aria-pressed", "false");
  hideBeside(root);
  uncover(root);
  find("beside-note").hidden = true;
  find("uncover").hidden = true;
}

languageLink?.addEventListener("click", (event) => {
  if (flow.view() === "start") return; // nothing to lose: an ordinary link
  event.preventDefault();
  switchLanguage();
});
beside.addEventListener("click", () => {
  if (isBeside()) {
    sayOneLanguage();
    flow.changed();
    return;
  }
  beside.setAttribute("aria-pressed", "true");
  withEngine(sayBeside);
});
find("uncover").addEventListener("click", () => {
  uncover(root);
  find("uncover").hidden = true;
});

root.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  goTo(link);
});
form.addEventListener("input", ({ target }) => {
  keepExclusive(target);
  askFollowUps(form);
  flow.changed();
  if (!result.hidden) say(words.wordChanged);
  hideResult();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (flow.view() === "step") flow.goOn();
  else showWhatFits();
});
find("agree").addEventListener("click", () => showWhatFits(true));
find("cancel").addEventListener("click", () => {
  cancel();
  say(words.wordCancelled);
  find("show").focus();
});
for (const button of root.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => {
    forget();
    say(words.wordForgotten);
    root.querySelector("#intro-title").focus();
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
  loadAhead();
} else {
  // No button that cannot work: the page says so at once, without taking the cursor.
  showFailure("unsupported");
}

// What is wanted before the first question and after the last: it comes once these can be answered, and is not shown until then.
const parts = supported ? ["reader", "take"] : [];
for (const name of parts) import(`./${name}.mjs`).then(({ setUp }) => setUp(root, { ask: askForPart, asOf }), () => {});
