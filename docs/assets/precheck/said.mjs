// What a person answered, in the words of the page, with a box to tick beside each answer.

import { inDays } from "./result.mjs";

/** The words of a choice without its hint. */
function labelOf(mark) {
  const words = mark.closest("label").querySelector("span").cloneNode(true);
  for (const hint of words.querySelectorAll(".choice__hint")) hint.remove();
  return words.textContent.trim();
}

function answerOf(part) {
  const marks = [...part.querySelectorAll("input:checked")].map(labelOf);
  const option = part.querySelector("option:checked");
  if (option?.value) marks.push(option.textContent.trim());
  const amount = part.querySelector("input[type=text]")?.value.trim();
  if (amount) marks.push(`CHF\u00a0${amount}`);
  const day = part.querySelector("input[type=date]")?.value;
  if (day) marks.push(inDays(day, document.documentElement.lang));
  return marks.join(", ");
}

/** What was asked: the question, or the name of the input where a question has several. */
export function titleOf(part) {
  const question = part.closest(".question");
  const alone = question.querySelectorAll("[data-input]").length === 1;
  const asked = alone ? question.querySelector("h3") : part.querySelector("legend, label");
  const words = asked.textContent.trim();
  return words.endsWith("?") ? words : words + (document.documentElement.lang.startsWith("fr") ? "\u00a0:" : ":");
}

/**
 * Everything that is answered and asked now, from the top.
 *
 * @returns {{input: string, sensitive: string | undefined, question: string, answer: string}[]}
 */
export function said(form) {
  return [...form.querySelectorAll("[data-input]")]
    .filter((part) => !part.closest("[data-ask-if][hidden]"))
    .map((part) => ({
      input: part.dataset.input,
      sensitive: part.closest(".question").dataset.sensitive,
      question: titleOf(part),
      answer: answerOf(part),
    }))
    .filter(({ answer }) => answer);
}

/** Whether somebody said to be in danger. */
export function inDanger(form) {
  return form.querySelector("[data-sensitive=safety] [data-kind=yes_no] input[value=yes]:checked") !== null;
}

/** One box per answer; the value of a box is the input, and `ticked` says of an answer whether its box is ticked at first. */
export function offer(place, answers, ticked) {
  place.replaceChildren(
    ...answers.map((each) => {
      const { input, question, answer } = each;
      const label = document.createElement("label");
      label.className = "choice";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: input, checked: ticked(each) });
      box.autocomplete = "off";
      const words = document.createElement("span");
      const told = document.createElement("strong");
      told.textContent = answer;
      words.append(`${question} `, told);
      label.append(box, words);
      return label;
    }),
  );
}

/** The inputs whose boxes are ticked. */
export function chosen(...places) {
  return places.flatMap((place) => [...place.querySelectorAll("input:checked")].map((box) => box.value));
}
