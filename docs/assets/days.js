// A thing with dated states: choose a day and see which state held then. Without script all other states can be unfolded.
// What is chosen stays on the page: no address, storage or history is written.

import { isDay } from "./day.js";

const words = new Intl.DateTimeFormat(`${document.documentElement.lang.slice(0, 2)}-CH`, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} day ISO */
const inWords = (day) => words.format(new Date(`${day}T00:00:00Z`));

/** @param {HTMLElement} state with its first and last day, inclusive; empty: without beginning or end */
const holds = ({ dataset }, day) => dataset.from <= day && (dataset.until === "" || day <= dataset.until);

/** Mark the state that holds, and unfold it; the others are folded. */
function mark(state, isChosen) {
  state.classList.toggle("dated__chosen", isChosen);
  if (state.tagName === "DETAILS") state.open = isChosen;
}

/** What is said about a day: the words of the form with the day and the period of the state. */
function told({ dataset }, day, state) {
  if (!day) return dataset.missing;
  const text = !state ? dataset.none : state.matches(".dated__above") ? dataset.heldAbove : dataset.held;
  const period = state?.querySelector("[data-period]").textContent.trim();
  return text.replace("{date}", inWords(day)).replace("{period}", period);
}

for (const part of document.querySelectorAll("[data-days]")) {
  const form = part.querySelector("form");
  if (!form) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const day = isDay(form.querySelector("input").value) ? form.querySelector("input").value : "";
    const states = [...part.querySelectorAll("[data-state]")];
    const chosen = day && states.find((state) => holds(state, day));
    for (const state of states) mark(state, state === chosen);
    form.querySelector("[role=status]").textContent = told(form, day, chosen);
    if (chosen && !chosen.matches(".dated__above")) chosen.scrollIntoView({ block: "nearest" });
  });
}
