// Take the result along: print it, copy it, put a day into the calendar. The code is in handover.mjs.
// Nothing of it exists before a click, and all of it is gone when the answers are.

import { calendarFile } from "./calendar.mjs";
import { copy, save, select } from "./carry.mjs";
import { setUpHandover } from "./handover.mjs";
import { chosen, offer, said } from "./said.mjs";
import { resultText } from "./text.mjs";

const EARLY_DAYS = 3;

/**
 * @param {HTMLElement} root the whole pre-check
 * @param {{ask: (request: object) => Promise<object | null>, asOf: () => string}} hooks the engine, and the day of the result
 */
export function setUp(root, { ask, asOf }) {
  const form = root.querySelector("form");
  const result = root.querySelector("[data-result]");
  const part = root.querySelector("[data-take]");
  const words = part.dataset;
  const find = (name) => part.querySelector(`[data-${name}]`);
  const status = find("take-status");
  const withSafety = find("with-safety");
  const byHand = find("by-hand");
  const days = [...part.querySelectorAll("[data-day]")];
  const say = (text) => {
    status.textContent = text;
  };
  const handover = setUpHandover(root, { ask, asOf, say });

  function forget() {
    say("");
    withSafety.checked = false;
    byHand.hidden = true;
    byHand.querySelector("textarea").value = "";
    for (const day of days) day.value = "";
    find("calendar-error").textContent = "";
    find("paper-choice").replaceChildren();
    showOnPaper();
    handover.forget();
  }

  function refresh() {
    forget();
    if (result.hidden) return;
    find("safety-out").hidden = !result.querySelector("[data-panel][data-sensitive=safety]:not([hidden])");
    for (const day of days) day.min = asOf();
    offerAnswers();
  }

  /** The answers in the words of the page; in another language they are offered anew, with the same ones ticked. */
  function offerAnswers() {
    const answers = said(form);
    const printable = answers.filter(({ sensitive }) => sensitive !== "safety");
    const ticked = chosen(find("paper-choice"));
    offer(find("paper-choice"), printable, ({ input }) => ticked.includes(input));
    if (!printable.length) find("paper-choice").textContent = words.wordAnswersNone;
    showOnPaper();
    handover.refresh(answers);
  }

  function sayAnew() {
    if (result.hidden) return;
    say("");
    byHand.hidden = true;
    byHand.querySelector("textarea").value = "";
    offerAnswers();
  }

  function showOnPaper() {
    const wanted = chosen(find("paper-choice"));
    const lines = said(form).filter(({ input }) => wanted.includes(input));
    const list = find("paper-answers");
    list.querySelector("ul").replaceChildren(
      ...lines.map(({ question, answer }) => {
        const item = document.createElement("li");
        item.textContent = `${question} ${answer}`;
        return item;
      }),
    );
    list.hidden = !lines.length;
  }

  async function copyText() {
    const { language } = root.dataset;
    const options = { orients: words.wordOrients, language, withSafety: withSafety.checked };
    const text = resultText(result, options);
    const copied = await copy(text);
    say(copied ? words.wordCopied : words.wordSelect);
    byHand.hidden = copied;
    byHand.querySelector("textarea").value = copied ? "" : text;
    if (!copied) select(byHand.querySelector("textarea"));
  }

  function getCalendar() {
    const wanted = days.filter(({ value }) => value);
    find("calendar-error").textContent = wanted.length ? "" : words.wordCalendarNoDay;
    if (!wanted.length) return days[0].focus();
    const events = wanted.map(({ value, dataset: { day } }) => ({
      day: value,
      title: words.wordEvent,
      early: day === "letter" ? EARLY_DAYS : 0,
    }));
    save(words.wordCalendarFile, "text/calendar", calendarFile(events, new Date()));
    say(words.wordCalendarMade);
  }

  find("copy").addEventListener("click", copyText);
  find("paper-choice").addEventListener("change", showOnPaper);
  find("calendar-get").addEventListener("click", getCalendar);
  form.addEventListener("reset", forget);
  new MutationObserver(refresh).observe(result, { attributeFilter: ["hidden"] });
  new MutationObserver(sayAnew).observe(document.documentElement, { attributeFilter: ["lang"] });
  refresh();
  part.hidden = false;
}
