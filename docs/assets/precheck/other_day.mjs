// The page for staff that opens the questions with the rules of another day: the field for any day.

import { isDay } from "../day.js";

const form = document.querySelector(".other-day");
const field = form.querySelector("input");
const status = form.querySelector("[role=status]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isDay(field.value) && field.value >= field.min) location.assign(`${form.dataset.questions}#day=${field.value}`);
  else status.textContent = form.dataset.early;
});
