// The way through the pre-check: a start, one question after the other, the answers to check, the result; or all on one
// page. Nothing moves on by itself. What is seen follows from `data-view` on the root and `data-only` on the parts.
//
// The whole flow is one entry of the history. The browser's "back" leaves it, after a question if there are answers.

import { fillCheck, hasAnswers } from "./check.mjs";

/**
 * @param {HTMLElement} root the whole pre-check
 * @param {{say: (text: string) => void, mayGoOn: () => boolean, begun: () => void, left: () => void}} hooks
 *   `mayGoOn` tells the person about an answer that cannot be read and gives false; `begun` once, when the first view is
 *   opened; `left` when the person is taken back to the start by the browser
 */
export function setUpFlow(root, { say, mayGoOn, begun, left }) {
  const form = root.querySelector("form");
  const leaving = root.querySelector("[data-leaving]");
  const progress = root.querySelector("[data-progress]");
  const next = root.querySelector("[data-next]");
  /** @type {HTMLFieldSetElement | null} */
  let current = null;
  let checked = false; // the person has seen all answers, and comes back there after a change
  const seen = new Set();
  let entered = false; // our entry stands in the history

  /** The questions that are asked now, in their order. */
  function asked() {
    const beside = "sideBySide" in root.dataset;
    return [...form.querySelectorAll(".question:not([hidden])")].filter(
      ({ dataset }) => !(beside && dataset.sensitive === "safety"),
    );
  }

  function view() {
    return root.dataset.view;
  }

  /** @param {string} name start, step, all, check or result */
  function show(name) {
    root.dataset.view = name;
    for (const part of root.querySelectorAll("[data-only]")) {
      part.classList.toggle("away", !part.dataset.only.split(" ").includes(name));
    }
    for (const question of form.querySelectorAll(".question")) {
      question.classList.toggle("away", name !== "all" && !(name === "step" && question === current));
    }
  }

  /** Put the cursor on a heading and bring its part of the page to the top. */
  function focus(target, top = target) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    top.scrollIntoView();
  }

  function enter() {
    if (entered) return;
    history.pushState(null, "");
    entered = true;
    begun();
  }

  /** Open a view and put the cursor on its heading. */
  function open(name) {
    enter();
    say("");
    if (name === "step") return step(current && asked().includes(current) ? current : asked()[0]);
    show(name);
    if (name === "check") {
      checked = true;
      for (const question of asked()) seen.add(question); // whoever came here early is not led through the rest
      fillCheck(root, asked());
    }
    return focus(root.querySelector({ all: "#questions", check: "#check", result: "#result" }[name]));
  }

  /** Open one question. */
  function step(question) {
    current = question;
    seen.add(question);
    show("step");
    count();
    focus(question.querySelector("h3"), progress);
  }

  /** Which question this is, of how many; more may follow. */
  function count() {
    if (view() !== "step") return;
    const all = asked();
    const number = all.indexOf(current) + 1;
    progress.textContent = root.dataset.wordProgress.replace("{n}", number).replace("{total}", all.length);
    progress.style.setProperty("--done", number / (all.length + 1));
    next.textContent = checked ? root.dataset.wordBackToCheck : root.dataset.wordNext;
  }

  /** On to the next question; after a change back to the answers, by way of the questions that are new. */
  function goOn() {
    if (!mayGoOn()) return;
    const after = asked().slice(asked().indexOf(current) + 1);
    const following = checked ? after.find((question) => !seen.has(question)) : after[0];
    if (following) step(following);
    else open("check");
  }

  function goBack() {
    const all = asked();
    const before = all[all.indexOf(current) - 1];
    if (before) step(before);
    else start();
  }

  function start() {
    show("start");
    focus(root.querySelector("#intro-title"));
  }

  /** Back to the beginning, with nothing known. */
  function reset() {
    current = null;
    checked = false;
    seen.clear();
    show("start");
  }

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-open]");
    if (button && (view() !== "step" || button.dataset.open === "all" || mayGoOn())) open(button.dataset.open);
  });
  root.querySelector("[data-back]").addEventListener("click", goBack);
  addEventListener("popstate", () => {
    entered = false;
    if (view() === "start") return;
    if (hasAnswers(form)) leaving.showModal();
    else left();
  });
  leaving.addEventListener("close", () => {
    if (leaving.returnValue === "leave") {
      left();
      history.back();
    } else enter();
    leaving.returnValue = "";
  });

  reset();
  for (const part of root.querySelectorAll("[data-begin], [data-progress], [data-step-nav], [data-check]")) part.hidden = false;

  return {
    view,
    open,
    goOn,
    reset,
    /** After an answer or another view on the questions: how many there are may have changed. */
    changed() {
      if (view() === "step" && !asked().includes(current)) step(asked()[0]);
      else count();
    },
    /** Go to one question, whatever is open. */
    question(target) {
      if (view() === "all") return focus(target);
      return step(target);
    },
    /** Say everything again that the flow has put together itself. */
    retell() {
      count();
      if (view() === "check") fillCheck(root, asked());
    },
  };
}
