// The page for staff that opens the questions with the rules of another day: one of the list, or any other.

import { isDay } from "../day.js";

const form = document.querySelector(".other-day");
const field = form.querySelector("input");
const status = form.querySelector("[role=status]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const day = event.submitter?.value || field.value;
  if (isDay(day) && day >= field.min) location.assign(`${form.dataset.questions}#day=${day}`);
  else status.textContent = form.dataset.early;
});
